"""What carries a broadcast to the other processes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from picosio.server.server import Server


class Adapter(Protocol):
    """The wire between processes. The server calls it; what comes in it hands to `Server.deliver`.

    Rooms are per namespace; the room "" of a namespace is everybody in it, and is always subscribed: neither `joined`
    nor `left` is called for it.
    """

    async def start(self, server: "Server") -> None:
        """Begin to listen for this server. Returns when it listens, or at once if the wire is down: it keeps trying."""

    async def stop(self) -> None:
        """Stop listening; what is queued may be sent for a short, bounded time."""

    async def joined(self, namespace: str, room: str) -> None:
        """The room has its first member here. Returns once subscribed; while cut off the wish is remembered instead."""

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
        raises; bounded.

        No rooms means everybody in the namespace. `excepts` are rooms or ids of sockets.
        """

    @property
    def connected(self) -> bool:
        """Whether what is published now reaches the others."""
        ...
