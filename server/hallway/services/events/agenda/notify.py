"""Facts and pushes that say that an agenda has changed."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.kernel.pushes.message import PublicChanged
from hallway.services.events.agenda import repository
from hallway.services.events.facts import EventChanged
from hallway.services.events.lifecycle import repository as lifecycle
from hallway.services.events.pushes import AgendaPush, EventPush, NowNextPush
from hallway.services.events.values import Agenda

MOST_PUSHED: Final = 100
"""Beyond this a page does better to ask for the agenda than to merge."""


class AgendaChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of the sessions that are new or different, of those that are gone, and of the speakers who are different
    themselves."""

    sessions: list[UUID] = []
    removed: list[UUID] = []
    speakers: list[UUID] = []


async def agenda_changed(tx: Tx, event_id: UUID, changes: AgendaChanges, now: datetime) -> None:
    """Give the event its next version, and announce and push what changed.

    Takes the event's row last of all locks, and holds it to the end of the transaction: versions are pushed in order.
    """
    event = await lifecycle.next_version(tx.connection, event_id)
    tx.record(EventChanged(event_id=event_id, version=event.version))
    tx.push(channels.GATEWAYS, PublicChanged())
    watching = channels.watch(event_id)
    tx.push(watching, EventPush(event=event))
    if len(changes.sessions) + len(changes.removed) + len(changes.speakers) > MOST_PUSHED:
        nothing = Agenda(
            event_id=event_id,
            version=event.version,
            published=await repository.published(tx.connection, event_id),
            stages=[],
            tracks=[],
            speakers=[],
            sessions=[],
        )
        tx.push(watching, _push_of(nothing, [], reload=True))
    else:
        agenda = await repository.agenda(tx.connection, event_id, event.version, changes.sessions, changes.speakers)
        tx.push(watching, _push_of(agenda, changes.removed, reload=False))
    for now_next in (await repository.now_next(tx.connection, [event_id], now)).values():
        tx.push(watching, NowNextPush(now_next=now_next))


def _push_of(agenda: Agenda, removed: list[UUID], *, reload: bool) -> AgendaPush:
    return AgendaPush(
        event_id=agenda.event_id,
        version=agenda.version,
        published=agenda.published,
        stages=agenda.stages,
        tracks=agenda.tracks,
        speakers=agenda.speakers,
        sessions=agenda.sessions,
        removed=removed,
        reload=reload,
    )
