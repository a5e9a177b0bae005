"""What carries a broadcast to the other processes: an interface. `cluster/adapter.py` has the one by Redis."""

from collections.abc import Sequence
from typing import Protocol


class LocalServer(Protocol):
    """The server of this process, as its adapter calls it for what comes from others."""

    def deliver(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        """Write an event (a JSON array) to its recipients in this process."""

    def leave_all(self, namespace: str, room: str, other: str) -> None:
        """The sockets of a room in this process leave the room `other`."""

    def disconnect_all(self, namespace: str, room: str, close: bool) -> None:
        """Disconnect the sockets of a room in this process; with `close` their connections too."""


class Adapter(Protocol):
    """Joins the servers of several processes.

    Rooms are per namespace; the room "" of a namespace is everybody in it, and is always subscribed: neither `joined`
    nor `left` is called for it.
    """

    async def start(self, server: LocalServer) -> None:
        """Subscribe for this server. Returns when that is done, or at once while cut off: it keeps trying."""

    async def stop(self) -> None:
        """Disconnect; what is queued may be sent for a short, bounded time."""

    async def joined(self, namespace: str, room: str) -> None:
        """The room has its first member here. Returns once subscribed; while cut off at once: it is done later."""

    def left(self, namespace: str, room: str) -> None:
        """The room has no member here any more."""

    def publish(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        """Give an event (its JSON array, ready, and its attachments) to the other processes. Never blocks, never
        raises; bounded. No rooms means everybody in the namespace; `excepts` are rooms or ids of sockets."""
