"""`/sw.js` when the service worker is switched off: one that takes itself away, in place of the web's own.

Answered here, so that it works whatever state the pages are in. Browsers ask for it anew at each navigation."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

GONE: Final = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.registration.unregister()));
"""


async def _gone(_: Request) -> Response:
    headers = {"cache-control": "no-cache", "content-security-policy": "default-src 'none'"}
    return Response(GONE, 200, headers, "text/javascript")


def retired_worker() -> Route:
    """The route that switches it off."""
    return Route("/sw.js", _gone, methods=["GET"])
