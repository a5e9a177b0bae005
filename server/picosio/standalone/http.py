"""A small HTTP/1.1 server: polling, and the upgrade to a WebSocket. `listen` serves with it."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, cast

import httptools

from picosio.engine import polling
from picosio.engine.engine import Engine
from picosio.engine.request import HttpError, Request, Response, peer_address, same_path
from picosio.engine.upgrade import upgrade
from picosio.server.server import Server

_MAX_HEAD: Final = 16_384
_MAX_HEADERS: Final = 64
_MAX_PIPELINED: Final = 16
_READ_AT_ONCE: Final = 65_536
_IDLE: Final = 75.0
"""Seconds a connection may rest between two requests: longer than the usual time between two polls."""


@asynccontextmanager
async def listen(
    server: Server, host: str, port: int, *, reuse_port: bool = False
) -> AsyncGenerator[asyncio.AbstractServer]:
    """Serve on a port of its own until the block ends."""
    await server.start()
    buffer = bytearray(_READ_AT_ONCE)
    listener = await asyncio.get_running_loop().create_server(
        lambda: HttpConnection(server.engine, buffer), host, port, reuse_port=reuse_port or None, backlog=4096
    )
    server.engine.listeners.append(listener)
    try:
        yield listener
    finally:
        await server.close()


class HttpConnection(asyncio.BufferedProtocol):
    """One connection: requests one after the other, until one of them makes it a WebSocket.

    It is buffered, as picows's protocol is, so that picows can take over while the connection is being read; `buffer`
    is shared by all connections, for it is read and emptied in one step.
    """

    def __init__(self, engine: Engine, buffer: bytearray) -> None:
        self.slot = 0
        self._engine = engine
        self._buffer = buffer
        self._parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)
        self._requests: deque[tuple[Request, bool]] = deque()
        self._answering = False
        self._abandon: Callable[[], None] | None = None
        self._connection: asyncio.Transport | None = None
        self._unfinished = 0  # bytes since the parser has last got anywhere

    # What the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connection = cast(asyncio.Transport, transport)  # uvloop's are none by inheritance
        self._engine.connections.add(self._connection)
        self._address = "" if self._engine.options.trust_proxy else peer_address(self._connection)
        if self._engine.count(self._address) or not self._address:
            self._set_timeout(self._engine.options.request_timeout)
        else:
            self._connection.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._release()
        self._connection = None
        if self._abandon is not None:
            self._abandon()

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(memoryview(self._buffer)[:nbytes])
        if self._connection is None or self._parser is None or self._connection.is_closing():
            return
        self._unfinished += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as end:
            offset = end.args[0] if end.args and isinstance(end.args[0], int) else len(data)
            self._upgrade(data[offset:])
        except HttpError as error:
            self._refuse(Response.of_error(error))
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(Response.of_error(cause) if isinstance(cause, HttpError) else Response(400))
        else:
            if self._unfinished > _MAX_HEAD:
                self._refuse(Response(431))

    # What the parser calls

    def on_message_begin(self) -> None:
        """A request begins."""
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._body_size = self._fields_size = 0
        if not self._answering:
            self._set_timeout(self._engine.options.request_timeout)

    def on_url(self, url: bytes) -> None:
        """A part of its target."""
        self._url += url
        self._count_fields(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._headers.append((name.lower(), value))
        self._count_fields(len(name) + len(value))
        if len(self._headers) > _MAX_HEADERS:
            raise HttpError("Too many headers", status=431)

    def _count_fields(self, size: int) -> None:
        self._fields_size += size
        if self._fields_size > _MAX_HEAD:
            raise HttpError("Too large headers", status=431)

    def on_headers_complete(self) -> None:
        """The body, if any, comes next."""
        self._unfinished = 0
        if self._connection is not None and not self._answering and (b"expect", b"100-continue") in self._headers:
            self._connection.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A part of the body; what is beyond the limit is counted and not kept."""
        self._unfinished = 0
        self._body_size += len(body)
        if self._body_size <= self._engine.options.max_payload:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._unfinished = 0
        assert self._parser is not None
        if self._parser.should_upgrade() and self._websocket_asked():
            return
        request = self._request()
        request.too_large = self._body_size > self._engine.options.max_payload
        request.body = b"" if request.too_large else b"".join(self._body)
        if len(self._requests) >= _MAX_PIPELINED:
            raise HttpError("Too many requests at once")
        self._requests.append((request, self._parser.should_keep_alive()))
        self._next()

    # Answering

    def _websocket_asked(self) -> bool:
        return any(name == b"upgrade" and value.lower() == b"websocket" for name, value in self._headers)

    def _request(self) -> Request:
        assert self._connection is not None
        assert self._parser is not None
        method = self._parser.get_method().decode()
        request = Request.from_connection(self._connection, method, self._url, self._headers, self._address)
        request.counted = 1 if self._address else 0
        return request

    def _next(self) -> None:
        while self._requests and not self._answering and self._connection is not None:
            self._answering = True
            self._engine.timers.cancel(self)
            request, keep_alive = self._requests.popleft()
            if not same_path(request.path, self._engine.options.path):
                self._answer(keep_alive, Response(404, b"not found"))
            else:
                abandon = polling.handle(self._engine, request, partial(self._answer, keep_alive))
                self._abandon = abandon if self._answering else None

    def _answer(self, keep_alive: bool, response: Response) -> None:
        self._answering, self._abandon = False, None
        if self._connection is None:
            return
        response.write_to(self._connection, keep_alive)
        if not keep_alive:
            self._connection.close()
        self._set_timeout(_IDLE)
        if self._requests:
            asyncio.get_running_loop().call_soon(self._next)

    def _refuse(self, response: Response) -> None:
        if self._connection is not None:
            response.write_to(self._connection, keep_alive=False)
            self._connection.close()
            self._set_timeout(self._engine.options.close_timeout)

    def _upgrade(self, rest: bytes) -> None:
        assert self._connection is not None
        request = self._request()
        if self._answering or not self._websocket_asked():
            self._refuse(Response(400))
        elif upgrade(self._engine, self._connection, request, rest) is not None:
            self._release()

    # Time-outs

    def _set_timeout(self, seconds: float) -> None:
        self._engine.timers.schedule(self, self._engine.timers.now() + seconds)

    def on_deadline(self, now: float) -> float:
        """No request has come in time, or the rest of one, or an answer is not read."""
        if self._connection is not None:
            self._connection.abort()
        return 0.0

    def _release(self) -> None:
        """The connection is lost, or a WebSocket from now on."""
        self._engine.timers.cancel(self)
        if self._connection in self._engine.connections:
            self._engine.connections.remove(self._connection)
            self._engine.uncount(self._address)
        self._parser = None  # it refers to us: no cycle is to be left for the collector
