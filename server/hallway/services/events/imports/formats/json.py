"""Schedule JSON, as pretalx and frab export it, into a RawSchedule; and which other JSON a file is."""

import msgspec

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.notes import in_room
from hallway.services.events.imports.formats.raw import (
    Fields,
    RawDay,
    RawRoom,
    RawSchedule,
    fields,
    items,
    unknown,
    unreadable,
)
from hallway.services.events.imports.formats.sessionize import is_sessionize, read_sessionize
from hallway.services.events.imports.formats.voc import is_voc, read_voc
from hallway.services.events.imports.formats.widget import is_widget, read_widget
from hallway.services.events.schedule import Limits, Reading
from hallway.services.events.values import Skipped

_KINDS = ((is_voc, read_voc), (is_widget, read_widget), (is_sessionize, read_sessionize))


def read_json(data: bytes, reading: Reading, limits: Limits) -> RawSchedule:
    """The schedule in a JSON file of any known kind: what is in it says which. Problem("invalid") if it is broken,
    hostile, or something else than a schedule."""
    decoded = _decode(data, limits)
    for is_it, read in _KINDS:
        if is_it(decoded):
            return read(decoded, reading, limits)
    top = fields(decoded)
    if top is None:
        raise unknown(sentence("reading.outermostValue"))
    inside = fields(top.get("schedule")) if "schedule" in top else top
    if inside is None:
        raise unreadable(sentence("reading.namedNotObject", name="schedule"), _at("schedule"))
    header = fields(inside.get("conference"))
    if header is None:
        raise unknown(sentence("reading.noConference"), _at("schedule.conference"))
    if not isinstance(header.get("days"), list):
        raise unreadable(sentence("reading.noDays"), _at("schedule.conference.days"))
    conference: Fields = {"base_url": inside.get("base_url"), "url": inside.get("url")}
    conference.update({name: value for name, value in header.items() if value is not None})
    skipped: list[Skipped] = []
    days = [day for index, value in enumerate(items(header["days"]), 1) if (day := _day(index, value, skipped))]
    return RawSchedule(conference=conference, days=days, skipped=skipped, format="schedule")


def _at(path: str) -> Sentence:
    return sentence("reading.verbatim", text=path)


def _decode(data: bytes, limits: Limits) -> object:
    if sum(data.count(mark) for mark in (b"{", b"[", b",")) > limits.json_values:
        raise unreadable(sentence("reading.manyValues", limit=limits.json_values))
    try:
        return msgspec.json.decode(data)
    except RecursionError as problem:
        raise unreadable(sentence("reading.nestedTooDeep")) from problem
    except UnicodeDecodeError as problem:
        raise unreadable(sentence("reading.notUtf8")) from problem
    except (msgspec.DecodeError, ValueError) as problem:
        why = str(problem).partition(" - at ")[0][:120]
        raise unreadable(sentence("reading.badJson", why=why)) from problem


def _day(index: int, value: object, skipped: list[Skipped]) -> RawDay | None:
    day = fields(value)
    place = sentence("reading.day", number=str(index))
    if day is None:
        skipped.append(Skipped.of(place, sentence("reading.notObject")))
        return None
    named = fields(day.get("rooms"))
    if named is None:
        if day.get("rooms") not in (None, []):
            skipped.append(Skipped.of(place, sentence("reading.namedNotObject", name="rooms")))
        named = {}
    rooms: list[RawRoom] = []
    for name, sessions in named.items():
        listed = items(sessions)
        if not listed and sessions not in (None, []):
            skipped.append(Skipped.of(in_room(place, name[:80]), sentence("reading.notSessions")))
            continue
        rooms.append(RawRoom(name=name, sessions=listed))
    return RawDay(index, day.get("date"), day.get("day_start"), day.get("day_end"), rooms)
