"""Reading schedule files, showing what they would change, and bringing them into the draft."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.egress import Egress
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.limits import limits_of
from hallway.kernel.service import ServiceContext
from hallway.kernel.tasks import end
from hallway.kernel.words import Sentence
from hallway.services.events.agenda.versions.journal import journal_of, locked_draft, read_draft
from hallway.services.events.api import Imports
from hallway.services.events.imports import repository
from hallway.services.events.imports.apart import read_apart
from hallway.services.events.imports.bring import Import, bring
from hallway.services.events.imports.download import download
from hallway.services.events.imports.formats import only_schedule
from hallway.services.events.imports.job import LOST, Begin, ImportJob, Work
from hallway.services.events.imports.preview import preview_of
from hallway.services.events.imports.repository import Waiting
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.validation import known_zone
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.schedule import COLUMN_FIELDS, LIMITS, Reading, Schedule, Table
from hallway.services.events.values import (
    Event,
    EventInput,
    ImportChoice,
    ImportPreview,
    ImportReading,
    ImportReport,
    ImportState,
)

IMPORTS_PER_HOUR: Final = 30
MOST_AT_ONCE: Final = 4
"""Per process, each of another person: each may need some 250 MB and two connections for a few seconds."""
LONGEST_FILENAME: Final = 200
LONGEST_NAME: Final = limits_of(EventInput)["name"]["max"]
MOST_SAID: Final = 200
"""A report for people has this many notes, and names as many that were skipped."""
SHORTEST_EVENT: Final = timedelta(hours=1)
"""Of a file that has milestones alone."""
MOST_SHIFTED: Final = 36_600
"""Days: a hundred years."""


class ImportService(VisibleEvents, Imports):
    """Each step runs in the background, one at a time per event and person."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._running: dict[asyncio.Task[None], UUID] = {}
        self._egress = Egress(context.settings)

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
            raise Problem("too_large", "scheduleTooLarge", megabytes=LIMITS.file_bytes // 1024 // 1024)
        return await self._begin(caller, event, filename[:LONGEST_FILENAME], data)

    async def import_address(self, caller: Caller, event_id: UUID, url: str) -> ImportReport:
        event = await self.editable_event(caller, event_id)
        return await self._begin(caller, event, url, None)

    async def _begin(self, caller: Caller, event: Event, name: str, data: bytes | None) -> ImportReport:
        """With `data` None, `name` is an address."""
        user_id = caller.user_id or event.host_id
        if caller.kind != "service":
            await self.context.rate_limiter.hit(f"events:import:{user_id}", IMPORTS_PER_HOUR, timedelta(hours=1))
        now = self.context.clock()
        id = uuid7(now)

        async def work(tx: Tx) -> ImportReport:
            nonlocal data
            if data is None:
                data = await download(self._egress, name)
                await repository.set_file(tx.connection, id, data)
            return await self._read(tx, job, event, data)

        def begin(beside: Tx) -> Awaitable[ImportReport | None]:
            return repository.insert(beside.connection, id, event.id, user_id, data, name, now)

        job = self._job(caller, event, id, user_id)
        return await self._run(job, user_id, begin, work)

    async def read_import(self, caller: Caller, import_id: UUID, reading: ImportReading) -> ImportReport:
        waiting, event = await self._waiting(caller, import_id)
        _check_reading(reading, waiting)
        before = waiting.reading
        if reading.columns is None:  # whoever shifts a table by days does not name its columns again
            reading = msgspec.structs.replace(reading, columns=before.columns)
        again = (reading.time_zone, reading.columns) != (before.time_zone, before.columns)
        user_id = caller.user_id or event.host_id

        async def work(tx: Tx) -> ImportReport:
            await repository.set_reading(tx.connection, import_id, reading)
            if not again:
                return msgspec.structs.replace(waiting.report, error=None, failure=None)
            data = await repository.file(tx.connection, import_id)
            if data is None:
                raise Problem("conflict", "importGivenUp")
            return await self._read(tx, job, event, data)

        def begin(beside: Tx) -> Awaitable[ImportReport | None]:
            return repository.begin(beside.connection, import_id, "reading", ["asking", "ready"])

        # What cannot be read in this way may still be read in another.
        job = self._job(caller, event, import_id, user_id, failed=waiting.report.state)
        return await self._run(job, user_id, begin, work)

    async def _read(self, tx: Tx, job: ImportJob, event: Event, data: bytes) -> ImportReport:
        waiting = await repository.waiting(tx.connection, job.report.id)
        assert waiting
        reading = _reading_of(waiting.reading, event.time_zone)
        filename = waiting.filename or PurePosixPath(urlsplit(waiting.address or "").path).name or "schedule"
        found = await read_apart(data, filename[:LONGEST_FILENAME], reading)
        report = msgspec.structs.replace(job.report, columns=[], skipped=[], notes=[])
        if isinstance(found, Table):
            await repository.set_schedule(tx.connection, report.id, None)
            return msgspec.structs.replace(report, state="asking", columns=repository.columns_of(found.columns))
        packed = await asyncio.to_thread(repository.packed, found)
        await repository.set_schedule(tx.connection, report.id, packed)
        return msgspec.structs.replace(
            report,
            state="ready",
            total=len(found.sessions),
            skipped=list(found.skipped[:MOST_SAID]),
            notes=list(found.notes[:MOST_SAID]),
        )

    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport:
        return (await self._waiting(caller, import_id))[0].report

    async def import_preview(self, caller: Caller, import_id: UUID) -> ImportPreview:
        waiting, event = await self._waiting(caller, import_id)
        async with self.context.db.transaction(snapshot=True) as tx:
            schedule = await _schedule_of(tx, waiting)
            draft = await read_draft(tx, event.id)
            sources = await repository.sources(tx.connection, event.id)
            given = _import_of(waiting, schedule)
            return await preview_of(tx, draft, event, given, sources, waiting)

    async def apply_import(self, caller: Caller, import_id: UUID, revision: int, choice: ImportChoice) -> ImportReport:
        waiting, event = await self._waiting(caller, import_id)
        if waiting.report.state != "ready":
            raise Problem("conflict", "importNotReady")
        user_id = caller.user_id or event.host_id

        async def work(tx: Tx) -> ImportReport:
            schedule = await _schedule_of(tx, waiting)
            if schedule.zone.asks:
                raise Problem("invalid", "zoneFirst", field="timeZone")
            draft = await locked_draft(tx, event.id)
            if draft.head != revision:
                raise Problem("conflict", "draftChanged")
            journal = await journal_of(tx, self, event, caller.user_id)
            given = _import_of(waiting, schedule)
            made, unchanged = await bring(tx, journal, draft, event, given, choice, job.progress)
            kinds = [change.kind for change in made.changes if change.of == "session"]
            return msgspec.structs.replace(
                job.report,
                state="done",
                done=len(schedule.sessions),
                total=len(schedule.sessions),
                added=kinds.count("added"),
                changed=kinds.count("changed"),
                moved=kinds.count("moved"),
                removed=kinds.count("removed"),
                unchanged=unchanged,
                revision=made.number,
                finished_at=self.context.clock(),
            )

        def begin(beside: Tx) -> Awaitable[ImportReport | None]:
            return repository.begin(beside.connection, import_id, "applying", ["ready"])

        job = self._job(caller, event, import_id, user_id, failed="ready")
        return await self._run(job, user_id, begin, work)

    async def discard_import(self, caller: Caller, import_id: UUID) -> None:
        try:
            await self._waiting(caller, import_id)
        except Problem as problem:
            if problem.code == "not_found":
                return
            raise
        async with self.context.db.transaction() as tx:
            if not await repository.discard(tx.connection, import_id):
                raise Problem("conflict", "importBusy")

    async def event_of_schedule(
        self, caller: Caller, data: bytes, filename: str, reading: ImportReading | None = None
    ) -> EventInput:
        caller.require_service()
        how = reading or ImportReading()
        _check_answers(how)
        schedule = only_schedule(await read_apart(data, filename[:LONGEST_FILENAME], _reading_of(how, None)))
        if schedule.zone.asks:
            likely: list[str | Sentence] = [*schedule.zone.candidates[:3]]
            raise Problem("invalid", "zoneNotSaid", zones=likely or ["Europe/Lisbon"])
        return EventInput(
            name=schedule.title[:LONGEST_NAME],
            kind="conference",
            starts_at=schedule.start,
            ends_at=max(schedule.end, schedule.start + SHORTEST_EVENT),
            time_zone=schedule.time_zone,
        )

    async def _waiting(self, caller: Caller, import_id: UUID) -> tuple[Waiting, Event]:
        """The import and its event, for who may edit that; to others there is no such import."""
        async with self.context.db.transaction(readonly=True) as tx:
            waiting = await repository.waiting(tx.connection, import_id)
            event = waiting and await lifecycle.by_id(tx.connection, waiting.report.event_id)
        if caller.kind != "service":
            caller.require_user()
        if waiting is None or event is None or not await self.policy.may(caller, "edit", event):
            raise Problem("not_found", "noSuchImport")
        return waiting, event

    def _job(
        self, caller: Caller, event: Event, import_id: UUID, user_id: UUID, failed: ImportState = "failed"
    ) -> ImportJob:
        return ImportJob(self.context, import_id, user_id, lambda: self.policy.may(caller, "edit", event), failed)

    async def _run(self, job: ImportJob, user_id: UUID, begin: Begin, work: Work) -> ImportReport:
        # Nothing is awaited between this and the new task: nobody slips in.
        if user_id in self._running.values():
            raise Problem("conflict", "importingAlready")
        if len(self._running) >= MOST_AT_ONCE:
            raise Problem("unavailable", "othersImporting")
        task = asyncio.create_task(job.run(begin, work))
        self._running[task] = user_id
        task.add_done_callback(self._running.pop)
        return await job.opened


async def _schedule_of(tx: Tx, waiting: Waiting) -> Schedule:
    packed = await repository.schedule(tx.connection, waiting.report.id)
    if waiting.report.state not in ("ready", "applying") or packed is None:
        raise Problem("conflict", "importNotReady")
    return await asyncio.to_thread(repository.unpacked, packed)


def _import_of(waiting: Waiting, schedule: Schedule) -> Import:
    return Import(
        id=waiting.report.id,
        salt=waiting.salt,
        name=waiting.report.name,
        schedule=schedule,
        reading=waiting.reading,
        address=waiting.address,
        now=waiting.started_at,
    )


def _reading_of(asked: ImportReading, event_zone: str | None) -> Reading:
    columns = tuple(column or None for column in asked.columns) if asked.columns else None
    return Reading(event_zone=event_zone, zone=asked.time_zone, columns=columns)


def _check_reading(reading: ImportReading, waiting: Waiting) -> None:
    if waiting.report.state not in ("asking", "ready"):
        raise Problem("conflict", "importOverOrBusy")
    _check_answers(reading)


def _check_answers(reading: ImportReading) -> None:
    if reading.time_zone is not None:
        known_zone(reading.time_zone)
    if abs(reading.shift_days) > MOST_SHIFTED:
        raise Problem("invalid", "shiftedTooFar", limit=MOST_SHIFTED, field="shiftDays")
    if not set(filter(None, reading.columns or [])) <= set(COLUMN_FIELDS):
        raise Problem("invalid", "noSuchColumn", columns=list(COLUMN_FIELDS), field="columns")
