"""Who is at an event's venue now, as gateways write it down in Redis (`gateway/presence.py`); services only look."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

MOST_NAMED: Final = 5_000


def here_key(event_id: UUID) -> str:
    """The sorted set of the event: members as `member` makes them, scored by when they were last seen."""
    return f"presence:{event_id}"


def member(user_id: UUID, gateway: str) -> str:
    """Somebody who is there through this gateway."""
    return f"{user_id}@{gateway}"


def person_of(written: bytes) -> UUID:
    """Whose member this is."""
    return UUID(written.decode().partition("@")[0])


class Here:
    """Looks at who is where. While Redis is away nobody is anywhere: what depends on it must do without."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def at(self, event_id: UUID) -> Sequence[UUID]:
        """People at the event's venue, at most 5,000, those who were seen last first."""
        try:
            members = await self._redis.zrevrange(here_key(event_id), 0, MOST_NAMED - 1)
        except (RedisError, OSError):
            return []
        return list(dict.fromkeys(person_of(one) for one in members if isinstance(one, bytes)))
