"""Dates, times and durations as people and their spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from msgspec import Struct

_MONTHS: Final = (
    ("jan", "januar", "january", "janvier", "janv", "jänner"),
    ("feb", "februar", "february", "février", "févr", "fév"),
    ("mar", "märz", "mär", "march", "mars", "mrz"),
    ("apr", "april", "avril", "avr"),
    ("may", "mai"),
    ("jun", "juni", "june", "juin"),
    ("jul", "juli", "july", "juillet", "juil"),
    ("aug", "august", "août", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "okt", "oktober", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "dez", "dezember", "december", "décembre", "déc"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAY = re.compile(
    r"(?:mon(?:day|tag)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|mo|di|mi"
    r"|do|fr|sa|so|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lun(?:di)?|mar(?:di)?|mer(?:credi)?"
    r"|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)\.?,?\s+(?=\S)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})(?![0-9])")
_DAY_NAMED = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th|er)?\s+([^\W\d_]{3,10})\.?,?\s+([0-9]{4})(?![0-9])")
_MONTH_NAMED = re.compile(r"([^\W\d_]{3,10})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})(?![0-9])")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]{1,12}))?")
_TIME = re.compile(
    r"([0-9]{1,2})(?:[:.hH]([0-5][0-9]))?(?::([0-5][0-9]))?(?:\.[0-9]+)?\s*(am|pm|uhr|h)?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s*(z|utc|[+-][0-9]{2}:?[0-9]{2})$", re.IGNORECASE)
_AMERICAN = re.compile(r"[0-9]\s?[ap]\.?m\b", re.IGNORECASE)
_FRACTION = re.compile(r"0[.,][0-9]{1,12}")
_UNTIL = re.compile(r"\s*(?:[-–—]|\bto\b|\bbis\b|\bà\b)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"^[\sT,·|@]+(?:at |um |à )?|^(?:at|um|à)\s+", re.IGNORECASE)
_NUMBER = r"([0-9]{1,5}(?:[.,][0-9]{1,3})?)"
_MINUTE = r"m|mins?\.?|minutes?|minuten|['′]"
_HOURS = re.compile(rf"{_NUMBER}\s*(?:h|hrs?|hours?|stunden?|std\.?|heures?)\s*(?:([0-9]{{1,3}})\s*(?:{_MINUTE})?)?")
_MINUTES = re.compile(rf"{_NUMBER}\s*(?:{_MINUTE})?")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_EPOCH = date(1899, 12, 30)  # of Excel and what follows it
_YEARS = range(1990, 2101)
_LONGEST = 100  # characters of a cell that are looked at


class Cell(Struct, frozen=True):
    """What a cell says of a moment: any part of it may be missing. `clock` is since midnight, `until` the end of a
    range of times ('9:00–9:45')."""

    day: date | None = None
    clock: timedelta | None = None
    until: timedelta | None = None
    offset: tzinfo | None = None


class Order(Struct, frozen=True):
    """Whether the day comes before the month where both are numbers, and whether that had to be guessed."""

    day_first: bool
    guessed: bool


def order_of(cells: Iterable[str]) -> Order:
    """What all cells together say: 13/12/2026 has the day first. Where none does, times with AM or PM are American."""
    first = second = clocks = dates = 0
    for text in cells:
        text = _tidy(text)
        found = _YEAR_LAST.match(text) or _YEAR_LAST.match(_WEEKDAY.sub("", text, count=1))
        if found and found[2] != ".":
            dates += 1
            first += int(found[1]) > 12
            second += int(found[3]) > 12
        clocks += bool(_AMERICAN.search(text))
    if first or second:
        return Order(first >= second, bool(first and second))
    return Order(not clocks, bool(dates))


def _tidy(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


def cell_of(text: str, order: Order) -> Cell:
    """The date and the times in a cell; an empty Cell if there are none, or if there is anything else in it."""
    text = _tidy(text)
    if serial := _SERIAL.fullmatch(text):
        day = _EPOCH + timedelta(days=int(serial[1]))
        clock = _of_day(float(f"0.{serial[2]}")) if serial[2] else None
        return Cell(day, clock) if day.year in _YEARS else Cell()
    day, rest = _date(text, order)
    if day is None and _WEEKDAY.match(text):
        day, rest = _date(_WEEKDAY.sub("", text, count=1), order)
    rest = _BETWEEN.sub("", rest) if day else rest
    if not rest.strip():
        return Cell(day)
    offset = None
    if day and (written := _OFFSET.search(rest)):
        offset, rest = _zone(written[1]), rest[: written.start()]
    if (clock := _time(rest)) is not None:
        return Cell(day, clock, None, offset)
    begins, *ends = _UNTIL.split(rest, maxsplit=1)
    clock, until = _time(begins), _time(ends[0]) if ends else None
    return Cell(day, clock, until, offset) if clock is not None and until is not None else Cell()


def _date(text: str, order: Order) -> tuple[date | None, str]:
    """The date that a text begins with, and what comes after it."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _DAY_NAMED, _MONTH_NAMED):
        if not (found := pattern.match(text)):
            continue
        if pattern is _YEAR_FIRST:
            year, month, day = int(found[1]), int(found[3]), int(found[4])
        elif pattern is _YEAR_LAST:
            year, day, month = int(found[4]), int(found[1]), int(found[3])
            if month > 12 or (found[2] != "." and not order.day_first and day <= 12):
                day, month = month, day
        else:
            at_day, at_month = (1, 2) if pattern is _DAY_NAMED else (2, 1)
            year, day, month = int(found[3]), int(found[at_day]), _MONTH.get(found[at_month].casefold(), 0)
        year += 2000 if year < 100 else 0
        try:
            return (date(year, month, day), text[found.end() :]) if year in _YEARS else (None, text)
        except ValueError:
            continue
    return None, text


def _zone(text: str) -> tzinfo | None:
    if text[0] not in "+-":
        return UTC
    digits = text.replace(":", "")
    away = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return timezone(-away if digits[0] == "-" else away) if away < timedelta(hours=24) else None


def _of_day(fraction: float) -> timedelta:
    return timedelta(seconds=round(fraction * 86_400))


def _time(text: str) -> timedelta | None:
    text = text.strip().replace("a.m.", "am").replace("p.m.", "pm").replace("A.M.", "am").replace("P.M.", "pm")
    if _FRACTION.fullmatch(text):
        return _of_day(float(text.replace(",", ".")))
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hours, half = int(found[1]), (found[4] or "").lower()
    if half in ("am", "pm"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 47:
        return None
    return timedelta(hours=hours, minutes=int(found[2] or 0), seconds=int(found[3] or 0))


def length_of(text: str) -> timedelta | None:
    """A duration: '0:30', '30', '30 min', '1 h 30', '1.5 hours', or a part of a day as spreadsheets count it."""
    text = " ".join(text[:_LONGEST].split()).lower()
    if found := _CLOCK.fullmatch(text):
        return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))
    if _FRACTION.fullmatch(text):
        return _of_day(float(text.replace(",", ".")))
    if found := _HOURS.fullmatch(text):
        return timedelta(hours=float(found[1].replace(",", ".")), minutes=int(found[2] or 0))
    if found := _MINUTES.fullmatch(text):
        return timedelta(minutes=float(found[1].replace(",", ".")))
    return None


def at(day: date, clock: timedelta, offset: tzinfo | None) -> datetime | None:
    """The moment, or None past the end of time."""
    try:
        return datetime(day.year, day.month, day.day, tzinfo=offset) + clock
    except OverflowError:
        return None
