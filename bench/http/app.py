"""Hallway's gateway as an ASGI application that starts itself, for servers that want a module to import; as a program,
behind the door that Hallway is installed with (`hallway/bootstrap/listening.py`)."""

import asyncio
import os
import signal
from typing import Any

import uvloop
from hallway.bootstrap.listening import connections_for, listening
from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import SERVICES
from hallway.kernel.settings import Settings
from starlette.types import Receive, Scope, Send

_running: App | None = None


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Lifespan starts and stops Hallway; all else goes to the gateway."""
    global _running
    if scope["type"] != "lifespan":
        assert _running
        await _running.listeners[0].asgi(scope, receive, send)
        return
    message: dict[str, Any] = dict(await receive())
    assert message["type"] == "lifespan.startup"
    _running = build(Settings.from_env(os.environ, SERVICES))
    await _running.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _running.stop()
    await send({"type": "lifespan.shutdown.complete"})


async def main() -> None:
    """Serve until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    settings = Settings.from_env(os.environ, SERVICES)
    async with (
        build(settings) as running,
        listening(settings, running.listeners[0], connections_for(settings)),
    ):
        await stopped.wait()


if __name__ == "__main__":
    uvloop.run(main())
