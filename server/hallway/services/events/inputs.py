"""What organisers type, cleaned and checked before it is kept. Everything here is text to be shown as text."""

import re
import unicodedata
from datetime import timedelta
from typing import Final
from zoneinfo import available_timezones

import msgspec

from hallway.kernel.errors import Problem
from hallway.services.events.api import EventInput

LONGEST: Final = timedelta(days=60)
MOST_PLACES: Final = 1_000_000
LENGTHS: Final = {"name": 120, "tagline": 200, "description": 20_000, "location": 200, "code_of_conduct": 20_000}
LONGEST_SLUG: Final = 60
_ZONES: Final = available_timezones()
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def text(value: str, longest: int, what: str) -> str:
    """`value` without control characters and outer white space; `invalid` when it is longer than `longest`."""
    cleaned = _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
    if len(cleaned) > longest:
        raise Problem("invalid", f"The {what} may have at most {longest} characters.", field=what)
    return cleaned


def checked(input: EventInput) -> EventInput:
    """The input cleaned; `invalid`, with the field's name in its data, when something in it cannot be."""
    texts = {name: text(getattr(input, name), most, name.replace("_", " ")) for name, most in LENGTHS.items()}
    if not texts["name"]:
        raise Problem("invalid", "An event needs a name.", field="name")
    if input.time_zone not in _ZONES:
        raise Problem("invalid", "Choose a time zone from the list, such as Europe/Lisbon.", field="timeZone")
    if input.starts_at.tzinfo is None or input.ends_at.tzinfo is None:
        raise Problem("invalid", "Times need a time zone.", field="startsAt")
    if not timedelta(0) < input.ends_at - input.starts_at <= LONGEST:
        message = f"An event ends after it starts, and within {LONGEST.days} days."
        raise Problem("invalid", message, field="endsAt")
    if input.capacity is not None and not 1 <= input.capacity <= MOST_PLACES:
        raise Problem("invalid", f"Capacity is from 1 to {MOST_PLACES:,} people, or empty.", field="capacity")
    return msgspec.structs.replace(input, **texts)


def slug_of(name: str) -> str:
    """The name in lower-case letters, digits and hyphens; `event` when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "event"


def free_slug(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number that nobody has."""
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
