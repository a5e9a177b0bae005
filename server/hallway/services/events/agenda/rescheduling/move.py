"""All sessions of an agenda at other times. Pure.

A time that the new clock jumps over is as much later as it jumps, and of one that it shows twice it is the first, as
wherever times are typed or read; but the second stays the second where both clocks show it twice."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import structs

from hallway.services.events.agenda.validation import around
from hallway.services.events.agenda.versions.edit import day_of, typed_after
from hallway.services.events.agenda.versions.state import SessionItem, State
from hallway.services.events.values import Event, ProgrammeMove

DAY: Final = 24 * 60
"""Minutes."""


class Mover:
    """Takes moments from the clock of one zone to the same time on the clock of another, `minutes` later: whole days by
    the clock, the rest by the time that passes."""

    def __init__(self, old: str, new: str, minutes: int) -> None:
        self._old, self._new, self._zone = ZoneInfo(old), ZoneInfo(new), new
        days = abs(minutes) // DAY * (1 if minutes > 0 else -1)
        self._days, self._rest = timedelta(days=days), timedelta(minutes=minutes - days * DAY)
        self._stays_on_clock = old == new and not days

    def session(self, item: SessionItem) -> SessionItem:
        """With its start and its end moved, so that what follows upon each other still does. It keeps its length where
        the clock would give it none that is right: when an end of it falls into a change of clocks."""
        (starts_at, start_is_there), (ends_at, end_is_there) = self._moved(item.starts_at), self._moved(item.ends_at)
        length = item.ends_at - item.starts_at
        if not (start_is_there and end_is_there) or (ends_at <= starts_at and length):
            ends_at = starts_at + length
        day = item.day + self._days if item.day else None
        if self._rest:
            day = day_of(day, starts_at, self._zone)
        return structs.replace(item, starts_at=starts_at, ends_at=ends_at, day=day)

    def _moved(self, moment: datetime) -> tuple[datetime, bool]:
        """And whether the new clock shows that time at all."""
        if self._stays_on_clock:
            return moment + self._rest, True
        clock = moment.astimezone(self._old)
        wall = clock.replace(tzinfo=None) + self._days
        found, is_there = _moment(wall.replace(fold=clock.fold), self._new)
        return found + self._rest, is_there


def _moment(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When a clock in this zone shows that; by its `fold` where it comes twice."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) != wall.replace(fold=0):
        return first, False
    return wall.replace(tzinfo=zone).astimezone(UTC), True


def moved(state: State, before: Event, after: Event, move: ProgrammeMove) -> State:
    """The state with its sessions where they are when the event has changed. What a file brought counts as moved by
    hand: reading the same file again leaves it where it is, and one that says something new is asked about."""
    minutes = move.minutes if move.how == "shift" else 0
    if move.how == "keepMoments" or (before.time_zone == after.time_zone and not minutes):
        return state
    mover = Mover(before.time_zone, after.time_zone, minutes)
    result = state.copy()
    for id, item in state.sessions.items():
        session = mover.session(item)
        if item.source_id:
            session = structs.replace(session, typed=typed_after(item, session, state))
        result.sessions[id] = session
    return result


def left_behind(before: Event, was: State, after: Event, state: State) -> list[UUID]:
    """Sessions that are too far from the event's dates and were not before."""
    return [
        id
        for id, item in state.sessions.items()
        if not around(after.starts_at, after.ends_at, item.starts_at)
        and around(before.starts_at, before.ends_at, was.sessions[id].starts_at)
    ]
