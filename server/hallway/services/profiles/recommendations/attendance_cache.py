"""Who is registered where, kept for a few seconds: everybody in a lobby asks for the same list."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.clock import Clock
from hallway.services.events.api import Events
from hallway.services.profiles.policy import AS_PROFILES

FRESH: Final = timedelta(seconds=5)
MOST_EVENTS: Final = 32
MOST_ATTENDEES: Final = 100_000


class _Attendees(msgspec.Struct, frozen=True):
    ids: list[UUID]
    asked_at: datetime


class AttendanceCache:
    """Lists of registered people, at most five seconds old."""

    def __init__(self, apis: Apis, clock: Clock) -> None:
        self._apis = apis
        self._clock = clock
        self._by_event: OrderedDict[UUID, _Attendees] = OrderedDict()

    async def registered(self, event_id: UUID) -> list[UUID]:
        """Ids of the people registered for the event, in no order."""
        known = self._by_event.get(event_id)
        if known and self._clock() - known.asked_at < FRESH:
            return known.ids
        return await self._ask(event_id)

    async def registered_among(self, event_id: UUID, ids: Collection[UUID]) -> set[UUID]:
        """Which of these are registered for the event, also those who registered a moment ago."""
        if missing := set(ids).difference(await self.registered(event_id)):
            missing.difference_update(await self._ask(event_id))
        return set(ids) - missing

    async def _ask(self, event_id: UUID) -> list[UUID]:
        ids = await self._apis.get(Events).attendees(AS_PROFILES, event_id, None, MOST_ATTENDEES)
        self._by_event[event_id] = _Attendees(ids, self._clock())
        self._by_event.move_to_end(event_id)
        while len(self._by_event) > MOST_EVENTS:
            self._by_event.popitem(last=False)
        return ids
