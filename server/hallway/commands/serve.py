"""Run Hallway: everything in this process, or only the roles that are named."""

import asyncio
import gc
import random
import shutil
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import msgspec
import structlog
import uvicorn

from hallway.bootstrap.process import App, Listener, build
from hallway.bootstrap.registry import GATEWAY, SERVICES
from hallway.commands.environment import settings_for
from hallway.commands.migrate import migrate_all
from hallway.demo.seed import seed
from hallway.demo.simulate import Simulation
from hallway.embedded.web import web_server
from hallway.kernel.clock import now
from hallway.kernel.redis_client import open_redis
from hallway.kernel.settings import Settings
from hallway.kernel.tasks import end

SHUTDOWN_SECONDS: Final = 5


def arguments(parser: ArgumentParser) -> None:
    """The roles."""
    parser.add_argument(
        "roles", nargs="*", metavar="role", choices=[GATEWAY, *SERVICES, []], help=f"{GATEWAY}, {', '.join(SERVICES)}"
    )


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Serve until SIGINT or SIGTERM. Without roles: migrate, serve everything, and the pages too unless
    HALLWAY_WEB_URL says where they are."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    roles = set(given.roles)
    starting = asyncio.create_task(_serve(roles, env, stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        await asyncio.wait({starting}, timeout=SHUTDOWN_SECONDS * 3)
        await end([starting])
    stopping.cancel()
    if not starting.cancelled():
        starting.result()
    return 0


async def _serve(roles: set[str], env: Mapping[str, str], stop: asyncio.Event) -> None:
    async with AsyncExitStack() as stack:
        settings = await stack.enter_async_context(settings_for(env))
        if not roles:
            await migrate_all(settings.database_url)
            if not env.get("HALLWAY_WEB_URL"):
                settings = await stack.enter_async_context(_with_pages(settings, env))
        app = await stack.enter_async_context(build(settings, roles))
        if settings.demo and not roles:
            await stack.enter_async_context(_demo(settings, app))
        for listener in app.listeners:
            await stack.enter_async_context(listening(settings, listener))
        stack.push_async_callback(app.drain)
        gc.collect()
        gc.freeze()  # what is there by now stays: looking through it again and again held the loop for 120 ms at a time
        if GATEWAY in app.roles:
            print(f"Hallway is ready: {settings.public_url}", flush=True)
        else:
            structlog.get_logger().info("ready", roles=sorted(app.roles))
        await stop.wait()


@asynccontextmanager
async def _with_pages(settings: Settings, env: Mapping[str, str]) -> AsyncGenerator[Settings]:
    api_url = f"http://127.0.0.1:{settings.port}"
    # What is preloaded into us is meant for the pages' server too: the tests' clock, somebody's allocator.
    passed = {name: env[name] for name in ("PATH", "HOME", "LANG", "LD_PRELOAD") if name in env}
    passed |= {"HALLWAY_PUBLIC_URL": settings.public_url, "HALLWAY_DEMO": "1" if settings.demo else "0"}
    node = shutil.which("node", path=env.get("PATH"))
    async with web_server(settings.web_dir, settings.data_dir, node=node, api_url=api_url, env=passed) as url:
        yield msgspec.structs.replace(settings, web_url=url)


@asynccontextmanager
async def _demo(settings: Settings, app: App) -> AsyncGenerator[None]:
    """The demo's event, made or moved to now, and its simulated people, present for as long as the block lasts."""
    await seed(app.apis, now(), lambda step: print(f"  demo: {step}", flush=True))
    redis = open_redis(settings.redis_url)
    simulation = Simulation(settings, app.apis, redis, now, random.Random())
    await simulation.start()
    try:
        yield
    finally:
        await simulation.stop()
        await redis.aclose()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: one Ctrl-C is for all of Hallway."""

    async def run_until(self, started: asyncio.Event) -> None:
        """Serve; `started` is set once the port is open or could not be opened."""
        try:
            task = asyncio.create_task(self._serve())
            while not self.started and not task.done():
                await asyncio.sleep(0.01)
            started.set()
            await task
        finally:
            started.set()


@asynccontextmanager
async def listening(settings: Settings, listener: Listener) -> AsyncGenerator[None]:
    """Serve on the port for as long as the block lasts; what is under way is finished first."""
    config = uvicorn.Config(
        listener.asgi,
        settings.host,
        listener.port,
        http="httptools",
        interface="asgi3",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws=listener.websocket or "none",
        backlog=4096,  # everybody may come back at once
        timeout_keep_alive=65,  # longer than what stands in front of it usually waits
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server, started = _Server(config), asyncio.Event()
    task = asyncio.create_task(server.run_until(started))
    await started.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.wait({task})
