"""One connection and one transaction per API method; facts and pushes leave after the commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar, Final

import asyncpg
import msgspec

from hallway.kernel.connections import Connections
from hallway.kernel.facts import Fact, packed
from hallway.kernel.ids import uuid7
from hallway.kernel.sockets import Push

STATEMENT_TIMEOUT: Final = "10s"
LOCK_TIMEOUT: Final = "5s"
IDLE_TIMEOUT: Final = "30s"
"""A transaction that waits longer than this for its own process holds locks for nothing."""

Publish = Callable[[list[tuple[str, bytes]]], Awaitable[None]]


class Tx:
    """One connection in one transaction."""

    def __init__(self, connection: asyncpg.Connection, schema: str, now: Callable[[], datetime]) -> None:
        self.connection = connection
        self.facts: list[Fact] = []
        self.pushes: list[tuple[str, bytes]] = []
        self._schema = schema
        self._now = now
        self._written = 0
        self._last: tuple[Push, bytes] | None = None

    def announce(self, fact: Fact) -> None:
        """Tell the other services, at least once, if and only if this transaction commits."""
        self.facts.append(fact)

    def live(self, channel: str, push: Push) -> None:
        """Show it to the open pages on `channel` right after the commit; lost on those that are away."""
        if self._last is None or self._last[0] is not push:  # the same one to several channels is encoded once
            self._last = (push, push.encoded())
        self.pushes.append((channel, self._last[1]))

    async def execute(self, query: str, *values: object) -> None:
        """Run a data-changing statement that begins with WITH; the facts announced so far go in the same round trip."""
        facts = self.facts[self._written :]
        if facts:
            query = f"WITH told AS ({self._insert(len(values))}), {query.removeprefix('WITH')}"
        await self.connection.execute(query, *values, *self._rows(facts))
        self._written += len(facts)

    async def write_facts(self) -> None:
        """Put what is announced and not written yet into the outbox."""
        if facts := self.facts[self._written :]:
            await self.connection.execute(self._insert(0), *self._rows(facts))
            self._written += len(facts)

    def _insert(self, after: int) -> str:
        id, name, body, at = (f"${after + column}" for column in range(1, 5))
        return (
            f"INSERT INTO {self._schema}.outbox (id, name, body, at)"
            f" SELECT *, {at}::timestamptz FROM unnest({id}::uuid[], {name}::text[], {body}::bytea[])"
        )

    def _rows(self, facts: list[Fact]) -> tuple[object, ...]:
        if not facts:
            return ()
        now = self._now()
        rows = [(uuid7(now), name, body) for name, body in packed(facts)]
        return (*([row[column] for row in rows] for column in range(3)), now)


class Database:
    """One service's schema. `live` publishes encoded pushes; `wake` tells the relay that there are facts."""

    guarded: ClassVar[bool] = False
    """For tests: what is said to read only is run where PostgreSQL refuses anything else."""

    def __init__(
        self, pool: asyncpg.Pool, schema: str, live: Publish, wake: Callable[[], None], clock: Callable[[], datetime]
    ) -> None:
        self.pool = pool
        self.schema = schema
        self._connections = Connections(pool)
        self._live = live
        self._wake = wake
        self._clock = clock

    @asynccontextmanager
    async def transaction(self, *, readonly: bool = False, snapshot: bool = False) -> AsyncGenerator[Tx]:
        """Everything inside happens, or none of it. Facts and pushes leave after it has.

        With `readonly` each statement sees what was committed when it began, so there is nothing to begin or commit,
        and no round trip for it. `snapshot`: read only, and all statements see the same moment."""
        async with self._connections.use() as connection:
            tx = Tx(connection, self.schema, self._clock)
            if snapshot:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    yield tx
            elif readonly and not self.guarded:
                yield tx
                assert not tx.facts, "what only reads has nothing to announce"
            else:
                async with connection.transaction(readonly=readonly):
                    yield tx
                    await tx.write_facts()
        if tx.facts:
            self._wake()
        if tx.pushes:
            await self._live(tx.pushes)


async def open_pool(url: str, schema: str, size: int) -> asyncpg.Pool:
    """A pool whose connections live in `schema`, speak msgspec's JSON, and give up on what takes too long."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_prepare,
        reset=_keep,
        server_settings={
            "application_name": f"hallway {schema}",
            "search_path": f"{schema}, public",
            "statement_timeout": STATEMENT_TIMEOUT,
            "lock_timeout": LOCK_TIMEOUT,
            "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
            "timezone": "UTC",
        },
    )


async def _keep(connection: object) -> None:
    """Back in the pool as it is: transactions have ended, and nothing here outlives one (no session's lock, LISTEN, or
    SET without LOCAL), so there is nothing to reset by a round trip to the server."""


async def _prepare(connection: asyncpg.Connection) -> None:
    def encode(value: object) -> str:
        return msgspec.json.encode(value).decode()

    def decode(text: str) -> Any:
        return msgspec.json.decode(text)

    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=encode, decoder=decode)
    await connection.set_type_codec("vector", schema="public", encoder=str, decoder=str)
