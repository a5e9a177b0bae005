"""Which ASGI server carries the gateway: ours (uvicorn with bounds), uvicorn as it is, granian or hypercorn; the same
application, one worker.

    PYTHONPATH=server .hallway/venv/bin/python bench/http/servers.py [--rounds 3] [--others FOLDER]

The last two are no dependencies: `pip install --target FOLDER granian hypercorn` first, or they are left out. Servers take
turns within a round, so that what else the machine does hits all; the table gives the median round."""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import uvloop
from hallway.commands.migrate import migrate_all
from hallway.embedded.servers import start_servers

HERE = Path(__file__).resolve().parent
PORT = 4360
CONNECTIONS = 32
SECONDS = 5.0
QUERY = b'{"query":"{ personas { key } }"}'
REQUESTS = {
    "healthz": b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "graphql": b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    + f"content-length: {len(QUERY)}\r\n\r\n".encode()
    + QUERY,
}


def command(server: str) -> list[str]:
    """How each server is started."""
    if server == "ours":
        return [sys.executable, "app.py"]
    common = {
        "uvicorn": [
            "uvicorn",
            "--port",
            str(PORT),
            "--loop",
            "uvloop",
            "--http",
            "httptools",
            "--no-access-log",
        ],
        "granian": [
            "granian",
            "--interface",
            "asgi",
            "--port",
            str(PORT),
            "--loop",
            "uvloop",
            "--workers",
            "1",
        ],
        "hypercorn": [
            "hypercorn",
            "--bind",
            f"127.0.0.1:{PORT}",
            "--worker-class",
            "uvloop",
        ],
    }[server]
    return [sys.executable, "-m", *common, "app:app"]


async def client(request: bytes, until: float, times: list[float]) -> None:
    """One connection, one request at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
    writer.close()


async def load(request: bytes) -> list[float]:
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    await asyncio.gather(*(client(request, until, times) for _ in range(CONNECTIONS)))
    return times


async def ready() -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", PORT)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.1)


async def measure(server: str, env: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Requests per second of server CPU and p99 in ms, for each kind of request."""
    process = subprocess.Popen(
        command(server),
        cwd=HERE,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await ready()
        await asyncio.sleep(1)
        members = [
            psutil.Process(process.pid),
            *psutil.Process(process.pid).children(recursive=True),
        ]
        result: dict[str, tuple[float, float]] = {}
        for name, request in REQUESTS.items():
            await load(request)
            before = cpu(members)
            times = await load(request)
            used = cpu(members) - before
            result[name] = (
                len(times) / used,
                statistics.quantiles(times, n=100)[98] * 1000,
            )
        return result
    finally:
        process.terminate()
        process.wait(20)


def cpu(members: list[psutil.Process]) -> float:
    return sum(sum(member.cpu_times()[:2]) for member in members)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--others", type=Path)
    given = parser.parse_args()
    servers = ["ours", "uvicorn", *(["granian", "hypercorn"] if given.others else [])]
    results: dict[str, list[dict[str, tuple[float, float]]]] = {server: [] for server in servers}
    with tempfile.TemporaryDirectory() as folder:
        async with start_servers(Path(folder), durable=False) as running:
            await migrate_all(running.database)
            env = {
                **os.environ,
                "DATABASE_URL": running.database,
                "REDIS_URL": running.redis,
                "HALLWAY_SECRET": "a secret for this measurement only, and long enough",
                "HALLWAY_HTTP_HITS": "100000000",
                "HALLWAY_DEMO": "1",
                "HALLWAY_PORT": str(PORT),
                "PYTHONPATH": os.pathsep.join([str(HERE.parents[1] / "server"), str(given.others or "")]),
            }
            for _ in range(given.rounds):
                for server in servers:
                    results[server].append(await measure(server, env))
    for name in REQUESTS:
        for server in servers:
            per_cpu = statistics.median(each[name][0] for each in results[server])
            p99 = statistics.median(each[name][1] for each in results[server])
            print(f"{name:8} {server:8} {per_cpu:8.0f} requests per CPU-second, p99 {p99:6.1f} ms")


if __name__ == "__main__":
    uvloop.run(main())
