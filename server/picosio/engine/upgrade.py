"""From an HTTP request to a WebSocket: gives a connection that an HTTP server has accepted to picows."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha1
from http import HTTPStatus
from typing import Final, cast

from multidict import CIMultiDict
from picows import WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSAutoPingStrategy
from picows.picows import WSProtocol as _WSProtocol  # pyright: ignore

from picosio.engine.engine import Engine
from picosio.engine.request import Handshake, HttpError, Request, Response, same_path
from picosio.engine.websocket import WebSocket

_PICOWS_REQUEST: Final = (
    b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
"""What picows is given to read: it would refuse the `Connection: keep-alive, Upgrade` of some browsers."""
_SWITCHING: Final = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %b\r\n\r\n"
)
"""What the client is answered, in one write with the first packet."""
_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_log: Final = logging.getLogger("picosio")
_READ_BUFFER: Final = 2048
_READ_AT_ONCE: Final = 4096
"""Bytes; uvloop reads up to 32 times in a turn, and a flood of small messages must leave time for the others."""


class _EmptyResponse(WSUpgradeResponse):
    """picows's answer to `_PICOWS_REQUEST`, which nobody has asked for."""

    def __init__(self) -> None:
        self.version, self.status, self.headers = b"HTTP/1.1", HTTPStatus.SWITCHING_PROTOCOLS, CIMultiDict()
        self.body = None

    def to_bytes(self) -> bytearray:
        """Nothing."""
        return bytearray()


_EMPTY: Final = _EmptyResponse()


class _PicowsTransport:
    """A connection as picows sees it: transport and socket in one. picows would ask the system a dozen questions for a
    line in the log: it asks this instead."""

    __slots__ = ("_connection", "abort", "close", "get_write_buffer_size")

    def __init__(self, connection: asyncio.Transport) -> None:
        self._connection = connection
        self.abort = connection.abort
        self.close = connection.close
        self.get_write_buffer_size = connection.get_write_buffer_size

    def get_extra_info(self, name: str) -> "_PicowsTransport":
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
        """What picows writes on its own: close frames."""
        if data:
            self._connection.write(data)


class _PicowsProtocol(_WSProtocol):  # pyright: ignore[reportUntypedBaseClass]
    """picows's protocol on a connection that an HTTP server has accepted and read the request from."""

    __slots__ = ("_on_lost",)

    def __init__(self, websocket: WebSocket, on_lost: Callable[[], None] | None) -> None:
        def factory(request: object) -> WSUpgradeResponseWithListener:
            return WSUpgradeResponseWithListener(_EMPTY, websocket)

        super().__init__(
            None, None, False, factory, websocket, True, None, False, 0, 0,
            WSAutoPingStrategy.PING_WHEN_IDLE, False, websocket.engine.options.max_payload, None, _READ_BUFFER,
        )  # fmt: skip
        self._on_lost = on_lost

    def begin(self, connection: asyncio.Transport, rest: bytes) -> None:
        """Take the connection over, from a buffered protocol or paused. `rest` is what came after the request."""
        self.connection_made(_PicowsTransport(connection))
        connection.set_protocol(self)
        self._feed(_PICOWS_REQUEST + rest)
        if not connection.is_closing():
            connection.resume_reading()

    def get_buffer(self, sizehint: int) -> "memoryview[int]":
        """Where to read to. picows alone would offer all it has, and double it whenever a flood has filled it."""
        return cast("memoryview[int]", super().get_buffer(sizehint))[:_READ_AT_ONCE]

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._on_lost is not None:
            self._on_lost()

    def _feed(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            buffer = self.get_buffer(-1)
            size = min(len(buffer), len(view))
            buffer[:size] = view[:size]
            self.buffer_updated(size)
            view = view[size:]


def upgrade(
    engine: Engine,
    connection: asyncio.Transport,
    request: Request,
    rest: bytes = b"",
    on_lost: Callable[[], None] | None = None,
) -> WebSocket | None:
    """Turn a connection into a WebSocket; or answer why not, and return None.

    `rest` is what came after the request; `on_lost` is called when the connection is lost. Whatever goes wrong, the
    connection is closed: nobody else knows of it any more.
    """
    try:
        return _upgrade(engine, connection, request, rest, on_lost)
    except Exception:
        _log.exception("a connection could not become a WebSocket")
        connection.abort()
        return None


def _upgrade(
    engine: Engine, connection: asyncio.Transport, request: Request, rest: bytes, on_lost: Callable[[], None] | None
) -> WebSocket | None:
    key = (request.header(b"sec-websocket-key") or "").encode("latin-1")
    try:
        if not same_path(request.path, engine.options.path):
            raise HttpError(status=404)
        session = engine.admit(request, websocket=True)
        if request.method != "GET" or len(key) != 24 or request.header(b"sec-websocket-version") != "13":
            raise HttpError()
    except HttpError as error:
        Response.of_error(error).write_to(connection, keep_alive=False)
        connection.close()
        return None
    answer = _SWITCHING % b64encode(sha1(key + _GUID).digest())  # noqa: S324 - the protocol's choice
    websocket = WebSocket(engine, connection)
    try:
        if session is None:
            websocket.open(Handshake.of(request), answer)
        else:
            websocket.probe(session, answer)
        _PicowsProtocol(websocket, on_lost).begin(connection, rest)
    except BaseException:
        websocket.lost("transport error")
        raise
    return websocket
