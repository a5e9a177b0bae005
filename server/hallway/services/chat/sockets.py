"""Chat over sockets: joining and leaving rooms, sending, reading, typing."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta
from msgspec.structs import replace

from hallway.kernel import channels
from hallway.kernel.errors import Problem
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.kernel.text import Paragraphs
from hallway.services.chat.api import (
    MAX_CHARACTERS,
    MAX_TOGETHER,
    Chat,
    Joined,
    Message,
    NewMessage,
    Outcomes,
)
from hallway.services.chat.pushes import TypingPush

sockets = Sockets("chat")

MAX_ROOMS: Final = 50
"""For one page: it shows one or two; one that never leaves any comes to a few tens."""
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A seq or a revision, up to what JavaScript can count to."""


class Join(Incoming, frozen=True, name="chat.join"):
    """Get a room's messages from now on, and the changes after revision `after` (null: the latest page)."""

    room_id: UUID
    after: Number | None


class Leave(Incoming, frozen=True, name="chat.leave"):
    room_id: UUID


class Send(Incoming, frozen=True, name="chat.send"):
    """`id` is a UUIDv7 of the client's; the same again answers the same message."""

    room_id: UUID
    id: UUID
    body: Annotated[str, Paragraphs(MAX_CHARACTERS, required=True)]


class SendAll(Incoming, frozen=True, name="chat.send_all"):
    """Several of one room, in their order, which `chat.send` one after the other would be."""

    room_id: UUID
    messages: Annotated[list[NewMessage], Meta(min_length=1, max_length=MAX_TOGETHER)]


class Read(Incoming, frozen=True, name="chat.read"):
    room_id: UUID
    seq: Number


class Typing(Incoming, frozen=True, name="chat.typing"):
    room_id: UUID


@sockets.receives(Join)
async def join(ctx: SocketContext, message: Join) -> Joined:
    """Join twice: before this socket gets the room's pushes, to see whether it may; and again after, for the messages
    in between. The second time also refuses those who lost the right in between."""
    chat = ctx.apis.get(Chat)
    room = channels.room(message.room_id)
    joined = await chat.join(ctx.caller, message.room_id, message.after)
    if room in ctx.channels:
        return joined
    if sum(map(channels.room.includes, ctx.channels)) >= MAX_ROOMS:
        raise Problem("too_many", "manyRooms")
    await ctx.join(room)
    try:
        late = await chat.join(ctx.caller, message.room_id, joined.revision)
    except BaseException:
        await ctx.leave(room)
        raise
    return late if late.reset else _merged(joined, late)


def _merged(joined: Joined, late: Joined) -> Joined:
    """The first answer with the changes of the second."""
    together = {message.id: message for message in joined.messages + late.messages}
    messages = sorted(together.values(), key=lambda message: message.seq)
    if joined.reset and joined.messages:  # a page is without holes: a change far above it stays out
        messages = [message for message in messages if message.seq >= joined.messages[0].seq]
    people = {person.id: person for person in joined.people + late.people}
    return replace(late, messages=messages, people=list(people.values()), reset=joined.reset)


@sockets.receives(Leave)
async def leave(ctx: SocketContext, message: Leave) -> None:
    """Get no more of this room."""
    await ctx.leave(channels.room(message.room_id))


@sockets.receives(Send)
async def send(ctx: SocketContext, message: Send) -> Message:
    """Acknowledged means committed."""
    return await ctx.apis.get(Chat).send(ctx.caller, message.room_id, message.id, message.body)


@sockets.receives(SendAll)
async def send_all(ctx: SocketContext, message: SendAll) -> Outcomes:
    """Acknowledged with a message for each that is committed."""
    return await ctx.apis.get(Chat).send_all(ctx.caller, message.room_id, message.messages)


@sockets.receives(Read)
async def read(ctx: SocketContext, message: Read) -> None:
    """Note how far this person has read."""
    await ctx.apis.get(Chat).read(ctx.caller, message.room_id, message.seq)


@sockets.receives(Typing)
async def typing(ctx: SocketContext, message: Typing) -> None:
    """A signal to the room, if this socket is in it; silently nothing otherwise."""
    room = channels.room(message.room_id)
    if room in ctx.channels:
        user_id = ctx.caller.require_user()
        ctx.signal(room, f"typing:{user_id}", TypingPush(room_id=message.room_id, user_id=user_id))
