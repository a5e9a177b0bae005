"""One timer for all deadlines: pings, time-outs, slow closings."""

import asyncio
import logging
from typing import Final, Protocol

_FAR: Final = 1 << 62
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
        self._handle: asyncio.TimerHandle | None = None
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

    def stop(self) -> None:
        """Forget everything."""
        if self._handle is not None:
            self._handle.cancel()
        for items in self._slots.values():
            for item in items:
                item.slot = 0
        self._slots.clear()
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
        self._next = self._done + 1  # nothing that is set meanwhile need start the timer
        for slot in sorted(slot for slot in self._slots if slot <= self._done):
            while items := self._slots.get(slot):
                item, _ = items.popitem()
                item.slot = 0
                self._call(item, now)
            self._slots.pop(slot, None)
        self._next = _FAR
        if self._slots:
            self._wake(min(self._slots))

    def _call(self, item: Timed, now: float) -> None:
        try:
            again = item.due(now)
        except Exception:
            _log.exception("a deadline could not be met")
            return
        if again and not item.slot:
            self.set(item, again)
