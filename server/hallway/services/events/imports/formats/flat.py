"""A flat list of sessions, as most formats have it, put into the shape of a RawSchedule; and their moments."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.raw import Fields, RawDay, RawRoom, RawSchedule, unreadable
from hallway.services.events.imports.formats.zones import zone_named
from hallway.services.events.schedule import Format, Limits, Reading
from hallway.services.events.values import Skipped

_SECOND = timedelta(seconds=1)


class Entry(Struct):
    """One session under the names that schedule JSON uses; `where` says for people where in the file it stands."""

    found: Fields
    where: Sentence
    room: str = ""


class Flat(Struct, kw_only=True):
    """What a reader of a flat format gathers. `rooms` are the names of the file's rooms in its order, if it has one."""

    format: Format
    conference: Fields
    entries: list[Entry] = []
    rooms: list[str] = []
    skipped: list[Skipped] = []
    notes: Notes = field(default_factory=Notes)

    def add(self, entry: Entry, limits: Limits) -> None:
        """One more session. Problem("invalid") past what the limits allow."""
        self.entries.append(entry)
        if len(self.entries) > limits.sessions:
            raise unreadable(sentence("reading.manySessions", limit=limits.sessions))

    def schedule(self) -> RawSchedule:
        """All of it as one day without a date: each session has its own."""
        return RawSchedule(
            conference=self.conference,
            days=[RawDay(index=1, date=None, start=None, end=None, rooms=by_room(self.entries, self.rooms))],
            skipped=self.skipped,
            format=self.format,
            notes=self.notes,
        )


def by_room(entries: Iterable[Entry], rooms: Sequence[str] = ()) -> list[RawRoom]:
    """The sessions put together by their rooms, those of the file first."""
    found = {name: RawRoom(name=name, sessions=[], wheres=[]) for name in rooms}
    for entry in entries:
        room = found.setdefault(entry.room, RawRoom(name=entry.room or None, sessions=[], wheres=[]))
        room.sessions.append(entry.found)
        room.wheres.append(entry.where)
    return list(found.values())


def home(reading: Reading) -> ZoneInfo | None:
    """The zone that a person chose or else the event's, if there is one."""
    return zone_named(reading.zone or "") or zone_named(reading.event_zone or "")


def moment_of(text: str, zone: ZoneInfo | None) -> datetime | None:
    """An ISO 8601 date with a time; None if it is none. A moment in UTC names no place: it is shown on the clock of
    `zone`, so that its offset is not taken for one of the event's."""
    text = text.strip()
    if not 11 <= len(text) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(zone) if zone and moment.tzinfo and not moment.utcoffset() else moment
    except (ValueError, OverflowError):
        return None


def span(start: datetime, end: datetime, zone: ZoneInfo | None) -> timedelta:
    """From start to end as time passes; moments without an offset are read by the clock of `zone`."""
    return _utc(end, zone) - _utc(start, zone)


def _utc(moment: datetime, zone: ZoneInfo | None) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)).astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def clock(duration: timedelta) -> str:
    """'H:MM:SS', which is how schedules write a duration; '' for one that is negative."""
    seconds = duration // _SECOND
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds >= 0 else ""


def timed(found: Fields, start: str, end: str, zone: ZoneInfo | None) -> Fields:
    """The session with its `date` and `duration` by two ISO moments; as they are written where they are none."""
    begins, ends = moment_of(start, zone), moment_of(end, zone)
    found["date"] = begins.isoformat() if begins else start
    if begins and ends:
        found["duration"] = clock(span(begins, ends, zone))
    return found
