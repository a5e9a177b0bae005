"""A world to call in."""

from collections.abc import AsyncIterator

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.video.world import World, world_on


@pytest.fixture
async def world(apis: Apis, settings: Settings) -> AsyncIterator[World]:
    """A running Hallway, and video's service beside it."""
    async with world_on(apis, settings) as made:
        yield made
