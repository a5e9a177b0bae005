"""Whoever loses the right to be at the venue is out of it within a second. Each reaction reads the membership again, so
it does not matter how often, or in which order, facts arrive."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.auth.facts import EventRoleChanged
from hallway.services.events.api import Events
from hallway.services.events.facts import RegistrationCancelled

reactions = Reactions("events")


@reactions.on(EventRoleChanged)
async def event_role_changed(ctx: ReactionContext, fact: EventRoleChanged) -> None:
    """Out, unless registered."""
    await ctx.apis.get(Events).revalidate_membership(ctx.caller, fact.event_id, fact.user_id)


@reactions.on(RegistrationCancelled)
async def registration_cancelled(ctx: ReactionContext, fact: RegistrationCancelled) -> None:
    """Out, unless there is a role to stay for."""
    await ctx.apis.get(Events).revalidate_membership(ctx.caller, fact.event_id, fact.user_id)
