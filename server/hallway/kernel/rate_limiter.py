"""How often something may be done."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Final

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hallway.kernel.audit import audit
from hallway.kernel.errors import Problem

REMEMBERED_KEYS = 50_000
"""Keys counted in process while Redis is away, and keys remembered as used up; beyond that all are forgotten rather
than memory filled."""

PART: Final = 16
"""Of what is left of a generous limit, this part may be used in a process before it tells the others."""


class Use(msgspec.Struct, frozen=True):
    """`amount` uses of `key`, of which there may be `limit` within `per`."""

    key: str
    limit: int
    per: timedelta
    amount: int = 1


_Window = tuple[Use, str, float]
"""Uses, the counter's name in Redis, and when its window ends."""


class _Spent(msgspec.Struct):
    """Of one window: what all processes had used when this one last told, and what it has used since."""

    told: int = 0
    since: int = 0


class RateLimiter:
    """Counts per key in fixed windows, shared by all processes through Redis. While Redis is away each process counts
    for itself: looser, but never open."""

    def __init__(self, redis: Redis, clock: Callable[[], datetime]) -> None:
        self._redis = redis
        self._clock = clock
        self._local: dict[str, int] = {}
        self._spent: dict[str, _Spent] = {}
        self._away = False
        self._used_up: dict[str, float] = {}
        """The ends of windows of keys that are known to be used up: Redis is not asked about them again."""

    async def hit(self, key: str, limit: int, per: timedelta, amount: int = 1) -> None:
        """Count `amount` uses of `key`. `too_many` with `retry_after` in seconds above `limit` within `per`."""
        await self.hit_all([Use(key, limit, per, amount)])

    async def hit_all(self, uses: Sequence[Use]) -> None:
        """Count all of these at once. `too_many` for the first that there have been too many of."""
        self.check(*(use.key for use in uses))
        now = self._clock().timestamp()
        await self._count_all([_window(use, now) for use in uses], now)

    async def spend(self, uses: Sequence[Use]) -> None:
        """As `hit_all`, for what is asked so often that Redis cannot be told of each: of what is left of the limit a
        part is used up here first, so that Redis never hears of most people. When little is left each is told; so one
        process alone never gives more than the limit, and each further one at most that part of it more."""
        self.check(*(use.key for use in uses))
        now = self._clock().timestamp()
        due: list[_Window] = []
        for window in (_window(use, now) for use in uses):
            use, name, end = window
            spent = self._spent_in(name)
            amount = use.amount + spent.since
            if amount <= (use.limit - spent.told) // PART:
                spent.since = amount
                continue
            spent.since = 0  # whoever comes meanwhile does not tell the same again
            due.append((msgspec.structs.replace(use, amount=amount), name, end))
        if due:
            await self._count_all(due, now)

    async def _count_all(self, windows: Sequence[_Window], now: float) -> None:
        counts = await self._count([(name, ceil(end - now), use.amount) for use, name, end in windows])
        for (use, name, end), count in zip(windows, counts, strict=True):
            spent = self._spent_in(name)
            spent.told = max(spent.told, count)
            if count > use.limit:
                if len(self._used_up) >= REMEMBERED_KEYS:
                    self._used_up.clear()
                self._used_up[use.key] = end
                if count - use.amount <= use.limit:  # once in a window, not for each that is refused
                    audit("limit", "refused", on=use.key, limit=use.limit, seconds=int(use.per.total_seconds()))
                raise _too_many(end - now)

    def _spent_in(self, name: str) -> _Spent:
        if spent := self._spent.get(name):
            return spent
        if len(self._spent) >= REMEMBERED_KEYS:
            self._spent.clear()
        return self._spent.setdefault(name, _Spent())

    @property
    def knows_some(self) -> bool:
        """Whether any key is known to be used up."""
        return bool(self._used_up)

    def check(self, *keys: str) -> None:
        """`too_many` for keys that this process knows to be used up, without asking anybody; counts nothing."""
        if not self._used_up:
            return
        now = self._clock().timestamp()
        for key in keys:
            if now < (end := self._used_up.get(key, now)):
                raise _too_many(end - now)
            self._used_up.pop(key, None)

    async def _count(self, uses: Sequence[tuple[str, int, int]]) -> list[int]:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for name, seconds, amount in uses:
                    pipe.incrby(name, amount)
                    pipe.expire(name, seconds)
                counted: list[int] = await pipe.execute()
            self._away = False
            return counted[::2]
        except (RedisError, OSError) as error:
            if not self._away:  # once, not for each request until Redis is back
                structlog.get_logger().warning("limits are counted in process", error=str(error))
            self._away = True
            return [self._count_here(name, amount) for name, _, amount in uses]

    def _count_here(self, name: str, amount: int) -> int:
        if len(self._local) >= REMEMBERED_KEYS:
            self._local.clear()
        self._local[name] = self._local.get(name, 0) + amount
        return self._local[name]


def _window(use: Use, now: float) -> _Window:
    span = use.per.total_seconds()
    number = int(now // span)
    return use, f"limit:{use.key}:{int(span)}:{number}", (number + 1) * span


def _too_many(seconds: float) -> Problem:
    wait = ceil(seconds)
    return Problem("too_many", "tooOften", retry_after=wait)
