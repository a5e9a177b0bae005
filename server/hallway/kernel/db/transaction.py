"""One connection and one transaction per API method; facts and pushes leave after the commit."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

import asyncpg

from hallway.kernel.clock import Clock
from hallway.kernel.db.pool import Connections, forget_read
from hallway.kernel.facts.fact import Fact
from hallway.kernel.facts.outbox import Outbox
from hallway.kernel.pushes.message import Push

Publish = Callable[[list[tuple[str, bytes]]], Awaitable[None]]


class Tx:
    """One connection in one transaction."""

    def __init__(self, connection: asyncpg.Connection, outbox: Outbox) -> None:
        self.connection = connection
        self.facts: list[Fact] = []
        self.pushes: list[tuple[str, bytes]] = []
        self._outbox = outbox
        self._written = 0
        self._last: tuple[Push, bytes] | None = None

    def record(self, fact: Fact) -> None:
        """Announce to the other services, at least once, if and only if this transaction commits."""
        self.facts.append(fact)

    def push(self, channel: str, message: Push) -> None:
        """Send to the open pages on `channel` right after the commit; lost on those that are away."""
        if self._last is None or self._last[0] is not message:  # the same one to several channels is encoded once
            self._last = (message, message.encoded())
        self.pushes.append((channel, self._last[1]))

    async def execute(self, statement: str, *values: object, common_tables: Sequence[str] = ()) -> None:
        """Run a statement that changes data; the facts recorded so far are written in the same round trip.
        `common_tables` are what stands between WITH and the statement, such as `heads AS (UPDATE ...)`."""
        facts = self.facts[self._written :]
        if facts:
            common_tables = [f"recorded AS ({self._outbox.insert(len(values))})", *common_tables]
        if common_tables:
            statement = f"WITH {', '.join(common_tables)} {statement}"
        await self.connection.execute(statement, *values, *self._outbox.rows(facts))
        self._written += len(facts)

    async def write_facts(self) -> None:
        """Put what is recorded and not written yet into the outbox."""
        if self.facts[self._written :]:
            facts = self.facts[self._written :]
            await self.connection.execute(self._outbox.insert(0), *self._outbox.rows(facts))
            self._written += len(facts)


class Database:
    """One service's schema. `publish` sends encoded pushes; `wake` tells the outbox's publisher of new facts."""

    guarded: ClassVar[bool] = False
    """For tests: what is said to read only is run where PostgreSQL refuses anything else."""

    def __init__(
        self, pool: asyncpg.Pool, schema: str, publish: Publish, wake: Callable[[], None], clock: Clock
    ) -> None:
        self.pool = pool
        self.schema = schema
        self._connections = Connections(pool)
        self._outbox = Outbox(schema, clock)
        self._publish = publish
        self._wake = wake

    @asynccontextmanager
    async def transaction(self, *, readonly: bool = False, snapshot: bool = False) -> AsyncGenerator[Tx]:
        """Everything inside happens, or none of it. Facts and pushes leave after it has.

        With `readonly` each statement sees what was committed when it began, so there is nothing to begin or commit,
        and no round trip for it. `snapshot`: read only, and all statements see the same moment."""
        async with self._connections.use() as connection:
            tx = Tx(connection, self._outbox)
            if snapshot:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    yield tx
            elif readonly and not self.guarded:
                yield tx
                assert not tx.facts, "what only reads has nothing to record"
            else:
                async with connection.transaction(readonly=readonly):
                    yield tx
                    await tx.write_facts()
        if not (readonly or snapshot):
            forget_read()
        if tx.facts:
            self._wake()
        if tx.pushes:
            await self._publish(tx.pushes)
