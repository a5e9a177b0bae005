"""What events announces to the other services, at least once."""

from typing import Literal
from uuid import UUID

from hallway.kernel.facts.fact import Fact
from hallway.services.events.values import EventStatus

StatusReason = Literal["cancelled", "rescheduled", "published", "taken_down", "restored"]


class EventChanged(Fact, frozen=True, kw_only=True):
    """Anything of the event itself or its agenda changed."""

    event_id: UUID
    version: int


class EventStatusChanged(Fact, frozen=True, kw_only=True):
    """Published, cancelled, moved in time, taken down or given back: people who registered want to know."""

    event_id: UUID
    name: str
    slug: str
    status: EventStatus
    reason: StatusReason


class PersonRegistered(Fact, frozen=True, kw_only=True):
    event_id: UUID
    user_id: UUID


class RegistrationCancelled(Fact, frozen=True, kw_only=True):
    event_id: UUID
    user_id: UUID
