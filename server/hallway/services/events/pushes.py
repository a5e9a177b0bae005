"""What events sends to open pages."""

from uuid import UUID

from hallway.kernel.pushes.message import Push
from hallway.services.events.values import Event, ImportReport, NowNext, Session, Speaker, StaffMember, Stage, Track


class EventPush(Push, frozen=True, kw_only=True, name="event.changed"):
    """To `watch:<event>`: the event as it is now. Registrations alone are pushed at most once a second."""

    event: Event


class StaffPush(Push, frozen=True, kw_only=True, name="event.staff"):
    """To `event:<id>`: who is of the event's team now, when somebody's role in the event has changed."""

    event_id: UUID
    staff: list[StaffMember]


class AgendaPush(Push, frozen=True, kw_only=True, name="agenda.changed"):
    """To `watch:<event>`: what changed in the agenda. `stages` and `tracks` are all there are now; `sessions` and
    `speakers` are those that are new or different; sessions in `removed` are gone, and so are speakers whom no session
    names any more. After more than 100 changes at once `reload` is true and the lists are empty: ask for the agenda."""

    event_id: UUID
    version: int
    published: int
    stages: list[Stage]
    tracks: list[Track]
    speakers: list[Speaker]
    sessions: list[Session]
    removed: list[UUID]
    reload: bool


class AgendaDraftPush(Push, frozen=True, kw_only=True, name="agenda.draft"):
    """To `user:<id>` of each organiser of a published event: its agenda's draft is at this revision now, or was
    published."""

    event_id: UUID
    revision: int


class NowNextPush(Push, frozen=True, kw_only=True, name="event.now"):
    """To `watch:<event>` whenever a session begins or ends."""

    now_next: NowNext


class StarPush(Push, frozen=True, kw_only=True, name="agenda.starred"):
    """To `user:<id>`: a star set or taken on another device."""

    event_id: UUID
    session_id: UUID
    starred: bool


class ImportPush(Push, frozen=True, kw_only=True, name="import.progress"):
    """To `user:<id>` of who started it."""

    report: ImportReport
