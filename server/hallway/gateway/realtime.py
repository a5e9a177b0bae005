"""The live connection of every open page: one Socket.IO server, python-socketio for now and known to this file only."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import msgspec
import socketio
import structlog
from redis.asyncio import Redis
from socketio.exceptions import ConnectionRefusedError as Refused
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp

from hallway.gateway.callers import GATEWAY, Callers
from hallway.gateway.presence import Presence
from hallway.gateway.wire import REFUSED, Acknowledgement, packet_class
from hallway.kernel.caller import LONGEST_TTL, Caller
from hallway.kernel.errors import INTERNAL, Fault, Problem
from hallway.kernel.live import Live, Pushed, listen
from hallway.kernel.log import begin_request
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Evict, Push, Sockets
from hallway.kernel.tasks import end
from hallway.services.auth.api import Auth, SessionEndedPush

SIGNAL_SECONDS: Final = 0.25
SWEEP_SECONDS: Final = 5.0
TRANSPORT_BYTES: Final = 1024 * 1024
"""Beyond this a connection is cut; below it, what is too large is refused politely."""


class Resync(Push, frozen=True, kw_only=True, name="resync"):
    """To every socket after a break between us and Redis: ask for what you may have missed."""


class Connection:
    """One browser's connection: the SocketContext that handlers get."""

    def __init__(self, realtime: "Realtime", socket_id: str, caller: Caller) -> None:
        self._realtime = realtime
        self.socket_id = socket_id
        self.caller = caller
        self.apis = realtime.apis
        self.rooms: set[str] = set()
        self.check_at = caller.expires_at
        self.window = 0
        self.received = 0

    async def join(self, room: str) -> None:
        """See SocketContext."""
        await self._realtime.join(self, room)

    async def leave(self, room: str) -> None:
        """See SocketContext."""
        await self._realtime.leave(self, room)

    async def push(self, room: str, push: Push, *, except_me: bool = False) -> None:
        """See SocketContext."""
        parts = (push.wire_name, push, self.socket_id) if except_me else (push.wire_name, push)
        await self._realtime.live.publish([(room, msgspec.json.encode(parts))])

    def signal(self, room: str, key: str, push: Push) -> None:
        """See SocketContext."""
        parts = (push.wire_name, push, self.socket_id)
        self._realtime.signals[room, key] = msgspec.json.encode(parts)


class Realtime:
    """The Socket.IO server, its connections and rooms."""

    def __init__(
        self,
        settings: Settings,
        apis: Apis,
        callers: Callers,
        sockets: Sequence[Sockets],
        redis: Redis,
        clock: Callable[[], datetime],
    ) -> None:
        self.apis = apis
        self.live = Live(redis)
        self.signals: dict[tuple[str, str], bytes] = {}
        self._settings = settings
        self._callers = callers
        self._redis = redis
        self._clock = clock
        self._connections: dict[str, Connection] = {}
        self._receivers = {name: entry for part in sockets for name, entry in part.receivers.items()}
        assert len(self._receivers) == sum(len(part.receivers) for part in sockets), "two services receive one message"
        self._leavers = [leaver for part in sockets for leaver in part.leavers]
        self._tasks: list[asyncio.Task[None]] = []
        self._server: Any = socketio.AsyncServer(
            async_mode="asgi",
            async_handlers=False,  # what one browser sends is handled in its order
            cors_allowed_origins=[],  # the Guard has looked already
            max_http_buffer_size=TRANSPORT_BYTES,
            serializer=packet_class(settings.socket_bytes),
            ping_interval=20,
            ping_timeout=15,
        )
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._server.on("*", self._receive)
        self._presence = Presence(redis, self._emit, clock)

    def asgi(self, others: ASGIApp) -> ASGIApp:
        """The server at /socket.io/, and `others` everywhere else."""
        return socketio.ASGIApp(self._server, others, socketio_path="socket.io")

    async def start(self) -> None:
        """Begin to listen to pushes and to keep time."""
        listening = listen(self._redis, self._pushed, self._resync)
        jobs = (listening, self._tick(), self._sweep(), self._presence.run())
        self._tasks = [asyncio.create_task(job) for job in jobs]

    async def stop(self) -> None:
        """Close every connection; browsers come back by themselves."""
        await end(self._tasks)
        await self._server.shutdown()
        for connection in list(self._connections.values()):
            with suppress(Exception):
                await self._server.disconnect(connection.socket_id)
        await self._presence.stop()

    async def join(self, connection: Connection, room: str) -> None:
        """Put a connection into a room."""
        if room in connection.rooms or connection.socket_id not in self._connections:
            return
        connection.rooms.add(room)
        await self._server.enter_room(connection.socket_id, room)
        if user_id := connection.caller.user_id:
            await self._presence.joined(room, user_id, connection.socket_id)

    async def leave(self, connection: Connection, room: str) -> None:
        """Take a connection out of a room."""
        if room in connection.rooms:
            connection.rooms.discard(room)
            await self._server.leave_room(connection.socket_id, room)
            self._left(connection, room)

    def _left(self, connection: Connection, room: str) -> None:
        if user_id := connection.caller.user_id:
            self._presence.left(room, user_id)

    async def _connect(self, socket_id: str, environ: dict[str, Any], auth: object = None) -> None:
        begin_request()
        try:
            caller = await self._caller(HTTPConnection(environ["asgi.scope"]), auth)
        except Problem as problem:
            raise Refused(problem.message, msgspec.to_builtins(problem.fault())) from problem
        except Exception as error:
            structlog.get_logger().exception("a socket could not be connected")
            raise Refused(INTERNAL.message, msgspec.to_builtins(INTERNAL)) from error
        connection = Connection(self, socket_id, caller)
        self._connections[socket_id] = connection
        if caller.user_id:  # others may watch what is public: every message asks its service, who decides
            await self.join(connection, f"user:{caller.user_id}")

    async def _caller(self, request: HTTPConnection, auth: object) -> Caller:
        """ANONYMOUS only for those who send no token at all: a page whose token is no good must fetch another."""
        given = cast(dict[str, object], auth) if isinstance(auth, dict) else {"token": auth}
        token = given.get("token")
        if token is None:
            return await self._callers.of(request)
        return await self._callers.verify(token if isinstance(token, str) else "")

    async def _disconnect(self, socket_id: str, *_: object) -> None:
        connection = self._connections.pop(socket_id, None)
        if connection is None:
            return
        for leaver in self._leavers:
            try:
                await leaver(connection)
            except Exception as error:
                structlog.get_logger().warning("a disconnection could not be handled", error=repr(error))
        for room in connection.rooms:
            self._left(connection, room)
        connection.rooms.clear()

    async def _receive(self, event: str, socket_id: str, *given: object) -> dict[str, object]:
        begin_request()
        try:
            connection = self._connections[socket_id]
            value = await self._handle(connection, event, given)
            acknowledgement = Acknowledgement(True, value=value)
        except Problem as problem:
            acknowledgement = Acknowledgement(False, error=problem.fault())
        except Exception:
            structlog.get_logger().exception("a message could not be handled", message=event[:100])
            acknowledgement = Acknowledgement(False, error=INTERNAL)
        return msgspec.to_builtins(acknowledgement)

    async def _handle(self, connection: Connection, event: str, given: tuple[object, ...]) -> object:
        self._pace(connection)
        if event == REFUSED and len(given) == 2:
            fault = msgspec.convert({"code": given[0], "message": given[1]}, Fault)
            raise Problem.of(fault)
        if event not in self._receivers:
            raise Problem("invalid", f"There is no message {event[:100]!r}.")
        kind, receiver = self._receivers[event]
        if len(given) > 1:
            raise Problem("invalid", "A message carries one object.")
        try:
            message = msgspec.convert(given[0] if given else {}, kind)
        except msgspec.ValidationError as error:
            raise Problem("invalid", f"{event} does not fit: {error}.") from error
        return await receiver(connection, message)

    def _pace(self, connection: Connection) -> None:
        window = int(self._clock().timestamp() / self._settings.socket_window)
        if window != connection.window:
            connection.window, connection.received = window, 0
        connection.received += 1
        if connection.received > self._settings.socket_events:
            wait = self._settings.socket_window
            raise Problem("too_many", f"That was too much at once. Try again in {wait:.0f} seconds.", retry_after=wait)

    async def _emit(self, room: str, push: Push) -> None:
        await self._server.emit(push.wire_name, push, room=room)

    async def _pushed(self, channel: str, pushed: Pushed) -> None:
        if pushed.name == Evict.wire_name:
            evict = msgspec.convert(pushed.fields, Evict)
            for connection in self._of_user(evict.user_id):
                await self.leave(connection, evict.room)
            return
        await self._server.emit(pushed.name, pushed.fields, room=channel, skip_sid=pushed.except_socket or None)
        if pushed.name == SessionEndedPush.wire_name and channel.startswith("user:"):
            ended = msgspec.convert(pushed.fields, SessionEndedPush)
            self._callers.end(ended.session_id)
            for connection in self._of_user(UUID(channel.removeprefix("user:"))):
                if connection.caller.session_id == ended.session_id:
                    await self._server.disconnect(connection.socket_id)

    def _of_user(self, user_id: UUID) -> list[Connection]:
        return [c for c in self._connections.values() if c.caller.user_id == user_id]

    async def _resync(self) -> None:
        await self._server.emit(Resync.wire_name, Resync())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(SIGNAL_SECONDS)
            if self.signals:
                signals, self.signals = self.signals, {}
                await self.live.publish([(room, push) for (room, _), push in signals.items()])

    async def _sweep(self) -> None:
        """Ask auth about every session whose token has run out; close those that have ended."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = self._clock()
            for connection in list(self._connections.values()):
                if connection.check_at is None or connection.check_at > now or connection.caller.session_id is None:
                    continue
                try:
                    alive = await self.apis.get(Auth).session_alive(GATEWAY, connection.caller.session_id)
                except Exception as error:  # asked again at the next sweep
                    structlog.get_logger().warning("a session could not be checked", error=repr(error))
                    continue
                connection.check_at = now + LONGEST_TTL
                if not alive:
                    await self._server.disconnect(connection.socket_id)
