"""Tables as spreadsheets export them (CSV), into a RawSchedule once a person has said what the columns are."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from hallway.kernel.errors import Problem
from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.cells import Cell, at, cell_of, length_of, order_of
from hallway.services.events.imports.formats.clean import cut, line
from hallway.services.events.imports.formats.columns import guessed
from hallway.services.events.imports.formats.encoding import text_of
from hallway.services.events.imports.formats.flat import Entry, Flat, clock, home, span
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.raw import Fields, RawSchedule, unknown, unreadable
from hallway.services.events.schedule import COLUMN_FIELDS, Column, Limits, Reading, Table

_MOST_COLUMNS: Final = 100
_SAMPLE: Final = 50  # rows by which the delimiter is found
_DELIMITERS: Final = (",", ";", "\t")
_EXAMPLE: Final = 100
_MOMENTS: Final = ("date", "start", "end")
_TEXTS: Final = {"title": "title", "subtitle": "subtitle", "abstract": "abstract", "track": "track", "kind": "type"} | {
    **{"language": "language", "url": "url", "id": "guid", "video": "video_download_url"}
}
_SPEAKER_MARKS: Final = (";", "\n", ",")
_DAY = timedelta(days=1)

_Row = tuple[int, list[str]]


def read_table(data: bytes, reading: Reading, limits: Limits) -> RawSchedule | Table:
    """The schedule in a table if `reading` names its columns; else the Table, for a person to name them.

    Problem("invalid") if it is no table, or larger than the limits allow, or if the columns that are named do not fit.
    """
    notes = Notes()
    text = text_of(data, notes)
    names, rows = _rows(text, limits)
    if reading.columns is None:
        columns = zip(names, _examples(len(names), rows), guessed(names), strict=True)
        found = (Column(name=name, example=example, field=field) for name, example, field in columns)
        return Table(columns=tuple(found), rows=len(rows))
    _check(reading.columns, len(names))
    return _Reader(reading.columns, rows, notes, reading).schedule(limits)


def _rows(text: str, limits: Limits) -> tuple[list[str], list[_Row]]:
    """The names in the first row, and the rows after it that are not empty, with the number of their last line."""
    if "\x00" in text[:100_000]:
        raise unknown(sentence("reading.notText"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = text[:7].lower()
    named = text[4] if said.startswith("sep=") and said[5:6] == "\n" and text[4] in _DELIMITERS else None
    delimiter = named or _delimiter(text)
    if delimiter is None:
        raise unknown(sentence("reading.noKnownFormat"))
    found: list[_Row] = []
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in lines:
            if named and lines.line_num == 1:
                continue
            if any(cell.strip() for cell in row):
                found.append((lines.line_num, row))
            if len(row) > _MOST_COLUMNS:
                raise unreadable(sentence("reading.manyColumns", limit=_MOST_COLUMNS), _line(lines.line_num))
            if len(found) > limits.sessions + 1:
                raise unreadable(sentence("reading.manyRows", limit=limits.sessions))
    except csv.Error as problem:
        raise unreadable(sentence("reading.badCell"), _line(lines.line_num)) from problem
    names = [cut(line(name, 100), 100) or f"column {place}" for place, name in enumerate(found[0][1], 1)]
    return names, found[1:]


def _delimiter(text: str) -> str | None:
    """What parts the cells: what gives most rows as many of them as the first has, if that is more than one."""
    best: tuple[float, int] = (0.0, 0)
    found = None
    for delimiter in _DELIMITERS:
        rows: list[list[str]] = []
        with suppress(csv.Error):  # which comes again when all rows are read, with a place in the file
            sample = csv.reader(io.StringIO(text[:200_000]), delimiter=delimiter)
            rows.extend(row for row in islice(sample, _SAMPLE) if any(row))
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows) / len(rows) if rows else 0.0
        known = sum(field is not None for field in guessed(rows[0])) if rows else 0
        looks_right = width > 1 and (alike > 0.6 or known > 1)
        if looks_right and (known + alike, width) > best:
            best, found = (known + alike, width), delimiter
    return found


def _examples(width: int, rows: Sequence[_Row]) -> list[str]:
    examples = [""] * width
    for _, row in rows:
        for place, cell in enumerate(row[:width]):
            examples[place] = examples[place] or cut(line(cell, _EXAMPLE), _EXAMPLE)
    return examples


def _check(columns: Sequence[str | None], width: int) -> None:
    """Problem("invalid") if these columns are not those of the table, or do not make a schedule."""
    named = Counter(field for field in columns if field)
    twice = next((field for field, count in named.items() if count > 1 and field != "speakers"), None)
    if len(columns) != width:
        what = sentence("reading.otherColumns", width=width, named=len(columns))
    elif strange := next((field for field in named if field not in COLUMN_FIELDS), None):
        what = sentence("reading.noColumn", name=line(strange, 40))
    elif twice:
        what = sentence("reading.columnTwice", name=twice)
    elif "title" not in named:
        what = sentence("reading.columnTitle")
    elif "start" not in named and "date" not in named:
        what = sentence("reading.columnStart")
    elif "end" not in named and "duration" not in named and "start" not in named:
        what = sentence("reading.columnEnd")
    else:
        return
    raise Problem("invalid", "columnsDoNotFit", what=what, where=sentence("reading.theColumns"))


class _Reader:
    def __init__(self, columns: Sequence[str | None], rows: list[_Row], notes: Notes, reading: Reading) -> None:
        self._columns = columns
        self._rows = rows
        self._home = home(reading)
        self._out = Flat(format="csv", conference={}, notes=notes)
        places = [place for place, field in enumerate(columns) if field in _MOMENTS]
        self._order = order_of(row[place] for _, row in rows for place in places if place < len(row))
        self._day: date | None = None  # of the row above
        self._carried = 0

    def schedule(self, limits: Limits) -> RawSchedule:
        for number, row in self._rows:
            cells = dict(self._named(row))
            entry = Entry(self._fields(cells, row), _line(number), " ".join(cells.get("room", "").split()))
            self._out.add(entry, limits)
        if self._order.guessed:
            order = "reading.dayFirst" if self._order.day_first else "reading.monthFirst"
            self._out.notes.add(sentence("reading.theDates"), sentence(order))
        if self._carried:
            self._out.notes.add(sentence("reading.theDates"), sentence("reading.datesCarried", count=self._carried))
        return self._out.schedule()

    def _named(self, row: list[str]) -> Iterator[tuple[str, str]]:
        for field, cell in zip(self._columns, row, strict=False):
            if field and field != "speakers":
                yield field, cell

    def _fields(self, cells: dict[str, str], row: list[str]) -> Fields:
        found: Fields = {name: cells.get(field, "") for field, name in _TEXTS.items()}
        people = [
            person
            for field, cell in zip(self._columns, row, strict=False)
            if field == "speakers"
            for person in _people(cell)
        ]
        return {**found, "persons": [{"name": person} for person in people], **self._times(cells)}

    def _times(self, cells: dict[str, str]) -> Fields:
        """When the session is; as it is written where that is no moment, to be skipped with a reason."""
        dated, starts, ends = (cell_of(cells.get(field, ""), self._order) for field in _MOMENTS)
        day = starts.day or dated.day
        written = " ".join(cells.get(field, "").strip() for field in ("date", "start")).strip()
        if day is None and self._day and not cells.get("date", "").strip():
            day = self._day
            self._carried += 1
        self._day = day or self._day
        begins = starts if starts.clock is not None else dated
        start = at(day, begins.clock, begins.offset) if day and begins.clock is not None else None
        if day is None or start is None:
            return {"date": written}
        length = length_of(cells.get("duration", ""))
        end = self._end(day, begins, ends)
        if end and length is None:
            end = end + _DAY if end < start.replace(tzinfo=end.tzinfo) and ends.day is None else end
            length = span(start, end, self._home)
        shown = cells.get("duration", "").strip() or cells.get("end", "").strip()
        return {"date": start.isoformat(), "duration": shown if length is None else clock(length) or shown}

    def _end(self, day: date, begins: Cell, ends: Cell) -> datetime | None:
        until = ends.clock if ends.clock is not None else begins.until
        return at(ends.day or day, until, ends.offset or begins.offset) if until is not None else None


def _line(number: int) -> Sentence:
    return sentence("reading.line", number=str(number))


def _people(cell: str) -> list[str]:
    """The names in a cell. Where semicolons or lines part them, commas are part of the names."""
    mark = next((mark for mark in _SPEAKER_MARKS if mark in cell.strip()), None)
    return [name.strip() for name in (cell.split(mark) if mark else [cell]) if name.strip()][:500]
