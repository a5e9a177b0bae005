"""The outcome of each draft in a batch: a message with the next numbers of its room, one saved before, or a refusal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hallway.kernel.errors import Problem
from hallway.services.chat.api import Message
from hallway.services.chat.messages.repository import Draft, LockedRoom, SenderState
from hallway.services.chat.policy import refusal_to_write


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """One outcome for each draft in their order, and the messages among them that are to be inserted."""

    outcomes: list[Message | Problem]
    new: list[Message]


def number(
    drafts: Sequence[Draft], rooms: Mapping[UUID, LockedRoom], states: Sequence[SenderState], now: datetime
) -> Numbered:
    """Seq and revision go on from those of the rooms without a gap."""
    last = {room_id: (locked.room.last_seq, locked.room.revision) for room_id, locked in rooms.items()}
    saved = {(state.saved.room_id, state.saved.id): state.saved for state in states if state.saved}
    outcomes: list[Message | Problem] = []
    new: list[Message] = []
    for draft, state in zip(drafts, states, strict=True):
        room, blocked = (found.room, found.blocked) if (found := rooms.get(draft.room_id)) else (None, False)
        before = saved.get((draft.room_id, draft.id))
        outcome: Message | Problem | None = before if before and before.sender_id == draft.sender_id else None
        outcome = outcome or refusal_to_write(room, member=state.member, blocked=blocked, muted_until=state.muted_until)
        if outcome is None and before:  # said to who can read it there, and to nobody else
            outcome = Problem("conflict", "messageIdTaken")
        if outcome is None:
            seq, revision = last[draft.room_id]
            seq, revision = last[draft.room_id] = (seq + 1, revision + 1)
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
            saved[draft.room_id, draft.id] = outcome
            new.append(outcome)
        outcomes.append(outcome)
    return Numbered(outcomes=outcomes, new=new)
