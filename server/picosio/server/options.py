"""What can be chosen of a server."""

from picosio.engine.options import EngineOptions
from picosio.protocol.packets import Limits


class Options(EngineOptions, frozen=True, kw_only=True):
    """All that can be chosen. Times are in seconds, sizes in bytes."""

    ordered: bool = True
    """Events of one socket are handled one after the other; else up to `max_handlers` at once."""
    connect_timeout: float = 45.0
    """How long a client may be in no namespace."""
    volatile_unsent: int = 65_536
    """Clients with more than this unsent miss what is volatile."""
    max_depth: int = 64
    max_attachments: int = 16
    max_handlers: int = 256
    """Events of one client that are being handled, and of one socket that wait for it."""
    chunk: int = 500
    """Sockets written to in one turn of the loop."""

    @property
    def high_water(self) -> int:
        return min(super().high_water, self.volatile_unsent)

    @property
    def limits(self) -> Limits:
        """Those that concern packets."""
        return Limits(self.max_depth, self.max_attachments, self.max_packets)
