"""The values that events takes and answers with."""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.limits import Bounds
from hallway.kernel.roles import STAFF, EventRole, RoleGrant, holds_any
from hallway.kernel.text import Items, Line, Paragraphs
from hallway.kernel.words import Sentence, in_english

EventKind = Literal["conference", "hackathon", "meetup", "networking"]
EventStatus = Literal["draft", "published", "cancelled"]
Visibility = Literal["public", "unlisted"]


EVENT_SECONDS: Final = 60 * 86_400
"""An event lasts at most sixty days."""
SESSION_SECONDS: Final = EVENT_SECONDS
"""A session lasts at most as long as an event: "the venue is open" is one. One that takes no time is a milestone."""
PLACES: Final = 1_000_000


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event. `version` grows by one with each change of it, so that a late push can be told from a new one.

    `taken_down` is why an administrator took it off the installation: it is a draft then, which its organisers may mend
    but not publish. Pages that were open at that moment are told without the reason."""

    id: UUID
    slug: str
    name: str
    kind: EventKind
    tagline: str
    description: str
    status: EventStatus
    visibility: Visibility
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    location: str
    capacity: int | None
    registered_count: int
    code_of_conduct: str
    host_id: UUID
    credit: str
    version: int
    taken_down: str | None = None


class EventInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an organiser fills in."""

    name: Annotated[str, Line(120, required=True)]
    kind: EventKind
    starts_at: datetime
    ends_at: Annotated[datetime, Bounds(1, EVENT_SECONDS)]
    time_zone: str
    tagline: Annotated[str, Line(200)] = ""
    description: Annotated[str, Paragraphs(20_000)] = ""
    visibility: Visibility = "public"
    location: Annotated[str, Line(200)] = ""
    capacity: Annotated[int | None, Bounds(1, PLACES)] = None
    code_of_conduct: Annotated[str, Paragraphs(20_000)] = ""


ProgrammeHow = Literal["keepMoments", "keepClock", "shift"]
MOVE_MINUTES: Final = 36_600 * 1_440
"""A programme moves by at most a hundred years, which is from one end of what an event's dates may be to the other."""


class ProgrammeMove(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What becomes of an event's sessions when its zone or its dates change.

    `keepMoments`: nothing, they begin when they did, whatever clocks show then. `keepClock`: they keep the time of day
    that stands in the programme, now on the new zone's clock. `shift`: as `keepClock`, and then `minutes` later (or
    earlier); whole days of that keep the time of day across a change of clocks, what is left over is time that passes.
    """

    how: ProgrammeHow
    minutes: Annotated[int, Bounds(-MOVE_MINUTES, MOVE_MINUTES)] = 0


class Stage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A place where sessions happen; `position` is its place among the stages."""

    id: UUID
    name: str
    position: int


class Track(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`hue` in degrees, for the swatch beside the name."""

    id: UUID
    name: str
    hue: int
    position: int


class Speaker(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody on the agenda; `user_id` once they have an account that an organiser linked. `bio` is Markdown; the
    agenda leaves it out (empty), `speakers` has it."""

    id: UUID
    name: str
    bio: str
    user_id: UUID | None


class Link(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An address (http or https) and what it is called; the address itself where the file gives no title."""

    title: str
    url: str


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One item of the agenda. `abstract` is Markdown. The agenda leaves out what is long (`abstract`, `video_url`,
    `links`, `attachments` are empty in it), `session` has it.

    `day` is the day of the programme that the session counts to, where that is not the date that a clock at the event
    shows at its start; `languages` are tags; `video_url` is where the recording or the stream is."""

    id: UUID
    event_id: UUID
    stage_id: UUID | None
    track_id: UUID | None
    title: str
    subtitle: str
    abstract: str
    languages: list[str]
    kind: str
    url: str
    video_url: str
    links: list[Link]
    attachments: list[Link]
    do_not_record: bool
    starts_at: datetime
    ends_at: datetime
    day: date | None
    speaker_ids: list[UUID]


class SessionInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A session as typed by an organiser; stage, track and speakers are named and made when new."""

    title: Annotated[str, Line(300, required=True)]
    starts_at: datetime
    ends_at: Annotated[datetime, Bounds(0, SESSION_SECONDS)]
    subtitle: Annotated[str, Line(300)] = ""
    abstract: Annotated[str, Paragraphs(20_000)] = ""
    languages: Annotated[list[str], Items(10, Line(35))] = []
    stage: Annotated[str, Line(200)] = ""
    track: Annotated[str, Line(200)] = ""
    speakers: Annotated[list[str], Items(50, Line(200))] = []


class Agenda(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """All that happens at one event, sessions by start and stage. `version` is the event's; `published` is the number
    of the agenda's published version, 0 before the first."""

    event_id: UUID
    version: int
    published: int
    stages: list[Stage]
    tracks: list[Track]
    speakers: list[Speaker]
    sessions: list[Session]


class AgendaDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day of the programme: how many sessions are under it, when the first begins and the last has ended."""

    day: date
    sessions: int
    starts_at: datetime
    ends_at: datetime


class AgendaPicture(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A day as it is drawn on an event's cover. `marks` has three numbers for each session: its row, and the minutes
    after `starts_at` when it begins and ends."""

    starts_at: datetime
    minutes: int
    rows: int
    marks: list[int]


class AgendaSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An agenda in numbers, for who does not need all of it. `picture` is of the day that is on, else the next one,
    else the last; null while there is nothing."""

    event_id: UUID
    version: int
    stages: int
    tracks: int
    speakers: int
    sessions: int
    days: list[AgendaDay]
    picture: AgendaPicture | None


class NowNext(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What runs at this moment and what starts next (at most 50 each, within three hours)."""

    event_id: UUID
    now: list[UUID]
    next: list[UUID]


class Registration(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """That a person comes to an event."""

    event_id: UUID
    user_id: UUID
    registered_at: datetime


class Membership(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a person is to an event; `roles` is empty for somebody who only registered, or did not."""

    event_id: UUID
    user_id: UUID
    registered: bool
    roles: list[RoleGrant] = []
    status: EventStatus


class StaffMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the event's team by their weightiest role: what stands beside a name, and nobody can write there."""

    user_id: UUID
    role: EventRole


def belongs(membership: Membership) -> bool:
    """Whether this is one of the event's people: registered, or with a role in it."""
    return membership.registered or bool(membership.roles)


def may_be_reached(membership: Membership) -> bool:
    """Whether this person has come to the event of their own will, so that its team may write to and call them: by
    registering for it where everybody sees it, or by accepting a role. What somebody made of them is not enough."""
    return bool(membership.roles) or (membership.registered and membership.status == "published")


def is_staff(membership: Membership) -> bool:
    """Whether this person is of the event's team: may remove messages, mute people and see who is here."""
    return holds_any(membership.roles, STAFF)


class SearchHit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`kind` session or speaker; `id` of it; `detail` is a line to show under the title."""

    kind: Literal["session", "speaker"]
    id: UUID
    title: str
    detail: str


class Note(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that is imported, but not as the file has it (cut, guessed), or that is worth a look (the same speaker
    in two places at once): the English words, and what pages put into their own, which rows of before have not."""

    where: str
    text: str
    place: Sentence | None = None
    said: Sentence | None = None

    @staticmethod
    def of(place: Sentence, remark: Sentence) -> "Note":
        """A note, with its English words."""
        return Note(where=in_english(place), text=in_english(remark), place=place, said=remark)


class Skipped(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something in a file that is not imported, as in `“Opening” (day 1, Main hall)`: in words as a Note."""

    where: str
    reason: str
    place: Sentence | None = None
    said: Sentence | None = None

    @staticmethod
    def of(place: Sentence, remark: Sentence) -> "Skipped":
        """Something skipped, with its English words."""
        return Skipped(where=in_english(place), reason=in_english(remark), place=place, said=remark)


ImportState = Literal["reading", "asking", "ready", "applying", "done", "failed"]


class ImportColumn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A column of a table: its `name` in the first row, the first `example` in it, and the `field` of a session that it
    seems to be or was said to be; None if it is left out."""

    name: str
    example: str
    field: str | None


class ImportReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How an import goes. It is `reading` the file; then it is `asking`, when `columns` of a table must be named; then
    it is `ready`: read, and nothing is changed until somebody applies it. `applying`, then it is `done`: in the draft,
    as `revision`. when it `failed`, `failure` says why, and `error` in
    English; the agenda is then as it was.

    `name` is the file's or the address's; `done` of `total` sessions are written. Numbers are of sessions, and final
    when it is done."""

    id: UUID
    event_id: UUID
    state: ImportState
    name: str
    done: int
    total: int
    added: int
    changed: int
    moved: int
    unchanged: int
    removed: int
    skipped: list[Skipped]
    notes: list[Note]
    columns: list[ImportColumn]
    revision: int | None
    error: str | None
    failure: Sentence | None = None
    finished_at: datetime | None


class ImportReading(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a person wants a file read: in which `time_zone`, with which field for each of the `columns` of a table (None
    or empty for one that is left out), all sessions so many `shift_days` later, and whether it `adds` to what other
    files brought instead of replacing it."""

    time_zone: str | None = None
    columns: list[str] | None = None
    shift_days: Annotated[int, Bounds(-36_600, 36_600)] = 0
    adds: bool = False


ChangeKind = Literal["added", "changed", "moved", "removed"]


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What of a session says which one it is, and where and when."""

    title: str
    starts_at: datetime
    ends_at: datetime
    day: date | None
    stage: str
    track: str
    speakers: list[str]


class FieldChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A field of a session or speaker that differs, and what it says before and after, cut to a line. Times are ISO
    8601, in UTC, start and end parted by a slash."""

    field: str
    before: str
    after: str


class AgendaChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened to a session between two moments, or to a speaker, who has no `before` and `after`. It `moved` when
    its time or its stage differs, and perhaps more.

    In the preview of an import, `conflicts` are fields that a person had changed by hand and the file says otherwise:
    what stands there stays unless the file's is taken. `by_hand` is a session that no file brought: removing it must be
    asked for. `overlaps` are titles of what else is on that stage at that time, afterwards. `stars` counts people."""

    id: UUID
    of: Literal["session", "speaker"] = "session"
    kind: ChangeKind
    title: str
    before: SessionFacts | None = None
    after: SessionFacts | None = None
    fields: list[FieldChange]
    stars: int = 0
    conflicts: list[FieldChange] = []
    by_hand: bool = False
    overlaps: list[str] = []


class ImportZone(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whose clock the times of a file are read by, and who said so. With `asks` nobody has, and the import waits for an
    answer: the file has times with these `offsets` alone; `candidates` have them at these moments."""

    name: str
    by: Literal["file", "event", "person"]
    asks: bool
    offsets: list[str]
    candidates: list[str]


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What applying an import would do to the draft, which is at `revision`.

    `title` is what the file calls its event. `source` names whose sessions it replaces; None if it adds to them all.
    `outside` counts sessions more than 31 days from the event's dates, which are left out; `starts_at` and `ends_at`
    are the file's own first and last moment, `shift_days` what was asked for and `fitting_shift` what would bring its
    first day to the event's. With `loses_much` more than a tenth of what there is would go. `stars_lost` and
    `stars_moved` count people. `changes` are at most 500 of them, the most starred first within each kind."""

    id: UUID
    event_id: UUID
    revision: int
    title: str
    format: str
    name: str
    source: str | None
    read_at: datetime
    last_read_at: datetime | None
    zone: ImportZone
    sessions: int
    speakers: int
    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int
    kept: int
    outside: int
    starts_at: datetime
    ends_at: datetime
    shift_days: int
    fitting_shift: int
    adds: bool
    loses_much: bool
    stars_lost: int
    stars_moved: int
    changes: list[AgendaChange]
    skipped: list[Skipped]
    notes: list[Note]


class FieldChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Fields of a session in which the file's word counts, and not what a person had typed."""

    id: UUID
    fields: Annotated[list[str], Items(20, Line(20))]


class ImportChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Which of a preview's changes are made: all but those in `leave`; of sessions that no file brought, those in
    `also` are removed. `take` says where the file's word counts against somebody's hand. `even_much` says that more
    than a tenth may go."""

    leave: list[UUID] = []
    also: list[UUID] = []
    take: list[FieldChoice] = []
    even_much: bool = False


RevisionKind = Literal["edited", "imported", "undone", "moved"]


class AgendaRevision(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One change of an agenda's draft: what was done, by whom, and to how many sessions; `titles` are of the first
    five. `undoes` is the revision that an undo took back, and `undone` says whether this one was taken back. `version`
    is the number of the published version that ends with it, if one does."""

    number: int
    kind: RevisionKind
    made_at: datetime
    made_by: UUID | None
    undoes: int | None
    undone: bool
    added: int
    changed: int
    moved: int
    removed: int
    titles: list[str]
    version: int | None


class AgendaDraft(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The agenda as its organisers have it: the `agenda`, at `revision`, and the `changes` (at most 500 of `total`)
    that nobody else sees until they are published."""

    event_id: UUID
    revision: int
    total: int
    changes: list[AgendaChange]
    agenda: Agenda


class StarsDue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A session about to start and who starred it."""

    session: Session
    event_slug: str
    stage_name: str
    user_ids: list[UUID]


FeedFormat = Literal["frab", "schedule", "icalendar"]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """An agenda as a file. `tag` is the same for the same bytes; `public` says whether everybody may have it."""

    content: bytes
    content_type: str
    filename: str
    tag: str
    modified_at: datetime
    public: bool


class Calendar(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where calendar programs find the sessions that a person starred at an event; whoever has `url` may read them.
    None while there is no such address."""

    event_id: UUID
    url: str | None
