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
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.imports.job import LOST, ImportJob
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.schedule import LIMITS
from hallway.services.events.values import EventInput, ImportReport

IMPORTS_PER_HOUR: Final = 30
MOST_AT_ONCE: Final = 2
"""Per process: each may need some 250 MB and two connections for a few seconds."""
LONGEST_FILENAME: Final = 200
LONGEST_NAME: Final = limits_of(EventInput)["name"]["max"]


class ImportService(VisibleEvents, Imports):
    """Imports run in the background, one at a time per event."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._running: set[asyncio.Task[None]] = set()

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
        if len(self._running) >= MOST_AT_ONCE:  # nothing is awaited between this and the new task: nobody slips in
            raise Problem("unavailable", "Other schedules are being imported. Try again in a minute.")
        job = ImportJob(self.context, event_id, user_id)
        task = asyncio.create_task(job.run(lambda: read_schedule(data, filename=filename[:LONGEST_FILENAME])))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await job.opened

    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport:
        async with self.context.db.transaction(readonly=True) as tx:
            started = await repository.started(tx.connection, import_id)
        if started is None:
            raise Problem("not_found", "There is no such import.")
        if not await self.policy.may(caller, "follow", started):
            caller.require_user()
            await self.editable_event(caller, started.report.event_id)
        return started.report

    async def event_of_schedule(self, caller: Caller, data: bytes, filename: str) -> EventInput:
        caller.require_service()
        schedule = await asyncio.to_thread(read_schedule, data, filename=filename[:LONGEST_FILENAME])
        return EventInput(
            name=schedule.title[:LONGEST_NAME],
            kind="conference",
            starts_at=schedule.start,
            ends_at=schedule.end,
            time_zone=schedule.time_zone,
        )
