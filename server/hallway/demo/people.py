"""The people of the demo, all invented, and what they say in the lobby."""

from importlib import resources
from typing import TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")


class Attendee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody at the event. The fields are those of a profile. `interests`, `offers` and `needs` hold ids of the
    curated topics or free text; `languages` tags such as "pt"; `time_zone` is an IANA name."""

    name: str
    headline: str
    bio: str
    location: str
    time_zone: str
    interests: list[str]
    offers: list[str]
    needs: list[str]
    languages: list[str]


class Persona(Attendee, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody whom a visitor of the demo can be. `role` says what they may do."""

    role: str  # organiser, speaker, attendee, hacker, judge
    email: str


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something said in the lobby.

    `by` is the name of an attendee, or None for anybody. Lines with the same `thread` are one conversation, to be said
    in this order, a little apart; `@Name` mentions the attendee of that name.
    """

    text: str
    by: str | None = None
    thread: int | None = None


class _People(Struct, frozen=True, forbid_unknown_fields=True):
    personas: list[Persona]
    attendees: list[Attendee]


def attendees() -> list[Attendee]:
    """The sixty invented attendees, always in the same order."""
    return _read("people.json", _People).attendees


def personas() -> list[Persona]:
    """The five people on the demo's login page."""
    return _read("people.json", _People).personas


def lines() -> list[Line]:
    """What is said in the lobby, in an order in which it can be said."""
    return _read("chat.json", list[Line])


def _read(name: str, kind: type[T]) -> T:
    return msgspec.json.decode((resources.files("hallway.demo") / name).read_bytes(), type=kind)
