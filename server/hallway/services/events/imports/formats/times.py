"""Dates, durations and time zones as schedule files write them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DURATION = re.compile(r"([0-9]{1,4}):([0-5]?[0-9])(?::([0-5]?[0-9]))?", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ZONE = re.compile(r"[A-Za-z]+(?:[/_+-][A-Za-z0-9]+){1,5}", re.ASCII)
_DAY = timedelta(days=1)
_YEARS = range(1990, 2101)
_DAY_CHANGE = timedelta(hours=4)  # frab's own default: what is listed before 4:00 belongs to the night before


def duration_of(text: str) -> timedelta | None:
    """'HH:MM' or 'H:MM:SS' as a duration, or None. The hours may exceed a day."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def clock_of(text: str) -> timedelta | None:
    """'HH:MM' or 'HH:MM:SS' as the time since midnight, or None. Up to 47:59, as some files write the small hours."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) if hours < 48 else None


def date_of(text: str) -> date | None:
    """The date that an ISO 8601 date or date with time begins with, or None. Only years 1990 to 2100."""
    moment = _moment(text)
    return moment.date() if moment else None


def _moment(text: str) -> datetime | None:
    text = text.strip()
    if len(text) > 40 or not _DATE.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None


def zone_of(name: str, dates: Iterable[str]) -> tuple[ZoneInfo, str | None]:
    """The event's time zone, and what was guessed if anything was.

    The name if it is an IANA zone; else the fixed zone of the offset that most of `dates` carry, if it is one of whole
    hours ('Etc/GMT-1' is an hour east of Greenwich); else UTC.
    """
    name = name.strip()
    if name in ("UTC", "GMT", "Z"):
        return ZoneInfo("UTC"), None
    if len(name) <= 60 and _ZONE.fullmatch(name):
        try:
            return ZoneInfo(name), None
        except (ValueError, OSError, LookupError):
            pass
    offsets = Counter(
        moment.utcoffset() for text in dates if (moment := _moment(text)) is not None and moment.tzinfo is not None
    )
    usual = offsets.most_common(1)[0][0] if offsets else None
    hours, rest = divmod(usual or timedelta(), timedelta(hours=1))
    known = f"Etc/GMT{-hours:+d}" if hours and not rest and -12 <= hours <= 14 else "UTC"
    wrong = f"“{name[:60]}” is not a known time zone" if name else "no time zone is named"
    return ZoneInfo(known), f"{wrong}; {known} is used"


class Day:
    """One day of the schedule: says what date a time of day has."""

    def __init__(
        self,
        date_text: str,
        start_text: str,
        day_change: timedelta | None,
        zone: ZoneInfo,
    ) -> None:
        self._zone = zone
        start = _moment(start_text)
        self.date = date_of(date_text) or (start.date() if start else None)
        self._start: datetime | None = None
        if self.date is not None:
            midnight = datetime.combine(self.date, time())
            self._start = midnight + (_DAY_CHANGE if day_change is None else day_change)
            if start and len(start_text.strip()) > 10:
                local = start.astimezone(zone).replace(tzinfo=None) if start.tzinfo else start
                self._start = local if abs(local - midnight) <= _DAY else self._start

    def starts_at(self, date_text: str, start_text: str) -> datetime | None:
        """When a session starts, in UTC, or None if the file does not say.

        A date with a time wins; without an offset it is local. Else it is the time `start_text` on the given date, or
        on the day's; then a time before the day begins (its start if given, else the conference's day change, else
        4:00) is the night after, and one that the day's own start puts on the evening before is that evening.
        """
        moment = _moment(date_text)
        if moment is not None and len(date_text.strip()) > 10:
            return _in_utc(moment, self._zone)
        clock = clock_of(start_text)
        on = moment.date() if moment else self.date
        if clock is None or on is None:
            return _in_utc(clockless, self._zone) if (clockless := _with_time(start_text)) else None
        midnight = datetime.combine(on, time())
        if clock < _DAY and self._start is not None and on == self.date:
            nights = (midnight + clock + days * _DAY for days in (-1, 0, 1))
            local = next(
                (night for night in nights if self._start <= night < self._start + _DAY),
                midnight + clock,
            )
        else:
            local = midnight + clock
        return _in_utc(local, self._zone)


def _with_time(text: str) -> datetime | None:
    """Some files have the whole moment in `start`."""
    return _moment(text) if len(text.strip()) > 10 else None


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
