"""The programme of an event: reading it, typing it, and telling open pages what is on now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from hallway.kernel import channels
from hallway.kernel.cache import Cache
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.scheduler import ScheduledJob
from hallway.services.events import inputs, programme, store, writing
from hallway.services.events.access import Access, no_event
from hallway.services.events.announcing import announce
from hallway.services.events.api import Agenda, NowNext, SearchHit, Session, SessionInput, Speaker
from hallway.services.events.pushes import NowNextPush
from hallway.services.events.search import search

MOST_SESSIONS_ASKED: Final = 1_000
MOST_SPEAKERS_ASKED: Final = 1_000
MOST_HITS: Final = 50
CHANGES_PER_HOUR: Final = 1_000
"""Sessions one person may type or remove in an hour."""
TURN_EVERY: Final = 5.0
"""Seconds between looks at which sessions began or ended: pages show that at most this late."""


class Programme:
    """Stages, tracks, speakers and sessions."""

    def __init__(
        self, db: Database, rate_limiter: RateLimiter, access: Access, cache: Cache, clock: Callable[[], datetime]
    ) -> None:
        self._db = db
        self._rate_limiter = rate_limiter
        self._access = access
        self._clock = clock
        self._agendas = cache.values("agenda", Agenda)
        self._turned = clock()
        self.turner = ScheduledJob("now and next", TURN_EVERY, self.turn)

    async def agenda(self, caller: Caller, event_id: UUID) -> Agenda:
        """See `Events.agenda`."""
        event = await self._access.by_id(caller, event_id)
        return await self._agendas.at(str(event_id), event.version, lambda: self._read(event_id))

    async def _read(self, event_id: UUID) -> tuple[int, Agenda]:
        async with self._db.transaction(snapshot=True) as tx:
            event = await store.by_id(tx.connection, event_id)
            if event is None:
                raise no_event()
            return event.version, await programme.agenda(tx.connection, event_id, event.version)

    async def sessions(self, caller: Caller, session_ids: list[UUID]) -> list[Session]:
        """See `Events.sessions`."""
        if len(session_ids) > MOST_SESSIONS_ASKED:
            raise Problem("too_large", f"Ask for at most {MOST_SESSIONS_ASKED} sessions at once.")
        async with self._db.transaction(readonly=True) as tx:
            found = await programme.sessions(tx.connection, session_ids)
        events = await self._access.by_ids(caller, list({session.event_id for session in found}))
        seen = {event.id for event in events}
        return [session for session in found if session.event_id in seen]

    async def speakers(self, caller: Caller, speaker_ids: list[UUID]) -> list[Speaker]:
        """See `Events.speakers`."""
        if len(speaker_ids) > MOST_SPEAKERS_ASKED:
            raise Problem("too_large", f"Ask for at most {MOST_SPEAKERS_ASKED} speakers at once.")
        async with self._db.transaction(readonly=True) as tx:
            found = await programme.speakers(tx.connection, speaker_ids)
        events = await self._access.by_ids(caller, list({event_id for event_id, _ in found}))
        seen = {event.id for event in events}
        return [speaker for event_id, speaker in found if event_id in seen]

    async def now_next(self, caller: Caller, event_ids: list[UUID]) -> list[NowNext]:
        """See `Events.now_next`."""
        events = await self._access.by_ids(caller, event_ids)
        if {event.id for event in events} != set(event_ids):
            raise no_event()
        async with self._db.transaction(readonly=True) as tx:
            found = await programme.now_next(tx.connection, event_ids, self._clock())
        return [found[event_id] for event_id in event_ids]

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int) -> list[SearchHit]:
        """See `Events.search`."""
        await self._access.by_id(caller, event_id)
        async with self._db.transaction(readonly=True) as tx:
            return await search(tx.connection, event_id, text, max(1, min(limit, MOST_HITS)))

    async def put_session(self, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
        """See `Events.put_session`."""
        event = await self._access.edited(caller, event_id)
        input = inputs.checked_session(input, event)
        await self._limit(caller)
        async with self._db.transaction() as tx:
            await _lock(tx.connection, event_id)
            before = await programme.sessions(tx.connection, [id])
            if before and before[0].event_id != event_id:
                raise Problem("conflict", "This id is taken. Please try again.")
            session = await writing.put_session(tx.connection, event_id, id, input, self._clock())
            if not before or before[0] != session:
                await writing.tidy(tx.connection, event_id)
                await announce(tx, event_id, changed=[id], removed=[], speakers=[], now=self._clock())
            return session

    async def remove_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> None:
        """See `Events.remove_session`."""
        await self._access.edited(caller, event_id)
        await self._limit(caller)
        async with self._db.transaction() as tx:
            await _lock(tx.connection, event_id)
            if await writing.remove_session(tx.connection, event_id, session_id):
                await writing.tidy(tx.connection, event_id)
                await announce(tx, event_id, changed=[], removed=[session_id], speakers=[], now=self._clock())

    async def turn(self) -> None:
        """Tell the pages of every event in which a session began or ended since the last look."""
        now = self._clock()
        async with self._db.transaction(readonly=True) as tx:
            turning = await programme.turning(tx.connection, self._turned, now)
            for now_next in (await programme.now_next(tx.connection, turning, now)).values():
                tx.push(channels.watch(now_next.event_id), NowNextPush(now_next=now_next))
        self._turned = now

    async def _limit(self, caller: Caller) -> None:
        if caller.user_id:
            await self._rate_limiter.hit(f"events:sessions:{caller.user_id}", CHANGES_PER_HOUR, timedelta(hours=1))


async def _lock(db: asyncpg.Connection, event_id: UUID) -> None:
    try:
        await writing.lock_programme(db, event_id)
    except asyncpg.LockNotAvailableError as error:
        raise Problem("conflict", "A schedule is being imported just now. Try again in a moment.") from error
