"""Out of the streams into a service's reactions: at least once, in order while nothing fails."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError
from structlog.contextvars import bound_contextvars

from hallway.kernel.caller import service_caller
from hallway.kernel.facts import REACTION_SECONDS, Reacting, Reactions, stream_of
from hallway.kernel.ids import uuid7
from hallway.kernel.rpc import Apis
from hallway.kernel.tasks import end

DEAD_STREAM: Final = "facts:dead"
DEAD_KEPT: Final = 10_000
READ_MILLISECONDS: Final = 1_000
READ_COUNT: Final = 64
RETRYING_AT_ONCE: Final = 256
"""Beyond this many failing facts the rest stays with Redis until it is claimed again."""
BACKOFF: Final = (0.2, 1.0, 3.0, *[10.0] * 17)
"""Three minutes: a service that is being redeployed is back by then."""
CLAIM_AFTER: Final = 15.0
"""Seconds without a sign of life (a retry counts as one) after which another consumer's fact is taken over."""


class Consumer:
    """Runs the reactions of one service; any number of them share the work. `backoff` and `claim_after` in seconds."""

    def __init__(
        self,
        reactions: Reactions,
        redis: Redis,
        apis: Apis,
        clock: Callable[[], datetime],
        backoff: tuple[float, ...] = BACKOFF,
        claim_after: float = CLAIM_AFTER,
    ) -> None:
        self._reactions = reactions
        self._group = reactions.service
        self._name = uuid7(clock()).hex
        self._streams = [stream_of(source) for source in sorted(reactions.sources())]
        self._redis = redis
        self._apis = apis
        self._backoff = backoff
        self._claim_after = claim_after
        self._retrying: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger().bind(service=self._group)

    async def start(self) -> None:
        """Begin to read, in a task of its own."""
        self._task = asyncio.create_task(self._run(), name=f"consumer {self._group}")

    async def stop(self) -> None:
        """Stop; facts in hand stay pending and are taken over by whoever comes next."""
        await end([self._task, *self._retrying.values()])

    async def _run(self) -> None:
        claimed = -self._claim_after
        while True:
            try:
                now = asyncio.get_running_loop().time()
                if now - claimed >= self._claim_after / 3:
                    await self._claim()
                    claimed = now
                groups = await self._redis.xreadgroup(
                    self._group, self._name, dict.fromkeys(self._streams, ">"), READ_COUNT, READ_MILLISECONDS
                )
                for stream, entries in _pairs(groups):
                    for entry_id, fields in entries:
                        await self._first_try(_text(stream), _text(entry_id), fields)
            except ResponseError as error:
                if "NOGROUP" not in str(error) and "no such key" not in str(error):
                    self._log.exception("cannot read facts")
                    await asyncio.sleep(1)
                await self._create_groups()
            except (RedisError, OSError, TimeoutError) as error:
                self._log.warning("facts cannot be read", error=repr(error))
                await asyncio.sleep(1)

    async def _create_groups(self) -> None:
        for stream in self._streams:
            try:
                await self._redis.xgroup_create(stream, self._group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
            except (RedisError, OSError):
                return  # the loop comes back here

    async def _claim(self) -> None:
        """Take over what others left behind, and what there was no room to retry."""
        for stream in self._streams:
            room = RETRYING_AT_ONCE - len(self._retrying)
            if room <= 0:
                return
            answer = await self._redis.xautoclaim(
                stream, self._group, self._name, int(self._claim_after * 1000), count=min(room, READ_COUNT)
            )
            for entry_id, fields in answer[1]:
                if fields and (stream, _text(entry_id)) not in self._retrying:
                    await self._first_try(stream, _text(entry_id), fields)

    async def _first_try(self, stream: str, entry_id: str, fields: Any) -> None:
        if await self._attempt(stream, entry_id, fields):
            return
        if len(self._retrying) < RETRYING_AT_ONCE:
            key = (stream, entry_id)
            self._retrying[key] = asyncio.create_task(self._retry(stream, entry_id, fields))
            self._retrying[key].add_done_callback(lambda _: self._retrying.pop(key, None))

    async def _retry(self, stream: str, entry_id: str, fields: Any) -> None:
        with suppress(RedisError, OSError):  # what cannot be acknowledged now comes back by being claimed
            for seconds in self._backoff:
                await asyncio.sleep(seconds)
                # A sign of life: nobody needs to take it over.
                await self._redis.xclaim(stream, self._group, self._name, 0, [entry_id], justid=True)
                if await self._attempt(stream, entry_id, fields):
                    return
            await self._bury(stream, entry_id, fields)

    async def _attempt(self, stream: str, entry_id: str, fields: Any) -> bool:
        """Whether the fact is dealt with."""
        name = _text(fields[b"name"])
        with bound_contextvars(fact=name, fact_id=_text(fields[b"id"])):
            try:
                fact_id = UUID(_text(fields[b"id"]))
                at = datetime.fromisoformat(_text(fields[b"at"]))
                reacting = Reacting(fact_id, at, self._apis, service_caller(self._group))
                async with asyncio.timeout(REACTION_SECONDS):
                    await self._reactions.react(name, fields[b"body"], reacting)
            except msgspec.ValidationError:
                self._log.exception("a fact cannot be read")
                await self._bury(stream, entry_id, fields)
                return True
            except Exception as error:
                self._log.warning("a reaction failed", error=repr(error))
                return False
        await self._redis.xack(stream, self._group, entry_id)
        return True

    async def _bury(self, stream: str, entry_id: str, fields: Any) -> None:
        self._log.error("a fact was given up", stream=stream, entry=entry_id, fact=_text(fields[b"name"]))
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(DEAD_STREAM, {**fields, b"group": self._group}, maxlen=DEAD_KEPT)
            pipe.xack(stream, self._group, entry_id)
            await pipe.execute()


def _pairs(groups: Any) -> list[tuple[Any, Any]]:
    return cast(list[tuple[Any, Any]], groups or [])


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
