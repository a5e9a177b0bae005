"""Removing messages and muting people."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.services.chat import messages, store
from hallway.services.chat.access import Access, belongs, is_staff
from hallway.services.chat.api import Message, Mute
from hallway.services.chat.facts import PersonMuted
from hallway.services.chat.pushes import MutedPush, TeamMutedPush
from hallway.services.chat.sending import show
from hallway.services.chat.speakers import Speakers

LONGEST_MUTE: Final = 60 * 24 * 30
"""Minutes: thirty days outlast any event; whoever should stay away for ever is not to be registered."""


async def remove(
    db: Database, access: Access, speakers: Speakers, user_id: UUID, message_id: UUID, now: datetime
) -> Message:
    """Empty a message, leaving its place. By its sender or the event's staff; those who cannot see the room are told
    `not_found`. Who did it is kept."""
    async with db.transaction(readonly=True) as tx:
        found = await messages.message(tx.connection, message_id)
        seat = found and await store.seat(tx.connection, found.room_id, user_id, now)
    if found is None or seat is None:
        raise Problem("not_found", "There is no such message.")
    if found.sender_id != user_id:
        event_id = seat.room.event_id
        if event_id is None or not is_staff(await access.membership(event_id, user_id)):
            if not seat.member:
                raise Problem("not_found", "There is no such message.")
            raise Problem("forbidden", "Only its sender and the event's team can remove a message.")
    sender = (await speakers.of([found.sender_id])).get(found.sender_id)
    async with db.transaction() as tx:
        locked = (await messages.lock_rooms(tx.connection, [found.room_id]))[found.room_id]
        removed = await messages.remove(tx.connection, message_id, locked.room.head + 1, user_id, now)
        if removed is None:
            return await messages.message(tx.connection, message_id) or found
        show(tx, locked.room, removed, sender)
        return removed


async def mute(
    db: Database, access: Access, by: UUID, event_id: UUID, person_id: UUID, minutes: int | None, now: datetime
) -> datetime | None:
    """Until when the person may only read in the event's rooms; None lifts it. By staff; never of staff."""
    if minutes is not None and not 1 <= minutes <= LONGEST_MUTE:
        raise Problem("invalid", "Mute somebody for one minute to thirty days.")
    if not is_staff(await access.membership(event_id, by)):
        raise Problem("forbidden", "Only the event's team can mute people.")
    person = await access.membership(event_id, person_id)
    if minutes is not None and not belongs(person):
        raise Problem("not_found", "This person is not at the event.")
    if minutes is not None and is_staff(person):
        raise Problem("forbidden", "People of the team cannot be muted.")
    until = None if minutes is None else now + timedelta(minutes=minutes)
    team = await access.team(event_id)
    async with db.transaction() as tx:
        await store.set_mute(tx.connection, event_id, person_id, until, by, now)
        tx.record(PersonMuted(event_id=event_id, user_id=person_id, until=until, by=by))
        tx.push(channels.user(person_id), MutedPush(event_id=event_id, until=until))
        for user_id in team:
            tx.push(channels.user(user_id), TeamMutedPush(event_id=event_id, user_id=person_id, until=until))
    return until


async def mutes(db: Database, access: Access, user_id: UUID, event_id: UUID, now: datetime) -> list[Mute]:
    """Who may only read in the event's rooms; for staff."""
    if not is_staff(await access.membership(event_id, user_id)):
        raise Problem("forbidden", "Only the event's team can see who is muted.")
    async with db.transaction(readonly=True) as tx:
        return await store.mutes(tx.connection, event_id, now)
