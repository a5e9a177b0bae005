"""Who may see a call, who may ring whom, and who has only just met."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from asyncpg import Connection

from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import STAFF, holds_any
from hallway.services.events.api import Event, Events
from hallway.services.profiles.api import Profiles
from hallway.services.video import store
from hallway.services.video.api import Call, Ring

JUST_MET: Final = timedelta(hours=24)
ME: Final = service_caller("video")
Met = dict[tuple[UUID, UUID], datetime | None]
"""When two people first matched; None if they have not."""


def seen_by(call: Call | None, user_id: UUID) -> Call:
    """`not_found` unless this person started it or was invited."""
    if call is None or user_id not in (call.caller_id, *call.invited_ids):
        raise Problem("not_found", "There is no such call.")
    return call


def ring_of(call: Call, user_id: UUID) -> Ring | None:
    """How this person is, or was, rung; None for who started the call and was never rung back."""
    return next((ring for ring in call.rings if ring.person_id == user_id), None)


async def may_ring(apis: Apis, user_id: UUID, event: Event, people: list[UUID]) -> Met:
    """When each of them and this person first matched. `not_found` across a block, as for people who do not exist;
    `forbidden` for people who have not matched, unless staff ring people of their event."""
    await unblocked(apis, user_id, people)
    mine = await apis.get(Events).membership(ME, event.id, user_id)
    met = await first_met(apis, [(user_id, person) for person in people])
    for (_, person), since in met.items():
        if since is None and not (holds_any(mine.roles, STAFF) and await _is_here(apis, event, person)):
            raise Problem("forbidden", "You can call people once you both said yes to meeting.")
    return met


async def unblocked(apis: Apis, user_id: UUID, others: list[UUID]) -> None:
    """`not_found` if this person and one of the others block each other, either way."""
    if await apis.get(Profiles).blocked_among(ME, user_id, others):
        raise Problem("not_found", "There is no such person here.")


async def first_met(apis: Apis, pairs: Iterable[tuple[UUID, UUID]]) -> Met:
    """When each two of these first matched."""
    return {pair: await apis.get(Profiles).matched(ME, *pair) for pair in pairs}


async def just_met(db: Connection, met: Met, now: datetime) -> bool:
    """Whether for any two of them this is a first talk, soon after they met (V11)."""
    for (first, second), since in met.items():
        fresh = since is None or now - since < JUST_MET
        if fresh and not await store.talked_before(db, first, second):
            return True
    return False


async def _is_here(apis: Apis, event: Event, person: UUID) -> bool:
    membership = await apis.get(Events).membership(ME, event.id, person)
    return membership.registered or bool(membership.roles)
