"""What becomes of a batch of drafts: which are saved, with which numbers, and which are refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from hallway.kernel import channels
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.errors import Problem
from hallway.services.chat import messages
from hallway.services.chat.api import ChatPerson, Message, Room
from hallway.services.chat.body import excerpt
from hallway.services.chat.facts import MessageSent
from hallway.services.chat.messages import Draft, Locked, Standing
from hallway.services.chat.pushes import DirectPush, MessagePush

AWAY: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.LockNotAvailableError,
)
"""Of the database as a whole, not of one message: trying each alone would only wait as many times."""


class NotIn(Problem):
    """The sender has not been let into the room: not yet, or not any more."""

    def __init__(self) -> None:
        super().__init__("forbidden", "You are not in this room. Open it again to write here.")


async def commit(
    db: Database, drafts: list[Draft], speakers: Mapping[UUID, ChatPerson], now: datetime
) -> list[Message | Problem]:
    """Save what may be saved, in the order given, in one transaction; one answer for each. A message saved before is
    answered, and shown, again: perhaps nobody heard of it the first time. `speakers`: those of the senders who can be
    named. `unavailable` while the database is away."""
    try:
        return await _commit(db, drafts, speakers, now)
    except asyncpg.UniqueViolationError:
        if len(drafts) > 1:
            raise  # each will be tried alone
        # Another process has just used this id elsewhere: now it is seen.
        return await _commit(db, drafts, speakers, now)
    except AWAY as error:
        structlog.get_logger().warning("messages cannot be saved", count=len(drafts), error=repr(error))
        raise Problem("unavailable", "Messages cannot be saved at this moment. Try again.", retry_after=1) from error


async def _commit(
    db: Database, drafts: list[Draft], speakers: Mapping[UUID, ChatPerson], now: datetime
) -> list[Message | Problem]:
    async with db.transaction() as tx:
        rooms = await messages.lock_rooms(tx.connection, (draft.room_id for draft in drafts))
        standings = await messages.standings(tx.connection, drafts, rooms, now)
        outcomes, fresh = number(drafts, rooms, standings, now)
        for message in fresh:
            tx.record(_fact(rooms[message.room_id].room, message))
        if fresh:
            await messages.insert(tx, fresh)
        for outcome in outcomes:
            if isinstance(outcome, Message):
                show(tx, rooms[outcome.room_id].room, outcome, speakers.get(outcome.sender_id))
    return outcomes


def number(
    drafts: Sequence[Draft], rooms: Mapping[UUID, Locked], standings: Sequence[Standing], now: datetime
) -> tuple[list[Message | Problem], list[Message]]:
    """One outcome for each draft, and the messages among them that are new: seq and revision go on from the rooms'
    heads without a gap."""
    heads = {room_id: (locked.room.last_seq, locked.room.head) for room_id, locked in rooms.items()}
    saved = {standing.saved.id: standing.saved for standing in standings if standing.saved}
    outcomes: list[Message | Problem] = []
    fresh: list[Message] = []
    for draft, standing in zip(drafts, standings, strict=True):
        outcome = _known(draft, saved.get(draft.id)) or _refusal(rooms.get(draft.room_id), standing)
        if outcome is None:
            seq, revision = (last + 1 for last in heads[draft.room_id])
            heads[draft.room_id] = (seq, revision)
            outcome = Message(
                id=draft.id,
                room_id=draft.room_id,
                seq=seq,
                revision=revision,
                sender_id=draft.sender_id,
                body=draft.body,
                mentions=draft.mentions,
                sent_at=now,
                removed=False,
            )
            saved[draft.id] = outcome
            fresh.append(outcome)
        outcomes.append(outcome)
    return outcomes, fresh


def _known(draft: Draft, saved: Message | None) -> Message | Problem | None:
    if saved is None or (saved.sender_id, saved.room_id) == (draft.sender_id, draft.room_id):
        return saved
    return Problem("conflict", "This message id is taken. Send it with a new one.")


def _refusal(locked: Locked | None, standing: Standing) -> Problem | None:
    if locked is None or (locked.room.kind == "direct" and not standing.member):
        return Problem("not_found", "There is no such room.")
    if not standing.member:
        return NotIn()
    if locked.blocked:
        return Problem("forbidden", "You two cannot write to each other.")
    if standing.muted_until:
        message = "An organiser has muted you here for a while. You can still read."
        return Problem("forbidden", message, until=standing.muted_until)
    return None


def show(tx: Tx, room: Room, message: Message, sender: ChatPerson | None) -> None:
    """Push a message as it is now to everybody who should see it."""
    tx.push(channels.room(room.id), MessagePush(message=message, sender=sender))
    if room.member_ids:
        push = DirectPush(room_id=room.id, message=message, sender=sender)
        for user_id in room.member_ids:
            tx.push(channels.user(user_id), push)


def _fact(room: Room, message: Message) -> MessageSent:
    return MessageSent(
        room_id=room.id,
        kind=room.kind,
        event_id=room.event_id,
        session_id=room.session_id,
        message_id=message.id,
        seq=message.seq,
        sender_id=message.sender_id,
        recipient_ids=[user_id for user_id in room.member_ids if user_id != message.sender_id],
        mentions=message.mentions,
        excerpt=excerpt(message.body),
    )
