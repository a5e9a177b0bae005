"""Run Hallway: everything in this process, or only the roles that are named."""

import asyncio
import gc
import random
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from hallway.bootstrap.listening import SHUTDOWN_SECONDS, connections_for, listening
from hallway.bootstrap.process import App, build
from hallway.bootstrap.registry import GATEWAY, SERVICES, WEB
from hallway.commands.environment import settings_for
from hallway.commands.migrate import migrate_all
from hallway.commands.pages import with_pages
from hallway.demo.seed import seed
from hallway.demo.simulate import Simulation
from hallway.kernel.clock import now
from hallway.kernel.redis_client import open_redis
from hallway.kernel.settings import Settings
from hallway.kernel.tasks import end


def arguments(parser: ArgumentParser) -> None:
    """The roles."""
    parser.add_argument(
        "roles",
        nargs="*",
        metavar="role",
        choices=[GATEWAY, WEB, *SERVICES, []],
        help=f"{GATEWAY}, {WEB}, {', '.join(SERVICES)}",
    )


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Serve until SIGINT or SIGTERM. A service brings its own tables up to date first, and the gateway says that it is
    ready when everything is. Without roles: everything, and the pages unless HALLWAY_WEB_URL says where they are."""
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
        settings = await stack.enter_async_context(settings_for(env, split=bool(roles)))
        await migrate_all(settings.database_url, roles or SERVICES)
        if WEB in roles or not (roles or env.get("HALLWAY_WEB_URL")):
            settings = await stack.enter_async_context(with_pages(settings, env, settings.web_url if roles else None))
        if roles == {WEB}:
            structlog.get_logger().info("ready", roles=[WEB])
            await stop.wait()
            return
        app = await stack.enter_async_context(build(settings, roles - {WEB}))
        if settings.demo and not roles:
            await stack.enter_async_context(_demo(settings, app))
        if app.gateway:
            app.gateway.health.also("pages", app.pages_answer)
        counts = connections_for(settings)
        for listener in app.listeners:
            await stack.enter_async_context(listening(settings, listener, counts))
        stack.push_async_callback(app.drain)
        gc.collect()
        gc.freeze()  # what is there by now stays: looking through it again and again held the loop for 120 ms at a time
        if app.gateway:
            await app.gateway.health.all_well(lambda away: print(f"Waiting for {', '.join(away)}", flush=True))
            print(f"Hallway is ready: {settings.public_url}", flush=True)
        else:
            structlog.get_logger().info("ready", roles=sorted(app.roles))
        await stop.wait()


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
