"""What somebody is invited to be at events. Auth keeps the invitations, and knows neither events nor blocks."""

from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.services.auth.api import Auth, OfferedRoles
from hallway.services.events.api import Events
from hallway.services.profiles.api import InvitationsToRoles, RoleInvitation
from hallway.services.profiles.blocks.repository import blocked_among
from hallway.services.profiles.policy import AS_PROFILES, WithPolicy


class InvitationsService(WithPolicy, InvitationsToRoles):
    """Fulfils `InvitationsToRoles`."""

    async def role_invitations(self, caller: Caller) -> list[RoleInvitation]:
        await self.policy.require(caller, "see_invitations")
        user_id = caller.require_user()
        offers = await self.context.apis.get(Auth).offered_roles(AS_PROFILES, user_id)
        async with self.context.db.transaction(readonly=True) as tx:
            blocked = await blocked_among(tx.connection, user_id, [offer.invited_by for offer in offers])
        names = await self._event_names(offers)
        return [
            RoleInvitation(
                event_id=offer.event_id,
                event_name=names[offer.event_id],
                invited_by=offer.invited_by,
                invited_at=offer.invited_at,
                roles=offer.roles,
            )
            for offer in offers
            if offer.invited_by not in blocked and offer.event_id in names
        ]

    async def _event_names(self, offers: list[OfferedRoles]) -> dict[UUID, str]:
        """All that who is invited learns of an event, which may be a draft; without what was taken down."""
        ids = list({offer.event_id for offer in offers})
        events = await self.context.apis.get(Events).events_by_id(AS_PROFILES, ids) if ids else []
        return {event.id: event.name for event in events if event.taken_down is None}
