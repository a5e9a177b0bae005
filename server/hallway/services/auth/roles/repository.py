"""SQL of roles in events."""

from datetime import datetime
from typing import Final, get_args
from uuid import UUID

import asyncpg

from hallway.kernel.roles import STAFF, WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.services.auth.api import OfferedRoles, TeamMember

GRANT: Final = "role, scope_kind, scope_id"
STAFF_SHOWN: Final = 100
_BY_WEIGHT: Final = list(get_args(EventRole))
_IN_EVENT: Final = {
    table: f"SELECT user_id, {GRANT} FROM {table} WHERE event_id = $1"
    f" ORDER BY array_position($2::text[], role), {since}, user_id"
    for table, since in (("role_grants", "granted_at"), ("role_invitations", "invited_at"))
}
_THIS: Final = "($3::text IS NULL OR (role = $3 AND scope_kind = $4 AND scope_id IS NOT DISTINCT FROM $5))"


def _grant(row: asyncpg.Record) -> RoleGrant:
    return RoleGrant(role=row["role"], scope=RoleScope(kind=row["scope_kind"], id=row["scope_id"]))


def _values(grant: RoleGrant | None) -> tuple[str | None, str | None, UUID | None]:
    """Of `_THIS`: this role, or with None every one."""
    return (grant.role, grant.scope.kind, grant.scope.id) if grant else (None, None, None)


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
    """By each one's weightiest role, then by when it was given; after them who is only invited. At most 1,000 roles of
    each kind."""
    held, invited = [
        _by("user_id", await db.fetch(f"{_IN_EVENT[table]} LIMIT 1000", event_id, _BY_WEIGHT))
        for table in ("role_grants", "role_invitations")
    ]
    return [
        TeamMember(user_id=user_id, roles=held.get(user_id, []), invited=invited.get(user_id, []))
        for user_id in dict.fromkeys([*held, *invited])
    ]


async def event_staff(db: asyncpg.Connection, event_ids: list[UUID]) -> dict[UUID, list[TeamMember]]:
    """Those who run each whole event, by their weightiest role; at most 100 people of each."""
    rows = await db.fetch(
        f"SELECT event_id, user_id, {GRANT} FROM role_grants"
        " WHERE event_id = ANY($1) AND role = ANY($2) AND scope_kind = 'event'"
        " ORDER BY array_position($3::text[], role), granted_at, user_id",
        event_ids,
        list(STAFF),
        _BY_WEIGHT,
    )
    found: dict[UUID, dict[UUID, list[RoleGrant]]] = {}
    for row in rows:
        found.setdefault(row["event_id"], {}).setdefault(row["user_id"], []).append(_grant(row))
    return {
        event_id: [TeamMember(user_id=user_id, roles=roles) for user_id, roles in list(team.items())[:STAFF_SHOWN]]
        for event_id, team in found.items()
    }


async def team_events(db: asyncpg.Connection, event_ids: list[UUID], user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """In which of these events each of these people holds something; those who hold nothing are left out."""
    rows = await db.fetch(
        "SELECT user_id, array_agg(DISTINCT event_id) AS events FROM role_grants"
        " WHERE event_id = ANY($1) AND user_id = ANY($2) GROUP BY user_id",
        event_ids,
        user_ids,
    )
    return {row["user_id"]: row["events"] for row in rows}


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
        f"DELETE FROM role_grants WHERE event_id = $1 AND user_id = $2 AND {_THIS}",
        *(event_id, user_id, *_values(grant)),
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


async def invitations(db: asyncpg.Connection, event_id: UUID, user_id: UUID) -> list[RoleGrant]:
    """What the person is asked to take in the event."""
    rows = await db.fetch(
        f"SELECT {GRANT} FROM role_invitations WHERE event_id = $1 AND user_id = $2", event_id, user_id
    )
    return [_grant(row) for row in rows]


async def offered_roles(db: asyncpg.Connection, user_id: UUID) -> list[OfferedRoles]:
    """By event and who asked, the latest first."""
    rows = await db.fetch(
        f"SELECT event_id, invited_by, invited_at, {GRANT} FROM role_invitations WHERE user_id = $1"
        " ORDER BY array_position($2::text[], role), invited_at LIMIT 200",
        user_id,
        _BY_WEIGHT,
    )
    found: dict[tuple[UUID, UUID], OfferedRoles] = {}
    for row in rows:
        offer = found.get(key := (row["event_id"], row["invited_by"]))
        roles = [*(offer.roles if offer else []), _grant(row)]
        at = max(row["invited_at"], offer.invited_at) if offer else row["invited_at"]
        found[key] = OfferedRoles(event_id=key[0], invited_by=key[1], invited_at=at, roles=roles)
    return sorted(found.values(), key=lambda offer: offer.invited_at, reverse=True)


async def add_invitation(
    db: asyncpg.Connection, event_id: UUID, user_id: UUID, grant: RoleGrant, inviter_id: UUID, now: datetime
) -> None:
    await db.execute(
        f"INSERT INTO role_invitations (event_id, user_id, {GRANT}, invited_by, invited_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        *(event_id, user_id, *_values(grant), inviter_id, now),
    )


async def remove_invitations(
    db: asyncpg.Connection, event_id: UUID, user_id: UUID, grant: RoleGrant | None
) -> list[RoleGrant]:
    """This invitation of the person, or with None all in the event; answers those that there were."""
    rows = await db.fetch(
        f"DELETE FROM role_invitations WHERE event_id = $1 AND user_id = $2 AND {_THIS} RETURNING {GRANT}",
        *(event_id, user_id, *_values(grant)),
    )
    return [_grant(row) for row in rows]


async def remove_invitations_by(
    db: asyncpg.Connection, event_id: UUID, inviter_id: UUID, *, owners_only: bool
) -> list[UUID]:
    """Those that somebody sent, or of these the ones to own the event; answers who is asked nothing any more."""
    rows = await db.fetch(
        "DELETE FROM role_invitations WHERE event_id = $1 AND invited_by = $2 AND (role = 'owner' OR NOT $3)"
        " RETURNING user_id",
        *(event_id, inviter_id, owners_only),
    )
    people = {row["user_id"] for row in rows}
    left = await db.fetch(
        "SELECT user_id FROM role_invitations WHERE event_id = $1 AND user_id = ANY($2)", event_id, list(people)
    )
    return sorted(people - {row["user_id"] for row in left})


async def lock_inviter(db: asyncpg.Connection, inviter_id: UUID) -> None:
    """From here to the end of the transaction nobody else counts what this person sent."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"auth:invitations:{inviter_id}")


async def log_invitation(
    db: asyncpg.Connection, event_id: UUID, user_id: UUID, inviter_id: UUID, now: datetime
) -> None:
    await db.execute(
        "INSERT INTO invitation_log (event_id, user_id, invited_by, invited_at) VALUES ($1, $2, $3, $4)",
        *(event_id, user_id, inviter_id, now),
    )


async def log_answer(db: asyncpg.Connection, event_id: UUID, user_id: UUID, accepted: bool, now: datetime) -> None:
    """Declined is the latest invitation, which is the one that was open. Who accepts was not pestered by any."""
    if accepted:
        await db.execute(
            "UPDATE invitation_log SET accepted_at = $3 WHERE event_id = $1 AND user_id = $2", event_id, user_id, now
        )
        return
    await db.execute(
        "UPDATE invitation_log SET declined_at = $3 WHERE event_id = $1 AND user_id = $2 AND invited_at ="
        " (SELECT max(invited_at) FROM invitation_log WHERE event_id = $1 AND user_id = $2)",
        *(event_id, user_id, now),
    )


async def count_invited(db: asyncpg.Connection, event_id: UUID, user_id: UUID) -> int:
    """How often the person was asked in this event."""
    return await db.fetchval(
        "SELECT count(*) FROM invitation_log WHERE event_id = $1 AND user_id = $2", event_id, user_id
    )


async def count_declined(db: asyncpg.Connection, event_id: UUID, user_id: UUID) -> int:
    """How often the person has declined in this event."""
    return await db.fetchval(
        "SELECT count(declined_at) FROM invitation_log WHERE event_id = $1 AND user_id = $2 AND accepted_at IS NULL",
        *(event_id, user_id),
    )


async def count_open(db: asyncpg.Connection, event_id: UUID) -> int:
    """How many invitations of the event wait for an answer."""
    return await db.fetchval("SELECT count(*) FROM role_invitations WHERE event_id = $1", event_id)


async def count_sent(db: asyncpg.Connection, inviter_id: UUID, since: datetime, *, to: UUID | None = None) -> int:
    """How often somebody has asked others, or this one, without having been accepted."""
    return await db.fetchval(
        "SELECT count(*) FROM invitation_log WHERE invited_by = $1 AND invited_at > $2"
        " AND ($3::uuid IS NULL OR user_id = $3) AND accepted_at IS NULL",
        *(inviter_id, since, to),
    )
