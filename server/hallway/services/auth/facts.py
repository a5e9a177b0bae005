"""What auth announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact
from hallway.kernel.roles import EventRole


class UserRegistered(Fact, frozen=True, kw_only=True):
    """An account was made."""

    user_id: UUID
    name: str


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A device was signed out, by its person or because its refresh token was used twice."""

    user_id: UUID
    session_id: UUID


class EventRoleChanged(Fact, frozen=True, kw_only=True):
    """A person took a role in an event, or lost one. Being invited to one is not that."""

    event_id: UUID
    user_id: UUID


class RoleOffered(Fact, frozen=True, kw_only=True):
    """A person is asked by another to take a role in an event, for the `nth` time there."""

    event_id: UUID
    user_id: UUID
    invited_by: UUID
    role: EventRole
    nth: int


class RoleOfferEnded(Fact, frozen=True, kw_only=True):
    """Nothing is asked of this person in the event any more: accepted, declined or taken back."""

    event_id: UUID
    user_id: UUID
