"""Making, publishing, cancelling and reading events."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.audit import audit
from hallway.kernel.caller import Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.errors import Problem
from hallway.kernel.pushes.message import EvictAll
from hallway.kernel.roles import RoleGrant
from hallway.kernel.text import clean_line
from hallway.services.auth.api import Auth
from hallway.services.events.api import Lifecycle
from hallway.services.events.lifecycle import repository
from hallway.services.events.lifecycle.notify import event_changed, status_changed
from hallway.services.events.lifecycle.slugs import free_slug, slug_of
from hallway.services.events.lifecycle.validation import validated
from hallway.services.events.lifecycle.visible import VisibleEvents, locked_event
from hallway.services.events.policy import EVENTS, no_event
from hallway.services.events.values import Event, EventInput

OWNERSHIP: Final = RoleGrant(role="owner")
LONGEST_REASON: Final = 300
MOST_EVENTS: Final = 200
MOST_EVENTS_ASKED: Final = 1_000
EVENTS_PER_DAY: Final = 20
"""Events one person may create in a day."""


class LifecycleService(VisibleEvents, Lifecycle):
    """Reads what is asked about, and changes it under its lock."""

    async def events(self, caller: Caller, limit: int = 50) -> list[Event]:
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.upcoming(tx.connection, self.context.clock(), max(1, min(limit, MOST_EVENTS)))

    async def my_events(self, caller: Caller) -> list[Event]:
        await self.policy.require(caller, "attend")
        user_id = caller.require_user()
        helped = list(await self.policy.roles_of(user_id))
        async with self.context.db.transaction(readonly=True) as tx:
            mine = await repository.of_person(tx.connection, user_id, helped, MOST_EVENTS)
        return await self.policy.visible(caller, mine)

    async def event(self, caller: Caller, slug: str) -> Event:
        async with self.context.db.transaction(readonly=True) as tx:
            event = await repository.by_slug(tx.connection, slug)
        if event is None or not await self.policy.may(caller, "see", event):
            raise no_event()
        return event

    async def event_by_id(self, caller: Caller, event_id: UUID) -> Event:
        return await self.visible_event(caller, event_id)

    async def events_by_id(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        if len(event_ids) > MOST_EVENTS_ASKED:
            raise Problem("too_large", "askForFewer", limit=MOST_EVENTS_ASKED)
        return await self.visible_events(caller, event_ids)

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        await self.policy.require(caller, "create")
        user_id, input = caller.require_user(), validated(input)
        if known := await self._own_event(user_id, id):
            return known
        await self.context.rate_limiter.hit(f"events:create:{user_id}", EVENTS_PER_DAY, timedelta(days=1))
        async with self.context.db.transaction() as tx:
            await repository.lock_slugs(tx.connection)
            wanted = slug_of(input.name)
            slug = free_slug(wanted, await repository.slugs_like(tx.connection, wanted))
            if await repository.insert(tx.connection, id, slug, user_id, input):
                # Before the commit, so that no event is without an owner; and in no other case, or who has been
                # dismissed would own it again by asking for the same id.
                await self.context.apis.get(Auth).grant_event_role(EVENTS, id, user_id, "owner")
                return await locked_event(tx, id)
        if event := await self._own_event(user_id, id):  # asked for twice at once
            return event
        raise Problem("conflict", "idTaken")

    async def _own_event(self, user_id: UUID, event_id: UUID) -> Event | None:
        """The event, if this person made and still owns it."""
        async with self.context.db.transaction(readonly=True) as tx:
            event = await repository.by_id(tx.connection, event_id)
        if event is None or event.host_id != user_id:
            return None
        return event if OWNERSHIP in await self.policy.roles(event_id, user_id) else None

    async def publish(self, caller: Caller, event_id: UUID) -> Event:
        event = await self.editable_event(caller, event_id)
        if event.status == "published":
            return event
        await self.policy.require(caller, "publish", event)
        async with self.context.db.transaction() as tx:
            event = await locked_event(tx, event_id)
            if event.taken_down is not None:
                raise Problem("conflict", "takenDown")
            if event.status == "published":
                return event
            event = await repository.set_status(tx.connection, event_id, "published")
            await repository.version_shown(tx.connection, event_id, caller.user_id, self.context.clock())
            event_changed(tx, event)
            status_changed(tx, event, "published")
            return event

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        await self.editable_event(caller, event_id)
        async with self.context.db.transaction() as tx:
            event = await locked_event(tx, event_id)
            if event.status == "draft":  # cancelled events are public, to say so
                raise Problem("conflict", "nothingToCancel")
            if event.status == "cancelled":
                return event
            event = await repository.set_status(tx.connection, event_id, "cancelled")
            event_changed(tx, event)
            status_changed(tx, event, "cancelled")
            return event

    async def take_down(self, caller: Caller, event_id: UUID, reason: str) -> Event:
        await self._administrated_event(caller, event_id)
        reason = clean_line(reason, LONGEST_REASON, "reason", required=True)
        async with self.context.db.transaction() as tx:
            event = await locked_event(tx, event_id)
            if event.taken_down is not None:
                return event
            if event.status == "draft":
                raise Problem("conflict", "nothingToTakeDown")
            event = await repository.take_down(tx.connection, event_id, reason)
            event_changed(tx, msgspec.structs.replace(event, taken_down=""))  # who looks at it now need not know why
            for room in (channels.watch(event_id), channels.venue(event_id)):
                tx.push(GATEWAYS, EvictAll(room=room))
            status_changed(tx, event, "taken_down")
        audit("event", "ok", by=caller, on=f"event:{event.id}", done="taken down", why=reason)
        return event

    async def give_back(self, caller: Caller, event_id: UUID) -> Event:
        await self._administrated_event(caller, event_id)
        async with self.context.db.transaction() as tx:
            event = await locked_event(tx, event_id)
            if event.taken_down is None:
                return event
            event = await repository.give_back(tx.connection, event_id)
            await repository.version_shown(tx.connection, event_id, caller.user_id, self.context.clock())
            event_changed(tx, event)
            status_changed(tx, event, "restored")
        audit("event", "ok", by=caller, on=f"event:{event.id}", done="given back")
        return event

    async def _administrated_event(self, caller: Caller, event_id: UUID) -> None:
        async with self.context.db.transaction(readonly=True) as tx:
            event = await repository.by_id(tx.connection, event_id)
        if event is None:
            raise no_event()
        await self.policy.require(caller, "take_down", event)
