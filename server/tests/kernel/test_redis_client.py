"""A crowd at Redis: what many ask for at once waits, and is neither refused nor taken for Redis being away."""

import asyncio
from datetime import timedelta

from redis.asyncio import Redis

from hallway.kernel.clock import now
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.redis_client import CONNECTIONS, open_redis
from tests.conftest import Servers

CROWD = 10 * CONNECTIONS


async def test_a_crowd_waits_for_each_other(servers: Servers, redis: Redis) -> None:
    client = open_redis(servers.redis)
    limiter = RateLimiter(client, now)
    hits = (limiter.hit("crowd", CROWD, timedelta(days=1)) for _ in range(CROWD))
    *_, health = await asyncio.gather(*hits, client.ping())
    assert health
    [key] = await redis.keys("limit:crowd:*")
    assert int(await redis.get(key)) == CROWD, "some were counted elsewhere"
    clients = await redis.client_list()
    assert len(clients) <= CONNECTIONS + 2
    await client.aclose()
