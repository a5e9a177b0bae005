"""Filling the demo's event."""

from uuid import UUID, uuid4

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.agenda.versions.journal import journal_of, locked_draft
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.facts import PersonRegistered
from hallway.services.events.imports.bring import Import, bring
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents, locked_event
from hallway.services.events.pushes import EventPush
from hallway.services.events.registrations import bulk as registrations
from hallway.services.events.registrations.repository import add_to_count
from hallway.services.events.registrations.validation import require_places
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import ImportChoice, ImportReading


class DemoEventsService(VisibleEvents, DemoEvents):
    """There in the demo only."""

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        caller.require_service()
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            event = await locked_event(tx, event_id)
            new = await registrations.insert(tx.connection, event_id, user_ids, now)
            if not new:
                return
            require_places(event, len(new), now)
            await add_to_count(tx.connection, event_id, len(new))
            for user_id in new:
                tx.record(PersonRegistered(event_id=event_id, user_id=user_id))
            tx.push(channels.watch(event_id), EventPush(event=await locked_event(tx, event_id)))

    async def put_schedule(self, caller: Caller, event_id: UUID, schedule: Schedule, credit: str) -> int:
        caller.require_service()
        event = await self.visible_event(caller, event_id)
        now = self.context.clock()
        given = Import(
            id=uuid7(now),
            salt=uuid4(),
            name=schedule.title,
            schedule=schedule,
            reading=ImportReading(),
            address=None,
            now=now,
        )
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id)
            journal = await journal_of(tx, self, event, None)
            made, _ = await bring(tx, journal, draft, event, given, ImportChoice(even_much=True), _nobody)
            await journal.show(draft)
            await lifecycle.set_credit(tx.connection, event_id, credit)
            if event.status != "draft":
                await lifecycle.version_shown(tx.connection, event_id, None, now)
        return len(made.changes)


async def _nobody(done: int, total: int) -> None:
    """Nobody follows how far it is."""
