"""The application the tests talk to, in this process or as `python -m tests.picosio.app PORT [REDIS_URL] [reuse]`."""

import asyncio
import os
import sys
from typing import Any

import uvloop

from picosio import Cluster, Options, Refused, Server, Socket
from picosio.standalone import listen

SECRET = "known to these tests alone"


def install(server: Server) -> None:
    """Handlers on "/", "/custom" and "/guarded"."""
    for name in ("/", "/custom"):
        _ordinary(server, name)
    guarded = server.namespace("/guarded")

    @guarded.connect
    async def connect(socket: Socket, auth: object) -> None:
        if not isinstance(auth, dict) or auth.get("token") != "open sesame":
            raise Refused("Not authorised", {"code": "unauthenticated"})
        socket.emit("welcome")


def _ordinary(server: Server, name: str) -> None:
    namespace = server.namespace(name)

    @namespace.connect
    async def connect(socket: Socket, auth: object) -> None:
        socket.emit("auth", {} if auth is None else auth)

    @namespace.on("message")
    async def message(socket: Socket, *args: object) -> None:
        socket.emit("message-back", *args)

    @namespace.on("message-with-ack")
    async def with_ack(socket: Socket, *args: object) -> object:
        return args

    @namespace.on("boom")
    async def boom(socket: Socket) -> None:
        raise RuntimeError("a handler that fails")

    @namespace.on("slow")
    async def slow(socket: Socket, seconds: float) -> str:
        await asyncio.sleep(seconds)
        return "done"

    @namespace.on("join")
    async def join(socket: Socket, room: str) -> str:
        await socket.join(room)
        return "in"

    @namespace.on("leave")
    async def leave(socket: Socket, room: str) -> str:
        socket.leave(room)
        return "out"

    @namespace.on("say")
    async def say(socket: Socket, room: str, *args: object) -> None:
        namespace.to(room).emit("said", *args)

    @namespace.on("say-others")
    async def say_others(socket: Socket, room: str, *args: object) -> None:
        namespace.to(room).except_(socket.id).emit("said", *args)

    @namespace.on("ask-me")
    async def ask_me(socket: Socket, *args: object) -> object:
        try:
            return {"answer": await socket.call("question", *args, timeout=0.5)}
        except TimeoutError:
            return {"answer": "too late"}

    @namespace.on("who")
    async def who(socket: Socket) -> dict[str, Any]:
        return {"pid": os.getpid(), "transport": socket.transport, "id": socket.id}

    @namespace.on("kick-me")
    async def kick_me(socket: Socket, close: bool) -> None:
        socket.disconnect(close=close)


async def main(port: int, redis: str = "", reuse: str = "") -> None:
    """Serve until killed."""
    adapter = Cluster(redis, SECRET) if redis else None
    options = Options(ping_interval=0.5, ping_timeout=20.0, max_connections_per_address=20_000)
    server = Server(options, adapter=adapter)
    install(server)
    async with listen(server, "127.0.0.1", port, reuse_port=bool(reuse)):
        print("listening", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), *sys.argv[2:]))
