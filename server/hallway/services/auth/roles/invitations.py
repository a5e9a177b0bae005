"""Invitations to roles: a role given to another person holds from when that person accepts it.

Whoever answers or takes back holds the event's owners (`locked_owners`), as does who gives and takes roles: somebody
who is dismissed at this moment has not invited anybody any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, get_args
from uuid import UUID

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, WHOLE_EVENT, EventRole, RoleGrant, holds_any
from hallway.kernel.service import Service
from hallway.services.auth import policy
from hallway.services.auth.api import Invitations, OfferedRoles
from hallway.services.auth.facts import EventRoleChanged, RoleOffered, RoleOfferEnded
from hallway.services.auth.roles import repository
from hallway.services.auth.sessions.policy import require_session

OPEN_PER_EVENT: Final = 400
"""More than the speakers of the largest conference we know of; the list of the team shows 1,000 roles."""
PER_DAY: Final = 200
"""By one person: a busy day of an organiser with a list of speakers, and of no use to who advertises."""
TO_ONE_PERSON: Final = (3, timedelta(days=30))
"""From one person to another, in whichever events, that were not accepted: a reminder or two, and no pestering."""
DECLINES: Final = 2
"""Of one person in one event: the first may have been a mistake."""
_WEIGHT: Final[dict[EventRole, int]] = {role: weight for weight, role in enumerate(get_args(EventRole))}


def is_needed(held: Iterable[RoleGrant], grant: RoleGrant) -> bool:
    """Whether this role asks more of the person than what they accepted for the whole event does."""
    return all(_WEIGHT[one.role] > _WEIGHT[grant.role] for one in held if one.scope == WHOLE_EVENT)


async def invite(
    tx: Tx, event_id: UUID, user_id: UUID, grant: RoleGrant, inviter_id: UUID | None, now: datetime
) -> None:
    """Ask the person to take the role, as `Roles.grant_event_role` says; again it changes nothing, and one who is asked
    already is not told of a further role."""
    assert inviter_id, "services give roles at once"
    asked = await repository.invitations(tx.connection, event_id, user_id)
    if grant in asked:
        return
    if not asked:
        nth = await _require_room(tx, event_id, user_id, inviter_id, now)
        await repository.log_invitation(tx.connection, event_id, user_id, inviter_id, now)
        offered = RoleOffered(event_id=event_id, user_id=user_id, invited_by=inviter_id, role=grant.role, nth=nth)
        tx.record(offered)
    await repository.add_invitation(tx.connection, event_id, user_id, grant, inviter_id, now)


def said(*grants: RoleGrant) -> str:
    """Roles in the audit log."""
    names = (f"{one.role} of {one.scope.kind}:{one.scope.id}" if one.scope.id else one.role for one in grants)
    return ", ".join(names)


async def lapse(tx: Tx, event_id: UUID, inviter_id: UUID) -> list[UUID]:
    """Take back what somebody who has lost a role offered to others and could not offer now: or who is dismissed would
    come back by an invitation to another account of theirs. Answers who is asked nothing any more."""
    held = (await repository.event_roles(tx.connection, event_id, [inviter_id])).get(inviter_id, [])
    if policy.OWNERSHIP in held:
        return []
    owners_only = holds_any(held, ORGANISERS)
    return await repository.remove_invitations_by(tx.connection, event_id, inviter_id, owners_only=owners_only)


class InvitationsService(Service, Invitations):
    """Fulfils `Invitations`."""

    async def offered_roles(self, caller: Caller, user_id: UUID) -> list[OfferedRoles]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.offered_roles(tx.connection, user_id)

    async def accept_event_role(self, caller: Caller, event_id: UUID) -> None:
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, now)
            await repository.locked_owners(tx.connection, event_id)
            taken = await repository.remove_invitations(tx.connection, event_id, user_id, None)
            if not taken:
                if await repository.event_roles(tx.connection, event_id, [user_id]):
                    return
                raise _no_invitation()
            for grant in taken:
                await repository.add_grant(tx.connection, event_id, user_id, grant, now)
            await repository.log_answer(tx.connection, event_id, user_id, True, now)
            tx.record(EventRoleChanged(event_id=event_id, user_id=user_id))
            tx.record(RoleOfferEnded(event_id=event_id, user_id=user_id))
        audit("role", "ok", by=caller, on=f"event:{event_id}", user=str(user_id), accepted=said(*taken))

    async def decline_event_role(self, caller: Caller, event_id: UUID) -> None:
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, now)
            await repository.locked_owners(tx.connection, event_id)
            if not await repository.remove_invitations(tx.connection, event_id, user_id, None):
                if await repository.count_declined(tx.connection, event_id, user_id):
                    return
                raise _no_invitation()
            await repository.log_answer(tx.connection, event_id, user_id, False, now)
            tx.record(RoleOfferEnded(event_id=event_id, user_id=user_id))
        audit("role", "ok", by=caller, on=f"event:{event_id}", user=str(user_id), declined="all")


async def _require_room(tx: Tx, event_id: UUID, user_id: UUID, inviter_id: UUID, now: datetime) -> int:
    """The how manieth invitation of this person to the event it is; a Problem if it would be one too many."""
    db = tx.connection
    await repository.lock_inviter(db, inviter_id)  # or many at once, in many events, would each find room
    if await repository.count_declined(db, event_id, user_id) >= DECLINES:
        raise Problem("conflict", "declinedTwice")
    if await repository.count_open(db, event_id) >= OPEN_PER_EVENT:
        raise Problem("full", "invitationsOpen", limit=OPEN_PER_EVENT)
    most, within = TO_ONE_PERSON
    if await repository.count_sent(db, inviter_id, now - within, to=user_id) >= most:
        raise Problem("too_many", "askedOften")
    if await repository.count_sent(db, inviter_id, now - timedelta(days=1)) >= PER_DAY:
        raise Problem("too_many", "invitedEnough", limit=PER_DAY)
    return 1 + await repository.count_invited(db, event_id, user_id)


def _no_invitation() -> Problem:
    return Problem("not_found", "invitationGone")
