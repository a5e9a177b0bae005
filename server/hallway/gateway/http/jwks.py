"""The public keys that access tokens are signed with."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.http.json import answer


def keys_route(keys: Callable[[], Awaitable[Mapping[str, object]]]) -> Route:
    """`/.well-known/jwks.json`: the public keys that tokens are signed with."""

    async def published(_: Request) -> Response:
        response = answer(await keys())
        response.headers["cache-control"] = "public, max-age=60"
        return response

    return Route("/.well-known/jwks.json", published)
