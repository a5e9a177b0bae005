"""Topics for what somebody types, and to pick from at an event."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.service import ServiceContext
from hallway.services.events.api import Events
from hallway.services.profiles.api import Topic, Topics
from hallway.services.profiles.policy import WithPolicy
from hallway.services.profiles.topics import repository
from hallway.services.profiles.topics.event_topics import event_topics
from hallway.services.profiles.topics.library import topic_library

FRESH: Final = timedelta(minutes=1)
"""A crowd that comes in at once is offered the same topics."""
MOST_EVENTS: Final = 64
MOST_NAMED: Final = 50


class TopicsService(WithPolicy, Topics):
    """Fulfils `Topics`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._of_events: OrderedDict[UUID, tuple[datetime, list[Topic]]] = OrderedDict()

    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        await self.policy.require(caller, "find_topics")
        return await topic_library().suggest(str(caller.user_id), text, limit)

    async def event_topics(self, caller: Caller, event_id: UUID) -> list[Topic]:
        await self.policy.require(caller, "meet_people", event_id)
        known, now = self._of_events.get(event_id), self.context.clock()
        if known and now - known[0] < FRESH:
            return known[1]
        agenda = await self.context.apis.get(Events).agenda(caller, event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            named = await repository.named_at(tx.connection, event_id, MOST_NAMED)
        topics = event_topics([track.name for track in agenda.tracks], named, topic_library().catalogue)
        self._of_events[event_id] = (now, topics)
        self._of_events.move_to_end(event_id)
        while len(self._of_events) > MOST_EVENTS:
            self._of_events.popitem(last=False)
        return topics
