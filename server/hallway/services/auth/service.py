"""The rules of accounts, sessions, roles and keys."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from argon2 import PasswordHasher

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.kernel.service import Service, ServiceContext
from hallway.services.auth import store
from hallway.services.auth.api import (
    Auth,
    Device,
    DeviceSession,
    NewUser,
    Persona,
    SessionGrant,
    TeamMember,
    User,
)
from hallway.services.auth.attempts import Attempts
from hallway.services.auth.facts import EventRoleChanged, UserRegistered
from hallway.services.auth.identity import normal_email, normal_name
from hallway.services.auth.keys import SigningKeys
from hallway.services.auth.passwords import Passwords, argon2, check_password, normal_password
from hallway.services.auth.roles import check_may_change, check_organises
from hallway.services.auth.sessions import TOKEN_LENGTH, Sessions, hashed

DEVICES_SHOWN: Final = 200
"""Nobody has more; a demo's persona, whom anybody may be, has."""


class AuthService(Auth, Service):
    """Fulfils `Auth`."""

    def __init__(self, context: ServiceContext, hasher: PasswordHasher | None = None) -> None:
        super().__init__(context)
        settings = context.settings
        self.db = context.db
        self.attempts = Attempts(context.rate_limiter)
        self.settings = settings
        self.clock = context.clock
        self.passwords = Passwords(hasher or argon2())
        self.open_sessions = Sessions(settings.key("auth refresh tokens"))
        self.keys = SigningKeys(settings.key("auth signing keys"), settings.public_url)

    async def start(self) -> None:
        """Make what the first sign-in needs."""
        await self.passwords.prepare()
        async with self.db.transaction() as tx:
            await self.keys.ensure(tx.connection, self.clock())

    async def stop(self) -> None:
        self.passwords.close()

    async def register(self, caller: Caller, email: str, name: str, password: str, device: Device) -> SessionGrant:
        await self.attempts.register(device)
        now = self.clock()
        email, name, password = normal_email(email), normal_name(name), normal_password(password)
        user = User(id=uuid7(now), name=name, email=email, roles=frozenset(), created_at=now)
        check_password(password, email, name)
        # Hashed before we look whether the address is free: what takes time takes it in both cases. The answer still
        # differs, as long as an account can be used before its address has been confirmed by mail; so it is worded to
        # fit many reasons, and an address can be tried only as often as the limit above lets it.
        password_hash = await self.passwords.hash(password)
        async with self.db.transaction() as tx:
            if await store.add_user(tx.connection, user, password_hash):
                tx.record(UserRegistered(user_id=user.id, name=user.name))
                return await self._open(tx, user, device)
        raise Problem("conflict", "That did not work. If you have an account with this e-mail, sign in instead.")

    async def log_in(self, caller: Caller, email: str, password: str, device: Device) -> SessionGrant:
        await self.attempts.sign_in(device)
        known, password = _or_nothing(normal_email, email), _or_nothing(normal_password, password)
        await self.attempts.guess(device, known or email)
        async with self.db.transaction(readonly=True) as tx:
            user, password_hash = await store.by_email(tx.connection, known) or (None, None)
        # Between two transactions, as it takes long: a connection held meanwhile would be one that others wait for.
        right = await self.passwords.verify(password_hash, password)
        if user is None or password_hash is None or not right:
            raise Problem("unauthenticated", "E-mail and password do not fit together. Please check both.")
        renewed = await self.passwords.hash(password) if self.passwords.outdated(password_hash) else None
        async with self.db.transaction() as tx:
            if renewed:
                await store.renew_hash(tx.connection, user.id, password_hash, renewed)
            return await self._open(tx, user, device)

    async def log_in_as_persona(self, caller: Caller, persona: str, device: Device) -> SessionGrant:
        await self.attempts.sign_in(device)
        async with self.db.transaction() as tx:
            known = self.settings.demo and persona.isascii() and persona.isprintable()
            user = await store.by_persona(tx.connection, persona) if known else None
            if user is None:
                raise Problem("not_found", "There is nobody of this name to be.")
            return await self._open(tx, user, device)

    async def refresh(self, caller: Caller, refresh_token: str, device: Device) -> SessionGrant:
        await self.attempts.refresh(device)
        async with self.db.transaction() as tx:
            now = self.clock()
            session = await self._session_of(tx, refresh_token)
            going_on = session and await self.open_sessions.proceed(tx, session, refresh_token, device, now)
            if going_on:
                session, token = going_on
                [user] = await store.users(tx.connection, [session.user_id])
                return await self._grant(tx, user, session, token, now)
        # Outside of the transaction: that it ended a session must stay.
        raise Problem("unauthenticated", "You have been signed out. Please sign in again.")

    async def log_out(self, caller: Caller, refresh_token: str) -> None:
        async with self.db.transaction() as tx:
            if session := await self._session_of(tx, refresh_token):
                await self.open_sessions.end(tx, session.user_id, session.id)

    async def me(self, caller: Caller) -> User:
        async with self.db.transaction(readonly=True) as tx:
            found = await store.users(tx.connection, [await self._signed_in(tx, caller)])
        if not found:
            raise Problem("unauthenticated", "This account is gone. Please sign in again.")
        return found[0]

    async def users(self, caller: Caller, ids: list[UUID]) -> list[User]:
        caller.require_service()
        async with self.db.transaction(readonly=True) as tx:
            return await store.users(tx.connection, ids)

    async def create_users(self, caller: Caller, users: list[NewUser]) -> None:
        caller.require_service()
        normal = [
            msgspec.structs.replace(user, email=normal_email(user.email), name=normal_name(user.name)) for user in users
        ]
        async with self.db.transaction() as tx:
            added = set(await store.add_users(tx.connection, normal, self.clock()))
            for user in normal:
                if user.id in added:
                    tx.record(UserRegistered(user_id=user.id, name=user.name))

    async def personas(self, caller: Caller) -> list[Persona]:
        if not self.settings.demo:
            return []
        async with self.db.transaction(readonly=True) as tx:
            return await store.personas(tx.connection)

    async def sessions(self, caller: Caller) -> list[DeviceSession]:
        async with self.db.transaction(readonly=True) as tx:
            user_id = await self._signed_in(tx, caller)
            return await store.devices(tx.connection, user_id, caller.session_id, self.clock(), DEVICES_SHOWN)

    async def end_session(self, caller: Caller, session_id: UUID) -> None:
        async with self.db.transaction() as tx:
            if not await self.open_sessions.end(tx, await self._signed_in(tx, caller), session_id):
                raise Problem("not_found", "This device is not signed in to your account any more.")

    async def end_other_sessions(self, caller: Caller) -> int:
        async with self.db.transaction() as tx:
            user_id = await self._signed_in(tx, caller)
            ended = await store.end_sessions_but(tx.connection, user_id, caller.session_id)
            for session_id in ended:
                self.open_sessions.tell(tx, user_id, session_id)
        return len(ended)

    async def session_alive(self, caller: Caller, session_id: UUID) -> bool:
        caller.require_service()
        async with self.db.transaction(readonly=True) as tx:
            return await store.session_alive(tx.connection, session_id, self.clock())

    async def grant_event_role(
        self, caller: Caller, event_id: UUID, user_id: UUID, role: EventRole, scope: RoleScope = WHOLE_EVENT
    ) -> None:
        if (scope.kind == "event") != (scope.id is None):
            raise Problem("invalid", "A role is for the whole event, or for one stage, track or team.", field="scope")
        grant = RoleGrant(role=role, scope=scope)
        async with self.db.transaction() as tx:
            await self._check_role_change(tx, caller, event_id, user_id, grant, gives=True)
            if not await store.users(tx.connection, [user_id]):
                raise Problem("not_found", "There is no such person.")
            if await store.add_grant(tx.connection, event_id, user_id, grant, self.clock()):
                tx.record(EventRoleChanged(event_id=event_id, user_id=user_id))

    async def revoke_event_role(
        self,
        caller: Caller,
        event_id: UUID,
        user_id: UUID,
        role: EventRole | None = None,
        scope: RoleScope = WHOLE_EVENT,
    ) -> None:
        grant = RoleGrant(role=role, scope=scope) if role else None
        async with self.db.transaction() as tx:
            await self._check_role_change(tx, caller, event_id, user_id, grant, gives=False)
            if await store.remove_grants(tx.connection, event_id, user_id, grant):
                tx.record(EventRoleChanged(event_id=event_id, user_id=user_id))

    async def _check_role_change(
        self, tx: Tx, caller: Caller, event_id: UUID, user_id: UUID, grant: RoleGrant | None, *, gives: bool
    ) -> None:
        if caller.service is None:
            await self._signed_in(tx, caller)
        await check_may_change(tx.connection, caller, event_id, user_id, grant, gives=gives)

    async def event_roles(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[RoleGrant]]:
        caller.require_service()
        async with self.db.transaction(readonly=True) as tx:
            return await store.event_roles(tx.connection, event_id, user_ids)

    async def event_team(self, caller: Caller, event_id: UUID) -> list[TeamMember]:
        async with self.db.transaction(readonly=True) as tx:
            await check_organises(tx.connection, caller, event_id)
            return await store.event_team(tx.connection, event_id)

    async def events_of(self, caller: Caller, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        caller.require_service()
        async with self.db.transaction(readonly=True) as tx:
            return await store.events_of(tx.connection, user_id)

    async def user_with_email(self, caller: Caller, email: str) -> User:
        caller.require_service()
        async with self.db.transaction(readonly=True) as tx:
            found = await store.by_email(tx.connection, normal_email(email))
        if found is None:
            raise Problem("not_found", f"Nobody here has the e-mail address {email}.")
        return found[0]

    async def jwks(self, caller: Caller) -> dict[str, list[dict[str, str]]]:
        async with self.db.transaction(readonly=True) as tx:
            return {"keys": await self.keys.published(tx.connection, self.clock())}

    async def rotate_keys(self, caller: Caller) -> None:
        caller.require_service()
        async with self.db.transaction() as tx:
            await self.keys.rotate(tx.connection, self.clock())

    async def _signed_in(self, tx: Tx, caller: Caller) -> UUID:
        """Whose account this is about. An access token outlives its session by up to ten minutes; that is too long for
        somebody who has been thrown out and would now throw out the account's owner."""
        user_id, session_id = caller.require_user(), caller.session_id
        if session_id is None or not await store.session_alive(tx.connection, session_id, self.clock()):
            raise Problem("unauthenticated", "You have been signed out. Please sign in again.")
        return user_id

    async def _session_of(self, tx: Tx, refresh_token: str) -> store.Session | None:
        if len(refresh_token) != TOKEN_LENGTH:
            return None
        return await store.locked_session(tx.connection, hashed(refresh_token))

    async def _open(self, tx: Tx, user: User, device: Device) -> SessionGrant:
        now = self.clock()
        session, token = await self.open_sessions.open(tx, user.id, device, now)
        return await self._grant(tx, user, session, token, now)

    async def _grant(self, tx: Tx, user: User, session: store.Session, token: str, now: datetime) -> SessionGrant:
        caller = Caller(user.id, session.id, frozenset(user.roles))
        access_token, access_expires_at = await self.keys.sign(tx.connection, caller, now)
        return SessionGrant(
            user=user,
            session_id=session.id,
            access_token=access_token,
            access_expires_at=access_expires_at,
            refresh_token=token,
            refresh_expires_at=session.expires_at,
        )


def _or_nothing(normal: Callable[[str], str], text: str) -> str:
    """What is malformed belongs to nobody and fits nothing, and is treated the same from there on."""
    try:
        return normal(text)
    except Problem:
        return ""
