"""Changing an event, and its programme with it."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.agenda.rescheduling.move import left_behind, moved
from hallway.services.events.agenda.validation import AROUND
from hallway.services.events.agenda.versions.journal import Draft, journal_of, locked_draft, shown_as_typed
from hallway.services.events.agenda.versions.service import VersionService
from hallway.services.events.agenda.versions.state import State, difference
from hallway.services.events.api import Rescheduling
from hallway.services.events.lifecycle.change import change_event
from hallway.services.events.lifecycle.validation import validated
from hallway.services.events.lifecycle.visible import locked_event
from hallway.services.events.values import MOVE_MINUTES, Event, EventInput, ProgrammeMove

MOVES_PER_HOUR: Final = 60
"""Programmes one person may move in an hour: each writes every session."""


class ReschedulingService(VersionService, Rescheduling):
    """The event changes for everybody at once, so its moved programme does as well: a published agenda that still had
    the old times beside the new zone would be wrong for as long as nobody published."""

    async def update(
        self,
        caller: Caller,
        event_id: UUID,
        version: int,
        input: EventInput,
        programme: ProgrammeMove | None = None,
    ) -> Event:
        await self.editable_event(caller, event_id)
        input = validated(input)
        if programme is not None:
            await self._check(caller, programme)
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id) if programme else None  # before the event's row, as everywhere
            before, event = await change_event(tx, event_id, version, input)
            if programme is None or draft is None:
                return event
            after = await asyncio.to_thread(_after, draft.state, before, event, programme)
            if not shown_as_typed(event) and draft.unpublished and difference(draft.state, after):
                raise Problem("conflict", "draftNotPublished")
            return await self._move(tx, caller, event, draft, after)

    async def _check(self, caller: Caller, programme: ProgrammeMove) -> None:
        if abs(programme.minutes) > MOVE_MINUTES:
            raise Problem("invalid", "movedTooFar", field="programme")
        if caller.user_id:
            key = f"events:moves:{caller.user_id}"
            await self.context.rate_limiter.hit(key, MOVES_PER_HOUR, timedelta(hours=1))

    async def _move(self, tx: Tx, caller: Caller, event: Event, draft: Draft, after: State) -> Event:
        made = await (await journal_of(tx, self, event, caller.user_id)).write(draft, after, "moved")
        if not made.changes:
            return event
        if not shown_as_typed(event):
            await self.publish_draft(tx, caller, event, draft)
        return await locked_event(tx, event.id)


def _after(state: State, before: Event, event: Event, programme: ProgrammeMove) -> State:
    """The programme as it will be. `invalid` when sessions would be left behind."""
    after = moved(state, before, event, programme)
    far = len(left_behind(before, state, event, after))
    if far:
        raise Problem(
            "invalid", "sessionsLeftBehind", field="programme", far=far, all=len(after.sessions), days=AROUND.days
        )
    return after
