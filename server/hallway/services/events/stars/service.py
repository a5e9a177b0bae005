"""Setting and reading stars."""

from datetime import datetime
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.services.events.agenda import repository as agenda
from hallway.services.events.api import Stars
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.pushes import StarPush
from hallway.services.events.stars import repository
from hallway.services.events.values import StarsDue

MOST_SESSIONS_ASKED: Final = 1_000
MOST_PEOPLE: Final = 1_000


class StarService(VisibleEvents, Stars):
    """One person's stars are the same on all their devices."""

    async def star(self, caller: Caller, session_id: UUID, starred: bool) -> None:
        await self.policy.require(caller, "attend")
        user_id = caller.require_user()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await agenda.sessions(tx.connection, [session_id])
        if not found or not await self.visible_events(caller, [found[0].event_id]):
            raise Problem("not_found", "noSuchSession")
        event_id = found[0].event_id
        async with self.context.db.transaction() as tx:
            if await repository.set_star(tx.connection, user_id, session_id, starred):
                tx.push(channels.user(user_id), StarPush(event_id=event_id, session_id=session_id, starred=starred))

    async def my_stars(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        if not await self.policy.may(caller, "attend"):
            return {}
        seen = [event.id for event in await self.visible_events(caller, event_ids)]
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.by_event(tx.connection, seen, caller.require_user())

    async def stars(self, caller: Caller, event_id: UUID) -> list[UUID]:
        await self.policy.require(caller, "attend")
        return (await self.my_stars(caller, [event_id])).get(event_id, [])

    async def stars_of(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.by_person(tx.connection, event_id, user_ids)

    async def starred_by(
        self, caller: Caller, event_id: UUID, session_ids: list[UUID], after: UUID | None, limit: int
    ) -> dict[UUID, list[UUID]]:
        caller.require_service()
        if len(session_ids) > MOST_SESSIONS_ASKED:
            raise Problem("too_large", "askForFewer", limit=MOST_SESSIONS_ASKED)
        people = max(1, min(limit, MOST_PEOPLE))
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.starred_by(tx.connection, event_id, session_ids, after, people)

    async def stars_due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.due(tx.connection, starting_from, starting_before)
