"""One session: accepted, or skipped with the reason."""

from datetime import datetime, timedelta
from typing import NamedTuple

from hallway.services.events.imports.formats.clean import address, cut, language, line, paragraphs
from hallway.services.events.imports.formats.people import People, digest, file_id
from hallway.services.events.imports.formats.raw import Fields, words
from hallway.services.events.imports.formats.times import Day, duration_of
from hallway.services.events.schedule import Limits, Session
from hallway.services.events.values import Note


class _Likeness(NamedTuple):
    """Two sessions that are alike in these are the same."""

    title: str
    starts_at: datetime
    room: str | None


class Skip(Exception):
    """This session is not imported; the text says why."""


class Place(NamedTuple):
    """Where a session stands in the file; `where` is for people."""

    day: Day
    room: str
    where: str


class SessionReader:
    """Reads one session after the other and remembers the ids that are taken.

    `bounds` are the first and the last moment at which a session may start, if the file says when the event is.
    """

    def __init__(self, limits: Limits, people: People, bounds: tuple[datetime, datetime] | None) -> None:
        self.notes: list[Note] = []
        self._limits = limits
        self._people = people
        self._bounds = bounds
        self._taken: dict[str, _Likeness | None] = {}

    def read(self, found: Fields, place: Place) -> Session:
        """The session. Skip if it has no title, no believable time, or is there already."""
        limits = self._limits
        title = self.line(found, "title", limits.title, place.where)
        if not title:
            raise Skip("it has no title")
        starts_at, duration = self._starts_at(found, place), self._duration(found)
        room = place.room or self.line(found, "room", limits.name, place.where) or None
        kind = self.line(found, "type", limits.name, place.where) or None
        external_id = self._own_id(found, _Likeness(title, starts_at, room))
        speakers = self._people.of(found)
        if external_id is None:
            external_id = self._hashed_id(title, kind or "", *sorted(self._people.names(speakers)))
        return Session(
            external_id=external_id,
            title=title,
            subtitle=self.line(found, "subtitle", limits.title, place.where) or None,
            abstract=self._abstract(found, place.where),
            track=self.line(found, "track", limits.name, place.where) or None,
            room=room,
            starts_at=starts_at,
            duration=duration,
            languages=tuple(filter(None, [language(found.get("language"))])),
            kind=kind,
            url=address(found.get("url"), limits.url),
            speakers=speakers,
        )

    def line(self, found: Fields, key: str, limit: int, where: str) -> str:
        """A field as one line, cut with a note if it is too long; '' if it is missing or no text."""
        text = line(found.get(key), limit)
        if len(text) > limit:
            self.notes.append(Note(where=where, text=f"its {key} is cut to {limit:,} characters"))
        return cut(text, limit)

    def _starts_at(self, found: Fields, place: Place) -> datetime:
        written = words(found.get("date")), words(found.get("start"))
        starts_at = place.day.starts_at(*written)
        if starts_at is None:
            shown = " ".join(line(text, 40) for text in written if text)
            raise Skip(f"its start “{shown}” is not a date and time" if shown else "it has no start")
        if self._bounds and not self._bounds[0] <= starts_at <= self._bounds[1]:
            raise Skip(f"it starts on {starts_at:%Y-%m-%d}, far from the event's own dates")
        return starts_at

    def _duration(self, found: Fields) -> timedelta:
        written = words(found.get("duration"))
        shown = line(written, 40)
        duration = duration_of(written)
        if duration is None:
            raise Skip(f"its duration “{shown}” is not hours and minutes" if shown else "it has no duration")
        if not duration:
            raise Skip("its duration is zero")
        if duration > self._limits.duration:
            raise Skip(f"its duration “{shown}” is over {self._limits.duration // timedelta(hours=1)} hours")
        return duration

    def _own_id(self, found: Fields, like: _Likeness) -> str | None:
        """The first id in the file that no earlier session has, or None."""
        number = file_id(found.get("id"))
        for known in (file_id(found.get("guid")), f"id:{number}" if number else ""):
            if known and self._taken.get(known) == like:
                raise Skip("it is in the file twice")
            if known and known not in self._taken:
                self._taken[known] = like
                return known
        return None

    def _hashed_id(self, *stable: str) -> str:
        first = known = f"hash:{digest(*stable)}"
        count = 1
        while known in self._taken:
            count += 1
            known = f"{first}-{count}"
        self._taken[known] = None
        return known

    def _abstract(self, found: Fields, where: str) -> str | None:
        """The short text and the long one, unless one is in the other."""
        limit = self._limits.abstract
        short, long = (paragraphs(found.get(key), limit) for key in ("abstract", "description"))
        text = long if short in long else short if long in short else f"{short}\n\n{long}"
        if len(text) > limit:
            self.notes.append(Note(where=where, text=f"its abstract is cut to {limit:,} characters"))
        return cut(text, limit) or None
