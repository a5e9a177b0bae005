"""The event that is asked about, as far as the caller may see or edit it: what every subject begins with."""

from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.pool import once
from hallway.kernel.db.transaction import Tx
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.lifecycle import repository
from hallway.services.events.policy import Policy, no_event
from hallway.services.events.values import Event


class VisibleEvents(Service):
    """The base of each subject's class."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.policy = Policy(context.apis)

    async def visible_event(self, caller: Caller, event_id: UUID) -> Event:
        """The event, if the caller may see it; `not_found` otherwise."""
        found = await self.visible_events(caller, [event_id])
        if not found:
            raise no_event()
        return found[0]

    async def visible_events(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        """Those of these events that the caller may see, in no order."""
        events = await once(("events", *sorted(event_ids)), lambda: self._events(event_ids))
        return await self.policy.visible(caller, list(events))

    async def _events(self, event_ids: list[UUID]) -> list[Event]:
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.by_ids(tx.connection, event_ids)

    async def editable_event(self, caller: Caller, event_id: UUID) -> Event:
        """The event, if the caller may edit it; `not_found`, `unauthenticated` or `forbidden` otherwise."""
        async with self.context.db.transaction(readonly=True) as tx:
            event = await repository.by_id(tx.connection, event_id)
        if event is None:
            raise no_event()
        await self.policy.require(caller, "edit", event)
        return event


async def locked_event(tx: Tx, event_id: UUID) -> Event:
    """The event; others who would change it wait until this transaction is over."""
    event = await repository.by_id(tx.connection, event_id, lock=True)
    if event is None:
        raise no_event()
    return event
