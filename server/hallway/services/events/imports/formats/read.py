"""Finds out which format a file has, and reads it."""

import codecs

from hallway.kernel.errors import Problem
from hallway.kernel.words import sentence
from hallway.services.events.imports.formats.build import build
from hallway.services.events.imports.formats.clean import cut, line
from hallway.services.events.imports.formats.icalendar import looks_like_icalendar, read_icalendar
from hallway.services.events.imports.formats.json import read_json
from hallway.services.events.imports.formats.raw import RawSchedule, unknown, unreadable
from hallway.services.events.imports.formats.table import read_table
from hallway.services.events.imports.formats.xml import read_xml
from hallway.services.events.schedule import LIMITS, READING, Limits, Reading, Schedule, Table

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHERS = {
    b"PK\x03\x04": sentence("reading.archive"),
    b"\x1f\x8b": sentence("reading.compressed"),
    b"%PDF": sentence("reading.pdf"),
    b"\xd0\xcf\x11\xe0": sentence("reading.office"),
    b"\x89PNG": sentence("reading.picture"),
    b"\xff\xd8\xff": sentence("reading.picture"),
}


def read_file(
    data: bytes, *, filename: str | None = None, reading: Reading = READING, limits: Limits = LIMITS
) -> Schedule | Table:
    """The schedule in a file of any known format; the content says which it is. A Table if it is one whose columns
    somebody must name first.

    Single sessions that make no sense are left out and listed in `skipped`. Raises Problem("invalid") with what is
    wrong, and `where` in its data, if the file as a whole cannot be used; nothing else is ever raised. `filename` is
    only for the message. Pure, and bounded in time and memory by `limits`; a thread is the right place for it.
    """
    try:
        return _read(data, reading, limits)
    except Problem as problem:
        name = cut(line(filename, 100), 100)
        if not name:
            raise
        raise Problem(problem.code, "inFile", file=name, what=problem.sentence(), where=problem.data.where) from problem


def read_schedule(
    data: bytes, *, filename: str | None = None, reading: Reading = READING, limits: Limits = LIMITS
) -> Schedule:
    """As `read_file`, and Problem("invalid") for a table whose columns nobody named."""
    return only_schedule(read_file(data, filename=filename, reading=reading, limits=limits))


def only_schedule(found: Schedule | Table) -> Schedule:
    """What was read, or Problem("invalid") for a table whose columns nobody named."""
    if isinstance(found, Table):
        raise unreadable(sentence("reading.columnsUnnamed"), sentence("reading.theColumns"))
    return found


def _read(data: bytes, reading: Reading, limits: Limits) -> Schedule | Table:
    if len(data) > limits.file_bytes:
        raise unreadable(sentence("reading.tooLarge", megabytes=limits.file_bytes / 1024 / 1024))
    if data.startswith(_UTF16):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError as problem:
            raise unreadable(sentence("reading.notUtf16")) from problem
        data = data.replace(b'encoding="UTF-16"', b"", 1).replace(b'encoding="utf-16"', b"", 1)
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    if not data:
        raise unreadable(sentence("reading.empty"))
    for start, kind in _OTHERS.items():
        if data.startswith(start):
            raise unknown(kind)
    head = data[:200].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise unknown(sentence("reading.webPage"))
    raw = _raw(data, reading, limits)
    return raw if isinstance(raw, Table) else build(raw, reading, limits)


def _raw(data: bytes, reading: Reading, limits: Limits) -> RawSchedule | Table:
    if data.startswith(b"<"):
        return read_xml(data, limits)
    if data.startswith((b"{", b"[")):
        return read_json(data, reading, limits)
    if looks_like_icalendar(data):
        return read_icalendar(data, reading, limits)
    return read_table(data, reading, limits)
