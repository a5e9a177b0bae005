"""Whom to meet: lists per event, kept for two seconds to a minute. Who may be shown is asked of the database each
time, so that closing the switch, a block or an answer takes effect at once however old a list is."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID

import msgspec
import structlog

from hallway.kernel.service import ServiceContext
from hallway.services.events.api import Events
from hallway.services.profiles.api import Reason, Recommendation
from hallway.services.profiles.policy import AS_PROFILES, WithPolicy
from hallway.services.profiles.recommendations import repository
from hallway.services.profiles.recommendations.attendance_cache import AttendanceCache
from hallway.services.profiles.recommendations.candidate_pool import LIST_SIZE, Candidate, CandidatePool, with_context
from hallway.services.profiles.topics.library import topic_library

LARGEST_SHARED: Final = 1_500
"""People open to meet up to whom everybody's list is made together (2 s of one core). Beyond that each list is made
by itself, out of the `NEAREST` by vectors."""
NEAREST: Final = 500
SMALL: Final = 250
"""People whose lists take a tenth of a second: worth waiting for, and made again after two."""
FRESH: Final = timedelta(seconds=2)
STALE: Final = timedelta(minutes=10)
"""In larger events, a list between fresh and stale is shown while a new one is being made."""
NEWCOMER: Final = timedelta(minutes=30)
REFILL_PAUSE: Final = timedelta(seconds=5)
"""Between refills of one person's list: somebody who answered everybody has nobody left."""
MOST_POOLS: Final = 24
"""Kept at a time; one of 1,500 people takes 10 MB."""
MOST_TITLES: Final = 500
T = TypeVar("T")


class PoolKey(msgspec.Struct, frozen=True):
    """A pool of an event: everybody's, or that of one person of a large event."""

    event_id: UUID
    user_id: UUID | None = None


class Recommender:
    """Lists and reasons for everybody at every event."""

    def __init__(self, context: ServiceContext, attendance: AttendanceCache) -> None:
        self.largest_shared = LARGEST_SHARED
        self._db = context.db
        self._apis = context.apis
        self._clock = context.clock
        self._attendance = attendance
        self._library = topic_library()
        self._pools: OrderedDict[PoolKey, CandidatePool] = OrderedDict()
        self._building: dict[PoolKey, asyncio.Task[CandidatePool]] = {}
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
        limit = max(1, min(limit, LIST_SIZE))
        pool = await self._pool(event_id, user_id)
        if user_id not in pool.lists:
            await self._refill(pool, user_id, [])
        shown = await self._meetable(pool, user_id)
        if len(shown) < limit and self._clock() - pool.refilled_at.get(user_id, pool.made_at) > REFILL_PAUSE:
            await self._refill(pool, user_id, shown)
            shown = await self._meetable(pool, user_id)
        reasons = await self._explain(pool, user_id, shown, limit)
        return [Recommendation(person_id=id, reasons=reasons[id]) for id in shown if id in reasons]

    async def reasons(self, event_id: UUID, user_id: UUID, other_id: UUID) -> list[Reason]:
        """Why the first should meet the second; empty if nothing true can be said."""
        pool = await self._pool(event_id, user_id)
        return (await self._explain(pool, user_id, [other_id], 1)).get(other_id, [])

    async def _meetable(self, pool: CandidatePool, user_id: UUID) -> list[UUID]:
        ids = pool.lists.get(user_id, [])
        async with self._db.transaction(readonly=True) as tx:
            meetable = await repository.still_meetable(tx.connection, pool.event_id, user_id, ids)
        return [id for id in ids if id in meetable]

    async def _explain(
        self, pool: CandidatePool, user_id: UUID, others: Sequence[UUID], limit: int
    ) -> dict[UUID, list[Reason]]:
        people = await self._current(pool, [user_id, *others])
        if user_id not in people:
            return {}
        wanted = [people[id].person for id in others if id in people]
        return await self._compute(lambda: pool.explain(people[user_id].person, wanted, limit))

    async def _refill(self, pool: CandidatePool, user_id: UUID, kept: Sequence[UUID]) -> None:
        viewer = (await self._current(pool, [user_id]))[user_id]
        async with self._db.transaction(readonly=True) as tx:
            pairs = await repository.hidden_pairs(tx.connection, pool.event_id, [user_id])
        hidden, now = {pair.other_id for pair in pairs}, self._clock()
        await self._compute(lambda: pool.refill(viewer, hidden, kept, now))

    async def _current(self, pool: CandidatePool, ids: Sequence[UUID]) -> dict[UUID, Candidate]:
        """People as they are now, in the pool or not."""
        new: dict[UUID, Candidate] = {}
        missing = [id for id in ids if id not in pool.candidates or id in pool.outdated]
        if missing:
            async with self._db.transaction(readonly=True) as tx:
                candidates = await repository.candidates_by_id(tx.connection, missing)
                contacts = await repository.contacts_of(tx.connection, missing)
            stars = await self._apis.get(Events).stars_of(AS_PROFILES, pool.event_id, missing)
            new = {one.person.id: with_context(one, stars, contacts) for one in candidates}
            for one in new.values():
                pool.replace(one)
        return {id: new.get(id) or pool.candidates[id] for id in ids if id in new or id in pool.candidates}

    async def _pool(self, event_id: UUID, user_id: UUID) -> CandidatePool:
        if pool := self._fresh_pool(event_id, user_id):
            return pool
        async with self._db.transaction(readonly=True) as tx:
            people = await repository.count_open(tx.connection, event_id, self.largest_shared + 1)
        if pool := self._fresh_pool(event_id, user_id):  # made while this one waited for its turn at the database
            return pool
        key = PoolKey(event_id, user_id if people > self.largest_shared else None)
        task = self._building.get(key)
        if task is None:
            task = self._building[key] = asyncio.create_task(self._build(key))
            task.add_done_callback(lambda done: self._built(key, done))
        before = self._pools.get(key)
        if before and len(before.candidates) > SMALL and self._clock() - before.made_at < STALE:
            return before
        return await asyncio.shield(task)

    def _fresh_pool(self, event_id: UUID, user_id: UUID) -> CandidatePool | None:
        for key in (PoolKey(event_id), PoolKey(event_id, user_id)):
            if (pool := self._pools.get(key)) and self._clock() - pool.made_at < _freshness(pool):
                self._pools.move_to_end(key)
                return pool
        return None

    def _built(self, key: PoolKey, task: asyncio.Task[CandidatePool]) -> None:
        del self._building[key]
        if task.cancelled():
            return
        if error := task.exception():
            structlog.get_logger().warning("lists could not be made", event_id=str(key.event_id), error=repr(error))
            return
        self._pools[key] = task.result()
        self._pools.move_to_end(key)
        while len(self._pools) > MOST_POOLS:
            self._pools.popitem(last=False)

    async def _build(self, key: PoolKey) -> CandidatePool:
        """A pool with lists for everybody, or without lists of those nearest to one person of a large event."""
        event_id, made_at = key.event_id, self._clock()
        async with self._db.transaction(readonly=True) as tx:
            if key.user_id is None:
                open_to_meet = await repository.all_candidates(tx.connection, event_id)
            else:
                open_to_meet = await repository.nearest_candidates(tx.connection, event_id, key.user_id, NEAREST)
            ids = [one.person.id for one in open_to_meet]
            contacts = await repository.contacts_of(tx.connection, ids)
            hidden = [] if key.user_id else await repository.hidden_pairs(tx.connection, event_id, ids)
        registered = await self._attendance.registered_among(event_id, ids)
        stars = await self._apis.get(Events).stars_of(AS_PROFILES, event_id, ids)
        titles = await self._titles(stars)
        candidates = [with_context(one, stars, contacts) for one in open_to_meet if one.person.id in registered]
        pool = await self._compute(lambda: CandidatePool(event_id, candidates, titles, made_at, self._library))
        if before := self._pools.get(key):
            pool.reuse_reasons(before)
        if key.user_id is None:
            newcomers = [one.person.id for one in candidates if made_at - one.since < NEWCOMER]
            await self._compute(lambda: pool.fill(hidden, newcomers))
        return pool

    async def _titles(self, stars: dict[UUID, list[UUID]]) -> dict[UUID, str]:
        """Of sessions that two or more people starred: only these can be common."""
        counts = Counter(session for starred in stars.values() for session in starred)
        common = [session for session, count in counts.most_common(MOST_TITLES) if count > 1]
        if not common:
            return {}
        return {one.id: one.title for one in await self._apis.get(Events).sessions(AS_PROFILES, common)}

    async def _compute(self, work: Callable[[], T]) -> T:
        """In a thread, one thing at a time: two at once would take longer for both."""
        async with self._one_by_one:
            return await asyncio.to_thread(work)


class WithRecommender(WithPolicy):
    """The base of the subjects that recommend, or need who is registered: they share one recommender and one cache."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.attendance = AttendanceCache(context.apis, context.clock)
        self.recommender = Recommender(context, self.attendance)

    async def stop(self) -> None:
        await self.recommender.stop()
        await super().stop()


def _freshness(pool: CandidatePool) -> timedelta:
    """Longer for more people, as the time it takes to make their lists grows: 2 s, or a minute for 1,500."""
    return max(FRESH, timedelta(seconds=len(pool.candidates) / 25))
