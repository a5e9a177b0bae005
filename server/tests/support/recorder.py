"""Recorders: every push of an installation as it goes over Redis, and every fact of a service."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from redis.asyncio import Redis

from hallway.bootstrap.registry import PARTS
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.facts.fact import unpacked
from hallway.kernel.pushes.publisher import PREFIX, Pushed, PushPublisher, push_secrets
from hallway.kernel.settings import Settings
from picosio.cluster.envelope import PROCESS_BYTES, Frames, Kind
from tests.support.waiting import eventually

MARK = b'["test.mark",{}]'
KEEP_FACTS = """
CREATE TABLE {schema}.recorded (seq bigint, name text, body bytea);
CREATE FUNCTION {schema}.keep() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO {schema}.recorded VALUES (new.seq, new.name, new.body); RETURN NULL; END';
CREATE TRIGGER keep AFTER INSERT ON {schema}.outbox FOR EACH ROW EXECUTE FUNCTION {schema}.keep();
"""
"""The outbox's publisher takes facts away as soon as every service has acknowledged them."""


async def facts_heard(database_url: str) -> None:
    """Wait until every service has heard every fact, and those that came of them: an outbox keeps what somebody has
    still to acknowledge."""
    connection = await asyncpg.connect(database_url)
    waiting = " + ".join(f"(SELECT count(*) FROM {part.name}.outbox)" for part in PARTS)
    await eventually(lambda: connection.fetchval(f"SELECT {waiting}"), lambda count: count == 0)
    await connection.close()


class FactRecorder:
    """All facts that a service has recorded since `start`."""

    def __init__(self, db: asyncpg.Connection | asyncpg.Pool, service: str) -> None:
        self._db = db
        self._service = service

    async def start(self) -> None:
        """Keep them from now on."""
        await self._db.execute(KEEP_FACTS.format(schema=self._service))

    async def of(self, name: str) -> list[dict[str, Any]]:
        """Those of one name, such as `MessageSent`, in order."""
        query = f"SELECT body FROM {self._service}.recorded WHERE name = $1 ORDER BY seq"
        rows = await self._db.fetch(query, f"{self._service}.{name}")
        return [msgspec.json.decode(fact) for row in rows for _, fact in unpacked(UUID(int=0), row["body"])]


@asynccontextmanager
async def push_publisher(settings: Settings) -> AsyncGenerator[PushPublisher]:
    """A publisher that is connected."""
    publisher = PushPublisher(settings)
    await publisher.start()
    try:
        yield publisher
    finally:
        await publisher.stop()


@asynccontextmanager
async def recorded_pushes(redis: Redis, settings: Settings) -> AsyncGenerator[list[tuple[str, Pushed]]]:
    """All pushes on all channels, in order; complete when the block is left. Commands to gateways are on GATEWAYS."""
    recorded: list[tuple[str, Pushed]] = []
    frames = Frames(push_secrets(settings)[0], PREFIX, bytes(PROCESS_BYTES))
    marks: asyncio.Queue[None] = asyncio.Queue()

    async def listen() -> None:
        async for message in pubsub.listen():
            if message["type"] != "pmessage":
                continue
            header, event = frames.read(message["channel"], message["data"])
            channel = GATEWAYS if header.kind == Kind.SERVERS else header.rooms[0]
            for line in event.split(b"\n"):
                if line == MARK:
                    marks.put_nowait(None)
                else:
                    recorded.append((channel, msgspec.json.decode(line, type=Pushed)))

    async with redis.pubsub() as pubsub, push_publisher(settings) as publisher:
        await pubsub.psubscribe(f"{PREFIX}*")
        listening = asyncio.create_task(listen())

        async def mark() -> None:
            await asyncio.sleep(0.02)  # what others publish leaves at the end of their turn, over their connections
            await publisher.publish([("test", MARK)])
            await asyncio.wait_for(marks.get(), 5)

        try:
            await mark()
            yield recorded
            await mark()
        finally:
            listening.cancel()
