"""One step of an import in the background: reading, or bringing it into the draft. All of it or nothing, and everybody
who may follow sees how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import msgspec
import structlog

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.service import ServiceContext
from hallway.kernel.words import Sentence, in_english, sentence
from hallway.services.events.imports import repository
from hallway.services.events.pushes import ImportPush
from hallway.services.events.values import ImportReport, ImportState

PUSH_PROGRESS_EVERY: Final = 0.25
"""Seconds between two pushes of progress."""
LONGEST_SECONDS: Final = 120.0
"""Of a step: ten times what the largest schedule that is published takes."""
TOO_LONG: Final = sentence("reading.tookTooLong")
"""Where the reader says a fault is when it is in no line of its own."""
LOST: Final = sentence("reading.lost")
Begin = Callable[[Tx], Awaitable[ImportReport | None]]
Work = Callable[[Tx], Awaitable[ImportReport]]


class ImportJob:
    """`opened` is the first report of the step, once it is known to be the only one at work for its event. A step that
    fails leaves the import in the state `failed`."""

    report: ImportReport

    def __init__(
        self,
        context: ServiceContext,
        import_id: UUID,
        user_id: UUID,
        may_follow: Callable[[], Awaitable[bool]],
        failed: ImportState = "failed",
    ) -> None:
        """`may_follow`: whether who started it may still be told of it."""
        self._db = context.db
        self._clock = context.clock
        self._import_id = import_id
        self._user_id = user_id
        self._may_follow = may_follow
        self._failed: ImportState = failed
        self._pushed_at = 0.0
        self.opened: asyncio.Future[ImportReport] = asyncio.get_running_loop().create_future()

    async def run(self, begin: Begin, work: Work) -> None:
        """Run from start to end; never raises but for being cancelled."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._run(begin, work)
        except TimeoutError as error:
            await self._fail(error, TOO_LONG)
        except Problem as problem:
            what, where = problem.sentence(), problem.data.where
            await self._fail(problem, sentence("reading.at", what=what, where=where) if where else what)
        except Exception as error:
            structlog.get_logger().exception("an import failed", import_id=str(self._import_id))
            await self._fail(error, Problem.of(INTERNAL).sentence())
        finally:
            self.opened.cancel()  # nothing if it is done

    async def _run(self, begin: Begin, work: Work) -> None:
        async with self._db.transaction() as tx:
            await repository.allow_idling(tx.connection)  # while the file is read
            await self._open(tx, begin)
            self.report = await work(tx)
            if not await repository.finish(tx.connection, self.report):
                raise Problem("conflict", "importGivenUp")
            await self._push(tx)

    async def _open(self, tx: Tx, begin: Begin) -> None:
        """Hold the import before anybody can see that it is at work: or a second one would take it for lost."""
        await repository.hold(tx.connection, self._import_id)
        async with self._db.transaction() as beside:
            await repository.fail_lost(beside.connection, LOST, self._clock())
            report = await begin(beside)
        if report is None:
            raise Problem("conflict", "importNotPossible")
        self.report = report
        self.opened.set_result(report)

    async def progress(self, done: int, total: int) -> None:
        """Beside the transaction that writes, whose rows nobody sees yet."""
        self.report = msgspec.structs.replace(self.report, done=done, total=total)
        now = asyncio.get_running_loop().time()
        if now - self._pushed_at < PUSH_PROGRESS_EVERY:
            return
        self._pushed_at = now
        async with self._db.transaction() as tx:
            await repository.progress(tx.connection, self.report)
            await self._push(tx)

    async def _push(self, tx: Tx) -> None:
        """Tell who started it, if they may still edit the event."""
        try:
            follows = await self._may_follow()
        except Problem:  # nobody can say just now: the report can be asked for
            return
        if follows:
            tx.push(channels.user(self._user_id), ImportPush(report=self.report))

    async def _fail(self, cause: Exception, failure: Sentence) -> None:
        if not self.opened.done():
            self.opened.set_exception(cause)
            return
        finished_at = self._clock() if self._failed == "failed" else None
        self.report = msgspec.structs.replace(
            self.report,
            state=self._failed,
            error=in_english(failure),
            failure=failure,
            done=0,
            total=0,
            finished_at=finished_at,
        )
        async with self._db.transaction() as tx:
            if await repository.finish(tx.connection, self.report):
                await self._push(tx)
