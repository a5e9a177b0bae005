"""Namespaces: handlers, rooms, and what is said to many."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from picosio.protocol import packets
from picosio.protocol.errors import Refused
from picosio.protocol.packets import Message
from picosio.server.broadcast import Broadcast
from picosio.server.rooms import NOBODY, Excepts, Room
from picosio.server.socket import Socket

if TYPE_CHECKING:
    from picosio.engine.session import Session
    from picosio.server.server import Server

Handler = Callable[..., object]
"""Async or not; those that are not async must return at once."""
H = TypeVar("H", bound=Handler)
_log: Final = logging.getLogger("picosio")


class Namespace:
    """Sockets under one name, their rooms, and what happens on their events."""

    def __init__(self, server: "Server", name: str) -> None:
        self.server = server
        self.name = name
        self.sockets: dict[str, Socket] = {}
        self.rooms: dict[str, Room] = {}
        self.everyone = Room("")
        self.handlers: dict[str, Handler] = {}
        self.any_handler: Handler | None = None
        self._connect: Handler | None = None
        self._disconnect: Handler | None = None

    # Handlers

    def connect(self, handler: H) -> H:
        """Called with (socket, auth) when a client comes; raise `Refused` to send it away. Auth is a dict or None."""
        self._connect = handler
        return handler

    def disconnect(self, handler: H) -> H:
        """Called with (socket, reason) once for each socket whose connect handler has returned."""
        self._disconnect = handler
        return handler

    def on(self, event: str) -> Callable[[H], H]:
        """Called with (socket, *arguments). What it returns acknowledges: None without arguments, a tuple several."""

        def register(handler: H) -> H:
            self.handlers[event] = handler
            return handler

        return register

    def on_any(self, handler: H) -> H:
        """Called with (socket, event, *arguments) for events without a handler of their own."""
        self.any_handler = handler
        return handler

    # Sending

    def to(self, *rooms: str) -> "Broadcast":
        """To the members of the rooms (or single sockets, by their ids), once each; without rooms to everybody."""
        return Broadcast(self, rooms)

    def except_(self, *rooms: str) -> "Broadcast":
        """To everybody but the members of the rooms (or single sockets, by their ids)."""
        return Broadcast(self, (), rooms)

    def emit(self, event: str, *args: object, volatile: bool = False) -> None:
        """Send an event to everybody in the namespace."""
        Broadcast(self, (), (), volatile).emit(event, *args)

    def say(self, rooms: tuple[str, ...], excepts: tuple[str, ...], message: Message, volatile: bool) -> None:
        """Write a message to the sockets of this process that are meant."""
        left_out = frozenset(self.members(excepts)) if excepts else NOBODY
        flusher = self.server.flusher
        if len(rooms) <= 1:
            room = self.rooms.get(rooms[0]) if rooms else self.everyone
            if room is not None:
                if room.members:
                    flusher.say(room, message, volatile, left_out)
                return
        targets = self.targets(rooms, left_out)
        if targets:
            flusher.tell(targets, message, volatile)

    def members(self, rooms: Iterable[str]) -> dict[Socket, None]:
        """The sockets here that are in the rooms, or have such an id, once each and in order."""
        found: dict[Socket, None] = {}
        for name in rooms:
            if room := self.rooms.get(name):
                found.update(room.members)
            elif socket := self.sockets.get(name):
                found[socket] = None
        return found

    def targets(self, rooms: tuple[str, ...], left_out: Excepts) -> list[Socket]:
        """The sockets here that a broadcast means."""
        meant = self.members(rooms) if rooms else self.everyone.members
        return [socket for socket in meant if socket not in left_out]

    # Rooms

    async def enter(self, socket: Socket, name: str) -> None:
        """Put a socket into a room; returns when what is said in any process reaches it."""
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room(name)
            if self.server.adapter is not None:
                room.subscribed = asyncio.ensure_future(self.server.adapter.joined(self.name, name))
        room.settle()
        room.members[socket] = None
        if room.subscribed is not None:
            await asyncio.shield(room.subscribed)
            room.subscribed = None

    def exit(self, socket: Socket, name: str) -> None:
        """Take a socket out of a room; a room without members is forgotten."""
        room = self.rooms.get(name)
        if room is None or socket not in room.members:
            return
        room.settle()
        del room.members[socket]
        if not room.members:
            del self.rooms[name]
            if self.server.adapter is not None:
                self.server.adapter.left(self.name, name)

    # Coming and going

    def admit(self, session: "Session", auth: object) -> None:
        """A client asks to enter."""
        socket = Socket(self, session, self.server.new_id(), session.handshake.with_auth(auth))
        session.sockets[self.name] = socket
        session.connecting += 1
        session.refresh()
        self.run(self._connect, (socket, auth), lambda _, error: self._decided(socket, error))

    def _decided(self, socket: Socket, error: BaseException | None) -> None:
        session = socket.session
        session.connecting -= 1
        reason = socket.left_because
        if error is None and reason is None:
            self.sockets[socket.id] = socket
            self.everyone.settle()
            self.everyone.members[socket] = None
            socket.accepted()
        elif error is None:
            self.run(self._disconnect, (socket, reason))
        else:
            socket.gone("refused")
            session.left = True  # what it has sent meanwhile is not held against it
            session.send(packets.control(packets.CONNECT_ERROR, self.name, self._refusal(error)))
        session.refresh()

    @staticmethod
    def _refusal(error: BaseException) -> dict[str, object]:
        if isinstance(error, Refused):
            return {"message": error.message} if error.data is None else {"message": error.message, "data": error.data}
        _log.error("a connect handler has failed", exc_info=error)
        return {"message": "Internal error"}

    def forget(self, socket: Socket, reason: str) -> None:
        """A socket is gone: out of everything, then its handler. `socket.rooms` still tells where it has been."""
        for room in socket.rooms:
            self.exit(socket, room)
        if self.sockets.pop(socket.id, None) is not None:
            self.everyone.settle()
            del self.everyone.members[socket]
            self.run(self._disconnect, (socket, reason))

    def run(
        self,
        handler: Handler | None,
        args: tuple[object, ...],
        done: Callable[[object, BaseException | None], None] | None = None,
    ) -> None:
        """Call a handler; `done(result, error)` comes when it has finished, which may be at once."""
        done = done or _logged
        if handler is None:
            done(None, None)
            return
        try:
            result = handler(*args)
        except Exception as error:
            done(None, error)
            return
        if isinstance(result, CoroutineType):
            self.server.runner.start(cast(Coroutine[Any, Any, object], result), done)
        else:
            done(result, None)


def _logged(_: object, error: BaseException | None) -> None:
    if error is not None and not isinstance(error, asyncio.CancelledError):
        _log.error("a handler has failed", exc_info=error)
