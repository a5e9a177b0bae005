"""SQL about topics."""

from uuid import UUID

from asyncpg import Connection


async def named_at(db: Connection, event_id: UUID, limit: int) -> dict[str, int]:
    """How many of those open to meet at the event are interested in a curated topic or offer it, the most named first;
    what somebody needs is not counted, and what they typed themselves neither."""
    rows = await db.fetch(
        """
        SELECT key, count(*) FROM open_to_meet JOIN people USING (user_id),
            LATERAL (SELECT DISTINCT unnest(interests || offers) AS key) AS held
        WHERE event_id = $1 AND NOT starts_with(key, '~') GROUP BY key ORDER BY count(*) DESC, key LIMIT $2
        """,
        event_id,
        limit,
    )
    return {row["key"]: row["count"] for row in rows}
