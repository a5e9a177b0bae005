"""Fulfils `Events`: each idea has a class of its own, and this one says who does what."""

from datetime import datetime
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events import store
from hallway.services.events.access import Access
from hallway.services.events.agenda import Programme
from hallway.services.events.api import (
    Agenda,
    Event,
    EventInput,
    Events,
    ImportReport,
    Membership,
    NowNext,
    Registration,
    SearchHit,
    Session,
    SessionInput,
    Speaker,
    StarsDue,
)
from hallway.services.events.editing import Editing
from hallway.services.events.importing import Imports
from hallway.services.events.registrations import Registrations
from hallway.services.events.stars import Stars

MOST_EVENTS: Final = 200
MOST_EVENTS_ASKED: Final = 1_000


class EventsService(Events, Service):
    """What each method does and promises is written in `api.py`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        db, apis, clock, limiter = context.db, context.apis, context.clock, context.rate_limiter
        self._db = db
        self._clock = clock
        self._access = Access(db, apis, context.cache)
        self._editing = Editing(db, apis, limiter, self._access, clock)
        self._programme = Programme(db, limiter, self._access, context.cache, clock)
        self._registrations = Registrations(db, apis, self._access, clock)
        self._stars = Stars(db, self._programme)
        self._imports = Imports(db, limiter, self._access, clock)

    async def start(self) -> None:
        await self._imports.start()
        await self._programme.turner.start()
        await self._registrations.teller.start()

    async def stop(self) -> None:
        await self._programme.turner.stop()
        await self._registrations.teller.stop()
        await self._imports.stop()

    async def events(self, caller: Caller, limit: int = 50) -> list[Event]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.upcoming(tx.connection, self._clock(), max(1, min(limit, MOST_EVENTS)))

    async def my_events(self, caller: Caller) -> list[Event]:
        roles = await self._access.roles_of(caller.require_user())
        async with self._db.transaction(readonly=True) as tx:
            mine = await store.of_person(tx.connection, caller.require_user(), list(roles), MOST_EVENTS)
        return await self._access.visible(caller, mine)

    async def event(self, caller: Caller, slug: str) -> Event:
        return await self._access.by_slug(caller, slug)

    async def event_by_id(self, caller: Caller, event_id: UUID) -> Event:
        return await self._access.by_id(caller, event_id)

    async def events_by_id(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        if len(event_ids) > MOST_EVENTS_ASKED:
            raise Problem("too_large", f"Ask for at most {MOST_EVENTS_ASKED} events at once.")
        return await self._access.by_ids(caller, event_ids)

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        return await self._editing.create(caller, id, input)

    async def update(self, caller: Caller, event_id: UUID, version: int, input: EventInput) -> Event:
        return await self._editing.update(caller, event_id, version, input)

    async def publish(self, caller: Caller, event_id: UUID) -> Event:
        return await self._editing.publish(caller, event_id)

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        return await self._editing.cancel(caller, event_id)

    async def agenda(self, caller: Caller, event_id: UUID) -> Agenda:
        return await self._programme.agenda(caller, event_id)

    async def sessions(self, caller: Caller, session_ids: list[UUID]) -> list[Session]:
        return await self._programme.sessions(caller, session_ids)

    async def speakers(self, caller: Caller, speaker_ids: list[UUID]) -> list[Speaker]:
        return await self._programme.speakers(caller, speaker_ids)

    async def now_next(self, caller: Caller, event_ids: list[UUID]) -> list[NowNext]:
        return await self._programme.now_next(caller, event_ids)

    async def turn(self) -> None:
        """Look now at which sessions began or ended; the service does so itself every few seconds."""
        await self._programme.turn()

    async def put_session(self, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
        return await self._programme.put_session(caller, event_id, id, input)

    async def remove_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> None:
        await self._programme.remove_session(caller, event_id, session_id)

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[SearchHit]:
        return await self._programme.search(caller, event_id, text, limit)

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        return await self._registrations.register(caller, event_id)

    async def cancel_registration(self, caller: Caller, event_id: UUID) -> None:
        await self._registrations.cancel(caller, event_id)

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        await self._registrations.register_people(caller, event_id, user_ids)

    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        return await self._registrations.membership(caller, event_id, user_id)

    async def my_memberships(self, caller: Caller, event_ids: list[UUID]) -> list[Membership]:
        return await self._registrations.my_memberships(caller, event_ids)

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        await self._registrations.recheck(caller, event_id, user_id)

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        return await self._registrations.attendees(caller, event_id, after, limit)

    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        return await self._registrations.registered_events(caller, user_id)

    async def star(self, caller: Caller, session_id: UUID, starred: bool) -> None:
        await self._stars.star(caller, session_id, starred)

    async def stars(self, caller: Caller, event_id: UUID) -> list[UUID]:
        caller.require_user()
        return (await self._stars.mine(caller, [event_id])).get(event_id, [])

    async def my_stars(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        return await self._stars.mine(caller, event_ids)

    async def stars_of(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        return await self._stars.of(caller, event_id, user_ids)

    async def stars_due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        return await self._stars.due(caller, starting_from, starting_before)

    async def import_schedule(self, caller: Caller, event_id: UUID, data: bytes, filename: str) -> ImportReport:
        return await self._imports.begin(caller, event_id, data, filename)

    async def put_programme(self, caller: Caller, event_id: UUID, schedule: bytes, credit: str) -> ImportReport:
        return await self._imports.put(caller, event_id, schedule, credit)

    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport:
        return await self._imports.report(caller, import_id)
