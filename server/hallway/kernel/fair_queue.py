"""Turns at something that few can do at once, dealt out fairly: to each caller in turn, however much one asks for."""

from asyncio import CancelledError, Future, get_running_loop
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from hallway.kernel.audit import audit
from hallway.kernel.errors import Problem

BUSY_SECONDS: Final = 2
"""After which it is worth trying again: most turns take a fraction of one."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What callers of one kind may have: all of them together, and each of them."""

    together: int
    each: int
    waiting: int
    """Of each; more are refused."""


class FairQueue:
    """`slots` turns at a time. Kinds of callers take turns, and within each its callers, so that who has asked for a
    thousand waits behind who has asked for one."""

    def __init__(self, name: str, slots: int, shares: Mapping[str, Share]) -> None:
        self._name = name
        self._slots = slots
        self._shares = shares
        self._running = 0
        self._of_kind: Counter[str] = Counter()
        self._of_caller: Counter[str] = Counter()
        self._waiting: OrderedDict[str, OrderedDict[str, deque[Future[None]]]] = OrderedDict(
            (kind, OrderedDict()) for kind in shares
        )

    @property
    def free(self) -> int:
        """How many turns nobody has."""
        return self._slots - self._running

    @asynccontextmanager
    async def turn(self, kind: str, who: str, waiting: int | None = None) -> AsyncGenerator[None]:
        """A turn for as long as the block lasts, waited for. `too_many` when this caller has too many that wait:
        `waiting`, or as many as its kind may have."""
        await self._take(kind, who, waiting)
        try:
            yield
        finally:
            self._give_back(kind, who)

    async def _take(self, kind: str, who: str, waiting: int | None) -> None:
        queue = self._waiting[kind].get(who)
        if not queue and self._running < self._slots and self._may_run(kind, who):
            self._run(kind, who)
            return
        most = self._shares[kind].waiting if waiting is None else waiting
        if queue is None:
            queue = self._waiting[kind][who] = deque()
        if len(queue) >= most:
            if len(queue) == most:
                audit("limit", "refused", on=f"{self._name}:{who}", limit=most)
            raise Problem("too_many", "busy", retry_after=BUSY_SECONDS)
        turn: Future[None] = get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except CancelledError:
            if turn.cancelled():
                self._leave(kind, who, turn)
            else:  # it came in the same moment
                self._give_back(kind, who)
            raise

    def _leave(self, kind: str, who: str, turn: Future[None]) -> None:
        if queue := self._waiting[kind].get(who):
            queue.remove(turn)
            if not queue:
                del self._waiting[kind][who]

    def _may_run(self, kind: str, who: str) -> bool:
        share = self._shares[kind]
        return self._of_kind[kind] < share.together and self._of_caller[who] < share.each

    def _run(self, kind: str, who: str) -> None:
        self._running += 1
        self._of_kind[kind] += 1
        self._of_caller[who] += 1

    def _give_back(self, kind: str, who: str) -> None:
        self._running -= 1
        self._of_kind[kind] -= 1
        self._of_caller[who] -= 1
        if not self._of_caller[who]:
            del self._of_caller[who]
        if who in self._waiting[kind]:  # having had a turn, it is behind those who have not
            self._waiting[kind].move_to_end(who)
        while self._running < self._slots and self._deal():
            pass

    def _deal(self) -> bool:
        """One turn to whoever is next; whether there was somebody."""
        for kind, callers in self._waiting.items():
            who = next((who for who in callers if self._may_run(kind, who)), None)
            if who is None:
                continue
            turn = callers[who].popleft()
            if callers[who]:
                callers.move_to_end(who)
            else:
                del callers[who]
            self._waiting.move_to_end(kind)
            if not turn.cancelled():
                self._run(kind, who)
                turn.set_result(None)
            return True
        return False
