"""Small files that were read wrongly once, and what is right."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Reading, Schedule
from tests.events.imports.schedule_files import HERE

CASES = HERE / "cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "expected.json").read_bytes())


def read(name: str, event_zone: str | None = None, zone: str | None = None) -> Schedule:
    schedule = read_schedule(
        (CASES / name).read_bytes(), filename=name, reading=Reading(event_zone=event_zone, zone=zone)
    )
    assert schedule.skipped == ()
    return schedule


@pytest.mark.parametrize("name", [name for name, right in EXPECTED.items() if "starts_utc" in right])
@pytest.mark.parametrize("event_zone", ["Europe/Brussels", "Europe/Madrid"])
def test_moments(name: str, event_zone: str) -> None:
    starts = {session.title: session.starts_at for session in read(name, event_zone=event_zone).sessions}
    assert starts == {title: datetime.fromisoformat(moment) for title, moment in EXPECTED[name]["starts_utc"].items()}


def test_one_id_with_two_names_is_two_people() -> None:
    schedule = read("same-id-other-name.xml")
    names = {speaker.external_id: speaker.name for speaker in schedule.speakers}
    credited = {session.title: [names[one] for one in session.speakers] for session in schedule.sessions}
    assert credited == EXPECTED["same-id-other-name.xml"]["speakers"]
    (note,) = schedule.notes
    assert note.where == "the speaker “id:7”"
    assert "“Ada Example”" in note.text
    assert "“Bob Example”" in note.text


def test_a_file_without_a_zone_has_the_events_and_says_so() -> None:
    schedule = read("no-zone.xml", event_zone="Europe/Brussels")
    assert (schedule.zone.name, schedule.zone.by, schedule.zone.asks) == ("Europe/Brussels", "event", False)
    told = [note.text for note in schedule.notes]
    assert told == ["The file names no time zone; the event’s, Europe/Brussels, was taken."]
    nowhere = read("no-zone.xml")
    assert (nowhere.zone.name, nowhere.zone.asks, nowhere.zone.candidates) == ("UTC", True, ())
    assert len(nowhere.notes) == 1


def test_rails_name_is_the_files_word() -> None:
    schedule = read("zone-name-of-rails.xml", event_zone="America/New_York")
    assert (schedule.zone.name, schedule.zone.by) == (EXPECTED["zone-name-of-rails.xml"]["zone"], "file")
    assert schedule.notes == ()


def test_offsets_alone_have_the_events_zone_or_ask() -> None:
    fits = read("offsets-only.xml", event_zone="Europe/Brussels").zone
    assert (fits.name, fits.by, fits.asks, fits.offsets) == ("Europe/Brussels", "event", False, ("+01:00",))
    for elsewhere in (read("offsets-only.xml", event_zone="America/New_York"), read("offsets-only.xml")):
        zone = elsewhere.zone
        assert (zone.name, zone.asks, len(zone.candidates)) == ("Europe/Berlin", True, 20)
        assert "Europe/Brussels" in zone.candidates
        assert len(elsewhere.notes) == 1
    asked = read("offsets-only.xml", event_zone="America/New_York", zone="Europe/Oslo").zone
    assert (asked.name, asked.by, asked.asks) == ("Europe/Oslo", "person", False)


def test_the_night_is_still_the_first_day() -> None:
    days = {session.title: session.day for session in read("offsets-only.xml", event_zone="Europe/Brussels").sessions}
    assert days == {"Opening": None, "After midnight, still day one": date(2026, 12, 27)}
    days = {session.title: session.day for session in read("before-the-day-starts.xml").sessions}
    assert days == {"Breakfast before the doors": None, "Night session of the same day": date(2026, 12, 5)}


def test_languages_links_and_who_may_not_be_recorded() -> None:
    name = "languages-links-markdown.json"
    right = EXPECTED[name]
    schedule = read(name)
    (session,) = schedule.sessions
    assert list(session.languages) == right["languages"]
    assert (session.title, session.url) == (right["title"], right["url"])
    assert (len(schedule.speakers), len(session.speakers)) == (right["speakers"], right["speakers"])
    assert [(link.title, link.url) for link in session.links] == [("Slides", "https://slides.example/1")]
    assert [(link.title, link.url) for link in session.attachments] == [("Handout", "https://files.example/1.pdf")]
    assert session.do_not_record is right["do_not_record"]
    assert [note.text for note in schedule.notes] == [
        "“José Example” is among its speakers under two ids, and is taken once"
    ]


def test_ids_appear() -> None:
    before, after = (read(f"ids-appear-{number}.xml") for number in (1, 2))
    assert [session.starts_at for session in before.sessions] == [session.starts_at for session in after.sessions]
    assert before.sessions[0].starts_at == datetime(2026, 12, 5, 9, tzinfo=UTC)
