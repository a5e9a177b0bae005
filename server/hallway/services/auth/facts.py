"""What auth announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact


class UserRegistered(Fact, frozen=True, kw_only=True):
    """An account was made."""

    user_id: UUID
    name: str


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A device was signed out, by its person or because its refresh token was used twice."""

    user_id: UUID
    session_id: UUID


class EventRoleChanged(Fact, frozen=True, kw_only=True):
    """A person was given a role in an event, or one was taken away."""

    event_id: UUID
    user_id: UUID
