"""Turns: dealt out to callers one after the other, however much one of them asks for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest
from structlog.testing import capture_logs

from hallway.kernel.errors import Problem
from hallway.kernel.fair_queue import FairQueue, Share
from tests.support.waiting import eventually


class Work:
    """A queue, and tasks that hold their turns until they are told to end."""

    def __init__(self, slots: int = 4, together: int = 2, each: int = 1, waiting: int = 1_000) -> None:
        self.queue = FairQueue(
            "test",
            slots,
            {
                "person": Share(together=slots, each=each, waiting=waiting),
                "nobody": Share(together=together, each=each, waiting=waiting),
            },
        )
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, who: str, kind: str = "person") -> asyncio.Task[None]:
        name = f"{who}{sum(task.get_name().startswith(who) for task in self.tasks)}"
        self.ends[name] = asyncio.Event()
        self.tasks.append(asyncio.create_task(self._work(kind, who, name), name=name))
        return self.tasks[-1]

    async def _work(self, kind: str, who: str, name: str) -> None:
        async with self.queue.turn(kind, who):
            self.begun.append(name)
            await self.ends[name].wait()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await self.settle()


@asynccontextmanager
async def working(**more: int) -> AsyncIterator[Work]:
    work = Work(**more)
    yield work
    for event in work.ends.values():
        event.set()
    await asyncio.gather(*work.tasks, return_exceptions=True)


async def test_who_asks_for_one_comes_before_the_rest_of_who_asks_for_many() -> None:
    async with working(slots=1) as work:
        for _ in range(300):
            work.ask("many")
        await work.settle()
        work.ask("one")
        await work.settle()
        await work.end("many0")
        assert work.begun == ["many0", "one0"]


async def test_nobody_has_more_than_their_share() -> None:
    async with working(slots=4, together=2, each=1) as work:
        for who in ("a", "b", "c"):
            for _ in range(3):
                work.ask(who, "nobody")
        work.ask("p")
        await work.settle()
        assert sorted(work.begun) == ["a0", "b0", "p0"], "two of nobody's, one of each, and a place for persons"
        await work.end("a0")
        assert work.begun[-1] == "c0", "c has waited since before a asked again"


async def test_who_has_too_many_waiting_is_told_once_in_the_log_and_each_time_in_words() -> None:
    async with working(slots=1, waiting=2) as work:
        for _ in range(3):
            work.ask("a")
        await work.settle()
        with capture_logs() as logs:
            for _ in range(2):
                with pytest.raises(Problem) as caught:
                    async with work.queue.turn("person", "a"):
                        pass
                assert (caught.value.code, caught.value.data.retry_after) == ("too_many", 2)
        assert [(log["event"], log["what"], log["on"]) for log in logs][:1] == [("audit", "limit", "test:a")]
        other = work.ask("b")
        await work.settle()
        assert not other.done()


async def test_turns_come_back_whoever_is_cancelled() -> None:
    random = Random(7)
    async with working(slots=3, together=2, each=2) as work:
        for _ in range(200):
            work.ask(random.choice("abcd"), random.choice(["person", "nobody"]))
            await work.settle()
            if random.random() < 0.5:
                random.choice(work.tasks).cancel()
            if work.begun and random.random() < 0.5:
                work.ends[random.choice(work.begun)].set()
        for event in work.ends.values():
            event.set()
        await eventually(lambda: all(task.done() for task in work.tasks))
        for who in ("person", "nobody"):
            async with work.queue.turn(who, "somebody"):
                pass
        async with work.queue.turn("person", "x"), work.queue.turn("person", "y"), work.queue.turn("person", "z"):
            assert len(work.tasks) == 200  # and all three places are free again
