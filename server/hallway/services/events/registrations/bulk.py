"""SQL that registers many people at once."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection


async def insert(db: Connection, event_id: UUID, user_ids: list[UUID], now: datetime) -> list[UUID]:
    """Holding the event's row; answers who was not registered yet. The event's count is the caller's to change."""
    rows = await db.fetch(
        "INSERT INTO registrations SELECT $1, user_id, $3 FROM unnest($2::uuid[]) AS people (user_id)"
        " ON CONFLICT DO NOTHING RETURNING user_id",
        event_id,
        user_ids,
        now,
    )
    return [row["user_id"] for row in rows]
