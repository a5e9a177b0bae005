"""SQL of agendas: reading and editing stages, tracks, speakers and sessions. Imports, many rows at once, are in
`imports/bulk.py`."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from asyncpg import Connection, Record

from hallway.kernel.ids import uuid7
from hallway.services.events.agenda.track_hues import hue_of
from hallway.services.events.values import Agenda, NowNext, Session, SessionInput, Speaker, Stage, Track

_SESSION = [f"sessions.{name}" for name in Session.__struct_fields__]
FULL = ", ".join(_SESSION)
BRIEF = ", ".join("'' AS abstract" if name == "sessions.abstract" else name for name in _SESSION)
"""An agenda's sessions: a thousand abstracts would be two megabytes that nobody reads at once."""
NEXT_WITHIN = timedelta(hours=3)
MOST_NEXT = 50
AgendaLocked = asyncpg.LockNotAvailableError
"""Somebody else has held the lock of an agenda for longer than the database lets us wait."""


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
        stages=[Stage(**row) for row in stages],
        tracks=[Track(**row) for row in tracks],
        speakers=[Speaker(**row) for row in speakers],
        sessions=[session_of(row) for row in sessions],
    )


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


async def put_session(db: Connection, event_id: UUID, id: UUID, input: SessionInput, now: datetime) -> Session:
    """Insert or change; what it names is made when new."""
    row = await db.fetchrow(
        f"""
        INSERT INTO sessions (id, event_id, stage_id, track_id, title, subtitle, abstract, language, kind, url,
                              starts_at, ends_at, speaker_ids)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, $10, $11)
        ON CONFLICT (id) DO UPDATE SET
            stage_id = excluded.stage_id, track_id = excluded.track_id, title = excluded.title,
            subtitle = excluded.subtitle, abstract = excluded.abstract, language = excluded.language,
            starts_at = excluded.starts_at, ends_at = excluded.ends_at, speaker_ids = excluded.speaker_ids
        RETURNING {FULL}
        """,
        id,
        event_id,
        await _stage(db, event_id, input.stage, now) if input.stage else None,
        await _track(db, event_id, input.track, now) if input.track else None,
        input.title,
        input.subtitle,
        input.abstract,
        input.language,
        input.starts_at,
        input.ends_at,
        [await _speaker(db, event_id, name, now) for name in input.speakers],
    )
    assert row
    return session_of(row)


async def remove_session(db: Connection, event_id: UUID, session_id: UUID) -> bool:
    """Answers whether it was there; its stars go with it."""
    return await db.execute("DELETE FROM sessions WHERE event_id = $1 AND id = $2", event_id, session_id) == "DELETE 1"


async def remove_unused(db: Connection, event_id: UUID) -> bool:
    """Remove stages, tracks and speakers that no session names any more; answers whether there were any."""
    removed = 0
    for table, unused in (
        ("stages", "NOT EXISTS (SELECT FROM sessions WHERE stage_id = stages.id)"),
        ("tracks", "NOT EXISTS (SELECT FROM sessions WHERE track_id = tracks.id)"),
        ("speakers", "id NOT IN (SELECT unnest(speaker_ids) FROM sessions WHERE event_id = $1)"),
    ):
        status = await db.execute(f"DELETE FROM {table} WHERE event_id = $1 AND {unused}", event_id)
        removed += int(status.removeprefix("DELETE "))
    return removed > 0


async def _stage(db: Connection, event_id: UUID, name: str, now: datetime) -> UUID:
    found = await db.fetchval("SELECT id FROM stages WHERE event_id = $1 AND name = $2", event_id, name)
    return found or await db.fetchval(
        "INSERT INTO stages (id, event_id, name, position)"
        " SELECT $1, $2, $3, coalesce(max(position) + 1, 0) FROM stages WHERE event_id = $2 RETURNING id",
        uuid7(now),
        event_id,
        name,
    )


async def _track(db: Connection, event_id: UUID, name: str, now: datetime) -> UUID:
    found = await db.fetchval("SELECT id FROM tracks WHERE event_id = $1 AND name = $2", event_id, name)
    return found or await db.fetchval(
        "INSERT INTO tracks (id, event_id, name, hue, position)"
        " SELECT $1, $2, $3, $4, coalesce(max(position) + 1, 0) FROM tracks WHERE event_id = $2 RETURNING id",
        uuid7(now),
        event_id,
        name,
        hue_of(name),
    )


async def _speaker(db: Connection, event_id: UUID, name: str, now: datetime) -> UUID:
    found = await db.fetchval(
        "SELECT id FROM speakers WHERE event_id = $1 AND name = $2 ORDER BY id LIMIT 1", event_id, name
    )
    return found or await db.fetchval(
        "INSERT INTO speakers (id, event_id, name, bio) VALUES ($1, $2, $3, '') RETURNING id",
        uuid7(now),
        event_id,
        name,
    )
