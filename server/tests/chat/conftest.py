"""A world to chat in."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.chat.world import World, world_on


@pytest.fixture
async def world(apis: Apis, settings: Settings, redis: Redis) -> AsyncIterator[World]:
    """A running Hallway, and chat's service beside it."""
    async with world_on(apis, settings, redis) as made:
        yield made
