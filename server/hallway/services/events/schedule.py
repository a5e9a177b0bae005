"""What a schedule file says, in one shape whatever its format. The agenda's own values are in `values.py`."""

from datetime import datetime, timedelta

from msgspec import Struct

from hallway.services.events.values import Skipped


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
    duration: timedelta = timedelta(hours=24)  # longer than a day is an entry for "the venue is open", or a mistake
    outside: timedelta = timedelta(days=31)  # how far from the event's own dates a session may lie


LIMITS = Limits()


class Note(Struct, frozen=True):
    """Something that is imported, but not as the file has it (cut, guessed)."""

    text: str
    where: str


class Track(Struct, frozen=True):
    """A track is known by its name. `color` is '#rrggbb' in lower case, if the file gives one."""

    name: str
    color: str | None = None


class Room(Struct, frozen=True):
    """A room is known by its name: real files give two rooms the same guid. `capacity` counts people."""

    name: str
    capacity: int | None = None


class Speaker(Struct, frozen=True):
    """`external_id` is the guid, else `id:` + the id, else `code:` + the code, else `name:` + a hash of the name."""

    external_id: str
    name: str
    bio: str | None = None


class Session(Struct, frozen=True, kw_only=True):
    """One entry of a schedule. Text is plain; `abstract` has paragraphs parted by an empty line.

    `external_id` stays the same when the file is exported again: the guid, else `id:` + the id, else `hash:` + a hash
    of the title, the kind and the speakers' names (not of time or room, which change); the first of these that no
    earlier session has, and for the hash with `-2`, `-3`… `starts_at` is aware, in UTC. `track` and `room` are names
    of the schedule's tracks and rooms; `speakers` are external ids of its speakers, in order.
    """

    external_id: str
    title: str
    subtitle: str | None = None
    abstract: str | None = None
    track: str | None = None
    room: str | None = None
    starts_at: datetime
    duration: timedelta
    language: str | None = None
    kind: str | None = None
    url: str | None = None
    speakers: tuple[str, ...] = ()

    @property
    def ends_at(self) -> datetime:
        """The end, in UTC."""
        return self.starts_at + self.duration


class Schedule(Struct, frozen=True, kw_only=True):
    """A whole schedule. Sessions are in order of time, then room. Tracks and rooms are those in use, in the file's
    order.

    `time_zone` is an IANA name. `start` and `end` are the first start and the last end of a session, aware, in UTC.
    """

    title: str
    acronym: str | None
    time_zone: str
    start: datetime
    end: datetime
    url: str | None
    tracks: tuple[Track, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    speakers: tuple[Speaker, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
