"""Profiles with the services it calls, all real."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.profiles.world import World
from tests.support.recorder import FactRecorder


@pytest.fixture
def world(apis: Apis) -> World:
    """People, events, profiles."""
    return World(apis)


@pytest.fixture
async def facts(world: World, settings: Settings) -> AsyncIterator[FactRecorder]:
    """Those that profiles records from here on."""
    connection = await asyncpg.connect(settings.database_url)
    recorder = FactRecorder(connection, "profiles")
    await recorder.start()
    yield recorder
    await connection.close()
