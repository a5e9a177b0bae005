"""Publishes the keys that access tokens are signed with, and replaces them in time."""

from hallway.kernel.caller import Caller
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import Service, ServiceContext
from hallway.services.auth.api import SigningKeys
from hallway.services.auth.signing_keys.keyring import Keyring

CHECK_SECONDS = 3600.0
"""How often the age of the key is looked at: an hour more or less is nothing to one of thirty days."""


class SigningKeysService(Service, SigningKeys):
    """Fulfils `SigningKeys`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._keyring = Keyring(context.settings)
        self._rotation = ScheduledJob("signing key rotation", CHECK_SECONDS, self._renew, at_once=False)

    async def start(self) -> None:
        await self._renew()  # before anybody signs in
        await self._rotation.start()
        await super().start()

    async def stop(self) -> None:
        await self._rotation.stop()
        await super().stop()

    async def jwks(self, caller: Caller) -> dict[str, list[dict[str, str]]]:
        async with self.context.db.transaction(readonly=True) as tx:
            return {"keys": await self._keyring.published(tx, self.context.clock())}

    async def _renew(self) -> None:
        async with self.context.db.transaction() as tx:
            await self._keyring.renew(tx, self.context.clock())
