"""Tables: what is guessed of their columns, how their cells are read, and what harms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.errors import Problem
from hallway.services.events.imports.formats import read_file, read_schedule
from hallway.services.events.imports.formats.cells import Order, cell_of, length_of, order_of
from hallway.services.events.imports.formats.columns import guessed
from hallway.services.events.schedule import COLUMN_FIELDS, Limits, Reading, Schedule, Session, Table
from tests.events.imports.schedule_files import outcome
from tests.support.work import computes_within

HEAD = "Title,Date,Start,End,Room,Track,Speakers,Abstract,Language,Type,URL,ID"
FIELDS = ("title", "date", "start", "end", "room", "track", "speakers", "abstract", "language", "kind", "url", "id")
ROW = 'A talk,2026-12-05,10:00,10:45,Hall,Tools,"Ana Ruiz, Bo Li",About it,en,talk,https://example.org/1,t1'
DAY_FIRST = Order(day_first=True, guessed=False)


def table(data: str | bytes) -> Table:
    found = read_file(data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Table)
    return found


def read(data: str | bytes, *columns: str | None) -> Schedule:
    reading = Reading(event_zone="Europe/Brussels", columns=columns)
    return read_schedule(data.encode() if isinstance(data, str) else data, reading=reading)


def only(schedule: Schedule) -> Session:
    assert [one.reason for one in schedule.skipped] == []
    (session,) = schedule.sessions
    return session


def starts(schedule: Schedule) -> list[str]:
    return [f"{one.starts_at.astimezone(UTC):%Y-%m-%d %H:%M}" for one in schedule.sessions]


def test_a_person_says_what_the_columns_are() -> None:
    found = table(f"{HEAD},Mood\n{ROW},\n{ROW},good\n")
    assert [column.field for column in found.columns] == [*FIELDS, None]
    assert (found.rows, found.columns[-1].name, found.columns[-1].example) == (2, "Mood", "good")
    with pytest.raises(Problem, match="what its columns are"):
        read_schedule(f"{HEAD}\n{ROW}\n".encode())


def test_a_session_comes_out_whole() -> None:
    schedule = read(f"{HEAD}\n{ROW}\n", *FIELDS)
    session = only(schedule)
    assert (schedule.format, schedule.time_zone) == ("csv", "Europe/Brussels")
    assert (session.title, session.room, session.track, session.kind) == ("A talk", "Hall", "Tools", "talk")
    assert (session.starts_at, session.duration) == (datetime(2026, 12, 5, 9, tzinfo=UTC), timedelta(minutes=45))
    assert (session.external_id, session.abstract, session.languages) == ("t1", "About it", ("en",))
    assert session.url == "https://example.org/1"
    assert [one.name for one in schedule.speakers] == ["Ana Ruiz", "Bo Li"]


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            "Titel;Datum;Beginn;Ende;Raum;Referent*innen;Beschreibung;Sprache",
            "title date start end room - abstract language",
        ),
        ("Vortrag;Tag;Von;Bis;Saal;Sprecher;Spur", "title date start end room speakers track"),
        (
            "Titre;Jour;Début;Durée;Salle;Intervenant·e·s;Résumé;Langue",
            "title date start duration room - abstract language",
        ),
        ("Intitulé;Heure de début;Heure de fin;Lieu;Orateurs", "title start end room speakers"),
        (
            "Session Title;Start Time;Duration (min);Location;Speaker 1;Speaker 2",
            "title start duration room speakers speakers",
        ),
        ("Name;Title;Time;Länge", "- title start duration"),
        ("Session;Start;Start Time;x", "title start - -"),
    ],
)
def test_names_of_columns(names: str, fields: str) -> None:
    assert guessed(names.split(";")) == tuple(None if field == "-" else field for field in fields.split())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(delimiter: str, newline: str, encoding: str) -> None:
    rows = [["Titel", "Beginn", "Ende", "Raum"], ["Grüße, alle; hier", "2026-12-05 10:00", "11:00", "Zwei\nZeilen"]]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + newline
    assert [column.field for column in table(text.encode(encoding)).columns] == ["title", "start", "end", "room"]
    schedule = read(text.encode(encoding), "title", "start", "end", "room")
    session = only(schedule)
    assert (session.title, session.room) == ("Grüße, alle; hier", "Zwei Zeilen")
    assert any("Windows-1252" in note.text for note in schedule.notes) == (encoding == "cp1252")


def test_the_delimiter_that_excel_names() -> None:
    assert table("sep=;\nTitle;Start, local\nOne;2026-12-05 10:00\n").columns[1].name == "Start, local"


@pytest.mark.parametrize(
    "written",
    [
        *("2026-12-05", "05.12.2026", "5.12.26", "5/12/2026", "5-12-2026", "2026/12/05", "Sat, 5 Dec 2026", "46361"),
        *("5. Dezember 2026", "5 décembre 2026", "Dec 5, 2026", "Saturday, December 5th, 2026", "Samstag, 05.12.2026"),
        *("sam. 5/12/2026", "05 . 12 . 2026"),
    ],
)
def test_dates(written: str) -> None:
    assert cell_of(written, DAY_FIRST).day == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        *(("9:00", 540), ("09:00", 540), ("9.00", 540), ("9h30", 570), ("9h", 540), ("9 Uhr", 540), ("9:00:00", 540)),
        *(("9:00 AM", 540), ("12:30 am", 30), ("12 PM", 720), ("9:05 p.m.", 1265), ("0.375", 540), ("24:30", 1470)),
        *(("2026-12-05 9:00", 540), ("2026-12-05T09:00:00.000", 540), ("5.12.2026, 9:00", 540), ("46361.375", 540)),
        ("5.12.2026 um 9:00 Uhr", 540),
    ],
)
def test_times(written: str, minutes: int) -> None:
    assert cell_of(written, DAY_FIRST).clock == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "written", ["", "soon", "25/25/2026", "2026-02-30", "9:75", "13 PM", "99:00", "١٢:٠٠", "1e9", "-1", "12345678"]
)
def test_what_is_no_moment(written: str) -> None:
    found = cell_of(written, DAY_FIRST)
    assert (found.day, found.clock) == (None, None)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        *(("30", 30), ("30 min", 30), ("0:30", 30), ("00:30:00", 30), ("1h", 60), ("1h30", 90), ("1 h 30 min", 90)),
        *(("1.5 hours", 90), ("1,5 Std.", 90), ("45'", 45), ("90 Minuten", 90), ("0.0208333333", 30), ("0", 0)),
        *(("half an hour", None), ("", None), ("-30", None)),
    ],
)
def test_durations(written: str, minutes: int | None) -> None:
    assert length_of(written) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("dates", "day_first", "guessed"),
    [
        (["5/12/2026", "13/12/2026"], True, False),
        (["12/5/2026", "12/13/2026"], False, False),
        (["5/12/2026", "6/12/2026"], True, True),
        (["5/12/2026 9:00 AM"], False, True),
        (["5.12.2026", "2026-12-05"], True, False),
    ],
)
def test_the_whole_column_says_where_the_month_is(dates: list[str], day_first: bool, guessed: bool) -> None:
    assert order_of(dates) == Order(day_first, guessed)


def test_a_guess_of_the_month_is_said() -> None:
    rows = "Title,Date,Start,Duration\nA,5/12/2026,9:00,30\n"
    schedule = read(rows, "title", "date", "start", "duration")
    assert starts(schedule) == ["2026-12-05 08:00"]
    assert any("day, month, year" in note.text for note in schedule.notes)
    certain = read(rows + "B,13/12/2026,9:00,30\n", "title", "date", "start", "duration")
    assert not any("month" in note.text for note in certain.notes)


@pytest.mark.parametrize(
    ("row", "utc", "minutes"),
    [
        ("A,2026-12-05,10:00–10:45,", "2026-12-05 09:00", 45),
        ("A,2026-12-05,23:30,00:15", "2026-12-05 22:30", 45),
        ("A,2026-12-05,10:00,2026-12-05 11:00", "2026-12-05 09:00", 60),
        ("A,,2026-12-05T10:00:00+09:00,2026-12-05T11:00:00+09:00", "2026-12-05 01:00", 60),
        ("A,2026-12-05,25:00,26:00", "2026-12-06 00:00", 60),
        ("A,2026-10-25,01:30,03:30", "2026-10-24 23:30", 180),
        ("A,2026-12-05,10:00,10:00", "2026-12-05 09:00", 0),
    ],
)
def test_when_a_row_is(row: str, utc: str, minutes: int) -> None:
    schedule = read(f"Title,Date,Start,End\n{row}\n", "title", "date", "start", "end")
    assert (starts(schedule), only(schedule).duration) == ([utc], timedelta(minutes=minutes))


def test_a_date_counts_for_the_rows_below_it() -> None:
    rows = "Date,Start,End,Title\n2026-12-05,10:00,11:00,A\n,11:00,12:00,B\n2026-12-06,9:00,10:00,C\n"
    schedule = read(rows, "date", "start", "end", "title")
    assert starts(schedule) == ["2026-12-05 09:00", "2026-12-05 10:00", "2026-12-06 08:00"]
    assert any("date of the row above" in note.text for note in schedule.notes)


def test_rows_that_cannot_be_read_are_said_with_their_lines() -> None:
    rows = (
        'Title,Start,End\nA,2026-12-05 10:00,11:00\n"B\nb",soon,11:00\n\n,2026-12-05 10:00,11:00\n'
        "D,2026-12-05 10:00,later\n"
    )
    schedule = read(rows, "title", "start", "end")
    assert [(one.where, one.reason) for one in schedule.skipped] == [
        ("“B b” (line 4)", "its start “soon” is not a date and time"),
        ("session 3 of line 6", "it has no title"),
        ("“D” (line 7)", "its duration “later” is not hours and minutes"),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ana; Bo", "Ana|Bo"),
        ("Ruiz, Ana; Li, Bo", "Ruiz, Ana|Li, Bo"),
        ('"Ana\nBo"', "Ana|Bo"),
        ('"Ana, Bo"', "Ana|Bo"),
    ],
)
def test_several_people_in_a_cell(cell: str, names: str) -> None:
    cell = cell if cell.startswith('"') else f'"{cell}"'
    schedule = read(f"T,S,E,P\nA,2026-12-05 10:00,11:00,{cell}\n", "title", "start", "end", "speakers")
    assert [one.name for one in schedule.speakers] == names.split("|")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ((None, "start", "end"), "which column is the title"),
        (("title", None, "end"), "which column is the start"),
        (("title", "date", None), "which column is the end"),
        (("title", "title", "start"), "two columns cannot both be the title"),
        (("title", "start"), "has 3 columns, and 2 were named"),
        (("title", "start", "mood"), "“mood” is nothing"),
    ],
)
def test_columns_that_do_not_fit(columns: tuple[str | None, ...], says: str) -> None:
    with pytest.raises(Problem, match=says):
        read("A,B,C\nx,y,z\n", *columns)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"just one line of text", "nor a table"),
        (b"Dear all,\n\nthis is a letter, not a table, and it has commas,\nhere and there.\n\nBye\n", "nor a table"),
        (b"\x00\x01\x02,\x03\n", "neither text nor"),
        (b"a,b\n" * 20_002, "more than 20,000 rows"),
        (b"a," * 200 + b"b\n", "more than 100 columns"),
        (b'a,b\nc,"' + b"x" * 200_000, "a quotation mark is missing"),
        (b"a,b\nc," + b"x" * 200_000, "a cell in it is too long"),
    ],
    ids=["line", "letter", "binary", "rows", "columns", "quotation", "cell"],
)
def test_one_clear_problem(data: bytes, says: str) -> None:
    with computes_within(5), pytest.raises(Problem, match=says):
        read_file(data)


def test_a_table_of_the_largest_size_is_read() -> None:
    rows = "".join(f"Talk {number},2026-12-05 10:00,10:30,Room {number % 30}\n" for number in range(20_000))
    with computes_within(12):
        assert len(read("Title,Start,End,Room\n" + rows, "title", "start", "end", "room").sessions) == 20_000


CELLS = st.text(max_size=12) | st.sampled_from(
    ["2026-12-05", "5/12/2026", "9:00", "9 - 10", "30", "0.5", "99999", "a;b"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6), st.permutations(COLUMN_FIELDS))
def test_nothing_but_a_problem_ever_escapes(rows: list[list[str]], fields: list[str]) -> None:
    data = "\n".join(",".join(row) for row in [["a", "b", "c", "d"], *rows]).encode(errors="replace")
    for columns in (None, ("title", "start", "end", fields[0]), tuple(fields[:4])):
        reading = Reading(columns=columns, event_zone="Europe/Brussels")
        assert outcome(data, reading, Limits(sessions=50)) in ("read", "invalid")
