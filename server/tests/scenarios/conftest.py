"""Both shapes, as fixtures."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from hallway.kernel.settings import Settings
from tests.scenarios.installation import Installation, installed


@pytest.fixture(params=["embedded", "split"])
async def installation(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> AsyncGenerator[Installation]:
    """Hallway as one process, then as seven."""
    async with installed(settings, request.param == "split", tmp_path) as running:
        yield running


@pytest.fixture
async def split(settings: Settings, tmp_path: Path) -> AsyncGenerator[Installation]:
    """Hallway as seven processes."""
    async with installed(settings, True, tmp_path) as running:
        yield running


@pytest.fixture
async def embedded(settings: Settings, tmp_path: Path) -> AsyncGenerator[Installation]:
    """Hallway as one process."""
    async with installed(settings, False, tmp_path) as running:
        yield running
