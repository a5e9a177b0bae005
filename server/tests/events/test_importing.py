"""Imports: all or nothing, the same again is nothing, and nobody waits for them."""

import asyncio
import gc
import gzip
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import resources

import asyncpg
import msgspec
import pytest

from hallway.demo import programme, shift
from hallway.demo.programme import FILE
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.ids import uuid7
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.events.schedule import read_schedule
from tests.conftest import ConnectSocket, MakeUser, StartApp
from tests.events.making import START, draft, imported, people, published, refused, session_input
from tests.events.schedule_files import HERE, SHARED, event_xml, needs_shared, schedule_xml

FOSDEM = gzip.decompress((resources.files("hallway.demo") / FILE).read_bytes())
FILES = {
    "frab.json": (HERE / "frab.json").read_bytes(),
    "pretalx.json": (HERE / "pretalx.json").read_bytes(),
    "fosdem-2025.xml": FOSDEM,
}
"""Real ones, one of each format."""


@pytest.mark.parametrize("name", FILES)
async def test_importing_again_changes_nothing(
    events: Events, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket, name: str
) -> None:
    user = await make_user("Ada Example")
    event = await published(apis, user.caller)
    schedule = read_schedule(FILES[name])
    report = await imported(apis, user.caller, event.id, FILES[name])
    assert (report.state, report.error, report.added) == ("done", None, len(schedule.sessions))
    assert (report.changed, report.unchanged, report.removed) == (0, 0, 0)
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
    assert {name for name, _ in page.pushes} <= {"import.progress"}


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
    typed = await events.put_session(
        user.caller, event.id, uuid7(), session_input("Typed", stage="Main", speakers=["Me"])
    )
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
    assert (report.added, report.changed, report.unchanged, report.removed) == (1, 2, 0, 1), "all moved to Hall"
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
    async with lag() as worst:
        began = time.perf_counter()
        report = await imported(apis, user.caller, event.id, data)
        seconds = time.perf_counter() - began
    assert (report.state, report.added) == ("done", 1105)
    push = await page.until("agenda.changed")
    assert (push["reload"], push["sessions"], push["version"]) == (True, [], event.version + 1)
    timings: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        agenda = await events.agenda(user.caller, event.id)
        timings.append(1000 * (time.perf_counter() - began))
    assert len(agenda.sessions) == 1105
    print(f"import {seconds:.2f} s, loop at most {worst[0]:.0f} ms late, agenda {min(timings):.0f} ms")
    assert seconds < 5
    assert worst[0] < 100, "measured: 12 ms; this machine may be busy"
    told = [push["report"] for name, push in page.pushes if name == "import.progress"]
    assert [report["done"] for report in told] == sorted(report["done"] for report in told)
    assert len(told) < 4 * seconds + 4


@asynccontextmanager
async def lag() -> AsyncGenerator[list[float]]:
    """By how many milliseconds the loop was late at worst."""
    worst = [0.0]

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            worst[0] = max(worst[0], 1000 * (time.perf_counter() - before) - 2)

    gc.collect()
    gc.freeze()  # a test run's heap is larger than a server's, and walking it all is not what is measured
    task = asyncio.create_task(watch())
    try:
        yield worst
    finally:
        task.cancel()
        gc.unfreeze()


BAD = {
    "empty": b"",
    "cut off": FOSDEM[:-1000],
    "entity bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>',
    "no sessions": schedule_xml(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "deep": b"[" * 100_000,
}


async def test_a_bad_file_leaves_the_event_as_it_was(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    await imported(apis, host, event.id, FILES["frab.json"])
    before = await events.agenda(host, event.id)
    for name, data in BAD.items():
        report = await imported(apis, host, event.id, data)
        assert report.state == "failed", name
        assert report.error, name
        assert report.error.startswith("schedule.xml: "), name
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert await events.agenda(host, event.id) == before
    async with refused("too_large"):
        await events.import_schedule(host, event.id, bytes(20 * 1024 * 1024 + 1), "x")


async def test_a_fault_half_way_leaves_the_event_as_it_was(
    events: Events, apis: Apis, host: Caller, settings: Settings
) -> None:
    event = await draft(apis, host)
    await imported(apis, host, event.id, FILES["frab.json"])
    before = await events.agenda(host, event.id)
    database = await asyncpg.connect(settings.database_url)
    await database.execute("ALTER TABLE events.sessions ADD CHECK (title <> 'The last one')")
    await database.close()
    talks = [event_xml(attributes=f'guid="g{n}"', title=f"Talk {n}") for n in range(250)]
    report = await imported(apis, host, event.id, schedule_xml(*talks, event_xml(title="The last one")))
    assert report.state == "failed"
    assert "CHECK" not in (report.error or ""), "no inner workings"
    assert await events.agenda(host, event.id) == before
    assert (await imported(apis, host, event.id, FILES["frab.json"])).unchanged == len(before.sessions)


async def test_what_is_skipped_is_said(apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    talks = [event_xml(attributes=f'guid="g{n}"', title=f"T{n}", duration="99:00") for n in range(300)]
    report = await imported(apis, host, event.id, schedule_xml(event_xml(title="Good"), *talks))
    assert (report.state, report.added, len(report.skipped)) == ("done", 1, 200)
    assert "T0" in report.skipped[0].where
    assert "24 hours" in report.skipped[0].reason


async def test_one_import_at_a_time(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await draft(apis, host)
    running = await events.import_schedule(host, event.id, FOSDEM, "x")
    async with refused("conflict"):
        await events.import_schedule(host, event.id, FOSDEM, "x")
    async with refused("not_found"):
        await events.import_report(outsider, running.id)
    async with refused("not_found"):
        await events.import_report(host, uuid7())
    async with asyncio.timeout(20):
        while (await events.import_report(host, running.id)).state == "running":
            await asyncio.sleep(0.02)
    assert (await imported(apis, host, event.id, FOSDEM)).unchanged == 1105


async def test_typing_and_importing_at_once(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    typing = (events.put_session(host, event.id, uuid7(), session_input(f"Typed {n}", stage="Main")) for n in range(10))
    report, *_ = await asyncio.gather(imported(apis, host, event.id, FOSDEM), *typing)
    assert report.state == "done"
    agenda = await events.agenda(host, event.id)
    assert len(agenda.sessions) == 1105 + 10
    assert len({stage.name for stage in agenda.stages}) == len(agenda.stages)


async def test_people_register_while_a_schedule_is_imported(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    report = await events.import_schedule(host, event.id, FOSDEM, "x")
    slowest = 0.0
    while report.state == "running":
        began = time.perf_counter()
        await events.register(host, event.id)
        await events.cancel_registration(host, event.id)
        slowest = max(slowest, time.perf_counter() - began)
        report = await events.import_report(host, report.id)
    assert report.state == "done"
    assert slowest < 0.5, "measured: 0.1 s, while the end of an import holds the event's row"


async def test_an_import_lost_in_a_restart_has_failed(start_app: StartApp) -> None:
    first = await start_app()
    [host] = await people(first.apis, 1)
    event = await draft(first.apis, host)
    report = await first.apis.get(Events).import_schedule(host, event.id, FOSDEM, "x")
    await first.stop()
    second = await start_app(port=0)
    events = second.apis.get(Events)
    found = await events.import_report(host, report.id)
    assert found.state == "failed"
    assert "restarted" in (found.error or "")
    assert (await events.agenda(host, event.id)).sessions == []
    assert (await imported(second.apis, host, event.id, FOSDEM)).added == 1105


async def test_a_second_process_does_not_end_the_imports_of_the_first(
    events: Events, apis: Apis, host: Caller, start_app: StartApp
) -> None:
    event = await draft(apis, host)
    report = await events.import_schedule(host, event.id, FOSDEM, "x")
    await asyncio.sleep(0.05)
    await start_app({"events"})
    async with asyncio.timeout(20):
        while report.state == "running":
            await asyncio.sleep(0.02)
            report = await events.import_report(host, report.id)
    assert report.state == "done", report.error


async def test_a_programme_put_by_a_command(events: Events, apis: Apis, host: Caller) -> None:
    schedule = shift(programme(), START)
    event = await published(apis, host, starts_at=schedule.start, ends_at=schedule.end, time_zone=schedule.time_zone)
    caller = service_caller("demo")
    report = await events.put_programme(caller, event.id, msgspec.msgpack.encode(schedule), "From FOSDEM")
    assert (report.state, report.added) == ("done", 1105)
    assert (await events.event_by_id(host, event.id)).credit == "From FOSDEM"
    [now_next] = await events.now_next(host, [event.id])
    assert len(now_next.now) > 5
    assert (await events.put_programme(caller, event.id, b"\xc1", "")).state == "failed"
