"""A Socket.IO server on picows and uvloop. All that applications need is here; README.md says how it is used."""

from picosio.cluster.adapter import Cluster
from picosio.cluster.emitter import Emitter
from picosio.engine.request import Handshake
from picosio.protocol.errors import Disconnected, Refused, Unanswered
from picosio.server.adapter import Adapter
from picosio.server.broadcast import Broadcast
from picosio.server.namespace import Namespace
from picosio.server.options import Options
from picosio.server.server import Server
from picosio.server.socket import Socket

__all__ = [
    "Adapter",
    "Broadcast",
    "Cluster",
    "Disconnected",
    "Emitter",
    "Handshake",
    "Namespace",
    "Options",
    "Refused",
    "Server",
    "Socket",
    "Unanswered",
]
