"""The draft of one agenda, within a transaction that holds its lock: reading it, changing it, and showing it to
everybody."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.agenda import repository as agenda
from hallway.services.events.agenda.notify import AgendaChanges, agenda_changed
from hallway.services.events.agenda.versions import bulk, repository
from hallway.services.events.agenda.versions.describe import changes_of, names_of
from hallway.services.events.agenda.versions.repository import NewRevision, packed, unpacked
from hallway.services.events.agenda.versions.state import Delta, State, applied, composed, difference
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.pushes import AgendaDraftPush
from hallway.services.events.values import AgendaChange, Event, RevisionKind

MOST_TITLES = 5
"""Of a revision's sessions, for its line in the history."""


async def _nobody(done: int, total: int) -> None:
    """Nobody follows how far it is."""


class Draft(msgspec.Struct, kw_only=True):
    """An agenda's draft as it was read: `shown` is what everybody sees, `state` what the draft has."""

    head: int
    shown_at: int
    shown: State
    state: State

    @property
    def unpublished(self) -> Delta:
        """What publishing would bring."""
        return difference(self.shown, self.state)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A revision that was made, or the draft's last if there was nothing to do."""

    number: int
    changes: list[AgendaChange]


async def locked_draft(tx: Tx, event_id: UUID) -> Draft:
    """The draft, whose other changes wait until this transaction is over."""
    try:
        await agenda.lock_agenda(tx.connection, event_id)
    except agenda.AgendaLocked as error:
        raise Problem("conflict", "agendaBusy") from error
    return await read_draft(tx, event_id)


async def read_draft(tx: Tx, event_id: UUID) -> Draft:
    """The draft as it is in this transaction, which should see one moment."""
    db = tx.connection
    at = await repository.pointers(db, event_id)
    shown = await repository.shown_state(db, event_id)
    kept = await repository.deltas(db, event_id, at.shown, at.head)
    state = await asyncio.to_thread(_after_all, shown, kept) if kept else shown
    return Draft(head=at.head, shown_at=at.shown, shown=shown, state=state)


def _after_all(state: State, kept: list[bytes]) -> State:
    return applied(state, composed(map(unpacked, kept)))


class Journal:
    """Writes one change of a draft. `by` is who does it, None for services; `team` are the people whose open pages are
    told of a draft that others do not see."""

    def __init__(self, tx: Tx, event: Event, by: UUID | None, team: list[UUID], clock: Callable[[], datetime]) -> None:
        self._tx = tx
        self._team = team
        self._event = event
        self._by = by
        self._clock = clock

    async def write(
        self,
        draft: Draft,
        after: State,
        kind: RevisionKind,
        *,
        source_id: UUID | None = None,
        undoes: int | None = None,
        progress: bulk.Progress = _nobody,
    ) -> Made:
        """Bring the draft to `after`; nothing is written if it is there. The draft of an event that nobody sees yet is
        shown at once: to those who make it."""
        delta, changes, data = await asyncio.to_thread(_described, draft.state, after)
        if not delta:
            return Made(number=draft.head, changes=[])
        kinds = [change.kind for change in changes if change.of == "session"]
        new = NewRevision(
            kind=kind,
            made_at=self._clock(),
            made_by=self._by,
            source_id=source_id,
            undoes=undoes,
            added=kinds.count("added"),
            changed=kinds.count("changed"),
            moved=kinds.count("moved"),
            removed=kinds.count("removed"),
            titles=[change.title for change in changes[:MOST_TITLES]],
        )
        number = draft.head + 1
        await repository.insert_revision(self._tx.connection, self._event.id, number, new, data)
        draft.head, draft.state = number, after
        await self._read_event()
        if shown_as_typed(self._event):
            await self.show(draft, progress)
        else:
            self.tell(number)
        return Made(number=number, changes=changes)

    async def show(self, draft: Draft, progress: bulk.Progress = _nobody) -> Delta:
        """Everybody sees the draft from now on; answers what that changed. That is a version, if the event is
        public."""
        delta = draft.unpublished
        try:
            await bulk.show(self._tx.connection, self._event.id, delta, progress)
        except bulk.IdTaken:
            raise Problem("conflict", "idOfAnotherEvent") from None
        await repository.set_shown(self._tx.connection, self._event.id, draft.head)
        draft.shown, draft.shown_at = draft.state, draft.head
        await self._read_event()
        if delta and self._event.status != "draft":
            await lifecycle.version_shown(self._tx.connection, self._event.id, self._by, self._clock())
        self.tell(draft.head)
        if delta:
            await agenda_changed(self._tx, self._event.id, _ids_of(delta), self._clock())
        return delta

    async def _read_event(self) -> None:
        """As it is now: it may have been published while its agenda was waited for. Where its agenda is has just been
        written at its row, so nobody changes it until this transaction is over."""
        self._event = await lifecycle.by_id(self._tx.connection, self._event.id) or self._event

    def tell(self, revision: int) -> None:
        """The team's pages learn that there is another draft, or that it is shown now."""
        push = AgendaDraftPush(event_id=self._event.id, revision=revision)
        for user_id in self._team:
            self._tx.push(channels.user(user_id), push)


def shown_as_typed(event: Event) -> bool:
    """Whether the agenda is seen as it is typed, by those who make it: of a draft that nobody has seen yet. What was
    published and taken down keeps its draft apart."""
    return event.status == "draft" and event.taken_down is None


async def journal_of(tx: Tx, service: VisibleEvents, event: Event, by: UUID | None) -> Journal:
    """What writes changes of this event's agenda in somebody's name."""
    team = await service.policy.organisers(event.id) if not shown_as_typed(event) else []
    return Journal(tx, event, by, team, service.context.clock)


def _described(before: State, after: State) -> tuple[Delta, list[AgendaChange], bytes]:
    delta = difference(before, after)
    return delta, changes_of(delta, names_of(after, delta)), packed(delta)


def _ids_of(delta: Delta) -> AgendaChanges:
    return AgendaChanges(
        sessions=[id for id, pair in delta.sessions.items() if pair.after is not None],
        removed=[id for id, pair in delta.sessions.items() if pair.after is None],
        speakers=[id for id, pair in delta.speakers.items() if pair.before is not None and pair.after is not None],
    )
