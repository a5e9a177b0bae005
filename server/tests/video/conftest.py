"""People who may call each other, and video's service beside a running Hallway."""

from collections.abc import AsyncIterator

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.settings import Settings
from tests.support.clock import RunningClock
from tests.support.contexts import service_context
from tests.video.factories import CallFactories


@pytest.fixture
async def factories(apis: Apis, settings: Settings) -> AsyncIterator[CallFactories]:
    """On the servers of a running app, with a clock to turn."""
    clock = RunningClock()
    async with service_context("video", settings, apis, clock) as context:
        made = CallFactories(context, clock)
        await made.facts.start()
        yield made
