"""SQL about blocks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection


async def lock_pair(db: Connection, first_id: UUID, second_id: UUID) -> None:
    """From here to the end of the transaction nobody else answers or blocks between these two."""
    low, high = sorted((first_id, second_id))
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"profiles:{low}:{high}")


async def block(db: Connection, blocker_id: UUID, blocked_id: UUID, now: datetime) -> bool:
    """False if it was so already."""
    done = await db.execute(
        "INSERT INTO blocks VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", blocker_id, blocked_id, now
    )
    return bool(done == "INSERT 0 1")


async def unblock(db: Connection, blocker_id: UUID, blocked_id: UUID) -> bool:
    """False if there was no block."""
    done = await db.execute("DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2", blocker_id, blocked_id)
    return bool(done == "DELETE 1")


async def count_blocks(db: Connection, blocker_id: UUID) -> int:
    """How many people this person blocked."""
    return int(await db.fetchval("SELECT count(*) FROM blocks WHERE blocker_id = $1", blocker_id))


async def blocks(db: Connection, blocker_id: UUID) -> list[UUID]:
    """Whom this person blocked, the latest first."""
    rows = await db.fetch("SELECT blocked_id FROM blocks WHERE blocker_id = $1 ORDER BY since DESC", blocker_id)
    return [row["blocked_id"] for row in rows]


async def blocks_among(db: Connection, blocker_id: UUID, others: Sequence[UUID]) -> list[UUID]:
    """Those of the others whom this person blocks."""
    rows = await db.fetch(
        "SELECT blocked_id FROM blocks WHERE blocker_id = $1 AND blocked_id = ANY($2)", blocker_id, others
    )
    return [row["blocked_id"] for row in rows]


async def hidden_from(db: Connection, user_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Those across a block from each of these people, in either direction; who has none is left out."""
    rows = await db.fetch(
        """
        SELECT user_id, array_agg(DISTINCT other_id) AS others FROM (
            SELECT blocker_id AS user_id, blocked_id AS other_id FROM blocks WHERE blocker_id = ANY($1)
            UNION ALL SELECT blocked_id, blocker_id FROM blocks WHERE blocked_id = ANY($1)
        ) AS pairs GROUP BY user_id
        """,
        user_ids,
    )
    return {row["user_id"]: row["others"] for row in rows}


async def blocked_among(db: Connection, user_id: UUID, others: Sequence[UUID]) -> list[UUID]:
    """Those of the others between whom and this person there is a block, in either direction."""
    rows = await db.fetch(
        """
        SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 AND blocked_id = ANY($2)
        UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1 AND blocker_id = ANY($2)
        """,
        user_id,
        others,
    )
    return [row["id"] for row in rows]
