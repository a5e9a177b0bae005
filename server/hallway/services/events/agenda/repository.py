"""SQL of agendas as everybody sees them: stages, tracks, speakers and sessions. Drafts and what is written are in
`versions/`."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from asyncpg import Connection, Record

from hallway.services.events.values import Agenda, Link, NowNext, Session, Speaker, Stage, Track

_LONG = ("abstract", "video_url", "links", "attachments")
_COLUMNS = {name: f"sessions.{name}" for name in Session.__struct_fields__}
_COLUMNS["languages"] = "string_to_array(sessions.language, ', ')"
_SHORT = tuple(name for name in _COLUMNS if name not in _LONG)
FULL = ", ".join(f"{column} AS {name}" for name, column in _COLUMNS.items())
BRIEF = ", ".join(f"{_COLUMNS[name]} AS {name}" for name in _SHORT)
"""An agenda's sessions: a thousand abstracts would be two megabytes that nobody reads at once."""
NEXT_WITHIN = timedelta(hours=3)
MOST_NEXT = 50
AgendaLocked = asyncpg.LockNotAvailableError
"""Somebody else has held the lock of an agenda for longer than the database lets us wait."""


def session_of(row: Record) -> Session:
    """A session from a row with the columns FULL."""
    values = {name: row[name] for name in _COLUMNS}
    values["links"], values["attachments"] = links_of(row["links"]), links_of(row["attachments"])
    return Session(**values)


def brief_of(row: Record) -> Session:
    """A session from a row with the columns BRIEF, without what is long."""
    return Session(**{name: row[name] for name in _SHORT}, abstract="", video_url="", links=[], attachments=[])


def links_of(value: list[dict[str, str]]) -> list[Link]:
    """As they are kept in jsonb."""
    return [Link(**link) for link in value]


async def agenda(
    db: Connection,
    event_id: UUID,
    version: int,
    session_ids: list[UUID] | None = None,
    speaker_ids: list[UUID] | None = None,
) -> Agenda:
    """All of the agenda; with `session_ids`, only these sessions, their speakers, and those in `speaker_ids`."""
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
        published=await published(db, event_id),
        stages=[Stage(**row) for row in stages],
        tracks=[Track(**row) for row in tracks],
        speakers=[Speaker(**row) for row in speakers],
        sessions=[brief_of(row) for row in sessions],
    )


async def published(db: Connection, event_id: UUID) -> int:
    """The number of the agenda's last published version; 0 before the first."""
    return await db.fetchval("SELECT coalesce(max(number), 0) FROM agenda_versions WHERE event_id = $1", event_id)


async def sessions(db: Connection, ids: list[UUID]) -> list[Session]:
    """With abstracts; unknown ids are left out."""
    rows = await db.fetch(f"SELECT {FULL} FROM sessions WHERE id = ANY($1) ORDER BY starts_at, id", ids)
    return [session_of(row) for row in rows]


async def speakers(db: Connection, ids: list[UUID]) -> dict[UUID, list[Speaker]]:
    """With their biographies, by event; unknown ids are left out."""
    found: dict[UUID, list[Speaker]] = {}
    for row in await db.fetch("SELECT event_id, id, name, bio, user_id FROM speakers WHERE id = ANY($1)", ids):
        speaker = Speaker(id=row["id"], name=row["name"], bio=row["bio"], user_id=row["user_id"])
        found.setdefault(row["event_id"], []).append(speaker)
    return found


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


async def began_or_ended(db: Connection, after: datetime, until: datetime) -> list[UUID]:
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


async def lock_agenda(db: Connection, event_id: UUID) -> None:
    """Changes of an agenda wait for each other until the transaction ends; registrations do not wait for them."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('agenda:' || $1::text, 0))", str(event_id))
