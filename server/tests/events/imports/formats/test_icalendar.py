"""Calendars: what conferences and calendar programs export, and what harms."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Limits, Reading, Schedule, Session
from hallway.services.events.values import Link
from tests.events.imports.schedule_files import outcome
from tests.support.work import computes_within

BRUSSELS = Reading(event_zone="Europe/Brussels")


def event(*lines: str, **changes: str | None) -> str:
    """A VEVENT; a change of None leaves the line out. `lines` come after the others as they are."""
    fields: dict[str, str | None] = {
        "UID": "one@example.org",
        "SUMMARY": "A talk",
        "DTSTART": "20261205T090000Z",
        "DTEND": "20261205T093000Z",
        **changes,
    }
    inside = [f"{name}:{value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(["BEGIN:VEVENT", *inside, *lines, "END:VEVENT"])


def calendar(*events: str, head: tuple[str, ...] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Conf", *head, *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def only(schedule: Schedule) -> Session:
    assert [one.reason for one in schedule.skipped] == []
    (session,) = schedule.sessions
    return session


def starts(schedule: Schedule) -> list[str]:
    return [f"{one.starts_at.astimezone(UTC):%m-%dT%H:%M}" for one in schedule.sessions]


def test_a_session_comes_out_whole() -> None:
    data = calendar(
        event(
            "LOCATION:Hall\\, left",
            "CATEGORIES:Tools,Other",
            "URL:https://example.org/1",
            "DESCRIPTION:One\\nTwo\\; three\\\\four",
            "ATTENDEE;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL;CN=\"Ana ^'Ace^' Ruiz\":https://example.org/ana",
            "ATTENDEE;CN=Bo Li:mailto:bo@example.org",
            "ATTENDEE;CUTYPE=ROOM;CN=Hall:mailto:hall@example.org",
            "ORGANIZER;CN=The conference:mailto:all@example.org",
            "ATTACH;FMTTYPE=application/pdf;FILENAME=Slides:https://example.org/1.pdf",
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
            "CONFERENCE;VALUE=URI;LABEL=Chat:https://example.org/chat",
            **{"SUMMARY;LANGUAGE=de": "Ein Vortrag", "SUMMARY": None},
        ),
        head=("X-WR-TIMEZONE:Europe/Brussels",),
    )
    schedule = read_schedule(data)
    session = only(schedule)
    assert (schedule.format, schedule.title, schedule.time_zone) == ("icalendar", "Conf", "Europe/Brussels")
    assert (session.external_id, session.title, session.languages) == ("one@example.org", "Ein Vortrag", ("de",))
    assert (session.starts_at, session.duration) == (datetime(2026, 12, 5, 9, tzinfo=UTC), timedelta(minutes=30))
    assert (session.room, session.track, session.url) == ("Hall, left", "Tools", "https://example.org/1")
    assert session.abstract == "One\nTwo; three\\four"
    assert [speaker.name for speaker in schedule.speakers] == ['Ana "Ace" Ruiz', "Bo Li"]
    assert not any("bo@example.org" in speaker.external_id for speaker in schedule.speakers), "no mail address is kept"
    assert session.attachments == (Link(title="Slides", url="https://example.org/1.pdf"),)
    assert session.links == (Link(title="Chat", url="https://example.org/chat"),)
    assert any("several categories" in note.text for note in schedule.notes)


@pytest.mark.parametrize(
    ("head", "line", "reading", "utc", "zone"),
    [
        ((), "DTSTART;TZID=Europe/Berlin:20260705T100000", BRUSSELS, "07-05T08:00", "Europe/Berlin"),
        ((), "DTSTART;TZID=W. Europe Standard Time:20260705T100000", BRUSSELS, "07-05T08:00", "Europe/Berlin"),
        ((), "DTSTART;TZID=/example.org/2026a/Asia/Tokyo:20260705T100000", BRUSSELS, "07-05T01:00", "Asia/Tokyo"),
        (
            ("BEGIN:VTIMEZONE", "TZID:Ours", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE"),
            "DTSTART;TZID=Ours:20260705T100000",
            BRUSSELS,
            "07-05T01:00",
            "Asia/Tokyo",
        ),
        (("X-WR-TIMEZONE:Asia/Tokyo",), "DTSTART:20260705T100000", BRUSSELS, "07-05T01:00", "Asia/Tokyo"),
        ((), "DTSTART:20260705T100000", BRUSSELS, "07-05T08:00", "Europe/Brussels"),
        ((), "DTSTART:20260705T100000Z", BRUSSELS, "07-05T10:00", "Europe/Brussels"),
        ((), "DTSTART;TZID=Nowhere/At All:20260705T100000", BRUSSELS, "07-05T08:00", "Europe/Brussels"),
    ],
)
def test_the_clock_of_a_start(head: tuple[str, ...], line: str, reading: Reading, utc: str, zone: str) -> None:
    data = calendar(event(line, "DURATION:PT45M", DTSTART=None, DTEND=None), head=head)
    schedule = read_schedule(data, reading=reading)
    assert (starts(schedule), schedule.time_zone, schedule.zone.asks) == ([utc], zone, False)
    assert only(schedule).duration == timedelta(minutes=45)
    assert any("Nowhere" in note.text for note in schedule.notes) == ("Nowhere" in line)


@pytest.mark.parametrize(
    ("changes", "duration"),
    [
        ({"DTSTART": "20261205", "DTEND": None}, timedelta(days=1)),
        ({"DTSTART": "20261205", "DTEND": "20261206"}, timedelta(days=1)),
        ({"DTEND": None, "DURATION": "P1DT2H"}, timedelta(days=1, hours=2)),
        ({"DTSTART;TZID=Europe/Brussels": "20261025T013000", "DTSTART": None, "DTEND": "20261025T023000Z"}, 3 * 3600),
        ({"DTSTART": "20261025T013000", "DTEND": "20261025T033000"}, 3 * 3600),
    ],
)
def test_the_end(changes: dict[str, str | None], duration: timedelta | int) -> None:
    wanted = duration if isinstance(duration, timedelta) else timedelta(seconds=duration)
    schedule = read_schedule(calendar(event(**changes)), reading=BRUSSELS)
    assert only(schedule).duration == wanted


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"STATUS": "CANCELLED"}, "it is cancelled"),
        ({"CLASS": "PRIVATE"}, "it is marked as private"),
        ({"DTSTART": None}, "it has no start"),
        ({"DTSTART": "20261305T090000Z"}, "its start “20261305T090000Z” is not a date and time"),
        ({"DTEND": "tomorrow"}, "its end “tomorrow” is not a date and time"),
        ({"DTEND": "20261205T080000Z"}, "it ends before it starts"),
        ({"DTEND": None, "DURATION": "PT"}, "its duration “PT” is not one"),
        ({"SUMMARY": None}, "it has no title"),
    ],
)
def test_what_is_no_session_is_said(changes: dict[str, str | None], reason: str) -> None:
    schedule = read_schedule(calendar(event(UID="two"), event(**changes)), reading=BRUSSELS)
    assert len(schedule.sessions) == 1
    (skipped,) = schedule.skipped
    assert (skipped.reason, "event 2" in skipped.where) == (reason, True)


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("FREQ=DAILY;COUNT=3", ["12-05", "12-06", "12-07"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20261209", ["12-05", "12-07", "12-09"]),
        ("FREQ=WEEKLY;COUNT=2", ["12-05", "12-12"]),
        ("FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20261213T235959Z", ["12-05", "12-06", "12-12", "12-13"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU;COUNT=4", ["12-05", "12-13", "12-19", "12-27"]),
    ],
)
def test_repeats(rule: str, times: list[str]) -> None:
    schedule = read_schedule(calendar(event(f"RRULE:{rule}")), reading=BRUSSELS)
    assert starts(schedule) == [f"{day}T09:00" for day in times]
    assert len({one.external_id for one in schedule.sessions}) == len(times)


def test_repeats_keep_their_hour_over_a_clock_change_and_leave_out_exceptions() -> None:
    start = {"DTSTART;TZID=Europe/Brussels": "20261023T100000", "DTSTART": None, "DTEND": None, "DURATION": "PT1H"}
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Brussels:20261025T100000",
        **{**start, "DTSTART;TZID=Europe/Brussels": "20261025T150000"},
    )
    rules = ("RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Brussels:20261024T100000,20261027T100000")
    data = calendar(event(*rules, **start), moved)
    schedule = read_schedule(data, reading=BRUSSELS)
    assert starts(schedule) == ["10-23T08:00", "10-25T14:00", "10-26T09:00"]
    assert [one.external_id for one in schedule.sessions] == [
        f"one@example.org/{stamp}" for stamp in ("20261023T080000Z", "20261025T090000Z", "20261026T090000Z")
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYEASTER=1", "FREQ=DAILY;BYHOUR=1,2", "x", "FREQ=DAILY;INTERVAL=-1"]
)
def test_other_rules_are_read_once_and_said(rule: str) -> None:
    schedule = read_schedule(calendar(event(f"RRULE:{rule}")), reading=BRUSSELS)
    assert len(schedule.sessions) == 1
    assert ["only its first date" in note.text for note in schedule.notes].count(True) == 1


def test_endless_repeats_end() -> None:
    with computes_within(2):
        schedule = read_schedule(calendar(event("RRULE:FREQ=DAILY")), reading=BRUSSELS)
    assert len(schedule.sessions) == 367
    assert any("repeats for long" in note.text for note in schedule.notes)


def test_many_endless_repeats_are_too_many() -> None:
    data = calendar(*(event("RRULE:FREQ=DAILY", UID=f"{number}") for number in range(1_000)))
    with computes_within(5), pytest.raises(Problem, match="more than 20,000 sessions"):
        read_schedule(data)


def test_many_exceptions_are_too_many() -> None:
    exceptions = ["EXDATE:" + "20261205T090000Z," * 60] * 20
    data = calendar(*(event("RRULE:FREQ=DAILY;COUNT=2", *exceptions, UID=f"{number}") for number in range(500)))
    with computes_within(5), pytest.raises(Problem, match="more than 100,000 times"):
        read_schedule(data)


def test_many_of_one_name_without_an_id_cost_little() -> None:
    data = calendar(*[event(UID=None)] * 10_000)
    with computes_within(4):
        assert len({one.external_id for one in read_schedule(data, reading=BRUSSELS).sessions}) == 10_000


def test_rules_that_never_match_cost_little() -> None:
    data = calendar(*(event("RRULE:FREQ=DAILY;INTERVAL=99999", UID=f"{number}") for number in range(2_000)))
    with computes_within(5):
        assert len(read_schedule(data).sessions) == 2_000


def test_other_components_and_alarms_are_no_sessions() -> None:
    alarm = "BEGIN:VALARM\r\nSUMMARY:Wake up\r\nDTSTART:20200101T000000Z\r\nEND:VALARM"
    todo = "BEGIN:VTODO\r\nSUMMARY:Buy\r\nEND:VTODO"
    schedule = read_schedule(calendar(event(alarm), todo), reading=BRUSSELS)
    assert only(schedule).title == "A talk"


@pytest.mark.parametrize("newline", [b"\r\n", b"\n", b"\r"])
def test_folded_in_the_middle_of_a_letter(newline: bytes) -> None:
    data = calendar(event(SUMMARY="Grüße aus Köln"))
    at = data.index("ü".encode()) + 1
    data = data[:at] + b"\r\n " + data[at:]
    assert only(read_schedule(data.replace(b"\r\n", newline), reading=BRUSSELS)).title == "Grüße aus Köln"


def test_windows_letters_are_read_and_said() -> None:
    schedule = read_schedule(calendar(event(SUMMARY="Grüße")).decode().encode("cp1252"), reading=BRUSSELS)
    assert only(schedule).title == "Grüße"
    assert any("Windows-1252" in note.text for note in schedule.notes)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (calendar(event())[:-20], "ends too early"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100, "nested more than 64"),
        (b"BEGIN:VCALENDAR\r\n" + b"A:\n" * 2_100_000, "more than 1,000,000 lines"),
        (calendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 20_001), "more than 20,000 sessions"),
        (calendar(), "no session"),
    ],
    ids=["cut", "nested", "lines", "events", "empty"],
)
def test_one_clear_problem(data: bytes, says: str) -> None:
    with computes_within(5), pytest.raises(Problem, match=says):
        read_schedule(data)


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE" + ";CN=a" * 20_000 + ":x",
        'ATTENDEE;CN="' + "a" * 100_000,
        "CATEGORIES:" + "\\," * 100_000,
        "DESCRIPTION:" + "\\" * 100_001,
        "ATTENDEE:x\r\n" * 50_000 + "X:",
        "EXDATE:" + "20261205," * 50_000,
        "A" * 1_000_000 + ":",
        "DTSTART;" * 10_000,
    ],
    ids=lambda line: line[:12],
)
def test_absurd_lines_cost_little(line: str) -> None:
    with computes_within(3):
        assert len(read_schedule(calendar(event(line, "RRULE:FREQ=DAILY;COUNT=2")), reading=BRUSSELS).sessions) >= 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_but_a_problem_ever_escapes(data: st.DataObject) -> None:
    good = calendar(event("RRULE:FREQ=DAILY;COUNT=2", "ATTENDEE;CN=A:x", "CATEGORIES:a,b"), head=("X-WR-TIMEZONE:UTC",))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(16, len(good)))
        length = data.draw(st.integers(0, 12))
        good = (
            good[:at]
            + data.draw(st.binary(max_size=8) | st.sampled_from([b"9" * 9, b";", b":", b'"']))
            + good[at + length :]
        )
    assert outcome(good, BRUSSELS, Limits(sessions=50)) in ("read", "invalid")
