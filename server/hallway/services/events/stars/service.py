"""The sessions that people mean to see."""

from datetime import datetime
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.services.events import store
from hallway.services.events.agenda import Programme
from hallway.services.events.api import StarsDue
from hallway.services.events.facts import SessionStarred
from hallway.services.events.pushes import StarPush


class Stars:
    """Stars are private: only their person sees them, and services that work for that person."""

    def __init__(self, db: Database, programme: Programme) -> None:
        self._db = db
        self._programme = programme

    async def star(self, caller: Caller, session_id: UUID, starred: bool) -> None:
        """See `Events.star`."""
        user_id = caller.require_user()
        found = await self._programme.sessions(caller, [session_id])
        if not found:
            raise Problem("not_found", "There is no such session.")
        event_id = found[0].event_id
        async with self._db.transaction() as tx:
            if await store.set_star(tx.connection, user_id, session_id, starred):
                tx.push(channels.user(user_id), StarPush(event_id=event_id, session_id=session_id, starred=starred))
                tx.record(SessionStarred(event_id=event_id, session_id=session_id, user_id=user_id, starred=starred))

    async def mine(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """See `Events.my_stars`."""
        if caller.user_id is None:
            return {}
        async with self._db.transaction(readonly=True) as tx:
            return await store.stars_in(tx.connection, event_ids, caller.user_id)

    async def of(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """See `Events.stars_of`."""
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await store.stars_of(tx.connection, event_id, user_ids)

    async def due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        """See `Events.stars_due`."""
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await store.stars_due(tx.connection, starting_from, starting_before)
