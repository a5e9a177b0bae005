"""SQL of drafts and versions: the revisions that make a draft, and what was published."""

import zlib
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.events.agenda.repository import links_of
from hallway.services.events.agenda.versions.state import (
    Delta,
    SessionItem,
    SpeakerItem,
    StageItem,
    State,
    TrackItem,
)
from hallway.services.events.values import AgendaRevision, RevisionKind

KEPT: Final = 500
"""Revisions of an event that are kept behind what is published; older ones cannot be undone or compared any more."""
AT_ONCE: Final = 200
"""Rows that are decoded before others have their turn."""
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Delta)
_REVISION: Final = """
    number, kind, made_at, made_by, undoes, added, changed, moved, removed, titles,
    EXISTS (SELECT FROM agenda_revisions AS other
            WHERE other.event_id = agenda_revisions.event_id AND other.undoes = agenda_revisions.number) AS undone,
    (SELECT max(version.number) FROM agenda_versions AS version
     WHERE version.event_id = agenda_revisions.event_id AND version.revision = agenda_revisions.number) AS version
"""


class Pointers(msgspec.Struct, frozen=True):
    """Where an agenda is: `head` is the draft's last revision, `shown` the last that everybody sees."""

    head: int
    shown: int


class NewRevision(msgspec.Struct, frozen=True, kw_only=True):
    """A revision to be written. Numbers are of sessions."""

    kind: RevisionKind
    made_at: datetime
    made_by: UUID | None
    source_id: UUID | None = None
    undoes: int | None = None
    added: int
    changed: int
    moved: int
    removed: int
    titles: list[str]


def packed(delta: Delta) -> bytes:
    """A delta as it is kept."""
    return zlib.compress(_encoder.encode(delta), 1)


def unpacked(data: bytes) -> Delta:
    """What was packed."""
    return _decoder.decode(zlib.decompress(data))


async def pointers(db: Connection, event_id: UUID) -> Pointers:
    """Where the event's agenda is."""
    row = await db.fetchrow("SELECT agenda_head, agenda_shown FROM events WHERE id = $1", event_id)
    assert row
    return Pointers(row["agenda_head"], row["agenda_shown"])


async def shown_state(db: Connection, event_id: UUID) -> State:
    """What everybody sees, with all of it. Run it in a transaction."""
    state = State()
    for row in await db.fetch(
        "SELECT id, name, position FROM stages WHERE event_id = $1 ORDER BY position, id", event_id
    ):
        state.stages[row["id"]] = StageItem(row["name"], row["position"])
    for row in await db.fetch(
        "SELECT id, name, hue, position FROM tracks WHERE event_id = $1 ORDER BY position, id", event_id
    ):
        state.tracks[row["id"]] = TrackItem(row["name"], row["hue"], row["position"])
    speakers = "SELECT id, name, bio, user_id, source_id, external_id FROM speakers WHERE event_id = $1 ORDER BY id"
    cursor = await db.cursor(speakers, event_id)
    while rows := await cursor.fetch(AT_ONCE):
        for row in rows:
            state.speakers[row["id"]] = SpeakerItem(**{name: row[name] for name in SpeakerItem.__struct_fields__})
    cursor = await db.cursor("SELECT * FROM sessions WHERE event_id = $1 ORDER BY starts_at, id", event_id)
    while rows := await cursor.fetch(AT_ONCE):
        for row in rows:
            state.sessions[row["id"]] = _session_item(row)
    return state


def _session_item(row: Record) -> SessionItem:
    return SessionItem(
        title=row["title"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        day=row["day"],
        stage_id=row["stage_id"],
        track_id=row["track_id"],
        subtitle=row["subtitle"],
        abstract=row["abstract"],
        languages=languages_of(row["language"]),
        kind=row["kind"],
        url=row["url"],
        video_url=row["video_url"],
        links=tuple(links_of(row["links"])),
        attachments=tuple(links_of(row["attachments"])),
        do_not_record=row["do_not_record"],
        speaker_ids=tuple(row["speaker_ids"]),
        source_id=row["source_id"],
        external_id=row["external_id"],
        typed=row["typed"],
    )


def languages_of(column: str) -> tuple[str, ...]:
    """Tags as they are kept: in one text."""
    return tuple(column.split(", ")) if column else ()


async def deltas(db: Connection, event_id: UUID, after: int, until: int) -> list[bytes]:
    """Packed deltas of the revisions after one, up to another, in order."""
    rows = await db.fetch(
        "SELECT delta FROM agenda_revisions WHERE event_id = $1 AND number > $2 AND number <= $3 ORDER BY number",
        event_id,
        after,
        until,
    )
    return [row["delta"] for row in rows]


async def has_all(db: Connection, event_id: UUID, after: int) -> bool:
    """Whether every revision after this one is still kept."""
    return await db.fetchval(
        "SELECT coalesce(min(number), $2 + 1) <= $2 + 1 FROM agenda_revisions WHERE event_id = $1", event_id, after
    )


async def insert_revision(db: Connection, event_id: UUID, number: int, new: NewRevision, delta: bytes) -> None:
    """The draft is at this revision from now on."""
    values = {name: getattr(new, name) for name in new.__struct_fields__}
    names, places = ", ".join(values), ", ".join(f"${place}" for place in range(4, 4 + len(values)))
    await db.execute(
        f"INSERT INTO agenda_revisions (event_id, number, delta, {names}) VALUES ($1, $2, $3, {places})",
        event_id,
        number,
        delta,
        *values.values(),
    )
    await db.execute("UPDATE events SET agenda_head = $2 WHERE id = $1", event_id, number)


async def set_shown(db: Connection, event_id: UUID, revision: int) -> None:
    """The tables of items hold this revision; the oldest of those behind it are let go."""
    await db.execute("UPDATE events SET agenda_shown = $2 WHERE id = $1", event_id, revision)
    await db.execute("DELETE FROM agenda_revisions WHERE event_id = $1 AND number <= $2", event_id, revision - KEPT)


async def revision(db: Connection, event_id: UUID, number: int) -> AgendaRevision | None:
    """One revision, without its delta."""
    row = await db.fetchrow(
        f"SELECT {_REVISION} FROM agenda_revisions WHERE event_id = $1 AND number = $2", event_id, number
    )
    return AgendaRevision(**row) if row else None


async def revisions(db: Connection, event_id: UUID, before: int | None, limit: int) -> list[AgendaRevision]:
    """The latest first, those before a number."""
    rows = await db.fetch(
        f"""
        SELECT {_REVISION} FROM agenda_revisions
        WHERE event_id = $1 AND ($2::int IS NULL OR number < $2) ORDER BY number DESC LIMIT $3
        """,
        event_id,
        before,
        limit,
    )
    return [AgendaRevision(**row) for row in rows]


async def revision_of_version(db: Connection, event_id: UUID, number: int) -> int | None:
    """The last revision that is in a version; None if there is no such version."""
    return await db.fetchval(
        "SELECT revision FROM agenda_versions WHERE event_id = $1 AND number = $2", event_id, number
    )


async def star_counts(db: Connection, event_id: UUID, session_ids: list[UUID]) -> dict[UUID, int]:
    """How many people starred each of these sessions; none are left out."""
    rows = await db.fetch(
        "SELECT session_id, count(*) AS people FROM stars WHERE event_id = $1 AND session_id = ANY($2) GROUP BY 1",
        event_id,
        session_ids,
    )
    return {row["session_id"]: row["people"] for row in rows}


async def people_with_stars(db: Connection, event_id: UUID, session_ids: list[UUID]) -> int:
    """How many people starred at least one of these sessions."""
    return await db.fetchval(
        "SELECT count(DISTINCT user_id) FROM stars WHERE event_id = $1 AND session_id = ANY($2)", event_id, session_ids
    )


async def taken_elsewhere(db: Connection, event_id: UUID, session_id: UUID) -> bool:
    """Whether another event has a session of this id."""
    return await db.fetchval(
        "SELECT EXISTS (SELECT FROM sessions WHERE id = $2 AND event_id <> $1)", event_id, session_id
    )
