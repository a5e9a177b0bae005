"""SQL of removed messages and of mutes."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from hallway.services.chat.api import Message, Mute
from hallway.services.chat.rooms.repository import message_of

MUTES: Final = 1_000
"""More people than any team mutes by hand."""


async def remove(
    db: asyncpg.Connection, room_id: UUID, message_id: UUID, revision: int, by: UUID, now: datetime
) -> Message | None:
    """Empty a message of a locked room as its next `revision`, and note who did; None when that has happened before."""
    row = await db.fetchrow(
        """
        WITH gone AS (
            UPDATE messages SET body = '', mentions = '{}', removed = true, revision = $2
            WHERE id = $1 AND room_id = $5 AND NOT removed RETURNING *
        ), moved AS (
            UPDATE rooms SET head = $2 WHERE id IN (SELECT room_id FROM gone)
        ), note AS (
            INSERT INTO removals (message_id, room_id, sender_id, by_id, at)
            SELECT id, room_id, sender_id, $3, $4 FROM gone
        )
        SELECT * FROM gone
        """,
        *(message_id, revision, by, now, room_id),
    )
    return message_of(row) if row else None


async def set_mute(
    db: asyncpg.Connection, event_id: UUID, user_id: UUID, until: datetime | None, by: UUID, now: datetime
) -> None:
    """Until None lifts it."""
    if until is None:
        await db.execute("DELETE FROM mutes WHERE event_id = $1 AND user_id = $2", event_id, user_id)
        return
    await db.execute(
        """
        INSERT INTO mutes (event_id, user_id, until, by_id, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (event_id, user_id) DO UPDATE SET until = excluded.until, by_id = excluded.by_id, at = excluded.at
        """,
        *(event_id, user_id, until, by, now),
    )


async def mutes(db: asyncpg.Connection, event_id: UUID, now: datetime) -> list[Mute]:
    """Those that still hold, the longest first."""
    rows = await db.fetch(
        "SELECT user_id, until FROM mutes WHERE event_id = $1 AND until > $2 ORDER BY until DESC, user_id LIMIT $3",
        *(event_id, now, MUTES),
    )
    return [Mute(user_id=row["user_id"], until=row["until"]) for row in rows]
