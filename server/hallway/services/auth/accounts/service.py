"""Accounts by id and by e-mail address."""

from typing import Final
from uuid import UUID

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service
from hallway.kernel.words import languages
from hallway.services.auth import policy
from hallway.services.auth.accounts.email import normal_email
from hallway.services.auth.api import Accounts, PlatformRole, User
from hallway.services.auth.sessions.policy import require_session
from hallway.services.auth.sessions.repository import signed_in_user
from hallway.services.auth.users import repository

MOST_PEOPLE: Final = 1_000


class AccountsService(Service, Accounts):
    """Fulfils `Accounts`."""

    async def me(self, caller: Caller) -> User:
        async with self.context.db.transaction(readonly=True) as tx:
            now = self.context.clock()
            policy.require(caller, "use_account")
            if caller.session_id and (found := await signed_in_user(tx.connection, caller.session_id, now)):
                return found
            await require_session(tx, caller, now)
        raise Problem("unauthenticated", "accountGone")

    async def users(self, caller: Caller, ids: list[UUID]) -> list[User]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.users(tx.connection, ids)

    async def user_with_email(self, caller: Caller, email: str) -> User:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.user_with_email(tx.connection, normal_email(email))
        if found is None:
            raise Problem("not_found", "nobodyByEmail", email=email)
        return found

    async def publishers(self, caller: Caller, user_ids: list[UUID]) -> list[UUID]:
        if len(user_ids) > MOST_PEOPLE:
            raise Problem("too_large", "askForFewer", limit=MOST_PEOPLE)
        async with self.context.db.transaction(readonly=True) as tx:
            if not policy.may(caller, "see_publishers"):
                asked = policy.Publishers(user_ids=frozenset(user_ids), by_admin=await _is_admin(tx, caller))
                policy.require(caller, "see_publishers", asked)
            found = await repository.users(tx.connection, user_ids)
        return [user.id for user in found if self._may_publish(user)]

    async def set_language(self, caller: Caller, language: str | None) -> User:
        if language is not None and language not in languages():
            raise Problem("invalid", "noSuchLanguage", field="language")
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, self.context.clock())
            user = await repository.set_language(tx.connection, user_id, language)
        if user is None:
            raise Problem("unauthenticated", "accountGone")
        return user

    async def set_platform_role(self, caller: Caller, user_id: UUID, role: PlatformRole, held: bool) -> None:
        async with self.context.db.transaction() as tx:
            if not policy.may(caller, "set_platform_role"):
                await require_session(tx, caller, self.context.clock())
                change = policy.PlatformRoleChange(role=role, by_admin=await _is_admin(tx, caller))
                policy.require(caller, "set_platform_role", change)
            if not await repository.set_role(tx.connection, user_id, role, held):
                raise Problem("not_found", "noSuchPerson")
        audit("role", "ok", by=caller, on="platform", user=str(user_id), **{"given" if held else "taken": role})

    def _may_publish(self, user: User) -> bool:
        return self.context.settings.everybody_publishes or bool(user.roles)


async def _is_admin(tx: Tx, caller: Caller) -> bool:
    """As the database has it: a token remembers for ten minutes what somebody was."""
    if caller.kind != "person" or caller.user_id is None:
        return False
    return any("admin" in user.roles for user in await repository.users(tx.connection, [caller.user_id]))
