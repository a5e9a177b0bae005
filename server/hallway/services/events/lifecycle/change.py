"""Changing an event within a transaction, for what changes its agenda along with it."""

from uuid import UUID

import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.lifecycle import repository
from hallway.services.events.lifecycle.notify import event_changed, status_changed
from hallway.services.events.lifecycle.visible import locked_event
from hallway.services.events.values import Event, EventInput


async def change_event(tx: Tx, event_id: UUID, version: int, input: EventInput) -> tuple[Event, Event]:
    """The event before and after, which is locked from here on; the input is validated. `conflict` with the current
    event in its data when `version` is not the current one."""
    before = await locked_event(tx, event_id)
    if before.version != version:
        current = msgspec.to_builtins(before)
        raise Problem("conflict", "eventChanged", current=current)
    if input.capacity is not None and input.capacity < before.registered_count:
        raise Problem("invalid", "registeredAlready", people=before.registered_count, field="capacity")
    event = await repository.update(tx.connection, event_id, input)
    event_changed(tx, event)
    if event.status == "published" and (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at):
        status_changed(tx, event, "rescheduled")
    return before, event
