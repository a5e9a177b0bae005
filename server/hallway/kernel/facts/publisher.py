"""From the outbox to the stream, and out of both once everybody has heard."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, cast

import asyncpg
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from hallway.kernel.facts import outbox
from hallway.kernel.facts.fact import stream_of
from hallway.kernel.ids import uuid7
from hallway.kernel.tasks import end

GENERATION_KEY: Final = "facts:generation"
POLL_SECONDS: Final = 1.0
"""A process that died between commit and wake-up leaves rows behind; somebody finds them within this time."""
GATHER_SECONDS: Final = 0.02
"""After publishing: what comes meanwhile goes together, so a busy service spends its time on its own work."""
BATCH: Final = 500

Id = tuple[int, int]
"""A stream id as it sorts: milliseconds and number."""


class OutboxPublisher:
    """Publishes the facts of one service. Any number of them may run; an advisory lock takes turns, which keeps
    the facts' order. `groups` are the services that react to this one: their acknowledgement lets a fact go."""

    def __init__(
        self, service: str, pool: asyncpg.Pool, redis: Redis, groups: Iterable[str], clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._pool = pool
        self._redis = redis
        self._groups = sorted(groups)
        self._clock = clock
        self._stream = stream_of(service)
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There is something to publish."""
        self._awake.set()

    async def start(self) -> None:
        """Begin to publish, in a task of its own."""
        self._task = asyncio.create_task(self._run(), name=f"outbox of {self._service}")

    async def stop(self) -> None:
        """Stop; what is not published yet stays in the outbox."""
        await end([self._task])

    async def _run(self) -> None:
        log = structlog.get_logger().bind(service=self._service)
        cleared = 0.0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._awake.wait()
            self._awake.clear()
            try:
                while await self.publish() == BATCH:
                    pass
                await asyncio.sleep(GATHER_SECONDS)
                now = asyncio.get_running_loop().time()
                if now - cleared >= POLL_SECONDS:
                    await self.clear()
                    cleared = now
            except (RedisError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("facts wait", error=repr(error))
                await asyncio.sleep(POLL_SECONDS)

    async def publish(self) -> int:
        """Publish up to BATCH waiting facts in order; answers how many."""
        generation = await self._generation()
        async with self._pool.acquire() as acquired, acquired.transaction():
            connection = cast(asyncpg.Connection, acquired)  # a proxy of the pool's, in truth
            if not await outbox.waits(connection, generation):
                return 0
            await outbox.lock(connection, self._stream)
            rows = await outbox.waiting(connection, generation, BATCH)
            async with self._redis.pipeline(transaction=True) as pipe:
                for row in rows:
                    at = row["at"].isoformat()
                    pipe.xadd(self._stream, {"id": str(row["id"]), "name": row["name"], "body": row["body"], "at": at})
                pipe.get(GENERATION_KEY)
                pipe.info("server")
                *ids, key, server = await pipe.execute()
            stream_ids = [_text(stream_id) for stream_id in ids]
            await outbox.mark_published(connection, rows, stream_ids, _generation(key, server))
            return len(rows)

    async def clear(self) -> None:
        """Delete what every group has acknowledged, from the outbox and from the stream."""
        if not await outbox.has_published(self._pool):
            return
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.get(GENERATION_KEY)
            pipe.info("server")
            pipe.xinfo_groups(self._stream)
            for group in self._groups:
                pipe.xpending(self._stream, group)
            key, server, groups, *pending = await pipe.execute(raise_on_error=False)
        if isinstance(groups, ResponseError):
            groups = []  # no stream: wiped, or nobody has ever read
        end = self._heard_by_all(groups, pending)
        if end is None:
            return
        await outbox.delete_before(self._pool, _generation(key, server), end)
        await self._redis.xtrim(self._stream, minid=f"{end[0]}-{end[1]}", approximate=False)

    def _heard_by_all(self, groups: Any, pending: list[Any]) -> Id | None:
        """The first stream id that somebody still has to acknowledge; None when nothing may go."""
        last = {_text(group["name"]): _id(group["last-delivered-id"]) for group in groups}
        end: Id = (2**62, 0)
        for group, waiting in zip(self._groups, pending, strict=True):
            if group not in last or isinstance(waiting, Exception):
                return None
            milliseconds, number = last[group]
            first = _id(waiting["min"]) if waiting["pending"] else (milliseconds, number + 1)
            end = min(end, first)
        return end

    async def _generation(self) -> str:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(GENERATION_KEY, uuid7(self._clock()).hex, nx=True)
            pipe.get(GENERATION_KEY)
            pipe.info("server")
            _, key, server = await pipe.execute()
        return _generation(key, server)


def _generation(key: Any, server: Any) -> str:
    """Which life of Redis this is: FLUSHALL takes the key away, a restart or fail-over changes the run id."""
    return f"{_text(key)}:{server['run_id']}"


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _id(value: Any) -> Id:
    milliseconds, _, number = _text(value).partition("-")
    return int(milliseconds), int(number)
