"""Roles that people hold in events."""

from typing import Literal
from uuid import UUID

from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.db.pool import once
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.roles import WHOLE_EVENT, EventRole, RoleGrant, RoleScope
from hallway.kernel.service import Service
from hallway.services.auth import policy
from hallway.services.auth.api import Roles, TeamMember
from hallway.services.auth.facts import EventRoleChanged, RoleOfferEnded
from hallway.services.auth.roles import invitations, repository
from hallway.services.auth.sessions.policy import require_session
from hallway.services.auth.users.repository import users


class RolesService(Service, Roles):
    """Fulfils `Roles`."""

    async def grant_event_role(
        self, caller: Caller, event_id: UUID, user_id: UUID, role: EventRole, scope: RoleScope = WHOLE_EVENT
    ) -> None:
        grant, now = _valid_grant(role, scope), self.context.clock()
        async with self.context.db.transaction() as tx:
            await self._require_change(tx, caller, "grant", event_id, user_id, grant)
            if not await users(tx.connection, [user_id]):
                raise Problem("not_found", "noSuchPerson")
            held = (await repository.event_roles(tx.connection, event_id, [user_id])).get(user_id, [])
            inviter = caller.user_id
            if inviter not in (None, user_id) and invitations.is_needed(held, grant):
                await invitations.invite(tx, event_id, user_id, grant, inviter, now)
                audit(
                    "role", "ok", by=caller, on=f"event:{event_id}", user=str(user_id), offered=invitations.said(grant)
                )
                return
            await repository.remove_invitations(tx.connection, event_id, user_id, grant)
            if await repository.add_grant(tx.connection, event_id, user_id, grant, now):
                tx.record(EventRoleChanged(event_id=event_id, user_id=user_id))
        _audit(caller, event_id, user_id, given=invitations.said(grant))

    async def revoke_event_role(
        self,
        caller: Caller,
        event_id: UUID,
        user_id: UUID,
        role: EventRole | None = None,
        scope: RoleScope = WHOLE_EVENT,
    ) -> None:
        grant = _valid_grant(role, scope) if role else None
        async with self.context.db.transaction() as tx:
            await self._require_change(tx, caller, "revoke", event_id, user_id, grant)
            await _take(tx, event_id, user_id, grant)
        audit(
            "role",
            "ok",
            by=caller,
            on=f"event:{event_id}",
            user=str(user_id),
            taken=invitations.said(grant) if grant else "all",
        )

    async def leave_event_team(self, caller: Caller, event_id: UUID) -> None:
        async with self.context.db.transaction() as tx:
            user_id = await require_session(tx, caller, self.context.clock())
            _require_another_owner(await repository.locked_owners(tx.connection, event_id), user_id)
            if not await _roles_of(tx, caller, event_id):  # an invitation is declined, not left
                return
            await _take(tx, event_id, user_id, None)
        _audit(caller, event_id, user_id, taken="all")

    async def event_roles(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[RoleGrant]]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.event_roles(tx.connection, event_id, user_ids)

    async def event_team(self, caller: Caller, event_id: UUID) -> list[TeamMember]:
        # At one moment: an invitation that is accepted between the two reads would be neither here nor there.
        async with self.context.db.transaction(snapshot=True) as tx:
            if not policy.may(caller, "see_team"):
                policy.require(caller, "see_team", policy.EventRoles(held=await _roles_of(tx, caller, event_id)))
            return await repository.event_team(tx.connection, event_id)

    async def event_staff(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[TeamMember]]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.event_staff(tx.connection, event_ids)

    async def team_events(self, caller: Caller, event_ids: list[UUID], user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        policy.require(caller, "look_up")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.team_events(tx.connection, event_ids, user_ids)

    async def events_of(self, caller: Caller, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        policy.require(caller, "look_up")
        return await once(("auth.events_of", user_id), lambda: self._events_of(user_id))

    async def _events_of(self, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.events_of(tx.connection, user_id)

    async def _require_change(
        self,
        tx: Tx,
        caller: Caller,
        verb: Literal["grant", "revoke"],
        event_id: UUID,
        user_id: UUID,
        grant: RoleGrant | None,
    ) -> None:
        """Pass if the caller may give or take this role (None: all that the person holds); `conflict` if a person would
        leave the event without an owner."""
        if policy.may(caller, verb):  # a service, whose rights do not depend on the event
            return
        await require_session(tx, caller, self.context.clock())
        owners = await repository.locked_owners(tx.connection, event_id)
        about_owner = grant.role == "owner" if grant else user_id in owners
        mine = await _roles_of(tx, caller, event_id)
        policy.require(caller, verb, policy.EventRoles(held=mine, about_owner=about_owner))
        if verb == "revoke" and grant in (None, policy.OWNERSHIP):
            _require_another_owner(owners, user_id)


def _audit(caller: Caller, event_id: UUID, user_id: UUID, **what: str) -> None:
    audit("role", "ok", by=caller, on=f"event:{event_id}", user=str(user_id), **what)


def _require_another_owner(owners: set[UUID], user_id: UUID) -> None:
    if owners == {user_id}:
        raise Problem("conflict", "ownerNeeded")


async def _take(tx: Tx, event_id: UUID, user_id: UUID, grant: RoleGrant | None) -> None:
    """Take this role, or the invitation to it, and what the person offered to others and may not offer any more."""
    if await repository.remove_invitations(tx.connection, event_id, user_id, grant):
        ended = [] if await repository.invitations(tx.connection, event_id, user_id) else [user_id]
    else:
        ended = []
    if await repository.remove_grants(tx.connection, event_id, user_id, grant):
        tx.record(EventRoleChanged(event_id=event_id, user_id=user_id))
        ended += await invitations.lapse(tx, event_id, user_id)
    for invited in ended:
        tx.record(RoleOfferEnded(event_id=event_id, user_id=invited))


def _valid_grant(role: EventRole, scope: RoleScope) -> RoleGrant:
    if (scope.kind == "event") != (scope.id is None):
        raise Problem("invalid", "noSuchScope", field="scope")
    return RoleGrant(role=role, scope=scope)


async def _roles_of(tx: Tx, caller: Caller, event_id: UUID) -> list[RoleGrant]:
    user_id = caller.require_user()
    return (await repository.event_roles(tx.connection, event_id, [user_id])).get(user_id, [])
