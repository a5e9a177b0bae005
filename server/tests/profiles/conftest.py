"""Profiles with the services it calls, all real."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.support.factories import Factories
from tests.support.recorder import FactRecorder


@pytest.fixture
def world(apis: Apis) -> Factories:
    """People, events, profiles."""
    return Factories(apis)


@pytest.fixture
async def facts(world: Factories, settings: Settings) -> AsyncIterator[FactRecorder]:
    """Those that profiles records from here on."""
    connection = await asyncpg.connect(settings.database_url)
    recorder = FactRecorder(connection, "profiles")
    await recorder.start()
    yield recorder
    await connection.close()
