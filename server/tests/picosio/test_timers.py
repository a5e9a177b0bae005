"""The wheel: never early, at most a tick late, however many there are."""

import asyncio

import pytest

from picosio.engine.timers import Wheel

TICK = 0.02


class Item:
    def __init__(self, loop: asyncio.AbstractEventLoop, again: float = 0.0) -> None:
        self.slot = 0
        self.loop = loop
        self.again = again
        self.calls: list[float] = []
        self.raises = False

    def due(self, now: float) -> float:
        self.calls.append(self.loop.time())
        if self.raises:
            raise ValueError("an item that fails")
        return now + self.again if self.again else 0.0


@pytest.fixture
async def wheel() -> Wheel:
    return Wheel(asyncio.get_running_loop(), TICK)


async def test_an_item_is_due_at_its_time(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()
    item, at = Item(loop), loop.time() + 0.1
    wheel.set(item, at)
    await asyncio.sleep(0.05)
    assert item.calls == []
    await asyncio.sleep(0.15)
    assert len(item.calls) == 1
    assert item.calls[0] >= at - 0.002
    assert wheel.empty


async def test_an_item_is_in_one_place(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()
    item = Item(loop)
    wheel.set(item, loop.time() + 0.05)
    wheel.set(item, loop.time() + 10)
    await asyncio.sleep(0.12)
    assert item.calls == []
    wheel.set(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert len(item.calls) == 1


async def test_a_dropped_item_is_not_called(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()
    item = Item(loop)
    wheel.set(item, loop.time() + 0.02)
    wheel.drop(item)
    wheel.drop(item)
    await asyncio.sleep(0.08)
    assert item.calls == []
    assert wheel.empty


async def test_an_item_that_asks_for_it_is_called_again(wheel: Wheel) -> None:
    item = Item(asyncio.get_running_loop(), again=0.03)
    wheel.set(item, asyncio.get_running_loop().time() + 0.01)
    await asyncio.sleep(0.4)
    assert 4 <= len(item.calls) <= 13
    wheel.drop(item)


async def test_one_that_fails_does_not_stop_the_others(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()
    items = [Item(loop) for _ in range(3)]
    items[1].raises = True
    for item in items:
        wheel.set(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert [len(item.calls) for item in items] == [1, 1, 1]


async def test_a_storm_is_spread_over_turns(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()
    items = [Item(loop) for _ in range(2000)]
    for item in items:
        wheel.set(item, loop.time() + 0.02)
    while not any(item.calls for item in items):
        await asyncio.sleep(0)
    assert sum(len(item.calls) for item in items) < 2000
    await asyncio.sleep(0.1)
    assert all(len(item.calls) == 1 for item in items)


async def test_an_item_may_drop_another_that_is_due_with_it(wheel: Wheel) -> None:
    loop = asyncio.get_running_loop()

    class Dropper(Item):
        def due(self, now: float) -> float:
            for other in pair:
                wheel.drop(other)
            return super().due(now)

    pair = [Dropper(loop), Dropper(loop)]
    for item in pair:
        wheel.set(item, loop.time() + 0.02)
    await asyncio.sleep(0.1)
    assert sorted(len(item.calls) for item in pair) == [0, 1]


async def test_finishing_calls_everything_once(wheel: Wheel) -> None:
    item = Item(asyncio.get_running_loop(), again=1.0)
    wheel.set(item, asyncio.get_running_loop().time() + 100)
    wheel.finish()
    assert len(item.calls) == 1
    assert wheel.empty
    assert item.slot == 0
