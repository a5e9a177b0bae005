"""Accounts by id and by e-mail address."""

from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service
from hallway.services.auth import policy
from hallway.services.auth.accounts import repository
from hallway.services.auth.accounts.email import normal_email
from hallway.services.auth.api import Accounts, User
from hallway.services.auth.sessions.policy import require_session


class AccountsService(Service, Accounts):
    """Fulfils `Accounts`."""

    async def me(self, caller: Caller) -> User:
        async with self.context.db.transaction(readonly=True) as tx:
            user_id = await require_session(tx, caller, self.context.clock())
            found = await repository.users(tx.connection, [user_id])
        if not found:
            raise Problem("unauthenticated", "This account is gone. Please sign in again.")
        return found[0]

    async def users(self, caller: Caller, ids: list[UUID]) -> list[User]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.users(tx.connection, ids)

    async def user_with_email(self, caller: Caller, email: str) -> User:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.user_with_email(tx.connection, normal_email(email))
        if found is None:
            raise Problem("not_found", f"Nobody here has the e-mail address {email}.")
        return found
