"""Chat over sockets: being in a room, writing, reading, typing."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta
from msgspec.structs import replace

from hallway.kernel import channels
from hallway.kernel.errors import Problem
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.services.chat.api import Chat, Joined, Message
from hallway.services.chat.pushes import TypingPush

sockets = Sockets("chat")

MAX_ROOMS: Final = 50
"""One page shows one or two; a page that never leaves any comes to a few tens."""
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A seq or a revision: what JavaScript can count to."""


class Join(Incoming, frozen=True, name="chat.join"):
    """Get what is said in a room from now on, and what came after revision `after` (null: the latest page)."""

    room_id: UUID
    after: Number | None


class Leave(Incoming, frozen=True, name="chat.leave"):
    room_id: UUID


class Send(Incoming, frozen=True, name="chat.send"):
    """`id` is a UUIDv7 of the client's; the same again answers the same message."""

    room_id: UUID
    id: UUID
    body: str


class Read(Incoming, frozen=True, name="chat.read"):
    room_id: UUID
    seq: Number


class Typing(Incoming, frozen=True, name="chat.typing"):
    room_id: UUID


def _room(room_id: UUID) -> str:
    return channels.room(room_id)


@sockets.receives(Join)
async def join(ctx: SocketContext, message: Join) -> Joined:
    """Look twice: before listening, to see whether one may; and again once listening, for what was said in between.
    The second look also catches those who lost the right in between."""
    chat = ctx.apis.get(Chat)
    room = _room(message.room_id)
    joined = await chat.join(ctx.caller, message.room_id, message.after)
    if room in ctx.rooms:
        return joined
    if sum(name.startswith("room:") for name in ctx.rooms) >= MAX_ROOMS:
        raise Problem("too_many", "This page is in very many rooms. Leave some of them first.")
    await ctx.join(room)
    try:
        late = await chat.join(ctx.caller, message.room_id, joined.revision)
    except BaseException:
        await ctx.leave(room)
        raise
    return late if late.reset else _both(joined, late)


def _both(joined: Joined, late: Joined) -> Joined:
    """What was there, as it is after what came since."""
    together = {message.id: message for message in joined.messages + late.messages}
    messages = sorted(together.values(), key=lambda message: message.seq)
    if joined.reset and joined.messages:  # a page is without holes: a change far above it stays out
        messages = [message for message in messages if message.seq >= joined.messages[0].seq]
    people = {person.id: person for person in joined.people + late.people}
    return replace(late, messages=messages, people=list(people.values()), reset=joined.reset)


@sockets.receives(Leave)
async def leave(ctx: SocketContext, message: Leave) -> None:
    """No more of this room."""
    await ctx.leave(_room(message.room_id))


@sockets.receives(Send)
async def send(ctx: SocketContext, message: Send) -> Message:
    """Acknowledged means committed."""
    return await ctx.apis.get(Chat).send(ctx.caller, message.room_id, message.id, message.body)


@sockets.receives(Read)
async def read(ctx: SocketContext, message: Read) -> None:
    """Read up to here."""
    await ctx.apis.get(Chat).read(ctx.caller, message.room_id, message.seq)


@sockets.receives(Typing)
async def typing(ctx: SocketContext, message: Typing) -> None:
    """A signal to the room, if this socket is in it; silently nothing otherwise."""
    room = _room(message.room_id)
    if room in ctx.rooms:
        user_id = ctx.caller.require_user()
        ctx.signal(room, f"typing:{user_id}", TypingPush(room_id=message.room_id, user_id=user_id))
