"""A schedule as the file has it, in one shape for all formats; nothing in it is checked yet."""

from typing import cast

from msgspec import Struct, field

from hallway.kernel.errors import Problem
from hallway.kernel.words import Sentence
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.schedule import Format
from hallway.services.events.values import Skipped

Fields = dict[str, object]


class RawRoom(Struct):
    """A room on one day. `sessions` should be `Fields`, and may be anything; `wheres` says for people where in the file
    each stands, if the day and the room do not say it."""

    name: object
    sessions: list[object]
    wheres: list[Sentence] = []


class RawDay(Struct):
    """One day of the schedule; dates as text, if there are any."""

    index: int
    date: object
    start: object
    end: object
    rooms: list[RawRoom]


class RawSchedule(Struct):
    """`conference` holds the header under the names that the JSON format uses, and the lists `tracks` and `rooms`."""

    conference: Fields
    days: list[RawDay]
    skipped: list[Skipped]
    format: Format
    notes: Notes = field(default_factory=Notes)


def unknown(what: Sentence, where: Sentence | None = None) -> Problem:
    """The error for a file of another format: `unreadable`, and which ones are read."""
    return Problem("invalid", "unknownFormat", what=what, where=where)


def unreadable(what: Sentence, where: Sentence | None = None) -> Problem:
    """The one error for a file that gives no schedule: what is wrong, and where, if it is not all of the file."""
    return Problem("invalid", "unreadable", what=what, where=where)


def fields(value: object) -> Fields | None:
    """The value if it is an object with named fields, else None."""
    return cast(Fields, value) if isinstance(value, dict) else None


def items(value: object) -> list[object]:
    """The value if it is a list, else no items."""
    return cast(list[object], value) if isinstance(value, list) else []


def words(value: object) -> str:
    """The text of a value, or ''. Numbers become text; of a text in several languages the English or else the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    named = fields(value)
    if named is None:
        return ""
    choices = [named.get("name"), named.get("en"), *named.values()]
    return next((choice for choice in choices if isinstance(choice, str) and choice), "")


def truth(value: object) -> bool:
    """Whether a value says yes: true, 1, or one of the words for it."""
    return value is True or words(value).strip().lower() in ("true", "1", "yes")
