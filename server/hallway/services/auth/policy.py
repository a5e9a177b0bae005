"""Who may give and take roles in an event."""

from uuid import UUID

import asyncpg

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, RoleGrant, holds_any
from hallway.services.auth import store


async def check_organises(db: asyncpg.Connection, caller: Caller, event_id: UUID) -> None:
    """`forbidden` unless a service asks, or an owner or organiser of the event."""
    if caller.service is not None:
        return
    if not holds_any(await _mine(db, caller, event_id), ORGANISERS):
        raise Problem("forbidden", "Only the event's owners and organisers can see its team.")


async def check_may_change(
    db: asyncpg.Connection, caller: Caller, event_id: UUID, user_id: UUID, grant: RoleGrant | None, *, gives: bool
) -> None:
    """Whether the caller may give this role, or take it away (None: all the person's roles): `forbidden` unless a
    service asks, or an owner or organiser of the event; only owners make and unmake owners. `conflict` if the event
    would be left without an owner."""
    if caller.service is not None:
        return
    owners = await store.locked_owners(db, event_id)
    mine = await _mine(db, caller, event_id)
    if not holds_any(mine, ORGANISERS):
        raise Problem("forbidden", "Only the event's owners and organisers can change roles.")
    ownership = RoleGrant(role="owner")
    touches_owner = grant.role == "owner" if grant else user_id in owners
    if touches_owner and ownership not in mine:
        raise Problem("forbidden", "Only an owner of the event can decide who owns it.")
    if not gives and grant in (None, ownership) and owners == {user_id}:
        raise Problem("conflict", "An event needs an owner. Make somebody else an owner first.")


async def _mine(db: asyncpg.Connection, caller: Caller, event_id: UUID) -> list[RoleGrant]:
    user_id = caller.require_user()
    return (await store.event_roles(db, event_id, [user_id])).get(user_id, [])
