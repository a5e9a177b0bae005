"""Whoever loses the right to be in a room is out of it within a second. Each reaction asks for the truth again, so it
does not matter how often, or in which order, facts arrive."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.auth.facts import EventRoleChanged
from hallway.services.chat.api import Chat
from hallway.services.events.facts import RegistrationCancelled
from hallway.services.profiles.facts import PersonBlocked

reactions = Reactions("chat")


@reactions.on(RegistrationCancelled)
async def registration_cancelled(ctx: ReactionContext, fact: RegistrationCancelled) -> None:
    """Out of the event's rooms, unless there is a role to stay for."""
    await ctx.apis.get(Chat).recheck(ctx.caller, fact.event_id, fact.user_id)


@reactions.on(EventRoleChanged)
async def event_role_changed(ctx: ReactionContext, fact: EventRoleChanged) -> None:
    """May moderate from now on, or not any more, or is out."""
    await ctx.apis.get(Chat).recheck(ctx.caller, fact.event_id, fact.user_id)


@reactions.on(PersonBlocked)
async def person_blocked(ctx: ReactionContext, fact: PersonBlocked) -> None:
    """Closes the direct room of the two, or opens it again."""
    await ctx.apis.get(Chat).recheck_pair(ctx.caller, fact.blocker_id, fact.blocked_id)
