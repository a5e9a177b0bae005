"""How late the event loop is: whatever holds it, everybody in this process waits for."""

import asyncio
from collections import deque
from typing import Final

import msgspec
import structlog

EVERY: Final = 0.1
"""Seconds between looks: each is one timer, which nobody feels."""
KEPT: Final = 60.0
"""Seconds that `LoopLag.now` looks back."""
HELD: Final = 0.02
"""Seconds: nothing of ours is to hold the loop for longer."""
FELT: Final = 0.2
"""Seconds late at which people begin to notice: these are logged."""
LOGGED_EVERY: Final = 10.0
"""Seconds: a machine that is too small says so now and then, not ten times a second."""


class Lag(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Of the last minute: how late the latest look was and the latest of all, in ms; how many were over 20 ms late."""

    last_ms: float
    worst_ms: float
    held: int


class LoopLag:
    """Measures the loop it is started on, until `stop`."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._worst: deque[tuple[float, float]] = deque()  # (when, how late): each later than all that follow it
        self._held: deque[float] = deque()
        self._logged = float("-inf")

    async def start(self) -> None:
        """Begin to look."""
        loop = asyncio.get_running_loop()
        due = loop.time() + EVERY
        self._timer = loop.call_at(due, self._look, loop, due)

    async def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._timer.cancel()

    def now(self) -> Lag:
        """What was seen in the last minute."""
        worst = self._worst[0][1] if self._worst else 0.0
        return Lag(last_ms=round(self._last * 1000, 1), worst_ms=round(worst * 1000, 1), held=len(self._held))

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        at = loop.time()
        self.saw(at, max(0.0, at - due))
        self._timer = loop.call_at(at + EVERY, self._look, loop, at + EVERY)

    def saw(self, at: float, late: float) -> None:
        """One look, at `at` (seconds of any clock), which was `late` seconds late."""
        self._last = late
        while self._worst and self._worst[-1][1] <= late:
            self._worst.pop()
        self._worst.append((at, late))
        if late > HELD:
            self._held.append(at)
        while self._worst[0][0] <= at - KEPT:
            self._worst.popleft()
        while self._held and self._held[0] <= at - KEPT:
            self._held.popleft()
        if late > FELT and at - self._logged >= LOGGED_EVERY:
            self._logged = at
            lag = self.now()
            structlog.get_logger().warning("the loop was held", late_ms=lag.last_ms, often=lag.held)
