"""Editing the agenda's draft, publishing it, undoing, and what lies between two versions."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.agenda import repository as agenda
from hallway.services.events.agenda.validation import validated
from hallway.services.events.agenda.versions import repository
from hallway.services.events.agenda.versions.describe import changes_of, names_of
from hallway.services.events.agenda.versions.edit import with_session
from hallway.services.events.agenda.versions.journal import Draft, journal_of, locked_draft, read_draft
from hallway.services.events.agenda.versions.repository import unpacked
from hallway.services.events.agenda.versions.state import (
    Delta,
    Overtaken,
    State,
    applied,
    composed,
    inverted,
    tidied,
    undone,
)
from hallway.services.events.agenda.versions.view import agenda_of, session_of
from hallway.services.events.api import Versions
from hallway.services.events.facts import AgendaPublished, MovedSession
from hallway.services.events.lifecycle.visible import VisibleEvents
from hallway.services.events.values import (
    AgendaChange,
    AgendaDraft,
    AgendaRevision,
    Event,
    Session,
    SessionInput,
)

MOST_CHANGES: Final = 500
MOST_REVISIONS: Final = 100
MOST_MOVED: Final = 1_000
CHANGES_PER_HOUR: Final = 1_000
"""Sessions one person may type or remove in an hour."""


class VersionService(VisibleEvents, Versions):
    """Nobody but who may edit the event sees its draft; what lies between published versions is seen by whoever sees
    the event."""

    async def draft(self, caller: Caller, event_id: UUID) -> AgendaDraft:
        event = await self.editable_event(caller, event_id)
        async with self.context.db.transaction(snapshot=True) as tx:
            draft = await read_draft(tx, event_id)
            published = await agenda.published(tx.connection, event_id)
        return await asyncio.to_thread(_draft_of, event, draft, published)

    async def draft_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> Session:
        await self.editable_event(caller, event_id)
        async with self.context.db.transaction(snapshot=True) as tx:
            draft = await read_draft(tx, event_id)
        if session_id not in draft.state.sessions:
            raise Problem("not_found", "noSuchSession")
        return session_of(event_id, session_id, draft.state.sessions[session_id])

    async def put_session(self, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
        event = await self.editable_event(caller, event_id)
        input = validated(input, event)
        await self._limit_changes(caller)
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id)
            if await repository.taken_elsewhere(tx.connection, event_id, id):
                raise Problem("conflict", "idTaken")
            after = with_session(draft.state, id, input, event)
            await (await journal_of(tx, self, event, caller.user_id)).write(draft, after, "edited")
            return session_of(event_id, id, draft.state.sessions[id])

    async def remove_session(self, caller: Caller, event_id: UUID, session_id: UUID) -> None:
        event = await self.editable_event(caller, event_id)
        await self._limit_changes(caller)
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id)
            if session_id in draft.state.sessions:
                after = draft.state.copy()
                del after.sessions[session_id]
                await (await journal_of(tx, self, event, caller.user_id)).write(draft, tidied(after), "edited")

    async def publish_agenda(self, caller: Caller, event_id: UUID, revision: int | None = None) -> int:
        event = await self.editable_event(caller, event_id)
        if event.status == "draft":
            raise Problem("conflict", "publishEventFirst")
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id)
            if revision is not None and draft.head != revision:
                raise Problem("conflict", "draftChangedPublish")
            return await self.publish_draft(tx, caller, event, draft)

    async def publish_draft(self, tx: Tx, caller: Caller, event: Event, draft: Draft) -> int:
        """A version of what the draft holds; the last one if that holds it already."""
        delta = await (await journal_of(tx, self, event, caller.user_id)).show(draft)
        number = await agenda.published(tx.connection, event.id)
        moved = _moved(delta, draft.state)
        if moved:
            fact = AgendaPublished(
                event_id=event.id,
                name=event.name,
                slug=event.slug,
                time_zone=event.time_zone,
                version=number,
                moved=moved[:MOST_MOVED],
            )
            tx.record(fact)
        return number

    async def undo_revision(self, caller: Caller, event_id: UUID, number: int) -> int:
        event = await self.editable_event(caller, event_id)
        await self._limit_changes(caller)
        async with self.context.db.transaction() as tx:
            draft = await locked_draft(tx, event_id)
            found = await repository.revision(tx.connection, event_id, number)
            if found is None:
                raise Problem("not_found", "noSuchChange")
            if found.undone:
                raise Problem("conflict", "undoneAlready")
            kept = await repository.deltas(tx.connection, event_id, number - 1, draft.head)
            try:
                after = await asyncio.to_thread(_undone, draft.state, kept)
            except Overtaken:
                raise Problem("conflict", "changedSince") from None
            journal = await journal_of(tx, self, event, caller.user_id)
            return (await journal.write(draft, after, "undone", undoes=number)).number

    async def revisions(self, caller: Caller, event_id: UUID, before: int | None, limit: int) -> list[AgendaRevision]:
        await self.editable_event(caller, event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.revisions(tx.connection, event_id, before, max(1, min(limit, MOST_REVISIONS)))

    async def agenda_changes(
        self, caller: Caller, event_id: UUID, since: int, until: int | None = None
    ) -> list[AgendaChange]:
        await self.visible_event(caller, event_id)
        async with self.context.db.transaction(snapshot=True) as tx:
            db = tx.connection
            first = await repository.revision_of_version(db, event_id, since) if since else 0
            last = await repository.revision_of_version(db, event_id, until) if until is not None else None
            if first is None or (until is not None and last is None):
                raise Problem("not_found", "noSuchVersion")
            if last is None:
                last = (await repository.pointers(db, event_id)).shown
            if not await repository.has_all(db, event_id, first):
                raise Problem("not_found", "versionTooOld")
            kept = await repository.deltas(db, event_id, first, last)
            if not kept:
                return []
            later = await repository.deltas(db, event_id, last, (await repository.pointers(db, event_id)).shown)
            state = await repository.shown_state(db, event_id)
        return await asyncio.to_thread(_changes_between, kept, later, state)

    async def _limit_changes(self, caller: Caller) -> None:
        if caller.user_id:
            key = f"events:sessions:{caller.user_id}"
            await self.context.rate_limiter.hit(key, CHANGES_PER_HOUR, timedelta(hours=1))


def _undone(state: State, kept: list[bytes]) -> State:
    """Without the first of these changes."""
    return undone(state, unpacked(kept[0]), composed(map(unpacked, kept[1:])))


def _draft_of(event: Event, draft: Draft, published: int) -> AgendaDraft:
    delta = draft.unpublished
    changes = changes_of(delta, names_of(draft.state, delta))
    return AgendaDraft(
        event_id=event.id,
        revision=draft.head,
        total=len(changes),
        changes=changes[:MOST_CHANGES],
        agenda=agenda_of(event, draft.state, published),
    )


def _changes_between(kept: list[bytes], later: list[bytes], shown: State) -> list[AgendaChange]:
    """What these changes did; what things were called then is known when the `later` ones are taken back."""
    state = applied(shown, inverted(composed(map(unpacked, later)))) if later else shown
    delta = composed(map(unpacked, kept))
    return changes_of(delta, names_of(state, delta))[:MOST_CHANGES]


def _moved(delta: Delta, state: State) -> list[MovedSession]:
    moved: list[MovedSession] = []
    for id, pair in delta.sessions.items():
        before, after = pair.before, pair.after
        if before is None:
            continue
        if after is None:
            moved.append(MovedSession(session_id=id, title=before.title, starts_at=None, stage=""))
        elif (before.starts_at, before.stage_id) != (after.starts_at, after.stage_id):
            stage = state.stages[after.stage_id].name if after.stage_id else ""
            moved.append(MovedSession(session_id=id, title=after.title, starts_at=after.starts_at, stage=stage))
    return moved
