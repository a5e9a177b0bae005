"""Signs people in until the auth service is there; goes when it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import ECKey

from hallway.kernel.caller import Caller, Signer
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Device, SessionGrant, User


class StandInAuth:
    """As much of Auth as tests of other services need."""

    def __init__(self, *, settings: Settings, clock: Callable[[], datetime], **_: Any) -> None:
        self._key = ECKey.generate_key("P-256", auto_kid=True)
        self._signer = Signer(self._key, settings.public_url)
        self._clock = clock
        self.ended: set[UUID] = set()
        self.people: dict[UUID, User] = {}
        self.roles: dict[tuple[UUID, UUID], str] = {}

    async def register(self, caller: Caller, email: str, name: str, password: str, device: Device) -> SessionGrant:
        now = self._clock()
        user = User(id=uuid7(now), name=name, email=email, roles=frozenset(), created_at=now)
        self.people[user.id] = user
        expires, session_id = datetime.now(UTC) + timedelta(minutes=10), uuid4()
        token = self._signer.sign(Caller(user.id, session_id), now)
        return SessionGrant(
            user=user, session_id=session_id, access_token=token, access_expires_at=expires,
            refresh_token=session_id.hex, refresh_expires_at=expires + timedelta(days=30),
        )  # fmt: skip

    async def users(self, caller: Caller, ids: list[UUID]) -> list[User]:
        return [self.people[id] for id in ids if id in self.people]

    async def jwks(self, caller: Caller) -> dict[str, list[dict[str, str]]]:
        return {"keys": [self._key.as_dict(private=False)]}  # type: ignore[list-item]

    async def session_alive(self, caller: Caller, session_id: UUID) -> bool:
        return session_id not in self.ended

    async def grant_event_role(self, caller: Caller, event_id: UUID, user_id: UUID, role: str) -> None:
        self.roles[event_id, user_id] = role

    async def revoke_event_role(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        self.roles.pop((event_id, user_id), None)

    async def event_roles(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, str]:
        return {user: role for (event, user), role in self.roles.items() if event == event_id and user in user_ids}
