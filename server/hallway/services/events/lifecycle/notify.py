"""Facts and pushes that say that an event itself has changed."""

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.kernel.pushes.message import PublicChanged
from hallway.services.events.facts import EventChanged, EventStatusChanged, StatusReason
from hallway.services.events.pushes import EventPush
from hallway.services.events.values import Event


def event_changed(tx: Tx, event: Event) -> None:
    """Open pages have the event as it is now."""
    tx.record(EventChanged(event_id=event.id, version=event.version))
    tx.push(channels.GATEWAYS, PublicChanged())
    tx.push(channels.watch(event.id), EventPush(event=event))


def status_changed(tx: Tx, event: Event, reason: StatusReason) -> None:
    """Who registered wants to know."""
    fact = EventStatusChanged(event_id=event.id, name=event.name, slug=event.slug, status=event.status, reason=reason)
    tx.record(fact)
