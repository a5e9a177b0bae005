"""SQL of feeds: the whole agenda as everybody sees it, with its texts, and secret addresses of calendars."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection
from msgspec import Struct

from hallway.services.events.agenda import repository as agenda
from hallway.services.events.agenda.repository import FULL, session_of
from hallway.services.events.feeds.compose import Published
from hallway.services.events.values import Event, Speaker, Stage, Track


class Kept(Struct, frozen=True):
    """What is kept of a secret address: whose it is, and of which event; not the secret."""

    user_id: UUID
    event_id: UUID
    nonce: bytes
    digest: bytes


async def published(db: Connection, event: Event, now: datetime) -> Published:
    """In order of time. `now` is when a draft's is seen that has no revision."""
    stages = await db.fetch("SELECT id, name, position FROM stages WHERE event_id = $1 ORDER BY position, id", event.id)
    tracks = await db.fetch(
        "SELECT id, name, hue, position FROM tracks WHERE event_id = $1 ORDER BY position, id", event.id
    )
    speakers = await db.fetch("SELECT id, name, bio, user_id FROM speakers WHERE event_id = $1", event.id)
    sessions = await db.fetch(f"SELECT {FULL} FROM sessions WHERE event_id = $1 ORDER BY starts_at, id", event.id)
    return Published(
        event=event,
        number=await agenda.published(db, event.id),
        made_at=await _made_at(db, event.id) or now,
        stages=[Stage(**row) for row in stages],
        tracks=[Track(**row) for row in tracks],
        speakers=[Speaker(**row) for row in speakers],
        sessions=[session_of(row) for row in sessions],
    )


async def _made_at(db: Connection, event_id: UUID) -> datetime | None:
    """When the version was published that everybody sees; of a draft, when its last change was made."""
    return await db.fetchval(
        """
        SELECT coalesce(
            (SELECT published_at FROM agenda_versions WHERE event_id = id ORDER BY number DESC LIMIT 1),
            (SELECT made_at FROM agenda_revisions WHERE event_id = id AND number = agenda_shown))
        FROM events WHERE id = $1
        """,
        event_id,
    )


async def starred(db: Connection, event_id: UUID, user_id: UUID) -> list[UUID]:
    """What one person starred at an event."""
    rows = await db.fetch("SELECT session_id FROM stars WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return [row["session_id"] for row in rows]


async def address(db: Connection, user_id: UUID, event_id: UUID) -> Kept | None:
    """Somebody's address at an event."""
    row = await db.fetchrow(
        "SELECT user_id, event_id, nonce, digest FROM calendar_tokens WHERE user_id = $1 AND event_id = $2",
        user_id,
        event_id,
    )
    return Kept(**row) if row else None


async def by_digest(db: Connection, digest: bytes) -> Kept | None:
    """The address with the secret that has this digest."""
    row = await db.fetchrow("SELECT user_id, event_id, nonce, digest FROM calendar_tokens WHERE digest = $1", digest)
    return Kept(**row) if row else None


async def add(db: Connection, kept: Kept, now: datetime) -> Kept:
    """Keep it, unless there is one already; answers which is kept."""
    row = await db.fetchrow(
        """
        INSERT INTO calendar_tokens (user_id, event_id, nonce, digest, made_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id, event_id) DO UPDATE SET made_at = calendar_tokens.made_at
        RETURNING user_id, event_id, nonce, digest
        """,
        kept.user_id,
        kept.event_id,
        kept.nonce,
        kept.digest,
        now,
    )
    assert row
    return Kept(**row)


async def remove(db: Connection, user_id: UUID, event_id: UUID, digest: bytes | None = None) -> None:
    """Forget somebody's address at an event; with `digest`, only if it is this one."""
    await db.execute(
        "DELETE FROM calendar_tokens WHERE user_id = $1 AND event_id = $2 AND ($3::bytea IS NULL OR digest = $3)",
        user_id,
        event_id,
        digest,
    )
