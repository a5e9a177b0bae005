"""From what a file has to what is believed: one session at a time, each accepted or skipped with the reason."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hallway.services.events.schedule.clean import (
    address,
    color,
    cut,
    language,
    line,
    paragraphs,
)
from hallway.services.events.schedule.people import People, digest, file_id
from hallway.services.events.schedule.raw import (
    Fields,
    RawSchedule,
    fields,
    items,
    unreadable,
    words,
)
from hallway.services.events.schedule.times import (
    Day,
    clock_of,
    date_of,
    duration_of,
    zone_of,
)
from hallway.services.events.schedule.values import (
    Limits,
    Note,
    Room,
    Schedule,
    Session,
    Skipped,
    Track,
)


class _Skip(Exception):
    """This session is not imported; the text says why."""


class _Place(NamedTuple):
    """Where a session stands in the file."""

    day: Day
    room: str
    where: str


def build(raw: RawSchedule, limits: Limits) -> Schedule:
    """The schedule. Problem("invalid") if there is no session in it, or more of anything than the limits allow."""
    return _Builder(raw, limits).schedule()


class _Builder:
    def __init__(self, raw: RawSchedule, limits: Limits) -> None:
        self._raw = raw
        self._limits = limits
        self._head = raw.conference
        self._people = People(limits)
        self._skipped = list(raw.skipped)
        self._notes: list[Note] = []
        self._sessions: dict[str, Session] = {}
        self._rooms: dict[str, None] = {}
        self._seen: dict[str, tuple[str, datetime, str | None]] = {}
        self._zone, guess = zone_of(words(self._head.get("time_zone_name")), self._dates())
        if guess:
            self._notes.append(Note(guess, "the event's time zone"))
        self._first, self._last = self._bounds()

    def schedule(self) -> Schedule:
        self._read_days()
        if not self._sessions:
            first = (
                f"; the first of them: {self._skipped[0].reason} ({self._skipped[0].where})" if self._skipped else ""
            )
            raise unreadable(f"there is no session in it that could be imported{first}")
        rooms, tracks = self._rooms_in_use(), self._tracks_in_use()
        order = {room.name: place for place, room in enumerate(rooms)}
        sessions = sorted(
            self._sessions.values(),
            key=lambda one: (one.starts_at, order.get(one.room or "", -1)),
        )
        acronym = cut(line(self._head.get("acronym"), 60), 60) or None
        return Schedule(
            title=self._line(self._head, "title", self._limits.title, "the event") or acronym or "Untitled event",
            acronym=acronym,
            time_zone=self._zone.key,
            start=sessions[0].starts_at,
            end=max(session.ends_at for session in sessions),
            url=address(self._head.get("url"), self._limits.url)
            or address(self._head.get("base_url"), self._limits.url),
            tracks=tracks,
            rooms=rooms,
            sessions=tuple(sessions),
            speakers=self._people.speakers(),
            skipped=tuple(self._skipped),
            notes=tuple(self._notes),
        )

    def _read_days(self) -> None:
        change = clock_of(words(self._head.get("day_change")))
        count = 0
        for raw_day in self._raw.days:
            day = Day(words(raw_day.date), words(raw_day.start), change, self._zone)
            for raw_room in raw_day.rooms:
                room = cut(line(raw_room.name, self._limits.name), self._limits.name)
                self._remember_room(room)
                for number, value in enumerate(raw_room.sessions, 1):
                    count += 1
                    if count > self._limits.sessions:
                        raise unreadable(f"it has more than {self._limits.sessions:,} sessions")
                    self._read(
                        value,
                        day,
                        room,
                        f"day {raw_day.index}, {room or 'no room'}",
                        number,
                    )

    def _read(self, value: object, day: Day, room: str, around: str, number: int) -> None:
        title = cut(line((fields(value) or {}).get("title"), 80), 80)
        place = _Place(
            day,
            room,
            f"“{title}” ({around})" if title else f"session {number} of {around}",
        )
        try:
            found = fields(value)
            if found is None:
                raise _Skip("not an object")
            session = self._session(found, place)
        except _Skip as reason:
            self._skipped.append(Skipped(str(reason), place.where))
        else:
            self._sessions[session.external_id] = session

    def _session(self, found: Fields, place: _Place) -> Session:
        limits = self._limits
        title = self._line(found, "title", limits.title, place.where)
        if not title:
            raise _Skip("it has no title")
        starts_at, duration = self._starts_at(found, place), self._duration(found)
        room = place.room or cut(line(found.get("room"), limits.name), limits.name)
        self._remember_room(room)
        kind = self._line(found, "type", limits.name, place.where) or None
        known_as = self._external_ids(found, title, kind, (title, starts_at, room or None))
        speakers = self._people.of(found)
        hashed = f"hash:{digest(title, kind or '', *sorted(self._people.names(speakers)))}"
        return Session(
            external_id=known_as or self._unused(hashed),
            title=title,
            subtitle=self._line(found, "subtitle", limits.title, place.where) or None,
            abstract=self._abstract(found, place.where),
            track=self._line(found, "track", limits.name, place.where) or None,
            room=room or None,
            starts_at=starts_at,
            duration=duration,
            language=language(found.get("language")),
            kind=kind,
            url=address(found.get("url"), limits.url),
            speakers=speakers,
        )

    def _starts_at(self, found: Fields, place: _Place) -> datetime:
        written = words(found.get("date")), words(found.get("start"))
        starts_at = place.day.starts_at(*written)
        if starts_at is None:
            shown = " ".join(line(text, 40) for text in written if text)
            raise _Skip(f"its start “{shown}” is not a date and time" if shown else "it has no start")
        if self._first and self._last and not self._first <= starts_at <= self._last:
            raise _Skip(f"it starts on {starts_at:%Y-%m-%d}, far from the event's own dates")
        return starts_at

    def _duration(self, found: Fields) -> timedelta:
        written = words(found.get("duration"))
        duration = duration_of(written)
        if duration is None:
            shown = line(written, 40)
            raise _Skip(f"its duration “{shown}” is not hours and minutes" if shown else "it has no duration")
        if not duration:
            raise _Skip("its duration is zero")
        if duration > self._limits.duration:
            raise _Skip(
                f"its duration “{line(written, 40)}” is over {self._limits.duration // timedelta(hours=1)} hours"
            )
        return duration

    def _external_ids(
        self,
        found: Fields,
        title: str,
        kind: str | None,
        like: tuple[str, datetime, str | None],
    ) -> str | None:
        """The first id in the file that no earlier session has; skips a session that is there already."""
        own_id = file_id(found.get("id"))
        candidates = [known for known in (file_id(found.get("guid")), f"id:{own_id}" if own_id else "") if known]
        for known in candidates:
            if self._seen.get(known) == like:
                raise _Skip("it is in the file twice")
            if known not in self._seen:
                self._seen[known] = like
                return known
        return None

    def _unused(self, hashed: str) -> str:
        known, count = hashed, 1
        while known in self._seen:
            count += 1
            known = f"{hashed}-{count}"
        self._seen[known] = ("", datetime.min, None)
        return known

    def _abstract(self, found: Fields, where: str) -> str | None:
        """The short text and the long one, unless one is in the other."""
        limit = self._limits.abstract
        short, long = (paragraphs(found.get(key), limit) for key in ("abstract", "description"))
        text = long if short in long else short if long in short else f"{short}\n\n{long}"
        if len(text) > limit:
            self._notes.append(Note(f"its abstract is cut to {limit:,} characters", where))
        return cut(text, limit) or None

    def _line(self, found: Fields, key: str, limit: int, where: str) -> str:
        text = line(found.get(key), limit)
        if len(text) > limit:
            self._notes.append(Note(f"its {key} is cut to {limit:,} characters", where))
        return cut(text, limit)

    def _remember_room(self, room: str) -> None:
        if room:
            self._rooms.setdefault(room)
        if len(self._rooms) > self._limits.rooms:
            raise unreadable(f"it has more than {self._limits.rooms:,} rooms")

    def _rooms_in_use(self) -> tuple[Room, ...]:
        used = {session.room for session in self._sessions.values()}
        capacities: dict[str, int] = {}
        for value in items(self._head.get("rooms"))[: self._limits.rooms]:
            found = fields(value) or {}
            seats = words(found.get("capacity"))
            if seats.isascii() and seats.isdecimal() and 0 < int(seats[:12]) <= 1_000_000:
                capacities[cut(line(found.get("name"), self._limits.name), self._limits.name)] = int(seats[:12])
        return tuple(Room(name, capacities.get(name)) for name in self._rooms if name in used)

    def _tracks_in_use(self) -> tuple[Track, ...]:
        used = dict.fromkeys(session.track for session in self._sessions.values() if session.track)
        if len(used) > self._limits.tracks:
            raise unreadable(f"it has more than {self._limits.tracks:,} tracks")
        colors: dict[str, str | None] = {}
        for value in items(self._head.get("tracks"))[: self._limits.tracks]:
            found = fields(value) or {"name": value}
            colors[cut(line(found.get("name"), self._limits.name), self._limits.name)] = color(found.get("color"))
        declared = [name for name in colors if name in used]
        return tuple(Track(name, colors.get(name)) for name in dict.fromkeys(chain(declared, used)))

    def _dates(self) -> list[str]:
        sessions = (value for day in self._raw.days for room in day.rooms for value in room.sessions)
        return [words((fields(value) or {}).get("date")) for value in sessions]

    def _bounds(self) -> tuple[datetime | None, datetime | None]:
        """The event's first and last moment by its header and its days, and as much more as the limits allow."""
        written = [words(self._head.get("start")), words(self._head.get("end"))]
        written += [words(day.date) for day in self._raw.days]
        known = [found for text in written if (found := date_of(text))]
        if not known:
            return None, None
        edges = (
            _midnight(min(known), self._zone),
            _midnight(max(known), self._zone) + timedelta(days=1),
        )
        return edges[0] - self._limits.outside, edges[1] + self._limits.outside


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
