"""Who is here: people with an open page in an event's room, counted over all gateways.

Each gateway keeps its own people in a sorted set per event (score: when last seen) and tells its own sockets what
changed. Redis may be wiped or away: what this gateway knows itself is always counted."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from hallway.kernel.ids import uuid7
from hallway.kernel.sockets import Push

TICK_SECONDS: Final = 2.0
BEAT_SECONDS: Final = 10.0
GONE_SECONDS: Final = 30.0
"""People of a gateway that died are gone after this."""
MOST_NAMED: Final = 5_000
PREFIX: Final = "event:"


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


class Presence:
    """Counts people, not sockets. `emit(room, push)` sends to this gateway's sockets."""

    def __init__(
        self, redis: Redis, emit: Callable[[str, Push], Awaitable[None]], clock: Callable[[], datetime]
    ) -> None:
        self._redis = redis
        self._emit = emit
        self._clock = clock
        self._gateway = uuid7(clock()).hex
        self._sockets: defaultdict[UUID, Counter[UUID]] = defaultdict(Counter)
        self._known: dict[UUID, frozenset[UUID]] = {}
        self._beats: dict[UUID, float] = {}
        self._removed: set[tuple[UUID, UUID]] = set()

    async def joined(self, room: str, user_id: UUID, socket_id: str) -> None:
        """A socket of this person came into the room; it is told who is there."""
        if not room.startswith(PREFIX):
            return
        event_id = UUID(room.removeprefix(PREFIX))
        self._sockets[event_id][user_id] += 1
        self._removed.discard((event_id, user_id))
        self._beats.pop(event_id, None)
        if event_id not in self._known:  # the first one here from this gateway: others may have people there
            with suppress(RedisError, OSError):
                self._known[event_id] = await self._exchange(event_id, frozenset())
        here = self._known.get(event_id, frozenset()) | {user_id}
        state = PresenceState(event_id=event_id, count=len(here), here=sorted(here)[:MOST_NAMED])
        await self._emit(socket_id, state)

    def left(self, room: str, user_id: UUID) -> None:
        """A socket of this person left the room or is gone."""
        if not room.startswith(PREFIX):
            return
        event_id = UUID(room.removeprefix(PREFIX))
        people = self._sockets[event_id]
        people[user_id] -= 1
        if people[user_id] <= 0:
            del people[user_id]
            self._removed.add((event_id, user_id))

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for event_id in list(self._sockets):
                await self._tick(event_id)

    async def stop(self) -> None:
        """Take this gateway's people out."""
        with suppress(RedisError, OSError):
            for event_id, people in self._sockets.items():
                if people:
                    await self._redis.zrem(_key(event_id), *(self._member(user_id) for user_id in people))

    async def _tick(self, event_id: UUID) -> None:
        local = frozenset(self._sockets[event_id])
        try:
            here = local | await self._exchange(event_id, local)
        except (RedisError, OSError):
            here = local
        before = self._known.get(event_id, frozenset())
        if not local:
            del self._sockets[event_id]
            self._known.pop(event_id, None)
        elif here != before:
            self._known[event_id] = here
            joined, left = sorted(here - before)[:MOST_NAMED], sorted(before - here)[:MOST_NAMED]
            push = PresencePush(event_id=event_id, count=len(here), joined=joined, left=left)
            await self._emit(f"{PREFIX}{event_id}", push)

    async def _exchange(self, event_id: UUID, local: frozenset[UUID]) -> frozenset[UUID]:
        """Write who is here with us, read who is here with all."""
        key, now = _key(event_id), self._clock().timestamp()
        gone = [self._member(user_id) for event, user_id in self._removed if event == event_id]
        async with self._redis.pipeline(transaction=True) as pipe:
            if gone:
                pipe.zrem(key, *gone)
            if local and now - self._beats.get(event_id, 0) >= BEAT_SECONDS:
                pipe.zadd(key, {self._member(user_id): now for user_id in local})
                self._beats[event_id] = now
            pipe.zremrangebyscore(key, 0, now - GONE_SECONDS)
            pipe.expire(key, int(GONE_SECONDS * 2))
            pipe.zrange(key, 0, -1)
            *_, members = await pipe.execute()
        self._removed = {(event, user) for event, user in self._removed if event != event_id or user in local}
        if len(members) < len(local):
            self._beats.pop(event_id, None)  # Redis has forgotten: say it again at the next tick
        return frozenset(UUID(member.decode().partition("@")[0]) for member in members)

    def _member(self, user_id: UUID) -> str:
        return f"{user_id}@{self._gateway}"


def _key(event_id: UUID) -> str:
    return f"presence:{event_id}"
