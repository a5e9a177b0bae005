"""JSON that is no schedule JSON of frab's: pretalx's widget, Sessionize's views, the second version of voc's."""

import copy
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Limits, Reading, Room, Schedule, Track
from hallway.services.events.values import Link
from tests.events.imports.schedule_files import outcome
from tests.support.work import computes_within

BRUSSELS = Reading(event_zone="Europe/Brussels")
WIDGET = {
    "version": "1.2",
    "timezone": "Europe/Berlin",
    "event_start": "2026-12-05",
    "event_end": "2026-12-06",
    "talks": [
        {
            "code": "ABC123",
            "id": 11,
            "title": {"de": "Vortrag", "en": "A talk"},
            "abstract": "**About** it",
            "speakers": ["ANA", "BO"],
            "track": 3,
            "start": "2026-12-05T10:00:00+01:00",
            "end": "2026-12-05T10:45:00+01:00",
            "room": 2,
            "duration": 45,
            "state": None,
            "content_locale": "de",
            "do_not_record": True,
        },
        {
            "id": -4,
            "title": {"en": "Lunch"},
            "start": "2026-12-05T11:00:00Z",
            "end": "2026-12-05T13:00:00+01:00",
            "room": 1,
        },
        {"code": "GONE", "title": "Gone", "state": "withdrawn", "start": "2026-12-05T10:00:00+01:00", "duration": 30},
        {"title": "Blocked", "slot_type": "blocker", "start": "2026-12-05T10:00:00+01:00", "duration": 30},
        {"code": "LATER", "title": "Not yet placed", "start": None, "end": None, "duration": 30},
    ],
    "tracks": [{"id": 3, "name": {"en": "Tools"}, "color": "#AA00FF"}],
    "rooms": [{"id": 1, "name": "Foyer"}, {"id": 2, "name": {"en": "Hall"}}],
    "speakers": [{"code": "ANA", "name": "Ana Ruiz"}, {"code": "BO", "name": "Bo Li", "biography": "Hi"}],
}
SESSIONIZE = {
    "sessions": [
        {
            "id": "101",
            "title": "A talk",
            "description": "About it",
            "startsAt": "2026-12-05T10:00:00",
            "endsAt": "2026-12-05T10:45:00",
            "isServiceSession": False,
            "isPlenumSession": False,
            "speakers": ["u1"],
            "categoryItems": [1, 2, 3, 4],
            "roomId": 7,
            "liveUrl": "https://live.example/1",
            "recordingUrl": "https://video.example/1",
            "status": "Accepted",
        },
        {
            "id": "guid-of-a-break",
            "title": "Lunch",
            "startsAt": "2026-12-05T12:00:00",
            "endsAt": "2026-12-05T13:00:00",
            "isServiceSession": True,
            "isPlenumSession": True,
            "speakers": [],
            "roomId": 8,
        },
        {
            "id": "3",
            "title": "No",
            "startsAt": "2026-12-05T10:00:00",
            "endsAt": "2026-12-05T11:00:00",
            "status": "Declined",
        },
        {"id": "4", "title": "Unplaced", "startsAt": None, "endsAt": None},
    ],
    "speakers": [{"id": "u1", "firstName": "Ana", "lastName": "Ruiz", "fullName": "Ana Ruiz", "bio": "Hi"}],
    "rooms": [{"id": 7, "name": "Hall"}, {"id": 8, "name": "Foyer"}],
    "questions": [],
    "categories": [
        {"title": "Track", "items": [{"id": 1, "name": "Tools"}]},
        {"title": "Session format", "items": [{"id": 2, "name": "Keynote"}]},
        {"title": "Language", "items": [{"id": 3, "name": "English"}]},
        {"title": "Level", "items": [{"id": 4, "name": "Beginner"}]},
    ],
}
VOC = {
    "$schema": "https://c3voc.de/schema/schedule2",
    "schedule": {
        "version": "1",
        "base_url": "https://events.example/",
        "conference": {
            "acronym": "conf26",
            "title": "Conf 26",
            "start": "2026-12-05T10:00:00+01:00",
            "end": "2026-12-06T18:00:00+01:00",
            "time_zone_name": "Europe/Berlin",
            "tracks": [{"name": "Tools", "slug": "tools", "colors": {"light": "#AA00FF", "dark": "#000000"}}],
            "rooms": [
                {"name": "Foyer", "guid": "r0", "slug": "foyer"},
                {"name": "Hall", "guid": "r1", "slug": "hall", "capacity": 300},
            ],
            "days": [
                {
                    "index": 1,
                    "date": "2026-12-05",
                    "start": "2026-12-05T10:00:00+01:00",
                    "end": "2026-12-06T06:00:00+01:00",
                },
                {
                    "index": 2,
                    "date": "2026-12-06",
                    "start": "2026-12-06T06:00:00+01:00",
                    "end": "2026-12-06T18:00:00+01:00",
                },
            ],
        },
        "events": [
            {
                "guid": "e1",
                "type": "talk",
                "start": "2026-12-05T23:30:00+00:00",
                "end": "2026-12-06T01:15:00+01:00",
                "room": {"guid": "r1"},
                "title": "A talk",
                "subtitle": None,
                "language": "en",
                "track": {"slug": "tools"},
                "abstract": {"en": "About it"},
                "description": None,
                "participants": [{"guid": "p1", "name": "Ana Ruiz", "role": "speaker"}, {"guid": "p2"}],
                "links": [{"url": "https://links.example/", "title": "Notes"}],
                "attachments": [{"type": "slides", "url": "https://files.example/1.pdf"}],
                "recording": "recording_forbidden",
                "url": "https://events.example/1",
            },
            {
                "guid": "e2",
                "start": "2026-12-06T10:00:00+01:00",
                "end": "2026-12-06T10:00:00+01:00",
                "title": "Doors",
                "track": "Other",
            },
            {"guid": "e3", "title": "Nothing else"},
        ],
        "persons": [{"guid": "p1", "name": "Ana Ruiz", "biography": "Hi"}, {"guid": "p2", "name": "Bo Li"}],
    },
}


def read(value: object, reading: Reading = BRUSSELS) -> Schedule:
    return read_schedule(json.dumps(value).encode(), reading=reading)


def test_the_widget() -> None:
    schedule = read(WIDGET)
    talk, lunch = schedule.sessions
    assert (schedule.format, schedule.time_zone, schedule.zone.by) == ("widget", "Europe/Berlin", "file")
    assert schedule.rooms == (Room("Foyer"), Room("Hall"))
    assert schedule.tracks == (Track("Tools", "#aa00ff"),)
    assert (talk.external_id, talk.title, talk.abstract) == ("id:ABC123", "A talk", "**About** it")
    assert (talk.starts_at, talk.duration) == (datetime(2026, 12, 5, 9, tzinfo=UTC), timedelta(minutes=45))
    assert (talk.room, talk.track, talk.languages, talk.do_not_record) == ("Hall", "Tools", ("de",), True)
    assert [one.name for one in schedule.speakers] == ["Ana Ruiz", "Bo Li"]
    assert schedule.speakers[1].bio == "Hi"
    assert (lunch.kind, lunch.starts_at.hour, lunch.duration) == ("break", 11, timedelta(hours=1))
    assert [(one.where, one.reason) for one in schedule.skipped] == [
        ("“Gone” (talk 3)", "its status is “withdrawn”"),
        ("“Blocked” (talk 4)", "it is no session: its room is blocked"),
        ("“Not yet placed” (talk 5)", "it has no start"),
    ]


def test_the_widget_again_with_other_numbers_is_the_same() -> None:
    again = copy.deepcopy(WIDGET)
    for talk in again["talks"]:  # type: ignore[union-attr]
        talk["id"] = 900  # type: ignore[index]
    assert [one.external_id for one in read(again).sessions] == [one.external_id for one in read(WIDGET).sessions]


def test_sessionize_all() -> None:
    schedule = read(SESSIONIZE)
    talk, lunch = schedule.sessions
    assert (schedule.format, schedule.time_zone, schedule.zone.by) == ("sessionize", "Europe/Brussels", "event")
    assert (talk.external_id, talk.title, talk.abstract) == ("id:101", "A talk", "About it")
    assert (talk.starts_at, talk.duration) == (datetime(2026, 12, 5, 9, tzinfo=UTC), timedelta(minutes=45))
    assert (talk.room, talk.track, talk.kind, talk.languages) == ("Hall", "Tools", "Keynote", ("en",))
    assert (talk.video_url, talk.links) == (
        "https://video.example/1",
        (Link(title="Stream", url="https://live.example/1"),),
    )
    assert [(one.external_id, one.name, one.bio) for one in schedule.speakers] == [("u1", "Ana Ruiz", "Hi")]
    assert (lunch.kind, lunch.room) == ("service", "Foyer")
    assert [one.reason for one in schedule.skipped] == ["its status is “Declined”", "it has no start"]
    assert any("Level" in note.where for note in schedule.notes)


def with_names() -> list[dict[str, object]]:
    """The sessions as the other views have them: with the names of rooms and people inside."""
    sessions = [dict(one) for one in SESSIONIZE["sessions"][:2]]
    for one, room in zip(sessions, ("Hall", "Foyer"), strict=True):
        one |= {"room": room, "speakers": [{"id": "u1", "name": "Ana Ruiz"}] if room == "Hall" else []}
        one["categories"] = [{"name": "Track", "categoryItems": [{"id": 1, "name": "Tools"}]}]
        del one["roomId"]
    return sessions


@pytest.mark.parametrize("view", ["Sessions", "GridSmart"])
def test_sessionize_other_views(view: str) -> None:
    talk, lunch = with_names()
    grid = [{"id": 7, "name": "Hall", "sessions": [talk, lunch]}, {"id": 8, "name": "Foyer", "sessions": [lunch]}]
    views: dict[str, object] = {
        "Sessions": [{"groupId": "1", "groupName": "All", "sessions": [talk, lunch]}],
        "GridSmart": [
            {"date": "2026-12-05T00:00:00", "isDefault": True, "rooms": grid, "timeSlots": [{"rooms": grid}]}
        ],
    }
    schedule = read(views[view])
    assert [(one.title, one.room, one.track) for one in schedule.sessions] == [
        ("A talk", "Hall", "Tools"),
        ("Lunch", "Foyer", "Tools"),
    ]
    assert [one.name for one in schedule.speakers] == ["Ana Ruiz"]
    assert schedule.skipped == ()


def test_moments_in_utc_are_no_zone() -> None:
    value = json.loads(json.dumps(SESSIONIZE).replace("10:00:00", "10:00:00Z").replace("10:45:00", "10:45:00Z"))
    schedule = read({**value, "sessions": value["sessions"][:1]})
    assert (schedule.time_zone, schedule.zone.asks) == ("Europe/Brussels", False)
    assert schedule.sessions[0].starts_at == datetime(2026, 12, 5, 10, tzinfo=UTC)


def test_voc_2() -> None:
    schedule = read(VOC)
    talk, doors = schedule.sessions
    assert (schedule.format, schedule.title, schedule.time_zone) == ("schedule", "Conf 26", "Europe/Berlin")
    assert (talk.external_id, talk.title, talk.abstract, talk.kind) == ("e1", "A talk", "About it", "talk")
    assert (talk.starts_at, talk.duration) == (datetime(2026, 12, 5, 23, 30, tzinfo=UTC), timedelta(minutes=45))
    assert talk.day == date(2026, 12, 5), "the day's own end says that the night belongs to it"
    assert (talk.room, talk.track, talk.languages, talk.do_not_record) == ("Hall", "Tools", ("en",), True)
    assert schedule.rooms == (Room("Hall", 300),)
    assert schedule.tracks == (Track("Tools", "#aa00ff"), Track("Other"))
    assert (talk.links[0].title, talk.attachments[0].url) == ("Notes", "https://files.example/1.pdf")
    assert [(one.external_id, one.name, one.bio) for one in schedule.speakers] == [
        ("p1", "Ana Ruiz", "Hi"),
        ("p2", "Bo Li", None),
    ]
    assert (doors.title, doors.duration, doors.room) == ("Doors", timedelta(), None)
    assert [one.reason for one in schedule.skipped] == ["it has no start"]


@pytest.mark.parametrize(
    "value",
    [
        {"talks": [{"code": str(number), "title": "x"} for number in range(20_001)], "rooms": []},
        {"sessions": [{"id": str(number)} for number in range(20_001)], "speakers": []},
        {"schedule": {"conference": {}, "events": [{}] * 20_001}},
    ],
    ids=["widget", "sessionize", "voc"],
)
def test_too_many_sessions(value: object) -> None:
    with computes_within(3), pytest.raises(Problem, match="more than 20,000 sessions"):
        read(value)


def test_many_days_and_sessions_cost_little() -> None:
    day = {"date": "2026-12-05", "start": "2026-12-05T00:00:00Z", "end": "2026-12-05T00:00:01Z"}
    event = {"title": "x", "start": "2026-12-05T10:00:00Z", "end": "2026-12-05T11:00:00Z"}
    events = [{**event, "guid": str(number)} for number in range(5_000)]
    value = {"schedule": {"conference": {"days": [day] * 5_000, "rooms": [{"name": "x"}] * 500}, "events": events}}
    with computes_within(4):
        assert len(read(value).sessions) == 5_000


@pytest.mark.parametrize("value", [{"a": 1}, [], [1], [{"sessions": 1}], "x", {"schedule": {"events": []}}])
def test_other_json_is_refused_with_what_is_read(value: object) -> None:
    with pytest.raises(Problem, match="Hallway reads frab/pentabarf XML"):
        read(value)


ODD = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.sampled_from(
    [[], {}, [[]], {"id": {}}, [None], "2026-12-05", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", 10**30]
)  # fmt: skip


def change(value: object, data: st.DataObject) -> object:
    """The value with something in it put in the place of something else."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: change(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 5)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], change(value[at], data), *value[at + 1 :]]
    return data.draw(ODD)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([WIDGET, SESSIONIZE, VOC, [{"rooms": [{"sessions": SESSIONIZE["sessions"]}]}]]), st.data())
def test_nothing_but_a_problem_ever_escapes(value: object, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        value = change(value, data)
    assert outcome(json.dumps(value).encode(), BRUSSELS, Limits(sessions=50)) in ("read", "invalid")
