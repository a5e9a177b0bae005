"""What can be chosen of an engine."""

from collections.abc import Callable
from typing import Final

import msgspec

_HIGH_WATER: Final = 65_536


class EngineOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Connections and sessions. Times are in seconds, sizes in bytes."""

    path: str = "/socket.io/"
    transports: tuple[str, ...] = ("polling", "websocket")
    origins: Callable[[str | None, str | None], bool] | None = None
    """Whether a page may connect: (Origin, Host). Without it, pages of the same host only, and programs."""
    trust_proxy: bool = False
    """Believe X-Forwarded-For (its last entry), -Proto and -Host."""
    cookie: str = ""
    """A Set-Cookie value for the answer that opens a polling session, so that a proxy finds its process again."""

    ping_interval: float = 25.0
    ping_timeout: float = 20.0
    upgrade_timeout: float = 10.0
    close_timeout: float = 5.0
    """How long a client that is being closed may take to read what is left."""
    request_timeout: float = 20.0
    """How long an HTTP request may take to arrive."""

    max_payload: int = 1_000_000
    """A received message, its attachments together, or a polled payload."""
    max_unsent: int = 1_048_576
    """What may wait to be sent to one client; beyond it the client is closed."""
    max_packets: int = 256
    """Packets in one polled payload."""
    max_connections_per_address: int = 10_000

    @property
    def high_water(self) -> int:
        """Bytes that a connection may have unsent before the transport pauses it, and each write is measured."""
        return min(_HIGH_WATER, self.max_unsent)
