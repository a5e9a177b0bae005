"""What video announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact


class CallStarted(Fact, frozen=True, kw_only=True):
    call_id: UUID
    event_id: UUID
    event_slug: str
    caller_id: UUID
    invited_ids: list[UUID]


class CallEnded(Fact, frozen=True, kw_only=True):
    """`answered` is False when nobody but the caller was ever in, and somebody did not decline either. Who missed it
    is said by `RingOver`."""

    call_id: UUID
    event_id: UUID
    caller_id: UUID
    invited_ids: list[UUID]
    answered: bool


class PersonRung(Fact, frozen=True, kw_only=True):
    """Somebody in a call rings one more person, or one of before for the `nth` time. The first ones: `CallStarted`."""

    call_id: UUID
    event_id: UUID
    event_slug: str
    caller_id: UUID
    person_id: UUID
    nth: int


class RingOver(Fact, frozen=True, kw_only=True):
    """The `nth` ring of this person by that caller was answered or declined; or, `missed`, neither."""

    call_id: UUID
    event_id: UUID
    caller_id: UUID
    person_id: UUID
    nth: int
    missed: bool
