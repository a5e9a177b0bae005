"""Who is registered where, remembered for a few seconds: everybody in a lobby asks for the same list."""

from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.services.events.api import Events

FRESH: Final = timedelta(seconds=5)
MOST_EVENTS: Final = 32
MOST_ATTENDEES: Final = 100_000


class Attendance:
    """Lists of registered people, at most five seconds old."""

    def __init__(self, apis: Apis, clock: Callable[[], datetime]) -> None:
        self._apis = apis
        self._clock = clock
        self._known: OrderedDict[UUID, tuple[datetime, list[UUID]]] = OrderedDict()

    async def of(self, event_id: UUID) -> list[UUID]:
        """Ids of the people registered for the event, in no order."""
        known = self._known.get(event_id)
        if known and self._clock() - known[0] < FRESH:
            return known[1]
        return await self._ask(event_id)

    async def among(self, event_id: UUID, ids: Collection[UUID]) -> set[UUID]:
        """Which of these are registered for the event; who came a moment ago is."""
        if missing := set(ids).difference(await self.of(event_id)):
            missing.difference_update(await self._ask(event_id))
        return set(ids) - missing

    async def _ask(self, event_id: UUID) -> list[UUID]:
        ids = await self._apis.get(Events).attendees(service_caller("profiles"), event_id, None, MOST_ATTENDEES)
        self._known[event_id] = (self._clock(), ids)
        self._known.move_to_end(event_id)
        while len(self._known) > MOST_EVENTS:
            self._known.popitem(last=False)
        return ids
