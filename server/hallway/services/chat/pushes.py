"""What chat sends to open pages."""

from datetime import datetime
from uuid import UUID

from hallway.kernel.pushes.message import Push
from hallway.services.chat.api import ChatPerson, Message


class MessagePush(Push, frozen=True, kw_only=True, name="chat.message"):
    """To `room:<id>`: a message as it is now; put it in by id. Its `revision` is the last one seen plus one, or
    something was missed. `sender` is null if profiles did not name them at once."""

    message: Message
    sender: ChatPerson | None


class DirectPush(Push, frozen=True, kw_only=True, name="chat.direct"):
    """To `user:<id>` of both in a direct room, for lists and counts."""

    room_id: UUID
    message: Message
    sender: ChatPerson | None


class ClosedPush(Push, frozen=True, kw_only=True, name="chat.closed"):
    """To `user:<id>` of who set or lifted a block, and of nobody else: whether this person blocks the other one of the
    direct room now."""

    room_id: UUID
    closed: bool


class ReadPush(Push, frozen=True, kw_only=True, name="chat.read"):
    """To `user:<id>`: read up to here on another device, or counted again because an unread message was removed."""

    room_id: UUID
    seq: int
    unread: int


class YouWereMutedPush(Push, frozen=True, kw_only=True, name="chat.you_were_muted"):
    """To `user:<id>` of the person; None when it was lifted."""

    event_id: UUID
    until: datetime | None


class MuteChangedPush(Push, frozen=True, kw_only=True, name="moderation.mute_changed"):
    """To `user:<id>` of everybody in the event's team: somebody of the event was muted; None when it was lifted."""

    event_id: UUID
    user_id: UUID
    until: datetime | None


class TypingPush(Push, frozen=True, kw_only=True, name="chat.typing"):
    """To `room:<id>`; good for six seconds."""

    room_id: UUID
    user_id: UUID
