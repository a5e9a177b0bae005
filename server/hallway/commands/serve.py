"""Run Hallway: everything in this process, or only the roles that are named."""

import asyncio
import gc
import random
import shutil
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
import structlog

from hallway.bootstrap.listening import SHUTDOWN_SECONDS, connections_for, listening
from hallway.bootstrap.process import App, build
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
        counts = connections_for(settings)
        for listener in app.listeners:
            await stack.enter_async_context(listening(settings, listener, counts))
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
