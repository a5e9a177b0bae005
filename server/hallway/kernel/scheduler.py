"""Jobs that a service does by itself, again and again."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from hallway.kernel.errors import Problem
from hallway.kernel.tasks import end


class ScheduledJob:
    """Runs `job` every `seconds` from `start` to `stop`, for the first time at once or, unless `at_once`, after so many
    seconds. A job that fails is logged and tried again next time."""

    def __init__(self, name: str, seconds: float, job: Callable[[], Awaitable[None]], *, at_once: bool = True) -> None:
        self._name = name
        self._seconds = seconds
        self._job = job
        self._at_once = at_once
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run it from now on, in a task of its own."""
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """Run it no more; one that is under way is cancelled."""
        await end([self._task])

    async def _run(self) -> None:
        log = structlog.get_logger().bind(job=self._name)
        if not self._at_once:
            await asyncio.sleep(self._seconds)
        while True:
            try:
                await self._job()
            except Problem as problem:
                log.warning("not done this time", code=problem.code, reason=problem.message)
            except Exception:  # one bad round must not end all later ones
                log.exception("failed")
            await asyncio.sleep(self._seconds)
