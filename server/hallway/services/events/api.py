"""What can be asked of events: events, agendas, registrations, stars, and imports."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.kernel.roles import STAFF, RoleGrant, holds_any

Kind = Literal["conference", "hackathon", "meetup", "networking"]
Status = Literal["draft", "published", "cancelled"]
Visibility = Literal["public", "unlisted"]


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event. `version` grows by one with each change of it, so that a late push can be told from a new one."""

    id: UUID
    slug: str
    name: str
    kind: Kind
    tagline: str
    description: str
    status: Status
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


class EventInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an organiser fills in. Lengths: name 120, tagline 200, description 20,000 characters."""

    name: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    tagline: str = ""
    description: str = ""
    visibility: Visibility = "public"
    location: str = ""
    capacity: int | None = None
    code_of_conduct: str = ""


class Stage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
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
    """Somebody on the programme; `user_id` once they have an account that an organiser linked. The agenda leaves `bio`
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

    title: str
    starts_at: datetime
    ends_at: datetime
    subtitle: str = ""
    abstract: str = ""
    language: str = ""
    stage: str = ""
    track: str = ""
    speakers: list[str] = []


class Agenda(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The whole programme of one event, sessions by start and stage."""

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
    event_id: UUID
    user_id: UUID
    registered_at: datetime


class Membership(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a person is to an event; `roles` is empty for somebody who only registered, or did not."""

    event_id: UUID
    user_id: UUID
    registered: bool
    roles: list[RoleGrant] = []
    status: Status


def belongs(membership: Membership) -> bool:
    """Whether this is one of the event's people: registered, or with a role in it."""
    return membership.registered or bool(membership.roles)


def is_staff(membership: Membership) -> bool:
    """Whether this person is of the event's team: may remove messages, mute people and see who is here."""
    return holds_any(membership.roles, STAFF)


class SearchHit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`kind` session or speaker; `id` of it; `detail` is a line to show under the title."""

    kind: Literal["session", "speaker"]
    id: UUID
    title: str
    detail: str


class Skipped(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
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


class Events(Protocol):
    """Events, agendas, registrations. Drafts are seen by their organisers only; to all others they are `not_found`."""

    @idempotent
    async def events(self, caller: Caller, limit: int = 50) -> list[Event]:
        """Public events that are live or to come, soonest first."""
        ...

    @idempotent
    async def my_events(self, caller: Caller) -> list[Event]:
        """Those I registered for or help to run, drafts included."""
        ...

    @idempotent
    async def event(self, caller: Caller, slug: str) -> Event: ...

    @idempotent
    async def event_by_id(self, caller: Caller, event_id: UUID) -> Event: ...

    @idempotent
    async def events_by_id(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        """Up to 1,000 of them, in no order; unknown ones and those the caller may not see are left out."""
        ...

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        """Makes a draft owned by the caller; the same `id` again answers the same event."""
        ...

    async def update(self, caller: Caller, event_id: UUID, version: int, input: EventInput) -> Event:
        """`conflict` with the current event in its data when `version` is not the current one."""
        ...

    async def publish(self, caller: Caller, event_id: UUID) -> Event: ...

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        """`conflict` for a draft: nobody has seen it."""
        ...

    @idempotent
    async def agenda(self, caller: Caller, event_id: UUID) -> Agenda: ...

    @idempotent
    async def sessions(self, caller: Caller, session_ids: list[UUID]) -> list[Session]:
        """With abstracts, up to 1,000; unknown ones and those of events the caller may not see are left out."""
        ...

    @idempotent
    async def speakers(self, caller: Caller, speaker_ids: list[UUID]) -> list[Speaker]:
        """With what is said about them, up to 1,000; unknown ones and those of events the caller may not see are left
        out."""
        ...

    @idempotent
    async def now_next(self, caller: Caller, event_ids: list[UUID]) -> list[NowNext]:
        """In this order; `not_found` if the caller may not see one of them."""
        ...

    async def put_session(self, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
        """Make or change a session. One that a file brought becomes the file's again with the next import."""
        ...

    async def remove_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> None:
        """Silent when it is gone already."""
        ...

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        """Idempotent; `full` at capacity, which no race can exceed; `conflict` if not published or over."""
        ...

    async def cancel_registration(self, caller: Caller, event_id: UUID) -> None: ...

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        """For services only (the demo)."""
        ...

    @idempotent
    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        """For services only. `not_found` when there is no such event."""
        ...

    @idempotent
    async def my_memberships(self, caller: Caller, event_ids: list[UUID]) -> list[Membership]:
        """What I am to each of these events; those I may not see are left out, and all when nobody is signed in."""
        ...

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        """For services only: whoever has neither a registration nor a role leaves the venue with all their pages."""
        ...

    @idempotent
    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        """For services only: up to 100,000 registered people by id, those after `after`. What people may see of each
        other is asked of profiles."""
        ...

    @idempotent
    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        """For services only."""
        ...

    async def star(self, caller: Caller, session_id: UUID, starred: bool) -> None: ...

    @idempotent
    async def my_stars(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """Session ids that I starred, by event, those without a star left out; empty when nobody is signed in."""
        ...

    @idempotent
    async def stars(self, caller: Caller, event_id: UUID) -> list[UUID]:
        """Session ids that I starred."""
        ...

    @idempotent
    async def stars_of(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """For services only."""
        ...

    @idempotent
    async def stars_due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        """For services only: starred sessions of published events that start in this span."""
        ...

    @idempotent
    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[SearchHit]: ...

    async def import_schedule(self, caller: Caller, event_id: UUID, data: bytes, filename: str) -> ImportReport:
        """Starts an import in the background; progress goes to the caller's devices. Again, it changes nothing."""
        ...

    async def put_programme(self, caller: Caller, event_id: UUID, schedule: bytes, credit: str) -> ImportReport:
        """For services only: write a `schedule.Schedule` (MessagePack, see `packed`), as an import does, and wait for
        it. `credit` says where it comes from."""
        ...

    @idempotent
    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport: ...
