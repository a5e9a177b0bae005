"""SQL of roles in events."""

from datetime import datetime
from typing import Final, get_args
from uuid import UUID

import asyncpg

from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.services.auth.api import TeamMember

GRANT: Final = "role, scope_kind, scope_id"


def _grant(row: asyncpg.Record) -> RoleGrant:
    return RoleGrant(role=row["role"], scope=RoleScope(kind=row["scope_kind"], id=row["scope_id"]))


def _by(key: str, rows: list[asyncpg.Record]) -> dict[UUID, list[RoleGrant]]:
    found: dict[UUID, list[RoleGrant]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(_grant(row))
    return found


async def event_roles(db: asyncpg.Connection, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[RoleGrant]]:
    """What each of these people holds in the event; those who hold nothing are left out."""
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
    """What the person holds, by event."""
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
    """Whether the person held this role, or with None any; also removed from where the version before looks."""
    status = await db.execute(
        "DELETE FROM role_grants WHERE event_id = $1 AND user_id = $2 AND ($3::text IS NULL OR"
        " (role = $3 AND scope_kind = $4 AND scope_id IS NOT DISTINCT FROM $5))",
        event_id,
        user_id,
        grant.role if grant else None,
        grant.scope.kind if grant else None,
        grant.scope.id if grant else None,
    )
    # After role_grants: its trigger removes from there too, and what it removed would not be counted above.
    if grant is None or grant.scope == WHOLE_EVENT:
        await db.execute(
            "DELETE FROM event_roles WHERE event_id = $1 AND user_id = $2 AND ($3::text IS NULL OR role = $3)",
            event_id,
            user_id,
            grant.role if grant else None,
        )
    return status != "DELETE 0"
