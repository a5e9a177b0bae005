"""SQL that writes an event's programme as organisers type it. What files bring is in `upserts.py`."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from hallway.kernel.ids import uuid7
from hallway.services.events.api import Session, SessionInput
from hallway.services.events.programme import FULL, session_of

HUES = (20, 48, 75, 105, 140, 168, 195, 225, 255, 285, 315, 345)
"""Degrees far enough apart to tell neighbours from each other; the same as people's avatars have."""


def hue_of(name: str) -> int:
    """The hue of a track: always the same for the same name (FNV-1a, as the pages do for people)."""
    value = 0x811C9DC5
    for byte in name.encode("utf-16-le", "surrogatepass"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return HUES[value % len(HUES)]


async def lock_programme(db: Connection, event_id: UUID) -> None:
    """Changes of a programme wait for each other until the transaction ends; registrations do not wait for them."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('programme:' || $1::text, 0))", str(event_id))


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


async def tidy(db: Connection, event_id: UUID) -> bool:
    """Take away stages, tracks and speakers that no session names any more; answers whether there were any."""
    gone = 0
    for table, unused in (
        ("stages", "NOT EXISTS (SELECT FROM sessions WHERE stage_id = stages.id)"),
        ("tracks", "NOT EXISTS (SELECT FROM sessions WHERE track_id = tracks.id)"),
        ("speakers", "id NOT IN (SELECT unnest(speaker_ids) FROM sessions WHERE event_id = $1)"),
    ):
        status = await db.execute(f"DELETE FROM {table} WHERE event_id = $1 AND {unused}", event_id)
        gone += int(status.removeprefix("DELETE "))
    return gone > 0


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
