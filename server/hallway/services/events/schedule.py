"""What a schedule file says, in one shape whatever its format. The agenda's own values are in `values.py`."""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from hallway.services.events.values import Link, Note, Skipped

UNTITLED = "Untitled event"
"""The title of a schedule whose file has none."""


class Limits(Struct, frozen=True, kw_only=True):
    """How much of a file is read. A file comes from anybody, so each of these bounds time or memory."""

    file_bytes: int = 20 * 1024 * 1024  # six times FOSDEM's, the largest schedule that is published in this format
    depth: int = 64  # real files nest eight deep
    elements: int = 400_000  # of XML; 20,000 sessions with twenty elements each
    json_values: int = 2_000_000  # keeps what a decoded file takes under about 250 MB
    sessions: int = 20_000
    speakers: int = 20_000
    tracks: int = 1_000
    rooms: int = 1_000
    speakers_per_session: int = 200
    title: int = 300  # characters, as are all below
    name: int = 200  # of people, tracks, rooms, kinds
    abstract: int = 20_000
    bio: int = 5_000
    url: int = 2_000
    outside: timedelta = timedelta(days=31)  # how far from the event's own dates a session may lie


LIMITS = Limits()


class Track(Struct, frozen=True):
    """A track is known by its name. `color` is '#rrggbb' in lower case, if the file gives one."""

    name: str
    color: str | None = None


class Room(Struct, frozen=True):
    """A room is known by its name: real files give two rooms the same guid. `capacity` counts people."""

    name: str
    capacity: int | None = None


class Speaker(Struct, frozen=True):
    """`external_id` is the guid, else `id:` + the id, else `code:` + the code, else `name:` + a hash of the name. Where
    a file has several names under one of these, they are several people: all but one have `:` + that hash behind it."""

    external_id: str
    name: str
    bio: str | None = None


class Session(Struct, frozen=True, kw_only=True):
    """One entry of a schedule. Text is plain, but `abstract` is Markdown; `kernel/markup.py` says what of it is shown.

    `external_id` stays the same when the file is exported again: the guid, else `id:` + the id, else `hash:` + a hash
    of the title, the kind and the speakers' names (not of time or room, which change); the first of these that no
    earlier session has, and for the hash with `-2`, `-3`… `starts_at` is aware, in UTC. A `duration` of zero is a
    milestone. `day` is the day of the programme to which the file counts the session, when that is not the date that a
    clock at the event shows at its start: the small hours of a night belong to the evening before. `track` and `room`
    are names of the schedule's tracks and rooms; `speakers` are external ids of its speakers, in order. `languages` are
    tags in lower case. `video_url` is where the recording or the stream is.
    """

    external_id: str
    title: str
    subtitle: str | None = None
    abstract: str | None = None
    track: str | None = None
    room: str | None = None
    starts_at: datetime
    duration: timedelta
    day: date | None = None
    languages: tuple[str, ...] = ()
    kind: str | None = None
    url: str | None = None
    video_url: str | None = None
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    do_not_record: bool = False
    speakers: tuple[str, ...] = ()

    @property
    def ends_at(self) -> datetime:
        """The end, in UTC."""
        return self.starts_at + self.duration


Format = Literal["frab", "schedule", "icalendar", "csv", "widget", "sessionize"]
"""How a file was written: frab/pentabarf XML, schedule JSON (frab, pretalx, voc), iCalendar, CSV, pretalx's widget,
Sessionize."""


class ZoneFound(Struct, frozen=True, kw_only=True):
    """Whose clock the times of a file are read by. `name` is IANA's.

    `by` says where the name is from: the file, the event into which it is imported, or a person who was asked. With
    `asks` nobody has decided yet: the file has times with these `offsets` ('+01:00') alone, which are not the event's
    at these moments, or times without any and there is no event; `candidates` are zones that have these offsets then,
    the likeliest first (at most 20), and `name` is the first of them or the event's until somebody chooses.
    """

    name: str
    by: Literal["file", "event", "person"]
    asks: bool = False
    offsets: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class Schedule(Struct, frozen=True, kw_only=True):
    """A whole schedule. Sessions are in order of time, then room. Tracks and rooms are those in use, in the file's
    order. `start` and `end` are the first start and the last end of a session, aware, in UTC. `notes` say what was
    guessed, cut or lost, `skipped` which sessions were left out.
    """

    format: Format
    title: str
    acronym: str | None
    zone: ZoneFound
    start: datetime
    end: datetime
    url: str | None
    tracks: tuple[Track, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    speakers: tuple[Speaker, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def time_zone(self) -> str:
        """The zone's IANA name."""
        return self.zone.name


class Column(Struct, frozen=True, kw_only=True, rename="camel"):
    """A column of a table: its `name` in the first row, the first `example` in it that is not empty, and the `field`
    that it seems to be or was said to be (see COLUMN_FIELDS); None if it is left out."""

    name: str
    example: str
    field: str | None


COLUMN_FIELDS = (
    *("title", "date", "start", "end", "duration", "room", "track", "speakers", "abstract", "subtitle", "language"),
    *("kind", "url", "id", "video"),
)
"""What a column may be. `start` and `end` may hold a date with a time, or a time beside `date`; several speakers stand
in one cell, parted by commas, semicolons, or lines."""


class Table(Struct, frozen=True, kw_only=True):
    """A table whose columns somebody must name before it can be read as a schedule: there is no column for the title or
    for the start, or nobody has confirmed what was guessed."""

    columns: tuple[Column, ...]
    rows: int


class Reading(Struct, frozen=True, kw_only=True):
    """How a file is to be read: the `event_zone` that it is imported into, the `zone` that a person chose when asked,
    and the `columns` of a table: the field for each, in order, None for those left out."""

    event_zone: str | None = None
    zone: str | None = None
    columns: tuple[str | None, ...] | None = None


READING = Reading()
"""Nothing is known but the file."""
