"""Servers for the tests of picosio: in this process, in others, and a Redis that may be stopped and killed."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hallway.embedded.valkey import VALKEY_BIN
from picosio import Options, Server
from picosio.standalone import listen
from tests.conftest import free_port
from tests.picosio.app import install
from tests.support.clock import LoopClock
from tests.support.waiting import eventually

QUICK: dict[str, Any] = {
    "ping_interval": 0.3,
    "ping_timeout": 0.2,
    "max_connections_per_address": 10_000,
    "close_timeout": 0.3,
}
"""The pings of the published test server; everybody here has the same address."""

GOODBYE = 60.0
"""More seconds than a server waits for clients to close their side; those of tests often do not."""


class Running:
    """A server that listens in this process."""

    def __init__(self, server: Server, port: int) -> None:
        self.server, self.port = server, port


@asynccontextmanager
async def serving(adapter: Any = None, port: int = 0, **options: Any) -> AsyncGenerator[Running]:
    """A server with the test app (see app.py), listening on the running loop."""
    server = Server(Options(**{**QUICK, **options}), adapter=adapter)
    install(server)
    port = port or free_port()
    async with listen(server, "127.0.0.1", port):
        yield Running(server, port)
        closing = asyncio.create_task(server.close())
        await LoopClock.of(asyncio.get_running_loop()).advance(GOODBYE)
        await closing


Serve = Callable[..., Awaitable[Running]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """`await serve(adapter=None, **options)`: a server with the test app (see app.py), listening."""
    async with AsyncExitStack() as stack:

        async def start(adapter: Any = None, port: int = 0, **options: Any) -> Running:
            return await stack.enter_async_context(serving(adapter, port, **options))

        yield start


@pytest.fixture
async def port(serve: Serve) -> int:
    """The port of a server with quick pings."""
    return (await serve()).port


@pytest.fixture
async def calm(serve: Serve) -> Running:
    """A server whose pings do not come into the way."""
    return await serve(ping_interval=25.0, ping_timeout=20.0)


class OwnRedis:
    """A Valkey of one test: `url`, and it may be stopped, started again and killed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "v.sock"
        self.url = f"unix://{self.path}"
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        program = next(VALKEY_BIN.glob("*/valkey-server"), VALKEY_BIN / "valkey-server")
        options = ["--port", "0", "--unixsocket", str(self.path), "--save", "", "--loglevel", "warning"]
        self._process = subprocess.Popen([str(program), *options], stdout=subprocess.DEVNULL)
        await eventually(self._answers)

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_unix_connection(str(self.path))
        except OSError:
            return False
        writer.close()
        return True

    def send(self, number: signal.Signals) -> None:
        """A signal: SIGSTOP makes it silent, SIGCONT ends that."""
        assert self._process
        os.kill(self._process.pid, number)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.path.unlink(missing_ok=True)


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncIterator[OwnRedis]:
    """A Valkey that this test may ill-treat."""
    made = OwnRedis(tmp_path)
    await made.start()
    yield made
    made.stop()
