"""The HTTP server: uvicorn within our loop, its connections bounded in size, time and number before anything is read.

uvicorn's own protocol waits for ever for the rest of a head or a body, and copies a growing header again with each part
of it. `BoundedConnection` counts what comes before the parser sees it."""

import asyncio
import resource
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final, cast

import httptools
import structlog
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hallway.bootstrap.process import Listener
from hallway.kernel.connections import KEY, Connections, network_of
from hallway.kernel.settings import Settings

HEAD_BYTES: Final = 32 * 1024
"""A request line and headers, and what stands between the parts of a body: browsers send two kilobytes, with cookies
and tokens of other programs on the same host up to sixteen."""
HEADERS: Final = 100
PIPELINED: Final = 8
"""Requests that wait for the answers before them; browsers send none."""
HEAD_SECONDS: Final = 15.0
"""From the first byte of a head, or from the beginning of a connection, to the head's end."""
BODY_SECONDS: Final = 20.0
"""How long a body may make us wait, if nothing of it comes; what comes earns time at `BODY_RATE` bytes a second."""
BODY_RATE: Final = 8 * 1024
IDLE_SECONDS: Final = 65.0
"""Between two requests: longer than what stands in front of it usually waits."""
UNREAD_SECONDS: Final = 60.0
"""How long a client may read nothing of an answer. A phone in a tunnel comes back within that."""
CLOSE_SECONDS: Final = 10.0
"""For the rest of a body that is refused, and for an answer after which we close."""
SWEEP_SECONDS: Final = 1.0
SHUTDOWN_SECONDS: Final = 5
SPARE_FILES: Final = 200
"""Descriptors that are no connections of clients: the database's, Redis's, the pages' (100), files."""
MOST_FILES: Final = 65_536
NEVER: Final = float("inf")


def connections_for(settings: Settings) -> Connections:
    """The counts of a process. There are descriptors for all that may come in, and half of them at least for others
    than one address."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    files = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    most = max(16, files - SPARE_FILES - files // 10)
    return Connections(most=most, per_address=settings.http_connections, per_person=settings.person_connections)


class Door:
    """The connections of one port, and their deadlines, which are looked at once a second."""

    def __init__(self, counts: Connections, behind_proxy: bool) -> None:
        self.counts = counts
        self.behind_proxy = behind_proxy
        self.open: set[BoundedConnection] = set()
        self._told = 0
        self._sweeping: asyncio.TimerHandle | None = None

    def add(self, connection: "BoundedConnection") -> None:
        """One more."""
        self.open.add(connection)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in list(self.open):
            connection.look_at_clock(now)
        if self.counts.refused > self._told:
            structlog.get_logger().warning("connections were refused", count=self.counts.refused - self._told)
            self._told = self.counts.refused
        self._sweeping = loop.call_later(SWEEP_SECONDS, self._sweep) if self.open else None


class BoundedConnection(HttpToolsProtocol):
    """One HTTP connection. It is silent while no whole request waits for its answer."""

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door
        self._counts = door.counts
        self._deadline = self._unread_by = NEVER
        self._unfinished = 0
        """Bytes since the parser has last got anywhere."""
        self._fields = 0
        self._arriving = False
        """Whether a part of a request has come, and not all of it."""
        self._refusal = 400

    # What the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._deadline = self.loop.time() + HEAD_SECONDS
        self._door.add(self)
        # One proxy has the connections of all: it is the proxy's matter how many there are of each.
        address = "" if self._door.behind_proxy or self.client is None else network_of(self.client[0])
        if not self._counts.enter(self, address, len(self.connections) - len(self._door.open)):
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._let_go()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, as long as it gets somewhere."""
        if self.transport.is_closing():
            return
        self._unfinished += len(data)
        try:
            self.parser.feed_data(data)  # pyright: ignore[reportOptionalMemberAccess] - None when closed
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            elif not self._untouched():  # the parser reads no further; the request itself is answered
                self.cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(self._refusal)
        else:
            if self._unfinished > HEAD_BYTES:
                self._refuse(431)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over. Nobody would close it if that failed."""
        self._let_go()
        try:
            super().handle_websocket_upgrade()
        except Exception:
            structlog.get_logger().exception("a connection could not become a WebSocket")
            self.transport.abort()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread_by = self.loop.time() + UNREAD_SECONDS

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unread_by = NEVER

    # What the parser calls

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast("dict[str, object]", self.scope)[KEY] = self
        self._fields, self._arriving = 0, True
        if self._answered():
            self._deadline = self.loop.time() + HEAD_SECONDS

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count_fields(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._count_fields(len(name) + len(value))
        if len(self.headers) > HEADERS:
            self._too_much(431)

    def on_headers_complete(self) -> None:
        self._unfinished = 0
        if len(self.pipeline) >= PIPELINED:
            self._too_much(429)
        super().on_headers_complete()
        self._deadline = self.loop.time() + BODY_SECONDS

    def on_body(self, body: bytes) -> None:
        self._unfinished = 0
        super().on_body(body)
        if self._deadline < NEVER and not self.cycle.response_complete:
            self._deadline = min(self._deadline + len(body) / BODY_RATE, self.loop.time() + BODY_SECONDS)

    def on_message_complete(self) -> None:
        self._unfinished, self._arriving = 0, False
        super().on_message_complete()
        if not self._answered():
            self._deadline = NEVER
            self._counts.work(self)
        else:
            self._rest()

    def on_response_complete(self) -> None:
        """uvicorn's, but for its timer: the answer is on its way."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            self._deadline = self.loop.time() + CLOSE_SECONDS
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif self._arriving:  # what is left of a body that nobody wants, or of the next head
            self._deadline = self.loop.time() + CLOSE_SECONDS
        else:
            self._rest()

    # Ours

    def _answered(self) -> bool:
        return not self.pipeline and (self._untouched() or self.cycle.response_complete)

    def _untouched(self) -> bool:
        return cast(object, self.cycle) is None

    def _rest(self) -> None:
        self._deadline = self.loop.time() + IDLE_SECONDS
        self._counts.rest(self)

    def _count_fields(self, size: int) -> None:
        self._fields += size
        if self._fields > HEAD_BYTES:
            self._too_much(431)

    def _too_much(self, status: int) -> None:
        self._refusal = status
        raise httptools.HttpParserError

    def _refuse(self, status: int) -> None:
        """Answer if nothing is being answered, and close."""
        if self._answered():
            phrase = HTTPStatus(status).phrase.encode()
            head = b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            self.transport.write(head % (status, phrase, len(phrase)) + b"connection: close\r\n\r\n" + phrase)
        self._deadline = self.loop.time() + CLOSE_SECONDS
        self.transport.close()

    def look_at_clock(self, now: float) -> None:
        """Close what has been waited for in vain."""
        if now >= self._unread_by:
            self.transport.abort()
        elif now < self._deadline:
            return
        elif self.flow.read_paused and self._arriving and not self.transport.is_closing():
            self._deadline = now + BODY_SECONDS  # it is we who do not read on
        elif self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()
        elif self._arriving and self._untouched():
            self._refuse(408)
        else:
            self.transport.close()
            self._deadline = now + CLOSE_SECONDS

    def make_room(self) -> None:
        """Close it: others want to come in."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()
            self._deadline = self.loop.time() + CLOSE_SECONDS

    def sign_in(self, person: str) -> bool:
        """It belongs to a person."""
        return self._counts.sign_in(self, person)

    def exempt(self) -> None:
        """It belongs to nobody."""
        self._counts.exempt(self)

    def _let_go(self) -> None:
        self._counts.leave(self)
        self._door.open.discard(self)
        self._deadline = self._unread_by = NEVER


def config_for(settings: Settings, listener: Listener, counts: Connections) -> uvicorn.Config:
    """uvicorn with bounds, for one port."""
    door = Door(counts, settings.trust_proxy)

    def connection(*args: Any, **kwargs: Any) -> BoundedConnection:
        return BoundedConnection(*args, door=door, **kwargs)

    return uvicorn.Config(
        listener.asgi,
        settings.host,
        listener.port,
        http=cast("type[asyncio.Protocol]", connection),
        interface="asgi3",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws=listener.websocket or "none",
        backlog=4096,  # everybody may come back at once
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: one Ctrl-C is for all of Hallway."""

    async def run_until(self, started: asyncio.Event) -> None:
        """Serve; `started` is set once the port is open or could not be opened."""
        try:
            task = asyncio.create_task(self._serve())
            while not self.started and not task.done():
                await asyncio.sleep(0.01)
            started.set()
            await task
        finally:
            started.set()


@asynccontextmanager
async def listening(settings: Settings, listener: Listener, counts: Connections) -> AsyncGenerator[None]:
    """Serve on the port for as long as the block lasts; what is under way is finished first."""
    server, started = _Server(config_for(settings, listener, counts)), asyncio.Event()
    task = asyncio.create_task(server.run_until(started))
    await started.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.wait({task})
