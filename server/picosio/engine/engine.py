"""The engine: all sessions of a process, who may open one, and how they end."""

import asyncio
import random
import secrets
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable

from picosio.engine.options import EngineOptions
from picosio.engine.request import Code, Handshake, HttpError, Request, network_of
from picosio.engine.session import SHUTDOWN, Counters, Session, Transport
from picosio.engine.timers import TimerWheel
from picosio.protocol import frames
from picosio.protocol.packets import Limits

MakeSession = Callable[[str, Handshake, Transport], Session]


class Engine:
    """Sessions by their ids. Create it anywhere; everything else happens in one event loop."""

    def __init__(self, options: EngineOptions, make_session: MakeSession) -> None:
        self.options = options
        self.limits = Limits(max_packets=options.max_packets)
        self.timers = TimerWheel(min(0.25, max(0.01, min(options.ping_interval, options.ping_timeout) / 20)))
        self.counters = Counters()
        self.draining = False
        self.sessions: dict[str, Session] = {}
        self.lingering: dict[str, Session] = {}  # closed, and the client has yet to fetch what is left
        self.closing: set[object] = set()  # WebSockets that wait for the peer's close frame
        self.addresses: Counter[str] = Counter()  # and holders that sessions have been counted for
        self.listeners: list[asyncio.AbstractServer] = []
        self.connections: set[asyncio.BaseTransport] = set()  # HTTP connections that are no WebSocket
        self._make_session = make_session
        self._random = b""

    def new_id(self) -> str:
        """An id that nobody guesses."""
        if not self._random:
            self._random = secrets.token_bytes(15 * 256)  # one system call for many
        own, self._random = self._random[-15:], self._random[:-15]
        return urlsafe_b64encode(own).decode()

    def admit(self, request: Request, websocket: bool) -> Session | None:
        """The session that a request belongs to, or None if it may open one.

        Raises:
            HttpError: the protocol, the origin or a limit is against it.
        """
        options = self.options
        if options.trust_proxy:
            request.apply_forwarded()
        transport = request.query.get("transport")
        if transport not in options.transports:
            raise HttpError("Transport unknown", Code.UNKNOWN_TRANSPORT)
        if request.query.get("EIO") != "4":
            raise HttpError("Unsupported protocol version", Code.BAD_VERSION)
        if not request.origin_allowed(options):
            raise HttpError("Forbidden", Code.FORBIDDEN, 403)
        if websocket != (transport == "websocket"):
            raise HttpError()
        sid = request.query.get("sid")
        if sid is not None:
            session = self.find(sid)
            if session is None:
                raise HttpError("Session ID unknown", Code.UNKNOWN_SID)
            if transport == "polling" and session.transport.name != "polling":
                raise HttpError()
            return session
        if request.method != "GET":
            raise HttpError("Bad handshake method", Code.BAD_METHOD)
        if self.draining:
            raise HttpError("Server is going away", status=503)
        if self.addresses[network_of(request.address)] - request.counted >= options.max_connections_per_address:
            raise HttpError("Too many connections", Code.FORBIDDEN, 429)
        return None

    def open(self, handshake: Handshake, transport: Transport) -> Session:
        """A new session. The caller sends the packet that opens it."""
        session = self._make_session(self.new_id(), handshake, transport)
        self.sessions[session.id] = session
        self.count(handshake.address)
        return session

    def find(self, sid: str) -> Session | None:
        """The session of that id, alive or lingering."""
        session = self.sessions.get(sid)
        if session is None:
            return self.lingering.get(sid)
        if session.overdue(self.timers.now()):
            session.close("ping timeout")
            return None
        return session

    def forget(self, session: Session) -> None:
        """A session is closed."""
        self.timers.cancel(session)
        if self.sessions.pop(session.id, None) is not None:
            self.uncount(session.counted_for)

    def linger(self, session: Session) -> None:
        """A session is closed, and may be polled once more, for `close_timeout`."""
        self.lingering[session.id] = session
        self.timers.schedule(session, self.timers.now() + self.options.close_timeout)

    def discard(self, session: Session) -> None:
        """A session lingers no longer."""
        self.lingering.pop(session.id, None)
        self.timers.cancel(session)

    def count(self, address: str) -> bool:
        """Count a session, or a connection without one; whether there may be more of that address."""
        address = network_of(address)
        self.addresses[address] += 1
        return self.addresses[address] <= self.options.max_connections_per_address

    def recount(self, session: Session, holder: str, most: int) -> bool:
        """Count a session for another holder than now; False if that one has `most` already."""
        if session.counted_for == holder or session.closed:
            return True
        if self.addresses[holder] >= most:
            return False
        self.uncount(session.counted_for)
        self.addresses[holder] += 1
        session.counted_for = holder
        return True

    def uncount(self, address: str) -> None:
        """No longer count it."""
        address = network_of(address)
        self.addresses[address] -= 1
        if self.addresses[address] <= 0:
            del self.addresses[address]

    async def drain(self, seconds: float) -> None:
        """Accept nobody, and close the sessions in random order over `seconds`."""
        self.draining = True
        for listener in self.listeners:
            listener.close()
        remaining = list(self.sessions.values())
        random.shuffle(remaining)
        start = self.timers.now()
        for number, session in enumerate(remaining):
            wait = start + seconds * number / len(remaining) - self.timers.now()
            if wait > 0:
                await asyncio.sleep(wait)
            session.close(SHUTDOWN, frames.SERVICE_RESTART, SHUTDOWN)
