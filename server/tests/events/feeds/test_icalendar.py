"""The calendar by the letter of RFC 5545, and whether programs that know no zones have the hours right."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallway.services.events.feeds.icalendar import folded, icalendar
from hallway.services.events.feeds.programme import Programme
from tests.events.feeds.programmes import ANA, WHOLE, entry, programme, programmes, zones
from tests.events.feeds.test_read_back import PHASES
from tests.support.work import computes_within


def lines(data: bytes) -> list[str]:
    """The lines as they are before they are folded."""
    assert data.endswith(b"\r\n")
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_a_session_by_the_letter() -> None:
    changed_at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    found = lines(icalendar(programme(entry(speakers=(ANA,), stage="A; B", revision=4, changed_at=changed_at))))
    at = found.index("BEGIN:VEVENT")
    assert found[at:] == [
        "BEGIN:VEVENT",
        "UID:00000000-0000-0000-0000-000000000001@hallway.example",
        "DTSTAMP:20261130T120000Z",
        "LAST-MODIFIED:20261120T080000Z",
        "SEQUENCE:4",
        "DTSTART;TZID=Europe/Brussels:20261205T100000",
        "DTEND;TZID=Europe/Brussels:20261205T103000",
        "SUMMARY:A talk",
        "LOCATION:A\\; B",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL;CN=\"Ana ^'Ace^' Ruiz\":urn:uuid:{ANA.id}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_head_says_what_it_is_and_how_often_to_ask() -> None:
    found = lines(icalendar(programme(WHOLE), name="Conf 26: my stars"))
    assert found[:6] == [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hallway//Hallway//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        "NAME:Conf 26: my stars",
    ]
    assert {"X-WR-CALNAME:Conf 26: my stars", "X-WR-TIMEZONE:Europe/Brussels"} <= set(found)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in found


def test_a_milestone_has_no_end() -> None:
    start = datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert not any(line.startswith("DTEND") for line in lines(icalendar(programme(entry(ends_at=start)))))


def test_nothing_yet_is_a_calendar() -> None:
    found = lines(icalendar(programme()))
    assert (found[0], found[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert not any("VTIMEZONE" in line for line in found)


def test_utc_needs_no_zone() -> None:
    found = lines(icalendar(programme(entry(), zone="UTC")))
    assert "DTSTART:20261205T090000Z" in found
    assert not any("TZID" in line for line in found)


def test_the_hour_that_comes_twice() -> None:
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    found = lines(icalendar(programme(*(entry(number, starts_at=hour) for number, hour in enumerate(hours)))))
    assert [line for line in found if line.startswith("DTSTART") and "1970" not in line and "T0" in line][-2:] == [
        "DTSTART;TZID=Europe/Brussels:20261025T023000",
        "DTSTART:20261025T013000Z",
    ]


@given(st.text(max_size=400))
def test_lines_are_short_and_break_between_letters(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "")
    parts = folded(line).removesuffix(b"\r\n").split(b"\r\n ")
    assert b"".join(parts).decode() == line
    assert all(len(part) <= 75 - (place > 0) for place, part in enumerate(parts))
    assert all(part.decode() is not None for part in parts)


def local_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def offset_by(rules: list[str], local: datetime) -> timedelta:
    """The offset that a program has that knows only what the calendar says of the zone."""
    found, best = timedelta(), local_time("19000101T000000")
    at = [place for place, line in enumerate(rules) if line in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT")]
    for place in at:
        onset = local_time(rules[place + 1].removeprefix("DTSTART:"))
        text = rules[place + 3].removeprefix("TZOFFSETTO:")
        offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:7] or 0))
        if best <= onset <= local:
            best, found = onset, -offset if text[0] == "-" else offset
    return found


@settings(max_examples=20, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_a_program_that_knows_no_zones_has_the_hours_right(conf: Programme) -> None:
    found = lines(icalendar(conf))
    zone = next((line.removeprefix("TZID:") for line in found if line.startswith("TZID:")), None)
    starts = [line for line in found if line.startswith("DTSTART;TZID=")]
    assert (zone is None) == (conf.time_zone == "UTC")
    for line in starts:
        local = local_time(line.rpartition(":")[2])
        assert offset_by(found, local) == local.replace(tzinfo=ZoneInfo(zone or "UTC")).utcoffset()


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu"])
def test_zones_all_year(zone: str) -> None:
    assert zone in zones()
    days = [datetime(2026, 1, 1, 3, tzinfo=UTC) + timedelta(days=7 * week) for week in range(52)]
    conf = programme(*(entry(number, starts_at=day) for number, day in enumerate(days)), zone=zone)
    found = lines(icalendar(conf))
    for day in days:
        local = day.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert offset_by(found, local) == day.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_large_event_is_written_quickly() -> None:
    whole = "An abstract, with commas; and more. " * 30
    sessions = [
        entry(number, abstract=whole, stage=f"Room {number % 35}", track="T", speakers=(ANA,))
        for number in range(1_105)
    ]
    conf = programme(*sessions)
    with computes_within(0.6):
        assert len(icalendar(conf)) > 1_000_000
