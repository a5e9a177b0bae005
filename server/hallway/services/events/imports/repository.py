"""SQL of imports themselves: how each went, or goes. What they write to agendas is in `bulk.py`."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.events.values import ImportReport, Skipped

KEPT = 20
"""Reports of an event that are kept."""
_FIELDS = ImportReport.__struct_fields__
_REPORT = ", ".join(_FIELDS)


def _report(row: Record) -> ImportReport:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values["skipped"] = msgspec.convert(row["skipped"], list[Skipped])
    return ImportReport(**values)


async def allow_idling(db: Connection) -> None:
    """This transaction may wait for its process for longer than others."""
    await db.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")


async def hold(db: Connection, import_id: UUID) -> None:
    """Until the transaction ends, `fail_lost` sees that somebody works on this import."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1::text, 0))", str(import_id))


async def fail_lost(db: Connection, error: str, now: datetime) -> None:
    """End imports that nobody works on: the process that did is gone."""
    await db.execute(
        """
        UPDATE imports SET state = 'failed', error = $1, finished_at = $2
        WHERE state = 'running' AND pg_try_advisory_xact_lock(hashtextextended('import:' || id::text, 0))
        """,
        error,
        now,
    )


async def insert(db: Connection, id: UUID, event_id: UUID, user_id: UUID, now: datetime) -> ImportReport | None:
    """A running import; None if one of this event runs already."""
    row = await db.fetchrow(
        f"""
        INSERT INTO imports (id, event_id, user_id, started_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (event_id) WHERE state = 'running' DO NOTHING RETURNING {_REPORT}
        """,
        id,
        event_id,
        user_id,
        now,
    )
    await db.execute(
        """
        DELETE FROM imports WHERE event_id = $1 AND state <> 'running' AND id NOT IN
            (SELECT id FROM imports WHERE event_id = $1 ORDER BY started_at DESC LIMIT $2)
        """,
        event_id,
        KEPT,
    )
    return _report(row) if row else None


async def progress(db: Connection, report: ImportReport) -> None:
    """How far a running import is."""
    await db.execute(
        "UPDATE imports SET done = $2, total = $3 WHERE id = $1 AND state = 'running'",
        report.id,
        report.done,
        report.total,
    )


async def finish(db: Connection, report: ImportReport) -> bool:
    """Write how a running import ended; answers whether it was still running."""
    status = await db.execute(
        """
        UPDATE imports SET state = $2, done = $3, total = $4, added = $5, changed = $6, unchanged = $7, removed = $8,
               skipped = $9, error = $10, finished_at = $11 WHERE id = $1 AND state = 'running'
        """,
        report.id,
        report.state,
        report.done,
        report.total,
        report.added,
        report.changed,
        report.unchanged,
        report.removed,
        msgspec.to_builtins(report.skipped),
        report.error,
        report.finished_at,
    )
    return status == "UPDATE 1"


async def report(db: Connection, id: UUID) -> ImportReport | None:
    """How the import went, or goes."""
    row = await db.fetchrow(f"SELECT {_REPORT} FROM imports WHERE id = $1", id)
    return _report(row) if row else None
