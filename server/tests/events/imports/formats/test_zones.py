"""By whose clock a file is read."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.imports.formats.zone_names import LIKELY, RAILS, WINDOWS
from hallway.services.events.imports.formats.zones import zone_named
from hallway.services.events.schedule import Reading, Schedule
from tests.events.imports.schedule_files import event_xml, schedule_xml


def read(zone: str | None, date: str = "2025-07-01T10:00:00+02:00", event_zone: str | None = None) -> Schedule:
    data = schedule_xml(event_xml(date=date), zone=zone, day="")
    return read_schedule(data, reading=Reading(event_zone=event_zone))


def test_all_names_are_zones() -> None:
    known = available_timezones()
    assert {*RAILS.values(), *WINDOWS.values(), *LIKELY.split()} <= known
    assert len(RAILS) > 140
    for name in (*RAILS, *WINDOWS):
        assert zone_named(name.upper()) is not None


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        (" europe/berlin ", "Europe/Berlin"),
        ("US/Pacific", "US/Pacific"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Berlin", "Europe/Berlin"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT", "UTC"),
        ("Etc/UTC", "UTC"),
    ],
)
def test_the_files_name_wins(name: str, zone: str) -> None:
    found = read(name, "2025-07-01T10:00:00Z", event_zone="Asia/Tokyo")
    assert (found.zone.name, found.zone.by, found.notes) == (zone, "file", ())


@pytest.mark.parametrize(
    ("name", "date", "event", "expected", "asks"),
    [
        (None, "2025-07-01T10:00:00+02:00", "Europe/Brussels", "Europe/Brussels", False),
        (None, "2025-07-01T10:00:00+01:00", "Europe/Brussels", "Europe/London", True),
        (None, "2025-01-01T10:00:00+01:00", None, "Europe/Berlin", True),
        (None, "2025-07-01T10:00:00+10:30", None, "Australia/Lord_Howe", True),
        (None, "2025-07-01T10:00:00Z", "Asia/Tokyo", "Asia/Tokyo", False),
        (None, "2025-07-01T10:00:00Z", None, "UTC", True),
        ("", "2025-07-01T10:00:00", "Asia/Tokyo", "Asia/Tokyo", False),
        ("Europe", "2025-07-01T10:00:00", None, "UTC", True),
        ("Middle/Earth", "2025-07-01T10:00:00-07:00", None, "America/Phoenix", True),
        ("../../etc/passwd", "2025-07-01T10:00:00+05:30", None, "Asia/Kolkata", True),
        ("Etc/GMT-1", "2025-12-01T10:00:00", "Europe/Brussels", "Europe/Brussels", False),
        ("Etc/GMT-1", "2025-12-01T10:00:00", None, "Europe/Berlin", True),
        ("UTC+9", "2025-12-01T10:00:00", None, "Asia/Tokyo", True),
        ("x" * 5000, "2025-07-01T10:00:00", "Asia/Tokyo", "Asia/Tokyo", False),
        (None, "2025-07-01T10:00:00+23:59", "Asia/Tokyo", "Asia/Tokyo", True),
    ],
)
def test_without_a_name(name: str | None, date: str, event: str | None, expected: str, asks: bool) -> None:
    found = read(name, date, event)
    assert (found.zone.name, found.zone.by, found.zone.asks) == (expected, "event", asks)
    assert [note.where for note in found.notes] == ["the time zone"]
    assert expected in found.notes[0].text
    assert len(found.notes[0].text) < 300
    assert not any(zone.startswith("Etc/") for zone in (found.zone.name, *found.zone.candidates))
    moment = found.sessions[0].starts_at
    for zone in found.zone.candidates:
        assert f"{moment.astimezone(ZoneInfo(zone)):%z}" == found.zone.offsets[0].replace(":", "")


def test_an_offset_in_place_of_a_name_is_what_times_are_read_by() -> None:
    found = read("UTC+1", "2025-07-01T10:00:00")
    assert found.sessions[0].starts_at.hour == 9
    assert found.zone.offsets == ("+01:00",)


def test_offsets_of_the_days_speak_for_sessions_without() -> None:
    day = 'date="2025-07-01" start="2025-07-01T09:00:00+02:00"'
    data = schedule_xml(event_xml(date=None), zone=None, day=day)
    found = read_schedule(data, reading=Reading(event_zone="America/New_York"))
    assert (found.zone.name, found.zone.asks, found.sessions[0].starts_at.hour) == ("Europe/Berlin", True, 8)


def test_offsets_in_summer_and_winter_leave_few_candidates() -> None:
    events = [
        event_xml(date=date, attributes="") for date in ("2025-10-25T10:00:00+11:00", "2025-10-01T10:00:00+10:30")
    ]
    data = schedule_xml(*events, zone=None, day='date="2025-10-01"')
    assert read_schedule(data).zone.candidates == ("Australia/Lord_Howe",)


def test_offsets_that_are_not_the_named_zones_count_and_are_counted() -> None:
    found = read("Europe/Brussels", "2025-07-01T10:00:00+09:00")
    assert (found.zone.name, found.sessions[0].starts_at.hour) == ("Europe/Brussels", 1)
    (note,) = found.notes
    assert note.text == (
        "The file names Europe/Brussels, but one session has another offset than that (+09:00); the offset counts."
    )


def test_a_person_decides() -> None:
    data = schedule_xml(event_xml(date="2025-07-01T10:00:00"), zone="Europe/Brussels", day="")
    found = read_schedule(data, reading=Reading(zone="Asia/Tokyo", event_zone="UTC"))
    assert (found.zone.name, found.zone.by, found.sessions[0].starts_at.hour) == ("Asia/Tokyo", "person", 1)
    with pytest.raises(Problem, match="is not a time zone"):
        read_schedule(data, reading=Reading(zone="Mars/Olympus"))
