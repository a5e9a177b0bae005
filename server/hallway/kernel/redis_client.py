"""The client for everything in Redis but pushes, which travel by picosio's own connection."""

from typing import Final

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

CONNECTIONS: Final = 64
"""Of one process: six services wait for facts on one each, the others take milliseconds."""
WAIT_SECONDS: Final = 5
"""For one that is free. Without waiting, a crowd that asks for something at once would take them from facts, presence
and the health check, as if Redis were away."""


def open_redis(url: str) -> Redis:
    """A client that notices quickly when Redis is away, and whose commands wait for each other when there are many."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=WAIT_SECONDS,
        socket_connect_timeout=1,
        socket_timeout=5,
        retry=Retry(NoBackoff(), 1),
        driver_info=None,  # else each connection reads the library's version from a file, and tells it to Redis
    )
    return Redis.from_pool(pool)
