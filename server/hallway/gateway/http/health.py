"""Health: whether a process lives, and whether everything it needs answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.http.json import answer
from hallway.kernel.loop_lag import LoopLag

HEALTH_SECONDS: Final = 3.0
"""A part that takes longer to answer counts as away."""


class Health:
    """`/healthz` says that this process runs; `/readyz` asks everything it needs, and says how late its loop is."""

    def __init__(self, checks: Mapping[str, Callable[[], Awaitable[None]]], lag: LoopLag) -> None:
        self._checks = dict(checks)
        self._lag = lag

    def also(self, name: str, check: Callable[[], Awaitable[None]]) -> None:
        """Ask this too."""
        self._checks[name] = check

    def routes(self) -> list[Route]:
        """The endpoints."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, _: Request) -> Response:
        """200 as long as the loop turns."""
        return answer({"ok": True})

    async def ready(self, _: Request) -> Response:
        """200 when everything answers, else 503; each part by name."""
        names = list(self._checks)
        found = dict(zip(names, await asyncio.gather(*(self._works(name) for name in names)), strict=True))
        ok = all(found.values())
        return answer({"ok": ok, "parts": found, "loop": self._lag.now()}, 200 if ok else 503)

    async def _works(self, name: str) -> bool:
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                await self._checks[name]()
            return True
        except Exception:
            return False
