"""What is written is read back equal by the reader of imports: frab XML, schedule JSON, iCalendar."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hallway.services.events.feeds.frab import frab_xml
from hallway.services.events.feeds.icalendar import icalendar
from hallway.services.events.feeds.programme import Entry, Programme
from hallway.services.events.feeds.schedule_json import schedule_json
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule
from tests.events.feeds.programmes import WHOLE, programme, programmes

WRITERS: dict[str, Callable[[Programme], bytes]] = {"frab": frab_xml, "schedule": schedule_json, "icalendar": icalendar}
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to make one of these small takes longer than a test may
Said = dict[str, dict[str, object]]


def written(given: Programme, writer: str) -> Said:
    """The sessions by their ids, with all that the format can hold."""
    return {_id(one, given, writer): _fields(one, writer) for one in given.sessions}


def _id(one: Entry, given: Programme, writer: str) -> str:
    return f"{one.id}@{given.host}" if writer == "icalendar" else one.id


def _fields(one: Entry, writer: str) -> dict[str, object]:
    known: dict[str, object] = {
        "title": one.title,
        "abstract": one.abstract,
        "starts_at": one.starts_at,
        "duration": one.ends_at - one.starts_at,
        "stage": one.stage,
        "track": one.track,
        "speakers": [person.name for person in one.speakers],
        "people": [person.id for person in one.speakers],
        "url": one.url,
        "links": one.links,
        "attachments": one.attachments,
        "video": one.video_url,
    }
    if writer == "icalendar":
        return {**known, "languages": one.languages if len(one.languages) == 1 else ()}
    rest = {"subtitle": one.subtitle, "kind": one.kind, "day": one.day, "do_not_record": one.do_not_record}
    return {**known, **rest, "languages": one.languages}


def read(data: bytes) -> tuple[Schedule, Said]:
    schedule = read_schedule(data)
    assert schedule.skipped == ()
    names = {speaker.external_id: speaker.name for speaker in schedule.speakers}
    found: Said = {}
    for one in schedule.sessions:
        found[one.external_id] = {
            "title": one.title,
            "abstract": one.abstract or "",
            "starts_at": one.starts_at,
            "duration": one.duration,
            "stage": one.room or "",
            "track": one.track or "",
            "speakers": [names[known] for known in one.speakers],
            "people": list(one.speakers),
            "url": one.url or "",
            "links": one.links,
            "attachments": one.attachments,
            "video": one.video_url or "",
            "languages": one.languages,
        }
        if schedule.format != "icalendar":
            rest = {"subtitle": one.subtitle or "", "kind": one.kind or "", "day": one.day}
            found[one.external_id] |= {**rest, "do_not_record": one.do_not_record}
    return schedule, found


@pytest.mark.parametrize("writer", WRITERS)
def test_a_whole_session(writer: str) -> None:
    given_ = programme(WHOLE)
    schedule, found = read(WRITERS[writer](given_))
    assert found == written(given_, writer)
    assert (schedule.format, schedule.title, schedule.url) == (writer, "Conf 26", "https://hallway.example/e/conf-26")
    assert (schedule.time_zone, schedule.zone.by, schedule.notes) == ("Europe/Brussels", "file", ())
    if writer != "icalendar":
        assert (schedule.acronym, schedule.tracks[0].color) == ("conf-26", "#aa00ff")
    if writer == "schedule":
        assert (schedule.speakers[0].bio, schedule.rooms[0].capacity) == ("Hi", 80)


@pytest.mark.parametrize("writer", WRITERS)
@settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(given_=programmes())
def test_anything_anywhere(writer: str, given_: Programme) -> None:
    schedule, found = read(WRITERS[writer](given_))
    assert schedule.time_zone == given_.time_zone
    assert found == written(given_, writer)


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_programme_is_the_same_bytes(writer: str) -> None:
    assert WRITERS[writer](programme(WHOLE)) == WRITERS[writer](programme(WHOLE))
