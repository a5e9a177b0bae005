"""The official client (socket.io-client of web/package.json, driven by client.mjs) with a server in this process."""

import asyncio
import json
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from picosio import Socket
from tests.conftest import free_port
from tests.picosio.conftest import Running, Serve

HERE = Path(__file__).parent
SERVER = HERE.parents[1]
WEB = SERVER.parent / "web"


@asynccontextmanager
async def node(scenario: str, port: int) -> AsyncIterator[Process]:
    """client.mjs at work."""
    async with script("client.mjs", scenario, str(port)) as process:
        yield process


@asynccontextmanager
async def script(name: str, *arguments: str) -> AsyncIterator[Process]:
    """A program of this folder at work."""
    program = shutil.which("node")
    assert program, "the tests of the web need Node.js as well"
    assert (WEB / "node_modules/socket.io-client").is_dir(), "make test installs it; here: npm ci in web/"
    process = await asyncio.create_subprocess_exec(
        program, str(HERE / name), str(WEB), *arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def result(process: Process) -> Any:
    """What it printed last; fails with its own words if it failed."""
    assert process.stdout
    assert process.stderr
    async with asyncio.timeout(30):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return json.loads(out.decode().splitlines()[-1])


async def ready(process: Process) -> None:
    """Waits until it says so."""
    assert process.stdout
    async with asyncio.timeout(20):
        assert await process.stdout.readline() == b"ready\n"


@pytest.mark.parametrize(
    "scenario",
    ["websocket", "polling", "upgrade", "pings", "late", "volatile", "namespaces", "auth", "kicked"],
)
async def test_scenario(serve: Serve, scenario: str) -> None:
    # A client in a process of its own may be late where the machine is busy.
    running = await serve(ping_timeout=20.0)
    async with node(scenario, running.port) as process:
        assert await result(process) == "ok"


async def test_what_nobody_handles_and_names_that_are_numbers(serve: Serve) -> None:
    """As Node's server does, which the same scenario is run against."""
    running = await serve(ping_timeout=20.0)
    for number in ("1", "-7", "2.5"):

        @running.server.namespace("/").on(number)
        def handle(_: Socket, text: object, number: str = number) -> str:
            return f"{number} {text}"

    async with node("unheard", running.port) as process:
        assert await result(process) == "ok"
    async with script("official.mjs") as official:
        assert official.stdout
        port = int(await official.stdout.readline())
        async with node("unheard", port) as process:
            assert await result(process) == "ok"


async def test_half_an_emoji(serve: Serve) -> None:
    running = await serve(ping_timeout=20.0)
    async with node("halves", running.port) as process:
        assert await result(process) == "ok"


@asynccontextmanager
async def another_process(port: int, *words: str) -> AsyncIterator[Process]:
    """The test app in a process of its own; killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.picosio.app", str(port), *words, cwd=SERVER, stdout=PIPE
    )
    try:
        assert process.stdout
        async with asyncio.timeout(20):
            assert await process.stdout.readline() == b"listening\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_reconnects_after_the_server_was_killed() -> None:
    port = free_port()
    async with another_process(port) as first, node("reconnect", port) as client:
        await ready(client)
        first.kill()
        await first.wait()
        async with another_process(port):
            assert await result(client) == "transport close"


async def test_a_drained_server_sends_its_clients_elsewhere(serve: Serve, calm: Running) -> None:
    port = free_port()
    old = await serve(port=port)
    async with node("drained", port) as client:
        await ready(client)
        await old.server.drain(0.1)
        await old.server.close()
        await serve(port=port)
        seen = await result(client)
    assert seen["reason"] == "transport close"
    assert seen["code"] == 1012, "service restart"


async def test_a_client_that_does_not_read_is_told_why_it_was_closed(serve: Serve) -> None:
    running = await serve(ping_interval=25.0, ping_timeout=20.0, max_unsent=200_000)
    async with node("slow", running.port) as client:
        await ready(client)
        everybody = running.server.namespace("/").to()
        for _ in range(2_000):
            everybody.emit("noise", "x" * 10_000)
            await asyncio.sleep(0)
            if not list(running.server.sockets()):
                break
        assert not list(running.server.sockets()), "it holds more than max_unsent, and is out at once"
        assert client.stdin
        client.stdin.write(b"go on\n")
        seen = await result(client)
    assert seen == {"code": 1008, "words": "too slow: unsent data over the limit"}
