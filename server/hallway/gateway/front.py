"""The gateway put together: one ASGI application on one port."""

from collections.abc import Callable, Sequence
from datetime import datetime

import aiohttp
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hallway.gateway.callers import Callers
from hallway.gateway.graphiql import graphiql_routes
from hallway.gateway.graphql import GraphEndpoint, schema_of
from hallway.gateway.guard import Guard, answer
from hallway.gateway.http import Health, Sessions, keys_route
from hallway.gateway.pages import Pages
from hallway.gateway.realtime import Realtime
from hallway.gateway.reload import Reload
from hallway.gateway.uploads import Uploads
from hallway.kernel.errors import Fault
from hallway.kernel.graph import Graph
from hallway.kernel.limits import Limits
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Sockets

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

OURS = ("/graphql", "/session/{rest:path}", "/upload/{rest:path}")
"""Paths that are never a page, whatever the method: the refresh cookie goes to /session, and to nobody else."""


async def _no_such_thing(request: Request) -> Response:
    return answer({"error": Fault("not_found", f"There is no {request.method} {request.url.path}.")}, 405)


class Gateway:
    """Everything a browser talks to."""

    def __init__(
        self,
        settings: Settings,
        apis: Apis,
        graphs: Sequence[Graph],
        sdl: Sequence[str],
        sockets: Sequence[Sockets],
        redis: Redis,
        limits: Limits,
        session: aiohttp.ClientSession,
        health: Health,
        clock: Callable[[], datetime],
    ) -> None:
        callers = Callers(settings, apis, clock)
        self.graph = GraphEndpoint(schema_of(sdl, graphs), settings, apis, callers, limits, clock)
        self._realtime = Realtime(settings, apis, callers, sockets, redis, clock)
        health.also("live", self._realtime.check)
        routes = [
            Route("/graphql", self.graph.__call__, methods=EVERY_METHOD),
            *Sessions(settings, apis).routes(),
            *Uploads(settings, apis, callers).routes(),
            *health.routes(),
            keys_route(callers.keys),
            *(Route(path, _no_such_thing, methods=EVERY_METHOD) for path in OURS),
            *([Reload(settings, session).route(), *graphiql_routes()] if settings.dev else []),
            Route("/{path:path}", Pages(settings, session).__call__, methods=EVERY_METHOD),
        ]
        server = self._realtime.server
        self.asgi: ASGIApp = Guard(server.asgi(Starlette(routes=routes)), settings)
        self.websocket = server.websocket_class(WebSocketsSansIOProtocol if settings.dev else None)
        """For the HTTP server: what becomes of a connection that asks for a WebSocket."""

    async def start(self) -> None:
        """Begin to take pushes."""
        await self._realtime.start()

    async def drain(self) -> None:
        """Send every socket away, and take no more."""
        await self._realtime.drain()

    async def stop(self) -> None:
        """End what is left."""
        await self._realtime.stop()
