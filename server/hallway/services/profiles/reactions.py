"""What profiles does when something happened elsewhere. Each reaction asks for the truth again, so facts may repeat."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.auth.facts import UserRegistered
from hallway.services.events.facts import RegistrationCancelled
from hallway.services.profiles.api import Profiles

reactions = Reactions("profiles")


@reactions.on(UserRegistered)
async def account_made(ctx: ReactionContext, fact: UserRegistered) -> None:
    """Others can find the new person from now on."""
    await ctx.apis.get(Profiles).people(ctx.caller, [fact.user_id])


@reactions.on(RegistrationCancelled)
async def registration_cancelled(ctx: ReactionContext, fact: RegistrationCancelled) -> None:
    """Who does not come is not shown to anybody."""
    await ctx.apis.get(Profiles).recheck(ctx.caller, fact.event_id, fact.user_id)
