"""Socket messages of events: watching an event's page, and being at the venue."""

from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.errors import Problem
from hallway.kernel.sockets import Incoming, SocketContext, Sockets
from hallway.services.events.api import Events
from hallway.services.events.values import Event, NowNext, belongs

sockets = Sockets("events")

MAX_EVENTS: Final = 50
"""One page shows one event, or a list of a few tens."""


class Watch(Incoming, frozen=True, name="event.watch"):
    """Follow changes of the event, its agenda, and what is on now. Needs no account."""

    event_id: UUID


class Unwatch(Incoming, frozen=True, name="event.unwatch"):
    event_id: UUID


class Enter(Incoming, frozen=True, name="event.enter"):
    """Be at the venue, seen by others there: for people who registered or have a role."""

    event_id: UUID


class Exit(Incoming, frozen=True, name="event.exit"):
    event_id: UUID


class Watched(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The event as it is now; later pushes begin here."""

    event: Event
    now_next: NowNext


@sockets.receives(Watch)
async def watch(ctx: SocketContext, message: Watch) -> Watched:
    """Look twice: to see whether one may, and once listening, so that nothing falls between answer and pushes."""
    events = ctx.apis.get(Events)
    await events.event_by_id(ctx.caller, message.event_id)
    await _join(ctx, channels.watch, message.event_id)
    try:
        event = await events.event_by_id(ctx.caller, message.event_id)
        [now_next] = await events.now_next(ctx.caller, [message.event_id])
    except BaseException:
        await ctx.leave(channels.watch(message.event_id))
        raise
    return Watched(event=event, now_next=now_next)


@sockets.receives(Unwatch)
async def unwatch(ctx: SocketContext, message: Unwatch) -> None:
    await ctx.leave(channels.watch(message.event_id))


@sockets.receives(Enter)
async def enter(ctx: SocketContext, message: Enter) -> None:
    """Who is there follows as `presence.state`. Asked again once inside: who lost the right meanwhile is out."""
    await _check(ctx, message.event_id)
    await _join(ctx, channels.venue, message.event_id)
    try:
        await _check(ctx, message.event_id)
    except BaseException:
        await ctx.leave(channels.venue(message.event_id))
        raise


@sockets.receives(Exit)
async def exit(ctx: SocketContext, message: Exit) -> None:
    await ctx.leave(channels.venue(message.event_id))


async def _check(ctx: SocketContext, event_id: UUID) -> None:
    ctx.caller.require_user()
    mine = await ctx.apis.get(Events).my_memberships(ctx.caller, [event_id])
    if not mine:
        raise Problem("not_found", "noSuchEvent")
    if not belongs(mine[0]):
        raise Problem("forbidden", "registerToComeIn")


async def _join(ctx: SocketContext, kind: channels.Channel, event_id: UUID) -> None:
    channel = kind(event_id)
    if channel not in ctx.channels and sum(map(kind.includes, ctx.channels)) >= MAX_EVENTS:
        raise Problem("too_many", "manyEvents")
    await ctx.join(channel)
