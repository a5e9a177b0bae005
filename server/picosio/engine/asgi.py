"""The same inside another HTTP server: polling as an ASGI application, WebSocket as a protocol class for uvicorn."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, cast

import httptools

from picosio.engine import polling
from picosio.engine.request import Request, Response
from picosio.engine.session import SHUTDOWN
from picosio.engine.upgrade import of_connection, path_of, upgrade
from picosio.engine.websocket import WebSocket
from picosio.protocol import frames

if TYPE_CHECKING:
    from picosio.server.server import Server

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Protocols = Callable[..., asyncio.Protocol]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def application(server: "Server", others: Application | None) -> Application:
    """Polling at the server's path; everything else goes to `others`, or is not found."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and path_of(scope["path"]) == path_of(server.options.path):
            await _poll(server, scope, receive, send)
        elif others is not None:
            await others(scope, receive, send)
        elif scope["type"] == "http":
            await _respond(send, Response(404, b"not found"))

    return app


async def _poll(server: "Server", scope: Scope, receive: Receive, send: Send) -> None:
    client = cast("tuple[str, int] | None", scope.get("client"))
    address = client[0] if client else ""
    secure = scope.get("scheme") == "https"
    request = Request(scope["method"], scope["path"], scope["query_string"], scope["headers"], address, secure)
    try:
        async with asyncio.timeout(server.options.request_timeout):
            if not await _read(request, receive, server.options.max_payload):
                return
    except TimeoutError:
        await _respond(send, Response(408))
        return
    answer: asyncio.Future[Response] = server.loop.create_future()

    def respond(response: Response) -> None:
        if not answer.done():
            answer.set_result(response)

    abandon = polling.handle(server, request, respond)
    if abandon is not None and not answer.done():
        await _wait(answer, receive, abandon)
    if answer.done():
        await _respond(send, answer.result())


async def _read(request: Request, receive: Receive, limit: int) -> bool:
    """Take the body in; False if the client went away. What is beyond the limit is not kept."""
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
    """Until there is an answer, or nobody to give it to."""
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

    server: "Server"
    others: "Protocols | None" = None

    def __init__(self, config: object, server_state: Any, app_state: object) -> None:
        self._connections: set[object] = server_state.connections
        self._given = {"config": config, "server_state": server_state, "app_state": app_state}
        self._head = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._url = b""
        self._transport: asyncio.Transport | None = None
        self._link: WebSocket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is ours."""
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        """The head of the request. uvicorn sets this protocol after that; picows's takes over in the next turn."""
        assert self._transport is not None
        self._transport.pause_reading()
        self._head = data
        parser = httptools.HttpRequestParser(self)
        try:
            parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.server.loop.call_soon(self._begin, parser.get_method().decode())
        except httptools.HttpParserError:
            self._transport.close()

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._headers.append((name.lower(), value))

    def _begin(self, method: str) -> None:
        if self._transport is not None and not self._transport.is_closing():
            if self.others and path_of(self._url.decode("latin-1").partition("?")[0]) != path_of(
                self.server.options.path
            ):
                self._hand_over(self._transport, self.others(**self._given))
                return
            request = of_connection(self._transport, method, self._url, self._headers)
            self._headers, self._head = [], b""
            self._link = upgrade(self.server, self._transport, request, b"", self._gone)

    def _hand_over(self, transport: asyncio.Transport, other: asyncio.Protocol) -> None:
        self._gone()
        other.connection_made(transport)
        other.data_received(self._head)
        transport.set_protocol(other)
        transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone before it began, or because it was refused."""
        self._gone()

    def _gone(self) -> None:
        self._transport = self._link = None
        self._connections.discard(self)

    def shutdown(self) -> None:
        """uvicorn ends: so does this client's connection, and it comes back by itself."""
        if self._link is not None and self._link.session is not None:
            self._link.session.close(SHUTDOWN, frames.SERVICE_RESTART, SHUTDOWN)
        elif self._transport is not None:
            self._transport.close()


def websocket_class(server: "Server", others: Protocols | None = None) -> type[Upgrade]:
    """A class for uvicorn's `ws=`. WebSockets at other paths than the server's are refused, or go to the protocol that
    `others` makes: another such class."""
    return type("ServerUpgrade", (Upgrade,), {"server": server, "others": staticmethod(others) if others else None})
