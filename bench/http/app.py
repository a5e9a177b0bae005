"""Hallway's gateway as an ASGI application that starts itself, for servers that want a module to import."""

import os
from typing import Any

from starlette.types import Receive, Scope, Send

from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import SERVICES
from hallway.kernel.settings import Settings

_running: App | None = None


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Lifespan starts and stops Hallway; all else goes to the gateway."""
    global _running
    if scope["type"] != "lifespan":
        assert _running
        await _running.asgi(scope, receive, send)
        return
    message: dict[str, Any] = dict(await receive())
    assert message["type"] == "lifespan.startup"
    _running = build(Settings.from_env(os.environ, SERVICES))
    await _running.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _running.stop()
    await send({"type": "lifespan.shutdown.complete"})
