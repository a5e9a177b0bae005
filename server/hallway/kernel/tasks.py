"""Ending background tasks for good."""

import asyncio
from collections.abc import Iterable

AGAIN_SECONDS = 0.05


async def end(tasks: Iterable["asyncio.Task[object] | None"]) -> None:
    """Cancel the tasks until they are over: a library in between may swallow one cancellation."""
    left = {task for task in tasks if task}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
