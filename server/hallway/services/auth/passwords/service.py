"""Registering and signing in by password."""

import hmac
from collections.abc import Callable
from typing import Final

from argon2 import PasswordHasher

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.service import Service, ServiceContext
from hallway.kernel.text import clean_line
from hallway.kernel.words import languages
from hallway.services.auth.accounts.email import normal_email
from hallway.services.auth.api import LONGEST_NAME, Device, Passwords, SessionGrant, User
from hallway.services.auth.facts import UserRegistered
from hallway.services.auth.passwords import repository
from hallway.services.auth.passwords.hashing import Hashing, argon2
from hallway.services.auth.passwords.validation import check_password, normal_password
from hallway.services.auth.sessions.login_throttling import LoginThrottling
from hallway.services.auth.sessions.sign_in import SignIn
from hallway.services.auth.users.repository import add_user

MOST_EVENTS: Final = 100
"""Whose names are no good as passwords."""


class PasswordsService(Service, Passwords):
    """Fulfils `Passwords`. `hasher` is for tests, which cannot wait for a real one."""

    def __init__(self, context: ServiceContext, hasher: PasswordHasher | None = None) -> None:
        super().__init__(context)
        self._hashing = Hashing(hasher or argon2())
        self._login_throttling = LoginThrottling(context.rate_limiter)
        self._sign_in = SignIn(context)
        self._log_key = context.settings.key("addresses in logs")

    async def start(self) -> None:
        await self._hashing.prepare()
        await super().start()

    async def stop(self) -> None:
        self._hashing.close()
        await super().stop()

    async def register(
        self,
        caller: Caller,
        email: str,
        name: str,
        password: str,
        device: Device,
        events: list[str] | None = None,
        language: str | None = None,
    ) -> SessionGrant:
        await self._login_throttling.register(device)
        now = self.context.clock()
        email, name = normal_email(email), clean_line(name, LONGEST_NAME, "name", required=True)
        password = normal_password(password)
        known = language if language in languages() else None
        user = User(id=uuid7(now), name=name, email=email, roles=frozenset(), created_at=now, language=known)
        check_password(password, email, name, (events or [])[:MOST_EVENTS])
        # Hashed before we look whether the address is free: what takes time takes it in both cases. The answer still
        # differs, as long as an account can be used before its address has been confirmed by mail; so it is worded to
        # fit many reasons, and an address can be tried only as often as the limit above lets it.
        password_hash = await self._hashing.hash(password)
        async with self.context.db.transaction() as tx:
            grant = None
            if await add_user(tx.connection, user, password_hash):
                tx.record(UserRegistered(user_id=user.id, name=user.name))
                grant = await self._sign_in.open(tx, user, device)
        if grant:
            audit("register", "ok", by=Caller(user.id), on=f"session:{grant.session_id}", address=device.address)
            return grant
        audit("register", "failed", on=f"account:{self._mark(email)}", address=device.address)
        raise Problem("conflict", "notRegistered")

    async def log_in(self, caller: Caller, email: str, password: str, device: Device) -> SessionGrant:
        await self._login_throttling.sign_in(device)
        known, password = _normal_or_empty(normal_email, email), _normal_or_empty(normal_password, password)
        await self._login_throttling.guess(device, known or email)
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.credentials(tx.connection, known)
        password_hash = found.password_hash if found else None
        # Between two transactions, as it takes long: a connection held meanwhile would be one that others wait for.
        right = await self._hashing.verify(password_hash, password)
        if found is None or password_hash is None or not right:
            on = f"user:{found.user.id}" if found else f"account:{self._mark(known or email)}"
            audit("sign_in", "failed", on=on, address=device.address)
            raise Problem("unauthenticated", "wrongPassword")
        renewed = await self._hashing.hash(password) if self._hashing.outdated(password_hash) else None
        async with self.context.db.transaction() as tx:
            if renewed:
                await repository.renew_hash(tx.connection, found.user.id, password_hash, renewed)
            grant = await self._sign_in.open(tx, found.user, device)
        audit("sign_in", "ok", by=Caller(found.user.id), on=f"session:{grant.session_id}", address=device.address)
        return grant

    def _mark(self, email: str) -> str:
        """What stands for an address in the log: the same for the same one, and of no use to who has only the log."""
        return hmac.digest(self._log_key, email.encode(errors="replace"), "sha256").hex()[:16]


def _normal_or_empty(normal: Callable[[str], str], text: str) -> str:
    """The text as `normal` writes it. Empty when malformed: no account has that, and no password is; from there on both
    are treated the same."""
    try:
        return normal(text)
    except Problem:
        return ""
