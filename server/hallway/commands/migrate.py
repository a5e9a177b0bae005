"""Bring the database up to date."""

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping

from hallway.bootstrap.registry import PARTS, SERVICES
from hallway.commands.environment import settings_for
from hallway.kernel.db.migrations import migrate


def arguments(_: ArgumentParser) -> None:
    """None."""


async def run(_: Namespace, env: Mapping[str, str]) -> int:
    """Run every migration that is missing; safe beside a running Hallway of the version before."""
    async with settings_for(env) as settings:
        await migrate_all(settings.database_url)
    return 0


async def migrate_all(database_url: str, services: Collection[str] = SERVICES) -> None:
    """Run what is missing in the schemas of these services; processes that start together wait for each other."""
    histories = {part.name: part.folder / "migrations" for part in PARTS if part.name in services}
    if histories:
        await migrate(database_url, histories)
