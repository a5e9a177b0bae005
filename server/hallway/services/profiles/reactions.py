"""What profiles does when something happened elsewhere. Each reaction asks for the truth again, so facts may repeat."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.auth.facts import UserRegistered
from hallway.services.events.facts import RegistrationCancelled
from hallway.services.profiles.api import Profiles

reactions = Reactions("profiles")


@reactions.on(UserRegistered)
async def create_profile(ctx: ReactionContext, fact: UserRegistered) -> None:
    """Make the new account's profile: others can find the person from now on."""
    await ctx.apis.get(Profiles).people(ctx.caller, [fact.user_id])


@reactions.on(RegistrationCancelled)
async def close_open_to_meet(ctx: ReactionContext, fact: RegistrationCancelled) -> None:
    """Who does not come is not recommended to anybody."""
    await ctx.apis.get(Profiles).close_unless_registered(ctx.caller, fact.event_id, fact.user_id)
