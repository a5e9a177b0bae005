"""Keeps people's vectors up to date, behind their backs: nobody waits for a language model."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from hallway.kernel.db.transaction import Database
from hallway.kernel.scheduler import ScheduledJob
from hallway.services.profiles import candidates
from hallway.services.profiles.candidates import Stale
from hallway.services.profiles.matching.embedding import Vectors
from hallway.services.profiles.matching.vectors import Rarity, TextVectors, represent

EVERY: Final = 1.0
"""Seconds between looks for changed profiles: an index says at once if there are none."""
BATCH: Final = 16
"""People represented together: at most a second of work, then they are in the database."""
RARITY_FRESH: Final = timedelta(minutes=10)


class Representing:
    """Makes vectors of the profiles that changed, a batch at a time, in a thread."""

    def __init__(
        self, db: Database, vectors: TextVectors, clock: Callable[[], datetime], changed: Callable[[list[UUID]], None]
    ) -> None:
        """`changed` is told whose vectors are new."""
        self._db = db
        self._vectors = vectors
        self._clock = clock
        self._changed = changed
        self._rarity: tuple[datetime, Rarity] | None = None
        self._periodic = ScheduledJob("vectors", EVERY, self.catch_up)

    async def start(self) -> None:
        await self._periodic.start()

    async def stop(self) -> None:
        await self._periodic.stop()

    async def catch_up(self) -> None:
        """Returns when everybody's vectors are of their current profile."""
        while True:
            async with self._db.transaction(readonly=True) as tx:
                stale = await candidates.without_vectors(tx.connection, BATCH)
            if not stale:
                return
            facets = await asyncio.to_thread(self._represent, stale, await self._current_rarity())
            async with self._db.transaction() as tx:
                await candidates.put_vectors(tx.connection, stale, facets)
            self._changed([one.user_id for one in stale])

    def _represent(self, people: list[Stale], rarity: Rarity) -> Vectors:
        return np.stack([represent(one.facets, self._vectors, rarity, one.bio) for one in people])

    async def _current_rarity(self) -> Rarity:
        now = self._clock()
        if self._rarity is None or now - self._rarity[0] > RARITY_FRESH:
            async with self._db.transaction(readonly=True) as tx:
                self._rarity = (now, await candidates.rarity(tx.connection))
        return self._rarity[1]
