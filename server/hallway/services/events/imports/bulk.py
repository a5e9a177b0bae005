"""SQL that writes a schedule's stages, tracks, speakers and sessions, many rows to a statement.

Each statement changes only what differs and says what that was: importing the same again changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Connection

from hallway.kernel.ids import uuid7
from hallway.services.events.agenda.track_hues import hue_of
from hallway.services.events.schedule import Session, Speaker

_COLUMNS: Final = "stage_id, track_id, title, subtitle, abstract, language, kind, url, starts_at, ends_at, speaker_ids"
_GIVEN, _STORED = (
    ", ".join(f"{table}.{column}" for column in _COLUMNS.split(", ")) for table in ("excluded", "sessions")
)
PUT_STAGES: Final = """
INSERT INTO stages (id, event_id, name, position)
SELECT id, $1, name, place - 1 FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS new (id, name, place)
ON CONFLICT (event_id, name) DO UPDATE SET position = excluded.position
WHERE stages.position <> excluded.position RETURNING id, xmax = 0 AS new
"""
PUT_TRACKS: Final = """
INSERT INTO tracks (id, event_id, name, hue, position)
SELECT id, $1, name, hue, place - 1
FROM unnest($2::uuid[], $3::text[], $4::int[]) WITH ORDINALITY AS new (id, name, hue, place)
ON CONFLICT (event_id, name) DO UPDATE SET position = excluded.position
WHERE tracks.position <> excluded.position RETURNING id, xmax = 0 AS new
"""
PUT_SPEAKERS: Final = """
INSERT INTO speakers (id, event_id, external_id, name, bio)
SELECT id, $1, external_id, name, bio
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS new (id, external_id, name, bio)
ON CONFLICT (event_id, external_id) DO UPDATE SET name = excluded.name, bio = excluded.bio
WHERE (speakers.name, speakers.bio) IS DISTINCT FROM (excluded.name, excluded.bio)
RETURNING id, xmax = 0 AS new
"""
PUT_SESSIONS: Final = f"""
INSERT INTO sessions (id, event_id, external_id, {_COLUMNS})
SELECT id, $1, external_id, stage_id, track_id, title, subtitle, abstract, language, kind, url, starts_at,
       ends_at, speaker_ids::uuid[]
FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[])
    AS new (id, external_id, {_COLUMNS})
ON CONFLICT (event_id, external_id) DO UPDATE SET ({_COLUMNS}) = ROW ({_GIVEN})
WHERE ({_STORED}) IS DISTINCT FROM ({_GIVEN}) RETURNING id, xmax = 0 AS new
"""
PUT_OTHERS_BEHIND: Final = """
UPDATE {table} SET position = others.position FROM (
    SELECT id, $3::int + row_number() OVER (ORDER BY position, id) - 1 AS position FROM {table}
    WHERE event_id = $1 AND name <> ALL($2::text[])) AS others
WHERE {table}.id = others.id AND {table}.position <> others.position
"""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement did, as ids."""

    added: list[UUID]
    changed: list[UUID]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An event's stages or tracks: their ids by name, and whether any was added or moved."""

    ids: dict[str, UUID]
    changed: bool


class Ids(msgspec.Struct, frozen=True, kw_only=True):
    """What a schedule's sessions refer to: stages and tracks by name, speakers by external id."""

    stages: dict[str, UUID]
    tracks: dict[str, UUID]
    speakers: dict[str, UUID]


async def put_stages(db: Connection, event_id: UUID, names: Sequence[str], now: datetime) -> Named:
    """Stages by name, in this order, before those that are not in it."""
    changes = await _put(db, PUT_STAGES, event_id, [uuid7(now) for _ in names], list(names))
    return await _named(db, "stages", event_id, names, changes)


async def put_tracks(db: Connection, event_id: UUID, names: Sequence[str], now: datetime) -> Named:
    """As `put_stages`, for tracks."""
    hues = [hue_of(name) for name in names]
    changes = await _put(db, PUT_TRACKS, event_id, [uuid7(now) for _ in names], list(names), hues)
    return await _named(db, "tracks", event_id, names, changes)


async def put_speakers(db: Connection, event_id: UUID, speakers: Sequence[Speaker], now: datetime) -> Changes:
    """Speakers by external id."""
    return await _put(
        db,
        PUT_SPEAKERS,
        event_id,
        [uuid7(now) for _ in speakers],
        [speaker.external_id for speaker in speakers],
        [speaker.name for speaker in speakers],
        [speaker.bio or "" for speaker in speakers],
    )


async def speaker_ids(db: Connection, event_id: UUID) -> dict[str, UUID]:
    """Ids of the speakers that files brought, by external id."""
    rows = await db.fetch(
        "SELECT id, external_id FROM speakers WHERE event_id = $1 AND external_id IS NOT NULL", event_id
    )
    return {row["external_id"]: row["id"] for row in rows}


async def put_sessions(db: Connection, event_id: UUID, sessions: Sequence[Session], ids: Ids, now: datetime) -> Changes:
    """Sessions by external id."""
    return await _put(
        db,
        PUT_SESSIONS,
        event_id,
        [uuid7(now) for _ in sessions],
        [session.external_id for session in sessions],
        [ids.stages.get(session.room or "") for session in sessions],
        [ids.tracks.get(session.track or "") for session in sessions],
        [session.title for session in sessions],
        [session.subtitle or "" for session in sessions],
        [session.abstract or "" for session in sessions],
        [", ".join(session.languages) for session in sessions],
        [session.kind or "" for session in sessions],
        [session.url or "" for session in sessions],
        [session.starts_at for session in sessions],
        [session.ends_at for session in sessions],
        ["{" + ",".join(str(ids.speakers[speaker]) for speaker in session.speakers) + "}" for session in sessions],
    )


async def remove_others(db: Connection, event_id: UUID, external_ids: Sequence[str]) -> list[UUID]:
    """Remove the sessions that an earlier file brought and this one has not; those that were typed stay."""
    rows = await db.fetch(
        "DELETE FROM sessions WHERE event_id = $1 AND external_id <> ALL($2) RETURNING id", event_id, list(external_ids)
    )
    return [row["id"] for row in rows]


async def _named(db: Connection, table: str, event_id: UUID, names: Sequence[str], changes: Changes) -> Named:
    """Stages or tracks that were typed follow those of the file."""
    statement = PUT_OTHERS_BEHIND.format(table=table)
    moved = await db.execute(statement, event_id, list(names), len(names)) != "UPDATE 0"
    rows = await db.fetch(f"SELECT id, name FROM {table} WHERE event_id = $1", event_id)
    changed = moved or bool(changes.added or changes.changed)
    return Named(ids={row["name"]: row["id"] for row in rows}, changed=changed)


async def _put(db: Connection, statement: str, *values: object) -> Changes:
    rows = await db.fetch(statement, *values)
    return Changes(
        added=[row["id"] for row in rows if row["new"]], changed=[row["id"] for row in rows if not row["new"]]
    )
