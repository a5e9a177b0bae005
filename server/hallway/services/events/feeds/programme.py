"""What the writers need of an event and its agenda, and what they share: its days, numbers and texts."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from unicodedata import normalize
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from hallway.services.events.values import Link

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_SECOND: Final = timedelta(seconds=1)
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 has no way to write these


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who speaks. `id` stays the same when the programme is written again."""

    id: str
    name: str
    biography: str = ""


class Stage(Struct, frozen=True, kw_only=True):
    """A place where sessions happen; `capacity` counts people."""

    id: str
    name: str
    capacity: int | None = None


class Track(Struct, frozen=True, kw_only=True):
    """`color` is '#rrggbb', or '' for none."""

    name: str
    color: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """A session. `starts_at` and `ends_at` are aware; a milestone ends when it starts. `day` is the day of the
    programme if that is not the date at the start. `stage` and `track` are names, '' for none. `url` is the address of
    its page. `revision` grows with its changes, and `changed_at` is when the last of them was."""

    id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date | None = None
    subtitle: str = ""
    abstract: str = ""
    stage: str = ""
    track: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()
    url: str = ""
    video_url: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    do_not_record: bool = False
    speakers: tuple[Person, ...] = ()
    revision: int = 0
    changed_at: datetime | None = None


class Programme(Struct, frozen=True, kw_only=True):
    """An event with its sessions, or some of them. `url` is the absolute address of the event's page, `version` what
    the organisers or the server call this state of it, `made_at` when it came to be: the same for the same version, so
    that the same programme is the same bytes. `cancelled`: none of it takes place."""

    title: str
    slug: str
    url: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    version: str
    made_at: datetime
    cancelled: bool = False
    stages: tuple[Stage, ...] = ()
    tracks: tuple[Track, ...] = ()
    sessions: tuple[Entry, ...] = ()

    @property
    def host(self) -> str:
        """The name of the server, by which ids are the world's only ones."""
        return urlsplit(self.url).hostname or "hallway.invalid"

    @property
    def zone(self) -> ZoneInfo:
        """The event's zone; UTC for a name that is no zone here."""
        try:
            return ZoneInfo(self.time_zone)
        except (ValueError, OSError, LookupError):
            return ZoneInfo("UTC")


class Day(Struct, frozen=True, kw_only=True):
    """A day of the programme, from 1: `start` and `end` are when it begins and ends on the event's clock; `rooms` are
    the stages with the sessions that they have on it, those without a stage under ''."""

    index: int
    date: date
    start: datetime
    end: datetime
    rooms: dict[str, list[Entry]]


def days_of(programme: Programme) -> list[Day]:
    """The days that have a session, in order, each with the sessions in order of time."""
    zone = programme.zone
    by_date: dict[date, list[Entry]] = {}
    for entry in sorted(programme.sessions, key=lambda one: (one.starts_at, one.stage, one.id)):
        by_date.setdefault(entry.day or entry.starts_at.astimezone(zone).date(), []).append(entry)
    order = {stage.name: place for place, stage in enumerate(programme.stages)}
    days: list[Day] = []
    for index, on in enumerate(sorted(by_date), 1):
        rooms: dict[str, list[Entry]] = {}
        for entry in sorted(by_date[on], key=lambda one: order.get(one.stage, len(order))):
            rooms.setdefault(entry.stage, []).append(entry)
        start, end = _span(on, by_date[on], zone)
        days.append(Day(index=index, date=on, start=start, end=end, rooms=rooms))
    return days


def _span(on: date, entries: list[Entry], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first start to the last end. A reader decides by them which day a night's hours belong to, so they keep
    within a day before the date's midnight and two after it, and the day is never empty."""
    midnight = datetime.combine(on, time())
    starts = [entry.starts_at.astimezone(zone).replace(tzinfo=None) for entry in entries]
    ends = [entry.ends_at.astimezone(zone).replace(tzinfo=None) for entry in entries]
    start = max(midnight - _DAY + _MINUTE, min(*starts, midnight + _DAY - _MINUTE))
    end = min(max(*ends, *starts, start + _MINUTE), midnight + 2 * _DAY - _MINUTE)
    return start.replace(tzinfo=zone), end.replace(tzinfo=zone)


def numbers(ids: Iterable[str]) -> dict[str, int]:
    """A number for each id, for programs that know sessions and people by number only: from 1 to 2³¹ - 1, the same when
    it is asked again (two that have the same, which is one in a million, are told apart by their order)."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for known in sorted(set(ids)):
        number = int.from_bytes(hashlib.sha256(known.encode()).digest()[:4], "big") % (2**31 - 1) + 1
        while number in taken:
            number = number % (2**31 - 1) + 1
        taken.add(number)
        found[known] = number
    return found


def session_numbers(programme: Programme) -> dict[str, int]:
    """The number of each session by its id."""
    return numbers(entry.id for entry in programme.sessions)


def person_numbers(programme: Programme) -> dict[str, int]:
    """The number of each speaker by their id."""
    return numbers(person.id for entry in programme.sessions for person in entry.speakers)


def slug_of(programme: Programme, entry: Entry, number: int) -> str:
    """A session's name for addresses and files: its event, its number, and what of its title is plain letters."""
    plain = normalize("NFKD", entry.title[:80]).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return "-".join(part for part in (programme.slug, str(number), words) if part)


def duration_of(entry: Entry) -> str:
    """'HH:MM', with seconds if there are some."""
    seconds = max(0, (entry.ends_at - entry.starts_at) // _SECOND)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the clock of the zone, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0).astimezone(zone)


def fit(text: str) -> str:
    """The text with line breaks of one kind, and without what neither XML nor a calendar can hold."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
