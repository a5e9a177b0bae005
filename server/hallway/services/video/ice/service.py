"""Hands out the relays of this installation."""

from hallway.kernel.caller import Caller
from hallway.kernel.service import Service, ServiceContext
from hallway.services.video.api import Ice, IceServers
from hallway.services.video.ice.turn_credentials import ice_servers
from hallway.services.video.policy import VideoPolicy


class IceService(Service, Ice):
    """Fulfils `Ice`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._ice_policy = VideoPolicy(context.apis)

    async def ice_servers(self, caller: Caller) -> IceServers:
        user_id = await self._ice_policy.require(caller, "use_relays", caller.user_id)
        return ice_servers(self.context.settings, user_id, self.context.clock())
