"""Namespaces: sockets under one name, and the handlers of their events."""

from collections.abc import Callable
from typing import TypeVar

from picosio.server.broadcast import Broadcast
from picosio.server.handlers import Handler
from picosio.server.rooms import Rooms
from picosio.server.shared import Shared

H = TypeVar("H", bound=Handler)


class Namespace(Rooms):
    """What an application registers its handlers with, and sends to many by."""

    def __init__(self, name: str, shared: Shared) -> None:
        super().__init__(name, shared)
        self.event_handlers: dict[str, Handler] = {}
        self.any_handler: Handler | None = None
        self.malformed_handler: Handler | None = None
        self.connect_handler: Handler | None = None
        self.disconnect_handler: Handler | None = None

    def connect(self, handler: H) -> H:
        """Called with (socket, auth) when a client connects; raise `Refused` to refuse it. Auth is a dict or None."""
        self.connect_handler = handler
        return handler

    def disconnect(self, handler: H) -> H:
        """Called with (socket, reason) once for each socket whose connect handler has returned."""
        self.disconnect_handler = handler
        return handler

    def on(self, event: str) -> Callable[[H], H]:
        """Called with (socket, *arguments). What it returns acknowledges: None without arguments, a tuple several."""

        def register(handler: H) -> H:
            self.event_handlers[event] = handler
            return handler

        return register

    def on_any(self, handler: H) -> H:
        """Called with (socket, event, *arguments) for events without a handler of their own."""
        self.any_handler = handler
        return handler

    def on_malformed(self, handler: H) -> H:
        """Called with (socket, event) for events whose text has half a character (a lone surrogate), in place of their
        own handler; what it returns acknowledges."""
        self.malformed_handler = handler
        return handler

    def to(self, *rooms: str) -> Broadcast:
        """To the members of the rooms (or single sockets, by their ids), once each; without rooms to everybody."""
        return Broadcast(self, rooms)

    def except_(self, *rooms: str) -> Broadcast:
        """To everybody but the members of the rooms (or single sockets, by their ids)."""
        return Broadcast(self, (), rooms)

    def emit(self, event: str, *args: object, volatile: bool = False) -> None:
        """Send an event to everybody in the namespace."""
        Broadcast(self, (), (), volatile).emit(event, *args)
