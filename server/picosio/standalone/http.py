"""A small HTTP/1.1 server of its own: polling, and the way to a WebSocket."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import httptools

from picosio.engine import polling
from picosio.engine.request import Refusal, Request, Response
from picosio.engine.upgrade import address_of, of_connection, path_of, upgrade, write

if TYPE_CHECKING:
    from picosio.server.server import Server

_MAX_HEAD: Final = 16_384
_MAX_HEADERS: Final = 64
_MAX_PIPELINED: Final = 16
_IDLE: Final = 75.0
"""Seconds a connection may rest between two requests: longer than the usual time between two polls."""


class HttpConnection(asyncio.BufferedProtocol):
    """One connection: requests one after the other, until one of them makes it a WebSocket.

    It is buffered, as picows's protocol is, so that picows can take over while the connection is being read.
    """

    def __init__(self, server: "Server") -> None:
        self.slot = 0
        self._server = server
        self._parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)
        self._requests: deque[tuple[Request, bool]] = deque()
        self._answering = False
        self._abandon: Callable[[], None] | None = None
        self._transport: asyncio.Transport | None = None
        self._head_size = 0
        self._in_body = False

    def _begin(self) -> None:
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._body_size = self._fields_size = 0
        self._in_body = False

    # What the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are none by inheritance
        self._server.connections.add(self)
        self._address = "" if self._server.options.trust_proxy else address_of(self._transport)
        if self._server.arrived(self._address) or not self._address:
            self._expect(self._server.options.request_timeout)
        else:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, and with it the client that waited for an answer."""
        self._transport = None
        self._let_go()
        if self._abandon is not None:
            self._abandon()

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where to read to: one place for all connections, for it is read and emptied in one step."""
        return self._server.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes have come."""
        data = bytes(memoryview(self._server.buffer)[:nbytes])
        if self._transport is None or self._parser is None or self._transport.is_closing():
            return
        if not self._in_body:
            self._head_size += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as end:
            offset = end.args[0] if end.args and isinstance(end.args[0], int) else len(data)
            self._upgrade(data[offset:])
        except Refusal as refusal:
            self._refuse(Response.refusing(refusal))
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(Response.refusing(cause) if isinstance(cause, Refusal) else Response(400))
        else:
            if not self._in_body and self._head_size > _MAX_HEAD:
                self._refuse(Response(431))

    def eof_received(self) -> bool:
        """The client says no more; nothing waits for that."""
        return False

    # What the parser calls

    def on_message_begin(self) -> None:
        """A request begins."""
        self._begin()
        if not self._answering:
            self._expect(self._server.options.request_timeout)

    def on_url(self, url: bytes) -> None:
        """A part of its target."""
        self._url += url
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._headers.append((name.lower(), value))
        self._count(len(name) + len(value))
        if len(self._headers) > _MAX_HEADERS:
            raise Refusal((3, "Too many headers"), 431)

    def _count(self, size: int) -> None:
        self._fields_size += size
        if self._fields_size > _MAX_HEAD:
            raise Refusal((3, "Too large headers"), 431)

    def on_headers_complete(self) -> None:
        """The body, if any, comes next."""
        self._in_body = True
        if self._transport is not None and not self._answering and (b"expect", b"100-continue") in self._headers:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A part of the body; what is beyond the limit is counted and not kept."""
        self._body_size += len(body)
        if self._body_size <= self._server.options.max_payload:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_body, self._head_size = False, 0
        assert self._parser is not None
        if self._parser.should_upgrade() and self._websocket():
            return
        request = self._request()
        request.body = b"".join(self._body) if self._body_size <= self._server.options.max_payload else b""
        request.too_large = self._body_size > self._server.options.max_payload
        if len(self._requests) >= _MAX_PIPELINED:
            raise Refusal((3, "Too many requests at once"))
        self._requests.append((request, self._parser.should_keep_alive()))
        self._next()

    # Answering

    def _websocket(self) -> bool:
        return any(name == b"upgrade" and value.lower() == b"websocket" for name, value in self._headers)

    def _request(self) -> Request:
        assert self._transport is not None
        assert self._parser is not None
        method = self._parser.get_method().decode()
        request = of_connection(self._transport, method, self._url, self._headers, self._address)
        request.own = 1 if self._address else 0
        return request

    def _next(self) -> None:
        while self._requests and not self._answering and self._transport is not None:
            self._answering = True
            self._server.wheel.drop(self)
            request, keep_alive = self._requests.popleft()
            if path_of(request.path) != path_of(self._server.options.path):
                self._answer(keep_alive, Response(404, b"not found"))
            else:
                abandon = polling.handle(self._server, request, partial(self._answer, keep_alive))
                self._abandon = abandon if self._answering else None

    def _answer(self, keep_alive: bool, response: Response) -> None:
        self._answering, self._abandon = False, None
        if self._transport is None:
            return
        write(self._transport, response, keep_alive)
        if not keep_alive:
            self._transport.close()
        self._expect(_IDLE)
        if self._requests:
            self._server.loop.call_soon(self._next)

    def _refuse(self, response: Response) -> None:
        if self._transport is not None:
            write(self._transport, response, keep_alive=False)
            self._transport.close()
            self._expect(self._server.options.close_timeout)

    def _upgrade(self, rest: bytes) -> None:
        assert self._transport is not None
        request = self._request()
        if self._answering or not self._websocket():
            self._refuse(Response(400))
        elif upgrade(self._server, self._transport, request, rest, None) is not None:
            self._let_go()

    # Time

    def _expect(self, seconds: float) -> None:
        self._server.wheel.set(self, self._server.loop.time() + seconds)

    def _let_go(self) -> None:
        self._server.wheel.drop(self)
        if self in self._server.connections:
            self._server.connections.remove(self)
            self._server.departed(self._address)
        self._parser = None  # it knows us: no cycle is to be left for the collector

    def due(self, now: float) -> float:
        """See `Timed`: no request has come in time, or the rest of one, or an answer is not read."""
        if self._transport is not None:
            self._transport.abort()
        return 0.0

    def shutdown(self) -> None:
        """The server ends."""
        if self._transport is not None:
            self._transport.close()
