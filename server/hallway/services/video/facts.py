"""What video announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact


class CallStarted(Fact, frozen=True, kw_only=True):
    call_id: UUID
    event_id: UUID
    event_slug: str
    caller_id: UUID
    invited_ids: list[UUID]


class PersonRung(Fact, frozen=True, kw_only=True):
    """Somebody in a call rings another person, or the same one for the `nth` time. The first rings: `CallStarted`."""

    call_id: UUID
    event_id: UUID
    event_slug: str
    caller_id: UUID
    person_id: UUID
    nth: int


class RingEnded(Fact, frozen=True, kw_only=True):
    """The `nth` ring of this person by that caller was answered or declined, or was `missed`."""

    call_id: UUID
    event_id: UUID
    caller_id: UUID
    person_id: UUID
    nth: int
    missed: bool
