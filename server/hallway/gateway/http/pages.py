"""Everything that is not ours is a page: passed on to the web server and back, streaming both ways."""

from collections.abc import AsyncIterator
from html import escape
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import structlog
from multidict import CIMultiDict
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from yarl import URL

from hallway.gateway.asking import VISITOR_HEADER, Asker, Asking
from hallway.gateway.authentication import Authenticator, address_of
from hallway.gateway.http.json import refusal
from hallway.gateway.http.language import language_of
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.logging import request_id
from hallway.kernel.settings import Settings
from hallway.kernel.words import Sentence, said, say, sentence

HOP_BY_HOP: Final = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer"),
    *("transfer-encoding", "upgrade", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    VISITOR_HEADER,  # ours to give
}
PAGE_BODY: Final = 64 * 1024
"""Bytes. Pages send what is larger to the graph, or as an upload."""
FILES: Final = "/_next/"
"""Below it are files that belong to pages, which cost nothing to make."""


class Pages:
    """Passes requests on to the web server at `settings.web_url`."""

    def __init__(
        self, settings: Settings, session: aiohttp.ClientSession, authenticator: Authenticator, asking: Asking
    ) -> None:
        self._web = URL(settings.web_url.rstrip("/"))
        self._settings = settings
        self._session = session
        self._authenticator = authenticator
        self._asking = asking

    async def __call__(self, request: Request) -> Response:
        """The web server's answer as it comes, or a 429 or 502 page that says what is wrong."""
        asker = await self._asker(request)
        if not request.url.path.startswith(FILES):
            try:
                await self._asking.count_page(asker)
            except Problem as problem:
                wait = problem.data.retry_after or 1
                return _said(
                    request, problem.status, wait, "gateway.busyTitle", sentence("gateway.busyBody", seconds=wait)
                )
        target = self._web.joinpath(request.url.path.lstrip("/"), encoded=True)
        if "raw_path" in request.scope:
            target = URL(f"{self._web}{request.scope['raw_path'].decode('ascii', 'replace')}", encoded=True)
        if query := request.url.query:
            target = URL(f"{target}?{query}", encoded=True)
        if problem := _too_much(request):
            return refusal(problem)
        has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
        try:
            upstream = await self._session.request(
                request.method,
                target,
                headers=self._headers(request, asker),
                data=request.stream() if has_body else None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=60),
            )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            structlog.get_logger().warning("the web server does not answer", error=repr(error))
            return _said(request, 502, 2, "gateway.downTitle", sentence("gateway.downBody"))
        response = StreamingResponse(self._stream(upstream), upstream.status)
        dropped = HOP_BY_HOP | _named(upstream.headers.getall("connection", []))
        response.raw_headers = [
            (name.lower(), value)
            for name, value in upstream.raw_headers
            if name.lower().decode("latin-1") not in dropped
        ]
        return response

    async def _asker(self, request: Request) -> Asker:
        try:
            caller = await self._authenticator.of(request.headers)
        except Problem:  # the page says so, and refreshes it
            caller = ANONYMOUS
        return Asker(caller, address_of(request, self._settings.trust_proxy), False)

    def _headers(self, request: Request, asker: Asker) -> CIMultiDict[str]:
        dropped = HOP_BY_HOP | _named(request.headers.getlist("connection"))
        headers = CIMultiDict((name, value) for name, value in request.headers.items() if name not in dropped)
        headers.setdefault("accept-encoding", "identity")  # else the client in between asks for what it likes
        headers["x-forwarded-for"] = asker.address
        headers[VISITOR_HEADER] = self._asking.vouch(asker)
        headers["x-forwarded-host"] = request.headers.get("host", "")
        headers["x-forwarded-proto"] = urlsplit(self._settings.public_url).scheme
        headers["x-request-id"] = request_id()
        return headers

    @staticmethod
    async def _stream(upstream: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        async with upstream:
            async for chunk in upstream.content.iter_any():
                yield chunk


def _too_much(request: Request) -> Problem | None:
    """No page takes a large body, nor one of a length that is not said: nothing of it is passed on."""
    size = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers:
        return Problem("invalid", "lengthMissing")
    if not (size.isascii() and size.isdecimal() and len(size) < 10 and int(size) <= PAGE_BODY):
        return Problem("too_large", "tooMuchSent", kilobytes=PAGE_BODY // 1024)
    return None


def _named(values: list[str]) -> frozenset[str]:
    """The further hop-by-hop headers that a Connection header names."""
    return frozenset(part.strip().lower() for value in values for part in value.split(","))


def _said(request: Request, status: int, wait: int, title: str, body: Sentence) -> Response:
    """A page of our own, where the web server has none, to be asked for again after so many seconds."""
    tag = language_of(request.headers)
    page = (
        f"<!doctype html><html lang={tag}><meta charset=utf-8><title>Hallway</title>"
        f"<h1>{escape(say(tag, title))}</h1><p>{escape(said(tag, body))}</p>"
    )
    headers = {"retry-after": str(wait), "vary": "accept-language, cookie"}
    return Response(page, status, headers, "text/html")
