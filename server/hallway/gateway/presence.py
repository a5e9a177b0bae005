"""Who is here: people with an open page at an event's venue, counted over all gateways.

Each gateway keeps its own people in a sorted set per event (score: when last seen) and tells its own sockets what
changed. Redis may be wiped or away: what this gateway knows itself is always counted."""

import asyncio
from collections.abc import Callable, Set
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.message import Push

TICK_SECONDS: Final = 2.0
BEAT_SECONDS: Final = 10.0
GONE_SECONDS: Final = 30.0
"""People of a gateway that died are gone after this."""
MOST_NAMED: Final = 5_000


class PresencePush(Push, frozen=True, kw_only=True, name="presence"):
    """To `event:<id>`, at most every two seconds: who came and who went; `count` is how many are here now."""

    event_id: UUID
    count: int
    joined: list[UUID]
    left: list[UUID]


class PresenceState(Push, frozen=True, kw_only=True, name="presence.state"):
    """To a socket that joins `event:<id>`: who is here (at most 5,000 of them)."""

    event_id: UUID
    count: int
    here: list[UUID]


class _Event:
    """What is known of one event: everybody at the last tick, those of ours then, and when all of ours were told."""

    def __init__(self) -> None:
        self.known: frozenset[UUID] = frozenset()
        self.named: list[UUID] = []
        self.ours: frozenset[UUID] = frozenset()
        self.beat_at = 0.0

    def know(self, here: frozenset[UUID]) -> None:
        """Everybody who is here."""
        self.known, self.named = here, sorted(here)[:MOST_NAMED]


class Presence:
    """Counts people, not sockets. `ours(event_id)` answers who is at the event's venue through this gateway;
    `tell(event_id, push)` sends to them."""

    def __init__(
        self,
        redis: Redis,
        ours: Callable[[UUID], Set[UUID]],
        tell: Callable[[UUID, PresencePush], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._redis = redis
        self._ours = ours
        self._tell = tell
        self._clock = clock
        self._gateway = uuid7(clock()).hex
        self._events: dict[UUID, _Event] = {}

    async def entered(self, event_id: UUID, user_id: UUID) -> PresenceState:
        """Somebody has come to the venue; the answer is for them. Who came since the last tick is told at the
        next one, to them as well."""
        event = self._events.get(event_id)
        if event is None:  # the first one here from this gateway: others may have people there
            event = self._events[event_id] = _Event()
            with suppress(RedisError, OSError):
                event.know(await self._exchange(event_id, event, frozenset()))
        named = event.named if user_id in event.known else [*event.named, user_id]
        count = len(event.known) + (user_id not in event.known)
        return PresenceState(event_id=event_id, count=count, here=named[:MOST_NAMED])

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for event_id, event in list(self._events.items()):
                await self._tick(event_id, event)

    async def stop(self) -> None:
        """Take this gateway's people out."""
        with suppress(RedisError, OSError):
            for event_id, event in self._events.items():
                if event.ours:
                    await self._redis.zrem(_key(event_id), *map(self._member, event.ours))

    async def _tick(self, event_id: UUID, event: _Event) -> None:
        ours = frozenset(self._ours(event_id))
        try:
            here = ours | await self._exchange(event_id, event, ours)
        except (RedisError, OSError):
            here = ours
        if not ours:
            self._events.pop(event_id, None)
        elif here != event.known:
            before = event.known
            event.know(here)
            joined, left = sorted(here - before)[:MOST_NAMED], sorted(before - here)[:MOST_NAMED]
            self._tell(event_id, PresencePush(event_id=event_id, count=len(here), joined=joined, left=left))

    async def _exchange(self, event_id: UUID, event: _Event, ours: frozenset[UUID]) -> frozenset[UUID]:
        """Write who is here with us, read who is here with all."""
        key, now = _key(event_id), self._clock().timestamp()
        beat = now - event.beat_at >= BEAT_SECONDS
        gone, seen = event.ours - ours, ours if beat else ours - event.ours
        async with self._redis.pipeline(transaction=True) as pipe:
            if gone:
                pipe.zrem(key, *map(self._member, gone))
            if seen:
                pipe.zadd(key, {self._member(user_id): now for user_id in seen})
            pipe.zremrangebyscore(key, 0, now - GONE_SECONDS)
            pipe.expire(key, int(GONE_SECONDS * 2))
            pipe.zrange(key, 0, -1)
            *_, members = await pipe.execute()
        event.ours = ours
        if beat:
            event.beat_at = now
        if len(members) < len(ours):
            event.beat_at = 0.0  # Redis has forgotten: say all of it again at the next tick
        return frozenset(UUID(member.decode().partition("@")[0]) for member in members)

    def _member(self, user_id: UUID) -> str:
        return f"{user_id}@{self._gateway}"


def _key(event_id: UUID) -> str:
    return f"presence:{event_id}"
