"""Who is here: people with an open page at an event's venue, counted over all gateways.

Each gateway keeps its own people in a sorted set per event (score: when last seen) and tells its own sockets what
changed. Redis may be wiped or away: what this gateway knows itself is always counted.

Two people with a block between them are not here for each other: neither named nor counted. To whom that applies is
asked each time before anything is told, so that nothing old is believed; who cannot be asked about is told nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hallway.kernel.here import MOST_NAMED, here_key, member, person_of
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.message import Push

TICK_SECONDS: Final = 2.0
BEAT_SECONDS: Final = 10.0
GONE_SECONDS: Final = 30.0
"""People of a gateway that died are gone after this."""


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


Hidden = Mapping[UUID, Set[UUID]]
"""By each person those across a block; who has none is left out."""


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
    `tell(event_id, push, excepted)` sends to those of them who are not excepted, `tell_one(event_id, user_id, push)`
    to one; `hidden_from(user_ids)` answers who is across a block from each of these."""

    def __init__(
        self,
        redis: Redis,
        ours: Callable[[UUID], Set[UUID]],
        tell: Callable[[UUID, PresencePush, Sequence[UUID]], None],
        tell_one: Callable[[UUID, UUID, PresencePush], None],
        hidden_from: Callable[[Sequence[UUID]], Awaitable[Hidden]],
        clock: Callable[[], datetime],
    ) -> None:
        self._redis = redis
        self._ours = ours
        self._tell = tell
        self._tell_one = tell_one
        self._ask_hidden = hidden_from
        self._blocks_changed = 0
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
        hidden = (await self._hidden_from([user_id])).get(user_id, frozenset())
        here = (event.known | {user_id}) - hidden
        named = [one for one in event.named if one not in hidden]
        if user_id not in event.known:
            named.append(user_id)
        return PresenceState(event_id=event_id, count=len(here), here=named[:MOST_NAMED])

    async def block_changed(self, first_id: UUID, second_id: UUID) -> None:
        """For those of the two who are here with us the other one goes, or comes back, at once."""
        self._blocks_changed += 1
        hidden = await self._hidden_from([first_id, second_id])
        for event_id, event in list(self._events.items()):
            for viewer, other in ((first_id, second_id), (second_id, first_id)):
                if other not in event.known or viewer not in self._ours(event_id):
                    continue
                mine = hidden.get(viewer, frozenset())
                joined, left = ([], [other]) if other in mine else ([other], [])
                count = len(event.known - mine)
                push = PresencePush(event_id=event_id, count=count, joined=joined, left=left)
                self._tell_one(event_id, viewer, push)

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
                    await self._redis.zrem(here_key(event_id), *map(self._member, event.ours))

    async def _tick(self, event_id: UUID, event: _Event) -> None:
        ours = frozenset(self._ours(event_id))
        try:
            here = ours | await self._exchange(event_id, event, ours)
        except (RedisError, OSError):
            here = ours
        if not ours:
            self._events.pop(event_id, None)
        elif here != event.known:
            try:
                hidden = await self._hidden_from(sorted(ours))
            except Exception as error:  # told at a later tick
                structlog.get_logger().warning("presence cannot be told", error=repr(error))
                return
            before = event.known
            event.know(here)
            self._tell(event_id, _change(event_id, before, here), sorted(hidden))
            for user_id, others in hidden.items():
                push = _change(event_id, before - others, here - others)
                if push.joined or push.left:
                    self._tell_one(event_id, user_id, push)

    async def _hidden_from(self, user_ids: Sequence[UUID]) -> Hidden:
        """As of now: asked again if a block was set or lifted meanwhile."""
        while True:
            asked_at = self._blocks_changed
            hidden = await self._ask_hidden(user_ids)
            if asked_at == self._blocks_changed:
                return hidden

    async def _exchange(self, event_id: UUID, event: _Event, ours: frozenset[UUID]) -> frozenset[UUID]:
        """Write who is here with us, read who is here with all."""
        key, now = here_key(event_id), self._clock().timestamp()
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
        return frozenset(map(person_of, members))

    def _member(self, user_id: UUID) -> str:
        return member(user_id, self._gateway)


def _change(event_id: UUID, before: Set[UUID], here: Set[UUID]) -> PresencePush:
    joined, left = sorted(here - before)[:MOST_NAMED], sorted(before - here)[:MOST_NAMED]
    return PresencePush(event_id=event_id, count=len(here), joined=joined, left=left)
