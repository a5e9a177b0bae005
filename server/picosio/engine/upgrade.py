"""From an HTTP request to a WebSocket: what an HTTP server needs to hand a connection to picows."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha1
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast

from multidict import CIMultiDict
from picows import WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSAutoPingStrategy
from picows.picows import WSProtocol as _WSProtocol  # pyright: ignore

from picosio.engine.request import BAD_REQUEST, Handshake, Headers, Refusal, Request, Response, admit
from picosio.engine.websocket import WebSocket

if TYPE_CHECKING:
    from picosio.server.server import Server

_HEAD: Final = (
    b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
"""What picows is given to read: it would refuse the `Connection: keep-alive, Upgrade` of some browsers."""
_ANSWER: Final = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %b\r\n\r\n"
)
"""What the client is answered, in one write with the first packet."""
_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_READ_BUFFER: Final = 2048
_READ_AT_ONCE: Final = 4096
"""Bytes; uvloop reads up to 32 times in a turn, and a flood of small messages must leave time for the others."""


class _Silence(WSUpgradeResponse):
    """picows's answer to `_HEAD`, which nobody has asked for."""

    def __init__(self) -> None:
        self.version, self.status, self.headers = b"HTTP/1.1", HTTPStatus.SWITCHING_PROTOCOLS, CIMultiDict()
        self.body = None

    def to_bytes(self) -> bytearray:
        """Nothing."""
        return bytearray()


_SILENCE: Final = _Silence()


class _Door:
    """A connection as picows sees it. picows would ask the system a dozen questions for a line in the log: it asks
    this instead, which is also the socket that it gets.
    """

    __slots__ = ("_transport", "abort", "close", "get_write_buffer_size")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.abort = transport.abort
        self.close = transport.close
        self.get_write_buffer_size = transport.get_write_buffer_size

    def get_extra_info(self, name: str) -> "_Door":
        """The socket; as `ssl_object` it has picows write by `write` only."""
        return self

    def setsockopt(self, *option: int) -> None:
        """The loop has set what matters."""

    def getsockopt(self, *option: int) -> int:
        """Nothing that matters."""
        return 0

    def fileno(self) -> int:
        """None: picows is not to write to it."""
        return -1

    def write(self, data: bytes) -> None:
        """What picows says on its own: close frames."""
        if data:
            self._transport.write(data)


class Connection(_WSProtocol):  # pyright: ignore[reportUntypedBaseClass]
    """picows's protocol on a connection that an HTTP server has accepted and read the request from."""

    __slots__ = ("_gone",)

    def __init__(self, server: "Server", listener: WebSocket, gone: Callable[[], None] | None) -> None:
        def factory(request: object) -> WSUpgradeResponseWithListener:
            return WSUpgradeResponseWithListener(_SILENCE, listener)

        super().__init__(
            None, None, False, factory, listener, True, None, False, 0, 0,
            WSAutoPingStrategy.PING_WHEN_IDLE, False, server.options.max_payload, None, _READ_BUFFER,
        )  # fmt: skip
        self._gone = gone

    def begin(self, transport: asyncio.Transport, rest: bytes) -> None:
        """Take the connection over, from a buffered protocol or paused. `rest` is what has come behind the request."""
        self.connection_made(_Door(transport))
        transport.set_protocol(self)
        self._feed(_HEAD + rest)
        if not transport.is_closing():
            transport.resume_reading()

    def get_buffer(self, sizehint: int) -> "memoryview[int]":
        """Where to read to. picows alone would offer all it has, and double it whenever a flood has filled it."""
        return cast("memoryview[int]", super().get_buffer(sizehint))[:_READ_AT_ONCE]

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        super().connection_lost(exc)
        if self._gone is not None:
            self._gone()

    def _feed(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            buffer = self.get_buffer(-1)
            size = min(len(buffer), len(view))
            buffer[:size] = view[:size]
            self.buffer_updated(size)
            view = view[size:]


def path_of(path: str) -> str:
    """A path without the slash at its end."""
    return path.rstrip("/")


def address_of(transport: asyncio.Transport) -> str:
    """The client's address; "" if it has none."""
    peer = cast("tuple[str, int] | str | None", transport.get_extra_info("peername"))
    return peer[0] if isinstance(peer, tuple) else ""


def of_connection(
    transport: asyncio.Transport, method: str, url: bytes, headers: Headers, address: str = ""
) -> Request:
    """The request that has come over a connection; `address` is the client's, if that is known."""
    path, _, query = url.partition(b"?")
    secure = transport.get_extra_info("ssl_object") is not None
    return Request(method, path.decode("latin-1"), query, headers, address or address_of(transport), secure)


def upgrade(
    server: "Server", transport: asyncio.Transport, request: Request, rest: bytes, gone: Callable[[], None] | None
) -> WebSocket | None:
    """Turn a connection into a WebSocket; or refuse it in writing, and return None.

    `rest` is what has come behind the request; `gone` is called when the connection is lost.
    """
    key = (request.header(b"sec-websocket-key") or "").encode("latin-1")
    try:
        if path_of(request.path) != path_of(server.options.path):
            raise Refusal(BAD_REQUEST, 404)
        session = admit(server, request, websocket=True)
        if request.method != "GET" or len(key) != 24 or request.header(b"sec-websocket-version") != "13":
            raise Refusal(BAD_REQUEST)
    except Refusal as refusal:
        write(transport, Response.refusing(refusal), keep_alive=False)
        transport.close()
        return None
    answer = _ANSWER % b64encode(sha1(key + _GUID).digest())  # noqa: S324 - the protocol's choice
    listener = WebSocket(server, transport, Handshake.of(request), session, answer)
    Connection(server, listener, gone).begin(transport, rest)
    return listener


def write(transport: asyncio.Transport, response: Response, keep_alive: bool) -> None:
    """Write a response."""
    lines = [b"HTTP/1.1 %d %b" % (response.status, HTTPStatus(response.status).phrase.encode())]
    lines += [name + b": " + value for name, value in response.headers]
    if not keep_alive:
        lines.append(b"connection: close")
    transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + response.body)
