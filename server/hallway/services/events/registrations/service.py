"""Who comes to an event: registrations within its capacity, and what a person is to an event."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.push_messages import Evict
from hallway.kernel.scheduler import ScheduledJob
from hallway.services.events import store
from hallway.services.events.access import Access, no_event
from hallway.services.events.api import Membership, Registration
from hallway.services.events.editing import locked
from hallway.services.events.facts import PersonRegistered, RegistrationCancelled
from hallway.services.events.pushes import EventPush

MOST_PEOPLE: Final = 100_000
TELL_EVERY: Final = 1.0
"""Seconds between pushes of one event's count: a rush of a thousand people is not a thousand pushes to each page."""


class Registrations:
    """Registrations never exceed the capacity: all who want a place wait for the event's row, one after the other."""

    def __init__(self, db: Database, apis: Apis, access: Access, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._apis = apis
        self._access = access
        self._clock = clock
        self._counted: set[UUID] = set()
        self.teller = ScheduledJob("registrations", TELL_EVERY, self.tell)

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        """See `Events.register`."""
        user_id = caller.require_user()
        await self._access.by_id(caller, event_id)
        return await self._register(event_id, user_id)

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        """See `Events.register_people`."""
        caller.require_service()
        for user_id in user_ids:
            await self._register(event_id, user_id)

    async def _register(self, event_id: UUID, user_id: UUID) -> Registration:
        now = self._clock()
        async with self._db.transaction() as tx:
            # First the event, then who is registered: or one person takes two places.
            event = await locked(tx, event_id)
            if before := await store.registration(tx.connection, event_id, user_id):
                return before
            if event.status != "published" or event.ends_at <= now:
                raise Problem("conflict", "This event does not take registrations.")
            if event.capacity is not None and event.registered_count >= event.capacity:
                raise Problem("full", "Every place is taken.")
            await store.register(tx.connection, event_id, user_id, now)
            tx.record(PersonRegistered(event_id=event_id, user_id=user_id))
        self._counted.add(event_id)
        return Registration(event_id=event_id, user_id=user_id, registered_at=now)

    async def cancel(self, caller: Caller, event_id: UUID) -> None:
        """See `Events.cancel_registration`."""
        user_id = caller.require_user()
        async with self._db.transaction() as tx:
            await store.by_id(tx.connection, event_id, lock=True)
            if not await store.unregister(tx.connection, event_id, user_id):
                return
            tx.record(RegistrationCancelled(event_id=event_id, user_id=user_id))
        self._counted.add(event_id)

    async def tell(self) -> None:
        """Show the pages of events whose count changed since the last time how it is now."""
        counted, self._counted = list(self._counted), set()
        if counted:
            async with self._db.transaction(readonly=True) as tx:
                for event in await store.by_ids(tx.connection, counted):
                    tx.push(channels.watch(event.id), EventPush(event=event))

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        """See `Events.recheck`."""
        caller.require_service()
        roles = await self._access.roles(event_id, user_id)
        async with self._db.transaction(readonly=True) as tx:
            found = await store.membership(tx.connection, event_id, user_id)
            if found is None or roles:
                return
            if not found.registered:
                tx.push(GATEWAYS, Evict(room=channels.venue(event_id), user_id=user_id))
            if found.status == "draft":
                tx.push(GATEWAYS, Evict(room=channels.watch(event_id), user_id=user_id))

    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        """See `Events.membership`."""
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            found = await store.membership(tx.connection, event_id, user_id)
        if found is None:
            raise no_event()
        return msgspec.structs.replace(found, roles=await self._access.roles(event_id, user_id))

    async def my_memberships(self, caller: Caller, event_ids: list[UUID]) -> list[Membership]:
        """See `Events.my_memberships`."""
        if caller.user_id is None:
            return []
        user_id, events = caller.require_user(), await self._access.by_ids(caller, event_ids)
        roles = await self._access.roles_of(user_id)
        async with self._db.transaction(readonly=True) as tx:
            registered = set(await store.registered_events(tx.connection, user_id))
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

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await store.attendees(tx.connection, event_id, after, max(1, min(limit, MOST_PEOPLE)))

    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        """See `Events.registered_events`."""
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await store.registered_events(tx.connection, user_id)
