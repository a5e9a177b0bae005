"""Bring the database up to date."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from hallway.bootstrap.registry import PARTS
from hallway.commands.environment import settings_for
from hallway.kernel.db.migrations import migrate


def arguments(_: ArgumentParser) -> None:
    """None."""


async def run(_: Namespace, env: Mapping[str, str]) -> int:
    """Run every migration that is missing; safe beside a running Hallway of the version before."""
    async with settings_for(env) as settings:
        await migrate_all(settings.database_url)
    return 0


async def migrate_all(database_url: str) -> None:
    """Run what is missing in the schemas of all six services."""
    await migrate(database_url, {part.name: part.folder / "migrations" for part in PARTS})
