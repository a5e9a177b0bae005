"""SQL of stars. Those of a session that is taken out are kept for when it comes back, and nobody is shown them."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from hallway.services.events.agenda.repository import BRIEF, brief_of
from hallway.services.events.values import StarsDue


async def set_star(db: Connection, user_id: UUID, session_id: UUID, starred: bool) -> bool:
    """Answers whether that changed anything."""
    if starred:
        statement = (
            "INSERT INTO stars SELECT $1, id, event_id FROM sessions WHERE id = $2 FOR KEY SHARE ON CONFLICT DO NOTHING"
        )
    else:
        statement = "DELETE FROM stars WHERE user_id = $1 AND session_id = $2"
    return (await db.execute(statement, user_id, session_id)).endswith(" 1")


async def by_event(db: Connection, event_ids: list[UUID], user_id: UUID) -> dict[UUID, list[UUID]]:
    """One person's session ids by event; events without a star are left out."""
    rows = await db.fetch(
        """
        SELECT stars.event_id, array_agg(session_id ORDER BY session_id) AS sessions
        FROM stars JOIN sessions ON sessions.id = session_id
        WHERE stars.event_id = ANY($1) AND user_id = $2 GROUP BY stars.event_id
        """,
        event_ids,
        user_id,
    )
    return {row["event_id"]: row["sessions"] for row in rows}


async def by_person(db: Connection, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Session ids by person; those without a star are left out."""
    rows = await db.fetch(
        """
        SELECT user_id, array_agg(session_id ORDER BY session_id) AS sessions
        FROM stars JOIN sessions ON sessions.id = session_id
        WHERE stars.event_id = $1 AND user_id = ANY($2) GROUP BY user_id
        """,
        event_id,
        user_ids,
    )
    return {row["user_id"]: row["sessions"] for row in rows}


async def starred_by(
    db: Connection, event_id: UUID, session_ids: list[UUID], after: UUID | None, limit: int
) -> dict[UUID, list[UUID]]:
    """By person, in order, who starred which of these sessions, gone or not; those after a person."""
    rows = await db.fetch(
        """
        SELECT user_id, array_agg(session_id ORDER BY session_id) AS sessions FROM stars
        WHERE event_id = $1 AND session_id = ANY($2) AND ($3::uuid IS NULL OR user_id > $3)
        GROUP BY user_id ORDER BY user_id LIMIT $4
        """,
        event_id,
        session_ids,
        after,
        limit,
    )
    return {row["user_id"]: row["sessions"] for row in rows}


async def due(db: Connection, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
    rows = await db.fetch(
        f"""
        SELECT {BRIEF}, events.slug, coalesce(stages.name, '') AS stage,
               array_agg(stars.user_id ORDER BY stars.user_id) AS user_ids
        FROM sessions JOIN stars ON stars.session_id = sessions.id JOIN events ON events.id = sessions.event_id
        LEFT JOIN stages ON stages.id = sessions.stage_id
        WHERE sessions.starts_at >= $1 AND sessions.starts_at < $2 AND events.status = 'published'
        GROUP BY sessions.id, events.slug, stages.name
        """,
        starting_from,
        starting_before,
    )
    return [
        StarsDue(session=brief_of(row), event_slug=row["slug"], stage_name=row["stage"], user_ids=row["user_ids"])
        for row in rows
    ]
