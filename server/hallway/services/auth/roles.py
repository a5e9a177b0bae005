"""Who may give and take roles in an event."""

from uuid import UUID

import asyncpg

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.services.auth import store
from hallway.services.auth.api import ORGANISERS, EventRole


async def check_organises(db: asyncpg.Connection, caller: Caller, event_id: UUID) -> None:
    """`forbidden` unless a service asks, or an owner or organiser of the event."""
    if caller.service is not None:
        return
    mine = (await store.event_roles(db, event_id, [caller.require_user()])).get(caller.require_user())
    if mine not in ORGANISERS:
        raise Problem("forbidden", "Only the event's owners and organisers can see its team.")


async def check_may_change(
    db: asyncpg.Connection, caller: Caller, event_id: UUID, user_id: UUID, role: EventRole | None
) -> None:
    """`forbidden` unless a service asks, or an owner or organiser of the event; only owners make and unmake owners.
    `conflict` if the event would be left without an owner."""
    if caller.service is not None:
        return
    owners = await store.locked_owners(db, event_id)
    mine = (await store.event_roles(db, event_id, [caller.require_user()])).get(caller.require_user())
    if mine not in ORGANISERS:
        raise Problem("forbidden", "Only the event's owners and organisers can change roles.")
    if mine != "owner" and (role == "owner" or user_id in owners):
        raise Problem("forbidden", "Only an owner of the event can decide who owns it.")
    if role != "owner" and owners == {user_id}:
        raise Problem("conflict", "An event needs an owner. Make somebody else an owner first.")
