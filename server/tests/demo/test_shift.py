"""The demo's schedule is live whenever the demo is started."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hallway.demo.schedule import demo_schedule
from hallway.demo.shift import shift

SCHEDULE = demo_schedule()
DAYS = ((2026, 3, 29), (2026, 7, 29), (2026, 10, 25), (2026, 12, 31), (2027, 1, 1), (2027, 3, 14), (2028, 2, 29))
"""Europe's summer time begins and ends, America's begins; the ends of a year; and a leap day."""
HOURS = [datetime(*day, hour, 7, 31, tzinfo=UTC) for day in DAYS for hour in range(24)]


@pytest.mark.parametrize("now", HOURS, ids=str)
def test_it_is_live_at_any_hour(now: datetime) -> None:
    moved = shift(SCHEDULE, now)
    running = [one for one in moved.sessions if one.starts_at <= now < one.ends_at]
    soon = [one for one in moved.sessions if now < one.starts_at <= now + timedelta(hours=1)]
    assert len(running) >= 10
    assert len(soon) >= 10
    assert moved.start < now < moved.end
    assert (moved.start, moved.end) == (moved.sessions[0].starts_at, max(one.ends_at for one in moved.sessions))
    zone = ZoneInfo(moved.time_zone)
    before = [one.starts_at.astimezone(ZoneInfo("Europe/Brussels")) for one in SCHEDULE.sessions]
    after = [one.starts_at.astimezone(zone) for one in moved.sessions]
    assert [moment.time() for moment in after] == [moment.time() for moment in before], "clock times stay"
    assert {new.date() - old.date() for new, old in zip(after, before, strict=True)} == {
        now.astimezone(zone).date() - before[0].date()
    }
    assert all(one.starts_at.minute % 5 == 0 and not one.starts_at.second for one in moved.sessions)
    assert [one.external_id for one in moved.sessions] == [one.external_id for one in SCHEDULE.sessions]


def test_the_day_of_the_programme_moves_along() -> None:
    night = msgspec.structs.replace(SCHEDULE.sessions[0], day=date(2025, 1, 31))
    now = datetime(2026, 11, 22, 11, tzinfo=UTC)
    (moved,) = shift(msgspec.structs.replace(SCHEDULE, sessions=(night,)), now).sessions
    zone = ZoneInfo("Europe/Brussels")
    assert moved.day is not None
    assert night.day is not None
    assert moved.day - night.day == moved.starts_at.astimezone(zone).date() - night.starts_at.astimezone(zone).date()


def test_in_the_middle_of_its_own_day_the_event_stays_where_it_is() -> None:
    assert shift(SCHEDULE, datetime(2026, 11, 22, 11, tzinfo=UTC)).time_zone == "Europe/Brussels"


def test_the_second_day_can_be_today() -> None:
    now = datetime(2026, 11, 22, 11, tzinfo=UTC)
    moved = shift(SCHEDULE, now, day=2)
    assert moved.start.date() == (now - timedelta(days=1)).date()
