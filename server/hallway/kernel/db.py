"""One connection and one transaction per API method; facts and pushes leave after the commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import asyncpg
import msgspec

from hallway.kernel.facts import Fact, fact_name
from hallway.kernel.ids import uuid7
from hallway.kernel.sockets import Push

STATEMENT_TIMEOUT: Final = "10s"
LOCK_TIMEOUT: Final = "5s"
IDLE_TIMEOUT: Final = "30s"
"""A transaction that waits longer than this for its own process holds locks for nothing."""

Publish = Callable[[list[tuple[str, bytes]]], Awaitable[None]]


class Tx:
    """One connection in one transaction."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self.facts: list[Fact] = []
        self.pushes: list[tuple[str, bytes]] = []

    def announce(self, fact: Fact) -> None:
        """Tell the other services, at least once, if and only if this transaction commits."""
        self.facts.append(fact)

    def live(self, channel: str, push: Push) -> None:
        """Show it to the open pages on `channel` right after the commit; lost on those that are away."""
        self.pushes.append((channel, push.encoded()))


class Database:
    """One service's schema. `live` publishes encoded pushes; `wake` tells the relay that there are facts."""

    def __init__(
        self, pool: asyncpg.Pool, schema: str, live: Publish, wake: Callable[[], None], clock: Callable[[], datetime]
    ) -> None:
        self.pool = pool
        self.schema = schema
        self._live = live
        self._wake = wake
        self._clock = clock

    @asynccontextmanager
    async def transaction(self, *, readonly: bool = False) -> AsyncGenerator[Tx]:
        """Everything inside happens, or none of it. Facts and pushes leave after it has."""
        async with self.pool.acquire() as connection, connection.transaction(readonly=readonly):
            tx = Tx(connection)  # type: ignore[arg-type]  # a pool's proxy is a connection in all but type
            yield tx
            if tx.facts:
                await self._write(tx)
        if tx.facts:
            self._wake()
        if tx.pushes:
            await self._live(tx.pushes)

    async def _write(self, tx: Tx) -> None:
        now = self._clock()
        rows = [(uuid7(now), fact_name(type(fact)), msgspec.json.encode(fact), now) for fact in tx.facts]
        await tx.connection.execute(
            f"INSERT INTO {self.schema}.outbox (id, name, body, at)"
            " SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[])",
            *([row[column] for row in rows] for column in range(4)),
        )


async def open_pool(url: str, schema: str, size: int) -> asyncpg.Pool:
    """A pool whose connections live in `schema`, speak msgspec's JSON, and give up on what takes too long."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_prepare,
        server_settings={
            "application_name": f"hallway {schema}",
            "search_path": f"{schema}, public",
            "statement_timeout": STATEMENT_TIMEOUT,
            "lock_timeout": LOCK_TIMEOUT,
            "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
            "timezone": "UTC",
        },
    )


async def _prepare(connection: asyncpg.Connection) -> None:
    def encode(value: object) -> str:
        return msgspec.json.encode(value).decode()

    def decode(text: str) -> Any:
        return msgspec.json.decode(text)

    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=encode, decoder=decode)
    await connection.set_type_codec("vector", schema="public", encoder=str, decoder=str)
