"""What chat announces to the other services, at least once."""

from uuid import UUID

from hallway.kernel.facts.fact import Fact
from hallway.services.chat.api import RoomKind


class MessageSent(Fact, frozen=True, kw_only=True):
    room_id: UUID
    kind: RoomKind
    event_id: UUID | None
    session_id: UUID | None
    message_id: UUID
    seq: int
    sender_id: UUID
    recipient_ids: list[UUID]
    mentions: list[UUID]
    excerpt: str


class MessageRemoved(Fact, frozen=True, kw_only=True):
    """What was told of it is told no more."""

    room_id: UUID
    kind: RoomKind
    message_id: UUID
    seq: int
    sender_id: UUID
    recipient_ids: list[UUID]
    mentions: list[UUID]


class RoomRead(Fact, frozen=True, kw_only=True):
    """Direct rooms only: this person has read up to `seq`."""

    room_id: UUID
    user_id: UUID
    seq: int
