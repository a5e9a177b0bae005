"""The server (under construction: the face is fixed)."""

from collections.abc import Iterable

from picosio.adapter import Adapter
from picosio.namespace import Namespace, Socket


class Options:
    """See the README."""


class Server:
    """A Socket.IO server."""

    def __init__(self, options: Options | None = None, adapter: Adapter | None = None) -> None:
        raise NotImplementedError

    def namespace(self, name: str = "/") -> Namespace:
        """The namespace of that name, made if need be."""
        raise NotImplementedError

    def deliver(
        self, namespace: str, rooms: tuple[str, ...], excepts: tuple[str, ...], event: bytes, volatile: bool
    ) -> None:
        """Write an event from another process to the members here."""
        raise NotImplementedError

    def sockets(self, room: str = "", namespace: str = "/") -> Iterable[Socket]:
        """The sockets of a room in this process; of the whole namespace for ""."""
        raise NotImplementedError
