"""Whoever loses the right to be in a room leaves it within a second. A fact is only the occasion: chat asks its source
again, so facts may arrive in any order and more than once."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.auth.facts import EventRoleChanged
from hallway.services.chat.api import Chat
from hallway.services.events.facts import EventStatusChanged, RegistrationCancelled
from hallway.services.profiles.facts import PersonBlocked

reactions = Reactions("chat")


@reactions.on(RegistrationCancelled)
async def registration_cancelled(ctx: ReactionContext, fact: RegistrationCancelled) -> None:
    """Leaves the event's rooms, unless a role remains."""
    await ctx.apis.get(Chat).revalidate_membership(ctx.caller, fact.event_id, fact.user_id)


@reactions.on(EventRoleChanged)
async def event_role_changed(ctx: ReactionContext, fact: EventRoleChanged) -> None:
    """May moderate from now on, or no longer, or leaves the event's rooms."""
    await ctx.apis.get(Chat).revalidate_membership(ctx.caller, fact.event_id, fact.user_id)


@reactions.on(EventStatusChanged)
async def event_status_changed(ctx: ReactionContext, fact: EventStatusChanged) -> None:
    """What was taken down has no rooms until it comes back."""
    if fact.reason == "taken_down":
        await ctx.apis.get(Chat).close_event_rooms(ctx.caller, fact.event_id)


@reactions.on(PersonBlocked)
async def person_blocked(ctx: ReactionContext, fact: PersonBlocked) -> None:
    """Closes the direct room of the two, or opens it again."""
    await ctx.apis.get(Chat).apply_block(ctx.caller, fact.blocker_id, fact.blocked_id)
