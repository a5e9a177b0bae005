"""What can be asked of auth in the demo only: invented people, whom anybody may sign in as."""

from typing import Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.services.auth.api import Device, PlatformRole, SessionGrant


class Persona(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An invented person anybody may sign in as."""

    key: str
    name: str
    role: str
    user_id: UUID


class NewUser(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An account without a password; `persona` names its button on the demo's login page."""

    id: UUID
    email: str
    name: str
    roles: frozenset[PlatformRole] = frozenset()
    persona: str | None = None
    persona_role: str | None = None


class DemoAuth(Protocol):
    """There in the demo only: `Apis.find(DemoAuth)` answers None elsewhere."""

    async def create_users(self, caller: Caller, users: list[NewUser]) -> None:
        """For services only; existing ids are left as they are."""
        ...

    @idempotent
    async def personas(self, caller: Caller) -> list[Persona]:
        """Those whose buttons the login page shows, in the order in which they were made."""
        ...

    async def log_in_as_persona(self, caller: Caller, persona: str, device: Device) -> SessionGrant:
        """Sign in without a password; `not_found` when no persona has this key."""
        ...
