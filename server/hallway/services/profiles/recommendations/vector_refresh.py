"""Keeps people's vectors up to date in the background: nobody waits for a language model."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import ServiceContext
from hallway.services.profiles.matching.embedding import Vectors
from hallway.services.profiles.matching.vectors import Rarity, TextVectors, represent
from hallway.services.profiles.recommendations import repository
from hallway.services.profiles.recommendations.repository import ProfileToEmbed

INTERVAL_SECONDS: Final = 1.0
"""Between looks for changed profiles: an index says at once if there are none."""
BATCH: Final = 16
"""People whose vectors are made together: at most a second of work, then they are in the database."""
RARITY_FRESH: Final = timedelta(minutes=10)


class VectorRefresh:
    """Makes vectors of the profiles that changed, a batch at a time, in a thread."""

    def __init__(self, context: ServiceContext, vectors: TextVectors, changed: Callable[[list[UUID]], None]) -> None:
        """`changed` is told whose vectors are new."""
        self._db = context.db
        self._clock = context.clock
        self._vectors = vectors
        self._changed = changed
        self._rarity = Rarity(0, {})
        self._rarity_until: datetime | None = None
        self._job = ScheduledJob("vectors", INTERVAL_SECONDS, self.catch_up)

    async def start(self) -> None:
        """Begin to look for changed profiles."""
        await self._job.start()

    async def stop(self) -> None:
        """End it."""
        await self._job.stop()

    async def catch_up(self) -> None:
        """Returns when everybody's vectors are of their current profile."""
        while True:
            async with self._db.transaction(readonly=True) as tx:
                profiles = await repository.profiles_without_vectors(tx.connection, BATCH)
            if not profiles:
                return
            facets = await asyncio.to_thread(self._represent, profiles, await self._current_rarity())
            async with self._db.transaction() as tx:
                await repository.put_vectors(tx.connection, profiles, facets)
            self._changed([one.user_id for one in profiles])

    def _represent(self, profiles: list[ProfileToEmbed], rarity: Rarity) -> Vectors:
        return np.stack([represent(one.facets, self._vectors, rarity, one.bio) for one in profiles])

    async def _current_rarity(self) -> Rarity:
        now = self._clock()
        if self._rarity_until is None or now > self._rarity_until:
            async with self._db.transaction(readonly=True) as tx:
                self._rarity = await repository.topic_rarity(tx.connection)
            self._rarity_until = now + RARITY_FRESH
        return self._rarity
