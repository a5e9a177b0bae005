"""SQL of events themselves."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.events.values import Event, EventInput, EventStatus

_EVENT = ", ".join(Event.__struct_fields__)


def _event(row: Record) -> Event:
    return Event(**{name: row[name] for name in Event.__struct_fields__})


async def by_slug(db: Connection, slug: str) -> Event | None:
    if not (slug.isascii() and slug.replace("-", "").isalnum()):
        return None  # nor could PostgreSQL be asked for every text: there is no NUL in its own
    row = await db.fetchrow(f"SELECT {_EVENT} FROM events WHERE slug = $1", slug)
    return _event(row) if row else None


async def by_id(db: Connection, event_id: UUID, *, lock: bool = False) -> Event | None:
    """With `lock`, others who would change the event wait until the transaction ends."""
    row = await db.fetchrow(
        f"SELECT {_EVENT} FROM events WHERE id = $1" + (" FOR NO KEY UPDATE" if lock else ""), event_id
    )
    return _event(row) if row else None


async def by_ids(db: Connection, event_ids: list[UUID]) -> list[Event]:
    """In no order; unknown ids are left out."""
    return [_event(row) for row in await db.fetch(f"SELECT {_EVENT} FROM events WHERE id = ANY($1)", event_ids)]


async def upcoming(db: Connection, now: datetime, limit: int) -> list[Event]:
    """Public events that have not ended, soonest first; cancelled ones stay to say so."""
    rows = await db.fetch(
        f"""
        SELECT {_EVENT} FROM events
        WHERE ends_at > $1 AND status <> 'draft' AND visibility = 'public' ORDER BY starts_at, id LIMIT $2
        """,
        now,
        limit,
    )
    return [_event(row) for row in rows]


async def of_person(db: Connection, user_id: UUID, also: list[UUID], limit: int) -> list[Event]:
    """Those a person hosts or registered for, and those in `also`; the latest first."""
    rows = await db.fetch(
        f"""
        SELECT {_EVENT} FROM events
        WHERE host_id = $1 OR id = ANY($2) OR id IN (SELECT event_id FROM registrations WHERE user_id = $1)
        ORDER BY starts_at DESC, id LIMIT $3
        """,
        user_id,
        also,
        limit,
    )
    return [_event(row) for row in rows]


async def lock_slugs(db: Connection) -> None:
    """Two events of one name do not get the same slug: they come one after the other until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('slugs'))")


async def slugs_like(db: Connection, slug: str) -> set[str]:
    """The slugs in use that are `slug` or `slug-<something>`. A slug has letters, digits and hyphens only."""
    rows = await db.fetch("SELECT slug FROM events WHERE slug = $1 OR slug LIKE $1 || '-%'", slug)
    return {row["slug"] for row in rows}


async def insert(db: Connection, event_id: UUID, slug: str, host_id: UUID, input: EventInput) -> bool:
    """A draft; False, and nothing happens, when the id is taken."""
    values = msgspec.structs.asdict(input)
    columns, places = ", ".join(values), ", ".join(f"${n}" for n in range(4, 4 + len(values)))
    status = await db.execute(
        f"INSERT INTO events (id, slug, host_id, {columns}) VALUES ($1, $2, $3, {places}) ON CONFLICT (id) DO NOTHING",
        event_id,
        slug,
        host_id,
        *values.values(),
    )
    return status == "INSERT 0 1"


async def update(db: Connection, event_id: UUID, input: EventInput) -> Event:
    values = msgspec.structs.asdict(input)
    pairs = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, start=2))
    row = await db.fetchrow(
        f"UPDATE events SET {pairs}, version = version + 1 WHERE id = $1 RETURNING {_EVENT}",
        event_id,
        *values.values(),
    )
    assert row
    return _event(row)


async def set_status(db: Connection, event_id: UUID, status: EventStatus) -> Event:
    row = await db.fetchrow(
        f"UPDATE events SET status = $2, version = version + 1 WHERE id = $1 RETURNING {_EVENT}", event_id, status
    )
    assert row
    return _event(row)


async def take_down(db: Connection, event_id: UUID, reason: str) -> Event:
    """A draft again; what it was is kept."""
    row = await db.fetchrow(
        "UPDATE events SET status = 'draft', taken_down_from = status, taken_down = $2, version = version + 1"
        f" WHERE id = $1 RETURNING {_EVENT}",
        event_id,
        reason,
    )
    assert row
    return _event(row)


async def give_back(db: Connection, event_id: UUID) -> Event:
    """As it was when it was taken down."""
    row = await db.fetchrow(
        "UPDATE events SET status = taken_down_from, taken_down_from = NULL, taken_down = NULL, version = version + 1"
        f" WHERE id = $1 RETURNING {_EVENT}",
        event_id,
    )
    assert row
    return _event(row)


async def next_version(db: Connection, event_id: UUID) -> Event:
    """Count a change of the agenda."""
    row = await db.fetchrow(f"UPDATE events SET version = version + 1 WHERE id = $1 RETURNING {_EVENT}", event_id)
    assert row
    return _event(row)


async def version_shown(db: Connection, event_id: UUID, user_id: UUID | None, now: datetime) -> None:
    """What everybody sees of the agenda is a version of it, if it is not yet."""
    await db.execute(
        """
        INSERT INTO agenda_versions (event_id, number, revision, published_at, published_by)
        SELECT id, coalesce(max(number), 0) + 1, agenda_shown, $2, $3
        FROM events LEFT JOIN agenda_versions ON event_id = id
        WHERE id = $1 GROUP BY id, agenda_shown HAVING coalesce(max(revision), -1) < agenda_shown
        """,
        event_id,
        now,
        user_id,
    )


async def set_credit(db: Connection, event_id: UUID, credit: str) -> None:
    """Where the agenda's data comes from."""
    await db.execute("UPDATE events SET credit = $2 WHERE id = $1", event_id, credit)
