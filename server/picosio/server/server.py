"""The server: namespaces, the engine under them, and how both begin and end."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, cast

from picosio.engine.asgi import Application, Protocols, Upgrade, application, websocket_class
from picosio.engine.engine import Engine
from picosio.engine.request import Handshake
from picosio.engine.session import Transport
from picosio.protocol import packets
from picosio.protocol.packets import Packet
from picosio.server.adapter import Adapter
from picosio.server.client import Client
from picosio.server.namespace import Namespace
from picosio.server.options import Options
from picosio.server.shared import Shared
from picosio.server.socket import Socket

_GOODBYE_SECONDS: Final = 0.5


class Server:
    """A Socket.IO server in one process. Create it anywhere; everything else happens in one event loop."""

    def __init__(self, options: Options | None = None, adapter: Adapter | None = None) -> None:
        self.options = options or Options()
        self.adapter = adapter
        self.namespaces: dict[str, Namespace] = {}
        self.engine = Engine(self.options, self._make_client)
        self.sessions, self.addresses, self.counters = self.engine.sessions, self.engine.addresses, self.engine.counters
        self._shared = Shared(self.options, adapter)
        self._started = False

    def namespace(self, name: str = "/") -> Namespace:
        """The namespace of that name, made if need be. Clients enter no others."""
        if name not in self.namespaces:
            assert name.startswith("/"), "a namespace begins with a slash"
            assert "," not in name, "a namespace has no comma"
            self.namespaces[name] = Namespace(name, self._shared)
        return self.namespaces[name]

    def sockets(self, room: str = "", namespace: str = "/") -> Iterable[Socket]:
        """The sockets of a room in this process; of the whole namespace for ""."""
        space = self.namespaces[namespace]
        return cast(list[Socket], list(space.members((room,)) if room else space.everyone.members))

    def deliver(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        space = self.namespaces.get(namespace)
        if space is not None:
            space.deliver(rooms, excepts, packets.event_from_json(namespace, event, attachments), volatile)

    def leave_all(self, namespace: str, room: str, other: str) -> None:
        if namespace in self.namespaces:
            for socket in self.sockets(room, namespace):
                socket.leave(other)

    def disconnect_all(self, namespace: str, room: str, close: bool) -> None:
        if namespace in self.namespaces:
            for socket in self.sockets(room, namespace):
                socket.disconnect(close)

    async def start(self) -> None:
        """Connect with the other processes. `listen` does it; call it yourself inside another HTTP server."""
        if not self._started:
            self._started = True
            if self.adapter is not None:
                await self.adapter.start(self)

    def asgi(self, others: Application | None = None) -> Application:
        """Polling as an ASGI application; what is not at `path` goes to `others`. Call `start` when the loop runs."""
        return application(self.engine, others)

    def websocket_class(self, others: Protocols | None = None) -> type[Upgrade]:
        """What uvicorn takes as `ws=`; `others` is such a class too, for WebSockets at other paths."""
        return websocket_class(self.engine, others)

    async def drain(self, seconds: float) -> None:
        """Accept nobody, and close the clients' connections over `seconds`, in random order, so that they do not all
        come back at once elsewhere. Returns when all are closed, at the latest `close_timeout` after that."""
        await self.engine.drain(seconds)
        await self._settle(self.options.close_timeout)

    async def close(self) -> None:
        """End everything now: connections, handlers, the adapter. Clients have a moment to close their side."""
        await self.engine.drain(0)
        await self._settle(min(_GOODBYE_SECONDS, self.options.close_timeout))
        for connection in list(self.engine.connections):
            connection.close()
        if self.adapter is not None and self._started:
            await self.adapter.stop()
        self._started = False
        await self._shared.handlers.cancel()
        self.engine.timers.expire_all()

    async def _settle(self, seconds: float) -> None:
        end = self.engine.timers.now() + seconds
        while self.engine.lingering or self.engine.closing or self._shared.handlers.running:
            if self.engine.timers.now() >= end:
                break
            await asyncio.sleep(0.02)

    def _make_client(self, id: str, handshake: Handshake, transport: Transport) -> Client:
        return Client(self.engine, id, handshake, transport, self._shared, self._connect)

    def _connect(self, client: Client, packet: Packet) -> None:
        """A client asks to enter a namespace."""
        space = self.namespaces.get(packet.namespace)
        if space is None:
            error = {"message": "Invalid namespace"}
            client.send(packets.control(packets.CONNECT_ERROR, packet.namespace, error))
            return
        socket = Socket(space, client, self.engine.new_id(), client.handshake.with_auth(packet.data))
        client.sockets[space.name] = socket
        socket.connect(packet.data, packet.well_formed)
