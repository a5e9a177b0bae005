"""The same room on picosio's stand-alone server: picosio_app.py PORT [REDIS_URL]"""

import asyncio
import sys

import uvloop

from picosio import Cluster, Options, Server, Socket
from picosio.standalone import listen


def build(redis_url: str | None) -> Server:
    """A server that puts everybody into one room and tells the room what each of them says."""
    cluster = Cluster(redis_url, "a secret that only this benchmark has") if redis_url else None
    server = Server(Options(ping_interval=25.0, ping_timeout=20.0), adapter=cluster)
    root = server.namespace("/")

    @root.connect
    async def connect(socket: Socket, auth: object) -> None:
        await socket.join("room")

    @root.on("message")
    def message(socket: Socket, *args: object) -> None:
        root.to("room").emit("message", *args)

    return server


async def main() -> None:
    redis_url = sys.argv[2] if len(sys.argv) > 2 else None
    async with listen(build(redis_url), "127.0.0.1", int(sys.argv[1])):
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
