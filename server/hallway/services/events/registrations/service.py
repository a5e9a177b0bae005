"""Registering, and what a person is to an event. Registrations never exceed the capacity: all who want a place wait for
the event's row, one after the other."""

from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.pool import once
from hallway.kernel.pushes.message import Evict
from hallway.kernel.roles import ORGANISERS, holds_any
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import ServiceContext
from hallway.services.auth.api import Auth
from hallway.services.events.api import Registrations
from hallway.services.events.facts import PersonRegistered, RegistrationCancelled
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents, locked_event
from hallway.services.events.policy import EVENTS, no_event
from hallway.services.events.pushes import EventPush, StaffPush
from hallway.services.events.registrations import repository
from hallway.services.events.registrations.validation import require_places
from hallway.services.events.values import Membership, Registration, StaffMember, belongs

MOST_PEOPLE: Final = 100_000
PUSH_COUNTS_EVERY: Final = 1.0
"""Seconds between pushes of one event's count: a rush of a thousand people is not a thousand pushes to each page."""


class RegistrationService(VisibleEvents, Registrations):
    """`_recounted` are the events whose count has changed since it was last pushed."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._recounted: set[UUID] = set()
        self._counts_job = ScheduledJob("registrations", PUSH_COUNTS_EVERY, self._push_counts)

    async def start(self) -> None:
        await super().start()
        await self._counts_job.start()

    async def stop(self) -> None:
        await self._counts_job.stop()
        await super().stop()

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        await self.policy.require(caller, "attend")
        user_id = caller.require_user()
        await self.visible_event(caller, event_id)
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            # First the event, then who is registered: or one person takes two places.
            event = await locked_event(tx, event_id)
            if before := await repository.registration(tx.connection, event_id, user_id):
                return before
            require_places(event, 1, now)
            await repository.register(tx.connection, event_id, user_id, now)
            tx.record(PersonRegistered(event_id=event_id, user_id=user_id))
        self._recounted.add(event_id)
        return Registration(event_id=event_id, user_id=user_id, registered_at=now)

    async def cancel_registration(self, caller: Caller, event_id: UUID) -> None:
        await self.policy.require(caller, "attend")
        user_id = caller.require_user()
        await self.visible_event(caller, event_id)  # or what was taken down would lose its people unheard
        async with self.context.db.transaction() as tx:
            await lifecycle.by_id(tx.connection, event_id, lock=True)  # as `register`
            if not await repository.unregister(tx.connection, event_id, user_id):
                return
            tx.record(RegistrationCancelled(event_id=event_id, user_id=user_id))
        self._recounted.add(event_id)

    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.membership(tx.connection, event_id, user_id)
        if found is None:
            raise no_event()
        return msgspec.structs.replace(found, roles=await self.policy.roles(event_id, user_id))

    async def my_memberships(self, caller: Caller, event_ids: list[UUID]) -> list[Membership]:
        if not await self.policy.may(caller, "attend"):
            return []
        user_id, events = caller.require_user(), await self.visible_events(caller, event_ids)
        roles = await self.policy.roles_of(user_id)
        registered = await once(("events.registered", user_id), lambda: self._registered(user_id))
        return [
            Membership(
                event_id=event.id,
                user_id=user_id,
                registered=event.id in registered,
                roles=roles.get(event.id, []),
                status=event.status,
            )
            for event in events
        ]

    async def _registered(self, user_id: UUID) -> set[UUID]:
        async with self.context.db.transaction(readonly=True) as tx:
            return set(await repository.registered_events(tx.connection, user_id))

    async def revalidate_membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        caller.require_service()
        roles, staff = (
            await self.policy.roles(event_id, user_id),
            (await self.staff(EVENTS, [event_id])).get(event_id, []),
        )
        async with self.context.db.transaction(readonly=True) as tx:
            found = await repository.membership(tx.connection, event_id, user_id)
            if found is None:
                return
            tx.push(channels.venue(event_id), StaffPush(event_id=event_id, staff=staff))
            hidden = found.status == "draft" and not holds_any(roles, ORGANISERS)
            if hidden or not (found.registered or roles):
                tx.push(GATEWAYS, Evict(room=channels.venue(event_id), user_id=user_id))
            if hidden:
                tx.push(GATEWAYS, Evict(room=channels.watch(event_id), user_id=user_id))

    async def staff(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[StaffMember]]:
        if caller.kind != "service":
            mine = await self.my_memberships(caller, event_ids)
            event_ids = [membership.event_id for membership in mine if belongs(membership)]
        teams = await self.context.apis.get(Auth).event_staff(EVENTS, event_ids) if event_ids else {}
        return {
            event_id: [StaffMember(user_id=one.user_id, role=one.roles[0].role) for one in team]
            for event_id, team in teams.items()
        }

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.attendees(tx.connection, event_id, after, max(1, min(limit, MOST_PEOPLE)))

    async def shared_events(self, caller: Caller, user_id: UUID, others: list[UUID]) -> dict[UUID, list[UUID]]:
        caller.require_service()
        helped = list(await self.policy.roles_of(user_id))
        async with self.context.db.transaction(readonly=True) as tx:
            mine = await repository.published_events(tx.connection, user_id, helped)
            shared = await repository.registered_among(tx.connection, mine, others)
        if mine:
            for other, event_ids in (await self.policy.team_events(mine, others)).items():
                shared[other] = list({*shared.get(other, []), *event_ids})
        return shared

    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        caller.require_service()
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.registered_events(tx.connection, user_id)

    async def _push_counts(self) -> None:
        recounted, self._recounted = list(self._recounted), set()
        if recounted:
            async with self.context.db.transaction(readonly=True) as tx:
                for event in await lifecycle.by_ids(tx.connection, recounted):
                    tx.push(channels.watch(event.id), EventPush(event=event))
