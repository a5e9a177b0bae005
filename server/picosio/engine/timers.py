"""One timer for all deadlines of an engine: pings, time-outs, slow closings."""

import asyncio
import logging
from typing import Final, Protocol

_FAR: Final = 1 << 62
_PER_TURN: Final = 250
"""Deadlines met in one turn of the loop: clients that came together have their pings together."""
_YEARS: Final = 1e9
_log: Final = logging.getLogger("picosio")


class Timed(Protocol):
    """What can have a deadline, one at a time."""

    slot: int
    """Its slot on the wheel; 0 without a deadline. Written by the wheel only."""

    def on_deadline(self, now: float) -> float:
        """The deadline has passed. Returns the next one, or 0 for none."""
        ...


class TimerWheel:
    """Deadlines kept in slots of `tick` seconds of the loop's time; met at most a tick late and never early."""

    def __init__(self, tick: float) -> None:
        self.tick = tick
        self._slots: dict[int, dict[Timed, None]] = {}
        self._handle: asyncio.Handle | None = None
        self._next = _FAR
        self._passed = 0

    @staticmethod
    def now() -> float:
        """The loop's time."""
        return asyncio.get_running_loop().time()

    def schedule(self, item: Timed, at: float) -> None:
        """Give an item a deadline, in place of the one that it had."""
        slot = max(int(at / self.tick) + 1, self._passed + 1)
        if slot == item.slot:
            return
        self.cancel(item)
        item.slot = slot
        items = self._slots.get(slot)
        if items is None:
            items = self._slots[slot] = {}
        items[item] = None
        if slot < self._next:
            self._wake(slot)

    def cancel(self, item: Timed) -> None:
        """Take an item's deadline away."""
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

    def expire_all(self) -> None:
        """Let all deadlines pass now, once, and keep none."""
        later = self.now() + _YEARS
        for call in (True, False):
            for item in [item for items in self._slots.values() for item in items]:
                if item.slot:
                    self.cancel(item)
                    if call:
                        self._call(item, later)
        if self._handle is not None:
            self._handle.cancel()
        self._handle, self._next = None, _FAR

    def _wake(self, slot: int) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._next = slot
        self._handle = asyncio.get_running_loop().call_at(slot * self.tick, self._turn)

    def _turn(self) -> None:
        now = self.now()
        self._handle = None
        self._passed = max(self._passed, self._next, int(now / self.tick))
        self._next = 0  # nothing that is set meanwhile need start the timer
        left = _PER_TURN
        for slot in sorted(slot for slot in self._slots if slot <= self._passed):
            while left and (items := self._slots.get(slot)):
                left -= 1
                item = next(reversed(items))
                self.cancel(item)
                self._call(item, now)
        self._next = _FAR
        if not left:
            self._next, self._handle = 0, asyncio.get_running_loop().call_soon(self._turn)
        elif self._slots:
            self._wake(min(self._slots))

    def _call(self, item: Timed, now: float) -> None:
        try:
            again = item.on_deadline(now)
        except Exception:
            _log.exception("a deadline could not be met")
            return
        if again and not item.slot:
            self.schedule(item, again)
