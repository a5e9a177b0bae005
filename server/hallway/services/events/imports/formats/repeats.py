"""The days on which an event of a calendar happens again, for the rules that programmes have: every so many days or
weeks. Bounded: nobody's file makes a million sessions."""

import re
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_NUMBER = re.compile("[0-9]{0,5}")
MOST: Final = 500
LONGEST: Final = timedelta(days=366)


class Rule(Struct, frozen=True):
    """`days` are the weekdays (Monday is 0) on which it happens; `until` is the last moment, `utc` if on that clock."""

    weekly: bool
    interval: int
    count: int | None
    until: datetime | None
    utc: bool
    days: frozenset[int]
    week_starts: int


def rule_of(text: str) -> Rule | None:
    """The rule that an RRULE writes; None for one of another kind."""
    given = dict(part.split("=", 1) for part in text.upper().strip().split(";")[:20] if "=" in part)
    if set(given) - _KNOWN or given.get("FREQ") not in ("DAILY", "WEEKLY"):
        return None
    interval, count = given.get("INTERVAL", ""), given.get("COUNT", "")
    if not (_NUMBER.fullmatch(interval) and _NUMBER.fullmatch(count)):
        return None
    days = [day.strip() for day in given["BYDAY"].split(",")] if "BYDAY" in given else []
    until, utc = _until(given.get("UNTIL", ""))
    if not set(days) <= set(_DAYS) or (until is None and "UNTIL" in given):
        return None
    return Rule(
        weekly=given["FREQ"] == "WEEKLY",
        interval=int(interval or 1) or 1,
        count=int(count) if count else None,
        until=until,
        utc=utc,
        days=frozenset(_DAYS.index(day) for day in days),
        week_starts=_DAYS.index(given["WKST"]) if given.get("WKST") in _DAYS else 0,
    )


def _until(text: str) -> tuple[datetime | None, bool]:
    found = _UNTIL.fullmatch(text)
    if not found:
        return None, False
    try:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        hour, minute, second = int(found[4] or 23), int(found[5] or 59), min(59, int(found[6] or 59))
        return datetime(year, month, day, hour, minute, second), bool(found[7])  # noqa: DTZ001  by its own clock
    except ValueError:
        return None, False


def occurrences(start: datetime, rule: Rule, offset: timedelta) -> tuple[list[datetime], bool]:
    """When it happens by a clock at the event, the start first, and whether that is all: at most 500 times within a
    year. `offset` is the event's from UTC."""
    until = rule.until + offset if rule.until and rule.utc else rule.until
    days = rule.days or (frozenset({start.weekday()}) if rule.weekly else frozenset(range(7)))
    since_week_began = (start.weekday() - rule.week_starts) % 7
    found = [start]
    step = 1 if rule.weekly else rule.interval
    for after in range(step, LONGEST.days + 1, step):
        if rule.count is not None and len(found) >= rule.count:
            return found, True
        try:
            day = start + timedelta(days=after)
        except OverflowError:
            return found, True
        if until and day > until:
            return found, True
        if day.weekday() in days and not (rule.weekly and (after + since_week_began) // 7 % rule.interval):
            found.append(day)
            if len(found) == MOST:
                break
    return found, False
