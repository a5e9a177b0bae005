"""What else a session may say: languages, links, recordings. What cannot be kept is said."""

import pytest

from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule, Session
from tests.events.imports.schedule_files import event_json, event_xml, schedule_json, schedule_xml

BASE = "https://conf.example/2025/"


def read(**changes: object) -> Schedule:
    return read_schedule(schedule_json(event_json(**changes), base_url=BASE))


def xml(inside: str) -> tuple[Session, list[str]]:
    event = event_xml().replace("<persons>", f"{inside}<persons>")
    schedule = read_schedule(schedule_xml(event, head=f"<base_url>{BASE}</base_url>"))
    return schedule.sessions[0], [note.text for note in schedule.notes]


@pytest.mark.parametrize(
    ("written", "tags", "noted"),
    [
        ("de, en", ("de", "en"), False),
        ("de/en", ("de", "en"), False),
        ("DE and pt_BR", ("de", "pt-br"), False),
        (["de", "en", "de"], ("de", "en"), False),
        ("en", ("en",), False),
        ("", (), False),
        ("??", (), True),
        ("en, Klingonisch", ("en",), True),
    ],
)
def test_languages(written: object, tags: tuple[str, ...], noted: bool) -> None:
    schedule = read(language=written)
    assert (schedule.sessions[0].languages, bool(schedule.notes)) == (tags, noted)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/talk/1", "https://conf.example/talk/1"),
        ("talk/1", "https://conf.example/2025/talk/1"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("https://a.example/ü", "https://a.example/ü"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("http://[", None),
        ("//[", None),
        ("https://a b", None),
    ],
)
def test_addresses_are_absolute_or_said_to_be_none(written: str, kept: str | None) -> None:
    schedule = read(url=written, links=[{"title": "Slides", "url": written}, written])
    session = schedule.sessions[0]
    assert session.url == kept
    assert [(link.title, link.url) for link in session.links] == ([("Slides", kept)] if kept else [])
    assert len(schedule.notes) == (0 if kept else 3)


def test_links_and_attachments_in_xml() -> None:
    session, notes = xml(
        '<links><link href="/a">R&amp;amp;D</link><link>https://b.example/</link><link href="x:y">no</link></links>'
        '<attachments><attachment type="slides" href="files/1.pdf"></attachment></attachments>'
    )
    assert [(link.title, link.url) for link in session.links] == [
        ("R&D", "https://conf.example/a"),
        ("https://b.example/", "https://b.example/"),
    ]
    assert [(link.title, link.url) for link in session.attachments] == [("slides", f"{BASE}files/1.pdf")]
    assert notes == ["one of its links, “x:y”, is left out, because it is no address on the web"]


@pytest.mark.parametrize(
    ("inside", "video", "private"),
    [
        ("<recording><license>CC</license><optout>true</optout></recording>", None, True),
        ("<recording><optout>false</optout><url>https://v.example/1</url></recording>", "https://v.example/1", False),
        ("<recording>https://v.example/2</recording>", "https://v.example/2", False),
        ("<video_url>/v/3</video_url><do_not_record>1</do_not_record>", "https://conf.example/v/3", True),
        ("<recording><license/><optout/></recording>", None, False),
    ],
)
def test_recordings_in_xml(inside: str, video: str | None, private: bool) -> None:
    session, notes = xml(inside)
    assert (session.video_url, session.do_not_record, notes) == (video, private, [])


@pytest.mark.parametrize(
    ("changes", "video", "private"),
    [
        ({"do_not_record": True}, None, True),
        ({"do_not_record": False, "recording_license": "CC BY"}, None, False),
        ({"video_url": "https://v.example/1"}, "https://v.example/1", False),
        ({"recording": {"url": "https://v.example/2", "optout": True}}, "https://v.example/2", True),
        ({"recording": True, "recording_url": ""}, None, False),
    ],
)
def test_recordings_in_json(changes: dict[str, object], video: str | None, private: bool) -> None:
    schedule = read(**changes)
    session = schedule.sessions[0]
    assert (session.video_url, session.do_not_record, schedule.notes) == (video, private, ())


def test_entities_are_decoded_once_wherever_there_are_names() -> None:
    schedule = read(
        title="R&amp;D &#8211; &amp;amp; &lt;b&gt; AT&T;",
        subtitle="caf&eacute;",
        track="Q&amp;A",
        room="B&amp;B",
        persons=["M&uuml;ller&#x200b;"],
    )
    session = schedule.sessions[0]
    assert (session.title, session.subtitle, session.track) == ("R&D – &amp; <b> AT&T;", "café", "Q&A")
    assert schedule.speakers[0].name == "Müller"


def test_a_moment_and_a_month_are_kept() -> None:
    events = [event_json(guid=duration, duration=duration) for duration in ("00:00", "1440:00")]
    found = read_schedule(schedule_json(*events))
    assert sorted(session.duration.days for session in found.sessions) == [0, 60]


def test_an_event_without_a_title_is_remarked() -> None:
    schedule = read_schedule(schedule_json(event_json(), title=None, acronym=""))
    assert schedule.title == "Untitled event"
    assert [note.where for note in schedule.notes] == ["the event"]


def test_what_is_lost_of_people_and_texts_is_said() -> None:
    many = [f"P{number}" for number in range(201)]
    schedule = read(
        persons=[*many[:199], {"name": "n" * 500, "biography": "b" * 6000}, "Q"], abstract="<b></b>" * 20_000
    )
    told = {note.text for note in schedule.notes}
    assert told == {
        "it has 201 speakers; the first 200 are kept",
        "the name of a speaker is cut to 200 characters",
        f"the biography of “{'n' * 199}…” is cut to 5,000 characters",
        "its abstract is cut to 20,000 characters",
    }
