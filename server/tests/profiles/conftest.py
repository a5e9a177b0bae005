"""Profiles with the services it calls, all real."""

import pytest

from hallway.kernel.rpc import Apis
from tests.profiles.world import World


@pytest.fixture
def world(apis: Apis) -> World:
    """People, events, profiles."""
    return World(apis)
