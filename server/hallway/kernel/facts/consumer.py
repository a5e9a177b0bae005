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

from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.kernel.facts.fact import REACTION_SECONDS, stream_of, unpacked
from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.kernel.ids import uuid7
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

Facts = list[tuple[UUID, msgspec.Raw]]


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
        entry = _Entry(stream, entry_id, fields)
        if await self._attempt(entry):
            return
        if len(self._retrying) < RETRYING_AT_ONCE:
            key = (stream, entry_id)
            self._retrying[key] = asyncio.create_task(self._retry(entry))
            self._retrying[key].add_done_callback(lambda _: self._retrying.pop(key, None))

    async def _retry(self, entry: "_Entry") -> None:
        with suppress(RedisError, OSError):  # what cannot be acknowledged now comes back by being claimed
            for seconds in self._backoff:
                await asyncio.sleep(seconds)
                # A sign of life: nobody needs to take it over.
                await self._redis.xclaim(entry.stream, self._group, self._name, 0, [entry.id], justid=True)
                if await self._attempt(entry):
                    return
            await self._discard(entry, entry.left or [])
            await self._redis.xack(entry.stream, self._group, entry.id)

    async def _attempt(self, entry: "_Entry") -> bool:
        """Whether everything in the entry is dealt with; what is not stays in `entry.left`."""
        name = _text(entry.fields[b"name"])
        if name in self._reactions.table:
            with bound_contextvars(fact=name, fact_id=_text(entry.fields[b"id"])):
                try:
                    await self._react(entry, name)
                except (msgspec.MsgspecError, ValueError):
                    self._log.exception("facts cannot be read")
                    await self._discard(entry, [(UUID(int=0), msgspec.Raw(entry.fields[b"body"]))])
            if entry.left:
                return False
        await self._redis.xack(entry.stream, self._group, entry.id)
        return True

    async def _react(self, entry: "_Entry", name: str) -> None:
        at = datetime.fromisoformat(_text(entry.fields[b"at"]))
        if entry.left is None:
            entry.left = unpacked(UUID(_text(entry.fields[b"id"])), entry.fields[b"body"])
        failed: Facts = []
        for fact_id, body in entry.left:
            reacting = ReactionContext(fact_id, at, self._apis, service_caller(self._group))
            try:
                async with asyncio.timeout(REACTION_SECONDS):
                    await self._reactions.react(name, body, reacting)
            except msgspec.ValidationError:
                self._log.exception("a fact cannot be read")
                await self._discard(entry, [(fact_id, body)])
            except Exception as error:
                self._log.warning("a reaction failed", error=repr(error), failed=str(fact_id))
                failed.append((fact_id, body))
        entry.left = failed

    async def _discard(self, entry: "_Entry", facts: Facts) -> None:
        """Each of these facts by itself, for people to look at."""
        self._log.error(
            "facts were given up",
            stream=entry.stream,
            entry=entry.id,
            fact=_text(entry.fields[b"name"]),
            count=len(facts),
        )
        async with self._redis.pipeline(transaction=True) as pipe:
            for fact_id, body in facts:
                discarded = {**entry.fields, b"id": str(fact_id), b"body": bytes(body), b"group": self._group}
                pipe.xadd(DEAD_STREAM, discarded, maxlen=DEAD_KEPT)
            await pipe.execute()


class _Entry:
    """One entry of a stream, and those of its facts that are not dealt with yet (None: not looked at)."""

    def __init__(self, stream: str, id: str, fields: Any) -> None:
        self.stream = stream
        self.id = id
        self.fields = fields
        self.left: Facts | None = None


def _pairs(groups: Any) -> list[tuple[Any, Any]]:
    return cast(list[tuple[Any, Any]], groups or [])


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
