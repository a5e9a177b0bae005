"""Socket messages of calls: being in one, and the signalling between its pages.

Signalling is relayed and never stored. What a page sends goes to one other page of the same call; who it is from is
taken from the socket, so that no page can pass for another."""

from typing import Annotated, Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.errors import Problem
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.services.video.api import JoinedCall, PeerId, Video
from hallway.services.video.pushes import SignalPush

sockets = Sockets("video")
REFUSED: Final = frozenset({"conflict", "expired", "full", "invalid", "not_found"})
"""Why a page is not, or not any more, in a call; after anything else it tries again."""


class JoinCall(Incoming, frozen=True, kw_only=True, name="call.join"):
    """Be in the call; sent `again` every 30 seconds and after each reconnection."""

    call_id: UUID
    peer_id: PeerId
    again: bool = False


class LeaveCall(Incoming, frozen=True, kw_only=True, name="call.leave"):
    """Hang up; with `closing` the page goes away, perhaps to be loaded anew."""

    call_id: UUID
    peer_id: PeerId
    closing: bool = False


class Signal(Incoming, frozen=True, kw_only=True, name="call.signal"):
    """`data` is text that only the pages understand."""

    call_id: UUID
    to_peer: PeerId
    data: Annotated[str, msgspec.Meta(max_length=60_000)]


@sockets.receives(JoinCall)
async def join(ctx: SocketContext, message: JoinCall) -> JoinedCall:
    video, channel = ctx.apis.get(Video), channels.call(message.call_id)
    if channel not in ctx.channels:
        await video.call(ctx.caller, message.call_id)
        # Before joining: else this page never learns of who joins between our answer and our listening.
        await ctx.join(channel)
    try:
        joined = await video.join(ctx.caller, message.call_id, message.peer_id, message.again, ctx.socket_id)
    except Problem as problem:
        if problem.code in REFUSED:
            await _leave_channels(ctx, message.call_id)
        raise
    mine = channels.peer(message.call_id, message.peer_id)
    for former in _peer_channels(ctx, message.call_id).keys() - {mine}:
        await ctx.leave(former)
    # After joining: only now it is certain that this peer id is this page's, and so what is sent to it.
    await ctx.join(mine)
    return joined


@sockets.receives(LeaveCall)
async def leave(ctx: SocketContext, message: LeaveCall) -> None:
    await _leave_channels(ctx, message.call_id)
    video = ctx.apis.get(Video)
    if message.closing:
        await video.lost(ctx.caller, message.call_id, message.peer_id, ctx.socket_id, closing=True)
    else:
        await video.leave(ctx.caller, message.call_id, message.peer_id)


@sockets.receives(Signal)
async def signal(ctx: SocketContext, message: Signal) -> None:
    for from_peer in _peer_channels(ctx, message.call_id).values():
        push = SignalPush(call_id=message.call_id, from_peer=from_peer, data=message.data)
        await ctx.push(channels.peer(message.call_id, message.to_peer), push)
        return
    raise Problem("forbidden", "notInCall")


@sockets.disconnected
async def disconnected(ctx: SocketContext) -> None:
    """The pages of this connection are not heard of just now."""
    mine = [channels.peer.ids_of(channel) for channel in ctx.channels if channels.peer.includes(channel)]
    for call_id, peer_id in mine:
        await ctx.apis.get(Video).lost(ctx.caller, UUID(call_id), peer_id, ctx.socket_id)


def _peer_channels(ctx: SocketContext, call_id: UUID) -> dict[str, str]:
    """This socket's own channel in the call and its peer id there: one, or none when it is not in."""
    mine = {channel: channels.peer.ids_of(channel) for channel in ctx.channels if channels.peer.includes(channel)}
    return {channel: peer_id for channel, (of_call, peer_id) in mine.items() if of_call == str(call_id)}


async def _leave_channels(ctx: SocketContext, call_id: UUID) -> None:
    for channel in (channels.call(call_id), *_peer_channels(ctx, call_id)):
        await ctx.leave(channel)
