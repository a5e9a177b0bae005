"""SQL of sessions."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from hallway.services.auth.api import DeviceSession, User
from hallway.services.auth.users.repository import USER, user_of

SESSION: Final = "id, user_id, label, address, created_at, last_seen_at, expires_at, token_hash, spent_hash, rotated_at"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `sessions`. `token_hash` is of the refresh token that is good now, `spent_hash` of the one before it,
    which `rotated_at` was exchanged."""

    id: UUID
    user_id: UUID
    label: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    token_hash: bytes
    spent_hash: bytes | None
    rotated_at: datetime


async def save_session(db: asyncpg.Connection, session: Session) -> None:
    """Adds the session, or writes what has changed of it; remembers its token."""
    await db.execute(
        f"INSERT INTO sessions ({SESSION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE"
        " SET label = excluded.label, address = excluded.address, last_seen_at = excluded.last_seen_at,"
        " expires_at = excluded.expires_at, token_hash = excluded.token_hash, spent_hash = excluded.spent_hash,"
        " rotated_at = excluded.rotated_at",
        *msgspec.structs.astuple(session),
    )
    await db.execute(
        "INSERT INTO refresh_tokens (hash, session_id) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
        session.token_hash,
        session.id,
    )


async def locked_session(db: asyncpg.Connection, token_hash: bytes) -> Session | None:
    """The session that ever had this token, locked, so that of two tabs one comes after the other.

    Two statements, as the second must see what a racing transaction has committed while this one waited.
    """
    session_id = await db.fetchval("SELECT session_id FROM refresh_tokens WHERE hash = $1", token_hash)
    row = await db.fetchrow(f"SELECT {SESSION} FROM sessions WHERE id = $1 FOR UPDATE", session_id)
    return Session(**dict(row)) if row else None


async def devices(
    db: asyncpg.Connection, user_id: UUID, current: UUID | None, now: datetime, limit: int
) -> list[DeviceSession]:
    """A person's living sessions, `current` first, then the last seen."""
    rows = await db.fetch(
        "SELECT id, label, address, created_at, last_seen_at, id IS NOT DISTINCT FROM $2 AS current FROM sessions"
        " WHERE user_id = $1 AND expires_at > $3 ORDER BY current DESC, last_seen_at DESC LIMIT $4",
        user_id,
        current,
        now,
        limit,
    )
    return [DeviceSession(**dict(row)) for row in rows]


async def holder(db: asyncpg.Connection, session: Session) -> User:
    """The account whose session this is."""
    row = await db.fetchrow(f"SELECT {USER} FROM users WHERE id = $1", session.user_id)
    assert row, "a session goes when its account does"
    return user_of(row)


async def user_of_session(db: asyncpg.Connection, session_id: UUID) -> UUID | None:
    """Whose session it is; None when it has ended."""
    return await db.fetchval("SELECT user_id FROM sessions WHERE id = $1", session_id)


async def session_alive(db: asyncpg.Connection, session_id: UUID, now: datetime) -> bool:
    """Whether it has neither ended nor run out."""
    return await db.fetchval("SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND expires_at > $2)", session_id, now)


async def signed_in_user(db: asyncpg.Connection, session_id: UUID, now: datetime) -> User | None:
    """The account that is signed in by it; None if it has ended or run out."""
    row = await db.fetchrow(
        f"SELECT {USER} FROM users WHERE id = (SELECT user_id FROM sessions WHERE id = $1 AND expires_at > $2)",
        session_id,
        now,
    )
    return user_of(row) if row else None


async def end_session(db: asyncpg.Connection, session_id: UUID, user_id: UUID) -> bool:
    """Removes it; whether this person had this session."""
    return await db.execute("DELETE FROM sessions WHERE id = $1 AND user_id = $2", session_id, user_id) == "DELETE 1"


async def end_sessions_but(db: asyncpg.Connection, user_id: UUID, kept: UUID | None) -> list[UUID]:
    """Removes all sessions of a person but `kept`; answers which."""
    rows = await db.fetch(
        "DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2 RETURNING id", user_id, kept
    )
    return [row["id"] for row in rows]


async def sweep_sessions(db: asyncpg.Connection, user_id: UUID, now: datetime) -> None:
    """Removes what has run out."""
    await db.execute("DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2", user_id, now)
