"""Clocks that tests turn: of the services, and of the event loop."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.waiting import turns

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """The time it is, until a test says otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        self.now += timedelta(**parts)


class RunningClock:
    """The real time, and what tests put on top of it; for what must agree with clocks that nobody turns."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, **parts: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        self._ahead += timedelta(**parts)


class LoopClock:
    """The time of an event loop that runs as it does, and jumps ahead when a test says so; never back."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._time, self._ahead = loop.time, 0.0
        loop.time = self  # type: ignore[method-assign]

    def __call__(self) -> float:
        return self._time() + self._ahead

    @classmethod
    def of(cls, loop: asyncio.AbstractEventLoop) -> "LoopClock":
        """The clock of a loop, which has it from then on."""
        return loop.time if isinstance(loop.time, cls) else cls(loop)

    async def advance(self, seconds: float) -> None:
        """Let time pass, and then everything run that is due."""
        self._ahead += seconds
        await turns()


class TurnedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time stands still but for `advance`: for what counts in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 1000.0

    def time(self) -> float:
        return self._now

    def turn_clock(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds

    async def advance(self, seconds: float) -> None:
        """Let time pass, and then everything run that is due."""
        self.turn_clock(seconds)
        await turns()


def on_a_turned_loop(test: Callable[[TurnedLoop], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """The test is given such a loop, and runs on it."""

    def run() -> None:
        loop = TurnedLoop()
        try:
            loop.run_until_complete(test(loop))
        finally:
            loop.close()

    functools.update_wrapper(run, test)
    del run.__wrapped__  # type: ignore[attr-defined]  # or pytest would look for a fixture `loop`
    return run
