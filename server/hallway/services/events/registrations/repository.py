"""SQL of registrations. Whoever changes them holds the event's row (`locked_event`), so that its count stays right."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from hallway.services.events.values import Membership, Registration


async def registration(db: Connection, event_id: UUID, user_id: UUID) -> Registration | None:
    row = await db.fetchrow("SELECT * FROM registrations WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return Registration(**row) if row else None


async def register(db: Connection, event_id: UUID, user_id: UUID, now: datetime) -> None:
    """Holding the event's row, and knowing that there is a place and no registration."""
    await db.execute("INSERT INTO registrations VALUES ($1, $2, $3)", event_id, user_id, now)
    await add_to_count(db, event_id, 1)


async def unregister(db: Connection, event_id: UUID, user_id: UUID) -> bool:
    """Holding the event's row; answers whether the person was registered."""
    status = await db.execute("DELETE FROM registrations WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    if status != "DELETE 1":
        return False
    await add_to_count(db, event_id, -1)
    return True


async def add_to_count(db: Connection, event_id: UUID, people: int) -> None:
    """As many more are registered now; fewer when negative."""
    await db.execute("UPDATE events SET registered_count = registered_count + $2 WHERE id = $1", event_id, people)


async def membership(db: Connection, event_id: UUID, user_id: UUID) -> Membership | None:
    """Without the roles, which auth knows."""
    row = await db.fetchrow(
        """
        SELECT status, EXISTS (SELECT 1 FROM registrations WHERE event_id = $1 AND user_id = $2) AS registered
        FROM events WHERE id = $1
        """,
        event_id,
        user_id,
    )
    return Membership(event_id=event_id, user_id=user_id, **row) if row else None


async def attendees(db: Connection, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
    rows = await db.fetch(
        """
        SELECT user_id FROM registrations WHERE event_id = $1 AND ($2::uuid IS NULL OR user_id > $2)
        ORDER BY user_id LIMIT $3
        """,
        event_id,
        after,
        limit,
    )
    return [row["user_id"] for row in rows]


async def published_events(db: Connection, user_id: UUID, also: list[UUID]) -> list[UUID]:
    """Published events that the person registered for or that are in `also`, the latest first."""
    rows = await db.fetch(
        """
        SELECT id FROM events WHERE status = 'published'
            AND (id = ANY($2) OR id IN (SELECT event_id FROM registrations WHERE user_id = $1))
        ORDER BY starts_at DESC, id
        """,
        user_id,
        also,
    )
    return [row["id"] for row in rows]


async def registered_among(db: Connection, event_ids: list[UUID], user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Which of these events each of these people registered for; who did for none is left out."""
    rows = await db.fetch(
        """
        SELECT user_id, array_agg(event_id) AS events FROM registrations
        WHERE event_id = ANY($1) AND user_id = ANY($2) GROUP BY user_id
        """,
        event_ids,
        user_ids,
    )
    return {row["user_id"]: row["events"] for row in rows}


async def registered_events(db: Connection, user_id: UUID) -> list[UUID]:
    rows = await db.fetch("SELECT event_id FROM registrations WHERE user_id = $1 ORDER BY event_id", user_id)
    return [row["event_id"] for row in rows]
