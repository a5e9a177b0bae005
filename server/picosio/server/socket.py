"""One client in one namespace."""

import asyncio
import logging
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from picosio.engine.request import Handshake
from picosio.engine.session import FORCED
from picosio.protocol import frames, packets
from picosio.protocol.errors import Disconnected
from picosio.protocol.packets import Message, Packet

if TYPE_CHECKING:
    from picosio.engine.session import Session
    from picosio.server.namespace import Namespace

_log: Final = logging.getLogger("picosio")
_FAILED: Final = {"error": "Internal error"}


class Socket:
    """A client in a namespace. `data` is the application's."""

    __slots__ = (
        "_acks", "_draining", "_early", "_rooms", "_running", "_waiting", "connected", "data", "event_size",
        "handshake", "id", "left_because", "namespace", "session",
    )  # fmt: skip

    def __init__(self, namespace: "Namespace", session: "Session", id: str, handshake: Handshake) -> None:
        self.namespace = namespace
        self.session = session
        self.id = id
        self.handshake = handshake
        self.data: object = None
        self.connected = False
        self.event_size = 0  # characters of the event whose handler is being called
        self.left_because: str | None = None
        self._early: list[Message] | None = []
        self._rooms: set[str] | None = None
        self._acks: dict[int, asyncio.Future[object]] | None = None
        self._waiting: deque[Packet] | None = None
        self._running = 0
        self._draining = False

    @property
    def transport(self) -> str:
        """ "websocket" or "polling"."""
        return self.session.transport

    @property
    def rooms(self) -> frozenset[str]:
        """The rooms it is in, or was in when it left."""
        return frozenset(self._rooms or ())

    # Sending

    def emit(self, event: str, *args: object, volatile: bool = False) -> None:
        """Send an event. Never blocks; dropped when the client is gone, or if volatile when it reads too slowly."""
        if volatile and self.session.unsent_bytes() > self.namespace.server.options.volatile_unsent:
            return
        self._direct(packets.encode(packets.EVENT, self.namespace.name, [event, *args]))

    async def call(self, event: str, *args: object, timeout: float = 5.0) -> object:
        """Send an event and await the answer: None, a value, or a tuple of several.

        Raises:
            TimeoutError: it has not come in `timeout` seconds.
            Disconnected: the client has gone.
        """
        ident = self.namespace.server.next_ack()
        message = packets.encode(packets.EVENT, self.namespace.name, [event, *args], ident)
        future = self.expect(ident)
        try:
            self._direct(message)
            async with asyncio.timeout(timeout):
                return await future
        finally:
            self.expect_no_more(ident)

    def _direct(self, message: Message) -> None:
        queue = self.namespace.server.flusher.queue
        if queue and self.connected:
            queue[-1].after.append((self.session, message))
        else:
            self.deliver(message)

    def deliver(self, message: Message) -> None:
        """Write a message now; if the namespace has not been entered yet, right after that."""
        if self.connected:
            self.session.send(message)
        elif self._early is not None:
            self._early.append(message)

    def expect(self, ident: int) -> "asyncio.Future[object]":
        """A future for the acknowledgement of that number."""
        future: asyncio.Future[object] = self.namespace.server.loop.create_future()
        if self.left_because is not None:
            future.set_exception(Disconnected(self.left_because))
        elif self._acks is None:
            self._acks = {ident: future}
        else:
            self._acks[ident] = future
        return future

    def expect_no_more(self, ident: int) -> None:
        """Nobody waits for that acknowledgement any more."""
        future = self._acks.pop(ident, None) if self._acks else None
        if future is not None and future.done() and not future.cancelled():
            future.exception()  # looked at: nobody else will

    # Rooms

    async def join(self, room: str) -> None:
        """Enter a room. When this returns, what is said in it next, in whatever process, comes to this client."""
        if self.left_because is None and not (self._rooms and room in self._rooms):
            if self._rooms is None:
                self._rooms = set()
            self._rooms.add(room)
            await self.namespace.enter(self, room)

    def leave(self, room: str) -> None:
        """Leave a room: what is said in it next does not come to this client."""
        if self.left_because is None and self._rooms and room in self._rooms:
            self._rooms.remove(room)
            self.namespace.exit(self, room)

    # Coming and going

    def accepted(self) -> None:
        """The connect handler is content: say so, and whatever has been said meanwhile."""
        early, self._early = self._early, None
        self.connected = True
        self.session.occupied()
        self.session.send(packets.control(packets.CONNECT, self.namespace.name, {"sid": self.id}))
        for message in early or ():
            self.session.send(message)

    def disconnect(self, close: bool = False) -> None:
        """Send the client out of the namespace; with `close`, end its connection (it will come back by itself)."""
        if close:
            self.session.close(FORCED, frames.NORMAL, FORCED)
        elif self.left_because is None:
            self.namespace.server.flusher.settle(self.session)
            self.session.send(packets.control(packets.DISCONNECT, self.namespace.name))
            self.gone("server namespace disconnect")

    def gone(self, reason: str) -> None:
        """The client has left, or has been sent away."""
        if self.left_because is not None:
            return
        self.left_because = reason
        was_connected, self.connected = self.connected, False
        self._early = self._waiting = None
        acks, self._acks = self._acks, None
        for future in (acks or {}).values():
            if not future.done():
                future.set_exception(Disconnected(reason))
                future.exception()
        if self.session.sockets.pop(self.namespace.name, None) is not None and was_connected:
            self.session.left = True
            self.session.occupied()
        self.namespace.forget(self, reason)

    # Receiving

    def receive(self, packet: Packet) -> None:
        """Handle what comes for this namespace, in order unless the server is told not to care."""
        if packet.type in (packets.ACK, packets.BINARY_ACK):
            self._acknowledged(packet)
        elif packet.type == packets.DISCONNECT:
            self.gone("client namespace disconnect")
        else:
            options = self.namespace.server.options
            if self.session.handling >= options.max_handlers:
                self.session.close("too many events", frames.POLICY, "too many events at once")
            elif not self._waiting and not (options.ordered and self._running):
                self._handle(packet)
            elif options.ordered and len(self._waiting or ()) < options.max_handlers:
                if self._waiting is None:
                    self._waiting = deque()
                self._waiting.append(packet)
            else:
                self.session.close("too many events", frames.POLICY, "too many events at once")

    def _acknowledged(self, packet: Packet) -> None:
        future = self._acks.get(packet.id or 0) if self._acks else None
        if future is not None and not future.done():
            answer = cast(list[object], packet.data)
            future.set_result(answer[0] if len(answer) == 1 else tuple(answer) or None)

    def _handle(self, packet: Packet) -> None:
        self._running += 1
        self.session.handling += 1
        self.event_size = packet.size
        event, *args = cast(list[object], packet.data)
        handler = self.namespace.handlers.get(cast(str, event))
        given = (self, *args)
        if handler is None:
            handler, given = self.namespace.any_handler, (self, event, *args)
        self.namespace.run(handler, given, partial(self._handled, packet.id))

    def _handled(self, ident: int | None, result: object, error: BaseException | None) -> None:
        self._running -= 1
        self.session.handling -= 1
        if error is not None and not isinstance(error, asyncio.CancelledError):
            _log.error("a handler has failed", exc_info=error)
            result = _FAILED
        if ident is not None and self.connected:
            self._answer(ident, result)
        if self._waiting and not self._draining:
            self._draining = True
            while self._waiting and not self._running:
                self._handle(self._waiting.popleft())
            self._draining = False

    def _answer(self, ident: int, result: object) -> None:
        args: list[object] = (
            [] if result is None else list(cast(tuple[object, ...], result)) if isinstance(result, tuple) else [result]
        )
        try:
            message = packets.encode(packets.ACK, self.namespace.name, args, ident)
        except (TypeError, ValueError, OverflowError, RecursionError):
            _log.exception("a handler's answer has no JSON")
            message = packets.encode(packets.ACK, self.namespace.name, [_FAILED], ident)
        self._direct(message)
