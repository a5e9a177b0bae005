"""Real PostgreSQL and Valkey for all tests, and a running Hallway with an empty database for each that asks."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import msgspec
import pytest
import socketio
import structlog
import uvicorn
from redis.asyncio import Redis

from hallway.bootstrap.listening import config_for, connections_for
from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import PARTS, Part
from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.transaction import Database
from hallway.kernel.logging import console
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth, Device
from tests.support.clock import LoopClock
from tests.support.databases import database, make_database
from tests.support.waiting import eventually

SECRET = "a secret that only these tests know, and long enough"
DEVICE = Device(user_agent="pytest", address="127.0.0.1")
_numbers = itertools.count(1)
Database.guarded = True
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], console()])


class User(msgspec.Struct, frozen=True):
    """Somebody signed in: `token` for the gateway, `caller` for calling APIs directly."""

    id: UUID
    name: str
    email: str
    token: str
    refresh_token: str
    caller: Caller


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    """PostgreSQL and Valkey of our own, gone after the tests."""
    async with start_servers(tmp_path_factory.mktemp("servers"), durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def template(servers: Servers) -> str:
    """The name of a database with every schema in place, to be copied."""
    url = await make_database(servers.database, "template_all")
    await migrate(url, {part.name: part.folder / "migrations" for part in PARTS})
    return "template_all"


@pytest.fixture
async def redis(servers: Servers) -> AsyncIterator[Redis]:
    """Valkey, empty."""
    client = Redis.from_url(servers.redis)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
async def settings(servers: Servers, template: str, redis: Redis, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings with an empty, migrated database and an empty Valkey."""
    async with database(servers.database, template) as url:
        yield make_settings(url, servers.redis, tmp_path)


def make_settings(database_url: str, redis_url: str, data_dir: Path, **changes: Any) -> Settings:
    """Demo settings on free ports."""
    ports = [free_port() for _ in range(7)]
    names = [part.name for part in PARTS]
    values: dict[str, Any] = {
        "database_url": database_url,
        "redis_url": redis_url,
        "secret": SECRET,
        "demo": True,
        "data_dir": data_dir,
        "database_pool": 5,
        "port": ports[6],
        "public_url": f"http://localhost:{ports[6]}",
        "web_url": "http://127.0.0.1:9",
        "service_urls": {name: f"http://127.0.0.1:{port}" for name, port in zip(names, ports, strict=False)},
    }
    return Settings(**{**values, **changes})


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server(uvicorn.Server):
    """uvicorn inside the loop of the tests."""

    def install_signal_handlers(self) -> None:
        """Leave the signals to pytest."""

    async def main_loop(self) -> None:
        """Until it is to stop, which uvicorn itself looks for ten times a second."""
        await self.on_tick(0)
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """At once, without uvicorn's tenth of a second for what is still under way."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve within the block."""
        self._stopping = asyncio.Event()
        task = asyncio.create_task(self._serve())
        await eventually(lambda: self.started or task.done())
        try:
            yield
        finally:
            self.should_exit = self.force_exit = True
            self._stopping.set()
            await task


@asynccontextmanager
async def serve_app(app: App) -> AsyncIterator[App]:
    """Start `app` and listen on its ports."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app)
        counts = connections_for(app.settings)
        for one in app.listeners:
            await stack.enter_async_context(Server(config_for(app.settings, one, counts)).running())
        yield app


PassTime = Callable[[float], Awaitable[None]]


@pytest.fixture
async def pass_time() -> PassTime:
    """`await pass_time(25)`: for the event loop of the tests that many seconds pass, and what is due then runs."""
    return LoopClock.of(asyncio.get_running_loop()).advance


StartApp = Callable[..., Awaitable[App]]


@pytest.fixture
async def start_app(settings: Settings) -> AsyncIterator[StartApp]:
    """`await start_app(roles=set(), parts=PARTS, clock=now, **changed settings)`: an App in this process, listening;
    without roles everything in one. Call it several times for a split installation."""
    async with AsyncExitStack() as stack:

        async def start(
            roles: set[str] | None = None,
            parts: Sequence[Part] = PARTS,
            clock: Callable[[], datetime] = now,
            **changes: Any,
        ) -> App:
            changed = msgspec.structs.replace(settings, **changes)
            app = build(changed, roles or set(), parts, clock)
            return await stack.enter_async_context(serve_app(app))

        yield start


@pytest.fixture
async def hallway(start_app: StartApp) -> App:
    """Hallway in one process."""
    return await start_app()


@pytest.fixture
def apis(hallway: App) -> Apis:
    """The APIs of `hallway`."""
    return hallway.apis


class Client:
    """A browser's way to the gateway, without its cookies."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def graphql(
        self, query: str, variables: dict[str, Any] | None = None, as_: User | None = None
    ) -> dict[str, Any]:
        """The answer's body, errors and all. Values are written as JSON by msgspec."""
        headers = {"content-type": "application/json", **_bearer(as_)}
        body = msgspec.json.encode({"query": query, "variables": variables or {}})
        async with self.session.post(f"{self.url}/graphql", data=body, headers=headers) as answer:
            return await answer.json(content_type=None)

    async def request(self, method: str, path: str, as_: User | None = None, **options: Any) -> aiohttp.ClientResponse:
        """Any request; the body has been read."""
        headers = {**_bearer(as_), **options.pop("headers", {})}
        answer = await self.session.request(method, self.url + path, headers=headers, allow_redirects=False, **options)
        await answer.read()
        return answer


def _bearer(user: User | None) -> dict[str, str]:
    return {"authorization": f"Bearer {user.token}"} if user else {}


@pytest.fixture
async def client(hallway: App) -> AsyncIterator[Client]:
    """A Client of `hallway`."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Client(session, f"http://127.0.0.1:{hallway.settings.port}")


MakeUser = Callable[..., Awaitable[User]]


@pytest.fixture
def make_user(apis: Apis) -> MakeUser:
    """`await make_user("Ada Lindqvist", apis=None)`: a new account, signed in."""

    async def make(name: str, apis: Apis = apis) -> User:
        email = f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.org"
        grant = await apis.get(Auth).register(Caller(), email, name, "a long and unlikely password", DEVICE)
        expires = datetime.now(UTC) + timedelta(minutes=10)
        caller = Caller(grant.user.id, grant.session_id, frozenset(grant.user.roles), expires_at=expires)
        return User(grant.user.id, name, email, grant.access_token, grant.refresh_token, caller)

    return make


class Socket:
    """A Socket.IO client that keeps what it is sent."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.pushes: list[tuple[str, Any]] = []
        self._arrived = asyncio.Event()
        self.client.on("*", self._keep)

    async def _keep(self, name: str, fields: Any = None) -> None:
        self.pushes.append((name, fields))
        self._arrived.set()

    async def call(self, name: str, fields: Any = None, timeout: float = 5) -> Any:
        """Send a message; its acknowledgement (`{"ok": ..., ...}`)."""
        value = msgspec.json.decode(msgspec.json.encode(fields if fields is not None else {}))
        return await self.client.call(name, value, timeout=timeout)

    async def value(self, name: str, fields: Any = None) -> Any:
        """Send a message that must be acknowledged as ok; the acknowledgement's value."""
        answer = await self.call(name, fields)
        assert answer["ok"], answer
        return answer.get("value")

    async def until(self, name: str, where: Callable[[Any], bool] = lambda _: True, timeout: float = 5) -> Any:
        """The fields of the first push `name`, already here or to come, for which `where` holds; it is taken out."""
        async with asyncio.timeout(timeout):
            while True:
                for index, (pushed, fields) in enumerate(self.pushes):
                    if pushed == name and where(fields):
                        del self.pushes[index]
                        return fields
                self._arrived.clear()
                await self._arrived.wait()


ConnectSocket = Callable[..., Awaitable[Socket]]


@pytest.fixture
async def connect_socket(hallway: App) -> AsyncIterator[ConnectSocket]:
    """`await connect_socket(user, app=None)`: a connected Socket; of nobody, with None."""
    opened: list[Socket] = []

    async def connect(user: User | None, app: App = hallway) -> Socket:
        made = Socket()
        opened.append(made)
        url = f"http://127.0.0.1:{app.settings.port}"
        await made.client.connect(url, transports=["websocket"], auth={"token": user.token} if user else None)
        return made

    yield connect
    for each in opened:
        await each.client.disconnect()
