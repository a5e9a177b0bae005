"""A real Hallway to be measured: PostgreSQL, Valkey, the demo's event with its 1,105 sessions, and one process."""

import asyncio
import http.client
import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import asyncpg
from contenders import Contender, Core, Server, Trouble, pinned_servers, running
from redis import Redis

from hallway.embedded.servers import Servers
from hallway.services.profiles.recommendations.repository import profiles_without_vectors

ROOT: Final = Path(__file__).resolve().parents[2]
SECRET: Final = "a secret for this measurement only, and long enough"
SLUG: Final = "fosdem-2025"
SESSIONS: Final = 1_105
"""Of the demo's event."""
SETTLE_SECONDS: Final = 120
HITS: Final = 1_000_000_000
"""A measurement is one address that asks very often."""
HALLWAY: Final = Contender("hallway", "Hallway", (sys.executable, "-m", "hallway", "serve"), {})


class Installation:
    """The servers and the data; `serving` starts Hallway on them, as often as wanted."""

    def __init__(self, urls: Servers, port: int, folder: Path, checkout: Path = ROOT) -> None:
        self._urls = urls
        self._port = port
        self.folder = folder
        self.env = {
            "PYTHONPATH": str(checkout / "server"),
            "PATH": os.environ.get("PATH", os.defpath),
            "DATABASE_URL": urls.database,
            "REDIS_URL": urls.redis,
            "HALLWAY_SECRET": SECRET,
            "HALLWAY_PORT": str(port),
            "HALLWAY_WEB_URL": "http://127.0.0.1:9",
            "HALLWAY_HTTP_HITS": str(HITS),
            "HALLWAY_GRAPHQL_MINUTE_COST": str(HITS * 100_000),
            "HALLWAY_DATA_DIR": str(folder / "files"),
        }

    @contextmanager
    def serving(self, core: Core, port: int = 0, **changes: str) -> Generator[Server]:
        """Hallway in one process on `core`; `changes` are more of its environment. At another `port` it is one more
        process of the same installation."""
        env = {**self.env, "HALLWAY_PUBLIC_URL": f"http://localhost:{self._port}", **changes}
        at = port or self._port
        with running(HALLWAY, at, {**env, "HALLWAY_PORT": str(at)}, core, self.folder, ready="/healthz") as server:
            yield server

    def forget(self) -> None:
        """Empty Valkey, while nothing is served."""
        with Redis.from_url(self._urls.redis) as redis:
            redis.flushall()

    def member(self, server: Server, name: str = "Noor Adeyemi") -> str:
        """A new account that takes part in the event: its cookie, good for ten minutes."""
        details = {
            "email": f"{os.urandom(6).hex()}@example.org",
            "name": name,
            "password": "a long and unlikely password",
        }
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        try:
            connection.request("POST", "/session/register", json.dumps(details), {"content-type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise Trouble(f"Nobody can register: {answer.status} {body[:300]!r}")
            pairs = [value.split(";")[0] for key, value in answer.getheaders() if key.lower() == "set-cookie"]
            return next(pair for pair in pairs if pair.startswith("hallway_access="))
        finally:
            connection.close()


def request(body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole request to the graph."""
    lines = {
        "host": "localhost",
        "content-type": "application/json",
        "accept": "application/json",
        **(headers or {}),
        "content-length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + body


@asynccontextmanager
async def installation(folder: Path, port: int, core: Core, checkout: Path = ROOT) -> AsyncGenerator[Installation]:
    """Make everything in `folder`, with the code of `checkout`; the databases stay on `core`. The demo is made, and its people's vectors computed, by
    processes of their own before anything is measured."""
    async with pinned_servers(folder / "data", core) as urls:
        installed = Installation(urls, port, folder, checkout)
        done = subprocess.run(
            [sys.executable, "-m", "hallway", "demo"],
            env=installed.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            raise Trouble(f"The demo could not be made:\n{done.stderr[-2000:]}")
        with installed.serving(core):
            await _settled(urls.database)
        installed.forget()
        yield installed


async def _settled(database_url: str) -> None:
    """What the services do with new people on their own takes memory and time: the language model, above all."""
    connection = await asyncpg.connect(database_url, server_settings={"search_path": "profiles,public"})
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            while await profiles_without_vectors(connection, 1):
                await asyncio.sleep(0.2)
    finally:
        await connection.close()
