"""Topics for what somebody types."""

from hallway.kernel.caller import Caller
from hallway.services.profiles.api import Topic, Topics
from hallway.services.profiles.policy import WithPolicy
from hallway.services.profiles.topics.library import topic_library


class TopicsService(WithPolicy, Topics):
    """Fulfils `Topics`."""

    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        await self.policy.require(caller, "find_topics")
        return await topic_library().suggest(str(caller.user_id), text, limit)
