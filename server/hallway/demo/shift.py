"""Moves a schedule in time, so that it is live at a given moment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from hallway.services.events.schedule import Schedule

AT = time(14, 20)  # in the thick of a conference day: dozens of talks are running and the evening is far
WITHIN = time(10, 30), time(16, 0)  # while the event's own clock shows this, no other time zone is needed
_STEP = timedelta(minutes=5)

# One place for each hour around the world, and those half an hour off that many people live by; so that wherever it is
# night, somewhere it is between 13:50 and 14:50.
ZONES = (
    "Pacific/Pago_Pago Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Chicago"
    " America/New_York America/Halifax America/Sao_Paulo America/Noronha Atlantic/Azores Atlantic/Reykjavik"
    " Europe/London Europe/Paris Europe/Helsinki Africa/Nairobi Asia/Dubai Asia/Kolkata Asia/Karachi Asia/Dhaka"
    " Asia/Bangkok Asia/Singapore Asia/Tokyo Australia/Brisbane Pacific/Guadalcanal Pacific/Auckland Pacific/Fiji"
)


def shift(schedule: Schedule, now: datetime, *, day: int = 1, at: time = AT) -> Schedule:
    """The schedule with all sessions moved so that `now` (aware) falls in the middle of the schedule's day `day`.

    What people read on the clock stays: a session that was at 9:30 on the first day is at 9:30 on the first day. Only
    the date changes, by whole days for all sessions alike; and if by the event's own clock it is not the middle of the
    day now, the event also moves to a time zone in which it is about `at` (never more than 40 minutes off). Moving the
    hours instead would tear a day of the schedule over two dates whenever the demo is started in the evening. So
    `time_zone` of what comes back is always a valid IANA name, and always the one to show the agenda in; days do not
    cross midnight unless they did before. Times that the schedule has not on a multiple of five minutes are rounded
    to one, so that the agenda's grid looks like one. Problem-free for any aware `now` from 1990 to 2100.
    """
    own = ZoneInfo(schedule.time_zone)
    zone = own if WITHIN[0] <= now.astimezone(own).time() <= WITHIN[1] else _zone_where_it_is(at, now)
    first_day = min(session.starts_at for session in schedule.sessions).astimezone(own).date()
    days = now.astimezone(zone).date() - _nth_day(first_day, day)
    moved = tuple(
        msgspec.structs.replace(
            session,
            starts_at=_moved(session.starts_at, own, zone, days),
            day=session.day and session.day + days,
        )
        for session in schedule.sessions
    )
    return msgspec.structs.replace(
        schedule,
        zone=msgspec.structs.replace(schedule.zone, name=zone.key),
        sessions=moved,
        start=min(session.starts_at for session in moved),
        end=max(session.ends_at for session in moved),
    )


def _nth_day(first: date, day: int) -> date:
    return first + timedelta(days=day - 1)


def _moved(moment: datetime, own: ZoneInfo, zone: ZoneInfo, days: timedelta) -> datetime:
    """The same time on the clock in the other zone, days later, in UTC."""
    clock = moment.astimezone(own).replace(tzinfo=None) + days
    past = timedelta(minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond) % _STEP
    clock += -past if past * 2 < _STEP else _STEP - past
    return clock.replace(tzinfo=zone).astimezone(UTC)


def _zone_where_it_is(at: time, now: datetime) -> ZoneInfo:
    """The zone of ours whose clock is nearest to `at` now."""
    return min((ZoneInfo(name) for name in ZONES.split()), key=lambda zone: _apart(now.astimezone(zone).time(), at))


def _apart(one: time, other: time) -> int:
    """Minutes between two times of day, across midnight if that is shorter."""
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(minutes, 24 * 60 - minutes)
