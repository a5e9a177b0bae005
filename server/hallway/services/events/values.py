"""The values that events takes and answers with."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.limits import Bounds
from hallway.kernel.roles import STAFF, EventRole, RoleGrant, holds_any
from hallway.kernel.text import Items, Line, Paragraphs

EventKind = Literal["conference", "hackathon", "meetup", "networking"]
EventStatus = Literal["draft", "published", "cancelled"]
Visibility = Literal["public", "unlisted"]


EVENT_SECONDS: Final = 60 * 86_400
"""An event lasts at most sixty days."""
SESSION_SECONDS: Final = 86_400
"""A session lasts at most a day."""
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
    """Somebody on the agenda; `user_id` once they have an account that an organiser linked. The agenda leaves `bio`
    out (empty), `speakers` has it."""

    id: UUID
    name: str
    bio: str
    user_id: UUID | None


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One item of the agenda. `abstract` is plain text; the agenda leaves it out (empty), `session` has it."""

    id: UUID
    event_id: UUID
    stage_id: UUID | None
    track_id: UUID | None
    title: str
    subtitle: str
    abstract: str
    language: str
    kind: str
    url: str
    starts_at: datetime
    ends_at: datetime
    speaker_ids: list[UUID]


class SessionInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A session as typed by an organiser; stage, track and speakers are named and made when new."""

    title: Annotated[str, Line(300, required=True)]
    starts_at: datetime
    ends_at: Annotated[datetime, Bounds(1, SESSION_SECONDS)]
    subtitle: Annotated[str, Line(300)] = ""
    abstract: Annotated[str, Paragraphs(20_000)] = ""
    language: Annotated[str, Line(35)] = ""
    stage: Annotated[str, Line(200)] = ""
    track: Annotated[str, Line(200)] = ""
    speakers: Annotated[list[str], Items(50, Line(200))] = []


class Agenda(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """All that happens at one event, sessions by start and stage."""

    event_id: UUID
    version: int
    stages: list[Stage]
    tracks: list[Track]
    speakers: list[Speaker]
    sessions: list[Session]


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
    in two places at once); both are for people."""

    where: str
    text: str


class Link(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An address (http or https) and what it is called; the address itself where the file gives no title."""

    title: str
    url: str


class Skipped(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something in a file that is not imported; both are for people, as in `“Opening” (day 1, Main hall)`."""

    where: str
    reason: str


class ImportReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How an import went, or goes. `error` is one sentence when it failed; the event is then as it was."""

    id: UUID
    event_id: UUID
    state: Literal["running", "done", "failed"]
    done: int
    total: int
    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: list[Skipped]
    error: str | None
    finished_at: datetime | None


class StarsDue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A session about to start and who starred it."""

    session: Session
    event_slug: str
    stage_name: str
    user_ids: list[UUID]
