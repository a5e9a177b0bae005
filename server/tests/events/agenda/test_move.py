"""All sessions at other times, with all real zones and through both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway.kernel.ids import uuid7
from hallway.services.events.agenda.rescheduling.move import Mover, left_behind, moved
from hallway.services.events.agenda.versions.state import SessionItem, State
from hallway.services.events.values import MOVE_MINUTES, Event, ProgrammeMove

ZONES = st.sampled_from(sorted(name for name in available_timezones() if not name.startswith(("Etc/", "SystemV/"))))
MINUTES = st.integers(0, 42 * 365 * 24 * 60)
MOMENTS = MINUTES.map(lambda minutes: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
LENGTHS = st.integers(0, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
DAY = 24 * 60


def wall(moment: datetime, zone: str) -> datetime:
    """What a clock there shows."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def shown(local: datetime, zone: str) -> bool:
    """Whether a clock there ever shows this."""
    return wall(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone) == local


def talk(starts_at: datetime, length: timedelta = timedelta(minutes=30), **more: object) -> SessionItem:
    return SessionItem(title="A talk", starts_at=starts_at, ends_at=starts_at + length, **more)  # pyright: ignore[reportArgumentType]


def at(local: str, zone: str, fold: int = 0) -> datetime:
    """The moment at which a clock there shows this."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def event(zone: str, starts_at: datetime = datetime(2026, 11, 22, 8, tzinfo=UTC)) -> Event:
    """Two days."""
    return Event(
        **dict.fromkeys(("slug", "name", "tagline", "description", "location", "code_of_conduct", "credit"), ""),
        id=UUID(int=1),
        host_id=UUID(int=2),
        kind="conference",
        status="draft",
        visibility="public",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=2),
        time_zone=zone,
        capacity=None,
        registered_count=0,
        version=1,
    )


@settings(deadline=None, max_examples=600)
@given(MOMENTS, LENGTHS, ZONES, ZONES, st.integers(-400, 400))
def test_clock_times_stay_unless_clocks_jump_over_them(
    start: datetime, length: timedelta, old: str, new: str, days: int
) -> None:
    session = Mover(old, new, days * DAY).session(talk(start, length))
    wanted = wall(start, old) + timedelta(days=days)
    if shown(wanted, new):
        assert wall(session.starts_at, new) == wanted
        assert session.day is None
    else:
        assert timedelta() < wall(session.starts_at, new) - wanted <= timedelta(days=1), "later by as much as it jumps"
    end = wall(start + length, old) + timedelta(days=days)
    kept_end = wall(session.ends_at, new) == end
    assert kept_end or session.ends_at - session.starts_at == length
    assert (session.ends_at > session.starts_at) == (length > timedelta())


@settings(deadline=None, max_examples=300)
@given(MOMENTS, LENGTHS, ZONES, ZONES, st.integers(-MOVE_MINUTES, MOVE_MINUTES))
def test_moments_that_are_kept_are_the_same(
    start: datetime, length: timedelta, old: str, new: str, minutes: int
) -> None:
    state = State(sessions={uuid7(): talk(start, length, day=start.date())})
    assert moved(state, event(old), event(new), ProgrammeMove(how="keepMoments", minutes=minutes)) == state


@settings(deadline=None, max_examples=300)
@given(MOMENTS, LENGTHS, ZONES, st.integers(-DAY + 1, DAY - 1))
def test_less_than_a_day_is_time_that_passes(start: datetime, length: timedelta, zone: str, minutes: int) -> None:
    session = Mover(zone, zone, minutes).session(talk(start, length))
    assert session.starts_at - start == timedelta(minutes=minutes) == session.ends_at - (start + length)


@settings(deadline=None, max_examples=300)
@given(MOMENTS, LENGTHS, ZONES, ZONES, st.integers(-MOVE_MINUTES, MOVE_MINUTES))
def test_nothing_ends_before_it_starts(start: datetime, length: timedelta, old: str, new: str, minutes: int) -> None:
    session = Mover(old, new, minutes).session(talk(start, length))
    assert session.ends_at >= session.starts_at


CASES = [
    # A zone alone: 10:00 stays 10:00.
    ("Europe/Brussels", "Europe/Lisbon", 0, "2026-11-22T10:00", "2026-11-22T10:00"),
    ("Europe/Brussels", "America/New_York", 0, "2026-11-22T23:30", "2026-11-22T23:30"),
    # A week over the change of clocks: still 10:00, though 169 hours pass.
    ("Europe/Brussels", "Europe/Brussels", 7 * DAY, "2026-10-20T10:00", "2026-10-27T10:00"),
    ("Europe/Brussels", "Europe/Brussels", -7 * DAY, "2026-10-27T10:00", "2026-10-20T10:00"),
    # A day and an hour.
    ("Europe/Brussels", "Europe/Brussels", DAY + 60, "2026-11-22T10:00", "2026-11-23T11:00"),
    ("Europe/Brussels", "Europe/Brussels", -DAY - 60, "2026-11-22T10:00", "2026-11-21T09:00"),
    # 02:30 is jumped over in Brussels on 29 March: an hour later; on Lord Howe Island by half an hour on 4 October.
    ("Europe/Brussels", "Europe/Brussels", 7 * DAY, "2026-03-22T02:30", "2026-03-29T03:30"),
    ("Australia/Lord_Howe", "Australia/Lord_Howe", 7 * DAY, "2026-09-27T02:15", "2026-10-04T02:45"),
    ("Europe/Brussels", "Australia/Lord_Howe", 0, "2026-10-04T02:15", "2026-10-04T02:45"),
    ("Asia/Tokyo", "Australia/Lord_Howe", 0, "2026-10-04T02:45", "2026-10-04T02:45"),
    # And both: another zone, a week later.
    ("Europe/Brussels", "Europe/Lisbon", 7 * DAY, "2026-10-20T10:00", "2026-10-27T10:00"),
]


@pytest.mark.parametrize(("old", "new", "minutes", "before", "after"), CASES)
def test_cases(old: str, new: str, minutes: int, before: str, after: str) -> None:
    session = Mover(old, new, minutes).session(talk(at(before, old)))
    assert wall(session.starts_at, new) == datetime.fromisoformat(after)
    assert session.ends_at - session.starts_at == timedelta(minutes=30)


def test_of_a_time_that_comes_twice_the_second_stays_the_second() -> None:
    for zone, local in (("Europe/Brussels", "2026-10-25T02:30"), ("Australia/Lord_Howe", "2026-04-05T01:45")):
        for fold in (0, 1):
            start = at(local, zone, fold)
            assert Mover(zone, zone, 0).session(talk(start)).starts_at == start
    second = at("2026-10-25T02:30", "Europe/Brussels", 1)
    assert Mover("Europe/Brussels", "Europe/Berlin", 0).session(talk(second)).starts_at == second
    once = talk(at("2026-10-18T02:30", "Europe/Brussels"))
    first = Mover("Europe/Brussels", "Europe/Brussels", 7 * DAY).session(once).starts_at
    assert first == at("2026-10-25T02:30", "Europe/Brussels"), "what comes once is the first of two"


def test_what_follows_upon_each_other_still_does_over_a_change_of_clocks() -> None:
    """23:00 to 4:00, and 4:00 to 5:00."""
    zone = "Europe/Brussels"
    night, morning = talk(at("2026-10-17T23:00", zone), timedelta(hours=5)), talk(at("2026-10-18T04:00", zone))
    mover = Mover(zone, zone, 7 * DAY)
    assert mover.session(night).ends_at == mover.session(morning).starts_at == at("2026-10-25T04:00", zone)


def test_the_day_that_a_session_counts_to_goes_along() -> None:
    zone, night = "Europe/Brussels", "2026-11-23T01:30"
    session = talk(at(night, zone), day=date(2026, 11, 22))
    for new, minutes, day in (
        ("Europe/Lisbon", 0, date(2026, 11, 22)),
        (zone, 3 * DAY, date(2026, 11, 25)),
        (zone, 60, date(2026, 11, 22)),
        (zone, 5 * 60, None),  # 6:30 is the morning
        (zone, DAY - 60, None),  # 00:30 on the 24th is not of the 22nd
    ):
        assert Mover(zone, new, minutes).session(session).day == day, (new, minutes)


def test_who_is_left_behind_was_not_before() -> None:
    one, far = uuid7(), uuid7()
    start = datetime(2026, 11, 22, 8, tzinfo=UTC)
    state = State(sessions={one: talk(start), far: talk(start - timedelta(days=40))})
    before = event("Europe/Brussels", start)
    assert left_behind(before, state, event("Europe/Lisbon", start), state) == []
    assert left_behind(before, state, event("Europe/Brussels", start + timedelta(days=32)), state) == [one]
