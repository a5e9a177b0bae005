"""A Socket.IO server on picows and uvloop."""

from picosio.adapter import Adapter
from picosio.broadcast import Broadcast
from picosio.errors import Disconnected, Refused, Unanswered
from picosio.namespace import Namespace
from picosio.options import Options
from picosio.request import Handshake
from picosio.server import Server
from picosio.socket import Socket

__all__ = [
    "Adapter",
    "Broadcast",
    "Disconnected",
    "Handshake",
    "Namespace",
    "Options",
    "Refused",
    "Server",
    "Socket",
    "Unanswered",
]
