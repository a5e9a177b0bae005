"""The time as the rules see it: passed in, so that tests choose it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the moment it is, aware of its zone (UTC)."""


def now() -> datetime:
    """The clock of a real installation."""
    return datetime.now(UTC)
