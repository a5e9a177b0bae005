"""Files that are broken, absurd or meant to harm: one clear Problem, or single sessions skipped with the reason."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import LIMITS, Limits, Schedule
from tests.events.imports.schedule_files import HERE, event_json, event_xml, schedule_json, schedule_xml
from tests.support.work import computes_within

GOOD_XML = schedule_xml(event_xml(abstract="<p>Hi</p>", persons='<person id="7">Ana</person>'))
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><schedule>&b;</schedule>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x00\x9f\x03" * 50, "neither text nor"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"BEGIN:VCALENDAR", "ends too early"),
        (b"Dear all,\n\nthe programme is attached.\n", "Sessionize, iCalendar and CSV"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"<rss></rss>", "<rss>"),
        (b"<schedule></schedule>", "no session"),
        (BOMB, "document type declaration"),
        (b'<!DOCTYPE l SYSTEM "file:///etc/passwd"><schedule/>', "document type declaration"),
        (b'<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1/">]><schedule>&x;</schedule>', "document type declaration"),
        (b'<?xml version="1.0" encoding="rot13"?><schedule/>', "encoding"),
        (b"<schedule>&undefined;</schedule>", "well-formed"),
        (GOOD_XML[:-30], "ends too early"),
        (GOOD_XML.replace(b"A talk", b"\xff\xfe"), "well-formed"),
        (b"<a>" * 100_000, "nested more than 64 deep"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"schedule":' * 100_000, "nested too deep"),
        (b"[]", "not an object"),
        (b'{"schedule": 1}', "not an object"),
        (b'{"talks": [], "rooms": []}', "no session"),
        (b'{"events": [], "rooms": []}', "conference"),
        (b'{"events": [], "rooms": []}', "Sessionize, iCalendar and CSV"),
        (b'{"schedule": {"conference": {"title": "x"}}}', "days"),
        (b'{"schedule": {"conference": {"days": {}}}}', "days"),
        (b'{"schedule": {"conference": {"days": [NaN]}}}', "not valid JSON"),
        (b'{"schedule": {"conference": {"title": "\xff", "days": []}}}', "UTF-8"),
        (schedule_json(event_json())[:-9], "ends too early"),
        (b"[" + b"0," * 3_000_000 + b"0]", "more than 2,000,000 values"),
        (b"<schedule>" + b"<a/>" * 500_000, "more than 400,000 elements"),
        (b" " * (LIMITS.file_bytes + 1), "larger than 20 MB"),
        (schedule_xml("<event/>" * 20_001), "more than 20,000 sessions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_clear_problem(data: bytes, says: str) -> None:
    with computes_within(5), pytest.raises(Problem) as caught:
        read_schedule(data, filename="plan\u202e\n.xml")
    assert caught.value.code == "invalid"
    assert caught.value.message.startswith("plan .xml: This schedule cannot be read: ")
    assert says in caught.value.message
    assert msgspec.json.encode(caught.value.data)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "it has no title"),
        ({"title": ["x"]}, "it has no title"),
        ({"title": " \u0000 "}, "it has no title"),
        ({"duration": None}, "it has no duration"),
        ({"title": "\u200b"}, "it has no title"),
        ({"title": "&#8203;\u3164"}, "it has no title"),
        ({"duration": "1440:01"}, "its duration “1440:01” is over 60 days"),
        ({"duration": "-1:00"}, "its duration “-1:00” is not hours and minutes"),
        ({"duration": "9" * 5000 + ":00"}, f"its duration “{'9' * 41}” is not hours and minutes"),
        ({"duration": "٣٠:٠٠"}, "its duration “٣٠:٠٠” is not hours and minutes"),
        ({"date": None, "start": None}, "it has no start"),
        ({"date": "soon", "start": "25 o'clock"}, "its start “soon 25 o'clock” is not a date and time"),
        ({"date": "0001-01-01T00:00:00+14:00", "start": "x"}, None),
        ({"date": "9999-12-31T23:59:59-14:00", "start": "x"}, None),
        ({"date": "2025-09-01T10:00:00+01:00"}, "it starts on 1 September 2025, far from the event’s own dates"),
    ],
)
def test_a_bad_session_is_skipped_and_the_rest_read(changes: dict[str, object], reason: str | None) -> None:
    schedule = read_schedule(schedule_json(event_json(guid="bad", **changes), event_json(title="Good")))
    assert [session.title for session in schedule.sessions] == ["Good"]
    (skipped,) = schedule.skipped
    assert reason is None or skipped.reason == reason
    assert "day 1, Main" in skipped.where


def test_wrong_types_around_sessions_are_skipped_too() -> None:
    days: list[object] = [
        None,
        {"date": 7, "rooms": [1]},
        {"date": "2025-02-01", "rooms": {"A": 3, "B": None, "C": [1, [], event_json()]}},
    ]
    tracks: list[object] = [1, None, {"name": []}]
    schedule = read_schedule(schedule_json(days=days, rooms="x", tracks=tracks, title={}, url=3))
    assert len(schedule.sessions) == 1
    assert len(schedule.skipped) == 5
    assert schedule.title == "c"


def test_huge_numbers_are_no_ids_and_no_error() -> None:
    schedule = read_schedule(schedule_json(event_json(guid=None, id=10**30)))
    assert schedule.sessions[0].external_id.startswith("hash:")


def test_long_texts_are_cut_with_a_note() -> None:
    schedule = read_schedule(schedule_json(event_json(title="t" * 5000, abstract="word " * 10_000)))
    (session,) = schedule.sessions
    assert len(session.title) == LIMITS.title
    assert session.abstract is not None
    assert session.abstract.endswith("word…")
    assert len(session.abstract) <= LIMITS.abstract
    assert [note.text for note in schedule.notes] == [
        "its title is cut to 300 characters",
        "its abstract is cut to 20,000 characters",
    ]


@pytest.mark.parametrize(
    ("limits", "says"),
    [(Limits(speakers=1), "1 speakers"), (Limits(rooms=1), "1 rooms"), (Limits(tracks=1), "1 tracks")],
)
def test_counts_are_capped(limits: Limits, says: str) -> None:
    one = event_json(track="A", persons=["Ana"])
    other = event_json(guid="g2", track="B", persons=["Bo"])
    days = [{"date": "2025-02-01", "rooms": {"X": [one], "Y": [other]}}]
    with pytest.raises(Problem, match=says):
        read_schedule(schedule_json(days=days), limits=limits)


@pytest.mark.parametrize("tag", ["<div>", "<ul><li>", "<a href='http://x'>", "<b><p>", "<", "&amp", "<p ", "<!--"])
def test_markup_bombs_cost_little(tag: str) -> None:
    with computes_within(1):
        read_schedule(schedule_json(event_json(abstract="<p>" + tag * 50_000)))


@pytest.mark.parametrize(
    "events",
    [
        [event_json(guid=f"g{n}", persons=["", {"id": n % 7, "name": f"N{n}"}], url="x:y") for n in range(1500)],
        [event_json(guid=f"g{n}", persons=["Ana"], language="?", links=["x:y"] * 60) for n in range(1500)],
        [event_json(guid=f"g{n}", date=f"2025-02-01T10:00:00+0{n % 8}:{n % 60:02}") for n in range(5000)],
    ],
    ids=["people", "links", "offsets"],
)
@pytest.mark.parametrize("zone", ["Europe/Brussels", "Middle/Earth"])
def test_a_thousand_remarks_are_no_more_than_five_hundred(events: list[object], zone: str) -> None:
    with computes_within(5):
        schedule = read_schedule(schedule_json(*events, time_zone_name=zone))
    assert len(schedule.notes) <= 501
    assert len(schedule.zone.offsets) <= 20
    if len(schedule.notes) > 500:
        assert "more remarks like these" in schedule.notes[-1].text


def test_links_are_as_many_as_somebody_reads() -> None:
    schedule = read_schedule(schedule_json(event_json(links=[f"https://a.example/{n}" for n in range(70)])))
    assert len(schedule.sessions[0].links) == 50
    assert [note.text for note in schedule.notes] == ["it has 70 links; the first 50 are kept"]


def test_entities_are_no_way_into_markup_or_into_the_parser() -> None:
    ignored = "<feedback_url>https://a.example/?a&amp;b</feedback_url><persons>"
    data = schedule_xml(event_xml(title="&amp;lt;b&amp;gt; &lt;i&gt; R&D; &copy")).replace(
        b"<persons>", ignored.encode()
    )
    assert read_schedule(data).sessions[0].title == "&lt;b&gt; <i> R&D; &copy"
    with pytest.raises(Problem, match="well-formed"):
        read_schedule(data.replace(b"?a&amp;b", b"?a&b;"))


def test_utf16_is_read() -> None:
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + GOOD_XML.decode()
    assert read_schedule(declared.encode("utf-16")) == read_schedule(GOOD_XML)


def sound(data: bytes) -> Schedule | None:
    """What is read, if anything: whatever the bytes, a sound schedule or a Problem."""
    try:
        schedule = read_schedule(data)
    except Problem as problem:
        assert (problem.code, len(problem.message) < 1000) == ("invalid", True)  # noqa: PT017
        return None
    ids = [session.external_id for session in schedule.sessions]
    assert len(set(ids)) == len(ids) > 0
    known = {speaker.external_id for speaker in schedule.speakers}
    rooms, tracks = {room.name for room in schedule.rooms}, {track.name for track in schedule.tracks}
    for session in schedule.sessions:
        assert session.title
        assert session.duration >= timedelta()
        assert session.starts_at.tzinfo
        assert set(session.speakers) <= known
        assert session.room is None or session.room in rooms
        assert session.track is None or session.track in tracks
        assert "\x00" not in session.title + (session.abstract or "")
        (session.title + (session.abstract or "")).encode()
    return schedule


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["id", "guid", "date", "start", "duration", "title", "abstract", "persons", "track", "room", "url", "language"]
NAMES_OF_MORE = [*NAMES, "links", "attachments", "video_url", "recording", "do_not_record"]
NEARLY = ANYTHING | st.sampled_from(
    ["2025-02-01T10:00:00", "2025-02-01", "10:00", "24:00", "00:30", "<p>x", "en", "9:9:9"]
)
EVENTS = st.lists(
    ANYTHING | st.dictionaries(st.sampled_from(NAMES_OF_MORE), NEARLY).map(lambda some: event_json(**some)), max_size=4
)


@settings(deadline=None, max_examples=300)
@given(
    EVENTS,
    st.dictionaries(st.sampled_from(["title", "time_zone_name", "start", "rooms", "tracks", "day_change"]), NEARLY),
)
def test_any_json_values(events: list[object], header: dict[str, object]) -> None:
    sound(schedule_json(*events, **header))


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([name for name in NAMES[2:] if name != "persons"]),
            st.text("aé<>&:-0129T\n \u202e😀", max_size=20),
        ),
        max_size=4,
    )
)
def test_any_xml_texts(events: list[dict[str, str]]) -> None:
    persons = "<person>Bo</person>"
    sound(schedule_xml(*(event_xml(attributes="", persons=persons, **event) for event in events)))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_damage(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([GOOD_XML, (HERE / "frab.json").read_bytes(), (HERE / "pretalx.json").read_bytes()])
    )
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.sampled_from([0, 1, 2, 10, 10**6]))
    sound(whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + length :])


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    sound(data)
