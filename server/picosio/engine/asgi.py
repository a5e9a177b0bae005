"""The engine inside another HTTP server: polling as an ASGI application, WebSocket as a protocol class for uvicorn."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, cast

import httptools

from picosio.engine import polling
from picosio.engine.engine import Engine
from picosio.engine.request import Request, Response, same_path
from picosio.engine.session import SHUTDOWN
from picosio.engine.upgrade import upgrade
from picosio.engine.websocket import WebSocket
from picosio.protocol import frames

_log: Final = logging.getLogger("picosio")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Protocols = Callable[..., asyncio.Protocol]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def application(engine: Engine, others: Application | None) -> Application:
    """Polling at the engine's path; everything else goes to `others`, or is not found."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and same_path(scope["path"], engine.options.path):
            await _poll(engine, scope, receive, send)
        elif others is not None:
            await others(scope, receive, send)
        elif scope["type"] == "http":
            await _respond(send, Response(404, b"not found"))

    return app


async def _poll(engine: Engine, scope: Scope, receive: Receive, send: Send) -> None:
    client = cast("tuple[str, int] | None", scope.get("client"))
    address = client[0] if client else ""
    secure = scope.get("scheme") == "https"
    request = Request(scope["method"], scope["path"], scope["query_string"], scope["headers"], address, secure)
    try:
        async with asyncio.timeout(engine.options.request_timeout):
            if not await _read(request, receive, engine.options.max_payload):
                return
    except TimeoutError:
        await _respond(send, Response(408))
        return
    answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

    def respond(response: Response) -> None:
        if not answer.done():
            answer.set_result(response)

    abandon = polling.handle(engine, request, respond)
    if abandon is not None and not answer.done():
        await _wait(answer, receive, abandon)
    if answer.done():
        await _respond(send, answer.result())


async def _read(request: Request, receive: Receive, limit: int) -> bool:
    """Read the body; False if the client went away. What is beyond the limit is not kept."""
    parts: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return False
        part: bytes = event.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        if not event.get("more_body") or size > limit:
            request.too_large = size > limit
            request.body = b"" if request.too_large else b"".join(parts)
            return True


async def _wait(answer: "asyncio.Future[Response]", receive: Receive, abandon: Callable[[], None]) -> None:
    """Until there is an answer, or the client has gone away."""
    leaving = asyncio.ensure_future(receive())
    try:
        await asyncio.wait((answer, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            abandon()
    except asyncio.CancelledError:
        abandon()
        raise
    finally:
        leaving.cancel()


async def _respond(send: Send, response: Response) -> None:
    await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
    await send({"type": "http.response.body", "body": response.body})


class Upgrade(asyncio.Protocol):
    """What uvicorn makes of a connection that asks for a WebSocket: reads the request again, and gives it to picows."""

    engine: Engine
    others: Protocols | None = None

    def __init__(self, config: object, server_state: Any, app_state: object) -> None:
        self._connections: set[object] = server_state.connections
        self._arguments = {"config": config, "server_state": server_state, "app_state": app_state}
        self._head = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._url = b""
        self._connection: asyncio.Transport | None = None
        self._websocket: WebSocket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connection = cast(asyncio.Transport, transport)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        """The head of the request. uvicorn sets this protocol after that; picows's takes over in the next turn."""
        assert self._connection is not None
        self._connection.pause_reading()
        self._head = data
        parser = httptools.HttpRequestParser(self)
        try:
            parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            asyncio.get_running_loop().call_soon(self._try, parser.get_method().decode())
        except httptools.HttpParserError:
            self._connection.close()
        except Exception:
            _log.exception("a request for a WebSocket could not be read")
            self._connection.abort()

    def on_url(self, url: bytes) -> None:
        """httptools: a part of the target."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """httptools: a header."""
        self._headers.append((name.lower(), value))

    def _try(self, method: str) -> None:
        """Nobody above us catches anything: whatever goes wrong, the connection is closed."""
        try:
            self._begin(method)
        except Exception:
            _log.exception("a connection could not become a WebSocket")
            if self._connection is not None:
                self._connection.abort()

    def _begin(self, method: str) -> None:
        if self._connection is None or self._connection.is_closing():
            return
        request = Request.from_connection(self._connection, method, self._url, self._headers)
        if self.others and not same_path(request.path, self.engine.options.path):
            self._hand_over(self._connection, self.others(**self._arguments))
            return
        self._headers, self._head = [], b""
        self._websocket = upgrade(self.engine, self._connection, request, on_lost=self._lost)

    def _hand_over(self, connection: asyncio.Transport, other: asyncio.Protocol) -> None:
        self._lost()
        other.connection_made(connection)
        other.data_received(self._head)
        connection.set_protocol(other)
        connection.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost()

    def _lost(self) -> None:
        self._connection = self._websocket = None
        self._connections.discard(self)

    def shutdown(self) -> None:
        """uvicorn ends: so does this client's connection, and it comes back by itself."""
        if self._websocket is not None and self._websocket.session is not None:
            self._websocket.session.close(SHUTDOWN, frames.SERVICE_RESTART, SHUTDOWN)
        elif self._connection is not None:
            self._connection.close()


def websocket_class(engine: Engine, others: Protocols | None = None) -> type[Upgrade]:
    """A class for uvicorn's `ws=`. WebSockets at other paths than the engine's are refused, or go to the protocol that
    `others` makes: another such class."""
    return type("EngineUpgrade", (Upgrade,), {"engine": engine, "others": staticmethod(others) if others else None})
