"""Calling the application's handlers: those that are async run as tasks."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from functools import cached_property
from types import CoroutineType
from typing import Any, Final, cast

Handler = Callable[..., object]
"""Async or not; those that are not async must return at once."""
Done = Callable[[object, BaseException | None], None]
Work = Coroutine[Any, Any, object]
_log: Final = logging.getLogger("picosio")


def start_task(work: Coroutine[Any, Any, None], context: Context) -> asyncio.Task[None]:
    """A task that runs at once until it waits; before Python 3.12, from the next turn of the loop on."""
    if sys.version_info >= (3, 12):
        return asyncio.Task(work, loop=asyncio.get_running_loop(), context=context, eager_start=True)
    return asyncio.get_running_loop().create_task(work, context=context)


def log_failure(_: object, error: BaseException | None) -> None:
    """What is done after a handler whose result nobody awaits."""
    if error is not None and not isinstance(error, asyncio.CancelledError):
        _log.error("a handler has failed", exc_info=error)


class Handlers:
    """Runs handlers, each with context variables of its own, and knows which are still running."""

    def __init__(self) -> None:
        self.running: set[asyncio.Task[None]] = set()

    @cached_property
    def _context(self) -> Context:
        return copy_context()

    def call(self, handler: Handler | None, args: tuple[object, ...], done: Done = log_failure) -> None:
        """Call a handler; `done(result, error)` is called when it has finished, which may be at once."""
        if handler is None:
            done(None, None)
            return
        try:
            result = handler(*args)
        except Exception as error:
            done(None, error)
            return
        if not isinstance(result, CoroutineType):
            done(result, None)
            return
        task = start_task(_finish(cast(Work, result), done), self._context.copy())
        if not task.done():
            self.running.add(task)
            task.add_done_callback(self.running.discard)

    async def cancel(self) -> None:
        """Cancel those that are running, and wait for their end."""
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


async def _finish(work: Work, done: Done) -> None:
    try:
        result = await work
    except (Exception, asyncio.CancelledError) as error:
        done(None, error)
    else:
        done(result, None)
