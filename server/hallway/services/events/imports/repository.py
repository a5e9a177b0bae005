"""SQL of imports themselves: how each went, or goes, what was read, and whose sessions it brings."""

import zlib
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.kernel.words import Sentence, in_english
from hallway.services.events.schedule import Column, Schedule
from hallway.services.events.values import ImportColumn, ImportReading, ImportReport, Note, Skipped

KEPT: Final = 20
"""Reports of an event that are kept."""
MOST_WAITING: Final = 5
"""Imports of one person that wait, whatever they are for: each may be a file of 20 MB, and what was read of it."""
WAITS: Final = timedelta(days=7)
"""How long what was read waits for somebody to look at it."""
_FIELDS: Final = ImportReport.__struct_fields__
_REPORT: Final = ", ".join("coalesce(address, filename) AS name" if name == "name" else name for name in _FIELDS)
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Schedule)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where sessions of an event come from; `identity` tells it from other sources of the event."""

    id: UUID
    name: str
    identity: str
    address: str | None
    read_at: datetime


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An import and how it is to be read, without the file and what was read of it: these are large. `salt` is a secret
    of which the ids of a new source's sessions come, so that nobody can take them in advance."""

    report: ImportReport
    user_id: UUID
    filename: str
    address: str | None
    reading: ImportReading
    salt: UUID
    started_at: datetime


def packed(schedule: Schedule) -> bytes:
    """A schedule as it is kept."""
    return zlib.compress(_encoder.encode(schedule), 1)


def unpacked(data: bytes) -> Schedule:
    """What was packed."""
    return _decoder.decode(zlib.decompress(data))


def _report(row: Record) -> ImportReport:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values["skipped"] = msgspec.convert(row["skipped"], list[Skipped])
    values["notes"] = msgspec.convert(row["notes"], list[Note])
    values["columns"] = msgspec.convert(row["columns"], list[ImportColumn])
    values["failure"] = msgspec.convert(row["failure"], Sentence | None)
    return ImportReport(**values)


async def allow_idling(db: Connection) -> None:
    """This transaction may wait for its process for longer than others."""
    await db.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")


async def hold(db: Connection, import_id: UUID) -> None:
    """Until the transaction ends, `fail_lost` sees that somebody works on this import."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1::text, 0))", str(import_id))


async def fail_lost(db: Connection, failure: Sentence, now: datetime) -> None:
    """End imports that nobody works on: the process that did is gone. What was read may still be applied."""
    await db.execute(
        """
        UPDATE imports SET state = CASE state WHEN 'applying' THEN 'ready' ELSE 'failed' END, error = $1,
               failure = $3, finished_at = CASE state WHEN 'applying' THEN NULL ELSE $2::timestamptz END
        WHERE state IN ('reading', 'applying')
          AND pg_try_advisory_xact_lock(hashtextextended('import:' || id::text, 0))
        """,
        in_english(failure),
        now,
        msgspec.to_builtins(failure),
    )


async def insert(
    db: Connection, id: UUID, event_id: UUID, user_id: UUID, file: bytes | None, name: str, now: datetime
) -> ImportReport | None:
    """An import that is being read; None if another of this event is at work. With no `file` yet, the name is an
    address. What this person had waiting for this event is forgotten, as is what waited for too long, and the oldest of
    too many."""
    await _forget_waiting(db, event_id, user_id, now)
    row = await db.fetchrow(
        f"""
        INSERT INTO imports (id, event_id, user_id, state, started_at, file, filename, address)
        VALUES ($1, $2, $3, 'reading', $4, $5, $6, $7)
        ON CONFLICT (event_id) WHERE state IN ('reading', 'applying') DO NOTHING RETURNING {_REPORT}
        """,
        id,
        event_id,
        user_id,
        now,
        file,
        "" if file is None else name,
        name if file is None else None,
    )
    await db.execute(
        """
        DELETE FROM imports WHERE event_id = $1 AND state IN ('done', 'failed') AND id NOT IN
            (SELECT id FROM imports WHERE event_id = $1 ORDER BY started_at DESC LIMIT $2)
        """,
        event_id,
        KEPT,
    )
    return _report(row) if row else None


async def _forget_waiting(db: Connection, event_id: UUID, user_id: UUID, now: datetime) -> None:
    await db.execute(
        """
        DELETE FROM imports WHERE state IN ('asking', 'ready')
          AND (event_id = $1 AND user_id = $2 OR started_at < $3 OR id IN (
            SELECT id FROM imports WHERE user_id = $2 AND event_id <> $1 AND state IN ('asking', 'ready')
            ORDER BY started_at DESC OFFSET $4))
        """,
        event_id,
        user_id,
        now - WAITS,
        MOST_WAITING - 1,
    )


async def begin(db: Connection, id: UUID, state: str, after: list[str]) -> ImportReport | None:
    """The import goes on in `state`; None unless it was in one of `after`, or if another of the event is at work."""
    row = await db.fetchrow(
        f"""
        UPDATE imports SET state = $2, error = NULL, failure = NULL, done = 0, total = 0
        WHERE id = $1 AND state = ANY($3) AND NOT EXISTS (
            SELECT FROM imports AS other
            WHERE other.event_id = imports.event_id AND other.state IN ('reading', 'applying'))
        RETURNING {_REPORT}
        """,
        id,
        state,
        after,
    )
    return _report(row) if row else None


async def set_file(db: Connection, id: UUID, file: bytes) -> None:
    """What was at the import's address."""
    await db.execute("UPDATE imports SET file = $2 WHERE id = $1", id, file)


async def set_reading(db: Connection, id: UUID, reading: ImportReading) -> None:
    """How a person wants it read."""
    await db.execute("UPDATE imports SET reading = $2 WHERE id = $1", id, msgspec.to_builtins(reading))


async def set_schedule(db: Connection, id: UUID, schedule: bytes | None) -> None:
    """What was read, packed."""
    await db.execute("UPDATE imports SET schedule = $2 WHERE id = $1", id, schedule)


async def schedule(db: Connection, id: UUID) -> bytes | None:
    """What was read, packed."""
    return await db.fetchval("SELECT schedule FROM imports WHERE id = $1", id)


async def file(db: Connection, id: UUID) -> bytes | None:
    """The file as it came."""
    return await db.fetchval("SELECT file FROM imports WHERE id = $1", id)


async def progress(db: Connection, report: ImportReport) -> None:
    """How far an import is that is being applied."""
    await db.execute(
        "UPDATE imports SET done = $2, total = $3 WHERE id = $1 AND state = 'applying'",
        report.id,
        report.done,
        report.total,
    )


async def finish(db: Connection, report: ImportReport) -> bool:
    """Write how a step of an import ended; answers whether it was still at work. What is done or failed keeps neither
    file nor schedule."""
    values = msgspec.to_builtins(report, builtin_types=(datetime, UUID))
    names = tuple(name for name in _FIELDS if name not in ("id", "event_id", "name"))
    wire = {"finished_at": "finishedAt"}
    pairs = ", ".join(f"{name} = ${place}" for place, name in enumerate(names, 2))
    ended = "'done', 'failed'"
    status = await db.execute(
        f"""
        UPDATE imports SET {pairs},
               file = CASE WHEN $2 IN ({ended}) THEN NULL ELSE file END,
               schedule = CASE WHEN $2 IN ({ended}) THEN NULL ELSE schedule END
        WHERE id = $1 AND state IN ('reading', 'applying')
        """,
        report.id,
        *(values[wire.get(name, name)] for name in names),
    )
    return status == "UPDATE 1"


async def waiting(db: Connection, id: UUID) -> Waiting | None:
    """The import, if there is one."""
    row = await db.fetchrow(
        f"SELECT {_REPORT}, user_id, filename, address, reading, salt, started_at FROM imports WHERE id = $1", id
    )
    if row is None:
        return None
    return Waiting(
        report=_report(row),
        user_id=row["user_id"],
        filename=row["filename"],
        address=row["address"],
        reading=msgspec.convert(row["reading"], ImportReading),
        salt=row["salt"],
        started_at=row["started_at"],
    )


async def discard(db: Connection, id: UUID) -> bool:
    """Answers whether it could be forgotten: it is not at work."""
    status = await db.execute("DELETE FROM imports WHERE id = $1 AND state NOT IN ('reading', 'applying')", id)
    return status == "DELETE 1"


async def sources(db: Connection, event_id: UUID) -> list[Source]:
    """Those that have sessions, and those that had."""
    rows = await db.fetch(
        "SELECT id, name, identity, address, read_at FROM agenda_sources WHERE event_id = $1 ORDER BY id", event_id
    )
    return [Source(**row) for row in rows]


async def put_source(db: Connection, event_id: UUID, source: Source) -> None:
    """Make a source, or write how it was read last."""
    await db.execute(
        """
        INSERT INTO agenda_sources (id, event_id, name, identity, address, read_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET name = $3, identity = $4, address = $5, read_at = $6
        """,
        source.id,
        event_id,
        source.name,
        source.identity,
        source.address,
        source.read_at,
    )


def columns_of(columns: tuple[Column, ...]) -> list[ImportColumn]:
    """Columns of a table as people are asked about them."""
    return [ImportColumn(name=one.name, example=one.example, field=one.field) for one in columns]
