"""What can be chosen of a server, and what it counts."""

from collections.abc import Callable
from typing import Final

import msgspec

from picosio.protocol.packets import Limits

_UNASKED: Final = 65_536


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen. Times are in seconds, sizes in bytes."""

    path: str = "/socket.io/"
    transports: tuple[str, ...] = ("polling", "websocket")
    origins: Callable[[str | None, str | None], bool] | None = None
    """Whether a page may connect: (Origin, Host). Without it, pages of the same host only, and programs."""
    trust_proxy: bool = False
    """Believe X-Forwarded-For (its last entry), -Proto and -Host."""
    cookie: str = ""
    """A Set-Cookie value for the answer that opens a polling session, so that a proxy finds its process again."""
    ordered: bool = True
    """Events of one socket are handled one after the other; else up to `max_handlers` at once."""

    ping_interval: float = 25.0
    ping_timeout: float = 20.0
    connect_timeout: float = 45.0
    """How long a session may be in no namespace."""
    upgrade_timeout: float = 10.0
    close_timeout: float = 5.0
    """How long a client that is being closed may take to read what is left."""
    request_timeout: float = 20.0
    """How long an HTTP request may take to arrive, and a connection may idle between two."""

    max_payload: int = 1_000_000
    """A received message, its attachments together, or a polled payload."""
    max_unsent: int = 1_048_576
    """What may wait to be sent to one client; beyond it the client is closed."""
    volatile_unsent: int = 65_536
    """Clients with more than this unsent miss what is volatile."""
    max_depth: int = 64
    max_attachments: int = 16
    max_packets: int = 256
    """Packets in one polled payload."""
    max_handlers: int = 256
    """Events of one socket that are being handled or wait for it."""
    max_connections_per_address: int = 10_000
    chunk: int = 500
    """Sockets written to in one turn of the loop."""

    @property
    def unasked(self) -> int:
        """Bytes that may be unsent without a look at whether they are too many."""
        return min(_UNASKED, self.max_unsent, self.volatile_unsent)

    @property
    def limits(self) -> Limits:
        """Those that concern packets."""
        return Limits(self.max_depth, self.max_attachments, self.max_packets)


class Counters(msgspec.Struct):
    """What has happened so far."""

    opened: int = 0
    overflows: int = 0
