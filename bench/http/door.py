"""What strangers can do at the door: a huge header, silent connections, uploads without rights, thousands of questions
whether all is well. This checkout's `hallway serve`, and another's beside it.

    PYTHONPATH=server .hallway/venv/bin/python bench/http/door.py [--against CHECKOUT]

Each in turn on a fresh process with a database of its own; how long somebody else's `/healthz` takes meanwhile is the
worst of all that were asked, one after the other."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import aiohttp
import psutil
import uvloop

from hallway.embedded.servers import start_servers

PORT = 4370
ROOT = Path(__file__).resolve().parents[2]
URL = f"http://127.0.0.1:{PORT}"
MB = 2**20


@asynccontextmanager
async def serving(checkout: Path, env: dict[str, str]) -> AsyncGenerator[psutil.Process]:
    """`hallway serve` of a checkout, without pages."""
    command = [sys.executable, "-m", "hallway", "serve"]
    quiet = subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, cwd=checkout / "server", env=env, stdout=quiet, stderr=quiet
    )
    try:
        async with asyncio.timeout(60):
            while not await healthy():
                await asyncio.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def healthy() -> bool:
    with suppress(OSError, aiohttp.ClientError):
        async with aiohttp.ClientSession() as session, session.get(f"{URL}/healthz") as answer:
            return answer.status == 200
    return False


async def worst_meanwhile(work: Awaitable[str]) -> str:
    """What the work says, and the worst wait of somebody else meanwhile."""
    task, worst = asyncio.ensure_future(work), 0.0
    async with aiohttp.ClientSession() as session:
        while not task.done():
            began = time.perf_counter()
            async with session.get(f"{URL}/healthz") as answer:
                await answer.read()
            worst = max(worst, time.perf_counter() - began)
            await asyncio.sleep(0.005)
    return f"{await task}; others waited {worst * 1000:,.0f} ms at worst"


async def huge_header(_: psutil.Process) -> str:
    async def send() -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        sent = 0
        with suppress(ConnectionError):
            writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: ")
            for _ in range(512):
                writer.write(b"x" * 65_536)
                await writer.drain()
                sent += 65_536
            writer.write(b"\r\n\r\n")
            await reader.readline()
        writer.close()
        return f"{sent / MB:.1f} of 32 MB were taken"

    return await worst_meanwhile(send())


async def silent_connections(process: psutil.Process) -> str:
    files = process.num_fds()
    streams = [await asyncio.open_connection("127.0.0.1", PORT) for _ in range(1_200)]
    await asyncio.sleep(2)
    here = process.num_fds() - files
    await asyncio.sleep(28)
    later = process.num_fds() - files
    for _, writer in streams:
        writer.close()
    return f"of 1,200 silent connections {here:,} are kept, {later:,} after 30 s"


async def uploads(process: psutil.Process) -> str:
    name = uuid4().hex
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        account = {"email": f"{name}@example.org", "name": "Stranger", "password": "a long and unlikely password"}
        async with session.post(f"{URL}/session/register", json=account) as answer:
            assert answer.status == 200, await answer.text()
        before, most = process.memory_info().rss, 0
        file, statuses = b"x" * (15 * MB), set[object]()

        async def upload() -> None:
            try:
                async with session.post(f"{URL}/upload/schedule/{uuid4()}", data=file) as answer:
                    statuses.add(answer.status)
            except (aiohttp.ClientError, OSError) as error:
                statuses.add(type(error).__name__)

        task = asyncio.gather(*(upload() for _ in range(40)))
        while not task.done():
            most = max(most, process.memory_info().rss)
            await asyncio.sleep(0.02)
    return f"40 uploads without rights: {statuses}, memory {before / MB:.0f} -> {most / MB:.0f} MB"


async def readiness(_: psutil.Process) -> str:
    answers: dict[object, int] = {}

    async def ask() -> str:
        began = time.perf_counter()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as session:

            async def one() -> None:
                async with session.get(f"{URL}/readyz") as answer:
                    answers[answer.status] = answers.get(answer.status, 0) + 1

            await asyncio.gather(*(one() for _ in range(2_000)))
        return f"2,000 times /readyz in {time.perf_counter() - began:.1f} s: {answers}"

    return await worst_meanwhile(ask())


ATTACKS: tuple[Callable[[psutil.Process], Awaitable[str]], ...] = (huge_header, silent_connections, uploads, readiness)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    checkouts = [("this", ROOT), *([("the other", given.against)] if given.against else [])]
    for attack in ATTACKS:
        for name, checkout in checkouts:
            with tempfile.TemporaryDirectory() as folder:
                async with start_servers(Path(folder), durable=False) as running:
                    env = {
                        **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
                        "DATABASE_URL": running.database,
                        "REDIS_URL": running.redis,
                        "HALLWAY_SECRET": "a secret for this measurement only, and long enough",
                        "HALLWAY_PORT": str(PORT),
                        "HALLWAY_WEB_URL": "http://127.0.0.1:9",
                        "HALLWAY_DATA_DIR": folder,
                        "PYTHONPATH": str(checkout / "server"),
                    }
                    async with serving(checkout, env) as process:
                        print(f"{name:9} {await attack(process)}", flush=True)


if __name__ == "__main__":
    uvloop.run(main())
