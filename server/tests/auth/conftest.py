"""Auth by itself: no other service, no gateway."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.auth.factories import AuthFactories
from tests.support.clock import Clock
from tests.support.contexts import service_context


@pytest.fixture
async def factories(settings: Settings, redis: Redis) -> AsyncIterator[AuthFactories]:
    """Auth on an empty database, in the demo, started."""
    clock = Clock()
    async with service_context("auth", settings, Apis(), clock) as context:
        factories = AuthFactories(context, clock, redis)
        await factories.auth.start()
        yield factories
        await factories.auth.stop()
