"""Versions below which a library has a hole that concerns us; also what is locked, not only what is installed."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

FLOORS = {"starlette": "1.3.1", "joserfc": "1.7.4"}
NOT_USED = ("strawberry-graphql",)
WATCHED = {**FLOORS, "python-multipart": "0.0.27", "authlib": "1.7.3"}
LOCKS = [Path(__file__).resolve().parents[1] / name for name in ("requirements.txt", "requirements-dev.txt")]


@pytest.mark.parametrize("name", FLOORS)
def test_installed(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS[name])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locked(lock: Path) -> None:
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text().lower(), re.MULTILINE))
    assert set(FLOORS) <= set(locked)
    for name, floor in WATCHED.items():
        assert name not in locked or Version(locked[name]) >= Version(floor)
    assert not set(NOT_USED) & set(locked)
