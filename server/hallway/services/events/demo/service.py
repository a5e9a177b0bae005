"""Filling the demo's event."""

from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.facts import PersonRegistered
from hallway.services.events.imports.job import ImportJob
from hallway.services.events.lifecycle.visible import VisibleEvents, locked_event
from hallway.services.events.pushes import EventPush
from hallway.services.events.registrations import bulk as registrations
from hallway.services.events.registrations.repository import add_to_count
from hallway.services.events.registrations.validation import require_places
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import ImportReport


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

    async def put_schedule(self, caller: Caller, event_id: UUID, schedule: Schedule, credit: str) -> ImportReport:
        caller.require_service()
        event = await self.visible_event(caller, event_id)
        job = ImportJob(self.context, event_id, event.host_id, _always, credit)

        async def read() -> Schedule:
            return schedule

        await job.run(read)
        await job.opened
        return job.report


async def _always() -> bool:
    """The demo's own host is who imports."""
    return True
