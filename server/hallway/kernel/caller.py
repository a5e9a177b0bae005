"""Who asks: a person, a guest by link, a program with a token, a bot, or a service that acts for itself."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.errors import Problem

CallerKind = Literal["anonymous", "person", "guest", "token", "bot", "service"]
"""`guest` came by a link and has no account; `token` is a program that acts for a person within its scopes; `bot` is a
program with an account of its own. Today's gateway makes anonymous callers and persons; a policy gives a kind that it
does not name no right at all."""


class Caller(msgspec.Struct, frozen=True):
    """Who asks. Made by the gateway from a token, or by a service that acts for itself (never from outside). `roles`
    are platform roles; `scopes` are what a token may be used for."""

    user_id: UUID | None = None
    session_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    service: str | None = None
    expires_at: datetime | None = None
    kind: CallerKind = "person"
    scopes: frozenset[str] = frozenset()

    def require_user(self) -> UUID:
        """The person who asks; `unauthenticated` when nobody is signed in."""
        if self.user_id is None:
            raise Problem("unauthenticated", "signInFirst")
        return self.user_id

    def require_service(self) -> None:
        """`forbidden` unless a service asks for itself."""
        if self.kind != "service":
            raise Problem("forbidden", "onlyHallway")


ANONYMOUS: Final = Caller(kind="anonymous")


def service_caller(name: str) -> Caller:
    """The service `name`, acting for itself."""
    return Caller(service=name, kind="service")
