"""Argon2id in its threads."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher, extract_parameters

from hallway.kernel.errors import Problem
from hallway.services.auth.passwords import hashing
from hallway.services.auth.passwords.hashing import AT_ONCE, Hashing, argon2
from tests.auth.factories import CountingHasher
from tests.support.waiting import eventually


async def test_a_hash_is_argon2id_with_our_parameters() -> None:
    kept = Hashing(argon2())
    made = await kept.hash("three green bicycles")
    parameters = extract_parameters(made)
    assert made.startswith("$argon2id$")
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 3, 1)
    assert await kept.verify(made, "three green bicycles")
    assert not await kept.verify(made, "three green bicycle")
    assert not kept.outdated(made)
    assert kept.outdated(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("x"))
    kept.close()


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=1,t=1,p=1$$"])
async def test_without_a_real_hash_nothing_fits(stored: str | None) -> None:
    kept = Hashing(CountingHasher())
    assert not await kept.verify(stored, "nobody signs in with this")
    kept.close()


class SlowHasher(CountingHasher):
    """Counts how many hash at the same time, and lets none end before `go`."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.most, self.lock, self.go = 0, 0, threading.Lock(), threading.Event()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.go.wait()
        with self.lock:
            self.now -= 1
        return super().hash(password, salt=salt)


async def test_a_flood_takes_no_more_memory_and_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "WAITING", 40)
    hasher = SlowHasher()
    kept = Hashing(hasher)
    flood = asyncio.gather(*(kept.hash("three green bicycles") for _ in range(60)), return_exceptions=True)
    await eventually(lambda: hasher.most == AT_ONCE)
    hasher.go.set()
    results = await flood
    refused = [result for result in results if isinstance(result, Problem)]
    assert len(refused) == 20
    assert {problem.code for problem in refused} == {"too_many"}
    assert hasher.most == AT_ONCE
    assert await kept.hash("three green bicycles")  # and afterwards it works as before
    kept.close()


async def test_the_event_loop_goes_on_while_hashing() -> None:
    kept = Hashing(PasswordHasher(time_cost=30, memory_cost=19 * 1024, parallelism=1))
    hashing = asyncio.create_task(kept.hash("three green bicycles"))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 5
    kept.close()
