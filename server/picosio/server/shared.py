"""What the namespaces, sockets and clients of one server have in common."""

import itertools

from picosio.server.adapter import Adapter
from picosio.server.broadcast_queue import BroadcastQueue
from picosio.server.handlers import Handlers
from picosio.server.options import Options


class Shared:
    """Made by the server, used by all its parts."""

    def __init__(self, options: Options, adapter: Adapter | None) -> None:
        self.options = options
        self.limits = options.limits
        self.adapter = adapter
        self.handlers = Handlers()
        self.queue = BroadcastQueue(options.chunk, options.volatile_unsent)
        self._acks = itertools.count(1)

    def next_ack(self) -> int:
        """A number for an acknowledgement, unlike any other of this server."""
        return next(self._acks)
