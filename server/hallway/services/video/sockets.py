"""Socket messages of calls: being in one, and the signalling between its pages.

Signalling is relayed and never stored. What a page sends goes to one other page of the same call; who it is from is
taken from the socket, so that nobody speaks for another."""

from typing import Annotated
from uuid import UUID

import msgspec

from hallway.kernel.errors import Problem
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.services.video.api import JoinedCall, SignalPush, Video

sockets = Sockets("video")
PeerId = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$")]


class JoinCall(Incoming, frozen=True, kw_only=True, name="call.join"):
    """Be in the call; sent again every 30 seconds and after each reconnection."""

    call_id: UUID
    peer_id: PeerId


class LeaveCall(Incoming, frozen=True, kw_only=True, name="call.leave"):
    call_id: UUID
    peer_id: PeerId


class Signal(Incoming, frozen=True, kw_only=True, name="call.signal"):
    """`data` is text that only the pages understand."""

    call_id: UUID
    to_peer: PeerId
    data: Annotated[str, msgspec.Meta(max_length=60_000)]


def _peer_room(call_id: UUID, peer_id: str) -> str:
    return f"peer:{call_id}:{peer_id}"


@sockets.receives(JoinCall)
async def join(ctx: SocketContext, message: JoinCall) -> JoinedCall:
    joined = await ctx.apis.get(Video).join(ctx.caller, message.call_id, message.peer_id)
    await ctx.join(_peer_room(message.call_id, message.peer_id))
    await ctx.join(f"call:{message.call_id}")
    return joined


@sockets.receives(LeaveCall)
async def leave(ctx: SocketContext, message: LeaveCall) -> None:
    await ctx.leave(_peer_room(message.call_id, message.peer_id))
    await ctx.leave(f"call:{message.call_id}")
    await ctx.apis.get(Video).leave(ctx.caller, message.call_id, message.peer_id)


@sockets.receives(Signal)
async def signal(ctx: SocketContext, message: Signal) -> None:
    prefix = _peer_room(message.call_id, "")
    mine = next((room.removeprefix(prefix) for room in ctx.rooms if room.startswith(prefix)), None)
    if mine is None:
        raise Problem("forbidden", "You are not in this call.")
    push = SignalPush(call_id=message.call_id, from_peer=mine, data=message.data)
    await ctx.push(_peer_room(message.call_id, message.to_peer), push)
