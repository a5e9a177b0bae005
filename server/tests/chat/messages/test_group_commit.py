"""Group commit, without a database: what goes together, and what happens when something fails."""

import asyncio

import pytest

from hallway.kernel.errors import Problem
from hallway.services.chat.messages.group_commit import GroupCommit
from tests.support.waiting import turns


class Ledger:
    """Notes each batch; waits for `gate` before each answer; -1 breaks the batch it is in, -2 is refused."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()

    async def run(self, items: list[int]) -> list[int | Problem]:
        self.batches.append(items)
        await self.gate.wait()
        if -1 in items:
            raise ValueError("poison")
        if -3 in items:
            raise Problem("unavailable", "tookTooLong")
        return [Problem("forbidden", "forbidden") if item == -2 else item * 10 for item in items]


def group(ledger: Ledger, **limits: int) -> GroupCommit[int, int]:
    return GroupCommit[int, int](ledger.run, lambda _: 10, **limits)


async def test_the_first_goes_at_once_and_the_next_go_together() -> None:
    ledger = Ledger()
    commits = group(ledger)
    tasks = [asyncio.create_task(commits.submit(n)) for n in range(6)]
    await turns()
    assert ledger.batches == [[0, 1, 2, 3, 4, 5]]  # all of one turn of the loop
    tasks += [asyncio.create_task(commits.submit(n)) for n in (6, 7)]
    await turns()
    assert len(ledger.batches) == 1
    ledger.gate.set()
    assert await asyncio.gather(*tasks) == [n * 10 for n in range(8)]
    assert ledger.batches[1:] == [[6, 7]]


async def test_one_bad_row_fails_alone() -> None:
    ledger = Ledger()
    ledger.gate.set()
    commits = group(ledger)
    results = await asyncio.gather(*(commits.submit(n) for n in (1, -1, 2, -2, 3)), return_exceptions=True)
    assert [result for result in results if isinstance(result, int)] == [10, 20, 30]
    assert isinstance(results[1], ValueError)
    assert isinstance(results[3], Problem)
    assert await commits.submit(4) == 40


async def test_a_problem_of_the_whole_is_not_tried_for_each() -> None:
    ledger = Ledger()
    ledger.gate.set()
    commits = group(ledger)
    results = await asyncio.gather(*(commits.submit(n) for n in (1, -3, 2)), return_exceptions=True)
    assert [result.code for result in results if isinstance(result, Problem)] == ["unavailable"] * 3
    assert len(ledger.batches) == 1


async def test_batches_and_the_queue_are_bounded() -> None:
    ledger = Ledger()
    commits = group(ledger, max_batch=2, max_waiting=5)
    tasks = [asyncio.create_task(commits.submit(n)) for n in range(9)]
    await turns()
    ledger.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[:5] == [0, 10, 20, 30, 40]
    assert all(isinstance(result, Problem) and result.code == "unavailable" for result in results[5:])
    assert ledger.batches == [[0, 1], [2, 3], [4]]
    assert await commits.submit(1) == 10


async def test_who_gave_up_waiting_holds_nobody_up() -> None:
    ledger = Ledger()
    commits = group(ledger)
    first = asyncio.create_task(commits.submit(1))
    await turns()
    second, third = (asyncio.create_task(commits.submit(n)) for n in (2, 3))
    await turns()
    first.cancel()
    second.cancel()
    ledger.gate.set()
    assert await third == 30
    await commits.drain()
    assert ledger.batches == [[1], [3]]
    with pytest.raises(asyncio.CancelledError):
        await first
