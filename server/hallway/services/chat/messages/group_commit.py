"""Group commit: while one transaction is under way, further items wait and are committed together in the next."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Final, Generic, TypeVar

import structlog

from hallway.kernel.errors import Problem

MAX_BATCH: Final = 500
"""Items in one transaction: more gains nothing measurable and makes the first one wait for the last."""
MAX_WAITING: Final = 5_000
"""Items in the queue, about a quarter of a second of work; beyond that it is kinder to refuse at once."""
MAX_WAITING_BYTES: Final = 16 * 2**20

In = TypeVar("In")
Out = TypeVar("Out")


class GroupCommit(Generic[In, Out]):
    """The first item goes at once; there is no timer, so an idle service adds no delay. `run` takes a list and answers
    one result (or Problem) for each in the same order, all or nothing. If it raises a Problem, that is for all of them;
    if it raises anything else, each is tried alone, so it must be safe to repeat. `size`: about how many bytes one
    is."""

    def __init__(
        self,
        run: Callable[[list[In]], Awaitable[list[Out | Problem]]],
        size: Callable[[In], int],
        max_batch: int = MAX_BATCH,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._run = run
        self._size = size
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._waiting: list[tuple[In, asyncio.Future[Out]]] = []
        self._bytes = 0
        self._worker: asyncio.Task[None] | None = None

    async def submit(self, item: In) -> Out:
        """The result once committed. `unavailable` at once when too much is waiting. Whoever is cancelled meanwhile may
        still be committed."""
        size = self._size(item)
        if len(self._waiting) >= self._max_waiting or self._bytes + size > MAX_WAITING_BYTES:
            raise Problem("unavailable", "manyWriting", retry_after=1)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Out] = loop.create_future()
        self._waiting.append((item, future))
        self._bytes += size
        if self._worker is None:
            # Not in the context of whoever happens to come first: its request id and deadline are not the others'.
            self._worker = loop.create_task(self._work(), context=Context())
        return await future

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._worker is not None:
            await asyncio.wait([self._worker])

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._together(self._take())
        finally:
            self._worker = None
            for _, future in self._waiting:  # only when this task itself was cancelled
                future.cancel()
            self._waiting.clear()
            self._bytes = 0

    def _take(self) -> list[tuple[In, asyncio.Future[Out]]]:
        taken, self._waiting = self._waiting[: self._max_batch], self._waiting[self._max_batch :]
        self._bytes = self._bytes - sum(self._size(item) for item, _ in taken) if self._waiting else 0
        return [one for one in taken if not one[1].done()]

    async def _together(self, batch: list[tuple[In, asyncio.Future[Out]]]) -> None:
        if not batch:
            return
        try:
            results = await self._run([item for item, _ in batch])
        except Problem as problem:
            for _, future in batch:
                _settle(future, problem)
            return
        except Exception as error:
            structlog.get_logger().exception("a batch failed", size=len(batch))
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            for one in batch:
                await self._together([one])
            return
        for (_, future), result in zip(batch, results, strict=True):
            _settle(future, result)


def _settle(future: asyncio.Future[Out], result: Out | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
