"""Make the demo: a real conference that is live now, with invented people. Again, it changes only what is over."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

import msgspec

from hallway.bootstrap.process import build
from hallway.bootstrap.registry import SERVICES
from hallway.commands.environment import settings_for
from hallway.commands.migrate import migrate_all
from hallway.demo.seed import seed
from hallway.kernel.clock import now


def arguments(parser: ArgumentParser) -> None:
    """None."""


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Seed the database that the settings name, without serving anything. The settings may say that it is no demo: its
    APIs are there while this runs."""
    async with settings_for(env) as settings:
        await migrate_all(settings.database_url)
        async with build(msgspec.structs.replace(settings, demo=True), set(SERVICES)) as app:
            event = await seed(app.apis, now(), lambda step: print(f"  {step}", flush=True))
    print(f"The demo is there: {settings.public_url}/e/{event.slug}")
    return 0
