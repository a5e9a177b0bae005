"""Makes a Schedule of the fields of a file, each checked."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.clashes import note_clashes
from hallway.services.events.imports.formats.clean import address, color, cut, label
from hallway.services.events.imports.formats.notes import Notes, in_room, titled, together
from hallway.services.events.imports.formats.people import People
from hallway.services.events.imports.formats.raw import RawSchedule, fields, items, unreadable, words
from hallway.services.events.imports.formats.session import Place, SessionReader, Skip
from hallway.services.events.imports.formats.times import Day, clock_of, date_of
from hallway.services.events.imports.formats.zones import decide
from hallway.services.events.schedule import UNTITLED, Limits, Reading, Room, Schedule, Session, Track
from hallway.services.events.values import Skipped


def build(raw: RawSchedule, reading: Reading, limits: Limits) -> Schedule:
    """The schedule, read as `reading` says.

    Problem("invalid") if there is no session in it, or more of anything than the limits allow.
    """
    return _Builder(raw, reading, limits).schedule()


THE_EVENT: Final = sentence("reading.theEvent")


class _Builder:
    def __init__(self, raw: RawSchedule, reading: Reading, limits: Limits) -> None:
        self._raw = raw
        self._limits = limits
        self._head = raw.conference
        self._people = People(limits)
        self._skipped = list(raw.skipped)
        self._sessions: list[Session] = []
        self._rooms: dict[str, None] = {}  # in the file's order
        self._notes = Notes()
        self._found, self._zone, self._clock = decide(raw, reading, self._notes)
        base = address(self._head.get("base_url"), limits.url) or address(self._head.get("url"), limits.url)
        self._reader = SessionReader(limits, self._people, _bounds(raw, self._zone, limits.outside), base)

    def schedule(self) -> Schedule:
        limits = self._limits
        self._read_days()
        if not self._sessions:
            raise unreadable(_no_session(self._skipped))
        rooms = self._rooms_in_use()
        order = {room.name: place for place, room in enumerate(rooms)}
        self._people.settle()
        speakers = self._people.speakers()
        sessions = sorted(self._credited(), key=lambda one: (one.starts_at, order.get(one.room or "", -1)))
        clashes = Notes()
        note_clashes(sessions, {speaker.external_id: speaker.name for speaker in speakers}, self._zone, clashes)
        acronym = self._reader.line(self._head, "acronym", 60, THE_EVENT) or None
        title = self._reader.line(self._head, "title", limits.title, THE_EVENT) or acronym
        if title is None:
            title = UNTITLED
            self._notes.add(THE_EVENT, sentence("reading.eventUntitled"))
        return Schedule(
            format=self._raw.format,
            title=title,
            acronym=acronym,
            zone=self._found,
            start=sessions[0].starts_at,
            end=max(session.ends_at for session in sessions),
            url=address(self._head.get("url"), limits.url) or address(self._head.get("base_url"), limits.url),
            tracks=self._tracks_in_use(),
            rooms=rooms,
            sessions=tuple(sessions),
            speakers=speakers,
            skipped=tuple(self._skipped),
            notes=together(self._raw.notes, self._notes, self._people.notes, self._reader.notes, clashes),
        )

    def _credited(self) -> list[Session]:
        """The sessions with the external ids of their speakers, which nobody knew before all sessions were read."""
        ids = self._people.external_ids
        return [replace(one, speakers=ids(one.speakers)) if one.speakers else one for one in self._sessions]

    def _read_days(self) -> None:
        change = clock_of(words(self._head.get("day_change")))
        count = 0
        for raw_day in self._raw.days:
            written = words(raw_day.date), words(raw_day.start), words(raw_day.end)
            day = Day(written, change, self._zone, self._clock)
            for raw_room in raw_day.rooms:
                room = self._name(raw_room.name)
                self._remember(room)
                count += len(raw_room.sessions)
                if count > self._limits.sessions:
                    raise unreadable(sentence("reading.manySessions", limit=self._limits.sessions))
                around = in_room(sentence("reading.day", number=str(raw_day.index)), room)
                for number, value in enumerate(raw_room.sessions, 1):
                    self._read(value, day, room, number, raw_room.wheres[number - 1] if raw_room.wheres else around)

    def _read(self, value: object, day: Day, room: str, number: int, around: Sentence) -> None:
        found = fields(value)
        title = cut(label((found or {}).get("title"), 80), 80)
        where = titled(title, around) if title else sentence("reading.sessionOf", number=str(number), place=around)
        try:
            if found is None:
                raise Skip(sentence("reading.notObject"))
            session = self._reader.read(found, Place(day, room, where))
        except Skip as reason:
            self._skipped.append(Skipped.of(where, reason.why))
            return
        self._sessions.append(session)
        self._remember(session.room or "")

    def _name(self, value: object) -> str:
        return cut(label(value, self._limits.name), self._limits.name)

    def _remember(self, room: str) -> None:
        if room:
            self._rooms.setdefault(room)
        if len(self._rooms) > self._limits.rooms:
            raise unreadable(sentence("reading.manyRooms", limit=self._limits.rooms))

    def _rooms_in_use(self) -> tuple[Room, ...]:
        used = {session.room for session in self._sessions}
        capacities: dict[str, int | None] = {}
        for value in items(self._head.get("rooms"))[: self._limits.rooms]:
            found = fields(value) or {}
            capacities.setdefault(self._name(found.get("name")), _seats(found.get("capacity")))
        return tuple(Room(name, capacities.get(name)) for name in self._rooms if name in used)

    def _tracks_in_use(self) -> tuple[Track, ...]:
        used = dict.fromkeys(session.track for session in self._sessions if session.track)
        if len(used) > self._limits.tracks:
            raise unreadable(sentence("reading.manyTracks", limit=self._limits.tracks))
        colors: dict[str, str | None] = {}
        for value in items(self._head.get("tracks"))[: self._limits.tracks]:
            colors.setdefault(self._name(value), color((fields(value) or {}).get("color")))
        names = [*(name for name in colors if name in used), *(name for name in used if name not in colors)]
        return tuple(Track(name, colors.get(name)) for name in names)


def _no_session(skipped: list[Skipped]) -> Sentence:
    first = skipped[0] if skipped else None
    if first is None or first.place is None or first.said is None:
        return sentence("reading.noSession")
    return sentence("reading.noSessionFirst", why=first.said, place=first.place)


def _seats(value: object) -> int | None:
    text = words(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 and int(text) else None


def _bounds(raw: RawSchedule, zone: ZoneInfo, outside: timedelta) -> tuple[datetime, datetime] | None:
    """The event's first and last moment by its header and its days, and as much more as the limits allow."""
    written = [words(raw.conference.get("start")), words(raw.conference.get("end"))]
    known = [found for text in [*written, *(words(day.date) for day in raw.days)] if (found := date_of(text))]
    if not known:
        return None
    return _midnight(min(known), zone) - outside, _midnight(max(known), zone) + timedelta(days=1) + outside


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
