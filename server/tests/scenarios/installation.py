"""Hallway as processes of its own, in both shapes, to be used from outside and killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
from redis.asyncio import Redis

from hallway.bootstrap.registry import GATEWAY, SERVICES
from hallway.kernel.settings import Settings
from tests.support.waiting import eventually

SERVER_DIR: Final = Path(__file__).resolve().parents[2]
START_SECONDS: Final = 90
ALL: Final = "all"


class Installation:
    """A running Hallway. `parts` are the names of its processes: one called `all`, or seven."""

    def __init__(self, settings: Settings, split: bool, logs: Path) -> None:
        self.url = f"http://localhost:{settings.port}"
        self.redis_url = settings.redis_url
        self.parts = (*SERVICES, GATEWAY) if split else (ALL,)
        self._logs = logs
        self._processes: dict[str, Process] = {}
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")},
            "REDIS_URL": settings.redis_url,
            "DATABASE_URL": settings.database_url,
            "HALLWAY_SECRET": settings.secret,
            "HALLWAY_PORT": str(settings.port),
            "HALLWAY_DATABASE_POOL": "5",
            "HALLWAY_FREE_QUERIES": "1",
            "HALLWAY_ORGANISERS": "everybody",
            "HALLWAY_WEB_URL": settings.web_url,
            **{f"HALLWAY_{name.upper()}_URL": url for name, url in settings.service_urls.items()},
        }

    async def start(self, *parts: str) -> None:
        """Start processes, and wait until the whole installation says it is ready."""
        for part in parts or self.parts:
            log = (self._logs / f"{part}.log").open("ab")
            roles = [] if part == ALL else [part]
            self._processes[part] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "hallway", "serve", *roles, cwd=SERVER_DIR, env=self._env, stdout=log, stderr=log
            )
            log.close()
        await self._ready()

    async def _ready(self) -> None:
        async def status() -> int | str:
            for part, process in self._processes.items():
                assert process.returncode is None, f"{part} ended: {(self._logs / f'{part}.log').read_text()}"
            try:
                async with session.get(f"{self.url}/readyz") as answer:
                    return answer.status
            except aiohttp.ClientError as error:
                return repr(error)

        async with aiohttp.ClientSession() as session:
            await eventually(status, lambda status: status == 200, within=START_SECONDS)

    async def kill(self, part: str) -> None:
        """`kill -9`: no goodbye, nothing flushed."""
        process = self._processes.pop(part)
        process.kill()
        await process.wait()

    async def stop(self) -> None:
        """SIGTERM to all; none may need more than a few seconds, or have ended before."""
        for process in self._processes.values():
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            codes = {part: await process.wait() for part, process in self._processes.items()}
        assert not any(codes.values()), f"not stopped cleanly: {codes}"

    def end(self) -> None:
        """Leave nothing running, whatever went wrong."""
        for process in self._processes.values():
            if process.returncode is None:
                process.kill()

    async def forget_redis(self) -> None:
        """FLUSHALL."""
        async with Redis.from_url(self.redis_url) as redis:
            await redis.flushall()


@asynccontextmanager
async def installed(settings: Settings, split: bool, logs: Path) -> AsyncGenerator[Installation]:
    """A running installation for as long as the block lasts."""
    installation = Installation(settings, split, logs)
    try:
        await installation.start()
        yield installation
        await installation.stop()
    finally:
        installation.end()
