"""The WebSocket transport: picows parses and unmasks, this file checks what picows leaves to its users."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from picows import WSFrame, WSListener, WSTransport

from picosio.engine.engine import Engine
from picosio.engine.polling import Polling
from picosio.engine.request import Handshake
from picosio.engine.session import Session
from picosio.protocol import frames, packets
from picosio.protocol.packets import Message

_MAX_EMPTY: Final = 64
"""Empty fragments of one message: they cost time, and add up to nothing."""
_MAX_PARTS: Final = 1024
"""Fragments kept apart: small ones cost more than their bytes."""
_log: Final = logging.getLogger("picosio")


class WebSocket(WSListener):
    """One WebSocket, of a new session or probing to take over a polling one.

    It is its connection's logger as well: picows logs an error when the peer has broken RFC 6455.
    """

    __slots__ = ("_empty", "_kind", "_parts", "_size", "closed", "connection", "engine", "session", "slot", "write")

    name = "websocket"

    def __init__(self, engine: Engine, connection: asyncio.Transport) -> None:
        self.engine = engine
        self.connection = connection
        self.session: Session | None = None
        self.closed = False
        self.slot = 0
        self.write: Callable[[bytes], None] | None = connection.write
        connection.set_write_buffer_limits(engine.options.high_water)
        self._kind = 0
        self._reset()

    def _reset(self) -> None:
        self._parts: list[bytes] = []
        self._size = self._empty = 0

    def open(self, handshake: Handshake, answer: bytes) -> None:
        """Open a session; `answer` and its first packet are one write."""
        self.session = self.engine.open(handshake, self)
        self.connection.write(answer + self.session.opening().frames)

    def probe(self, session: Session, answer: bytes) -> None:
        """Offer to take over a polling session."""
        self.connection.write(answer)
        if session.closed or session.probe is not None or session.transport.name != "polling":
            self.close(frames.POLICY, "the session has a WebSocket already")
        else:
            self.session, session.probe = session, self
            self.engine.timers.schedule(self, self.engine.timers.now() + self.engine.options.upgrade_timeout)

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        transport.request.headers.clear()  # each client would keep a kilobyte

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind: int = frame.msg_type  # pyright: ignore[reportAssignmentType]
        try:
            if self.closed:
                if kind == frames.CLOSE:
                    self.connection.close()
            elif frame.rsv1 or frame.rsv2 or frame.rsv3:
                self._fail(frames.PROTOCOL_ERROR, "reserved bits are set")
            elif kind >= frames.CLOSE:
                self._control(kind, frame.get_payload_as_bytes())
            elif frame.fin and not self._kind and kind != frames.CONTINUATION:
                self._packet(frame.get_payload_as_utf8_text() if kind == frames.TEXT else frame.get_payload_as_bytes())
            else:
                self._fragment(kind, bool(frame.fin), frame.get_payload_as_bytes())
        except UnicodeDecodeError:
            self._fail(frames.INVALID_TEXT, "text is not UTF-8")

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.lost("transport close")

    def lost(self, reason: str) -> None:
        """The connection is gone, or of no use."""
        self.engine.timers.cancel(self)
        self.engine.closing.discard(self)
        self.closed, self.write = True, None
        if self.session is not None:
            session, self.session = self.session, None
            session.transport_lost(self, reason)

    def pause_writing(self) -> None:
        """More is unsent than the high-water mark: from now on each write is measured."""
        self.write = None
        asyncio.get_running_loop().call_soon(self._measure)

    def resume_writing(self) -> None:
        """Little is unsent."""
        if not self.closed:
            self.write = self.connection.write

    def _measure(self) -> None:
        session = self.session
        if session is not None and session.transport is self and self.unsent() > self.engine.options.max_unsent:
            session.overflow()

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - a logger's method
        """picows's details are not wanted."""
        return False

    def info(self, message: str, *args: object) -> None:
        """Connections come and go: not worth a line."""

    warning = log = info

    def error(self, message: str, *args: object) -> None:
        """The peer has broken the protocol: picows sends the close frame, and nothing more is read."""
        if not self.closed:
            self.connection.pause_reading()
            self._await_close()
            if self.session is not None:
                self.session.transport_lost(self, "transport error")

    def exception(self, message: str, *args: object) -> None:
        """A mistake of ours in the methods above: picows closes the connection."""
        _log.exception(message, *args)
        self.error(message, *args)

    # Receiving

    def _packet(self, packet: str | bytes) -> None:
        session = self.session
        if session is None:
            return
        polling = session.transport
        if polling is self:
            session.receive(packet)
        elif packet == packets.PING + "probe":
            self.connection.write(frames.frame(frames.TEXT, b"3probe"))
            if isinstance(polling, Polling):
                session.upgrading = True
                polling.pause()
        elif packet == packets.UPGRADE and session.upgrading and isinstance(polling, Polling):
            self.engine.timers.cancel(self)
            session.upgrade()
            for message in polling.release():
                session.send(message)
        else:
            self._fail(frames.POLICY, "not a probe")

    def _fragment(self, kind: int, final: bool, payload: bytes) -> None:
        if (kind == frames.CONTINUATION) != bool(self._kind):
            self._fail(frames.PROTOCOL_ERROR, "fragments out of order")
            return
        self._kind = self._kind or kind
        self._size += len(payload)
        if self._size > self.engine.options.max_payload:
            self._fail(frames.TOO_BIG, "message too big")
            return
        self._empty += not payload
        if self._empty > _MAX_EMPTY:
            self._fail(frames.POLICY, "too many empty fragments")
            self.connection.close()
            return
        if payload:
            self._parts.append(payload)
        if len(self._parts) > _MAX_PARTS:
            self._parts = [b"".join(self._parts)]
        if not final:
            return
        whole, text = b"".join(self._parts), self._kind == frames.TEXT
        self._kind = 0
        self._reset()
        self._packet(whole.decode() if text else whole)

    def _control(self, kind: int, payload: bytes) -> None:
        if kind == frames.PING:
            self.connection.write(frames.frame(frames.PONG, payload))
            if self.unsent() > self.engine.options.max_unsent:
                self._fail(frames.POLICY, "too slow: unsent data over the limit")
        elif kind == frames.CLOSE:
            valid = frames.close_code_valid(payload)
            code = int.from_bytes(payload[:2], "big") if valid and payload else frames.NORMAL
            self.close(code if valid else frames.PROTOCOL_ERROR)
            self.connection.close()
            if self.session is not None:
                self.session.transport_lost(self, "transport close" if valid else "transport error")

    # Sending and closing

    def send(self, message: Message) -> None:
        self.connection.write(message.frames)
        if self.connection.get_write_buffer_size() > self.engine.options.max_unsent and self.session is not None:
            self.session.overflow()

    def unsent(self) -> int:
        return self.connection.get_write_buffer_size()

    def close(self, code: int, text: str = "", reason: str = "") -> None:
        """Send a close frame; who does not answer it within `close_timeout` is cut off."""
        if not self.closed:
            self.connection.write(frames.close(code, text))
            self._await_close()

    def _fail(self, code: int, text: str) -> None:
        self.close(code, text)
        if self.session is not None:
            self.session.transport_lost(self, "transport error")

    def _await_close(self) -> None:
        self.closed, self.write = True, None
        self._reset()
        self.engine.closing.add(self)
        self.engine.timers.schedule(self, self.engine.timers.now() + self.engine.options.close_timeout)

    def on_deadline(self, now: float) -> float:
        """The probe or the closing handshake has taken too long."""
        if self.closed:
            self.connection.abort()
        else:
            self._fail(frames.POLICY, "no upgrade in time")
        return 0.0
