"""The composition root: which services there are, and what runs in this process."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
import asyncpg
import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from starlette.applications import Starlette
from starlette.types import ASGIApp

from hallway.gateway.front import Gateway
from hallway.gateway.http import Health
from hallway.kernel.cache import Cache
from hallway.kernel.consumer import Consumer
from hallway.kernel.db import Database, open_pool
from hallway.kernel.errors import Problem
from hallway.kernel.facts import Reactions
from hallway.kernel.graph import Graph
from hallway.kernel.lag import LoopLag
from hallway.kernel.limits import Limits
from hallway.kernel.live import Live
from hallway.kernel.relay import Relay
from hallway.kernel.rpc import Apis, expose, remote
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Sockets
from hallway.services.auth.api import Auth
from hallway.services.auth.graph import graph as auth_graph
from hallway.services.auth.service import AuthService
from hallway.services.chat.api import Chat
from hallway.services.chat.graph import graph as chat_graph
from hallway.services.chat.reactions import reactions as chat_reactions
from hallway.services.chat.service import ChatService
from hallway.services.chat.sockets import sockets as chat_sockets
from hallway.services.events.api import Events
from hallway.services.events.graph import graph as events_graph
from hallway.services.events.reactions import reactions as events_reactions
from hallway.services.events.service import EventsService
from hallway.services.events.sockets import sockets as events_sockets
from hallway.services.notifications.api import Notifications
from hallway.services.notifications.graph import graph as notifications_graph
from hallway.services.notifications.reactions import reactions as notifications_reactions
from hallway.services.notifications.service import NotificationsService
from hallway.services.profiles.api import Profiles
from hallway.services.profiles.graph import graph as profiles_graph
from hallway.services.profiles.reactions import reactions as profiles_reactions
from hallway.services.profiles.service import ProfilesService
from hallway.services.video.api import Video
from hallway.services.video.graph import graph as video_graph
from hallway.services.video.service import VideoService
from hallway.services.video.sockets import sockets as video_sockets

GATEWAY = "gateway"


class Listener(msgspec.Struct, frozen=True):
    """A port, what answers requests there, and what becomes of connections that ask for a WebSocket."""

    port: int
    asgi: ASGIApp
    websocket: type[asyncio.Protocol] | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table: a service and what it brings."""

    name: str
    api: type[Any]
    service: Callable[..., Any]
    graph: Graph | None = None
    sockets: Sockets | None = None
    reactions: Reactions | None = None
    cached: bool = False
    """Has answers that are the same for everybody."""

    @property
    def folder(self) -> Path:
        """Where the service's schema.graphql and migrations are."""
        return Path(inspect.getfile(self.api)).parent


PARTS: tuple[Part, ...] = (
    Part(name="auth", api=Auth, service=AuthService, graph=auth_graph),
    Part(
        name="events",
        api=Events,
        service=EventsService,
        graph=events_graph,
        sockets=events_sockets,
        reactions=events_reactions,
        cached=True,
    ),
    Part(name="profiles", api=Profiles, service=ProfilesService, graph=profiles_graph, reactions=profiles_reactions),
    Part(name="chat", api=Chat, service=ChatService, graph=chat_graph, sockets=chat_sockets, reactions=chat_reactions),
    Part(name="video", api=Video, service=VideoService, graph=video_graph, sockets=video_sockets),
    Part(
        name="notifications",
        api=Notifications,
        service=NotificationsService,
        graph=notifications_graph,
        reactions=notifications_reactions,
    ),
)


def now() -> datetime:
    """The clock of a real installation."""
    return datetime.now(UTC)


class App:
    """What runs in one process. Everything exists between `start` and `stop`."""

    def __init__(
        self, settings: Settings, roles: frozenset[str], parts: Sequence[Part], clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.roles = roles
        self.parts = parts
        self.apis = Apis()
        self._clock = clock
        self._stack = AsyncExitStack()
        self._pools: dict[str, asyncpg.Pool] = {}
        self.gateway: Gateway | None = None
        self._lag = LoopLag()
        self.listeners: list[Listener] = []
        """Ports to listen on; the gateway's first."""

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
        redis = open_redis(self.settings.redis_url)
        self._stack.push_async_callback(redis.aclose)
        live, limits = Live(self.settings), Limits(redis, self._clock)
        await self._run(live)
        here = [part for part in self.parts if part.name in self.roles]
        started = [await self._open(part, redis, live, limits) for part in here]
        secret = self.settings.key("rpc")
        for part in self.parts:
            if part.name not in self.roles:
                url = self.settings.service_urls[part.name]
                self.apis.add(part.api, remote(part.api, url, secret, self._session, self.settings.rpc_seconds))
        for part, (service, relay) in zip(here, started, strict=True):
            await self._run(relay)
            if part.reactions:
                await self._run(Consumer(part.reactions, redis, self.apis, self._clock))
            await self._run(service)
        if GATEWAY in self.roles:
            gateway = Gateway(
                self.settings, self.apis, self._graphs(), self._sdl(), self._sockets(), redis, limits,
                self._session, Health(self._checks(redis), self._lag), self._clock,
            )  # fmt: skip
            await self._run(gateway)
            self.gateway = gateway
            self.listeners.insert(0, Listener(self.settings.port, gateway.asgi, gateway.websocket))

    async def _run(self, thing: Any) -> None:
        if hasattr(thing, "start"):
            await thing.start()
        if hasattr(thing, "stop"):
            self._stack.push_async_callback(thing.stop)

    async def _open(self, part: Part, redis: Redis, live: Live, limits: Limits) -> tuple[Any, Relay]:
        pool = await open_pool(self.settings.database_url, part.name, self.settings.database_pool)
        self._pools[part.name] = pool
        self._stack.push_async_callback(pool.close)
        groups = [p.name for p in self.parts if p.reactions and part.name in p.reactions.sources()]
        relay = Relay(part.name, pool, redis, groups, self._clock)
        db = Database(pool, part.name, live.publish, relay.wake, self._clock)
        also = {"cache": Cache(part.name, redis)} if part.cached else {}
        service = part.service(db=db, apis=self.apis, limits=limits, settings=self.settings, clock=self._clock, **also)
        self.apis.add(part.api, service)
        if not self._everything_is_here():
            routes = expose(part.api, service, self.settings.key("rpc"), self.settings.rpc_bytes)
            health = Health({"database": self._database(part.name), "redis": _redis(redis)}, self._lag)
            port = urlsplit(self.settings.service_urls[part.name]).port or 80
            self.listeners.append(Listener(port, Starlette(routes=[*routes, *health.routes()])))
        return service, relay

    def _everything_is_here(self) -> bool:
        return self.roles >= {GATEWAY, *(part.name for part in self.parts)}

    def _graphs(self) -> list[Graph]:
        return [part.graph for part in self.parts if part.graph]

    def _sdl(self) -> list[str]:
        return [path.read_text() for part in self.parts if (path := part.folder / "schema.graphql").exists()]

    def _sockets(self) -> list[Sockets]:
        return [part.sockets for part in self.parts if part.sockets]

    def _database(self, name: str) -> Callable[[], Awaitable[None]]:
        async def check() -> None:
            await self._pools[name].execute("SELECT 1")

        return check

    def _checks(self, redis: Redis) -> dict[str, Callable[[], Awaitable[None]]]:
        here = {name: self._database(name) for name in self._pools}
        away = [part.name for part in self.parts if part.name not in self.roles]
        return {"redis": _redis(redis), **here, **{name: self._service(name) for name in away}}

    def _service(self, name: str) -> Callable[[], Awaitable[None]]:
        async def check() -> None:
            async with self._session.get(f"{self.settings.service_urls[name]}/readyz") as answer:
                answer.raise_for_status()

        return check


def _redis(redis: Redis) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        await redis.ping()

    return check


def open_redis(url: str) -> Redis:
    """A client that notices quickly when Redis is away."""
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5, retry=Retry(NoBackoff(), 1))


def build(
    settings: Settings,
    roles: set[str] | frozenset[str] = frozenset(),
    parts: Sequence[Part] = PARTS,
    clock: Callable[[], datetime] = now,
) -> App:
    """An App for these roles: "gateway" and names of services; none means all."""
    everything = frozenset({GATEWAY, *(part.name for part in parts)})
    if unknown := roles - everything:
        raise Problem(
            "invalid", f"There is no {', '.join(sorted(unknown))} here. Choose from {', '.join(sorted(everything))}."
        )
    return App(settings, frozenset(roles) or everything, parts, clock)
