"""Starting imports of schedule files, and answering how they went."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.limits import limits_of
from hallway.kernel.service import ServiceContext
from hallway.kernel.tasks import end
from hallway.services.events.api import Imports
from hallway.services.events.imports import repository
from hallway.services.events.imports.apart import read_apart
from hallway.services.events.imports.formats import only_schedule
from hallway.services.events.imports.job import LOST, ImportJob
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.schedule import LIMITS, READING, Reading, Schedule
from hallway.services.events.values import EventInput, ImportReport

IMPORTS_PER_HOUR: Final = 30
MOST_AT_ONCE: Final = 4
"""Per process, each of another person: each may need some 250 MB and two connections for a few seconds."""
BUSY: Final = "You are importing a schedule already. Please wait until that is done."
LONGEST_FILENAME: Final = 200
LONGEST_NAME: Final = limits_of(EventInput)["name"]["max"]


class ImportService(VisibleEvents, Imports):
    """Imports run in the background, one at a time per event."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._running: dict[asyncio.Task[None], UUID] = {}

    async def start(self) -> None:
        await super().start()
        async with self.context.db.transaction() as tx:
            await repository.fail_lost(tx.connection, LOST, self.context.clock())

    async def stop(self) -> None:
        await end(self._running)  # what they would have changed stays as it was
        await super().stop()

    async def require_import(self, caller: Caller, event_id: UUID) -> None:
        await self.editable_event(caller, event_id)

    async def import_schedule(self, caller: Caller, event_id: UUID, data: bytes, filename: str) -> ImportReport:
        event = await self.editable_event(caller, event_id)
        if len(data) > LIMITS.file_bytes:
            raise Problem("too_large", f"A schedule has at most {LIMITS.file_bytes // 1024 // 1024} MB.")
        user_id = caller.user_id or event.host_id
        if caller.kind != "service":
            await self.context.rate_limiter.hit(f"events:import:{user_id}", IMPORTS_PER_HOUR, timedelta(hours=1))
        # Nothing is awaited between this and the new task: nobody slips in.
        if user_id in self._running.values():
            raise Problem("conflict", BUSY)
        if len(self._running) >= MOST_AT_ONCE:
            raise Problem("unavailable", "Other schedules are being imported. Try again in a minute.")
        job = ImportJob(self.context, event_id, user_id, lambda: self.policy.may(caller, "edit", event))
        task = asyncio.create_task(job.run(lambda: _schedule(data, filename, Reading(event_zone=event.time_zone))))
        self._running[task] = user_id
        task.add_done_callback(self._running.pop)
        return await job.opened

    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport:
        async with self.context.db.transaction(readonly=True) as tx:
            report = await repository.report(tx.connection, import_id)
            event = report and await lifecycle.by_id(tx.connection, report.event_id)
        if caller.kind != "service":
            caller.require_user()
        if report is None or event is None or not await self.policy.may(caller, "edit", event):
            raise Problem("not_found", "There is no such import.")
        return report

    async def event_of_schedule(self, caller: Caller, data: bytes, filename: str) -> EventInput:
        caller.require_service()
        schedule = await _schedule(data, filename)
        return EventInput(
            name=schedule.title[:LONGEST_NAME],
            kind="conference",
            starts_at=schedule.start,
            ends_at=schedule.end,
            time_zone=schedule.time_zone,
        )


async def _schedule(data: bytes, filename: str, reading: Reading = READING) -> Schedule:
    return only_schedule(await read_apart(data, filename[:LONGEST_FILENAME], reading))
