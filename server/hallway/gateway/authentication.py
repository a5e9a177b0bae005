"""From a request to the Caller it is made by."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from starlette.requests import HTTPConnection

from hallway.gateway.cookies import Cookies
from hallway.kernel.apis import Apis
from hallway.kernel.audit import working_for
from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings
from hallway.kernel.tokens import LONGEST_TTL, JwkSet, Verifier
from hallway.services.auth.api import Auth, Device

GATEWAY: Final = service_caller("gateway")


class Authenticator:
    """Checks access tokens with the keys that auth publishes, and refuses those of sessions known to have ended."""

    def __init__(self, settings: Settings, apis: Apis, clock: Callable[[], datetime]) -> None:
        self._apis = apis
        self._clock = clock
        self._verifier = Verifier(self.keys, settings.public_url)
        self._ended: dict[UUID, datetime] = {}
        self._cookies = Cookies(settings)

    async def keys(self) -> JwkSet:
        """Auth's public keys."""
        return await self._apis.get(Auth).jwks(GATEWAY)

    async def of(self, headers: Mapping[str, str]) -> Caller:
        """Who made this request: bearer token before cookie; ANONYMOUS with neither. `expired` or `unauthenticated`
        for a token that is no good."""
        token = bearer(headers) or self._cookies.access(headers)
        caller = await self.verify(token) if token else ANONYMOUS
        working_for(caller)
        return caller

    def known(self, headers: Mapping[str, str]) -> Caller | None:
        """As `of`, without waiting; None where that takes a closer look, or ends in a refusal."""
        token = bearer(headers) or self._cookies.access(headers)
        if not token:
            return ANONYMOUS
        caller = self._verifier.known(token, self._clock())
        return caller if caller and caller.session_id not in self._ended else None

    async def verify(self, token: str) -> Caller:
        """Whom a token speaks for."""
        caller = await self._verifier.verify(token, self._clock())
        if caller.session_id in self._ended:
            raise Problem("unauthenticated", "signedOutHere")
        return caller

    def end(self, session_id: UUID) -> None:
        """This session has ended: its tokens are no good from now on, though they have not run out. Remembered for as
        long as one of them could live; a gateway that was away meanwhile does not know, and waits for that."""
        now = self._clock()
        self._ended = {id: at for id, at in self._ended.items() if now - at < LONGEST_TTL} | {session_id: now}


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token in the Authorization header, if that has one; header names are in small letters."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def address_of(connection: HTTPConnection, trust_proxy: bool) -> str:
    """The address a request came from: as the nearest proxy saw it if that is to be believed."""
    forwarded = connection.headers.get("x-forwarded-for")
    if trust_proxy and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return connection.client.host if connection.client else ""


def device_of(connection: HTTPConnection, trust_proxy: bool) -> Device:
    """The device a request came from."""
    return Device(
        user_agent=connection.headers.get("user-agent", "")[:400], address=address_of(connection, trust_proxy)[:64]
    )
