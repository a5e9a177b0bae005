"""What ends by itself: rings that nobody answers, pages that are not heard of any more, calls that nobody is in."""

from datetime import timedelta
from typing import Final

from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import Service, ServiceContext
from hallway.services.video.calls import repository
from hallway.services.video.calls.ending import end_call, miss_rings
from hallway.services.video.calls.peers import remove_peer

RING_TIMEOUT: Final = timedelta(seconds=45)
"""As long as a telephone rings."""
PEER_TIMEOUT: Final = timedelta(seconds=90)
"""A page says every 30 s that it is still there; one or two of these may be lost with the network."""
RETURN_TIMEOUT: Final = timedelta(seconds=20)
"""Loading a page anew takes a few seconds, on a bad network more, and so does finding the way back to the call."""
EMPTY_RING_TIMEOUT: Final = timedelta(seconds=5)
"""While somebody is still rung, nobody may be there to talk to: whoever closed the page for good must not ring on, and
loading it anew takes less than this on most networks."""
SWEEP_SECONDS: Final = 1.0


class CallTimeouts(Service):
    """Applies the time-outs of calls, every few seconds."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._sweep_job = ScheduledJob("call time-outs", SWEEP_SECONDS, self.sweep)

    async def start(self) -> None:
        await super().start()
        await self._sweep_job.start()

    async def stop(self) -> None:
        await self._sweep_job.stop()
        await super().stop()

    async def sweep(self) -> None:
        """Remove pages, end calls and end rings that have timed out."""
        await self._remove_silent_pages()
        await self._end_calls()
        await self._end_rings()

    async def _remove_silent_pages(self) -> None:
        now = self.context.clock()
        silence = repository.Silence(seen=now - PEER_TIMEOUT, away=now - RETURN_TIMEOUT)
        async with self.context.db.transaction(readonly=True) as tx:
            silent = await repository.silent_pages(tx.connection, silence)
        for page in silent:
            await remove_peer(self.context.db, page.call_id, page.peer, now, silence)

    async def _end_calls(self) -> None:
        """Those that nobody has answered, and those that nobody came back to."""
        now = self.context.clock()
        before = repository.Before(
            rang=now - RING_TIMEOUT, empty=now - RETURN_TIMEOUT, empty_ringing=now - EMPTY_RING_TIMEOUT
        )
        async with self.context.db.transaction(readonly=True) as tx:
            call_ids = await repository.timed_out_calls(tx.connection, before)
        for call_id in call_ids:
            async with self.context.db.transaction() as tx:
                call = await repository.call(tx.connection, call_id, lock=True)
                # Asked again under the lock: meanwhile somebody may have come back, or another process ended it.
                if call and call_id in await repository.timed_out_calls(tx.connection, before):
                    await end_call(tx, call, "unanswered" if call.started_at < before.rang else "left", now)

    async def _end_rings(self) -> None:
        """Those in calls that go on."""
        rang_before = self.context.clock() - RING_TIMEOUT
        async with self.context.db.transaction(readonly=True) as tx:
            call_ids = await repository.calls_with_timed_out_rings(tx.connection, rang_before)
        for call_id in call_ids:
            async with self.context.db.transaction() as tx:
                if call := await repository.call(tx.connection, call_id, lock=True):
                    await miss_rings(tx, call, rang_before)
