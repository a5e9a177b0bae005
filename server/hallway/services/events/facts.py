"""What events announces to the other services, at least once."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from hallway.kernel.facts.fact import Fact
from hallway.services.events.values import EventStatus

StatusReason = Literal["cancelled", "rescheduled", "published", "taken_down", "restored"]


class EventChanged(Fact, frozen=True, kw_only=True):
    """Anything of the event itself or its agenda changed."""

    event_id: UUID
    version: int


class MovedSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is at another time or on another stage, or gone (`starts_at` None)."""

    session_id: UUID
    title: str
    starts_at: datetime | None
    stage: str


class AgendaPublished(Fact, frozen=True, kw_only=True):
    """A version of a published event's agenda: those who starred a session that moved, or is gone, want to know.
    `moved` are at most 1,000 of them."""

    event_id: UUID
    name: str
    slug: str
    time_zone: str
    version: int
    moved: list[MovedSession]


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
