"""What can be asked of events: one Protocol for each subject, composed to `Events`. Its values are in `values.py`."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.services.events.values import (
    Agenda,
    AgendaChange,
    AgendaDraft,
    AgendaRevision,
    AgendaSummary,
    Calendar,
    Event,
    EventInput,
    Feed,
    FeedFormat,
    ImportChoice,
    ImportPreview,
    ImportReading,
    ImportReport,
    Membership,
    NowNext,
    ProgrammeMove,
    Registration,
    SearchHit,
    Session,
    SessionInput,
    Speaker,
    StaffMember,
    StarsDue,
)


class Lifecycle(Protocol):
    """Making, changing, publishing, cancelling and reading events."""

    @idempotent
    async def events(self, caller: Caller, limit: int = 50) -> list[Event]:
        """Public events that are live or to come, soonest first."""
        ...

    @idempotent
    async def my_events(self, caller: Caller) -> list[Event]:
        """Those I registered for or help to run, drafts included."""
        ...

    @idempotent
    async def event(self, caller: Caller, slug: str) -> Event:
        """For anonymous callers, as it was at most half a second ago."""
        ...

    @idempotent
    async def event_by_id(self, caller: Caller, event_id: UUID) -> Event: ...

    @idempotent
    async def events_by_id(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        """Up to 1,000 of them, in no order; unknown ones and those the caller may not see are left out."""
        ...

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        """Makes a draft owned by the caller; the same `id` again answers the same event, for as long as they own it.
        `conflict` for an id that is taken, whatever the caller may know of it."""
        ...

    async def publish(self, caller: Caller, event_id: UUID) -> Event:
        """`forbidden` for an organiser of the event who may not publish in this installation; `conflict` while it is
        taken down."""
        ...

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        """`conflict` for a draft: nobody has seen it."""
        ...

    async def take_down(self, caller: Caller, event_id: UUID, reason: str) -> Event:
        """By administrators: a draft again, which nobody but its organisers sees; its rooms are closed and its pages
        left. Registrations and messages stay for when it comes back. Its organisers read the reason, and those who
        registered are told without. Idempotent; `conflict` for a draft: nobody sees it."""
        ...

    async def give_back(self, caller: Caller, event_id: UUID) -> Event:
        """By administrators: as it was when it was taken down. Idempotent."""
        ...


class Agendas(Protocol):
    """The agenda of an event as everybody sees it: reading and searching its sessions, and what is on now. A part of an
    agenda is one with some of the sessions, and who speaks in them."""

    @idempotent
    async def agenda(self, caller: Caller, event_id: UUID, days: list[date] | None = None) -> Agenda:
        """All of it, or the part under these days of the programme."""
        ...

    @idempotent
    async def agenda_near(self, caller: Caller, event_id: UUID) -> Agenda:
        """Some of what is on, what follows on the same stages, and some of what begins soon: at most 52 sessions, with
        their stages and tracks only; all of a short agenda."""
        ...

    @idempotent
    async def agenda_front(self, caller: Caller, event_id: UUID) -> Agenda:
        """What the event's own page shows; at most about 50 sessions, with their stages and tracks only."""
        ...

    @idempotent
    async def agenda_coming(self, caller: Caller, event_id: UUID, session_ids: list[UUID]) -> Agenda:
        """Those 12 of these sessions that are on or begin soonest, and what follows them, with their stages and tracks
        only."""
        ...

    @idempotent
    async def agenda_around(self, caller: Caller, event_id: UUID, session_id: UUID) -> Agenda:
        """A session and what comes after it on its stage that day; no session if it is not in the agenda."""
        ...

    @idempotent
    async def agenda_summaries(self, caller: Caller, event_ids: list[UUID]) -> list[AgendaSummary]:
        """In this order, at most ten; `not_found` if the caller may not see one of them."""
        ...

    @idempotent
    async def speaking(self, caller: Caller, event_id: UUID) -> list[UUID]:
        """The people who stand on the agenda with an account."""
        ...

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

    @idempotent
    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[SearchHit]: ...


class Versions(Protocol):
    """The draft of an agenda and what was published of it. The draft is its organisers' alone; the draft of an event
    that is one itself is shown at once, to those who may see it."""

    @idempotent
    async def draft(self, caller: Caller, event_id: UUID) -> AgendaDraft: ...

    @idempotent
    async def draft_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> Session:
        """A session as the draft has it, with all that is said of it."""
        ...

    async def put_session(self, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
        """Make or change a session in the draft. What differs from what a file said is the person's from now on: a
        later import does not overwrite it unasked."""
        ...

    async def remove_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> None:
        """From the draft. Silent when it is gone already."""
        ...

    async def publish_agenda(self, caller: Caller, event_id: UUID, revision: int | None = None) -> int:
        """Everybody sees the draft from now on; answers the number of the version. `conflict` when the draft is not at
        `revision` any more, or the event itself is a draft. Again, it changes nothing."""
        ...

    async def undo_revision(self, caller: Caller, event_id: UUID, number: int) -> int:
        """Take a change back, in the draft; answers the revision that does so. `conflict` if sessions of it were
        changed since, or it is undone already."""
        ...

    @idempotent
    async def revisions(self, caller: Caller, event_id: UUID, before: int | None, limit: int) -> list[AgendaRevision]:
        """The changes of the draft, the latest first; those before the number `before`; at most 100."""
        ...

    @idempotent
    async def agenda_changes(
        self, caller: Caller, event_id: UUID, since: int, until: int | None = None
    ) -> list[AgendaChange]:
        """What changed after the published version `since` (0: before the first), up to another or up to what everybody
        sees; at most 500. `not_found` for versions that there are not, or that are too old to be compared."""
        ...


class Rescheduling(Protocol):
    """Changing an event, and what becomes of its programme when it is in another zone or at another time."""

    async def update(
        self,
        caller: Caller,
        event_id: UUID,
        version: int,
        input: EventInput,
        programme: ProgrammeMove | None = None,
    ) -> Event:
        """`conflict` with the current event in its data when `version` is not the current one. Without `programme`
        sessions stay at their moments.

        With it the event and all sessions of its draft change at once; of an event that is no draft they are published,
        as one change that can be undone: `conflict` if there is something else in the draft that was not published.
        `invalid` (field `programme`) if sessions would come to lie more than 31 days outside the event."""
        ...


class Registrations(Protocol):
    """Who comes to an event, and what a person is to it."""

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        """Idempotent; `full` at capacity, which no race can exceed; `conflict` if not published or over."""
        ...

    async def cancel_registration(self, caller: Caller, event_id: UUID) -> None: ...

    @idempotent
    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        """For services only. `not_found` when there is no such event."""
        ...

    @idempotent
    async def my_memberships(self, caller: Caller, event_ids: list[UUID]) -> list[Membership]:
        """What I am to each of these events; those I may not see are left out, and all when nobody is signed in."""
        ...

    @idempotent
    async def staff(self, caller: Caller, event_ids: list[UUID]) -> dict[UUID, list[StaffMember]]:
        """The owners, organisers and moderators of each event, for people of the event and for services; for others
        the event is left out."""
        ...

    async def revalidate_membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        """For services only: takes all pages of a person who has neither a registration nor a role out of the venue,
        and those of somebody who does not make the event (any more) out of the pushes of a draft; and tells the venue
        who is of the team now."""
        ...

    @idempotent
    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
        """For services only: up to 100,000 registered people by id, those after `after`. What people may see of each
        other is asked of profiles."""
        ...

    @idempotent
    async def shared_events(self, caller: Caller, user_id: UUID, others: list[UUID]) -> dict[UUID, list[UUID]]:
        """For services only: by each of the others (1,000 at most) the published events to which both that one and this
        person belong, registered or with a role, in no order; who shares none is left out."""
        ...

    @idempotent
    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        """For services only."""
        ...


class Stars(Protocol):
    """The sessions that people mean to see. Only their person sees them, and services that work for that person."""

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
        """For services only: session ids by person, those without a star left out."""
        ...

    @idempotent
    async def starred_by(
        self, caller: Caller, event_id: UUID, session_ids: list[UUID], after: UUID | None, limit: int
    ) -> dict[UUID, list[UUID]]:
        """For services only: who starred some of these sessions (1,000 at most), by id, with which of them; up to 1,000
        people, those after `after`. Sessions that are gone from the agenda count as well."""
        ...

    @idempotent
    async def stars_due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        """For services only: starred sessions of published events that start in this span."""
        ...


class Imports(Protocol):
    """Agendas from the schedule files that conferences publish: read, looked at, and then brought into the draft."""

    @idempotent
    async def require_import(self, caller: Caller, event_id: UUID) -> None:
        """Pass if the caller may import a schedule into this event; refused as by `import_schedule`, without a file."""
        ...

    async def import_schedule(self, caller: Caller, event_id: UUID, data: bytes, filename: str) -> ImportReport:
        """Starts reading a file in the background; progress goes to the caller's devices. Nothing is changed until it
        is applied."""
        ...

    async def import_address(self, caller: Caller, event_id: UUID, url: str) -> ImportReport:
        """As `import_schedule`, with what is at a public address."""
        ...

    async def read_import(self, caller: Caller, import_id: UUID, reading: ImportReading) -> ImportReport:
        """Read it again in another way. `conflict` once it is being applied."""
        ...

    @idempotent
    async def import_report(self, caller: Caller, import_id: UUID) -> ImportReport:
        """For who may edit the event now, whoever started it; to others there is no such import."""
        ...

    @idempotent
    async def import_preview(self, caller: Caller, import_id: UUID) -> ImportPreview:
        """What applying it would do to the draft as it is now. `conflict` unless it is ready."""
        ...

    async def apply_import(self, caller: Caller, import_id: UUID, revision: int, choice: ImportChoice) -> ImportReport:
        """Starts bringing it into the draft, in the background. `conflict` unless it is ready and the draft is still at
        `revision`; `invalid` while its time zone is asked for, and when more than a tenth would go and nobody said that
        it may."""
        ...

    async def discard_import(self, caller: Caller, import_id: UUID) -> None:
        """Forget an import that is not being applied. Silent when it is gone."""
        ...

    @idempotent
    async def event_of_schedule(
        self, caller: Caller, data: bytes, filename: str, reading: ImportReading | None = None
    ) -> EventInput:
        """For services only: the name, dates and time zone that a schedule file gives its event. `invalid` for a table
        or a file whose time zone nobody knows, unless `reading` says what its columns are, or the zone."""
        ...


class Feeds(Protocol):
    """Agendas as files and calendars for other programs, and a secret address for what somebody starred."""

    @idempotent
    async def feed(self, caller: Caller, slug: str, format: FeedFormat, track_id: UUID | None = None) -> Feed:
        """The agenda as everybody sees it, with abstracts; `not_found` for an event that the caller may not see, or a
        track that it does not have."""
        ...

    @idempotent
    async def starred_feed(self, caller: Caller, token: str) -> Feed:
        """The calendar with this secret, whoever asks. `not_found` for any other text, and while its event is a draft
        or its person has no account."""
        ...

    @idempotent
    async def calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        """Mine."""
        ...

    async def make_calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        """Mine, with an address from now on; the same if it has one. `conflict` for a draft: nobody would see it."""
        ...

    async def revoke_calendar(self, caller: Caller, event_id: UUID) -> Calendar:
        """Its address is no good any more; the next one is another. Silent when there is none."""
        ...


class Events(Lifecycle, Agendas, Versions, Rescheduling, Registrations, Stars, Imports, Feeds, Protocol):
    """Events and all that belongs to them. Drafts are seen by their organisers only; to others they are `not_found`."""
