"""Imports of files that are no good, at bad moments, beside other work, and cut off."""

import asyncio

import asyncpg

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.events.values import ImportReport
from tests.conftest import MakeUser, StartApp
from tests.events.factories import apply, draft, import_ended, imported, published, put_now, read_file, session_input
from tests.events.imports.schedule_files import FILES, FOSDEM, event_xml, schedule_xml
from tests.support.factories import Factories, refused
from tests.support.waiting import eventually

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
    assert report.state == "ready", "it can be tried again"
    assert report.error
    assert "CHECK" not in report.error, "no inner workings"
    assert await events.agenda(host, event.id) == before
    assert (await imported(apis, host, event.id, FILES["frab.json"])).unchanged == len(before.sessions)


async def test_what_is_skipped_is_said(apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    talks = [event_xml(attributes=f'guid="g{n}"', title=f"T{n}", duration="1500:00") for n in range(300)]
    report = await imported(apis, host, event.id, schedule_xml(event_xml(title="Good"), *talks))
    assert (report.state, report.added, len(report.skipped)) == ("done", 1, 200)
    assert "T0" in report.skipped[0].where
    assert "60 days" in report.skipped[0].reason


async def test_one_import_at_a_time(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await draft(apis, host)
    twice = (events.import_schedule(host, event.id, FOSDEM, "x") for _ in range(2))
    both = await asyncio.gather(*twice, return_exceptions=True)
    [running] = [one for one in both if isinstance(one, ImportReport)]
    [refusal] = [one for one in both if isinstance(one, Problem)]
    assert refusal.code == "conflict"
    async with refused("conflict"):
        await events.import_schedule(host, event.id, FOSDEM, "x")
    async with refused("not_found"):
        await events.import_report(outsider, running.id)
    async with refused("not_found"):
        await events.import_report(host, uuid7())
    assert (await import_ended(events, host, running)).total == 1105
    assert (await imported(apis, host, event.id, FOSDEM)).added == 1105


async def test_imports_at_once_are_bounded(events: Events, apis: Apis, make_user: MakeUser, settings: Settings) -> None:
    hosts = [(await make_user(f"Host {number}")).caller for number in range(6)]
    begun = [(host, await draft(apis, host)) for host in hosts]
    database = await asyncpg.connect(settings.database_url)
    async with database.transaction():
        await database.execute("LOCK TABLE events.imports IN SHARE MODE")  # no import can end
        tries = (events.import_schedule(host, event.id, FOSDEM, "x") for host, event in begun)
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["unavailable"] * 2
    await database.close()
    for host, answer in zip(hosts, answers, strict=True):
        if isinstance(answer, ImportReport):
            assert (await import_ended(events, host, answer)).state == "ready"


async def test_typing_and_importing_at_once(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    typing = (put_now(events, host, event.id, uuid7(), session_input(f"Typed {n}", stage="Main")) for n in range(10))

    async def importing() -> ImportReport:
        """Looked at again for as long as somebody changes the draft meanwhile."""
        read = await read_file(events, host, event.id, FOSDEM)
        return await eventually(lambda: apply(events, host, read.id), lambda report: report.state == "done")

    await asyncio.gather(importing(), *typing)
    agenda = await events.agenda(host, event.id)
    assert len(agenda.sessions) == 1105 + 10
    assert len({stage.name for stage in agenda.stages}) == len(agenda.stages)


async def test_people_register_while_a_schedule_is_published(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    read = await read_file(events, host, event.id, FOSDEM)
    assert (await apply(events, host, read.id)).added == 1105
    publishing = asyncio.create_task(events.publish_agenda(host, event.id))
    times = 0
    while not publishing.done():
        await events.register(host, event.id)
        await events.cancel_registration(host, event.id)
        times += 1
    assert await publishing == 2
    assert times > 3, "they would wait for all of it if it held the event's row from its start"


async def test_an_import_lost_in_a_restart_has_failed(start_app: StartApp) -> None:
    first = await start_app()
    [host] = await Factories(first.apis).people(1)
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
    await start_app({"events"})
    report = await import_ended(events, host, report)
    assert report.state == "ready", report.error
