"""Coroutines that are begun at once, and cost a task only if they have to wait."""

import asyncio
from asyncio import tasks as asyncio_tasks
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context, copy_context
from types import coroutine
from typing import Any

Done = Callable[[object, BaseException | None], None]


@coroutine
def _resume(
    begun: Coroutine[Any, Any, object], waited: Any, error: BaseException | None
) -> Generator[Any, Any, object]:
    """Go on with a coroutine that has been driven by hand to where it waits for `waited`."""
    try:
        if error is not None:
            waited = begun.throw(error)
        while True:
            try:
                value = yield waited
            except GeneratorExit:
                begun.close()
                raise
            except BaseException as thrown:
                waited = begun.throw(thrown)
            else:
                waited = begun.send(value)
    except StopIteration as stop:
        return stop.value


class _Seat:
    """A task that waits for something to do, so that a coroutine can be begun *as* this task."""

    __slots__ = ("_go", "_work", "context", "task")

    def __init__(self, loop: asyncio.AbstractEventLoop, context: Context) -> None:
        self.context = context
        self._go = loop.create_future()
        self._work: tuple[Coroutine[Any, Any, object], Any, Done] | None = None
        self.task = loop.create_task(self._sit(), context=context)

    def take(self, begun: Coroutine[Any, Any, object], waited: Any, done: Done) -> None:
        """Finish the coroutine here."""
        self._work = begun, waited, done
        self._go.set_result(None)

    async def _sit(self) -> None:
        error: BaseException | None = None
        try:
            await self._go
        except asyncio.CancelledError as cancelled:
            if self._work is None:
                raise
            error = cancelled
        assert self._work is not None
        begun, waited, done = self._work
        try:
            result = await _resume(begun, waited, error)
        except asyncio.CancelledError as cancelled:
            done(None, cancelled)
            raise
        except Exception as failure:
            done(None, failure)
        else:
            done(result, None)


class Runner:
    """Starts handlers. One that never waits is finished when `start` returns, and costs no task.

    While a handler runs, `asyncio.current_task()` is the task that goes on with it if it has to wait, and it has
    context variables of its own: time-outs and cancel scopes work as in any task.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._context = copy_context()
        self._seat: _Seat | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, object], done: Done) -> None:
        """Run a coroutine; `done(result, error)` is called once, now or later."""
        seat = self._seat
        if seat is None or len(seat.context) != len(self._context):
            self.retire()  # the last handler has left variables behind
            seat = self._seat = _Seat(self._loop, self._context.copy())
        outer = asyncio.current_task(self._loop)
        if outer is not None:
            asyncio_tasks._leave_task(self._loop, outer)  # pyright: ignore[reportPrivateUsage]
        asyncio_tasks._enter_task(self._loop, seat.task)  # pyright: ignore[reportPrivateUsage]
        self._seat = None  # what the handler starts needs another
        try:
            waited = seat.context.run(work.send, None)
        except StopIteration as stop:
            result, error = stop.value, None
        except BaseException as failure:
            result, error = None, failure
        else:
            seat.take(work, waited, done)
            self.tasks.add(seat.task)
            seat.task.add_done_callback(self.tasks.discard)
            return
        finally:
            asyncio_tasks._leave_task(self._loop, seat.task)  # pyright: ignore[reportPrivateUsage]
            if outer is not None:
                asyncio_tasks._enter_task(self._loop, outer)  # pyright: ignore[reportPrivateUsage]
        if self._seat is None:
            self._seat = seat
        else:
            seat.task.cancel()
        done(result, error)
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise error

    def retire(self) -> None:
        """Let the waiting task go."""
        if self._seat is not None:
            self._seat.task.cancel()
            self._seat = None
