"""By whose clock a file's times are read: what the file says, else the event's, else somebody is asked."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib import resources
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from hallway.kernel.words import Sentence, sentence
from hallway.services.events.imports.formats.notes import Notes
from hallway.services.events.imports.formats.raw import RawSchedule, fields, unreadable, words
from hallway.services.events.imports.formats.times import moment_of
from hallway.services.events.imports.formats.zone_names import LIKELY, RAILS, WINDOWS
from hallway.services.events.schedule import Reading, ZoneFound

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[/_+-][A-Za-z0-9]+){0,5}", re.ASCII)
_NO_PLACE: Final = re.compile(r"Etc/.+|Factory|localtime|posixrules|(?:posix|right|SystemV)/.*", re.IGNORECASE)
_UNIVERSAL: Final = ("utc", "gmt", "z", "zulu", "etc/utc", "etc/gmt", "universal", "greenwich")
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])([0-9]{1,2})(?::?([0-5][0-9]))?", re.IGNORECASE | re.ASCII)
_ETC: Final = re.compile(r"Etc/GMT([+-])([0-9]{1,2})()", re.IGNORECASE | re.ASCII)
_WHERE: Final = sentence("reading.theZone")
_MOST_CANDIDATES: Final = 20
_MOST_OFFSETS: Final = 20
_MOST_ASKED: Final = 40


class Decided(NamedTuple):
    """`zone` is whose days and clock the programme has; `clock` is what times without an offset are read by: the zone,
    but for a file that names an offset in place of one ('UTC+1')."""

    found: ZoneFound
    zone: ZoneInfo
    clock: ZoneInfo | timezone


def zone_named(name: str) -> ZoneInfo | None:
    """The zone by its name of IANA's, of Rails' or of Windows', in any case; None if it is nobody's name of a place."""
    name = name.strip()
    small = name.lower()
    if small in _UNIVERSAL:
        return ZoneInfo("UTC")
    if len(name) > 60 or _NO_PLACE.fullmatch(name):
        return None
    known = RAILS.get(small) or WINDOWS.get(small) or (name if _NAME.fullmatch(name) else "")
    for spelling in dict.fromkeys((known, _title(known))):
        try:
            return ZoneInfo(spelling) if spelling else None
        except (ValueError, OSError, LookupError):
            continue
    return None


def decide(raw: RawSchedule, reading: Reading, notes: Notes) -> Decided:
    """The zone of a file, with a note of whatever was not the file's own word.

    A person's choice wins, then the name in the file. A file with neither has the event's zone, if its times have no
    offsets, or have those that are the event's at these moments. Else nobody knows: a zone that has the offsets then is
    taken for now, and `asks` is true. Never a zone of the kind 'Etc/GMT-1', which is no place and has no summer.
    Problem("invalid") if the zone that a person chose is none.
    """
    event = zone_named(reading.event_zone or "")
    if reading.zone:
        chosen = zone_named(reading.zone)
        if chosen is None:
            raise unreadable(sentence("reading.noZone", name=reading.zone[:60]), sentence("reading.chosenZone"))
        return Decided(ZoneFound(name=chosen.key, by="person"), chosen, chosen)
    name = " ".join(words(raw.conference.get("time_zone_name"))[:200].split())[:60]
    zone = zone_named(name)
    if zone is not None:
        _note_contradictions(raw, zone, notes)
        return Decided(ZoneFound(name=zone.key, by="file"), zone, zone)
    fixed = _offset_named(name)
    said = sentence("reading.zoneUnknown", name=name) if name else sentence("reading.zoneUnnamed")
    if fixed is not None:
        said = sentence("reading.zoneOffset", name=name)
    pairs = {(moment.astimezone(UTC), moment.utcoffset() or timedelta()) for moment in _with_offsets(raw)}
    if fixed is not None:
        pairs |= {(moment.replace(tzinfo=timezone(fixed)).astimezone(UTC), fixed) for moment in _plain(raw)}
    return _without_a_name(said, pairs, event, notes, fixed)


def _without_a_name(
    said: Sentence,
    pairs: set[tuple[datetime, timedelta]],
    event: ZoneInfo | None,
    notes: Notes,
    fixed: timedelta | None,
) -> Decided:
    offsets = tuple(_written(offset) for offset in sorted({offset for _, offset in pairs}))[:_MOST_OFFSETS]
    shown: list[str | Sentence] = [*offsets[:3], *([sentence("reading.others")] if len(offsets) > 3 else [])]
    if event is not None and _agrees(event, pairs):
        key = "reading.eventZoneAgrees" if pairs else "reading.eventZone"
        notes.add(_WHERE, sentence(key, why=said, zone=event.key, **({"offsets": shown} if pairs else {})))
        found = ZoneFound(name=event.key, by="event", offsets=offsets)
    else:
        candidates = _candidates(sorted(pairs)) if pairs else ()
        first = ZoneInfo(candidates[0]) if candidates else event or ZoneInfo("UTC")
        notes.add(_WHERE, _guessed(said, shown if pairs else None, event, first))
        found = ZoneFound(name=first.key, by="event", asks=True, offsets=offsets, candidates=candidates)
    zone = ZoneInfo(found.name)
    return Decided(found, zone, zone if fixed is None else timezone(fixed))


def _guessed(said: Sentence, offsets: list[str | Sentence] | None, event: ZoneInfo | None, taken: ZoneInfo) -> Sentence:
    if offsets is None:
        return sentence("reading.zoneGuessed", why=said, zone=taken.key)
    if event is None:
        return sentence("reading.zoneByOffsets", why=said, offsets=offsets, zone=taken.key)
    return sentence("reading.zoneNotEvents", why=said, offsets=offsets, event=event.key, zone=taken.key)


def _title(name: str) -> str:
    """A name in the wrong case in the usual one: 'europe/BERLIN' is 'Europe/Berlin'."""
    return re.sub(r"[A-Za-z0-9]+", lambda part: part[0].capitalize(), name)


def _offset_named(name: str) -> timedelta | None:
    """'UTC+1', '+01:00' or 'Etc/GMT-1' (which is east of Greenwich) as an offset, or None."""
    found = _OFFSET.fullmatch(name) or _ETC.fullmatch(name)
    if found is None:
        return None
    east = (found[1] == "+") != (found.re is _ETC)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return (offset if east else -offset) if offset <= timedelta(hours=14) else None


def _times(raw: RawSchedule) -> Iterable[tuple[str, datetime | None]]:
    """For each session the text that says its moment, and that moment as it is written."""
    for value in (value for day in raw.days for room in day.rooms for value in room.sessions):
        found = fields(value) or {}
        text = words(found.get("date")).strip()
        if len(text) <= 10 and len(whole := words(found.get("start")).strip()) > 10:
            text = whole
        yield text, moment_of(text) if len(text) > 10 else None


def _with_offsets(raw: RawSchedule) -> set[datetime]:
    """The moments whose offset says something of the zone: not those in 'Z'. The days' own where no session has any."""
    found = {moment for text, moment in _times(raw) if moment is not None and _has_offset(text, moment)}
    if not found:
        written = (words(text).strip() for day in raw.days for text in (day.start, day.end))
        found = {moment for text in written if (moment := moment_of(text)) is not None and _has_offset(text, moment)}
    return found


def _has_offset(text: str, moment: datetime) -> bool:
    return moment.tzinfo is not None and not text.endswith(("Z", "z"))


def _plain(raw: RawSchedule) -> Iterable[datetime]:
    """Moments of sessions that have no offset, as far as they can be known without a zone."""
    days = (moment_of(words(day.date).strip()) for day in raw.days)
    written = (moment for _, moment in _times(raw) if moment is not None)
    return (moment for moment in (*days, *written) if moment is not None and moment.tzinfo is None)


def _note_contradictions(raw: RawSchedule, zone: ZoneInfo, notes: Notes) -> None:
    others = [
        moment
        for text, moment in _times(raw)
        if moment is not None
        and _has_offset(text, moment)
        and moment.astimezone(zone).utcoffset() != moment.utcoffset()
    ]
    if others:
        shown: list[str | Sentence] = [*sorted({_written(one.utcoffset() or timedelta()) for one in others})[:3]]
        notes.add(_WHERE, sentence("reading.otherOffsets", zone=zone.key, count=len(others), offsets=shown))


def _agrees(zone: ZoneInfo, pairs: Iterable[tuple[datetime, timedelta]]) -> bool:
    return all(moment.astimezone(zone).utcoffset() == offset for moment, offset in pairs)


def _candidates(pairs: Sequence[tuple[datetime, timedelta]]) -> tuple[str, ...]:
    """Zones that have these offsets at these moments, the likeliest first. Of many moments the first and the last of
    each offset are looked at, and some in between."""
    first: dict[timedelta, datetime] = {}
    last: dict[timedelta, datetime] = {}
    for moment, offset in pairs:
        first.setdefault(offset, moment)
        last[offset] = moment
    ends = [(moment, offset) for offset in first for moment in (first[offset], last[offset])]
    chosen = ends[:_MOST_ASKED] + list(pairs[:: max(1, len(pairs) // _MOST_ASKED)])
    found: list[str] = []
    for name in _cities():
        if len(found) < _MOST_CANDIDATES and _agrees(ZoneInfo(name), chosen):
            found.append(name)
    return tuple(found)


@cache
def _cities() -> tuple[str, ...]:
    """Zones named after a city in use today, the likely ones first. Not the other names that old files have."""
    rows = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    cities = sorted(row.split("\t")[2] for row in rows if row and not row.startswith("#"))
    return tuple(name for name in dict.fromkeys((*LIKELY.split(), "UTC", *cities)) if zone_named(name))


def _written(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
