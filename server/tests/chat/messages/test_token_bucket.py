"""How fast one person may write in one room."""

import pytest

from hallway.kernel.errors import Problem
from hallway.services.chat.messages.token_bucket import TokenBucket


def test_a_burst_then_a_steady_pace() -> None:
    bucket = TokenBucket(burst=3, per_second=0.5)
    for _ in range(3):
        bucket.take("ada", 100.0)
    with pytest.raises(Problem) as refused:
        bucket.take("ada", 100.0)
    assert refused.value.code == "too_many"
    assert refused.value.data.retry_after == 2
    bucket.take("ada", 102.0)
    with pytest.raises(Problem):
        bucket.take("ada", 102.1)


def test_one_does_not_slow_another_and_waiting_saves_no_more_than_a_burst() -> None:
    bucket = TokenBucket(burst=1, per_second=1)
    bucket.take("ada", 0.0)
    bucket.take("ben", 0.0)
    bucket.take("ada", 1_000.0)
    with pytest.raises(Problem):
        bucket.take("ada", 1_000.0)


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    bucket = TokenBucket(burst=2, per_second=1)
    bucket.take("ada", 10.0)
    bucket.take("ada", 5.0)
    with pytest.raises(Problem):
        bucket.take("ada", 5.0)


def test_remembers_a_bounded_number() -> None:
    bucket = TokenBucket(burst=1, per_second=0.001, remembered=10)
    bucket.take("ada", 0.0)
    for n in range(9):
        bucket.take(n, 0.0)
    with pytest.raises(Problem):
        bucket.take("ada", 0.0)
    for n in range(100, 111):
        bucket.take(n, 0.0)
    bucket.take("ada", 0.0)
