"""Health: whether a process lives, and whether everything it needs answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.gateway.http.json import answer
from hallway.kernel.loop_lag import LoopLag
from hallway.kernel.rpc import comes_from_hallway

HEALTH_SECONDS: Final = 3.0
"""A part that takes longer to answer counts as away."""
FRESH_SECONDS: Final = 1.0
"""For so long what was found is answered again: whoever asks thousands of times costs the parts one question."""
FORWARDING: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Health:
    """`/healthz` says that this process runs; `/readyz` asks everything it needs, and says how late its loop is. The
    parts by name are for this machine and for Hallway's own processes, who have one of `keys`; others get the bare
    answer."""

    def __init__(
        self, checks: Mapping[str, Callable[[], Awaitable[None]]], lag: LoopLag, keys: Sequence[bytes]
    ) -> None:
        self._checks = dict(checks)
        self._lag = lag
        self._keys = keys
        self._found: dict[str, bool] = {}
        self._fresh_until = 0.0
        self._asking: asyncio.Task[None] | None = None

    async def all_well(self, tell: Callable[[Sequence[str]], None]) -> None:
        """Wait until everything answers; `tell` is called with what does not, each time that it changes."""
        told: list[str] = []
        while True:
            await self._look()
            away = sorted(name for name, works in self._found.items() if not works)
            if not away:
                return
            if away != told:
                tell(away)
                told = away
            await asyncio.sleep(FRESH_SECONDS)

    def also(self, name: str, check: Callable[[], Awaitable[None]]) -> None:
        """Ask this too."""
        self._checks[name] = check

    def routes(self) -> list[Route]:
        """The endpoints."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, _: Request) -> Response:
        """200 as long as the loop turns."""
        return answer({"ok": True})

    async def ready(self, request: Request) -> Response:
        """200 when everything answers, else 503; each part by name, for those who may know."""
        await self._look()
        ok = all(self._found.values())
        details: dict[str, object] = {"parts": self._found, "loop": self._lag.now()}
        return answer({"ok": ok, **(details if self._may_know(request) else {})}, 200 if ok else 503)

    async def _look(self) -> None:
        if asyncio.get_running_loop().time() >= self._fresh_until:
            if self._asking is None:
                self._asking = asyncio.create_task(self._ask())
            await asyncio.shield(self._asking)

    async def _ask(self) -> None:
        try:
            names = list(self._checks)
            answers = await asyncio.gather(*(self._works(name) for name in names))
            self._found = dict(zip(names, answers, strict=True))
            self._fresh_until = asyncio.get_running_loop().time() + FRESH_SECONDS
        finally:
            self._asking = None

    async def _works(self, name: str) -> bool:
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                await self._checks[name]()
            return True
        except Exception:
            return False

    def _may_know(self, request: Request) -> bool:
        if comes_from_hallway(request.headers, self._keys):
            return True
        forwarded = any(name in request.headers for name in FORWARDING)
        return not forwarded and request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
