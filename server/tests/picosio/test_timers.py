"""The timer wheel: never early, at most a tick late, however many there are."""

import asyncio

import pytest

from picosio.engine.timers import TimerWheel

TICK = 0.02


class Item:
    def __init__(self, loop: asyncio.AbstractEventLoop, again: float = 0.0) -> None:
        self.slot = 0
        self.loop = loop
        self.again = again
        self.calls: list[float] = []
        self.raises = False

    def on_deadline(self, now: float) -> float:
        self.calls.append(self.loop.time())
        if self.raises:
            raise ValueError("an item that fails")
        return now + self.again if self.again else 0.0


@pytest.fixture
async def wheel() -> TimerWheel:
    return TimerWheel(TICK)


async def test_an_item_is_due_at_its_time(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()
    item, at = Item(loop), loop.time() + 0.1
    wheel.schedule(item, at)
    await asyncio.sleep(0.05)
    assert item.calls == []
    await asyncio.sleep(0.15)
    assert len(item.calls) == 1
    assert item.calls[0] >= at - 0.002
    assert wheel.empty


async def test_an_item_has_one_deadline(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()
    item = Item(loop)
    wheel.schedule(item, loop.time() + 0.05)
    wheel.schedule(item, loop.time() + 10)
    await asyncio.sleep(0.12)
    assert item.calls == []
    wheel.schedule(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert len(item.calls) == 1


async def test_a_cancelled_item_is_not_called(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()
    item = Item(loop)
    wheel.schedule(item, loop.time() + 0.02)
    wheel.cancel(item)
    wheel.cancel(item)
    await asyncio.sleep(0.08)
    assert item.calls == []
    assert wheel.empty


async def test_an_item_that_asks_for_it_is_called_again(wheel: TimerWheel) -> None:
    item = Item(asyncio.get_running_loop(), again=0.03)
    wheel.schedule(item, asyncio.get_running_loop().time() + 0.01)
    await asyncio.sleep(0.4)
    assert 4 <= len(item.calls) <= 13
    wheel.cancel(item)


async def test_one_that_fails_does_not_stop_the_others(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()
    items = [Item(loop) for _ in range(3)]
    items[1].raises = True
    for item in items:
        wheel.schedule(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert [len(item.calls) for item in items] == [1, 1, 1]


async def test_a_storm_is_spread_over_turns(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()
    items = [Item(loop) for _ in range(2000)]
    for item in items:
        wheel.schedule(item, loop.time() + 0.02)
    while not any(item.calls for item in items):
        await asyncio.sleep(0)
    assert sum(len(item.calls) for item in items) < 2000
    await asyncio.sleep(0.1)
    assert all(len(item.calls) == 1 for item in items)


async def test_an_item_may_cancel_another_that_is_due_with_it(wheel: TimerWheel) -> None:
    loop = asyncio.get_running_loop()

    class Canceller(Item):
        def on_deadline(self, now: float) -> float:
            for other in pair:
                wheel.cancel(other)
            return super().on_deadline(now)

    pair = [Canceller(loop), Canceller(loop)]
    for item in pair:
        wheel.schedule(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert sorted(len(item.calls) for item in pair) == [0, 1]


async def test_expiring_all_calls_everything_once(wheel: TimerWheel) -> None:
    item = Item(asyncio.get_running_loop(), again=1.0)
    wheel.schedule(item, asyncio.get_running_loop().time() + 100)
    wheel.expire_all()
    assert len(item.calls) == 1
    assert wheel.empty
    assert item.slot == 0
