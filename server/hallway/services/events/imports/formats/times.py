"""Dates, durations and days as schedule files write them, and the two hours a year when clocks are no help."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from hallway.kernel.words import Sentence, Value, day, sentence

_DURATION = re.compile(r"([0-9]{1,4}):([0-5]?[0-9])(?::([0-5]?[0-9]))?", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAY = timedelta(days=1)
_SMALL_HOURS = timedelta(hours=6)
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
    moment = moment_of(text)
    return moment.date() if moment else None


def moment_of(text: str) -> datetime | None:
    """An ISO 8601 date, or date with time and perhaps offset, as it is written; None for anything else."""
    text = text.strip()
    if len(text) > 40 or not _DATE.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None


class Start(NamedTuple):
    """When a session starts, in UTC; the `day` of the programme if that is another date than the event's clock shows;
    and what is to be said about it, in a sentence, if anything is."""

    moment: datetime
    day: date | None
    remark: Sentence | None


class Day:
    """One day of the schedule: says what date a time of day has, and which day a moment belongs to.

    `zone` is the event's, `clock` what times without an offset are read by.
    """

    def __init__(
        self,
        written: tuple[str, str, str],
        day_change: timedelta | None,
        zone: tzinfo,
        clock: tzinfo | None = None,
    ) -> None:
        """`written`: the day's date, start and end as the file has them, '' for what it has not."""
        self._zone = zone
        self._clock = clock or zone
        self._change = _DAY_CHANGE if day_change is None else day_change
        start, end = (self._local(text) for text in written[1:])
        self.date = date_of(written[0]) or (start.date() if start else None)
        midnight = datetime.combine(self.date, time()) if self.date else None
        self._start = start if start and midnight and abs(start - midnight) <= _DAY else None
        self._end = end if end and midnight and (self._start or midnight) < end <= midnight + 2 * _DAY else None

    def starts_at(self, date_text: str, start_text: str) -> Start | None:
        """When a session starts, or None if the file does not say.

        A date of the session's own wins over the day's, and one with a time over `start_text`; without an offset it is
        local. A time alone is on the day: see `_on_the_day`. Of a local time that there is not, because clocks are put
        forward then, the moment is taken that is as long after the change; of one that comes twice the first.
        """
        moment = moment_of(date_text)
        if moment is None or len(date_text.strip()) <= 10:
            clock = clock_of(start_text)
            if clock is None or (moment is None and self.date is None):
                moment = moment_of(start_text) if len(start_text.strip()) > 10 else None
            elif moment is not None:
                moment = datetime.combine(moment.date(), time()) + clock
            else:
                moment = self._on_the_day(clock)
        if moment is None:
            return None
        found, remark = _in_utc(moment, self._clock)
        shown = found.astimezone(self._zone)
        if self.date is None or shown.date() == self.date:
            return Start(found, None, remark)
        if self._has(shown.replace(tzinfo=None)):
            return Start(found, self.date, remark)
        other = sentence("reading.otherDay", under=day(self.date), starts=day(shown.date()))
        return Start(found, None, sentence("reading.both", first=remark, second=other) if remark else other)

    def _local(self, text: str) -> datetime | None:
        """A date with time as the event's clock shows it."""
        moment = moment_of(text) if len(text.strip()) > 10 else None
        return moment.astimezone(self._zone).replace(tzinfo=None) if moment and moment.tzinfo else moment

    def _on_the_day(self, clock: timedelta) -> datetime | None:
        """The local time that a time of day is on this day: within the day's own start and end where it has them, be
        that on the evening before or in the night after. Outside of them, and where it has none, what comes before the
        day changes (the conference says when, else 4:00) is the night after, and all else is on the day's own date: the
        breakfast before the doors open. A start in the small hours, without an end, says when the day changes."""
        if self.date is None:
            return None
        same = datetime.combine(self.date, time()) + clock
        if clock >= _DAY:
            return same
        for there in (same, same + _DAY, same - _DAY):
            if self._start and self._end and self._start <= there <= self._end:
                return there
        midnight = same - clock
        change = self._change
        if self._end is None and self._start is not None:
            if self._start < midnight:
                return same - _DAY if same - _DAY >= self._start else same
            if self._start - midnight <= _SMALL_HOURS:
                change = self._start - midnight
        elif self._start is None and self._end is not None and self._end > midnight + _DAY:
            change = self._end - midnight - _DAY
        return same + _DAY if clock < change else same

    def _has(self, local: datetime) -> bool:
        """Whether what starts then can belong to this day: within its start and end, or on the evening before its date
        or in the night after it."""
        if self.date is None:
            return False
        if self._start and self._end and self._start <= local <= self._end:
            return True
        midnight = datetime.combine(self.date, time())
        return midnight - _SMALL_HOURS <= local < midnight + _DAY + _SMALL_HOURS


def _in_utc(moment: datetime, zone: tzinfo) -> tuple[datetime, Sentence | None]:
    """The moment in UTC, and a sentence if a clock in the zone never shows it, or shows it twice."""
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), None
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset() or timedelta(), second.utcoffset() or timedelta()
    found = first.astimezone(UTC)
    if before == after:
        return found, None
    old, new = _change(min(found, second.astimezone(UTC)), max(found, second.astimezone(UTC)), zone)
    change: dict[str, Value] = {"time": f"{moment:%H:%M}", "day": day(moment.date()), "zone": str(zone)}
    change |= {"old": old, "new": new}
    if before < after:
        taken = found.astimezone(zone)
        change = {**change, "taken": f"{taken:%H:%M}", "on": day(taken.date())}
        night = taken.date() != moment.date()
        return found, Sentence("reading.noSuchTimeNight" if night else "reading.noSuchTime", change)
    return found, Sentence("reading.timeTwice", change)


def _change(early: datetime, late: datetime, zone: tzinfo) -> tuple[str, str]:
    """What a clock shows before and after it is put, which happens after `early` and not after `late` (both in UTC)."""
    before, after = (moment.astimezone(zone).utcoffset() or timedelta() for moment in (early, late))
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    change = late.replace(microsecond=0)
    return _clock(change + before), _clock(change + after)


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment:%M}"
