"""A clock that tests turn."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """The time it is, until a test says otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        self.now += timedelta(**parts)


class RunningClock:
    """The real time, and what tests put on top of it; for what must agree with clocks that nobody turns."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, **parts: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        self._ahead += timedelta(**parts)
