"""What every request passes: its origin on the way in, security headers on the way out."""

import re
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hallway.gateway.authentication import address_of
from hallway.gateway.http.json import refusal
from hallway.kernel.audit import begin_work
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.logging import begin_request
from hallway.kernel.settings import Settings

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
}

HTTPS_SECONDS: Final = 365 * 24 * 3600
"""A browser that has been here by https comes by nothing else for as long: this host alone, as others of its domain are
not ours to decide."""
CALENDARS: Final = "/calendar/"
HOST: Final = re.compile(r"(?:[A-Za-z0-9._~-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])?(?::[0-9]{0,5})?")


class Origins:
    """Which pages may act for the person whose cookie comes along."""

    def __init__(self, settings: Settings) -> None:
        self._public = _origin(settings.public_url)
        self._local = settings.demo or settings.dev or urlsplit(settings.public_url).hostname == "localhost"

    def allows(self, origin: str | None, host: str | None) -> bool:
        """Whether a request with this Origin header is from a page of ours, or from no page at all (None)."""
        if origin is None or _origin(origin) == self._public:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:  # no page's: brackets without an address in them
            return False
        return self._local and parts.netloc == host and parts.hostname in ("localhost", "127.0.0.1", "::1")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None


def _told(path: str) -> str:
    """The path as logs may have it: without the secret in a calendar's."""
    return f"{CALENDARS}…" if path.lower().startswith(CALENDARS) else path


def headers_of(settings: Settings) -> dict[str, str]:
    """The security headers of every answer."""
    if urlsplit(settings.public_url).scheme == "https":
        return {**HEADERS, "strict-transport-security": f"max-age={HTTPS_SECONDS}"}
    return HEADERS


class Guard:
    """Around the whole gateway: request ids, no unsafe request from foreign pages, security headers, no stack trace."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origins = Origins(settings)
        self._trust_proxy = settings.trust_proxy
        self._headers = [(name.encode(), value.encode()) for name, value in headers_of(settings).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begin_request()
        begin_work(f"http:{_told(scope['path'])}", address_of(HTTPConnection(scope), self._trust_proxy))
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in self._headers if one[0] not in given)]
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "")
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        try:
            if not HOST.fullmatch(host):  # everything below would put it into addresses
                raise Problem("invalid", "noHost")
            if unsafe and not self._origins.allows(headers.get("origin"), headers.get("host")):
                raise Problem("forbidden", "fromAnotherSite")
            await self._app(scope, receive, send_guarded)
        except Problem as problem:
            if not started:
                await refusal(problem)(scope, receive, send_guarded)
        except Exception:
            structlog.get_logger().exception("a request failed", path=_told(scope["path"]))
            if not started:
                await refusal(Problem.of(INTERNAL))(scope, receive, send_guarded)
