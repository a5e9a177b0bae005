"""The gateway put together: one ASGI application on one port."""

from collections.abc import Sequence
from typing import Final

import aiohttp
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hallway.gateway.asking import Asking
from hallway.gateway.authentication import Authenticator
from hallway.gateway.dev.graphiql import graphiql_routes
from hallway.gateway.dev.reload import Reload
from hallway.gateway.graphql import GraphEndpoint, schema_of
from hallway.gateway.http.feeds import Feeds
from hallway.gateway.http.files import Files
from hallway.gateway.http.health import Health
from hallway.gateway.http.json import answer
from hallway.gateway.http.jwks import keys_route
from hallway.gateway.http.kept_pages import FromMemory
from hallway.gateway.http.pages import Pages
from hallway.gateway.http.security import Guard, headers_of
from hallway.gateway.http.security_txt import security_txt
from hallway.gateway.http.service_worker import retired_worker
from hallway.gateway.http.sessions import Sessions
from hallway.gateway.http.uploads import Uploads
from hallway.gateway.ready import Ready
from hallway.gateway.realtime import Realtime
from hallway.kernel.apis import Apis
from hallway.kernel.clock import Clock
from hallway.kernel.errors import Problem
from hallway.kernel.graph import Graph
from hallway.kernel.pushes.message import PublicChanged
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Sockets

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

OURS = (
    *("/graphql", "/session/{rest:path}", "/upload/{rest:path}", "/calendar/{rest:path}"),
    *("/e/{slug}/schedule.xml", "/e/{slug}/schedule.json", "/e/{slug}/schedule.ics"),
)
"""Paths that are never a page, whatever the method: the refresh cookie goes to /session, and to nobody else."""
PUBLIC_CHANGED: Final = PublicChanged().encoded()


async def _no_such_thing(request: Request) -> Response:
    return answer(
        {"error": Problem("not_found", "noSuchOperation", name=f"{request.method} {request.url.path}").fault()}, 405
    )


class Gateway:
    """Everything a browser talks to."""

    def __init__(
        self,
        *,
        settings: Settings,
        apis: Apis,
        graphs: Sequence[Graph],
        sdl: Sequence[str],
        sockets: Sequence[Sockets],
        redis: Redis,
        rate_limiter: RateLimiter,
        session: aiohttp.ClientSession,
        health: Health,
        clock: Clock,
    ) -> None:
        authenticator = Authenticator(settings, apis, clock)
        asking = Asking(settings, rate_limiter, clock)
        self.graph = GraphEndpoint(schema_of(sdl, graphs), settings, apis, authenticator, asking, clock)
        self._realtime = Realtime(settings, apis, authenticator, sockets, redis, clock, self.graph.answers.changed)
        self.health = health
        health.also("live", self._realtime.check)
        self.pages = Pages(settings, session, authenticator, asking, self.graph)
        routes = [
            Route("/graphql", self.graph.__call__, methods=EVERY_METHOD),
            *Sessions(settings, apis, authenticator).routes(),
            *Uploads(settings, apis, authenticator).routes(),
            *Feeds(settings, apis, authenticator, asking).routes(),
            *health.routes(),
            keys_route(authenticator.keys),
            *security_txt(settings, clock),
            *(Route(path, _no_such_thing, methods=EVERY_METHOD) for path in OURS),
            *([] if settings.service_worker else [retired_worker()]),
            *([Reload(settings, session).route(), *graphiql_routes()] if settings.dev else []),
            Route("/{path:path}", self.pages.__call__, methods=EVERY_METHOD),
        ]
        server = self._realtime.server
        guarded = Guard(server.asgi(Starlette(routes=routes)), settings)
        ready = Ready(guarded, self.graph.answers, authenticator, asking, headers_of(settings))
        self.asgi: ASGIApp = ready if settings.dev else self._from_memory(ready, settings)
        self.websocket = server.websocket_class(WebSocketsSansIOProtocol if settings.dev else None)
        """For the HTTP server: what becomes of a connection that asks for a WebSocket."""

    def _from_memory(self, app: ASGIApp, settings: Settings) -> ASGIApp:
        kept = FromMemory(app, self.pages.kept, settings.trust_proxy)
        return Files(kept, settings.web_dir, headers_of(settings))

    def commanded(self, command: bytes) -> None:
        """A service in this process commands all gateways: what cannot wait until it comes by Redis."""
        if command == PUBLIC_CHANGED:
            self.graph.answers.changed()

    async def start(self) -> None:
        """Begin to take pushes."""
        await self._realtime.start()

    async def drain(self) -> None:
        """Send every socket away, and take no more."""
        await self._realtime.drain()

    async def stop(self) -> None:
        """End what is left."""
        await self.pages.kept.stop()
        await self._realtime.stop()
