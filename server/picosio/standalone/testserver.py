"""The server that the published protocol suites expect: `python -m picosio.standalone.testserver PORT`."""

import asyncio
import signal
import sys

import uvloop

from picosio import Options, Server, Socket
from picosio.standalone import listen


def build(options: Options | None = None) -> Server:
    """Namespaces / and /custom: sends back the auth of CONNECT, echoes, acknowledges."""
    server = Server(options or Options(ping_interval=0.3, ping_timeout=0.2, origins=lambda origin, host: True))
    for name in ("/", "/custom"):
        space = server.namespace(name)

        @space.connect
        def connect(socket: Socket, auth: object) -> None:
            socket.emit("auth", {} if auth is None else auth)

        @space.on("message")
        def message(socket: Socket, *args: object) -> None:
            socket.emit("message-back", *args)

        @space.on("message-with-ack")
        def message_with_ack(socket: Socket, *args: object) -> tuple[object, ...]:
            return args

    return server


async def main(port: int) -> None:
    """Serve until interrupted."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with listen(build(), "127.0.0.1", port):
        await stopped.wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
