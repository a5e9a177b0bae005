"""One Engine.IO session: a client, whatever transport it speaks over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from picosio.engine.request import Handshake
from picosio.protocol import frames, packets
from picosio.protocol.packets import Message, Packet, PacketError

if TYPE_CHECKING:
    from picosio.engine.polling import Polling
    from picosio.engine.websocket import WebSocket
    from picosio.server.namespace import Socket
    from picosio.server.server import Server

PING: Final = Message(b"2")
NOOP: Final = Message(b"6")
CLOSE: Final = Message(b"1")

FORCED: Final = "forced server close"
SHUTDOWN: Final = "server shutting down"
LAST_WORDS: Final = frozenset((FORCED, SHUTDOWN, "connect timeout"))
"""Reasons of ours to close, before which the client is still told what has been said to it."""


class Session:
    """State of a client. `write` and `unsent` are the transport's own methods; `write` is None while frames may not go
    straight to it: somebody is entering a namespace, or so much is unsent that it must be measured."""

    __slots__ = (
        "_awaits_pong", "_beat_at", "_connect_by", "_partial", "closed", "connecting", "handling", "handshake", "id",
        "left", "link", "poll", "probe", "server", "slot", "sockets", "unsent", "write",
    )  # fmt: skip

    def __init__(self, server: "Server", id: str, handshake: Handshake) -> None:
        self.server = server
        self.id = id
        self.handshake = handshake
        self.link: WebSocket | None = None
        self.probe: WebSocket | None = None
        self.poll: Polling | None = None
        self.sockets: dict[str, Socket] = {}
        self.left = False
        self.connecting = 0
        self.handling = 0
        self.closed = False
        self.write: Callable[[bytes], None] | None = None
        self.unsent: Callable[[], int] = int
        self.slot = 0
        self._partial: tuple[Packet, list[bytes]] | None = None
        now = server.loop.time()
        self._awaits_pong = False
        self._beat_at = now + server.options.ping_interval
        self._connect_by = now + server.options.connect_timeout
        server.wheel.set(self, min(self._beat_at, self._connect_by))

    @property
    def transport(self) -> str:
        """ "websocket" or "polling"."""
        return "polling" if self.link is None else "websocket"

    def opening(self) -> Message:
        """The packet that opens the session."""
        options = self.server.options
        upgrades = ["websocket"] if self.link is None and "websocket" in options.transports else []
        content = {
            "sid": self.id,
            "upgrades": upgrades,
            "pingInterval": round(options.ping_interval * 1000),
            "pingTimeout": round(options.ping_timeout * 1000),
            "maxPayload": options.max_payload,
        }
        return Message(b"0" + msgspec.json.encode(content))

    # Sending

    def send(self, message: Message) -> None:
        """Send a message by whatever transport there is; a client that has too much unsent is closed."""
        if self.closed:
            return
        if self.link is not None:
            self.link.transport.write(message.frames)
            if self.link.transport.get_write_buffer_size() > self.server.options.max_unsent:
                self.overflow()
        elif self.poll is not None:
            self.poll.push(message)

    def unsent_bytes(self) -> int:
        """What waits to be sent."""
        return self.poll.size if self.link is None and self.poll is not None else self.unsent()

    def overflow(self) -> None:
        """Close a client that does not read what it is sent."""
        self.server.counters.overflows += 1
        self.close("transport error", frames.POLICY, "too slow: unsent data over the limit")

    def refresh(self) -> None:
        """Allow or forbid frames to go straight to the transport."""
        straight = self.link is not None and not (self.closed or self.connecting or self.link.paused)
        self.write = self.link.transport.write if self.link is not None and straight else None
        if self.link is not None:
            self.unsent = self.link.transport.get_write_buffer_size

    # Receiving

    def receive(self, packet: str | bytes) -> None:
        """Handle an Engine.IO packet: text with its type in front, or binary data."""
        if self.closed:
            return
        try:
            if isinstance(packet, bytes):
                self._attachment(packet)
            elif packet[:1] == packets.MESSAGE:
                self._message(packet)
            elif packet == packets.PONG:
                self._pong()
            elif packet == packets.CLOSE:
                self.close("transport close")
            elif packet != packets.NOOP:
                raise PacketError("unexpected packet")
        except PacketError as error:
            self.close("parse error", frames.POLICY, str(error))

    def _message(self, text: str) -> None:
        if self._partial is not None:
            raise PacketError("attachments are missing")
        packet = packets.decode(text[1:], self.server.limits)
        if packet.attachments:
            self._partial = packet, []
        else:
            self.server.dispatch(self, packet)

    def _attachment(self, data: bytes) -> None:
        if self._partial is None:
            raise PacketError("binary data that was not announced")
        packet, attachments = self._partial
        attachments.append(data)
        if sum(map(len, attachments)) > self.server.options.max_payload:
            raise PacketError("attachments too large")
        if len(attachments) == packet.attachments:
            self._partial = None
            packet.data = packets.reconstruct(packet.data, attachments)
            self.server.dispatch(self, packet)

    def _pong(self) -> None:
        if self._awaits_pong:
            self._awaits_pong = False
            self._beat_at = self.server.loop.time() + self.server.options.ping_interval
            self._set()

    # Time

    def _set(self) -> None:
        at = min(self._beat_at, self._connect_by) if self._connect_by else self._beat_at
        self.server.wheel.set(self, at)

    def occupied(self) -> None:
        """A namespace has been entered or left: count the time without one."""
        if self.closed:
            return
        if any(socket.connected for socket in self.sockets.values()):
            self._connect_by = 0.0
        else:
            self._connect_by = self.server.loop.time() + self.server.options.connect_timeout
            self._set()

    def overdue(self, now: float) -> bool:
        """Whether the client has not answered in time."""
        return self._awaits_pong and now >= self._beat_at

    def due(self, now: float) -> float:
        """See `Timed`."""
        if self.closed:
            self.server.bury(self)
            return 0.0
        if self.overdue(now):
            self.close("ping timeout", frames.POLICY, "ping timeout")
            return 0.0
        if self._connect_by and now >= self._connect_by:
            self.close("connect timeout", frames.POLICY, "no namespace was entered in time")
            return 0.0
        if now >= self._beat_at:
            self._awaits_pong = True
            self._beat_at += self.server.options.ping_timeout
            self.send(PING)
        return 0.0 if self.closed else min(self._beat_at, self._connect_by or self._beat_at)

    # Closing

    def close(self, reason: str, code: int = frames.NORMAL, words: str = "") -> None:
        """End the session. `reason` is for the handlers of this side; `code` and `words` are what the client sees."""
        if self.closed:
            return
        last_words = reason in LAST_WORDS
        if last_words:
            self.server.flusher.settle(self)
            if self.closed:  # it did not take even that
                return
        self.closed = True
        self.write = None
        self._partial = None
        self.server.forget(self)
        if self.probe is not None:
            self.probe.close(code, words)
        if self.link is not None:
            self.link.close(code, words)
        elif self.poll is not None:
            packet = NOOP if reason == "transport close" else CLOSE
            if self.poll.end(packet, last_words):
                self.server.mourn(self)
        for socket in list(self.sockets.values()):
            socket.gone(reason)

    def lost(self, link: "WebSocket", reason: str) -> None:
        """A WebSocket of this session is gone."""
        if link is self.link:
            self.close(reason)
        elif link is self.probe:
            self.probe = None
            if self.poll is not None:
                self.poll.upgrading = False

    def upgraded(self) -> None:
        """The probing WebSocket takes over; what is unsent goes over it in its order."""
        assert self.probe is not None
        self.link, self.probe = self.probe, None
        poll, self.poll = self.poll, None
        self.refresh()
        if poll is not None:
            for message in poll.release():
                self.send(message)
