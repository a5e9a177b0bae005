"""Rooms across processes, by Redis pub/sub: `Cluster` is the adapter of a server, `Emitter` speaks from elsewhere.

One channel per room that has a member in this process, and one for everybody. What is not signed with our secret for
this very channel (see envelope.py) is dropped and counted. Nothing is kept: who was cut off, or whose messages were,
hears of it by `on_gap` and asks for what it missed. Acknowledgements of a broadcast are local.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from picosio.envelope import PROCESS_BYTES, Frames, Header, Kind
from picosio.link import Link
from picosio.server import Server

LOG: Final = logging.getLogger("picosio")
GAP_SECONDS: Final = 1.0  # gaps that follow within this time are told as one more


class Cluster:
    """The adapter that joins servers in several processes. All of them must have the same `secret` and `prefix`.

    `on_gap()` is called (in the loop; once a second at most) when messages may have been missed here: after a break of
    the connection to Redis, or when another process had to give some up. `on_server_event(event)` gets what
    `server_side_emit` was given elsewhere: bytes that mean something to the application. `max_frame` and `max_unsent`
    are bytes, `silence` seconds: a Redis that says nothing for twice as long counts as gone.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        on_gap: Callable[[], None] = lambda: None,
        on_server_event: Callable[[bytes], None] = lambda event: None,
        prefix: str = "picosio",
        max_frame: int = 4 << 20,
        max_unsent: int = 16 << 20,
        silence: float = 5.0,
        process: bytes = b"",
    ) -> None:
        self.refused = 0  # frames that came in and were not ours
        self._frames = Frames(secret, prefix, process or secrets.token_bytes(PROCESS_BYTES))
        self._link = Link(url, self._take, self._gap, self._tell_gap, max_unsent=max_unsent, silence=silence)
        self._max_frame, self._on_gap, self._on_server_event = max_frame, on_gap, on_server_event
        self._gap_timer: asyncio.TimerHandle | None = None
        self._gap_again = False
        self._server: Server

    @property
    def connected(self) -> bool:
        """Whether what is published now reaches the others, and what they publish us."""
        return self._link.connected

    @property
    def dropped(self) -> int:
        """Messages that were to be published and were not: Redis was away for too long or too slow."""
        return self._link.dropped

    async def start(self, server: Server) -> None:
        """Connect. If Redis is away this returns all the same, and it goes on trying."""
        self._server = server
        await self._link.subscribe(self._frames.everybody)
        await self._link.start()

    async def stop(self) -> None:
        """Send what waits (a second at most) and disconnect."""
        if self._gap_timer:
            self._gap_timer.cancel()
        await self._link.stop()

    async def joined(self, namespace: str, room: str) -> None:
        """Subscribe; returns when done, or at once while cut off (it is done when Redis is back)."""
        await self._link.subscribe(self._frames.channel(namespace, room))

    def left(self, namespace: str, room: str) -> None:
        """Hear no more of the room."""
        self._link.unsubscribe(self._frames.channel(namespace, room))

    def publish(
        self, namespace: str, rooms: tuple[str, ...], excepts: tuple[str, ...], event: bytes, volatile: bool
    ) -> None:
        """Give an event to the other processes; never blocks (see `Link.publish`)."""
        kind = Kind.VOLATILE if volatile else Kind.EVENT
        self._link.publish(*self._frames.make(Header(kind, namespace, rooms, excepts), event), volatile)

    def make_leave(self, namespace: str, room: str, other: str) -> None:
        """All sockets of `room` leave the room `other`, in every process; ids of sockets are rooms as well."""
        header = Header(Kind.LEAVE, namespace, (room,), (), other)
        self._link.publish(*self._frames.make(header))
        self._control(header)

    def disconnect(self, namespace: str, room: str, close: bool = False) -> None:
        """Disconnect all sockets of `room`, in every process; with `close` their connections too."""
        header = Header(Kind.DISCONNECT, namespace, (room,), (), "close" if close else "")
        self._link.publish(*self._frames.make(header))
        self._control(header)

    def server_side_emit(self, event: bytes) -> None:
        """Give an event to the servers of all other processes; clients do not see it."""
        self._link.publish(*self._frames.make(Header(Kind.SERVERS), event))

    def _take(self, channel: bytes, frame: bytes) -> None:
        """A message has come in. Nothing that it holds may raise into the connection."""
        if self._frames.ours(frame):
            return
        try:
            if len(frame) > self._max_frame:
                raise ValueError("too large")
            header, event = self._frames.read(channel, frame)
        except ValueError as error:
            self.refused += 1
            if self.refused & (self.refused - 1) == 0:  # the first, second, fourth ...: a flood does not fill the log
                LOG.warning("a message on %r is dropped: %s (%d until now)", channel[:100], error, self.refused)
            return
        try:
            if header.kind <= Kind.VOLATILE:
                volatile = header.kind == Kind.VOLATILE
                self._server.deliver(header.namespace, header.rooms, header.excepts, event, volatile)
            elif header.kind == Kind.EVENTS:
                for line in event.split(b"\n"):  # JSON on one line has no line end of its own
                    self._server.deliver(header.namespace, header.rooms, header.excepts, line, False)
            elif header.kind == Kind.GAP:
                self._gap()
            elif header.kind == Kind.SERVERS:
                self._on_server_event(event)
            else:
                self._control(header)
        except Exception:
            LOG.exception("a message on %r could not be delivered", channel[:100])

    def _control(self, header: Header) -> None:
        """Do what a control message says to the sockets of this process."""
        if header.namespace not in self._server.namespaces:
            return
        for socket in list(self._server.sockets(header.rooms[0], header.namespace)):
            if header.kind == Kind.DISCONNECT:
                socket.disconnect(close=header.extra == "close")
            else:
                socket.leave(header.extra)

    def _tell_gap(self) -> None:
        self._link.publish(*self._frames.make(Header(Kind.GAP)))

    def _gap(self) -> None:
        if self._gap_timer:
            self._gap_again = True
            return
        self._gap_timer = asyncio.get_running_loop().call_later(GAP_SECONDS, self._gap_over)
        try:
            self._on_gap()
        except Exception:
            LOG.exception("on_gap raised")

    def _gap_over(self) -> None:
        self._gap_timer = None
        if self._gap_again:
            self._gap_again = False
            self._gap()


class Emitter:
    """Publishes to the rooms of a cluster from a process that runs no server (`async with Emitter(...)`).

    All methods take their effect in order, at the end of this turn of the loop, many in one write; none of them
    blocks, and none raises because Redis is away (see `Link.publish` for what is dropped then, and `dropped`).
    """

    def __init__(self, url: str, secret: str, *, prefix: str = "picosio", max_unsent: int = 16 << 20) -> None:
        self._frames = Frames(secret, prefix, secrets.token_bytes(PROCESS_BYTES))
        self._link = Link(url, _ignore, _nothing, self._tell_gap, max_unsent=max_unsent, silence=5.0)

    async def __aenter__(self) -> "Emitter":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Connect. If Redis is away this returns all the same, and it goes on trying."""
        await self._link.start()

    async def stop(self) -> None:
        """Send what waits (a second at most) and disconnect."""
        await self._link.stop()

    @property
    def connected(self) -> bool:
        """Whether Redis is there."""
        return self._link.connected

    @property
    def dropped(self) -> int:
        """Messages that were not sent."""
        return self._link.dropped

    def emit(
        self,
        namespace: str,
        rooms: str | tuple[str, ...],
        event: bytes,
        excepts: tuple[str, ...] = (),
        volatile: bool = False,
    ) -> None:
        """Publish `event` (the JSON array `["name",...]`) to a room, several, or with () to the whole namespace."""
        kind = Kind.VOLATILE if volatile else Kind.EVENT
        header = Header(kind, namespace, (rooms,) if isinstance(rooms, str) else rooms, excepts)
        self._link.publish(*self._frames.make(header, event), volatile)

    def emit_all(self, namespace: str, room: str, events: Sequence[bytes]) -> None:
        """Publish several events to a room, in order and signed together. None may have a line end in it."""
        if len(events) == 1:
            self.emit(namespace, room, events[0])
        elif events:
            self._link.publish(*self._frames.make(Header(Kind.EVENTS, namespace, (room,)), b"\n".join(events)))

    def make_leave(self, namespace: str, room: str, other: str) -> None:
        """All sockets of `room` leave the room `other`."""
        self._link.publish(*self._frames.make(Header(Kind.LEAVE, namespace, (room,), (), other)))

    def disconnect(self, namespace: str, room: str, close: bool = False) -> None:
        """Disconnect all sockets of `room`; with `close` their connections too."""
        self._link.publish(
            *self._frames.make(Header(Kind.DISCONNECT, namespace, (room,), (), "close" if close else ""))
        )

    def server_side_emit(self, event: bytes) -> None:
        """Give an event to the servers of all processes (`Cluster`'s `on_server_event`); clients do not see it."""
        self._link.publish(*self._frames.make(Header(Kind.SERVERS), event))

    async def settled(self) -> None:
        """Returns when Redis has got all that was emitted until now, or when it is away."""
        await self._link.settled()

    def _tell_gap(self) -> None:
        self._link.publish(*self._frames.make(Header(Kind.GAP)))


def _ignore(channel: bytes, message: bytes) -> None:
    """An emitter subscribes to nothing."""


def _nothing() -> None:
    """An emitter misses nothing."""
