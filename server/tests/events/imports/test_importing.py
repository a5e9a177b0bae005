"""Imports: all or nothing, the same again is nothing, and nobody waits for them."""

import asyncio
import gc
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.imports.formats import read_schedule
from tests.conftest import ConnectSocket, MakeUser
from tests.events.factories import START, dates_of, imported, published, put_now, session_input
from tests.events.imports.schedule_files import (
    FILES,
    FOSDEM,
    SHARED,
    event_json,
    event_xml,
    needs_shared,
    schedule_json,
    schedule_xml,
)
from tests.support.factories import TEST, refused


@pytest.mark.parametrize("name", FILES)
async def test_importing_again_changes_nothing(
    events: Events, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket, name: str
) -> None:
    user = await make_user("Ada Example")
    event = await published(apis, user.caller, **dates_of(FILES[name]))
    schedule = read_schedule(FILES[name])
    report = await imported(apis, user.caller, event.id, FILES[name])
    assert (report.state, report.error, report.added) == ("done", None, len(schedule.sessions))
    assert (report.changed, report.moved, report.unchanged, report.removed) == (0, 0, 0, 0)
    assert (report.done, report.total) == (report.added, report.added)
    agenda = await events.agenda(user.caller, event.id)
    assert [stage.name for stage in agenda.stages] == [room.name for room in schedule.rooms]
    assert [track.name for track in agenda.tracks] == [track.name for track in schedule.tracks]
    assert {speaker.name for speaker in agenda.speakers} == {speaker.name for speaker in schedule.speakers}
    stages = {stage.id: stage.name for stage in agenda.stages}
    kept = sorted(
        (one.title, one.starts_at, one.ends_at, stages.get(one.stage_id)) for one in agenda.sessions if one.stage_id
    )
    assert kept == sorted((one.title, one.starts_at, one.ends_at, one.room) for one in schedule.sessions if one.room)
    page = await connect_socket(user)
    await page.value("event.watch", {"eventId": event.id})
    again = await imported(apis, user.caller, event.id, FILES[name])
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, report.added, 0)
    assert await events.agenda(user.caller, event.id) == agenda, "ids and version too"
    await page.until("import.progress", lambda push: push["report"]["state"] == "done")
    assert {name for name, _ in page.pushes} <= {"import.progress", "agenda.draft"}


async def test_a_new_export_changes_what_differs(
    events: Events, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    user = await make_user("Ada Example")
    event = await published(apis, user.caller)

    def talk(id: str, title: str, person: str = "") -> str:
        persons = f'<person id="p1">{person}</person>' if person else ""
        return event_xml(attributes=f'guid="{id}"', title=title, persons=persons, date=START.isoformat())

    def file(*talks: str, room: str = "Main") -> bytes:
        return schedule_xml(*talks, room=room, zone="UTC", day=f'date="{START.date()}"')

    report = await imported(
        apis, user.caller, event.id, file(talk("a", "One", "Zoe"), talk("b", "Two"), talk("c", "Three"))
    )
    assert report.added == 3, report
    typed = await put_now(events, user.caller, event.id, uuid7(), session_input("Typed", stage="Main", speakers=["Me"]))
    before = {session.title: session for session in (await events.agenda(user.caller, event.id)).sessions}
    await events.star(user.caller, before["One"].id, True)
    page = await connect_socket(user)
    await page.value("event.watch", {"eventId": event.id})
    report = await imported(
        apis,
        user.caller,
        event.id,
        file(talk("a", "One", "Zoë"), talk("b", "Two, longer"), talk("d", "Four"), room="Hall"),
    )
    counts = (report.added, report.changed, report.moved, report.unchanged, report.removed)
    assert counts == (1, 0, 2, 0, 1), "all moved to Hall"
    agenda = await events.agenda(user.caller, event.id)
    after = {session.title: session for session in agenda.sessions}
    assert set(after) == {"One", "Two, longer", "Four", "Typed"}
    assert after["Typed"] == msgspec.structs.replace(typed, abstract="")
    assert (after["One"].id, after["Two, longer"].id) == (before["One"].id, before["Two"].id)
    assert {speaker.name for speaker in agenda.speakers} == {"Zoë", "Me"}
    assert [stage.name for stage in agenda.stages] == ["Hall", "Main"]
    assert await events.stars(user.caller, event.id) == [before["One"].id]
    push = await page.until("agenda.changed")
    assert (len(push["sessions"]), push["removed"], push["reload"]) == (3, [str(before["Three"].id)], False)
    assert {speaker["name"] for speaker in push["speakers"]} == {"Zoë"}


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=needs_shared)])
async def test_a_large_schedule_is_quick_and_in_nobodys_way(
    events: Events, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket, full: bool
) -> None:
    data = (SHARED / "fosdem-2025.xml").read_bytes() if full else FOSDEM
    user = await make_user("Ada Example")
    event = await published(apis, user.caller)
    page = await connect_socket(user)
    await page.value("event.watch", {"eventId": event.id})
    async with held() as worst:
        report = await imported(apis, user.caller, event.id, data)
    assert (report.state, report.added) == ("done", 1105)
    push = await page.until("agenda.changed")
    assert (push["reload"], push["sessions"], push["version"]) == (True, [], event.version + 1)
    assert len((await events.agenda(user.caller, event.id)).sessions) == 1105
    assert worst[0] < 100, "measured: under 10 ms"
    told = [push["report"] for name, push in page.pushes if name == "import.progress"]
    assert [report["done"] for report in told] == sorted(report["done"] for report in told)
    assert len(told) < 1105 / 10, "now and then, and not for each session"


@asynccontextmanager
async def held() -> AsyncGenerator[list[float]]:
    """For how many milliseconds of work the loop was kept at worst. Not of waiting: this machine may be busy."""
    worst = [0.0]

    async def watch() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            worst[0] = max(worst[0], 1000 * (time.thread_time() - before))

    gc.collect()
    gc.freeze()  # a test run's heap is larger than a server's, and walking it all is not what is measured
    task = asyncio.create_task(watch())
    try:
        yield worst
    finally:
        task.cancel()
        gc.unfreeze()


async def test_a_schedule_says_what_its_event_is(events: Events, host: Caller) -> None:
    data = schedule_json(event_json(duration="01:00"), title="C" * 300)
    made = await events.create(host, uuid7(), await events.event_of_schedule(TEST, data, "conf.json"))
    assert (made.name, made.kind, made.time_zone) == ("C" * 120, "conference", "Europe/Brussels")
    assert (made.starts_at, made.ends_at) == tuple(datetime(2025, 2, 1, hour, tzinfo=UTC) for hour in (9, 10))
    async with refused("invalid"):
        await events.event_of_schedule(TEST, b"junk", "conf.json")
