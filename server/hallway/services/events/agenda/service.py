"""The agenda of an event as everybody sees it, read from the cache, and what is on now."""

from datetime import date
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import ServiceContext
from hallway.services.events.agenda import repository
from hallway.services.events.agenda.parts import Parts
from hallway.services.events.agenda.search import repository as searching
from hallway.services.events.agenda.search.query import cleaned_query, tsquery_of
from hallway.services.events.api import Agendas
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.policy import no_event
from hallway.services.events.pushes import NowNextPush
from hallway.services.events.values import Agenda, AgendaSummary, Event, NowNext, SearchHit, Session, Speaker

MOST_SESSIONS_ASKED: Final = 1_000
MOST_SPEAKERS_ASKED: Final = 1_000
MOST_SUMMARIES_ASKED: Final = 10
MOST_SORTED: Final = 16
"""Agendas whose parts are at hand: each holds the agenda of a version, which the cache may have forgotten."""
MOST_HITS: Final = 50
PUSH_NOW_NEXT_EVERY: Final = 5.0
"""Seconds between looks at which sessions began or ended: pages show that at most this late."""


class AgendaService(VisibleEvents, Agendas):
    """`_sorted` has the agendas whose parts were asked for, the latest last. `_pushed_until` is the moment up to which
    pages know which sessions began and ended."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._agendas = context.cache.values("agenda", Agenda)
        self._sorted: dict[UUID, Parts] = {}
        self._pushed_until = context.clock()
        self._now_next_job = ScheduledJob("now and next", PUSH_NOW_NEXT_EVERY, self.push_now_next)

    async def start(self) -> None:
        await super().start()
        await self._now_next_job.start()

    async def stop(self) -> None:
        await self._now_next_job.stop()
        await super().stop()

    async def agenda(self, caller: Caller, event_id: UUID, days: list[date] | None = None) -> Agenda:
        event = await self.visible_event(caller, event_id)
        return await self._agenda(event) if days is None else (await self._parts(event)).days(days)

    async def agenda_near(self, caller: Caller, event_id: UUID) -> Agenda:
        return (await self._visible_parts(caller, event_id)).near(self.context.clock())

    async def agenda_front(self, caller: Caller, event_id: UUID) -> Agenda:
        return (await self._visible_parts(caller, event_id)).front(self.context.clock())

    async def agenda_coming(self, caller: Caller, event_id: UUID, session_ids: list[UUID]) -> Agenda:
        return (await self._visible_parts(caller, event_id)).coming(session_ids, self.context.clock())

    async def agenda_around(self, caller: Caller, event_id: UUID, session_id: UUID) -> Agenda:
        return (await self._visible_parts(caller, event_id)).around(session_id)

    async def agenda_summaries(self, caller: Caller, event_ids: list[UUID]) -> list[AgendaSummary]:
        if len(event_ids) > MOST_SUMMARIES_ASKED:
            raise Problem("too_large", "askForFewer", limit=MOST_SUMMARIES_ASKED)
        events = {event.id: event for event in await self.visible_events(caller, event_ids)}
        if events.keys() != set(event_ids):
            raise no_event()
        return [(await self._parts(events[id])).summary(self.context.clock()) for id in event_ids]

    async def speaking(self, caller: Caller, event_id: UUID) -> list[UUID]:
        agenda = await self.agenda(caller, event_id)
        return [speaker.user_id for speaker in agenda.speakers if speaker.user_id]

    async def _visible_parts(self, caller: Caller, event_id: UUID) -> Parts:
        return await self._parts(await self.visible_event(caller, event_id))

    async def _parts(self, event: Event) -> Parts:
        """Of the agenda that the cache keeps, sorted once for as long as it keeps it."""
        agenda = await self._agenda(event)
        parts = self._sorted.pop(event.id, None)
        if parts is None or not Parts.fits(parts, event, agenda):
            parts = Parts(agenda, event.time_zone)
        self._sorted[event.id] = parts
        if len(self._sorted) > MOST_SORTED:
            del self._sorted[next(iter(self._sorted))]
        return parts

    async def _agenda(self, event: Event) -> Agenda:
        return await self._agendas.at(str(event.id), event.version, lambda: self._read_agenda(event.id))

    async def _read_agenda(self, event_id: UUID) -> tuple[int, Agenda]:
        """What the cache keeps: the version and the agenda, both of one moment."""
        async with self.context.db.transaction(snapshot=True) as tx:
            event = await lifecycle.by_id(tx.connection, event_id)
            if event is None:
                raise no_event()
            return event.version, await repository.agenda(tx.connection, event_id, event.version)

    async def sessions(self, caller: Caller, session_ids: list[UUID]) -> list[Session]:
        if len(session_ids) > MOST_SESSIONS_ASKED:
            raise Problem("too_large", "askForFewer", limit=MOST_SESSIONS_ASKED)
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.sessions(tx.connection, session_ids)
        events = await self.visible_events(caller, list({session.event_id for session in found}))
        seen = {event.id for event in events}
        return [session for session in found if session.event_id in seen]

    async def speakers(self, caller: Caller, speaker_ids: list[UUID]) -> list[Speaker]:
        if len(speaker_ids) > MOST_SPEAKERS_ASKED:
            raise Problem("too_large", "askForFewer", limit=MOST_SPEAKERS_ASKED)
        async with self.context.db.transaction(readonly=True) as tx:
            by_event = await repository.speakers(tx.connection, speaker_ids)
        return [
            speaker for event in await self.visible_events(caller, list(by_event)) for speaker in by_event[event.id]
        ]

    async def now_next(self, caller: Caller, event_ids: list[UUID]) -> list[NowNext]:
        events = await self.visible_events(caller, event_ids)
        if {event.id for event in events} != set(event_ids):
            raise no_event()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.now_next(tx.connection, event_ids, self.context.clock())
        return [found[event_id] for event_id in event_ids]

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[SearchHit]:
        await self.visible_event(caller, event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            query = tsquery_of(await searching.folded(tx.connection, cleaned_query(text)))
            return await searching.search(tx.connection, event_id, query, max(1, min(limit, MOST_HITS)))

    async def push_now_next(self) -> None:
        """Tell the pages of every event in which a session began or ended since the last time."""
        now = self.context.clock()
        async with self.context.db.transaction(readonly=True) as tx:
            event_ids = await repository.began_or_ended(tx.connection, self._pushed_until, now)
            for now_next in (await repository.now_next(tx.connection, event_ids, now)).values():
                tx.push(channels.watch(now_next.event_id), NowNextPush(now_next=now_next))
        self._pushed_until = now
