"""Telling everybody that a programme has changed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.services.events import programme, store
from hallway.services.events.facts import EventChanged
from hallway.services.events.pushes import AgendaPush, EventPush, NowNextPush

MOST_PUSHED: Final = 100
"""Beyond this a page does better to ask for the agenda than to merge."""


async def announce(
    tx: Tx, event_id: UUID, *, changed: list[UUID], removed: list[UUID], speakers: list[UUID], now: datetime
) -> None:
    """The next version of the event; the sessions `changed` and `removed`, and the `speakers` changed by themselves.

    Takes the event's row last of all locks, and holds it to the end of the transaction: so versions are told in order.
    """
    event = await store.bump(tx.connection, event_id)
    tx.record(EventChanged(event_id=event_id, version=event.version))
    watching = channels.watch(event_id)
    tx.push(watching, EventPush(event=event))
    reload = len(changed) + len(removed) + len(speakers) > MOST_PUSHED
    agenda = await programme.agenda(tx.connection, event_id, event.version, [] if reload else changed, speakers)
    push = AgendaPush(
        event_id=event_id,
        version=event.version,
        stages=[] if reload else agenda.stages,
        tracks=[] if reload else agenda.tracks,
        speakers=[] if reload else agenda.speakers,
        sessions=agenda.sessions,
        removed=[] if reload else removed,
        reload=reload,
    )
    tx.push(watching, push)
    for now_next in (await programme.now_next(tx.connection, [event_id], now)).values():
        tx.push(watching, NowNextPush(now_next=now_next))
