"""Chat's service on the servers of a running Hallway."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.chat.factories import ChatFactories
from tests.support.contexts import service_context


@pytest.fixture
async def factories(apis: Apis, settings: Settings, redis: Redis) -> AsyncIterator[ChatFactories]:
    """What chat's tests begin with; its facts are recorded."""
    async with service_context("chat", settings, apis) as context:
        made = ChatFactories(context, redis)
        await made.facts.start()
        yield made
