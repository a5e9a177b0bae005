"""From an HTTP request to a WebSocket: what an HTTP server needs to hand a connection to picows."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast

from picows.picows import WSAutoPingStrategy
from picows.picows import WSProtocol as _WSProtocol  # pyright: ignore

from picosio.request import BAD_REQUEST, Handshake, Headers, Refusal, Request, Response, admit
from picosio.websocket import WebSocket

if TYPE_CHECKING:
    from picosio.server import Server

_HEAD: Final = (
    b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n\r\n"
)
"""What picows is given to read: it would refuse the `Connection: keep-alive, Upgrade` of some browsers."""
_READ_BUFFER: Final = 2048
_READ_AT_ONCE: Final = 4096
"""Bytes; uvloop reads up to 32 times in a turn, and a flood of small messages must leave time for the others."""


class Connection(_WSProtocol):  # pyright: ignore[reportUntypedBaseClass]
    """picows's protocol on a connection that an HTTP server has accepted and read the request from."""

    __slots__ = ("_gone",)

    def __init__(self, server: "Server", listener: WebSocket, gone: Callable[[], None] | None) -> None:
        def factory(request: object) -> WebSocket:
            return listener

        super().__init__(
            None, None, False, factory, listener, True, None, False, 0, 0,
            WSAutoPingStrategy.PING_WHEN_IDLE, False, server.options.max_payload, None, _READ_BUFFER,
        )  # fmt: skip
        self._gone = gone

    def begin(self, transport: asyncio.Transport, key: bytes, rest: bytes) -> None:
        """Take the connection over. `key` is the client's; `rest` what has come behind the request."""
        transport.pause_reading()  # so that reading is resumed in picows's manner
        self.connection_made(transport)
        transport.set_protocol(self)
        self._feed(_HEAD % key + rest)
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


def of_connection(transport: asyncio.Transport, method: str, url: bytes, headers: Headers) -> Request:
    """The request that has come over a connection."""
    path, _, query = url.partition(b"?")
    secure = transport.get_extra_info("ssl_object") is not None
    return Request(method, path.decode("latin-1"), query, headers, address_of(transport), secure)


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
    listener = WebSocket(server, Handshake.of(request), session)
    Connection(server, listener, gone).begin(transport, key, rest)
    return listener


def write(transport: asyncio.Transport, response: Response, keep_alive: bool) -> None:
    """Write a response."""
    lines = [b"HTTP/1.1 %d %b" % (response.status, HTTPStatus(response.status).phrase.encode())]
    lines += [name + b": " + value for name, value in response.headers]
    if not keep_alive:
        lines.append(b"connection: close")
    transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + response.body)
