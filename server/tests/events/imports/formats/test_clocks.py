"""Times and days with all real zones, through both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hallway.kernel.words import in_english
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.imports.formats.times import Day
from tests.events.imports.schedule_files import event_xml, schedule_xml

NAMES = sorted(name for name in available_timezones() if not name.startswith(("Etc/", "SystemV/")))
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
DATES = st.dates(date(1995, 1, 1), date(2037, 12, 31))
CLOCKS = st.integers(0, 24 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes))


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """When clocks there are put, to the minute, in UTC, from 2020 to 2030."""
    zone = ZoneInfo(name)
    found: list[datetime] = []
    step = timedelta(days=7)
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    while moment.year < 2031:
        early, late = moment, moment + step
        moment = late
        if early.astimezone(zone).utcoffset() == late.astimezone(zone).utcoffset():
            continue
        while late - early > timedelta(minutes=1):
            middle = early + timedelta(minutes=(late - early) // timedelta(minutes=1) // 2)
            same = middle.astimezone(zone).utcoffset() == early.astimezone(zone).utcoffset()
            early, late = (middle, late) if same else (early, middle)
        found.append(late)
    return tuple(found)


@st.composite
def local_times(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A time on a clock somewhere: any, or one within two hours of a change."""
    zone = draw(ZONES)
    if draw(st.booleans()) and changes(zone.key):
        near = draw(st.sampled_from(changes(zone.key))) + timedelta(minutes=draw(st.integers(-120, 120)))
        offset = (near - timedelta(hours=draw(st.sampled_from([-4, 4])))).astimezone(zone).utcoffset()
        return zone, near.replace(tzinfo=None) + (offset or timedelta())
    return zone, datetime.combine(draw(DATES), time()) + draw(CLOCKS)


@settings(deadline=None, max_examples=400)
@given(local_times(), st.sampled_from(["date", "parts"]))
def test_a_local_time_is_shown_again_or_does_not_exist(where: tuple[ZoneInfo, datetime], how: str) -> None:
    zone, local = where
    day = Day((f"{local:%F}", "", ""), None, zone)
    written = (f"{local:%FT%T}", "") if how == "date" else (f"{local:%F}", f"{local:%H:%M}")
    start = day.starts_at(*written)
    assert start is not None
    shown = start.moment.astimezone(zone)
    one, other = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if shown.replace(tzinfo=None) == local:
        assert start.moment == min(one.astimezone(UTC), other.astimezone(UTC))
        assert bool(start.remark) == (one.utcoffset() != other.utcoffset())
        assert start.remark is None or f"comes twice at {zone.key}" in in_english(start.remark)
    else:
        gap = (other.utcoffset() or timedelta()) - (one.utcoffset() or timedelta())
        assert gap > timedelta()
        assert shown.replace(tzinfo=None) == local + gap, "as long after the change as the clock is past it"
        assert start.remark is not None
        assert f"{local:%H:%M}" in in_english(start.remark)
        assert "does not exist" in in_english(start.remark)


@settings(deadline=None, max_examples=400)
@given(local_times(), ZONES)
def test_what_was_written_with_an_offset_is_the_same_moment(
    where: tuple[ZoneInfo, datetime], read_in: ZoneInfo
) -> None:
    zone, local = where
    moment = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    assume((moment.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta())
    day = Day((f"{local:%F}", "", ""), None, read_in)
    start = day.starts_at(moment.isoformat(), "99:99")
    assert start is not None
    assert start.moment == moment.astimezone(UTC)
    assert start.remark is None or "stands under" in in_english(start.remark)


@settings(deadline=None, max_examples=300)
@given(ZONES, DATES, st.integers(0, 12 * 60), st.integers(60, 24 * 60 - 1), st.data())
def test_an_hour_within_a_day_is_on_it(zone: ZoneInfo, on: date, opens: int, lasts: int, data: st.DataObject) -> None:
    start = datetime.combine(on, time()) + timedelta(minutes=opens)
    end = start + timedelta(minutes=lasts)
    there = start + timedelta(minutes=data.draw(st.integers(0, lasts)))
    found = Day((f"{on}", f"{start:%FT%T}", f"{end:%FT%T}"), None, zone).starts_at("", f"{there:%H:%M}")
    assert found is not None
    shown = found.moment.astimezone(zone)
    assume(shown.replace(tzinfo=None) == there)  # the gaps have a test of their own
    assert found.day == (on if shown.date() != on else None)


@settings(deadline=None, max_examples=300)
@given(ZONES, DATES, CLOCKS, st.none() | st.integers(0, 8).map(lambda hours: timedelta(hours=hours)))
def test_a_day_without_hours_changes_in_the_night(
    zone: ZoneInfo, on: date, clock: timedelta, change: timedelta | None
) -> None:
    midnight = datetime.combine(on, time())
    found = Day((f"{on}", "", ""), change, zone).starts_at("", f"{(midnight + clock):%H:%M}")
    assert found is not None
    night = clock < (timedelta(hours=4) if change is None else change)
    there = midnight + clock + timedelta(days=night)
    assume(found.moment.astimezone(zone).replace(tzinfo=None) == there)
    assert (found.day == on) == (night and clock < timedelta(hours=6))


@pytest.mark.parametrize(
    ("zone", "local", "taken", "remark"),
    [
        (
            "Europe/Brussels",
            "2027-03-28T02:30",
            "2027-03-28T01:30Z",
            "02:30 on 28 March 2027 does not exist at Europe/Brussels, where clocks go from 2:00 to 3:00; 03:30 was"
            " taken",
        ),
        (
            "Europe/Brussels",
            "2027-10-31T02:30",
            "2027-10-31T00:30Z",
            "02:30 on 31 October 2027 comes twice at Europe/Brussels, where clocks go from 3:00 back to 2:00; the first"
            " was taken",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:15",
            "2026-10-03T15:45Z",
            "02:15 on 4 October 2026 does not exist at Australia/Lord_Howe, where clocks go from 2:00 to 2:30; 02:45"
            " was taken",
        ),
        (
            "Pacific/Apia",
            "2011-12-30T12:00",
            "2011-12-30T22:00Z",
            "12:00 on 30 December 2011 does not exist at Pacific/Apia, where clocks go from 0:00 to 0:00; 12:00 on 31"
            " December 2011 was taken",
        ),
    ],
)
def test_the_night_of_the_change_has_a_sentence_of_its_own(zone: str, local: str, taken: str, remark: str) -> None:
    data = schedule_xml(event_xml(date=local), zone=zone, day="")
    schedule = read_schedule(data)
    assert schedule.sessions[0].starts_at == datetime.fromisoformat(taken)
    assert [(note.where, note.text) for note in schedule.notes] == [("“A talk” (day 1, Main)", remark)]


def test_an_offset_says_which_of_two() -> None:
    data = schedule_xml(event_xml(date="2027-10-31T02:30:00+01:00"), zone="Europe/Brussels", day="")
    schedule = read_schedule(data)
    assert (schedule.sessions[0].starts_at, schedule.notes) == (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), ())


def test_a_date_of_its_own_far_from_the_day_is_remarked() -> None:
    schedule = read_schedule(schedule_xml(event_xml(date="2025-02-03T10:00:00+01:00"), event_xml(attributes="")))
    assert [(session.day, session.starts_at.day) for session in schedule.sessions] == [(None, 1), (None, 3)]
    (note,) = schedule.notes
    assert note.text == "it stands under 1 February 2025, but starts on 3 February 2025, which counts"
