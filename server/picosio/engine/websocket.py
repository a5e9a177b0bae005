"""The WebSocket transport: picows parses and unmasks, this file checks what picows leaves to its users."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from picows import WSFrame, WSListener, WSTransport

from picosio.engine.request import Handshake
from picosio.protocol import frames, packets

if TYPE_CHECKING:
    from picosio.engine.session import Session
    from picosio.server.server import Server

_MAX_EMPTY: Final = 64
"""Empty fragments of one message: they cost time, and add up to nothing."""
_log: Final = logging.getLogger("picosio")


class WebSocket(WSListener):
    """One WebSocket, of a new session or probing to take over an old one.

    It is its connection's logger as well: that is how picows says that the peer has broken RFC 6455.
    """

    __slots__ = (
        "_answer",
        "_empty",
        "_handshake",
        "_kind",
        "_parts",
        "_size",
        "closed",
        "on_gone",
        "paused",
        "server",
        "session",
        "slot",
        "transport",
    )

    def __init__(
        self,
        server: "Server",
        transport: asyncio.Transport,
        handshake: Handshake,
        session: "Session | None",
        answer: bytes,
    ) -> None:
        self.server = server
        self.transport = transport
        self.session = session
        self._answer = answer
        self.slot = 0
        self.closed = False
        self.paused = False
        """Whether more waits to be sent than goes without asking how much it is."""
        self._handshake: Handshake | None = handshake
        self._kind = 0
        self._empty = 0
        self._parts: list[bytes] = []
        self._size = 0

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done: open the session, or wait for the probe."""
        transport.request.headers.clear()  # ours to forget: each client would keep a kilobyte
        handshake, self._handshake = self._handshake, None
        answer, self._answer = self._answer, b""
        self.transport.set_write_buffer_limits(self.server.options.unasked)
        assert handshake is not None
        session = self.session
        if session is None:
            self.session = session = self.server.open(handshake, self)
            self.transport.write(answer + session.opening().frames)
            return
        self.transport.write(answer)
        if session.closed or session.probe is not None or session.link is not None:
            self.session = None
            self.close(frames.POLICY, "the session has a WebSocket already")
        else:
            session.probe = self
            self.server.wheel.set(self, self.server.loop.time() + self.server.options.upgrade_timeout)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame has come."""
        kind: int = frame.msg_type  # pyright: ignore[reportAssignmentType]
        if self.closed:
            if kind == frames.CLOSE:
                self.transport.close()
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self._fail(frames.PROTOCOL_ERROR, "reserved bits are set")
        elif kind >= frames.CLOSE:
            self._control(kind, frame.get_payload_as_bytes())
        elif frame.fin and not self._kind and kind != frames.CONTINUATION:
            if kind == frames.BINARY:
                self._packet(frame.get_payload_as_bytes())
            else:
                try:
                    text = frame.get_payload_as_utf8_text()
                except UnicodeDecodeError:
                    self._fail(frames.INVALID_TEXT, "text is not UTF-8")
                else:
                    self._packet(text)
        else:
            self._fragment(kind, bool(frame.fin), frame.get_payload_as_bytes())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The connection is gone."""
        self.server.wheel.drop(self)
        self.server.lingering.discard(self)
        self.closed = True
        if self.session is not None:
            session, self.session = self.session, None
            session.lost(self, "transport close")

    def pause_writing(self) -> None:
        """Much is unsent: from now on it is measured at each write."""
        self._pause(True)
        self.server.loop.call_soon(self._measure)

    def resume_writing(self) -> None:
        """Little is unsent."""
        self._pause(False)

    def _measure(self) -> None:
        session = self.session
        if session is not None and session.link is self and session.unsent() > self.server.options.max_unsent:
            session.overflow()

    def _pause(self, paused: bool) -> None:
        self.paused = paused
        if self.session is not None and self.session.link is self:
            self.session.refresh()

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - a logger's method
        """picows's details are not wanted."""
        return False

    def info(self, message: str, *args: object) -> None:
        """Connections come and go: not worth a line."""

    warning = log = info

    def error(self, message: str, *args: object) -> None:
        """The peer has broken the protocol: picows sends the close frame, and nothing more is read."""
        if not self.closed:
            self.closed = True
            self.transport.pause_reading()
            self._linger()
            if self.session is not None:
                self.session.lost(self, "transport error")

    def exception(self, message: str, *args: object) -> None:
        """A mistake of ours in the methods above: picows closes the connection."""
        _log.exception(message, *args)
        self.error(message, *args)

    # Receiving

    def _packet(self, packet: str | bytes) -> None:
        session = self.session
        if session is None:
            return
        if session.link is self:
            session.receive(packet)
        elif packet == packets.PING + "probe":
            self.transport.write(frames.frame(frames.TEXT, b"3probe"))
            if session.poll is not None:
                session.poll.upgrade()
        elif packet == packets.UPGRADE and session.poll is not None and session.poll.upgrading:
            self.server.wheel.drop(self)
            session.upgraded()
        else:
            self._fail(frames.POLICY, "not a probe")

    def _fragment(self, kind: int, final: bool, payload: bytes) -> None:
        if (kind == frames.CONTINUATION) != bool(self._kind):
            self._fail(frames.PROTOCOL_ERROR, "fragments out of order")
            return
        self._kind = self._kind or kind
        self._size += len(payload)
        if self._size > self.server.options.max_payload:
            self._fail(frames.TOO_BIG, "message too big")
            return
        self._empty += not payload
        if self._empty > _MAX_EMPTY:
            self._fail(frames.POLICY, "fragments of nothing")
            self.transport.close()
            return
        if payload:
            self._parts.append(payload)
        if len(self._parts) > 1024:  # small pieces cost more than their bytes
            self._parts = [b"".join(self._parts)]
        if not final:
            return
        whole, text = b"".join(self._parts), self._kind == frames.TEXT
        self._parts, self._kind, self._size, self._empty = [], 0, 0, 0
        try:
            self._packet(whole.decode() if text else whole)
        except UnicodeDecodeError:
            self._fail(frames.INVALID_TEXT, "text is not UTF-8")

    def _control(self, kind: int, payload: bytes) -> None:
        if kind == frames.PING:
            self.transport.write(frames.frame(frames.PONG, payload))
            if self.transport.get_write_buffer_size() > self.server.options.max_unsent:
                self._fail(frames.POLICY, "too slow: unsent data over the limit")
        elif kind == frames.CLOSE:
            valid = frames.close_code_valid(payload)
            code = int.from_bytes(payload[:2], "big") if valid and payload else frames.NORMAL
            self.close(code if valid else frames.PROTOCOL_ERROR)
            self.transport.close()
            if self.session is not None:
                self.session.lost(self, "transport close" if valid else "transport error")

    # Closing

    def _fail(self, code: int, words: str) -> None:
        self.close(code, words)
        if self.session is not None:
            self.session.lost(self, "transport error")

    def close(self, code: int, words: str = "") -> None:
        """Say goodbye; who does not answer is cut off when the time for it is over."""
        if not self.closed:
            self.closed = True
            self.transport.write(frames.close(code, words))
            self._linger()

    def _linger(self) -> None:
        self._parts, self._size = [], 0
        self.server.lingering.add(self)
        self.server.wheel.set(self, self.server.loop.time() + self.server.options.close_timeout)

    def due(self, now: float) -> float:
        """See `Timed`: the probe or the goodbye has taken too long."""
        if self.closed:
            self.transport.abort()
            return 0.0
        self._fail(frames.POLICY, "no upgrade in time")
        return now + self.server.options.close_timeout
