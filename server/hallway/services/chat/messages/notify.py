"""Who learns of a message: open pages by pushes, other services by a fact."""

from hallway.kernel import channels
from hallway.kernel.db.transaction import Tx
from hallway.services.chat.api import ChatPerson, Message, Room
from hallway.services.chat.facts import MessageRemoved, MessageSent
from hallway.services.chat.messages.body import excerpt
from hallway.services.chat.pushes import DirectPush, MessagePush


def notify_pages(tx: Tx, room: Room, message: Message, sender: ChatPerson | None) -> None:
    """Push a message as it is now to the room, and to both people of a direct room wherever they are."""
    tx.push(channels.room(room.id), MessagePush(message=message, sender=sender))
    if room.member_ids:
        push = DirectPush(room_id=room.id, message=message, sender=sender)
        for user_id in room.member_ids:
            tx.push(channels.user(user_id), push)


def message_removed(room: Room, message: Message) -> MessageRemoved:
    """The fact that tells other services that a message (as it was before) is removed."""
    return MessageRemoved(
        room_id=room.id,
        kind=room.kind,
        message_id=message.id,
        seq=message.seq,
        sender_id=message.sender_id,
        recipient_ids=[user_id for user_id in room.member_ids if user_id != message.sender_id],
        mentions=message.mentions,
    )


def message_sent(room: Room, message: Message) -> MessageSent:
    """The fact that tells other services of a new message."""
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
