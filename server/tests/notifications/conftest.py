"""The service of a running Hallway."""

import pytest

from hallway.kernel.apis import Apis
from hallway.services.notifications.api import Notifications


@pytest.fixture
def notifications(apis: Apis) -> Notifications:
    """The service, in this process."""
    return apis.get(Notifications)
