"""Whom to meet: lists per event, kept for two seconds to a minute. Who may be shown is asked of the database each
time, so that closing the switch, a block or an answer takes effect at once however old a list is."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import structlog

from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.kernel.db.transaction import Database
from hallway.services.events.api import Events
from hallway.services.profiles import candidates, pairs
from hallway.services.profiles.api import Reason, Recommendation
from hallway.services.profiles.attendance import Attendance
from hallway.services.profiles.candidates import Candidate
from hallway.services.profiles.lists import SIZE, Pool, dressed
from hallway.services.profiles.subjects import Subjects

ME: Final = service_caller("profiles")
WHOLE: Final = 1_500
"""People open to meet up to whom everybody's list is made together (2 s of one core). Beyond that each list is made
by itself, out of the `NEAR` whose vectors are nearest."""
NEAR: Final = 500
SMALL: Final = 250
"""People whose lists take a tenth of a second: worth waiting for, and made again after two."""
FRESH: Final = timedelta(seconds=2)
OLD: Final = timedelta(minutes=10)
"""In larger events, a list between fresh and old is shown while a new one is being made."""
NEWCOMER: Final = timedelta(minutes=30)
AGAIN: Final = timedelta(seconds=5)
"""Between refills of one person's list: somebody who answered everybody has nobody left."""
MOST_POOLS: Final = 24
"""Kept at a time; one of 1,500 people takes 10 MB."""
MOST_TITLES: Final = 500
T = TypeVar("T")
Key = tuple[UUID, UUID | None]


class Recommending:
    """Lists and reasons for everybody at every event."""

    def __init__(
        self,
        db: Database,
        apis: Apis,
        attendance: Attendance,
        subjects: Subjects,
        clock: Callable[[], datetime],
        whole: int = WHOLE,
    ) -> None:
        self._db = db
        self._apis = apis
        self._attendance = attendance
        self._subjects = subjects
        self._clock = clock
        self._whole = whole
        self._pools: OrderedDict[Key, Pool] = OrderedDict()
        self._building: dict[Key, asyncio.Task[Pool]] = {}
        self._one_by_one = asyncio.Semaphore(1)

    async def stop(self) -> None:
        """End what is being made."""
        tasks = list(self._building.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def forget(self, user_ids: Sequence[UUID]) -> None:
        """These people's profiles or vectors changed."""
        for pool in self._pools.values():
            for user_id in user_ids:
                pool.forget(user_id)

    async def recommend(self, event_id: UUID, user_id: UUID, limit: int) -> list[Recommendation]:
        """For somebody who is open to meet: best first, each with a reason, only people who may be shown now."""
        limit = max(1, min(limit, SIZE))
        pool = await self._pool(event_id, user_id)
        if user_id not in pool.lists:
            await self._refill(pool, user_id, [])
        shown = await self._meetable(pool, user_id)
        if len(shown) < limit and self._clock() - pool.refilled.get(user_id, pool.at) > AGAIN:
            await self._refill(pool, user_id, shown)
            shown = await self._meetable(pool, user_id)
        reasons = await self._explain(pool, user_id, shown, limit)
        return [Recommendation(person_id=id, reasons=reasons[id]) for id in shown if id in reasons]

    async def reasons(self, event_id: UUID, user_id: UUID, other_id: UUID) -> list[Reason]:
        """Why the first should meet the second; empty if nothing true can be said."""
        pool = await self._pool(event_id, user_id)
        return (await self._explain(pool, user_id, [other_id], 1)).get(other_id, [])

    async def _meetable(self, pool: Pool, user_id: UUID) -> list[UUID]:
        ids = pool.lists.get(user_id, [])
        async with self._db.transaction(readonly=True) as tx:
            meetable = await pairs.still_meetable(tx.connection, pool.event_id, user_id, ids)
        return [id for id in ids if id in meetable]

    async def _explain(self, pool: Pool, user_id: UUID, others: Sequence[UUID], limit: int) -> dict[UUID, list[Reason]]:
        people = await self._current(pool, [user_id, *others])
        if user_id not in people:
            return {}
        wanted = [people[id].person for id in others if id in people]
        return await self._compute(lambda: pool.explain(people[user_id].person, wanted, limit))

    async def _refill(self, pool: Pool, user_id: UUID, kept: Sequence[UUID]) -> None:
        viewer = (await self._current(pool, [user_id]))[user_id]
        async with self._db.transaction(readonly=True) as tx:
            hidden = await candidates.hidden(tx.connection, pool.event_id, [user_id])
        away, now = {other for _, other in hidden}, self._clock()
        await self._compute(lambda: pool.refill(viewer, away, kept, now))

    async def _current(self, pool: Pool, ids: Sequence[UUID]) -> dict[UUID, Candidate]:
        """People as they are now, in the pool or not."""
        missing = [id for id in ids if id not in pool.found or id in pool.outdated]
        if missing:
            async with self._db.transaction(readonly=True) as tx:
                read = await candidates.some(tx.connection, missing)
                met = await candidates.contacts(tx.connection, missing)
            stars = await self._apis.get(Events).stars_of(ME, pool.event_id, missing)
            new = {one.person.id: dressed(one, stars, met) for one in read}
            for one in new.values():
                pool.renew(one)
        else:
            new = {}
        return {id: new.get(id) or pool.found[id] for id in ids if id in new or id in pool.found}

    async def _pool(self, event_id: UUID, user_id: UUID) -> Pool:
        if pool := self._ready(event_id, user_id):
            return pool
        async with self._db.transaction(readonly=True) as tx:
            large = await candidates.count_open(tx.connection, event_id, self._whole + 1) > self._whole
        if pool := self._ready(event_id, user_id):  # made while this one waited for its turn at the database
            return pool
        key = (event_id, user_id if large else None)
        task = self._building.get(key)
        if task is None:
            task = self._building[key] = asyncio.create_task(self._build(*key))
            task.add_done_callback(lambda done: self._built(key, done))
        stale = self._pools.get(key)
        if stale and len(stale.found) > SMALL and self._clock() - stale.at < OLD:
            return stale
        return await asyncio.shield(task)

    def _ready(self, event_id: UUID, user_id: UUID) -> Pool | None:
        for key in ((event_id, None), (event_id, user_id)):
            if (pool := self._pools.get(key)) and self._clock() - pool.at < _fresh(pool):
                self._pools.move_to_end(key)
                return pool
        return None

    def _built(self, key: Key, task: asyncio.Task[Pool]) -> None:
        del self._building[key]
        if task.cancelled():
            return
        if error := task.exception():
            structlog.get_logger().warning("lists could not be made", event_id=str(key[0]), error=repr(error))
            return
        self._pools[key] = task.result()
        self._pools.move_to_end(key)
        while len(self._pools) > MOST_POOLS:
            self._pools.popitem(last=False)

    async def _build(self, event_id: UUID, user_id: UUID | None) -> Pool:
        """A pool with lists for everybody, or without lists of those nearest to one person of a large event."""
        at = self._clock()
        async with self._db.transaction(readonly=True) as tx:
            if user_id is None:
                found = await candidates.everybody(tx.connection, event_id)
            else:
                found = await candidates.nearest(tx.connection, event_id, user_id, NEAR)
            ids = [one.person.id for one in found]
            met = await candidates.contacts(tx.connection, ids)
            hidden = [] if user_id else await candidates.hidden(tx.connection, event_id, ids)
        here = await self._attendance.among(event_id, ids)
        stars = await self._apis.get(Events).stars_of(ME, event_id, ids)
        titles = await self._titles(stars)
        dressed_up = [dressed(one, stars, met) for one in found if one.person.id in here]
        pool = await self._compute(lambda: Pool(event_id, dressed_up, titles, at, self._subjects))
        if before := self._pools.get((event_id, user_id)):
            pool.inherit(before)
        if user_id is None:
            newcomers = [one.person.id for one in dressed_up if at - one.since < NEWCOMER]
            await self._compute(lambda: pool.fill(hidden, newcomers))
        return pool

    async def _titles(self, stars: dict[UUID, list[UUID]]) -> dict[UUID, str]:
        """Of sessions that two or more people starred: only these can be common."""
        counts = Counter(session for starred in stars.values() for session in starred)
        common = [session for session, count in counts.most_common(MOST_TITLES) if count > 1]
        if not common:
            return {}
        return {one.id: one.title for one in await self._apis.get(Events).sessions(ME, common)}

    async def _compute(self, work: Callable[[], T]) -> T:
        """In a thread, one thing at a time: two at once would take longer for both."""
        async with self._one_by_one:
            return await asyncio.to_thread(work)


def _fresh(pool: Pool) -> timedelta:
    """Longer for more people, as the time it takes to make their lists grows: 2 s, or a minute for 1,500."""
    return max(FRESH, timedelta(seconds=len(pool.found) / 25))
