"""Where an imported session meets the existing one: making an event's agenda what a schedule says.

A session or speaker of the schedule is the existing one with the same `external_id`, and a stage or track the one with
the same name; those that differ are changed, new ones are added, and sessions that an earlier file brought and this one
has not are removed. What organisers typed has no `external_id`, and stays."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.services.events.agenda import repository as agenda
from hallway.services.events.agenda.notify import AgendaChanges, agenda_changed
from hallway.services.events.imports import bulk
from hallway.services.events.schedule import Schedule

AT_ONCE: Final = 100
"""Rows in a statement: encoding more would keep the loop from other work for longer than it should."""
T = TypeVar("T")
Progress = Callable[[int, int], Awaitable[None]]


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of sessions."""

    added: int
    changed: int
    unchanged: int
    removed: int


async def reconcile(
    tx: Tx, event_id: UUID, schedule: Schedule, progress: Progress, clock: Callable[[], datetime]
) -> Reconciled:
    """Add, change and remove what differs, and notify if anything did. `progress(done, total)` in sessions."""
    db, now = tx.connection, clock()
    await agenda.lock_agenda(db, event_id)
    stages = await bulk.put_stages(db, event_id, [room.name for room in schedule.rooms], now)
    tracks = await bulk.put_tracks(db, event_id, [track.name for track in schedule.tracks], now)
    speakers: list[UUID] = []
    for some in _chunks(schedule.speakers):
        speakers += (await bulk.put_speakers(db, event_id, some, now)).changed
    ids = bulk.Ids(stages=stages.ids, tracks=tracks.ids, speakers=await bulk.speaker_ids(db, event_id))
    added: list[UUID] = []
    changed: list[UUID] = []
    for number, some in enumerate(_chunks(schedule.sessions)):
        done = await bulk.put_sessions(db, event_id, some, ids, now)
        added += done.added
        changed += done.changed
        await progress(number * AT_ONCE + len(some), len(schedule.sessions))
    removed = await bulk.remove_others(db, event_id, [session.external_id for session in schedule.sessions])
    unused = await agenda.remove_unused(db, event_id)
    if added or changed or removed or speakers or stages.changed or tracks.changed or unused:
        changes = AgendaChanges(sessions=added + changed, removed=removed, speakers=speakers)
        await agenda_changed(tx, event_id, changes, clock())
    return Reconciled(
        added=len(added),
        changed=len(changed),
        unchanged=len(schedule.sessions) - len(added) - len(changed),
        removed=len(removed),
    )


def _chunks(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
