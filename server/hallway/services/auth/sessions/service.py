"""Sessions of signed-in devices."""

from typing import Final
from uuid import UUID

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.auth import policy
from hallway.services.auth.api import Device, DeviceSession, SessionGrant, Sessions
from hallway.services.auth.sessions import ending, repository
from hallway.services.auth.sessions.login_throttling import LoginThrottling
from hallway.services.auth.sessions.policy import require_session
from hallway.services.auth.sessions.refresh_tokens import TOKEN_LENGTH, hashed
from hallway.services.auth.sessions.sign_in import SignIn

DEVICES_SHOWN: Final = 200
"""No person has more; a persona of the demo does, as everybody may sign in as it."""


class SessionsService(Service, Sessions):
    """Fulfils `Sessions`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._refresh_throttling = LoginThrottling(context.rate_limiter)
        self._sessions = SignIn(context)

    async def refresh(self, caller: Caller, refresh_token: str, device: Device) -> SessionGrant:
        await self._refresh_throttling.refresh(device)
        async with self.context.db.transaction() as tx:
            session = await _session_of(tx, refresh_token)
            grant = session and await self._sessions.proceed(tx, session, refresh_token, device)
        if grant:
            return grant
        # Outside of the transaction: that it ended a session must stay.
        audit("refresh", "refused", on=f"session:{session.id}" if session else "", address=device.address)
        raise Problem("unauthenticated", "signedOut")

    async def log_out(self, caller: Caller, refresh_token: str) -> bool:
        async with self.context.db.transaction() as tx:
            session = await _session_of(tx, refresh_token)
            ended = session is not None and await ending.end_session(tx, session.user_id, session.id)
        if session and ended:
            audit("sign_out", "ok", by=Caller(session.user_id), on=f"session:{session.id}")
        return ended

    async def sessions(self, caller: Caller) -> list[DeviceSession]:
        now = self.context.clock()
        async with self.context.db.transaction(readonly=True) as tx:
            user_id = await require_session(tx, caller, now)
            return await repository.devices(tx.connection, user_id, caller.session_id, now, DEVICES_SHOWN)

    async def end_session(self, caller: Caller, session_id: UUID) -> None:
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, self.context.clock())
            owner_id = await repository.user_of_session(tx.connection, session_id)
            policy.require(caller, "end_session", policy.OwnedSession(user_id=owner_id) if owner_id else None)
            await ending.end_session(tx, user_id, session_id)
        audit("sign_out", "ok", by=caller, on=f"session:{session_id}")

    async def end_other_sessions(self, caller: Caller) -> int:
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, self.context.clock())
            ended = await ending.end_other_sessions(tx, user_id, caller.session_id)
        audit("sign_out", "ok", by=caller, on=f"user:{user_id}", sessions=ended)
        return ended

    async def session_alive(self, caller: Caller, session_id: UUID) -> bool:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.session_alive(tx.connection, session_id, self.context.clock())


async def _session_of(tx: Tx, refresh_token: str) -> repository.Session | None:
    if len(refresh_token) != TOKEN_LENGTH:
        return None
    return await repository.locked_session(tx.connection, hashed(refresh_token))
