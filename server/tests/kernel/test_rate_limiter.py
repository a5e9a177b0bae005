"""Limits over several processes: exact ones, and generous ones of which a part is spent without telling."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as Away

from hallway.kernel.errors import Problem
from hallway.kernel.rate_limiter import PART, RateLimiter, Use

MINUTE = timedelta(minutes=1)
LIMIT = 320


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def spent(limiter: RateLimiter, times: int, amount: int = 1, limit: int = LIMIT) -> int:
    """How many of so many were allowed."""
    good, codes = 0, set[str]()
    for _ in range(times):
        try:
            await limiter.spend([Use("ada", limit, MINUTE, amount)])
            good += 1
        except Problem as problem:
            codes.add(problem.code)
    assert codes <= {"too_many"}
    return good


async def told(redis: Redis) -> int:
    [name] = await redis.keys("limit:ada:*")
    return int(await redis.get(name) or 0)


async def test_one_process_never_gives_more_than_the_limit(redis: Redis) -> None:
    assert await spent(RateLimiter(redis, Clock()), 2 * LIMIT) == LIMIT


@pytest.mark.parametrize("amount", [1, 7, 50, LIMIT])
async def test_nor_in_any_amounts(redis: Redis, amount: int) -> None:
    assert await spent(RateLimiter(redis, Clock()), 2 * LIMIT // amount, amount) == LIMIT // amount


async def test_several_take_turns_and_each_further_one_gives_a_part_more_at_most(redis: Redis) -> None:
    clock = Clock()
    limiters = [RateLimiter(redis, clock) for _ in range(4)]
    good = 0
    for _ in range(LIMIT):
        for limiter in limiters:
            good += await spent(limiter, 1)
    assert LIMIT <= good <= LIMIT + 3 * LIMIT // PART


async def test_who_has_used_up_one_process_has_used_up_all(redis: Redis) -> None:
    clock = Clock()
    first, second = RateLimiter(redis, clock), RateLimiter(redis, clock)
    assert await spent(second, 1) == 1
    assert LIMIT - 1 <= await spent(first, LIMIT) <= LIMIT
    assert await spent(second, LIMIT) < LIMIT // PART


async def test_most_uses_ask_nobody(redis: Redis) -> None:
    limiter = RateLimiter(redis, Clock())
    before = (await redis.info("stats"))["total_commands_processed"]
    await spent(limiter, LIMIT // PART)
    after = (await redis.info("stats"))["total_commands_processed"]
    assert after - before <= 2, "the two questions of this test"
    assert not await redis.keys("limit:*")
    await spent(limiter, 1)
    assert await told(redis) == LIMIT // PART + 1, "and what was not told is told with the next"


async def test_small_limits_are_exact_over_all_processes(redis: Redis) -> None:
    clock = Clock()
    limiters = [RateLimiter(redis, clock) for _ in range(4)]
    assert sum([await spent(limiter, 5, limit=PART - 1) for limiter in limiters]) == PART - 1
    for limiter in limiters:
        for _ in range(2):
            await limiter.hit("strict", 8, MINUTE)
    for limiter in limiters:
        with pytest.raises(Problem, match="often"):
            await limiter.hit("strict", 8, MINUTE)


async def test_the_next_minute_begins_anew(redis: Redis) -> None:
    clock = Clock()
    limiter = RateLimiter(redis, clock)
    assert await spent(limiter, LIMIT + 1) == LIMIT
    clock.now += MINUTE
    assert await spent(limiter, LIMIT + 1) == LIMIT


async def test_while_redis_is_away_each_process_counts_for_itself(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = RateLimiter(redis, Clock())
    assert await spent(limiter, 10) == 10

    def away(**_: bool) -> None:
        raise Away("gone")

    monkeypatch.setattr(redis, "pipeline", away)
    assert LIMIT - 10 <= await spent(limiter, 2 * LIMIT) <= LIMIT
