"""Making, changing, publishing and cancelling events."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.rate_limiter import RateLimiter
from hallway.services.auth.api import Auth
from hallway.services.events import inputs, store
from hallway.services.events.access import EVENTS, Access, no_event
from hallway.services.events.api import Event, EventInput
from hallway.services.events.facts import EventChanged, EventPublished, EventStatusChanged
from hallway.services.events.pushes import EventPush

EVENTS_PER_DAY: Final = 20
"""Events one person may create in a day."""
Reason = Literal["cancelled", "rescheduled", "published"]


class Editing:
    """What organisers do with the event itself."""

    def __init__(
        self, db: Database, apis: Apis, rate_limiter: RateLimiter, access: Access, clock: Callable[[], datetime]
    ) -> None:
        self._db = db
        self._apis = apis
        self._rate_limiter = rate_limiter
        self._access = access
        self._clock = clock

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        """See `Events.create`."""
        user_id, input = caller.require_user(), inputs.checked(input)
        async with self._db.transaction(readonly=True) as tx:
            known = await store.by_id(tx.connection, id) is not None
        if not known:
            await self._rate_limiter.hit(f"events:create:{user_id}", EVENTS_PER_DAY, timedelta(days=1))
        async with self._db.transaction() as tx:
            await store.lock_slugs(tx.connection)
            wanted = inputs.slug_of(input.name)
            slug = inputs.free_slug(wanted, await store.slugs_like(tx.connection, wanted))
            await store.insert(tx.connection, id, slug, user_id, input)
            event = await store.by_id(tx.connection, id)
        if event is None or event.host_id != user_id:
            raise Problem("conflict", "This id is taken. Please try again.")
        if event.status == "draft":  # also when tried again: the first try may have ended just before this
            await self._apis.get(Auth).grant_event_role(EVENTS, id, user_id, "owner")
        return event

    async def update(self, caller: Caller, event_id: UUID, version: int, input: EventInput) -> Event:
        """See `Events.update`."""
        await self._access.edited(caller, event_id)
        input = inputs.checked(input)
        async with self._db.transaction() as tx:
            before = await locked(tx, event_id)
            if before.version != version:
                current = msgspec.to_builtins(before)
                raise Problem("conflict", "Somebody changed this event while you did. Look again.", current=current)
            if input.capacity is not None and input.capacity < before.registered_count:
                message = f"{before.registered_count} people have registered already."
                raise Problem("invalid", message, field="capacity")
            event = await store.update(tx.connection, event_id, input)
            _changed(tx, event)
            if event.status == "published" and (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at):
                _status(tx, event, "rescheduled")
            return event

    async def publish(self, caller: Caller, event_id: UUID) -> Event:
        """See `Events.publish`."""
        await self._access.edited(caller, event_id)
        async with self._db.transaction() as tx:
            event = await locked(tx, event_id)
            if event.status == "published":
                return event
            event = await store.set_status(tx.connection, event_id, "published")
            _changed(tx, event)
            _status(tx, event, "published")
            tx.record(EventPublished(event_id=event_id, name=event.name, slug=event.slug))
            return event

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        """See `Events.cancel`."""
        await self._access.edited(caller, event_id)
        async with self._db.transaction() as tx:
            event = await locked(tx, event_id)
            if event.status == "draft":  # cancelled events are public, to say so
                raise Problem("conflict", "This event is a draft that nobody has seen. There is nothing to cancel.")
            if event.status == "cancelled":
                return event
            event = await store.set_status(tx.connection, event_id, "cancelled")
            _changed(tx, event)
            _status(tx, event, "cancelled")
            return event


async def locked(tx: Tx, event_id: UUID) -> Event:
    """The event; others who would change it wait until this transaction is over."""
    event = await store.by_id(tx.connection, event_id, lock=True)
    if event is None:
        raise no_event()
    return event


def _changed(tx: Tx, event: Event) -> None:
    tx.record(EventChanged(event_id=event.id, version=event.version))
    tx.push(channels.watch(event.id), EventPush(event=event))


def _status(tx: Tx, event: Event, reason: Reason) -> None:
    fact = EventStatusChanged(event_id=event.id, name=event.name, slug=event.slug, status=event.status, reason=reason)
    tx.record(fact)
