"""One timer for all deadlines: pings, time-outs, slow closings."""

import asyncio
import logging
from typing import Final, Protocol

_FAR: Final = 1 << 62
_AT_ONCE: Final = 250
_MUCH: Final = 1e9
_log: Final = logging.getLogger("picosio")


class Timed(Protocol):
    """What can be put on the wheel. It is in one place at most."""

    slot: int
    """Where it is on the wheel; 0 for nowhere. Written by the wheel only."""

    def due(self, now: float) -> float:
        """Its time has come: do what is to be done and say when to be called again (0: never)."""
        ...


class Wheel:
    """Deadlines kept in slots of `tick` seconds of the loop's time; met at most a tick late and never early."""

    __slots__ = ("_done", "_handle", "_loop", "_next", "_slots", "tick")

    def __init__(self, loop: asyncio.AbstractEventLoop, tick: float) -> None:
        self.tick = tick
        self._loop = loop
        self._slots: dict[int, dict[Timed, None]] = {}
        self._handle: asyncio.Handle | None = None
        self._next = _FAR
        self._done = 0

    def set(self, item: Timed, at: float) -> None:
        """Have `item.due` called at `at` in place of when it would have been."""
        slot = max(int(at / self.tick) + 1, self._done + 1)
        if slot == item.slot:
            return
        self.drop(item)
        item.slot = slot
        items = self._slots.get(slot)
        if items is None:
            items = self._slots[slot] = {}
        items[item] = None
        if slot < self._next:
            self._wake(slot)

    def drop(self, item: Timed) -> None:
        """Forget the item."""
        if item.slot:
            items = self._slots[item.slot]
            del items[item]
            if not items:
                del self._slots[item.slot]
            item.slot = 0

    @property
    def empty(self) -> bool:
        """Whether nothing has a deadline."""
        return not self._slots

    def finish(self) -> None:
        """Have everything due now, once, and forget it."""
        later = self._loop.time() + _MUCH
        for items in list(self._slots.values()):
            for item in list(items):
                self.drop(item)
                self._call(item, later)
        for items in list(self._slots.values()):
            for item in list(items):
                self.drop(item)
        if self._handle is not None:
            self._handle.cancel()
        self._handle, self._next = None, _FAR

    def _wake(self, slot: int) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._next = slot
        self._handle = self._loop.call_at(slot * self.tick, self._turn)

    def _turn(self) -> None:
        now = self._loop.time()
        self._handle = None
        self._done = max(self._done, self._next, int(now / self.tick))
        self._next = 0  # nothing that is set meanwhile need start the timer
        left = _AT_ONCE  # those who came in one storm have their pings at one time
        for slot in sorted(slot for slot in self._slots if slot <= self._done):
            while left and (items := self._slots.get(slot)):
                left -= 1
                item = next(reversed(items))
                self.drop(item)
                self._call(item, now)
        self._next = _FAR
        if not left:
            self._next, self._handle = 0, self._loop.call_soon(self._turn)
        elif self._slots:
            self._wake(min(self._slots))

    def _call(self, item: Timed, now: float) -> None:
        try:
            again = item.due(now)
        except Exception:
            _log.exception("a deadline could not be met")
            return
        if again and not item.slot:
            self.set(item, again)
