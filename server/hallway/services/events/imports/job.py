"""One import: read the schedule, make the agenda what it says, all of it or nothing, and report how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import msgspec
import structlog

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.service import ServiceContext
from hallway.services.events.imports import repository
from hallway.services.events.imports.reconcile import reconcile
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.pushes import ImportPush
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import ImportReport

PUSH_PROGRESS_EVERY: Final = 0.25
"""Seconds between two pushes of progress."""
MOST_SKIPPED: Final = 200
"""A report for people names this many; a file with more is best looked at as a whole."""
LONGEST_SECONDS: Final = 120.0
"""From reading to the last row: ten times what the largest schedule that is published takes."""
TOO_LONG: Final = "This import took too long, and nothing was changed. Try again when less is going on."
WHOLE: Final = "the file"
"""Where the reader says a fault is when it is in no line of its own."""
LOST: Final = "The server was restarted during this import, and nothing was changed. Please start it again."


class ImportJob:
    """`opened` is its first report, once it is known to be the only import of its event. With `credit` the event says
    where its agenda comes from."""

    report: ImportReport

    def __init__(
        self,
        context: ServiceContext,
        event_id: UUID,
        user_id: UUID,
        may_follow: Callable[[], Awaitable[bool]],
        credit: str | None = None,
    ) -> None:
        """`may_follow`: whether who started it may still be told of it."""
        self._db = context.db
        self._clock = context.clock
        self._event_id = event_id
        self._user_id = user_id
        self._may_follow = may_follow
        self._credit = credit
        self._pushed_at = 0.0
        self.opened: asyncio.Future[ImportReport] = asyncio.get_running_loop().create_future()

    async def run(self, read: Callable[[], Awaitable[Schedule]]) -> None:
        """Run from start to end; never raises but for being cancelled."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._import(read)
        except TimeoutError as error:
            await self._fail(error, TOO_LONG)
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
        await repository.hold(tx.connection, id)
        async with self._db.transaction() as beside:
            await repository.fail_lost(beside.connection, LOST, now)
            report = await repository.insert(beside.connection, id, self._event_id, self._user_id, now)
        if report is None:
            raise Problem("conflict", "An import for this event is running already.")
        self.report = report
        self.opened.set_result(report)

    async def _import(self, read: Callable[[], Awaitable[Schedule]]) -> None:
        async with self._db.transaction() as tx:
            await repository.allow_idling(tx.connection)  # while the file is read
            await self._open(tx)
            schedule = await read()
            await self._progress(0, len(schedule.sessions))
            changes = await reconcile(tx, self._event_id, schedule, self._progress, self._clock)
            if self._credit is not None:
                await lifecycle.set_credit(tx.connection, self._event_id, self._credit)
            self.report = msgspec.structs.replace(
                self.report,
                state="done",
                done=len(schedule.sessions),
                added=changes.added,
                changed=changes.changed,
                unchanged=changes.unchanged,
                removed=changes.removed,
                skipped=list(schedule.skipped[:MOST_SKIPPED]),
                finished_at=self._clock(),
            )
            if not await repository.finish(tx.connection, self.report):
                raise Problem("conflict", "This import was given up meanwhile.")
            await self._push(tx)

    async def _push(self, tx: Tx) -> None:
        """Tell who started it, if they may still edit the event."""
        try:
            follows = await self._may_follow()
        except Problem:  # nobody can say just now: the report can be asked for
            return
        if follows:
            tx.push(channels.user(self._user_id), ImportPush(report=self.report))

    async def _progress(self, done: int, total: int) -> None:
        """Beside the transaction that writes, whose rows nobody sees yet."""
        self.report = msgspec.structs.replace(self.report, done=done, total=total)
        now = asyncio.get_running_loop().time()
        if now - self._pushed_at < PUSH_PROGRESS_EVERY:
            return
        self._pushed_at = now
        async with self._db.transaction() as tx:
            await repository.progress(tx.connection, self.report)
            await self._push(tx)

    async def _fail(self, cause: Exception, error: str) -> None:
        if not self.opened.done():
            self.opened.set_exception(cause)
            return
        changes = {"added": 0, "changed": 0, "unchanged": 0, "removed": 0}
        self.report = msgspec.structs.replace(
            self.report, state="failed", error=error, finished_at=self._clock(), **changes
        )
        async with self._db.transaction() as tx:
            if await repository.finish(tx.connection, self.report):
                await self._push(tx)
