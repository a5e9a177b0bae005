"""One client in one namespace."""

import asyncio
import logging
from collections import deque
from functools import partial
from typing import Final, cast

from picosio.engine.request import Handshake
from picosio.engine.session import FORCED
from picosio.protocol import frames, packets
from picosio.protocol.errors import Disconnected, Refused
from picosio.protocol.packets import Message, Packet
from picosio.server.client import Client
from picosio.server.namespace import Namespace

_log: Final = logging.getLogger("picosio")
_FAILED: Final = {"error": "Internal error"}
_MALFORMED: Final = {"error": "Text with half a character"}


class Socket:
    """A client in a namespace. `data` is the application's."""

    __slots__ = (
        "_acks", "_before_connect", "_draining", "_rooms", "_running", "_waiting", "client", "connected", "data",
        "disconnect_reason", "event_size", "handshake", "id", "namespace",
    )  # fmt: skip

    def __init__(self, namespace: Namespace, client: Client, id: str, handshake: Handshake) -> None:
        self.namespace = namespace
        self.client = client
        self.id = id
        self.handshake = handshake
        self.data: object = None
        self.connected = False
        self.event_size = 0  # characters of the event that is being handled; without `ordered`, of the latest
        self.disconnect_reason: str | None = None
        self._before_connect: list[Message] | None = []
        self._rooms: set[str] | None = None
        self._acks: dict[int, asyncio.Future[object]] | None = None
        self._waiting: deque[Packet] | None = None
        self._running = 0
        self._draining = False

    @property
    def transport(self) -> str:
        """ "websocket" or "polling"."""
        return self.client.transport.name

    @property
    def rooms(self) -> frozenset[str]:
        """The rooms it is in, or was in when it left."""
        return frozenset(self._rooms or ())

    # Sending

    def emit(self, event: str, *args: object, volatile: bool = False) -> None:
        """Send an event. Never blocks; dropped when the client is gone, or if volatile when it reads too slowly."""
        if volatile and self.client.transport.unsent() > self.namespace.shared.options.volatile_unsent:
            return
        self._send(packets.encode(packets.EVENT, self.namespace.name, [event, *args]))

    async def call(self, event: str, *args: object, timeout: float = 5.0) -> object:
        """Send an event and await the acknowledgement: None, a value, or a tuple of several.

        Raises:
            TimeoutError: it has not come in `timeout` seconds.
            Disconnected: the client has gone.
        """
        number = self.namespace.shared.next_ack()
        message = packets.encode(packets.EVENT, self.namespace.name, [event, *args], number)
        future = self.expect_ack(number)
        try:
            self._send(message)
            async with asyncio.timeout(timeout):
                return await future
        finally:
            self.forget_ack(number)

    def _send(self, message: Message) -> None:
        if self.connected:
            self.namespace.shared.queue.add_single(self.client, message)
        else:
            self.deliver(message)

    def deliver(self, message: Message) -> None:
        if self.connected:
            self.client.send(message)
        elif self._before_connect is not None:
            self._before_connect.append(message)

    def expect_ack(self, number: int) -> "asyncio.Future[object]":
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if self.disconnect_reason is not None:
            future.set_exception(Disconnected(self.disconnect_reason))
        else:
            self._acks = self._acks or {}
            self._acks[number] = future
        return future

    def forget_ack(self, number: int) -> None:
        future = self._acks.pop(number, None) if self._acks else None
        if future is not None and future.done() and not future.cancelled():
            future.exception()  # retrieved: nobody else will

    # Rooms

    async def join(self, room: str) -> None:
        """Enter a room. When this returns, what is sent to it next, in whatever process, comes to this client."""
        if self.disconnect_reason is None and not (self._rooms and room in self._rooms):
            self._rooms = self._rooms or set()
            self._rooms.add(room)
            await self.namespace.enter(self, room)

    def leave(self, room: str) -> None:
        """Leave a room: what is sent to it next does not come to this client."""
        if self.disconnect_reason is None and self._rooms and room in self._rooms:
            self._rooms.remove(room)
            self.namespace.exit(self, room)

    def count_for(self, holder: str, most: int) -> bool:
        """Count this client's connection for `holder` (somebody who is known by now), no longer for its address; False
        if that would be more than `most`, and nothing is changed. For a connect handler to ask."""
        return self.client.count_for(holder, most)

    # Connecting and disconnecting

    def connect(self, auth: object, well_formed: bool = True) -> None:
        """Have the connect handler decide; half a character refuses."""
        if not well_formed:
            self._on_decided(None, Refused(_MALFORMED["error"]))
            return
        self.namespace.shared.handlers.call(self.namespace.connect_handler, (self, auth), self._on_decided)

    def _on_decided(self, _: object, error: BaseException | None) -> None:
        if error is not None:
            if not isinstance(error, Refused):
                _log.error("a connect handler has failed", exc_info=error)
                error = Refused("Internal error")
            self.end("refused")
            self.client.ignores_strays = True
            self.client.send(packets.control(packets.CONNECT_ERROR, self.namespace.name, error.body))
        elif self.disconnect_reason is not None:
            self._on_disconnect()
        else:
            self._on_connect()

    def _on_connect(self) -> None:
        self.namespace.add(self.id, self)
        messages, self._before_connect = self._before_connect, None
        self.connected = True
        self.client.namespaces_changed()
        self.client.send(packets.control(packets.CONNECT, self.namespace.name, {"sid": self.id}))
        for message in messages or ():
            self.client.send(message)
        self._handle_waiting()

    def disconnect(self, close: bool = False) -> None:
        """Send the client out of the namespace; with `close`, end its connection (it will come back by itself)."""
        if close:
            self.client.close(FORCED, frames.NORMAL, FORCED)
        elif self.disconnect_reason is None:
            self.client.flush()
            self.client.send(packets.control(packets.DISCONNECT, self.namespace.name))
            self.end("server namespace disconnect")

    def end(self, reason: str) -> None:
        if self.disconnect_reason is not None:
            return
        self.disconnect_reason = reason
        was_connected, self.connected = self.connected, False
        self._before_connect = self._waiting = None
        for future in (self._acks or {}).values():
            if not future.done():
                future.set_exception(Disconnected(reason))
                future.exception()
        self._acks = None
        if self.client.sockets.pop(self.namespace.name, None) is not None and was_connected:
            self.client.ignores_strays = True
            self.client.namespaces_changed()
        if self.namespace.remove(self.id, self, self.rooms):
            self._on_disconnect()

    def _on_disconnect(self) -> None:
        self.namespace.shared.handlers.call(self.namespace.disconnect_handler, (self, self.disconnect_reason))

    # Receiving

    def receive(self, packet: Packet) -> None:
        if packet.type in (packets.ACK, packets.BINARY_ACK):
            self._on_ack(packet)
        elif packet.type == packets.DISCONNECT:
            self.end("client namespace disconnect")
        elif self._waiting or not self.connected or (self._running and self.namespace.shared.options.ordered):
            self._wait(packet)
        elif self.client.handling < self.namespace.shared.options.max_handlers:
            self._handle(packet)
        else:
            self._refuse_flood()

    def _on_ack(self, packet: Packet) -> None:
        future = self._acks.get(packet.id or 0) if self._acks else None
        if future is not None and not future.done() and packet.well_formed:
            answer = cast(list[object], packet.data)
            future.set_result(answer[0] if len(answer) == 1 else tuple(answer) or None)

    def _wait(self, packet: Packet) -> None:
        """Keep an event until those before it have been handled, or the socket is connected."""
        options = self.namespace.shared.options
        self._waiting = self._waiting or deque()
        self._waiting.append(packet)
        if len(self._waiting) > options.max_handlers or (
            not self.connected and sum(waiting.size for waiting in self._waiting) > options.max_payload
        ):
            self._refuse_flood()

    def _refuse_flood(self) -> None:
        self.client.close("too many events", frames.POLICY, "too many events at once")

    def _handle(self, packet: Packet) -> None:
        self._running += 1
        self.client.handling += 1
        self.event_size = packet.size
        event, *args = cast(list[object], packet.data)
        handler = self.namespace.event_handlers.get(cast(str, event))
        given = (self, *args)
        if not packet.well_formed:
            handler, given = self.namespace.malformed_handler or _refuse_malformed, (self, event)
        elif handler is None:
            handler, given = self.namespace.any_handler, (self, event, *args)
        number = packet.id if handler is not None else None  # what nobody handles nobody acknowledges
        self.namespace.shared.handlers.call(handler, given, partial(self._on_handled, number))

    def _on_handled(self, number: int | None, result: object, error: BaseException | None) -> None:
        self._running -= 1
        self.client.handling -= 1
        if error is not None and not isinstance(error, asyncio.CancelledError):
            _log.error("a handler has failed", exc_info=error)
            result = _FAILED
        if number is not None and self.connected:
            self._acknowledge(number, result)
        if self._waiting:
            self._handle_waiting()

    def _handle_waiting(self) -> None:
        if not self._draining:
            self._draining = True
            while self._waiting and not (self._running and self.namespace.shared.options.ordered):
                self._handle(self._waiting.popleft())
            self._draining = False

    def _acknowledge(self, number: int, result: object) -> None:
        try:
            message = packets.acknowledgement(self.namespace.name, number, result)
        except (TypeError, ValueError, OverflowError, RecursionError):
            _log.exception("a handler's answer has no JSON")
            message = packets.acknowledgement(self.namespace.name, number, _FAILED)
        self.namespace.shared.queue.add_single(self.client, message)


def _refuse_malformed(_: Socket, __: str) -> object:
    return _MALFORMED
