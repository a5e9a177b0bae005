"""The outbox of a service's schema: facts are rows there from the transaction that records them until every service
that reacts to them has acknowledged them. All SQL about it."""

from collections.abc import Sequence

import asyncpg

from hallway.kernel.clock import Clock
from hallway.kernel.facts.fact import Fact, packed
from hallway.kernel.ids import uuid7


class Outbox:
    """Writes facts into one schema's outbox, as part of whatever statement the transaction runs."""

    def __init__(self, schema: str, clock: Clock) -> None:
        self._schema = schema
        self._clock = clock

    def insert(self, after: int) -> str:
        """The statement that inserts `rows(facts)`, whose values follow `after` others."""
        id, name, body, at = (f"${after + column}" for column in range(1, 5))
        return (
            f"INSERT INTO {self._schema}.outbox (id, name, body, at)"
            f" SELECT *, {at}::timestamptz FROM unnest({id}::uuid[], {name}::text[], {body}::bytea[])"
        )

    def rows(self, facts: Sequence[Fact]) -> tuple[object, ...]:
        """The values of that statement: ids, names, bodies, and the moment; nothing without facts."""
        if not facts:
            return ()
        now = self._clock()
        rows = [(uuid7(now), name, body) for name, body in packed(facts)]
        return (*([row[column] for row in rows] for column in range(3)), now)


async def waits(db: asyncpg.Connection, generation: str) -> bool:
    """Whether there are facts that were not published to this life of Redis."""
    waiting = "SELECT 1 FROM outbox WHERE generation IS DISTINCT FROM $1 LIMIT 1"
    return bool(await db.fetchval(waiting, generation))


async def lock(db: asyncpg.Connection, stream: str) -> None:
    """One process at a time publishes to a stream, until the transaction ends: facts keep their order."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext($1))", stream)


async def waiting(db: asyncpg.Connection, generation: str, limit: int) -> list[asyncpg.Record]:
    """The first rows (id, name, body, at) that were not published to this life of Redis, in their order."""
    return await db.fetch(
        "SELECT id, name, body, at FROM outbox WHERE generation IS DISTINCT FROM $1 ORDER BY seq LIMIT $2",
        generation,
        limit,
    )


async def mark_published(
    db: asyncpg.Connection, rows: Sequence[asyncpg.Record], stream_ids: Sequence[str], generation: str
) -> None:
    """Note under which stream id, and in which life of Redis, each row was published."""
    await db.execute(
        "UPDATE outbox SET stream_id = sent.stream_id, generation = $3"
        " FROM unnest($1::uuid[], $2::text[]) AS sent (id, stream_id) WHERE outbox.id = sent.id",
        [row["id"] for row in rows],
        list(stream_ids),
        generation,
    )


async def has_published(pool: asyncpg.Pool) -> bool:
    """Whether any row was published and is still here."""
    return bool(await pool.fetchval("SELECT 1 FROM outbox WHERE generation IS NOT NULL LIMIT 1"))


async def delete_before(pool: asyncpg.Pool, generation: str, end: tuple[int, int]) -> None:
    """Delete the rows published in this life of Redis under a stream id (milliseconds, number) below `end`."""
    await pool.execute(
        "DELETE FROM outbox WHERE generation = $1 AND (split_part(stream_id, '-', 1)::bigint,"
        " split_part(stream_id, '-', 2)::bigint) < ($2::bigint, $3::bigint)",
        generation,
        *end,
    )
