"""What video does when something happened elsewhere: a block ends what the two have in common."""

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.profiles.facts import PersonBlocked
from hallway.services.video.api import Video

reactions = Reactions("video")


@reactions.on(PersonBlocked)
async def person_blocked(ctx: ReactionContext, fact: PersonBlocked) -> None:
    """Whoever was blocked is in no call with the blocker any more."""
    await ctx.apis.get(Video).apply_block(ctx.caller, fact.blocker_id, fact.blocked_id)
