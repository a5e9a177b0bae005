"""The server: options, namespaces, sessions, and how it begins and ends."""

import asyncio
import itertools
import random
import secrets
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from picosio.engine.asgi import Application, Protocols, Upgrade, application, websocket_class
from picosio.engine.polling import Polling
from picosio.engine.request import Handshake
from picosio.engine.session import SHUTDOWN, Session
from picosio.engine.timers import Wheel
from picosio.protocol import frames, packets
from picosio.protocol.packets import Packet, PacketError
from picosio.server.adapter import Adapter
from picosio.server.eager import Runner
from picosio.server.namespace import Namespace
from picosio.server.options import Counters, Options
from picosio.server.rooms import Flusher
from picosio.server.socket import Socket
from picosio.standalone.http import HttpConnection

if TYPE_CHECKING:
    from picosio.engine.websocket import WebSocket

_MOMENT: Final = 0.5


class Server:
    """A Socket.IO server in one process. Create it anywhere; everything else happens in one event loop."""

    def __init__(self, options: Options | None = None, adapter: Adapter | None = None) -> None:
        self.options = options or Options()
        self.limits = self.options.limits
        self.adapter = adapter
        self.counters = Counters()
        self.draining = False
        self.namespaces: dict[str, Namespace] = {}
        self.sessions: dict[str, Session] = {}
        self.leaving: dict[str, Session] = {}
        self.lingering: set[WebSocket] = set()
        self.addresses: Counter[str] = Counter()
        self.connections: set[HttpConnection] = set()
        self.buffer = bytearray(65_536)  # what is read at once
        self._started = False
        self._random = b""
        self._acks = itertools.count(1)
        self._listening: list[asyncio.Server] = []

    @cached_property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop it lives in."""
        return asyncio.get_running_loop()

    @cached_property
    def wheel(self) -> Wheel:
        """All its deadlines."""
        shortest = min(self.options.ping_interval, self.options.ping_timeout)
        return Wheel(self.loop, min(0.25, max(0.01, shortest / 20)))

    @cached_property
    def flusher(self) -> Flusher:
        """All that is written to rooms."""
        return Flusher(self.loop, self.options.chunk, self.options.volatile_unsent)

    @cached_property
    def runner(self) -> Runner:
        """All handlers."""
        return Runner(self.loop)

    def namespace(self, name: str = "/") -> Namespace:
        """The namespace of that name, made if need be. Clients enter no others."""
        if name not in self.namespaces:
            assert name.startswith("/"), "a namespace begins with a slash"
            assert "," not in name, "a namespace has no comma"
            self.namespaces[name] = Namespace(self, name)
        return self.namespaces[name]

    def set_adapter(self, adapter: Adapter) -> None:
        """Choose what connects it with other processes, before it starts."""
        assert not self._started
        self.adapter = adapter

    def sockets(self, room: str = "", namespace: str = "/") -> Iterable[Socket]:
        """The sockets of a room in this process; of the whole namespace for ""."""
        space = self.namespaces[namespace]
        return list(space.members((room,)) if room else space.everyone.members)

    def deliver(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        """Write an event (a JSON array) from elsewhere to those who are meant in this process."""
        space = self.namespaces.get(namespace)
        if space is not None:
            space.say(rooms, excepts, packets.ready(namespace, event, attachments), volatile)

    async def start(self) -> None:
        """Begin to listen to the other processes. `listen` does it; call it yourself inside another HTTP server."""
        if not self._started:
            self._started = True
            if self.adapter is not None:
                await self.adapter.start(self)

    @asynccontextmanager
    async def listen(self, host: str, port: int, *, reuse_port: bool = False) -> AsyncGenerator[asyncio.Server]:
        """Serve on a port of its own until the block ends."""
        await self.start()
        listening = await self.loop.create_server(
            lambda: HttpConnection(self), host, port, reuse_port=reuse_port or None, backlog=4096
        )
        self._listening.append(listening)
        try:
            yield listening
        finally:
            await self.close()

    def asgi(self, others: Application | None = None) -> Application:
        """Polling as an ASGI application; what is not at `path` goes to `others`. Call `start` when the loop runs."""
        return application(self, others)

    def websocket_class(self, others: Protocols | None = None) -> type[Upgrade]:
        """What uvicorn takes as `ws=`; `others` is such a class too, for WebSockets at other paths."""
        return websocket_class(self, others)

    async def drain(self, seconds: float) -> None:
        """Accept nobody, and send the clients away over `seconds`, in no order, so that they do not all come back at
        once to where they go. Returns when all are gone, at the latest `close_timeout` after that."""
        self.draining = True
        for listening in self._listening:
            listening.close()
        leaving = list(self.sessions.values())
        random.shuffle(leaving)
        start = self.loop.time()
        for number, session in enumerate(leaving):
            wait = start + seconds * number / len(leaving) - self.loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            session.close(SHUTDOWN, frames.SERVICE_RESTART, SHUTDOWN)
        await self._settled(self.options.close_timeout)

    async def _settled(self, seconds: float) -> None:
        end = self.loop.time() + seconds
        while (self.leaving or self.lingering or self.runner.tasks) and self.loop.time() < end:
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """End everything now: connections, handlers, the wire to the others. Clients have a moment to say goodbye."""
        self.draining = True
        for listening in self._listening:
            listening.close()
        for session in list(self.sessions.values()):
            session.close(SHUTDOWN, frames.SERVICE_RESTART, SHUTDOWN)
        await self._settled(min(_MOMENT, self.options.close_timeout))
        for connection in list(self.connections):
            connection.shutdown()
        if self.adapter is not None and self._started:
            await self.adapter.stop()
        self._started = False
        tasks = list(self.runner.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.runner.retire()
        self.wheel.finish()

    def new_id(self) -> str:
        """A name that nobody guesses."""
        if not self._random:
            self._random = secrets.token_bytes(15 * 256)  # one question to the system for many
        own, self._random = self._random[-15:], self._random[:-15]
        return urlsafe_b64encode(own).decode()

    def next_ack(self) -> int:
        """A number for an acknowledgement, unlike any other of this server."""
        return next(self._acks)

    def open(self, handshake: Handshake, link: "WebSocket | None") -> Session:
        """A new session, over a WebSocket or by polling. The caller sends the packet that opens it."""
        session = Session(self, self.new_id(), handshake)
        self.sessions[session.id] = session
        self.arrived(handshake.address)
        self.counters.opened += 1
        session.link, session.poll = link, Polling(session) if link is None else None
        session.refresh()
        return session

    def session(self, sid: str) -> Session | None:
        """The session of that id, alive or with last words left."""
        session = self.sessions.get(sid)
        if session is None:
            return self.leaving.get(sid)
        if session.overdue(self.loop.time()):
            session.close("ping timeout")
            return None
        return session

    def forget(self, session: Session) -> None:
        """A session is closed."""
        self.wheel.drop(session)
        if self.sessions.pop(session.id, None) is not None:
            self.departed(session.handshake.address)

    def arrived(self, address: str) -> bool:
        """Count a session or a connection without one; whether there may be more of that address."""
        self.addresses[address] += 1
        return self.addresses[address] <= self.options.max_connections_per_address

    def departed(self, address: str) -> None:
        """No longer count it."""
        self.addresses[address] -= 1
        if self.addresses[address] <= 0:
            del self.addresses[address]

    def mourn(self, session: Session) -> None:
        """A session is closed, and its client is still to be told."""
        self.leaving[session.id] = session
        self.wheel.set(session, self.loop.time() + self.options.close_timeout)

    def bury(self, session: Session) -> None:
        """Nothing is left to be told."""
        self.leaving.pop(session.id, None)
        self.wheel.drop(session)

    def dispatch(self, session: Session, packet: Packet) -> None:
        """Hand a packet to its namespace.

        Raises:
            PacketError: the client is not in that namespace, or is already.
        """
        socket = session.sockets.get(packet.namespace)
        if packet.type == packets.CONNECT:
            if socket is not None:
                raise PacketError("the namespace has been entered already")
            space = self.namespaces.get(packet.namespace)
            if space is None:
                refusal = packets.control(packets.CONNECT_ERROR, packet.namespace, {"message": "Invalid namespace"})
                session.send(refusal)
            else:
                space.admit(session, packet.data)
        elif socket is not None and socket.connected:
            socket.receive(packet)
        elif not session.left or socket is not None:
            raise PacketError("the namespace has not been entered")
