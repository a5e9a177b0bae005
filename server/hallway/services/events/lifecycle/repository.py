"""SQL of events themselves, of registrations and of stars. The programme's is in `programme.py`."""

from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.events.api import Event, EventInput, Membership, Registration, StarsDue, Status
from hallway.services.events.programme import BRIEF, session_of

_EVENT = ", ".join(Event.__struct_fields__)


def _event(row: Record) -> Event:
    return Event(**{name: row[name] for name in Event.__struct_fields__})


async def by_slug(db: Connection, slug: str) -> Event | None:
    if not (slug.isascii() and slug.replace("-", "").isalnum()):
        return None  # nor could PostgreSQL be asked for every text: there is no NUL in its own
    row = await db.fetchrow(f"SELECT {_EVENT} FROM events WHERE slug = $1", slug)
    return _event(row) if row else None


async def by_id(db: Connection, event_id: UUID, *, lock: bool = False) -> Event | None:
    """With `lock`, changes of the event and its programme wait for each other."""
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


async def insert(db: Connection, event_id: UUID, slug: str, host_id: UUID, input: EventInput) -> None:
    """A draft; nothing happens when the id is taken."""
    values = msgspec.structs.asdict(input)
    columns, places = ", ".join(values), ", ".join(f"${n}" for n in range(4, 4 + len(values)))
    await db.execute(
        f"INSERT INTO events (id, slug, host_id, {columns}) VALUES ($1, $2, $3, {places}) ON CONFLICT (id) DO NOTHING",
        event_id,
        slug,
        host_id,
        *values.values(),
    )


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


async def set_status(db: Connection, event_id: UUID, status: Status) -> Event:
    row = await db.fetchrow(
        f"UPDATE events SET status = $2, version = version + 1 WHERE id = $1 RETURNING {_EVENT}", event_id, status
    )
    assert row
    return _event(row)


async def bump(db: Connection, event_id: UUID) -> Event:
    """The programme changed."""
    row = await db.fetchrow(f"UPDATE events SET version = version + 1 WHERE id = $1 RETURNING {_EVENT}", event_id)
    assert row
    return _event(row)


async def set_credit(db: Connection, event_id: UUID, credit: str) -> None:
    """Where the programme comes from."""
    await db.execute("UPDATE events SET credit = $2 WHERE id = $1", event_id, credit)


async def registration(db: Connection, event_id: UUID, user_id: UUID) -> Registration | None:
    row = await db.fetchrow("SELECT * FROM registrations WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return Registration(**row) if row else None


async def register(db: Connection, event_id: UUID, user_id: UUID, now: datetime) -> None:
    """Holding the event's row (`by_id(lock=True)`), and knowing that there is a place and no registration."""
    await db.execute("INSERT INTO registrations VALUES ($1, $2, $3)", event_id, user_id, now)
    await db.execute("UPDATE events SET registered_count = registered_count + 1 WHERE id = $1", event_id)


async def unregister(db: Connection, event_id: UUID, user_id: UUID) -> bool:
    """Holding the event's row; answers whether the person was registered."""
    status = await db.execute("DELETE FROM registrations WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    if status != "DELETE 1":
        return False
    await db.execute("UPDATE events SET registered_count = registered_count - 1 WHERE id = $1", event_id)
    return True


async def membership(db: Connection, event_id: UUID, user_id: UUID) -> Membership | None:
    """Without the roles, which auth knows."""
    row = await db.fetchrow(
        """
        SELECT status, EXISTS (SELECT 1 FROM registrations WHERE event_id = $1 AND user_id = $2) AS registered
        FROM events WHERE id = $1
        """,
        event_id,
        user_id,
    )
    return Membership(event_id=event_id, user_id=user_id, **row) if row else None


async def attendees(db: Connection, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
    rows = await db.fetch(
        """
        SELECT user_id FROM registrations WHERE event_id = $1 AND ($2::uuid IS NULL OR user_id > $2)
        ORDER BY user_id LIMIT $3
        """,
        event_id,
        after,
        limit,
    )
    return [row["user_id"] for row in rows]


async def registered_events(db: Connection, user_id: UUID) -> list[UUID]:
    rows = await db.fetch("SELECT event_id FROM registrations WHERE user_id = $1 ORDER BY event_id", user_id)
    return [row["event_id"] for row in rows]


async def set_star(db: Connection, user_id: UUID, session_id: UUID, starred: bool) -> bool:
    """Answers whether that changed anything."""
    if starred:
        statement = (
            "INSERT INTO stars SELECT $1, id, event_id FROM sessions WHERE id = $2 FOR KEY SHARE ON CONFLICT DO NOTHING"
        )
    else:
        statement = "DELETE FROM stars WHERE user_id = $1 AND session_id = $2"
    return (await db.execute(statement, user_id, session_id)).endswith(" 1")


async def stars_in(db: Connection, event_ids: list[UUID], user_id: UUID) -> dict[UUID, list[UUID]]:
    """One person's session ids by event; events without a star are left out."""
    rows = await db.fetch(
        """
        SELECT event_id, array_agg(session_id ORDER BY session_id) AS sessions FROM stars
        WHERE event_id = ANY($1) AND user_id = $2 GROUP BY event_id
        """,
        event_ids,
        user_id,
    )
    return {row["event_id"]: row["sessions"] for row in rows}


async def stars_of(db: Connection, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Session ids by person; those without a star are left out."""
    rows = await db.fetch(
        """
        SELECT user_id, array_agg(session_id ORDER BY session_id) AS sessions FROM stars
        WHERE event_id = $1 AND user_id = ANY($2) GROUP BY user_id
        """,
        event_id,
        user_ids,
    )
    return {row["user_id"]: row["sessions"] for row in rows}


async def stars_due(db: Connection, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
    rows = await db.fetch(
        f"""
        SELECT {BRIEF}, events.slug, coalesce(stages.name, '') AS stage,
               array_agg(stars.user_id ORDER BY stars.user_id) AS user_ids
        FROM sessions JOIN stars ON stars.session_id = sessions.id JOIN events ON events.id = sessions.event_id
        LEFT JOIN stages ON stages.id = sessions.stage_id
        WHERE sessions.starts_at >= $1 AND sessions.starts_at < $2 AND events.status = 'published'
        GROUP BY sessions.id, events.slug, stages.name
        """,
        starting_from,
        starting_before,
    )
    return [
        StarsDue(session=session_of(row), event_slug=row["slug"], stage_name=row["stage"], user_ids=row["user_ids"])
        for row in rows
    ]
