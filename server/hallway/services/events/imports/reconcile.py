"""Making an event's programme what a schedule says, in the transaction of an import."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.services.events import upserts, writing
from hallway.services.events.announcing import announce
from hallway.services.events.schedule import Schedule

AT_ONCE: Final = 100
"""Rows in a statement: encoding more would keep the loop from other work for longer than it should."""
T = TypeVar("T")
Progress = Callable[[int, int], Awaitable[None]]


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of sessions."""

    added: int
    changed: int
    unchanged: int
    removed: int


async def bring(
    tx: Tx, event_id: UUID, schedule: Schedule, progress: Progress, clock: Callable[[], datetime]
) -> Brought:
    """Add, change and remove what differs, and tell open pages if anything did. `progress(done, total)` in sessions."""
    db, now = tx.connection, clock()
    await writing.lock_programme(db, event_id)
    stages, stages_differ = await upserts.put_stages(db, event_id, [room.name for room in schedule.rooms], now)
    tracks, tracks_differ = await upserts.put_tracks(db, event_id, [track.name for track in schedule.tracks], now)
    speakers = upserts.Changes()
    for some in _chunks(schedule.speakers):
        done = await upserts.put_speakers(db, event_id, some, now)
        speakers.changed += done.changed
    ids = await upserts.speaker_ids(db, event_id)
    sessions, count = upserts.Changes(), 0
    for some in _chunks(schedule.sessions):
        done = await upserts.put_sessions(db, event_id, some, stages, tracks, ids, now)
        sessions.added += done.added
        sessions.changed += done.changed
        count += len(some)
        await progress(count, len(schedule.sessions))
    removed = await upserts.remove_others(db, event_id, [session.external_id for session in schedule.sessions])
    tidied = await writing.tidy(db, event_id)
    changed = sessions.added + sessions.changed
    if changed or removed or speakers.changed or stages_differ or tracks_differ or tidied:
        await announce(tx, event_id, changed=changed, removed=removed, speakers=speakers.changed, now=clock())
    return Brought(
        added=len(sessions.added),
        changed=len(sessions.changed),
        unchanged=len(schedule.sessions) - len(changed),
        removed=len(removed),
    )


def _chunks(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
