"""SQL that reads an event's programme: stages, tracks, speakers, sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Connection, Record

from hallway.services.events.api import Agenda, NowNext, Session, Speaker, Stage, Track

_SESSION = [f"sessions.{name}" for name in Session.__struct_fields__]
FULL = ", ".join(_SESSION)
BRIEF = ", ".join("'' AS abstract" if name == "sessions.abstract" else name for name in _SESSION)
"""An agenda's sessions: a thousand abstracts would be two megabytes that nobody reads at once."""
NEXT_WITHIN = timedelta(hours=3)
MOST_NEXT = 50


def session_of(row: Record) -> Session:
    """A session from a row with the columns FULL or BRIEF."""
    return Session(**{name: row[name] for name in Session.__struct_fields__})


async def agenda(
    db: Connection,
    event_id: UUID,
    version: int,
    session_ids: list[UUID] | None = None,
    speaker_ids: list[UUID] | None = None,
) -> Agenda:
    """All of the programme; with `session_ids`, only these sessions, their speakers, and those in `speaker_ids`."""
    stages = await db.fetch("SELECT id, name, position FROM stages WHERE event_id = $1 ORDER BY position, id", event_id)
    tracks = await db.fetch(
        "SELECT id, name, hue, position FROM tracks WHERE event_id = $1 ORDER BY position, id", event_id
    )
    sessions = await db.fetch(
        f"""
        SELECT {BRIEF} FROM sessions LEFT JOIN stages ON stages.id = stage_id
        WHERE sessions.event_id = $1 AND ($2::uuid[] IS NULL OR sessions.id = ANY($2))
        ORDER BY starts_at, stages.position, sessions.id
        """,
        event_id,
        session_ids,
    )
    named = {speaker for row in sessions for speaker in row["speaker_ids"]}
    speakers = await db.fetch(
        "SELECT id, name, '' AS bio, user_id FROM speakers WHERE event_id = $1 AND id = ANY($2) ORDER BY name, id",
        event_id,
        [*named, *(speaker_ids or [])],
    )
    return Agenda(
        event_id=event_id,
        version=version,
        stages=[Stage(**row) for row in stages],
        tracks=[Track(**row) for row in tracks],
        speakers=[Speaker(**row) for row in speakers],
        sessions=[session_of(row) for row in sessions],
    )


async def sessions(db: Connection, ids: list[UUID]) -> list[Session]:
    """With abstracts; unknown ids are left out."""
    rows = await db.fetch(f"SELECT {FULL} FROM sessions WHERE id = ANY($1) ORDER BY starts_at, id", ids)
    return [session_of(row) for row in rows]


async def speakers(db: Connection, ids: list[UUID]) -> list[tuple[UUID, Speaker]]:
    """With their biographies, each with its event's id; unknown ids are left out."""
    rows = await db.fetch("SELECT event_id, id, name, bio, user_id FROM speakers WHERE id = ANY($1)", ids)
    return [
        (row["event_id"], Speaker(id=row["id"], name=row["name"], bio=row["bio"], user_id=row["user_id"]))
        for row in rows
    ]


async def now_next(db: Connection, event_ids: list[UUID], now: datetime) -> dict[UUID, NowNext]:
    """By event: what runs, in the stages' order, and what starts within three hours, soonest first."""
    rows = await db.fetch(
        """
        SELECT event_id, running, array_agg(id ORDER BY place) AS ids FROM (
            SELECT sessions.id, sessions.event_id, starts_at <= $2 AS running, row_number() OVER (
                PARTITION BY sessions.event_id, starts_at <= $2
                ORDER BY CASE WHEN starts_at > $2 THEN starts_at END, stages.position, starts_at, sessions.id) AS place
            FROM sessions LEFT JOIN stages ON stages.id = stage_id
            WHERE sessions.event_id = ANY($1) AND starts_at < $3 AND ends_at > $2
        ) AS near WHERE place <= $4 GROUP BY event_id, running
        """,
        event_ids,
        now,
        now + NEXT_WITHIN,
        MOST_NEXT,
    )
    found = {(row["event_id"], row["running"]): row["ids"] for row in rows}
    return {
        event_id: NowNext(event_id=event_id, now=found.get((event_id, True), []), next=found.get((event_id, False), []))
        for event_id in event_ids
    }


async def turning(db: Connection, after: datetime, until: datetime) -> list[UUID]:
    """Published events in which a session began or ended in this span."""
    rows = await db.fetch(
        """
        SELECT DISTINCT event_id FROM sessions JOIN events ON events.id = event_id
        WHERE status = 'published'
          AND (sessions.starts_at > $1 AND sessions.starts_at <= $2 OR sessions.ends_at > $1 AND sessions.ends_at <= $2)
        """,
        after,
        until,
    )
    return [row["event_id"] for row in rows]
