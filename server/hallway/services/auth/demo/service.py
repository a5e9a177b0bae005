"""The demo's invented people."""

import msgspec

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.kernel.text import clean_line
from hallway.services.auth import policy
from hallway.services.auth.accounts.email import normal_email
from hallway.services.auth.api import LONGEST_NAME, Device, SessionGrant
from hallway.services.auth.demo import repository
from hallway.services.auth.demo_api import DemoAuth, NewUser, Persona
from hallway.services.auth.facts import UserRegistered
from hallway.services.auth.sessions.login_throttling import LoginThrottling
from hallway.services.auth.sessions.sign_in import SignIn


class DemoAuthService(Service, DemoAuth):
    """Fulfils `DemoAuth`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._login_throttling = LoginThrottling(context.rate_limiter)
        self._sign_in = SignIn(context)

    async def create_users(self, caller: Caller, users: list[NewUser]) -> None:
        policy.require(caller, "create_users")
        clean = [
            msgspec.structs.replace(
                user, email=normal_email(user.email), name=clean_line(user.name, LONGEST_NAME, "name", required=True)
            )
            for user in users
        ]
        async with self.context.db.transaction() as tx:
            added = await repository.add_users(tx.connection, clean, self.context.clock())
            for user in clean:
                if user.id in added:
                    tx.record(UserRegistered(user_id=user.id, name=user.name))

    async def personas(self, caller: Caller) -> list[Persona]:
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.personas(tx.connection)

    async def log_in_as_persona(self, caller: Caller, persona: str, device: Device) -> SessionGrant:
        await self._login_throttling.sign_in(device)
        async with self.context.db.transaction() as tx:
            known = persona.isascii() and persona.isprintable()
            user = await repository.user_of_persona(tx.connection, persona) if known else None
            if user is None:
                raise Problem("not_found", "nobodyToBe")
            grant = await self._sign_in.open(tx, user, device)
        audit("sign_in", "ok", by=Caller(user.id), on=f"session:{grant.session_id}", address=device.address, why="demo")
        return grant
