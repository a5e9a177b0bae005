"""Changing an event's zone or dates, and its programme with them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.values import MOVE_MINUTES, Event, ImportChoice, ProgrammeMove, SessionInput
from tests.events.factories import draft, event_input, import_ended, published, put_now
from tests.events.imports.schedule_files import event_xml, schedule_xml
from tests.support.factories import refused

BRUSSELS, LISBON, LORD_HOWE = "Europe/Brussels", "Europe/Lisbon", "Australia/Lord_Howe"
DAY = 24 * 60
KEEP_CLOCK = ProgrammeMove(how="keepClock")


def at(local: str, zone: str = BRUSSELS) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


def shift(minutes: int) -> ProgrammeMove:
    return ProgrammeMove(how="shift", minutes=minutes)


AUTUMN: dict[str, Any] = {"starts_at": at("2027-10-23T09:00"), "ends_at": at("2027-10-24T18:00")}
"""Two days in Brussels."""


def talk(local: str, title: str = "A talk") -> SessionInput:
    starts_at = at(local)
    return SessionInput(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))


async def with_talks(events: Events, host: Caller, event: Event, *locals: str) -> Event:
    for local in locals:
        await put_now(events, host, event.id, uuid7(), talk(local, local))
    return await events.event_by_id(host, event.id)


async def clocks(events: Events, who: Caller, event_id: UUID) -> list[str]:
    """What clocks at the event show when its sessions start."""
    zone = ZoneInfo((await events.event_by_id(who, event_id)).time_zone)
    return [f"{one.starts_at.astimezone(zone):%FT%R}" for one in (await events.agenda(who, event_id)).sessions]


MOVES: list[tuple[dict[str, Any], ProgrammeMove | None, list[str]]] = [
    ({"time_zone": LISBON}, None, ["2027-10-23T09:00", "2027-10-24T01:30"]),
    ({"time_zone": LISBON}, ProgrammeMove(how="keepMoments"), ["2027-10-23T09:00", "2027-10-24T01:30"]),
    ({"time_zone": LISBON}, KEEP_CLOCK, ["2027-10-23T10:00", "2027-10-24T02:30"]),
    ({"time_zone": LORD_HOWE}, KEEP_CLOCK, ["2027-10-23T10:00", "2027-10-24T02:30"]),
    ({"time_zone": BRUSSELS}, KEEP_CLOCK, ["2027-10-23T10:00", "2027-10-24T02:30"]),
    ({}, shift(7 * DAY), ["2027-10-30T10:00", "2027-10-31T02:30"]),
    ({}, shift(8 * DAY), ["2027-10-31T10:00", "2027-11-01T02:30"]),
    ({}, shift(-DAY - 30), ["2027-10-22T09:30", "2027-10-23T02:00"]),
    ({"time_zone": LISBON}, shift(DAY), ["2027-10-24T10:00", "2027-10-25T02:30"]),
]


@pytest.mark.parametrize(("changes", "programme", "expected"), MOVES)
@pytest.mark.parametrize("make", [draft, published])
async def test_the_programme_goes_along_at_once(
    events: Events,
    apis: Apis,
    host: Caller,
    make: Any,
    changes: dict[str, Any],
    programme: ProgrammeMove | None,
    expected: list[str],
) -> None:
    event = await with_talks(events, host, await make(apis, host, **AUTUMN), "2027-10-23T10:00", "2027-10-24T02:30")
    changed = await events.update(host, event.id, event.version, event_input(**AUTUMN | changes), programme)
    assert changed == await events.event_by_id(host, event.id)
    assert await clocks(events, host if make is draft else ANONYMOUS, event.id) == expected
    assert (await events.draft(host, event.id)).total == 0


async def test_it_is_one_change_that_can_be_taken_back(events: Events, apis: Apis, host: Caller) -> None:
    event = await with_talks(
        events, host, await published(apis, host, **AUTUMN), "2027-10-23T10:00", "2027-10-24T11:00"
    )
    before = (await events.agenda(host, event.id)).sessions
    version = (await events.agenda(host, event.id)).published
    await events.update(host, event.id, event.version, event_input(**AUTUMN, time_zone=LISBON), KEEP_CLOCK)
    assert (await events.agenda(host, event.id)).published == version + 1
    [revision, *_] = await events.revisions(host, event.id, None, 10)
    assert (revision.kind, revision.moved, revision.made_by) == ("moved", 2, host.require_user())
    assert [change.kind for change in await events.agenda_changes(ANONYMOUS, event.id, version)] == ["moved", "moved"]
    await events.undo_revision(host, event.id, revision.number)
    await events.publish_agenda(host, event.id)
    assert (await events.agenda(host, event.id)).sessions == before
    assert (await events.event_by_id(host, event.id)).time_zone == LISBON, "the event itself is not the agenda's"


async def test_what_is_not_published_is_not_published_by_it(events: Events, apis: Apis, host: Caller) -> None:
    event = await with_talks(events, host, await published(apis, host, **AUTUMN), "2027-10-23T10:00")
    await events.put_session(host, event.id, uuid7(), talk("2027-10-23T12:00", "Not yet"))
    lisbon = event_input(**AUTUMN, time_zone=LISBON)
    async with refused("conflict") as refusal:
        await events.update(host, event.id, event.version, lisbon, KEEP_CLOCK)
    assert refusal.problem.data.current is None, "nobody changed the event"
    assert await events.event_by_id(host, event.id) == event
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-10-23T10:00"]
    await events.update(host, event.id, event.version, lisbon, ProgrammeMove(how="keepMoments"))
    assert (await events.draft(host, event.id)).total == 1, "and what stays as it is asks for nothing"
    await events.publish_agenda(host, event.id)
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-10-23T09:00", "2027-10-23T11:00"]


async def test_sessions_are_not_left_behind(events: Events, apis: Apis, host: Caller) -> None:
    event = await with_talks(
        events, host, await published(apis, host, **AUTUMN), "2027-10-23T10:00", "2027-10-24T11:00"
    )
    later = event_input(starts_at=at("2027-11-24T09:00"), ends_at=at("2027-11-26T18:00"))
    for programme in (ProgrammeMove(how="keepMoments"), KEEP_CLOCK, shift(-DAY), shift(MOVE_MINUTES + 1)):
        async with refused("invalid") as refusal:
            await events.update(host, event.id, event.version, later, programme)
        assert refusal.problem.data.field == "programme"
    assert await events.event_by_id(host, event.id) == event
    async with refused("invalid") as refusal:
        await events.update(host, event.id, event.version, later, ProgrammeMove(how="keepMoments"))
    assert refusal.problem.message.startswith("1 of 2 sessions would be more than 31 days outside")
    await events.update(host, event.id, event.version, later, shift(32 * DAY))
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-11-24T10:00", "2027-11-25T11:00"]


async def test_the_second_of_two_moves_is_told(events: Events, apis: Apis, host: Caller) -> None:
    event = await with_talks(events, host, await published(apis, host, **AUTUMN), "2027-10-23T10:00")
    lisbon = event_input(**AUTUMN, time_zone=LISBON)
    await events.update(host, event.id, event.version, lisbon, KEEP_CLOCK)
    async with refused("conflict") as refusal:
        await events.update(host, event.id, event.version, lisbon, shift(60))
    assert refusal.problem.data.current is not None
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-10-23T10:00"]


async def test_a_file_does_not_move_it_back_unasked(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host, **AUTUMN)

    def file(clock: str) -> bytes:
        session = event_xml(date=f"2027-10-23T{clock}:00+02:00", start=clock)
        return schedule_xml(session, day='date="2027-10-23"')

    async def read(clock: str) -> list[str]:
        """What is asked about; what is not is done."""
        report = await events.import_schedule(host, event.id, file(clock), "schedule.xml")
        report = await import_ended(events, host, report)
        preview = await events.import_preview(host, report.id)
        report = await events.apply_import(host, report.id, preview.revision, ImportChoice())
        assert (await import_ended(events, host, report)).state == "done"
        await events.publish_agenda(host, event.id)
        return [conflict.field for change in preview.changes for conflict in change.conflicts]

    assert await read("10:00") == []
    event = await events.event_by_id(host, event.id)
    later = {name: value + timedelta(days=7) for name, value in AUTUMN.items()}
    await events.update(host, event.id, event.version, event_input(**later), shift(7 * DAY))
    assert await read("10:00") == []
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-10-30T10:00"]
    assert await read("11:00") == ["time"]
    assert await clocks(events, ANONYMOUS, event.id) == ["2027-10-30T10:00"]
