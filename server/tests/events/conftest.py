"""A host with an event, and somebody who has nothing to do with it."""

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.services.events.api import Events
from tests.support.factories import Factories


@pytest.fixture
def events(apis: Apis) -> Events:
    """The service under test."""
    return apis.get(Events)


@pytest.fixture
async def host(apis: Apis) -> Caller:
    """Somebody who makes events."""
    return (await Factories(apis).people(1))[0]


@pytest.fixture
async def outsider(apis: Apis) -> Caller:
    """Somebody else."""
    return (await Factories(apis).people(1))[0]
