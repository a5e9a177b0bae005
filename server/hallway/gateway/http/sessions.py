"""Signing in and out: `POST /session/...` trades credentials for cookies."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.authentication import Authenticator, device_of
from hallway.gateway.cookies import ACCESS, REFRESH, Cookies
from hallway.gateway.http.json import answer, read_json, refusal
from hallway.gateway.http.language import language_of
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth, Email, Name, Password, SessionGrant
from hallway.services.auth.demo_api import DemoAuth
from hallway.services.events.api import Events

SMALL: Final = 16 * 1024


class AccountInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new account. Auth cleans its texts; the lengths are here for the contract, which tells the pages."""

    email: Email
    name: Name
    password: Password


class LogInInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signing in by password."""

    email: Email
    password: Password


class PersonaInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signing in as an invented person."""

    persona: str


class Sessions:
    """`POST /session/...`: trades credentials for two HttpOnly cookies, the access token (ten minutes, sent everywhere)
    and the refresh token (sent to /session alone)."""

    def __init__(self, settings: Settings, apis: Apis, authenticator: Authenticator) -> None:
        self._settings = settings
        self._apis = apis
        self._authenticator = authenticator
        self._cookies = Cookies(settings)

    def routes(self) -> list[Route]:
        """The endpoints."""
        endpoints = {
            "register": self.register,
            "login": self.log_in,
            "refresh": self.refresh,
            "logout": self.log_out,
            **({"demo": self.log_in_as_persona} if self._settings.demo else {}),
        }
        return [
            Route(f"/session/{name}", _problems_as_json(endpoint), methods=["POST"])
            for name, endpoint in endpoints.items()
        ]

    async def register(self, request: Request) -> Response:
        """Make an account and sign in."""
        body = await read_json(request, AccountInput, SMALL)
        device = device_of(request, self._settings.trust_proxy)
        auth = self._apis.get(Auth)
        events = await self._event_names()
        grant = await auth.register(
            *(ANONYMOUS, body.email, body.name, body.password, device), events, language_of(request.headers)
        )
        return self._granted(grant)

    async def _event_names(self) -> list[str]:
        """Of public events: what everybody who comes to one would think of as its password."""
        try:
            events = await self._apis.get(Events).events(ANONYMOUS)
        except Exception as error:  # nobody stays outside for want of them
            structlog.get_logger().warning("the events' names are not known", error=repr(error))
            return []
        return [name for event in events for name in (event.name, event.slug)]

    async def log_in(self, request: Request) -> Response:
        """Sign in by e-mail and password."""
        body = await read_json(request, LogInInput, SMALL)
        device = device_of(request, self._settings.trust_proxy)
        return self._granted(await self._apis.get(Auth).log_in(ANONYMOUS, body.email, body.password, device))

    async def log_in_as_persona(self, request: Request) -> Response:
        """Sign in as an invented person (demo only)."""
        body = await read_json(request, PersonaInput, SMALL)
        device = device_of(request, self._settings.trust_proxy)
        return self._granted(await self._apis.get(DemoAuth).log_in_as_persona(ANONYMOUS, body.persona, device))

    async def refresh(self, request: Request) -> Response:
        """Trade the refresh cookie for new ones; a refused one is taken away. Without one nobody is signed in, which
        every page asks once and is no error."""
        token = self._cookies.refresh(request.headers)
        if not token:
            return answer({"user": None, "expiresAt": None, "expiresIn": None})
        try:
            device = device_of(request, self._settings.trust_proxy)
            response = self._granted(await self._apis.get(Auth).refresh(ANONYMOUS, token, device))
            self._cookies.take_former(request.headers, response)
            return response
        except Problem as problem:
            response = refusal(problem)
            if problem.code in ("unauthenticated", "expired", "forbidden"):
                self._cookies.take_away(response)
            return response

    async def log_out(self, request: Request) -> Response:
        """End the session, of whichever of the two tokens is there, and take the cookies away. Says whether one was
        ended: who sends neither, or what is no good any more, was not signed in here."""
        auth, ended = self._apis.get(Auth), False
        if token := self._cookies.refresh(request.headers):
            ended = await auth.log_out(ANONYMOUS, token)
        with suppress(Problem):  # a token that has run out, or that the above has ended
            caller = await self._authenticator.of(request.headers)
            if caller.session_id and not ended:
                await auth.end_session(caller, caller.session_id)
                ended = True
        response = answer({"ok": True, "ended": ended})
        self._cookies.take_away(response)
        return response

    def _granted(self, grant: SessionGrant) -> Response:
        now = datetime.now(UTC)
        access = int((grant.access_expires_at - now).total_seconds())
        refresh = int((grant.refresh_expires_at - now).total_seconds())
        # In seconds as well: a browser's clock may be wrong. (Pages of the version before read the time.)
        response = answer({"user": grant.user, "expiresAt": grant.access_expires_at, "expiresIn": access})
        self._cookies.give(response, ACCESS, grant.access_token, access)
        self._cookies.give(response, REFRESH, grant.refresh_token, refresh)
        self._cookies.speak(response, grant.user.language)
        return response


def _problems_as_json(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Problem as problem:
            return refusal(problem)

    return guarded
