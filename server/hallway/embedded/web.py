"""The web (the built Next.js server) as a child of Hallway: started on loopback, restarted when it dies."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from hallway.embedded.child_process import Child, Command
from hallway.kernel.errors import OperatorError

ANSWER_WITHIN = 5.0
"""Seconds in which a web that is ready answers even on a busy machine; asked again until it does."""
SERVER = Path(".next") / "standalone" / "web" / "server.js"


@asynccontextmanager
async def web_server(
    web_dir: Path,
    data_dir: Path,
    *,
    node: str | None,
    api_url: str,
    env: Mapping[str, str],
    port: int | None = None,
    host: str = "127.0.0.1",
) -> AsyncGenerator[str]:
    """The address of the running web for as long as the block lasts (a free port unless one is given; on loopback only,
    unless `host` says more).

    `node` is the program (`shutil.which("node")`), `api_url` where the pages' own server finds the gateway, `env` what
    the child gets besides. A web that was not built, or no Node.js, is an OperatorError.
    """
    web_dir, data_dir, port = web_dir.resolve(), data_dir.resolve(), port or free_port()
    if not node:
        raise OperatorError("Node.js 20 or newer is needed to serve the pages: https://nodejs.org/en/download")
    if not (web_dir / SERVER).exists():
        raise OperatorError("The pages are not built yet. Run `make build`, or `make run` which does it.")
    data_dir.mkdir(parents=True, exist_ok=True)
    command = Command(
        name="web",
        argv=[node, str(web_dir / SERVER)],
        cwd=(web_dir / SERVER).parent,
        env={
            **env,
            "NODE_ENV": "production",
            "NEXT_TELEMETRY_DISABLED": "1",
            "HOSTNAME": host,
            "PORT": str(port),
            "HALLWAY_INTERNAL_URL": api_url,
        },
        log=data_dir / "logs" / "web.log",
        record=data_dir / "web.pid",
        stop_within=5,
    )
    async with Child(command, lambda _: answering(port)):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def answering(port: int) -> bool:
    """Whether the web answers on this port of loopback: it listens before it knows which languages it speaks."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(ANSWER_WITHIN):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(b"HEAD /version.txt HTTP/1.0\r\n\r\n")
                return (await reader.read(5)).startswith(b"HTTP")
            finally:
                writer.close()
    return False
