"""What an event can be, and what spans of time there are."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import available_timezones

from hallway.kernel.errors import Problem
from hallway.kernel.text import cleaned
from hallway.services.events.values import EVENT_SECONDS, PLACES, EventInput

SHORTEST: Final = timedelta(microseconds=1)
LONGEST: Final = timedelta(seconds=EVENT_SECONDS)
YEARS: Final = range(1990, 2101)
"""Beyond these a clock or a keyboard is wrong; and next to the ends of time, time zones overflow."""
_ZONES: Final = available_timezones()


def validated(input: EventInput) -> EventInput:
    """The input with its texts cleaned; `invalid`, with the field's name in its data, when anything is wrong."""
    input = cleaned(input)
    known_zone(input.time_zone)
    check_span(input.starts_at, input.ends_at, SHORTEST, LONGEST, "eventTooLong")
    if input.capacity is not None and not 1 <= input.capacity <= PLACES:
        raise Problem("invalid", "capacityOutside", limit=PLACES, field="capacity")
    return input


def known_zone(name: str) -> str:
    """The name, if it is one of IANA's; `invalid` otherwise."""
    if name not in _ZONES:
        raise Problem("invalid", "noSuchZone", field="timeZone")
    return name


def check_span(starts_at: datetime, ends_at: datetime, shortest: timedelta, longest: timedelta, refusal: str) -> None:
    """`invalid` unless both are moments of this age, and the second is after the first by so much."""
    for field, moment in (("startsAt", starts_at), ("endsAt", ends_at)):
        if moment.tzinfo is None:
            raise Problem("invalid", "offsetMissing", field=field)
        if moment.year not in YEARS:
            raise Problem("invalid", "yearOutside", first=str(YEARS[0]), last=str(YEARS[-1]), field=field)
    if not shortest <= ends_at - starts_at <= longest:
        raise Problem("invalid", refusal, field="endsAt", days=longest.days)
