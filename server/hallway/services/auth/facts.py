"""What auth announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact
from hallway.services.auth.api import EventRole


class UserRegistered(Fact, frozen=True, kw_only=True):
    """An account was made."""

    user_id: UUID
    name: str


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A device was signed out, by its person or because its refresh token was used twice."""

    user_id: UUID
    session_id: UUID


class EventRoleChanged(Fact, frozen=True, kw_only=True):
    """A person's role in an event is now `role`, or none."""

    event_id: UUID
    user_id: UUID
    role: EventRole | None
