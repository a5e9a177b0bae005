"""Importing a schedule: in the background, one at a time per event, all of it or nothing."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
import structlog

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.tasks import end
from hallway.services.events import imports, store
from hallway.services.events.access import Access
from hallway.services.events.api import ImportReport, Skipped
from hallway.services.events.bringing import bring
from hallway.services.events.pushes import ImportPush
from hallway.services.events.schedule import LIMITS, Schedule, read_schedule

IMPORTS_PER_HOUR: Final = 30
TELL_EVERY: Final = 0.25
"""Seconds between two pushes of progress."""
MOST_SKIPPED: Final = 200
"""A report for people names this many; a file with more is best looked at as a whole."""
MOST_AT_ONCE: Final = 2
"""Per process: each may need some 250 MB and two connections for a few seconds."""
WHOLE: Final = "the file"
"""Where the reader says a fault is when it is in no line of its own."""
LOST: Final = "The server was restarted during this import, and nothing was changed. Please start it again."


class Imports:
    """Runs imports and answers for them."""

    def __init__(self, db: Database, rate_limiter: RateLimiter, access: Access, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._rate_limiter = rate_limiter
        self._access = access
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Say of imports that a restart cut off that they failed."""
        async with self._db.transaction() as tx:
            await imports.fail_lost(tx.connection, LOST, self._clock())

    async def stop(self) -> None:
        """Cut off what runs; the event stays as it was."""
        await end(self._tasks)

    async def begin(self, caller: Caller, event_id: UUID, data: bytes, filename: str) -> ImportReport:
        """See `Events.import_schedule`."""
        event = await self._access.edited(caller, event_id)
        if len(data) > LIMITS.file_bytes:
            raise Problem("too_large", f"A schedule has at most {LIMITS.file_bytes // 1024 // 1024} MB.")
        user_id = caller.user_id or event.host_id
        if not caller.service:
            await self._rate_limiter.hit(f"events:import:{user_id}", IMPORTS_PER_HOUR, timedelta(hours=1))
        if len(self._tasks) >= MOST_AT_ONCE:  # nothing is awaited between this and the new task: nobody slips in
            raise Problem("unavailable", "Other schedules are being imported. Try again in a minute.")
        job = _Job(self._db, self._clock, event_id, user_id)
        task = asyncio.create_task(job.run(lambda: read_schedule(data, filename=filename[:200])))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await job.opened

    async def put(self, caller: Caller, event_id: UUID, schedule: bytes, credit: str) -> ImportReport:
        """See `Events.put_programme`."""
        caller.require_service()
        event = await self._access.by_id(caller, event_id)
        job = _Job(self._db, self._clock, event_id, event.host_id, credit)
        await job.run(lambda: msgspec.msgpack.decode(schedule, type=Schedule))
        return await self.report(caller, (await job.opened).id)

    async def report(self, caller: Caller, import_id: UUID) -> ImportReport:
        """See `Events.import_report`."""
        async with self._db.transaction(readonly=True) as tx:
            found = await imports.report(tx.connection, import_id)
        if found and (caller.service or caller.require_user() == found[1]):
            return found[0]
        if found:
            await self._access.edited(caller, found[0].event_id)
            return found[0]
        raise Problem("not_found", "There is no such import.")


class _Job:
    """One import. `opened` is its first report, once it is known to be the only one of its event."""

    report: ImportReport

    def __init__(
        self, db: Database, clock: Callable[[], datetime], event_id: UUID, user_id: UUID, credit: str | None = None
    ) -> None:
        self._db = db
        self._clock = clock
        self._event_id = event_id
        self._user_id = user_id
        self._credit = credit
        self._told = 0.0
        self.opened: asyncio.Future[ImportReport] = asyncio.get_running_loop().create_future()

    async def run(self, read: Callable[[], Schedule]) -> None:
        """Read, write, and say how it went; never raises but for being cancelled."""
        try:
            await self._write(read)
        except Problem as problem:
            where = problem.data.where or WHOLE
            await self._fail(problem, problem.message if where == WHOLE else f"{problem.message} ({where})")
        except Exception as error:
            structlog.get_logger().exception("an import failed", event_id=str(self._event_id))
            await self._fail(error, INTERNAL.message)
        finally:
            self.opened.cancel()  # nothing if it is done

    async def _open(self, tx: Tx) -> None:
        """Hold the import before anybody can see it: or a second one would take it for lost."""
        now = self._clock()
        id = uuid7(now)
        await imports.hold(tx.connection, id)
        async with self._db.transaction() as beside:
            await imports.fail_lost(beside.connection, LOST, now)
            report = await imports.insert(beside.connection, id, self._event_id, self._user_id, now)
        if report is None:
            raise Problem("conflict", "An import for this event is running already.")
        self.report = report
        self.opened.set_result(report)

    async def _write(self, read: Callable[[], Schedule]) -> None:
        async with self._db.transaction() as tx:
            await tx.connection.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")  # while we read
            await self._open(tx)
            schedule = await asyncio.to_thread(read)
            skipped = [Skipped(where=skip.where, reason=skip.reason) for skip in schedule.skipped[:MOST_SKIPPED]]
            await self._progress(0, len(schedule.sessions))
            brought = await bring(tx, self._event_id, schedule, self._progress, self._clock)
            if self._credit is not None:
                await store.set_credit(tx.connection, self._event_id, self._credit)
            self.report = msgspec.structs.replace(
                self.report,
                state="done",
                done=len(schedule.sessions),
                added=brought.added,
                changed=brought.changed,
                unchanged=brought.unchanged,
                removed=brought.removed,
                skipped=skipped,
                finished_at=self._clock(),
            )
            if not await imports.finish(tx.connection, self.report):
                raise Problem("conflict", "This import was given up meanwhile.")
            tx.push(channels.user(self._user_id), ImportPush(report=self.report))

    async def _progress(self, done: int, total: int) -> None:
        """Beside the transaction that writes, whose rows nobody sees yet."""
        self.report = msgspec.structs.replace(self.report, done=done, total=total)
        now = asyncio.get_running_loop().time()
        if now - self._told < TELL_EVERY:
            return
        self._told = now
        async with self._db.transaction() as tx:
            await imports.progress(tx.connection, self.report)
            tx.push(channels.user(self._user_id), ImportPush(report=self.report))

    async def _fail(self, cause: Exception, error: str) -> None:
        if not self.opened.done():
            self.opened.set_exception(cause)
            return
        changes = {"added": 0, "changed": 0, "unchanged": 0, "removed": 0}
        self.report = msgspec.structs.replace(
            self.report, state="failed", error=error, finished_at=self._clock(), **changes
        )
        async with self._db.transaction() as tx:
            if await imports.finish(tx.connection, self.report):
                tx.push(channels.user(self._user_id), ImportPush(report=self.report))
