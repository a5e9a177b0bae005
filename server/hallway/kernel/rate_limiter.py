"""How often something may be done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hallway.kernel.errors import Problem

REMEMBERED_KEYS = 50_000
"""Keys counted in process while Redis is away; beyond that all are forgotten rather than memory filled."""


class RateLimiter:
    """Counts per key in fixed windows, shared by all processes through Redis. While Redis is away each process counts
    for itself: looser, but never open."""

    def __init__(self, redis: Redis, clock: Callable[[], datetime]) -> None:
        self._redis = redis
        self._clock = clock
        self._local: dict[str, int] = {}

    async def hit(self, key: str, limit: int, per: timedelta) -> None:
        """Count one use of `key`. `too_many` with `retry_after` in seconds above `limit` uses within `per`."""
        span = per.total_seconds()
        now = self._clock().timestamp()
        window = int(now // span)
        name = f"limit:{key}:{int(span)}:{window}"
        if await self._count(name, ceil(span)) > limit:
            wait = ceil((window + 1) * span - now)
            raise Problem("too_many", f"That was too often. Try again in {wait} seconds.", retry_after=wait)

    async def _count(self, name: str, seconds: int) -> int:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.incr(name)
                pipe.expire(name, seconds)
                counted: list[int] = await pipe.execute()
            return counted[0]
        except (RedisError, OSError) as error:
            structlog.get_logger().warning("limits are counted in process", error=str(error))
            if len(self._local) >= REMEMBERED_KEYS:
                self._local.clear()
            self._local[name] = self._local.get(name, 0) + 1
            return self._local[name]
