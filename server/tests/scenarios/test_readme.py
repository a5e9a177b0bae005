"""The split shape, started by the README's own lines on an empty database."""

import asyncio
import os
import re
import shlex
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest
from redis.asyncio import Redis

from hallway.bootstrap.registry import GATEWAY, SERVICES, WEB
from hallway.embedded.servers import Servers
from hallway.embedded.web import SERVER
from tests.conftest import free_port
from tests.scenarios.installation import SERVER_DIR, START_SECONDS
from tests.support.databases import database
from tests.support.waiting import eventually

ALL_START_SECONDS: Final = 50
"""Eight processes come up at once, each with everything to read: on a busy machine that takes a while."""
README: Final = SERVER_DIR.parent / "README.md"
PAGES: Final = """
const { PORT, HOSTNAME } = process.env;
require("node:http").createServer((_, response) => response.end("pages")).listen(PORT, HOSTNAME);
"""
"""What is built is not what is tried here: how it is started, found and waited for is."""


def lines() -> tuple[list[str], list[list[str]]]:
    """Of the README's lines for the split shape: the variables that they set, and the commands."""
    block = next(one for one in README.read_text().split("\n\n") if "./hallway serve gateway" in one)
    said = [line.strip().removesuffix("&").strip() for line in block.splitlines()]
    exported = [shlex.split(line.removeprefix("export "), comments=True) for line in said if line.startswith("export ")]
    names = [word.partition("=")[0] for words in exported for word in words]
    return names, [shlex.split(line)[1:] for line in said if line.startswith("./hallway ")]


class Processes:
    """What was started, each with its log."""

    def __init__(self, logs: Path, env: Mapping[str, str]) -> None:
        self._logs = logs
        self._env = dict(env)
        self._running: dict[str, Process] = {}

    async def start(self, words: list[str]) -> None:
        """`./hallway` and these words."""
        name = " ".join(words)
        with (self._logs / f"{name}.log").open("wb") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "hallway", *words, cwd=self._logs, env=self._env, stdout=log, stderr=log
            )

    def said(self) -> str:
        """What all of them have said; fails if one has ended."""
        logs = {name: (self._logs / f"{name}.log").read_text() for name in self._running}
        ended = [name for name, process in self._running.items() if process.returncode is not None]
        assert not ended, "\n".join(f"{name} ended: {logs[name]}" for name in ended)
        return "\n".join(logs.values())

    async def stop(self) -> list[int]:
        """SIGTERM to all; how they ended."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            return [await process.wait() for process in self._running.values()]

    def end(self) -> None:
        """Leave nothing running, whatever went wrong."""
        for process in self._running.values():
            if process.returncode is None:
                process.kill()


def split_port() -> int:
    """A port with the ports above it that the others take by themselves."""
    return next(port for port in iter(free_port, 0) if port + 100 < 65_536)


@pytest.fixture
async def env(servers: Servers, redis: Redis, tmp_path: Path) -> AsyncIterator[Mapping[str, str]]:
    """What the README has one set, and a port of the test's own."""
    server = tmp_path / "web" / SERVER
    server.parent.mkdir(parents=True)
    server.write_text(PAGES)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
    mine = {"HALLWAY_PORT": str(split_port()), "HALLWAY_WEB_DIR": str(tmp_path / "web"), "PYTHONPATH": str(SERVER_DIR)}
    async with database(servers.database) as empty:
        secret = "a secret that only this test knows, and long enough"
        given = {"DATABASE_URL": empty, "REDIS_URL": servers.redis, "HALLWAY_SECRET": secret}
        assert set(lines()[0]) == set(given), "the README has one set more, or less, than it takes"
        yield {**kept, **given, **mine}


@pytest.fixture
async def processes(env: Mapping[str, str], tmp_path: Path) -> AsyncIterator[Processes]:
    """None yet."""
    running = Processes(tmp_path, env)
    yield running
    running.end()


async def test_the_readmes_lines_start_the_split_shape(processes: Processes, env: Mapping[str, str]) -> None:
    _, commands = lines()
    assert sorted(words[-1] for words in commands) == sorted((*SERVICES, GATEWAY, WEB))
    url = f"http://localhost:{env['HALLWAY_PORT']}"

    async def readiness() -> dict[str, Any]:
        processes.said()
        try:
            async with session.get(f"{url}/readyz") as answer:
                return {"status": answer.status, **(await answer.json())["parts"]}
        except aiohttp.ClientError as error:
            return {"status": repr(error)}

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar()) as session:
        for words in commands:  # all at once, in whatever order they come up; the pages last
            if words != ["serve", WEB]:
                await processes.start(words)
        parts = {"redis", "live", *SERVICES}
        all_but_pages = {"status": 503, "pages": False, **dict.fromkeys(parts, True)}
        await eventually(readiness, lambda now: now == all_but_pages, within=ALL_START_SECONDS)
        await eventually(processes.said, lambda said: re.search(r"^Waiting for .*pages", said, re.MULTILINE))
        assert "Hallway is ready" not in processes.said()
        await processes.start(["serve", WEB])
        await eventually(readiness, lambda now: now["status"] == 200, within=ALL_START_SECONDS)
        await eventually(processes.said, lambda said: f"Hallway is ready: {url}" in said)
        async with session.get(url) as page:
            assert (page.status, await page.text()) == (200, "pages")
        body = {"email": "ada@example.org", "name": "Ada Lindqvist", "password": "a long and unlikely password"}
        async with session.post(f"{url}/session/register", json=body) as registered:
            assert registered.status == 200, await registered.text()
    assert "Traceback" not in processes.said()
    assert set(await processes.stop()) == {0}


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("DATABASE_URL", "DATABASE_URL is missing"),
        ("HALLWAY_SECRET", "HALLWAY_SECRET is missing"),
        (None, "PostgreSQL cannot be reached; look at DATABASE_URL"),
    ],
)
async def test_what_is_missing_is_said_in_a_sentence(
    env: Mapping[str, str], missing: str | None, sentence: str
) -> None:
    given = {name: value for name, value in env.items() if name != missing}
    if missing is None:
        given["DATABASE_URL"] = f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hallway", "serve", "chat"), env=given, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert (process.returncode, sentence in said.decode(), "Traceback" in said.decode()) == (1, True, False), said
