"""The client for everything in Redis but pushes, which travel by picosio's own connection."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def open_redis(url: str) -> Redis:
    """A client that notices quickly when Redis is away."""
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5, retry=Retry(NoBackoff(), 1))
