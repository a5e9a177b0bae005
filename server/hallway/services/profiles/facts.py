"""What profiles announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact


class MatchMade(Fact, frozen=True, kw_only=True):
    """Two people said yes to each other at an event."""

    event_id: UUID
    first_id: UUID
    second_id: UUID


class PersonBlocked(Fact, frozen=True, kw_only=True):
    """Holds both ways. `blocked` is False when it was lifted."""

    blocker_id: UUID
    blocked_id: UUID
    blocked: bool
