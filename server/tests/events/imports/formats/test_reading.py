"""What schedule files of both formats turn into."""

import gzip
from datetime import UTC, datetime, timedelta
from importlib import resources

import msgspec
import pytest

from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule, Session
from tests.events.imports.schedule_files import (
    HERE,
    SHARED,
    event_json,
    event_xml,
    needs_shared,
    schedule_json,
    schedule_xml,
)
from tests.support.work import computes_within


def only(schedule: Schedule) -> Session:
    assert [s.reason for s in schedule.skipped] == []
    (session,) = schedule.sessions
    return session


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2025, 2, day, hour, minute, tzinfo=UTC)


@needs_shared
def test_fosdem_comes_out_whole_and_quickly() -> None:
    data = (SHARED / "fosdem-2025.xml").read_bytes()
    with computes_within(2):
        schedule = read_schedule(data, filename="fosdem-2025.xml")
    assert (len(schedule.sessions), len(schedule.speakers)) == (1105, 1193)
    assert (len(schedule.rooms), len(schedule.tracks)) == (35, 78)
    assert (schedule.skipped, schedule.notes) == ((), ())
    assert (schedule.title, schedule.acronym, schedule.time_zone) == ("FOSDEM 2025", "fosdem-2025", "Europe/Brussels")
    assert (schedule.start, schedule.end) == (at(8, 30), at(17, 15, day=2))
    assert schedule == read_schedule(data), "reading again gives the same"
    opening = schedule.sessions[0]
    assert (opening.title, opening.room, opening.track) == ("Welcome to FOSDEM 2025", "Janson", "Keynotes")
    assert opening.abstract == "FOSDEM welcome and opening talk.\n\nJoin us for the opening of our 25th event."
    assert (opening.kind, opening.languages, opening.duration) == ("keynote", ("en",), timedelta(minutes=20))
    assert opening.speakers == ("id:2", "id:1324")


@needs_shared
@pytest.mark.parametrize(
    ("name", "counts", "zone", "told"),
    [
        ("frab-camp2019.json", (79, 90, 2, 7), "Europe/Berlin", ["the speaker “mo”"]),
        ("pretalx-democon.json", (36, 27, 2, 2), "UTC", ["the time zone", "“Stephanie Hudson”"]),
    ],
)
def test_real_json_comes_out_whole(name: str, counts: tuple[int, ...], zone: str, told: list[str]) -> None:
    schedule = read_schedule((SHARED / name).read_bytes(), filename=name)
    found = len(schedule.sessions), len(schedule.speakers), len(schedule.rooms), len(schedule.tracks)
    assert (found, schedule.time_zone, schedule.skipped) == (counts, zone, ())
    assert [note.where for note in schedule.notes] == told


@pytest.mark.parametrize(("name", "title", "sessions"), [("frab.json", "Chaos", 12), ("pretalx.json", "DemoCon", 12)])
def test_small_copies_of_real_json(name: str, title: str, sessions: int) -> None:
    schedule = read_schedule((HERE / name).read_bytes())
    assert schedule.title.startswith(title)
    assert (len(schedule.sessions), schedule.skipped) == (sessions, ())
    known = {speaker.external_id for speaker in schedule.speakers}
    assert {one for session in schedule.sessions for one in session.speakers} == known


def test_the_demo_copy_has_what_the_whole_has() -> None:
    data = gzip.decompress((resources.files("hallway.demo") / "fosdem-2025.xml.gz").read_bytes())
    schedule = read_schedule(data)
    assert (len(schedule.sessions), len(schedule.speakers)) == (1105, 1193)
    assert (len(schedule.rooms), len(schedule.tracks), schedule.skipped) == (35, 78, ())


def test_both_formats_give_the_same() -> None:
    xml = schedule_xml(event_xml(track="Rust", language="EN", persons='<person id="7">Ana</person>'))
    json = schedule_json(event_json(track="Rust", language="EN", persons=[{"id": 7, "public_name": "Ana"}]))
    assert msgspec.structs.replace(read_schedule(xml), format="schedule") == read_schedule(json)


@pytest.mark.parametrize(
    ("changes", "day", "expected"),
    [
        ({"date": "2025-02-01T10:00:00+01:00"}, "", at(9)),
        ({"date": "2025-02-01T10:00:00Z"}, "", at(10)),
        ({"date": "2025-02-01T10:00:00"}, "", at(9)),
        ({"date": "2025-02-01 10:00"}, "", at(9)),
        ({"date": "2025-02-01", "start": "10:00"}, "", at(9)),
        ({"date": None, "start": "9:05"}, "", at(8, 5)),
        ({"date": None, "start": "09:05:00"}, "", at(8, 5)),
        ({"date": None, "start": "01:30"}, "", at(0, 30, day=2)),
        ({"date": None, "start": "25:30"}, "", at(0, 30, day=2)),
        ({"date": "2025-02-01", "start": "01:30"}, "", at(0, 30)),
        ({"date": None, "start": "05:00"}, 'start="2025-02-01T06:00:00+01:00"', at(4, day=2)),
        ({"date": None, "start": "08:00"}, 'start="2025-02-01T11:00:00+01:00"', at(7)),
        ({"date": None, "start": "03:59"}, 'start="2025-02-01T11:00:00+01:00"', at(2, 59, day=2)),
        ({"date": None, "start": "05:00"}, 'end="2025-02-02T06:00:00+01:00"', at(4, day=2)),
        ({"date": None, "start": "08:30"}, 'start="2025-02-01T09:00" end="2025-02-02T08:59"', at(7, 30, day=2)),
        ({"date": None, "start": "02:00"}, 'start="2025-02-01T10:00" end="2025-02-01T18:00"', at(1, day=2)),
        ({"date": None, "start": "20:00"}, 'start="2025-02-01T10:00" end="2025-02-01T18:00"', at(19)),
        ({"date": "2025-02-01T01:00"}, 'start="2025-02-01T10:00" end="2025-02-02T04:00"', at(0)),
        (
            {"date": None, "start": "23:30"},
            'start="2025-01-31T22:00:00+01:00"',
            datetime(2025, 1, 31, 22, 30, tzinfo=UTC),
        ),
        ({"date": None, "start": "2025-02-01T10:00:00+01:00"}, "", at(9)),
    ],
)
def test_times(changes: dict[str, str | None], day: str, expected: datetime) -> None:
    schedule = read_schedule(schedule_xml(event_xml(**changes), day=f'date="2025-02-01" {day}'))
    assert only(schedule).starts_at == expected


def test_the_conference_says_when_a_day_changes() -> None:
    head = "<day_change>07:00:00</day_change>"
    schedule = read_schedule(schedule_xml(event_xml(date=None, start="06:00"), head=head))
    assert only(schedule).starts_at == at(5, day=2)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:30", 30),
        ("1:30", 90),
        ("01:30:00", 90),
        ("0:5", 5),
        ("24:00", 1440),
        ("0:00:30", 0.5),
        ("0:00", 0),
        ("72:00", 4320),
    ],
)
def test_durations(text: str, minutes: float) -> None:
    assert only(read_schedule(schedule_xml(event_xml(duration=text)))).duration == timedelta(minutes=minutes)


def test_ids_stay_the_same_whatever_is_there() -> None:
    events = [
        event_xml(title="One"),
        event_xml(title="Two", attributes='id="2"'),
        event_xml(title="Three", attributes="", persons="<person>Zoë</person>"),
        event_xml(title="Four", attributes='guid="g1" id="4"'),
        event_xml(title="Lunch", attributes=""),
        event_xml(title="Lunch", attributes="", date="2025-02-01T13:00:00+01:00"),
        event_xml(title="One"),
    ]
    schedule = read_schedule(schedule_xml(*events))
    ids = {session.title: session.external_id for session in schedule.sessions}
    assert (ids["One"], ids["Two"], ids["Four"]) == ("g1", "id:2", "id:4")
    lunches = [session.external_id for session in schedule.sessions if session.title == "Lunch"]
    assert lunches[0].startswith("hash:")
    assert lunches[1] == lunches[0] + "-2"
    assert [skipped.reason for skipped in schedule.skipped] == ["it is in the file twice"]
    (note,) = schedule.notes
    assert note.where == "“Four” (day 1, Main)"
    assert note.text == "its id “g1” is an earlier session’s, and another is taken"
    moved = read_schedule(
        schedule_xml(event_xml(title="Three", attributes="", start="11:00", persons="<person>Zoë</person>"))
    )
    assert only(moved).external_id == ids["Three"]


def test_rooms_tracks_and_languages() -> None:
    rooms = [{"name": "Main", "capacity": 120, "guid": "same"}, {"name": "Empty", "guid": "same"}]
    tracks = [{"name": "Unused"}, {"name": "Web", "color": "#FFAA00"}]
    data = schedule_json(
        event_json(track={"de": "Netz", "en": "Web"}, language="de-formal"),
        event_json(guid="g2", track="Other", language="??", title={"fr": "Bonjour"}),
        rooms=rooms,
        tracks=tracks,
    )
    schedule = read_schedule(data)
    assert [(room.name, room.capacity) for room in schedule.rooms] == [("Main", 120)]
    assert [(track.name, track.color) for track in schedule.tracks] == [("Web", "#ffaa00"), ("Other", None)]
    assert [session.languages for session in schedule.sessions] == [("de-formal",), ()]
    assert schedule.sessions[1].title == "Bonjour"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Plain a < b and c > d, vec<T>", "Plain a < b and c > d, vec<T>"),
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ('<p>See <a href="https://a.example/x">the page</a>.</p>', "See [the page](https://a.example/x)."),
        ('<p><a href="https://a.example/">https://a.example</a></p>', "https://a.example/"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "x"),
        ("<ul><li>a</li><li><p>b</p></li></ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n   - c"),
        ("<p>Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>", "Hi"),
        ("<pre>if x:\n    y()</pre>", "```\nif x:\n    y()\n```"),
        ("<p>&lt;b&gt; &amp; caf&eacute;</p>", r"\<b> & café"),
        ("one\r\n\r\n\r\n\r\ntwo\x07", "one\n\ntwo"),
        ("A **bold** claim, a [link](https://a.example)<br>", "A **bold** claim, a [link](https://a.example)<br>"),
        ("Say `<p>` and vec<T> to **me**", "Say `<p>` and vec<T> to **me**"),
        ("<b>Bold</b> &amp; <i>no</i> Markdown, 5 * 3", "**Bold** & *no* Markdown, 5 * 3"),
    ],
)
def test_abstracts_are_markdown(markup: str, text: str) -> None:
    assert only(read_schedule(schedule_json(event_json(abstract=markup)))).abstract == text


def test_xhtml_inside_an_abstract_and_a_namespace() -> None:
    event = event_xml().replace("<persons>", "<abstract><p>One</p><p>Two <b>bold</b></p></abstract><persons>")
    data = schedule_xml(event).replace(b"<schedule>", b'<schedule xmlns="https://example.org/schedule">')
    assert only(read_schedule(data)).abstract == "One\n\nTwo **bold**"


def test_only_web_addresses_are_kept() -> None:
    kept = {
        text: only(read_schedule(schedule_json(event_json(url=text)))).url
        for text in ("https://a.example/x?y", "javascript:alert(1)", "//a.example", "https://a b", "http://[", "data:x")
    }
    assert [text for text, url in kept.items() if url] == ["https://a.example/x?y"]
