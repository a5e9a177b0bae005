"""The timer wheel: never early, at most a tick late, however many there are."""

import asyncio
from itertools import pairwise

from picosio.engine.timers import TimerWheel
from tests.support.clock import TurnedLoop, on_a_turned_loop

TICK = 0.02


class Item:
    def __init__(self, again: float = 0.0) -> None:
        self.slot = 0
        self.again = again
        self.calls: list[float] = []
        self.raises = False

    def on_deadline(self, now: float) -> float:
        self.calls.append(asyncio.get_running_loop().time())
        if self.raises:
            raise ValueError("an item that fails")
        return now + self.again if self.again else 0.0


@on_a_turned_loop
async def test_an_item_is_due_at_its_time(loop: TurnedLoop) -> None:
    wheel, item, at = TimerWheel(TICK), Item(), loop.time() + 0.1
    wheel.schedule(item, at)
    while not item.calls:
        await loop.advance(0.001)
    await loop.advance(10)
    [called] = item.calls
    assert at <= called <= at + TICK + 0.001
    assert wheel.empty


@on_a_turned_loop
async def test_an_item_has_one_deadline(loop: TurnedLoop) -> None:
    wheel, item = TimerWheel(TICK), Item()
    wheel.schedule(item, loop.time() + 0.05)
    wheel.schedule(item, loop.time() + 10)
    await loop.advance(5)
    assert item.calls == []
    wheel.schedule(item, loop.time() + 0.02)
    await loop.advance(0.02 + TICK)
    assert len(item.calls) == 1
    await loop.advance(10)
    assert len(item.calls) == 1


@on_a_turned_loop
async def test_a_cancelled_item_is_not_called(loop: TurnedLoop) -> None:
    wheel, item = TimerWheel(TICK), Item()
    wheel.schedule(item, loop.time() + 0.02)
    wheel.cancel(item)
    wheel.cancel(item)
    await loop.advance(10)
    assert item.calls == []
    assert wheel.empty


@on_a_turned_loop
async def test_an_item_that_asks_for_it_is_called_again(loop: TurnedLoop) -> None:
    wheel, item = TimerWheel(TICK), Item(again=0.03)
    wheel.schedule(item, loop.time() + 0.01)
    for _ in range(400):
        await loop.advance(0.001)
    gaps = [later - earlier for earlier, later in pairwise(item.calls)]
    assert len(gaps) >= 6
    assert min(gaps) >= 0.03
    assert max(gaps) <= 0.03 + TICK + 0.002
    wheel.cancel(item)


@on_a_turned_loop
async def test_one_that_fails_does_not_stop_the_others(loop: TurnedLoop) -> None:
    wheel, items = TimerWheel(TICK), [Item() for _ in range(3)]
    items[1].raises = True
    for item in items:
        wheel.schedule(item, loop.time() + 0.02)
    await loop.advance(0.02 + TICK)
    assert [len(item.calls) for item in items] == [1, 1, 1]


@on_a_turned_loop
async def test_a_storm_is_spread_over_turns(loop: TurnedLoop) -> None:
    wheel, items = TimerWheel(TICK), [Item() for _ in range(2000)]
    for item in items:
        wheel.schedule(item, loop.time() + 0.02)
    loop.turn_clock(0.02 + TICK)
    met: list[int] = []
    while not met or met[-1] < len(items):
        await asyncio.sleep(0)
        met.append(sum(len(item.calls) for item in items))
    steps = {later - earlier for earlier, later in pairwise(met)}
    assert max(steps) <= 250, "in one turn of the loop"
    assert all(len(item.calls) == 1 for item in items)


@on_a_turned_loop
async def test_an_item_may_cancel_another_that_is_due_with_it(loop: TurnedLoop) -> None:
    wheel = TimerWheel(TICK)

    class Canceller(Item):
        def on_deadline(self, now: float) -> float:
            for other in pair:
                wheel.cancel(other)
            return super().on_deadline(now)

    pair = [Canceller(), Canceller()]
    for item in pair:
        wheel.schedule(item, loop.time() + 0.02)
    await loop.advance(0.02 + TICK)
    assert sorted(len(item.calls) for item in pair) == [0, 1]


@on_a_turned_loop
async def test_expiring_all_calls_everything_once(loop: TurnedLoop) -> None:
    wheel, item = TimerWheel(TICK), Item(again=1.0)
    wheel.schedule(item, loop.time() + 100)
    wheel.expire_all()
    assert len(item.calls) == 1
    assert wheel.empty
    assert item.slot == 0
