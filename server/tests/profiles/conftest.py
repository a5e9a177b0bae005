"""Profiles with the services it calls, all real."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from tests.profiles.world import KEEP_FACTS, Announced, World


@pytest.fixture
def world(apis: Apis) -> World:
    """People, events, profiles."""
    return World(apis)


@pytest.fixture
async def announced(world: World, settings: Settings) -> AsyncIterator[Announced]:
    """Facts are kept from here on."""
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(KEEP_FACTS)
    yield Announced(connection)
    await connection.close()
