"""frab XML and schedule JSON by the letter of their schemas."""

import json
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from hallway.services.events.feeds.frab import frab_xml
from hallway.services.events.feeds.programme import days_of, numbers
from hallway.services.events.feeds.schedule_json import schedule_json
from hallway.services.events.values import Link
from tests.events.feeds.programmes import ANA, WHOLE, entry, programme
from tests.support.work import computes_within

EVENING = datetime(2026, 12, 5, 22, tzinfo=UTC)


def test_an_event_of_xml() -> None:
    root = fromstring(frab_xml(programme(WHOLE)))
    event = root.find("day/room/event")
    assert event is not None
    assert {child.tag: child.text or "" for child in event if not len(child)} == {
        "date": "2026-12-05T10:00:00+01:00",
        "start": "10:00",
        "duration": "00:30",
        "room": "Hall, left",
        "slug": f"conf-26-{event.get('id')}-a-talk",
        "url": "https://hallway.example/e/conf-26/s/1?a=1&b=2",
        "title": "A talk",
        "subtitle": "And what of it",
        "track": "Tools & more",
        "type": "talk",
        "language": "en, de",
        "abstract": WHOLE.abstract,
        "description": "",
        "video_download_url": "https://video.example/1",
    }
    assert event.findtext("recording/optout") == "true"
    assert (event.get("guid"), int(event.get("id") or 0) > 0) == (WHOLE.id, True)
    assert root.findtext("version") == "3"
    assert [element.tag for element in root] == ["generator", "version", "conference", "tracks", "day"]


def test_a_night_belongs_to_the_evening_before() -> None:
    night = entry(2, starts_at=EVENING + timedelta(hours=4), day=date(2026, 12, 5))
    conf = programme(entry(1, starts_at=EVENING), night, entry(3, starts_at=EVENING + timedelta(hours=12)))
    root = fromstring(frab_xml(conf))
    assert [(day.get("date"), len(day.findall("room/event"))) for day in root.findall("day")] == [
        ("2026-12-05", 2),
        ("2026-12-06", 1),
    ]
    first = root.find("day")
    assert first is not None
    assert (first.get("start"), first.get("end")) == ("2026-12-05T23:00:00+01:00", "2026-12-06T03:30:00+01:00")
    days = json.loads(schedule_json(conf))["schedule"]["conference"]["days"]
    assert [(day["date"], sum(map(len, day["rooms"].values()))) for day in days] == [
        ("2026-12-05", 2),
        ("2026-12-06", 1),
    ]


def test_stages_keep_their_order() -> None:
    conf = programme(entry(1, stage="B"), entry(2, stage="A"), entry(3))
    assert list(days_of(conf)[0].rooms) == ["B", "A", ""]


def test_a_person_is_one_in_all_sessions() -> None:
    conf = programme(*(entry(number, speakers=(ANA,)) for number in range(3)))
    people = fromstring(frab_xml(conf)).findall("day/room/event/persons/person")
    assert {(one.get("id"), one.get("guid"), one.text) for one in people} == {(people[0].get("id"), ANA.id, ANA.name)}


def test_what_xml_cannot_hold_is_left_out() -> None:
    conf = programme(entry(title="A\x00\x0b\ufffftalk", links=(Link(title="\x1b[1m", url="https://a.example/\x07"),)))
    root = fromstring(frab_xml(conf))
    assert root.findtext("day/room/event/title") == "Atalk"
    assert root.findtext("day/room/event/links/link") == "[1m"


def test_no_sessions_yet() -> None:
    assert fromstring(frab_xml(programme())).findtext("conference/days") == "0"
    assert json.loads(schedule_json(programme()))["schedule"]["conference"]["days"] == []


@given(st.sets(st.uuids().map(str), max_size=50))
def test_numbers_are_small_different_and_the_same_again(ids: set[str]) -> None:
    found = numbers(ids)
    assert len(set(found.values())) == len(ids)
    assert all(0 < number < 2**31 for number in found.values())
    assert numbers(sorted(ids, reverse=True)) == found


def test_a_large_event_is_written_quickly() -> None:
    whole = "An abstract, with commas; and more. " * 30
    conf = programme(
        *(entry(number, abstract=whole, stage=f"R{number % 35}", speakers=(ANA,)) for number in range(1_105))
    )
    with computes_within(1):
        assert len(frab_xml(conf)) > 1_000_000
        assert len(schedule_json(conf)) > 1_000_000
