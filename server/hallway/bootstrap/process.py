"""What runs in one process: the services whose roles it has, calls to those elsewhere, and perhaps the gateway."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import aiohttp
import asyncpg
import msgspec
from starlette.applications import Starlette
from starlette.types import ASGIApp

from hallway.bootstrap.registry import GATEWAY, PARTS, Part
from hallway.gateway.gateway import Gateway
from hallway.gateway.http.health import Health
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.clock import Clock, now
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import OperatorError
from hallway.kernel.facts.consumer import Consumer
from hallway.kernel.facts.publisher import OutboxPublisher
from hallway.kernel.here import Here
from hallway.kernel.loop_lag import LoopLag
from hallway.kernel.pushes.publisher import PushPublisher
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.redis_client import open_redis
from hallway.kernel.rpc import expose, remote
from hallway.kernel.service import Service, ServiceContext
from hallway.kernel.settings import Settings


class Listener(msgspec.Struct, frozen=True):
    """A port, what answers requests there, and what becomes of connections that ask for a WebSocket."""

    port: int
    asgi: ASGIApp
    websocket: type[asyncio.Protocol] | None = None


class Background(Protocol):
    """What works between `start` and `stop`."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class App:
    """What runs in one process. Everything exists between `start` and `stop`."""

    def __init__(
        self, settings: Settings, roles: frozenset[str], parts: Sequence[Part[Any, Any]], clock: Clock
    ) -> None:
        self.settings = settings
        self.roles = roles
        self.parts = parts
        self.apis = Apis()
        self.gateway: Gateway | None = None
        self.listeners: list[Listener] = []
        """Ports to listen on; the gateway's first."""
        self._clock = clock
        self._stack = AsyncExitStack()
        self._pools: dict[str, asyncpg.Pool] = {}
        self._lag = LoopLag()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open what is needed, start services, then the gateway."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def drain(self) -> None:
        """Send browsers away, to be called while the ports are still open."""
        if self.gateway:
            await self.gateway.drain()

    async def stop(self) -> None:
        """Stop in reverse order; nothing that was acknowledged is lost."""
        await self._stack.aclose()

    async def _start(self) -> None:
        await self._run(self._lag)
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar())
        )
        self._redis = open_redis(self.settings.redis_url)
        self._stack.push_async_callback(self._redis.aclose)
        pushes, rate_limiter = PushPublisher(self.settings), RateLimiter(self._redis, self._clock)
        await self._run(pushes)
        here = [part for part in self.parts if part.name in self.roles]
        background = [await self._open(part, pushes, rate_limiter) for part in here]
        for part in self.parts:
            if part.name not in self.roles:
                self._call_elsewhere(part)
        for work in (one for some in background for one in some):
            await self._run(work)
        if GATEWAY in self.roles:
            pushes.here = (await self._open_gateway(rate_limiter)).commanded

    async def _run(self, work: Background) -> None:
        await work.start()
        self._stack.push_async_callback(work.stop)

    async def _open(self, part: Part[Any, Any], pushes: PushPublisher, rate_limiter: RateLimiter) -> list[Background]:
        """The service's API from now on; answers what works in the background, in the order to start it in."""
        pool = await open_pool(self.settings.database_url, part.name, self.settings.database_pool)
        self._pools[part.name] = pool
        self._stack.push_async_callback(pool.close)
        groups = [p.name for p in self.parts if p.reactions and part.name in p.reactions.sources()]
        outbox = OutboxPublisher(part.name, pool, self._redis, groups, self._clock)
        context = ServiceContext(
            db=Database(pool, part.name, pushes.publish, outbox.wake, self._clock),
            apis=self.apis,
            rate_limiter=rate_limiter,
            settings=self.settings,
            clock=self._clock,
            cache=Cache(part.name, self._redis),
            here=Here(self._redis),
        )
        implementations: dict[type[Any], Any] = {part.api: part.service(context)}
        if self.settings.demo and part.demo_api and part.demo_service:
            implementations[part.demo_api] = part.demo_service(context)
        for api, implementation in implementations.items():
            self.apis.add(api, implementation)
        if not self._everything_is_here():
            self._expose(part, implementations)
        services = [one for one in implementations.values() if isinstance(one, Service)]
        consumers = [Consumer(part.reactions, self._redis, self.apis, self._clock)] if part.reactions else []
        return [outbox, *consumers, *services]

    def _everything_is_here(self) -> bool:
        return self.roles >= {GATEWAY, *(part.name for part in self.parts)}

    def _expose(self, part: Part[Any, Any], implementations: dict[type[Any], Any]) -> None:
        """Let other processes call the service at a port of its own."""
        keys, largest = self.settings.keys("rpc"), self.settings.rpc_bytes
        routes = [route for api, one in implementations.items() for route in expose(api, one, keys, largest)]
        health = Health({"database": self._database_answers(part.name), "redis": self._redis_answers}, self._lag, keys)
        port = urlsplit(self.settings.service_urls[part.name]).port or 80
        self.listeners.append(Listener(port, Starlette(routes=[*routes, *health.routes()])))

    def _call_elsewhere(self, part: Part[Any, Any]) -> None:
        """The service is in another process: calls go there."""
        settings = self.settings
        url, key = settings.service_urls[part.name], settings.key("rpc")
        for api in (part.api, part.demo_api if settings.demo else None):
            if api:
                self.apis.add(api, remote(api, url, key, self._session, settings.rpc_seconds))

    async def _open_gateway(self, rate_limiter: RateLimiter) -> Gateway:
        checks = {name: self._database_answers(name) for name in self._pools}
        away = {part.name: self._service_answers(part.name) for part in self.parts if part.name not in self.roles}
        self.gateway = Gateway(
            settings=self.settings,
            apis=self.apis,
            graphs=[part.graph for part in self.parts if part.graph],
            sdl=[path.read_text() for part in self.parts if (path := part.folder / "schema.graphql").exists()],
            sockets=[part.sockets for part in self.parts if part.sockets],
            redis=self._redis,
            rate_limiter=rate_limiter,
            session=self._session,
            health=Health({"redis": self._redis_answers, **checks, **away}, self._lag, self.settings.keys("rpc")),
            clock=self._clock,
        )
        await self._run(self.gateway)
        self.listeners.insert(0, Listener(self.settings.port, self.gateway.asgi, self.gateway.websocket))
        return self.gateway

    async def _redis_answers(self) -> None:
        await self._redis.ping()

    def _database_answers(self, name: str) -> Callable[[], Awaitable[None]]:
        async def check() -> None:
            await self._pools[name].execute("SELECT 1")

        return check

    async def pages_answer(self) -> None:
        """Raises unless the pages' own server answers."""
        async with self._session.get(f"{self.settings.web_url}/version.txt", allow_redirects=False) as answer:
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                answer.raise_for_status()

    def _service_answers(self, name: str) -> Callable[[], Awaitable[None]]:
        async def check() -> None:
            async with self._session.get(f"{self.settings.service_urls[name]}/readyz") as answer:
                answer.raise_for_status()

        return check


def build(
    settings: Settings,
    roles: set[str] | frozenset[str] = frozenset(),
    parts: Sequence[Part[Any, Any]] = PARTS,
    clock: Clock = now,
) -> App:
    """An App for these roles: "gateway" and names of services; none means all."""
    everything = frozenset({GATEWAY, *(part.name for part in parts)})
    if unknown := roles - everything:
        raise OperatorError(
            f"There is no {', '.join(sorted(unknown))} here. Choose from {', '.join(sorted(everything))}."
        )
    return App(settings, frozenset(roles) or everything, parts, clock)
