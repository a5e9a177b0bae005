"""One Engine.IO session: a client, whatever transport it is connected by."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from picosio.engine.options import EngineOptions
from picosio.engine.request import Handshake
from picosio.engine.timers import TimerWheel
from picosio.protocol import frames, packets
from picosio.protocol.packets import Message, PacketError

PING: Final = Message(b"2")
NOOP: Final = Message(b"6")
CLOSE: Final = Message(b"1")

FORCED: Final = "forced server close"
SHUTDOWN: Final = "server shutting down"
CONNECT_TIMEOUT: Final = "connect timeout"
GRACEFUL: Final = frozenset((FORCED, SHUTDOWN, CONNECT_TIMEOUT))
"""Reasons to close of our own: what has been sent before is still delivered."""


HOLDER: Final = "holder "
"""What no address begins with."""


class Counters(msgspec.Struct):
    """What has happened so far."""

    overflows: int = 0
    """Clients that were closed because they did not read what they were sent."""


class Transport(Protocol):
    """What a session's messages travel by: a WebSocket, or polling requests."""

    name: str
    """ "websocket" or "polling"."""
    write: Callable[[bytes], None] | None
    """Writes frames without a look at what is unsent; None while messages must go through `send`."""

    def send(self, message: Message) -> None:
        """Send a message; overflows the session if too much is unsent."""

    def unsent(self) -> int:
        """Bytes that wait to be sent."""
        ...

    def close(self, code: int, text: str, reason: str) -> None:
        """The session is closed: see `Session.close`."""


class Owner(Protocol):
    """What a session needs of its engine."""

    options: EngineOptions
    timers: TimerWheel
    counters: Counters

    def forget(self, session: "Session") -> None: ...
    def recount(self, session: "Session", holder: str, most: int) -> bool: ...
    def discard(self, session: "Session") -> None: ...


class Session(ABC):
    """A client's session: heartbeat, transport and upgrade. Subclasses handle its messages."""

    __slots__ = (
        "_awaiting_pong", "_ping_at", "closed", "counted_for", "engine", "handshake", "id", "probe", "slot",
        "transport", "upgrading",
    )  # fmt: skip

    def __init__(self, engine: Owner, id: str, handshake: Handshake, transport: Transport) -> None:
        self.engine = engine
        self.id = id
        self.handshake = handshake
        self.counted_for = handshake.address
        """Among whose connections this one is."""
        self.transport = transport
        self.probe: Transport | None = None
        self.upgrading = False
        """Whether the probe has been answered: no polling request is to wait from then on."""
        self.closed = False
        self.slot = 0
        self._awaiting_pong = False
        self._ping_at = engine.timers.now() + engine.options.ping_interval
        self.schedule()

    @abstractmethod
    def on_message(self, text: str) -> None:
        """A text message. May raise PacketError, which closes the session."""

    @abstractmethod
    def on_binary(self, data: bytes) -> None:
        """A binary message. May raise PacketError, which closes the session."""

    @abstractmethod
    def flush(self) -> None:
        """Send what is queued for this session elsewhere: it is about to be closed."""

    @abstractmethod
    def on_close(self, reason: str) -> None:
        """The session is closed."""

    def count_for(self, holder: str, most: int) -> bool:
        """Count it for somebody else than its address, who may have `most`."""
        return self.engine.recount(self, f"{HOLDER}{holder}", most)

    def opening(self) -> Message:
        """The packet that opens the session."""
        options = self.engine.options
        upgrades = ["websocket"] if self.transport.name == "polling" and "websocket" in options.transports else []
        content = {
            "sid": self.id,
            "upgrades": upgrades,
            "pingInterval": round(options.ping_interval * 1000),
            "pingTimeout": round(options.ping_timeout * 1000),
            "maxPayload": options.max_payload,
        }
        return Message(b"0" + msgspec.json.encode(content))

    def send(self, message: Message) -> None:
        """Send a message; a client that has too much unsent is closed."""
        if not self.closed:
            self.transport.send(message)

    def overflow(self) -> None:
        """Close a client that does not read what it is sent."""
        self.engine.counters.overflows += 1
        self.close("transport error", frames.POLICY, "too slow: unsent data over the limit")

    def receive(self, packet: str | bytes) -> None:
        """Handle an Engine.IO packet: text with its type in front, or binary data."""
        if self.closed:
            return
        try:
            if isinstance(packet, bytes):
                self.on_binary(packet)
            elif packet[:1] == packets.MESSAGE:
                self.on_message(packet[1:])
            elif packet == packets.PONG:
                self._on_pong()
            elif packet == packets.CLOSE:
                self.close("transport close")
            elif packet != packets.NOOP:
                raise PacketError("unexpected packet")
        except PacketError as error:
            self.close("parse error", frames.POLICY, str(error))

    def _on_pong(self) -> None:
        if self._awaiting_pong:
            self._awaiting_pong = False
            self._ping_at = self.engine.timers.now() + self.engine.options.ping_interval
            self.schedule()

    def schedule(self) -> None:
        """Set the timer for what is due next."""
        self.engine.timers.schedule(self, self.next_deadline())

    def next_deadline(self) -> float:
        """When something is due."""
        return self._ping_at

    def overdue(self, now: float) -> bool:
        """Whether the client has not answered a ping in time."""
        return self._awaiting_pong and now >= self._ping_at

    def on_deadline(self, now: float) -> float:
        if self.closed:
            self.engine.discard(self)
            return 0.0
        if self.overdue(now):
            self.close("ping timeout", frames.POLICY, "ping timeout")
            return 0.0
        if now >= self._ping_at:
            self._awaiting_pong = True
            self._ping_at += self.engine.options.ping_timeout
            self.send(PING)
        return 0.0 if self.closed else self.next_deadline()

    def close(self, reason: str, code: int = frames.NORMAL, text: str = "") -> None:
        """End the session. `reason` is for the handlers of this side; the client sees `code` and `text`."""
        if self.closed:
            return
        if reason in GRACEFUL:
            self.flush()
            if self.closed:  # what was flushed was too much
                return
        self.closed = True
        self.engine.forget(self)
        if self.probe is not None:
            self.probe.close(code, text, reason)
        self.transport.close(code, text, reason)
        self.on_close(reason)

    def transport_lost(self, transport: Transport, reason: str) -> None:
        """A transport of this session has failed or ended."""
        if transport is self.transport:
            self.close(reason)
        elif transport is self.probe:
            self.probe, self.upgrading = None, False

    def upgrade(self) -> None:
        """The probe becomes the transport."""
        assert self.probe is not None
        self.transport, self.probe = self.probe, None
