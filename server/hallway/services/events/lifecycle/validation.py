"""What organisers type, cleaned and checked before it is kept. Everything here is text to be shown as text."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import available_timezones

import msgspec

from hallway.kernel.errors import Problem
from hallway.services.events.api import Event, EventInput, SessionInput

LONGEST: Final = timedelta(days=60)
LONGEST_SESSION: Final = timedelta(hours=24)
AROUND: Final = timedelta(days=31)
"""How far outside the event's own dates a session may lie: people meet the day before."""
YEARS: Final = range(1990, 2101)
"""Beyond these a clock or a keyboard is wrong; and next to the ends of time, time zones overflow."""
MOST_PLACES: Final = 1_000_000
MOST_SPEAKERS: Final = 50
LINES: Final = {"name": 120, "tagline": 200, "location": 200}
PARAGRAPHS: Final = {"description": 20_000, "code_of_conduct": 20_000}
SESSION_LINES: Final = {"title": 300, "subtitle": 300, "language": 35, "stage": 200, "track": 200}
LONGEST_NAME: Final = 200
LONGEST_ABSTRACT: Final = 20_000
LONGEST_SLUG: Final = 60
_ZONES: Final = available_timezones()
# Control characters, halves of pairs, and marks that turn the direction of the text around them.
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def text(value: str, longest: int, field: str) -> str:
    """`value` without control characters and outer white space; `invalid` when it is longer than `longest`."""
    cleaned = _UNWANTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(cleaned) > longest:
        what = re.sub("([A-Z])", r" \1", field).lower()
        raise Problem("invalid", f"The {what} may have at most {longest:,} characters.", field=field)
    return cleaned


def line(value: str, longest: int, field: str) -> str:
    """As `text`, on one line."""
    return text(" ".join(value.split()), longest, field)


def checked(input: EventInput) -> EventInput:
    """The input cleaned; `invalid`, with the field's name in its data, when something in it cannot be."""
    lines = {name: line(getattr(input, name), most, name) for name, most in LINES.items()}
    texts = {name: text(getattr(input, name), most, _camel(name)) for name, most in PARAGRAPHS.items()}
    if not lines["name"]:
        raise Problem("invalid", "An event needs a name.", field="name")
    if input.time_zone not in _ZONES:
        raise Problem("invalid", "Choose a time zone from the list, such as Europe/Lisbon.", field="timeZone")
    _check_span(input.starts_at, input.ends_at, LONGEST, f"An event ends after it starts, within {LONGEST.days} days.")
    if input.capacity is not None and not 1 <= input.capacity <= MOST_PLACES:
        raise Problem("invalid", f"Capacity is from 1 to {MOST_PLACES:,} people, or empty.", field="capacity")
    return msgspec.structs.replace(input, **lines, **texts)


def checked_session(input: SessionInput, event: Event) -> SessionInput:
    """As `checked`, for a session of `event`."""
    lines = {name: line(getattr(input, name), most, name) for name, most in SESSION_LINES.items()}
    if not lines["title"]:
        raise Problem("invalid", "A session needs a title.", field="title")
    _check_span(input.starts_at, input.ends_at, LONGEST_SESSION, "A session ends after it starts, within a day.")
    if not event.starts_at - AROUND <= input.starts_at <= event.ends_at + AROUND:
        raise Problem("invalid", "This is far from the event's own dates.", field="startsAt")
    if len(input.speakers) > MOST_SPEAKERS:
        raise Problem("invalid", f"A session has at most {MOST_SPEAKERS} speakers.", field="speakers")
    names = [line(name, LONGEST_NAME, "speakers") for name in input.speakers]
    return msgspec.structs.replace(
        input,
        **lines,
        abstract=text(input.abstract, LONGEST_ABSTRACT, "abstract"),
        speakers=[name for name in dict.fromkeys(names) if name],
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _check_span(starts_at: datetime, ends_at: datetime, longest: timedelta, message: str) -> None:
    for field, moment in (("startsAt", starts_at), ("endsAt", ends_at)):
        if moment.tzinfo is None:
            raise Problem("invalid", "A time needs its offset, as in 2026-11-22T09:30:00Z.", field=field)
        if moment.year not in YEARS:
            raise Problem("invalid", f"Years are from {YEARS[0]} to {YEARS[-1]}.", field=field)
    if not timedelta(0) < ends_at - starts_at <= longest:
        raise Problem("invalid", message, field="endsAt")


def slug_of(name: str) -> str:
    """The name in lower-case letters, digits and hyphens; `event` when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "event"


def free_slug(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number that nobody has."""
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
