"""SQL that brings what everybody sees to a later revision, many rows to a statement."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar
from uuid import UUID

import msgspec
from asyncpg import Connection

from hallway.services.events.agenda.versions.state import Delta, Pair, SessionItem

AT_ONCE: Final = 100
"""Rows in a statement: encoding more would keep the loop from other work for longer than it should."""
T = TypeVar("T")
Progress = Callable[[int, int], Awaitable[None]]

PUT_STAGES: Final = """
INSERT INTO stages (id, event_id, name, position)
SELECT id, $1, name, position FROM unnest($2::uuid[], $3::text[], $4::int[]) AS new (id, name, position)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position
WHERE stages.event_id = excluded.event_id
"""
PUT_TRACKS: Final = """
INSERT INTO tracks (id, event_id, name, hue, position)
SELECT id, $1, name, hue, position
FROM unnest($2::uuid[], $3::text[], $4::int[], $5::int[]) AS new (id, name, hue, position)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, hue = excluded.hue, position = excluded.position
WHERE tracks.event_id = excluded.event_id
"""
PUT_SPEAKERS: Final = """
INSERT INTO speakers (id, event_id, name, bio, user_id, source_id, external_id)
SELECT id, $1, name, bio, user_id, source_id, external_id
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
    AS new (id, name, bio, user_id, source_id, external_id)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, bio = excluded.bio, user_id = excluded.user_id,
    source_id = excluded.source_id, external_id = excluded.external_id
WHERE speakers.event_id = excluded.event_id
"""
_SESSIONS: Final = {
    "title": "text",
    "starts_at": "timestamptz",
    "ends_at": "timestamptz",
    "day": "date",
    "stage_id": "uuid",
    "track_id": "uuid",
    "subtitle": "text",
    "abstract": "text",
    "language": "text",
    "kind": "text",
    "url": "text",
    "video_url": "text",
    "links": "jsonb",
    "attachments": "jsonb",
    "do_not_record": "boolean",
    "speaker_ids": "uuid[]",
    "source_id": "uuid",
    "external_id": "text",
    "typed": "jsonb",
}
_TEXTUAL: Final = ("jsonb", "uuid[]")
"""Sent as text: an array of arrays must be rectangular, and documents are encoded once."""
_COLUMNS: Final = ", ".join(_SESSIONS)
_CAST: Final = ", ".join(f"{name}::{type}" if type in _TEXTUAL else name for name, type in _SESSIONS.items())
_ARRAYS: Final = ", ".join(
    f"${place}::{'text' if type in _TEXTUAL else type}[]" for place, type in enumerate(_SESSIONS.values(), 3)
)
_GIVEN: Final = ", ".join(f"excluded.{name}" for name in _SESSIONS)
PUT_SESSIONS: Final = f"""
INSERT INTO sessions (id, event_id, {_COLUMNS})
SELECT id, $1, {_CAST} FROM unnest($2::uuid[], {_ARRAYS}) AS new (id, {_COLUMNS})
ON CONFLICT (id) DO UPDATE SET ({_COLUMNS}) = ROW ({_GIVEN}) WHERE sessions.event_id = excluded.event_id
"""


class IdTaken(Exception):
    """Another event has an item of this id by now."""


async def show(db: Connection, event_id: UUID, delta: Delta, progress: Progress) -> None:
    """Write what a delta leads to. `progress(done, total)` in sessions. Raises IdTaken."""
    for table in (
        "stages",
        "tracks",
    ):  # who goes may have a name that somebody new has: names are each event's only ones
        gone = _gone(getattr(delta, table))
        if gone:
            await db.execute(f"UPDATE {table} SET name = id::text WHERE event_id = $1 AND id = ANY($2)", event_id, gone)
    for some in _chunks(_kept(delta.stages)):
        names, positions = [one.name for _, one in some], [one.position for _, one in some]
        await _put(db, PUT_STAGES, event_id, [id for id, _ in some], names, positions)
    for some in _chunks(_kept(delta.tracks)):
        columns = [[getattr(one, field) for _, one in some] for field in ("name", "hue", "position")]
        await _put(db, PUT_TRACKS, event_id, [id for id, _ in some], *columns)
    for some in _chunks(_kept(delta.speakers)):
        fields = ("name", "bio", "user_id", "source_id", "external_id")
        columns = [[getattr(one, field) for _, one in some] for field in fields]
        await _put(db, PUT_SPEAKERS, event_id, [id for id, _ in some], *columns)
    sessions = _kept(delta.sessions)
    for number, some in enumerate(_chunks(sessions)):
        columns = [[_value(one, name) for _, one in some] for name in _SESSIONS]
        await _put(db, PUT_SESSIONS, event_id, [id for id, _ in some], *columns)
        await progress(number * AT_ONCE + len(some), len(sessions))
    for table in ("sessions", "stages", "tracks", "speakers"):
        gone = _gone(getattr(delta, table))
        if gone:
            await db.execute(f"DELETE FROM {table} WHERE event_id = $1 AND id = ANY($2)", event_id, gone)


async def _put(db: Connection, statement: str, event_id: UUID, ids: list[UUID], *columns: Sequence[object]) -> None:
    """What is another event's is never touched: all of it or nothing."""
    if await db.execute(statement, event_id, ids, *columns) != f"INSERT 0 {len(ids)}":
        raise IdTaken


def _value(session: SessionItem, column: str) -> object:
    match column:
        case "language":
            return ", ".join(session.languages)
        case "speaker_ids":
            return "{" + ",".join(map(str, session.speaker_ids)) + "}"
        case "links" | "attachments" | "typed":
            return msgspec.json.encode(getattr(session, column)).decode()
        case _:
            return getattr(session, column)


def _kept(pairs: dict[UUID, Pair[T]]) -> list[tuple[UUID, T]]:
    return [(id, pair.after) for id, pair in pairs.items() if pair.after is not None]


def _gone(pairs: dict[UUID, Pair[object]]) -> list[UUID]:
    return [id for id, pair in pairs.items() if pair.after is None]


def _chunks(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
