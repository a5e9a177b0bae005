"""Namespaces and the sockets in them (under construction: the face is fixed)."""

from collections.abc import Awaitable, Callable

Handler = Callable[..., Awaitable[object] | object]


class Socket:
    """One client in one namespace."""

    id: str
    data: object
    rooms: frozenset[str]
    connected: bool
    transport: str

    def emit(self, event: str, *args: object, volatile: bool = False) -> None:
        """Send an event; never blocks."""
        raise NotImplementedError

    async def call(self, event: str, *args: object, timeout: float = 5.0) -> object:
        """Send an event and await its acknowledgement."""
        raise NotImplementedError

    async def join(self, room: str) -> None:
        """Enter a room."""
        raise NotImplementedError

    async def leave(self, room: str) -> None:
        """Leave a room."""
        raise NotImplementedError

    def disconnect(self, close: bool = False) -> None:
        """Leave the namespace, or close the whole connection."""
        raise NotImplementedError


class Namespace:
    """Handlers and sockets under one name."""

    name: str

    def connect(self, handler: Handler) -> Handler:
        """Called with (socket, auth)."""
        raise NotImplementedError
