"""All SQL of auth, as functions of a connection."""

from datetime import datetime
from typing import get_args
from uuid import UUID

import asyncpg
import msgspec

from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.services.auth.api import DeviceSession, NewUser, Persona, TeamMember, User

USER = "id, name, email, roles, created_at"
SESSION = "id, user_id, label, address, created_at, last_seen_at, expires_at, token_hash, spent_hash, rotated_at"


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


class SigningKey(msgspec.Struct, frozen=True, kw_only=True):
    """The key that signs now; the private part is encrypted."""

    kid: str
    private_key: str


# Accounts


def _user(row: asyncpg.Record) -> User:
    return User(**{name: row[name] for name in ("id", "name", "email", "created_at")}, roles=frozenset(row["roles"]))


async def add_user(db: asyncpg.Connection, user: User, password_hash: str) -> bool:
    """Whether the account was added: false if its e-mail has one already."""
    status = await db.execute(
        "INSERT INTO users (id, name, email, roles, created_at, password_hash) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (email) DO NOTHING",
        user.id,
        user.name,
        user.email,
        sorted(user.roles),
        user.created_at,
        password_hash,
    )
    return status == "INSERT 0 1"


async def add_users(db: asyncpg.Connection, users: list[NewUser], now: datetime) -> list[UUID]:
    """Adds accounts without a password; answers the ids of those that were not there before."""
    added: list[UUID] = []
    for user in users:
        found = await db.fetchval(
            "INSERT INTO users (id, name, email, roles, persona, persona_role, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
            user.id,
            user.name,
            user.email,
            sorted(user.roles),
            user.persona,
            user.persona_role,
            now,
        )
        if found is not None:
            added.append(found)
    return added


async def users(db: asyncpg.Connection, ids: list[UUID]) -> list[User]:
    return [_user(row) for row in await db.fetch(f"SELECT {USER} FROM users WHERE id = ANY($1)", ids)]


async def by_email(db: asyncpg.Connection, email: str) -> tuple[User, str | None] | None:
    """The account and its password hash."""
    row = await db.fetchrow(f"SELECT {USER}, password_hash FROM users WHERE email = $1", email)
    return (_user(row), row["password_hash"]) if row else None


async def by_persona(db: asyncpg.Connection, persona: str) -> User | None:
    row = await db.fetchrow(f"SELECT {USER} FROM users WHERE persona = $1", persona)
    return _user(row) if row else None


async def personas(db: asyncpg.Connection) -> list[Persona]:
    """In the order in which they were made."""
    rows = await db.fetch(
        "SELECT persona AS key, name, coalesce(persona_role, '') AS role, id AS user_id FROM users"
        " WHERE persona IS NOT NULL ORDER BY created_at, id"
    )
    return [Persona(**dict(row)) for row in rows]


async def renew_hash(db: asyncpg.Connection, user_id: UUID, old: str, new: str) -> None:
    """Replaces the password's hash, unless it has changed meanwhile."""
    await db.execute("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2", user_id, old, new)


# Sessions


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


async def session_alive(db: asyncpg.Connection, session_id: UUID, now: datetime) -> bool:
    return await db.fetchval("SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND expires_at > $2)", session_id, now)


async def end_session(db: asyncpg.Connection, session_id: UUID, user_id: UUID) -> bool:
    """Whether this person had this session."""
    return await db.execute("DELETE FROM sessions WHERE id = $1 AND user_id = $2", session_id, user_id) == "DELETE 1"


async def end_sessions_but(db: asyncpg.Connection, user_id: UUID, kept: UUID | None) -> list[UUID]:
    rows = await db.fetch(
        "DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2 RETURNING id", user_id, kept
    )
    return [row["id"] for row in rows]


async def sweep_sessions(db: asyncpg.Connection, user_id: UUID, now: datetime) -> None:
    """Removes what has run out."""
    await db.execute("DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2", user_id, now)


# Roles

GRANT = "role, scope_kind, scope_id"


def _grant(row: asyncpg.Record) -> RoleGrant:
    return RoleGrant(role=row["role"], scope=RoleScope(kind=row["scope_kind"], id=row["scope_id"]))


def _by(key: str, rows: list[asyncpg.Record]) -> dict[UUID, list[RoleGrant]]:
    found: dict[UUID, list[RoleGrant]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(_grant(row))
    return found


async def event_roles(db: asyncpg.Connection, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[RoleGrant]]:
    rows = await db.fetch(
        f"SELECT user_id, {GRANT} FROM role_grants WHERE event_id = $1 AND user_id = ANY($2) ORDER BY granted_at, role",
        event_id,
        user_ids,
    )
    return _by("user_id", rows)


async def event_team(db: asyncpg.Connection, event_id: UUID) -> list[TeamMember]:
    """By each one's weightiest role, then by when it was given; at most 1,000 roles."""
    rows = await db.fetch(
        f"SELECT user_id, {GRANT} FROM role_grants WHERE event_id = $1"
        " ORDER BY array_position($2::text[], role), granted_at, user_id LIMIT 1000",
        event_id,
        list(get_args(EventRole)),
    )
    return [TeamMember(user_id=user_id, roles=grants) for user_id, grants in _by("user_id", rows).items()]


async def events_of(db: asyncpg.Connection, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
    rows = await db.fetch(
        f"SELECT event_id, {GRANT} FROM role_grants WHERE user_id = $1 ORDER BY granted_at, role", user_id
    )
    return _by("event_id", rows)


async def locked_owners(db: asyncpg.Connection, event_id: UUID) -> set[UUID]:
    """The owners, locked: two who dismiss each other at once must not both succeed."""
    rows = await db.fetch(
        "SELECT user_id FROM role_grants WHERE event_id = $1 AND role = 'owner' AND scope_kind = 'event'"
        " ORDER BY user_id FOR UPDATE",
        event_id,
    )
    return {row["user_id"] for row in rows}


async def add_grant(db: asyncpg.Connection, event_id: UUID, user_id: UUID, grant: RoleGrant, now: datetime) -> bool:
    """Whether the person did not hold this role before."""
    status = await db.execute(
        "INSERT INTO role_grants (event_id, user_id, role, scope_kind, scope_id, granted_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        event_id,
        user_id,
        grant.role,
        grant.scope.kind,
        grant.scope.id,
        now,
    )
    return status == "INSERT 0 1"


async def remove_grants(db: asyncpg.Connection, event_id: UUID, user_id: UUID, grant: RoleGrant | None) -> bool:
    """Whether the person held this role, or with None any; also forgotten where the version before keeps it."""
    whole_event = grant is None or grant.scope == WHOLE_EVENT
    if whole_event:
        await db.execute(
            "DELETE FROM event_roles WHERE event_id = $1 AND user_id = $2 AND ($3::text IS NULL OR role = $3)",
            event_id,
            user_id,
            grant.role if grant else None,
        )
    status = await db.execute(
        "DELETE FROM role_grants WHERE event_id = $1 AND user_id = $2 AND ($3::text IS NULL OR"
        " (role = $3 AND scope_kind = $4 AND scope_id IS NOT DISTINCT FROM $5))",
        event_id,
        user_id,
        grant.role if grant else None,
        grant.scope.kind if grant else None,
        grant.scope.id if grant else None,
    )
    return status != "DELETE 0"


# Keys


async def lock_keys(db: asyncpg.Connection) -> None:
    """One process at a time makes keys, until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('hallway auth signing keys'))")


async def current_key(db: asyncpg.Connection) -> SigningKey | None:
    row = await db.fetchrow("SELECT kid, private_key FROM signing_keys WHERE retired_at IS NULL")
    return SigningKey(**dict(row)) if row else None


async def replace_key(
    db: asyncpg.Connection, key: SigningKey, public_key: dict[str, str], now: datetime, forget_before: datetime
) -> None:
    """From `now` on this key signs; the one before it stays to be verified with, those retired before
    `forget_before` go."""
    await db.execute("DELETE FROM signing_keys WHERE retired_at < $1", forget_before)
    await db.execute("UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL", now)
    await db.execute(
        "INSERT INTO signing_keys (kid, public_key, private_key, created_at) VALUES ($1, $2, $3, $4)",
        key.kid,
        public_key,
        key.private_key,
        now,
    )


async def public_keys(db: asyncpg.Connection, retired_after: datetime) -> list[dict[str, str]]:
    """The public keys in use and those retired since, the newest first."""
    rows = await db.fetch(
        "SELECT public_key FROM signing_keys WHERE retired_at IS NULL OR retired_at >= $1"
        " ORDER BY retired_at DESC NULLS FIRST",
        retired_after,
    )
    return [row["public_key"] for row in rows]
