"""Whether an event has places to give."""

from datetime import datetime

from hallway.kernel.errors import Problem
from hallway.services.events.values import Event


def require_places(event: Event, wanted: int, now: datetime) -> None:
    """`conflict` for an event that takes no registrations, `full` when it has fewer than `wanted` places left."""
    if event.status != "published" or event.ends_at <= now:
        raise Problem("conflict", "noRegistrations")
    if event.capacity is not None and event.registered_count + wanted > event.capacity:
        raise Problem("full", "noPlaceLeft")
