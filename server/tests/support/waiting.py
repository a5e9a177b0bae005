"""Waiting without guessing how long: for a state, or for all that is ready to run."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

Seen = TypeVar("Seen")
PATIENCE = 60.0
"""Seconds. Reached only by what never comes: long enough for a machine that is busy with something else."""


async def eventually(
    look: Callable[[], Seen | Awaitable[Seen]], holds: Callable[[Seen], object] = bool, *, within: float = PATIENCE
) -> Seen:
    """What `look` answers as soon as that `holds`; fails with what was seen last if it never does."""
    seen: object = "nothing: it has not answered once"
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    try:
        async with asyncio.timeout_at(end):
            while True:
                answer = look()
                seen = found = await answer if inspect.isawaitable(answer) else answer
                if holds(found):
                    return found
                await asyncio.sleep(0.01)
    except TimeoutError:
        if loop.time() < end:  # one of `look`'s own
            raise
    raise AssertionError(f"not within {within} s; seen last: {seen!r}")


async def turns(count: int = 20) -> None:
    """Let everything run that waits for nothing but its turn of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)
