"""Editing an agenda, and what open pages are told of it."""

import asyncio
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.service import EventsService
from hallway.services.events.values import Agenda
from tests.conftest import ConnectSocket, MakeUser, StartApp, free_port
from tests.events.factories import START, imported, published, put_now, remove_now, session_input
from tests.events.imports.schedule_files import event_xml, schedule_xml
from tests.support.factories import TEST, refused


def plain(agenda: Agenda) -> dict[str, Any]:
    """An agenda as a page has it."""
    return msgspec.json.decode(msgspec.json.encode(agenda))


def merged(agenda: Mapping[str, Any], push: Mapping[str, Any]) -> dict[str, Any]:
    """An agenda as a page has it after a push: what pushes.py says of AgendaPush, and nothing else."""
    assert not push["reload"]
    assert push["version"] > agenda["version"]
    sessions = {one["id"]: one for one in [*agenda["sessions"], *push["sessions"]] if one["id"] not in push["removed"]}
    named = {speaker for session in sessions.values() for speaker in session["speakerIds"]}
    speakers = {one["id"]: one for one in [*agenda["speakers"], *push["speakers"]] if one["id"] in named}
    stages = {stage["id"]: stage["position"] for stage in push["stages"]}

    def order(session: Mapping[str, Any]) -> tuple[str, float, str]:
        return session["startsAt"], stages.get(session["stageId"], float("inf")), session["id"]

    return {
        "eventId": agenda["eventId"],
        "version": push["version"],
        "published": push["published"],
        "stages": push["stages"],
        "tracks": push["tracks"],
        "speakers": sorted(speakers.values(), key=lambda one: (one["name"].encode(), one["id"])),
        "sessions": sorted(sessions.values(), key=order),
    }


async def test_what_a_session_names_is_made_once_and_goes_with_the_last(
    events: Events, apis: Apis, host: Caller
) -> None:
    event = await published(apis, host)
    first, second = uuid7(), uuid7()
    one = session_input("One", stage="Main", track="Web", speakers=["Zoe Example", " Zoe  Example", "", "Ali Example"])
    await put_now(events, host, event.id, first, one)
    await put_now(
        events, host, event.id, second, session_input("Two", 30, stage="Main", track="Data", speakers=["Zoe Example"])
    )
    agenda = await events.agenda(ANONYMOUS, event.id)
    assert [stage.name for stage in agenda.stages] == ["Main"]
    assert [(track.name, track.position) for track in agenda.tracks] == [("Web", 0), ("Data", 1)]
    assert [speaker.name for speaker in agenda.speakers] == ["Ali Example", "Zoe Example"]
    assert [session.title for session in agenda.sessions] == ["One", "Two"]
    assert len(agenda.sessions[0].speaker_ids) == 2
    await remove_now(events, host, event.id, first)
    agenda = await events.agenda(ANONYMOUS, event.id)
    assert [track.name for track in agenda.tracks] == ["Data"]
    assert [speaker.name for speaker in agenda.speakers] == ["Zoe Example"]


async def test_hues_are_ours_and_stay(events: Events, apis: Apis, host: Caller) -> None:
    hues: dict[str, int] = {}
    for _ in range(2):
        event = await published(apis, host)
        for n in range(12):
            await put_now(events, host, event.id, uuid7(), session_input(track=f"Track {n}"))
        found = {track.name: track.hue for track in (await events.agenda(host, event.id)).tracks}
        assert not hues or found == hues
        hues = found
    assert set(hues.values()) <= {20, 48, 75, 105, 140, 168, 195, 225, 255, 285, 315, 345}
    assert len(set(hues.values())) > 4


async def test_the_same_again_changes_nothing(events: Events, apis: Apis, host: Caller) -> None:
    event, id = await published(apis, host), uuid7()
    input = session_input(stage="Main", track="Web", speakers=["Zoe Example"], abstract="Words")
    made = await asyncio.gather(*(put_now(events, host, event.id, id, input) for _ in range(5)))
    assert all(session == made[0] for session in made)
    assert (await events.event_by_id(host, event.id)).version == event.version + 1
    await remove_now(events, host, event.id, id)
    await remove_now(events, host, event.id, id)
    assert (await events.event_by_id(host, event.id)).version == event.version + 2


async def test_sessions_of_other_events_are_out_of_reach(
    events: Events, apis: Apis, host: Caller, outsider: Caller
) -> None:
    mine, theirs = await published(apis, outsider), await published(apis, host)
    id = uuid7()
    before = await put_now(events, host, theirs.id, id, session_input())
    async with refused("conflict"):
        await put_now(events, outsider, mine.id, id, session_input("Taken over"))
    await remove_now(events, outsider, mine.id, id)
    assert await events.sessions(ANONYMOUS, [id]) == [before]


async def test_what_a_session_cannot_be(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    wrong: list[tuple[str, Any]] = [
        ("title", session_input("\u200b\x00 ")),
        ("title", session_input("\u200b\u2060\ufeff")),
        ("title", session_input("x" * 301)),
        ("abstract", session_input(abstract="x" * 20_001)),
        ("stage", session_input(stage="x" * 201)),
        ("speakers", session_input(speakers=[str(n) for n in range(51)])),
        ("speakers", session_input(speakers=["x" * 201])),
        ("endsAt", session_input(minutes=-1)),
        ("endsAt", session_input(minutes=60 * 24 * 60 + 1)),
        ("startsAt", session_input(minute=60 * 24 * 40)),
        ("startsAt", msgspec.structs.replace(session_input(), starts_at=datetime(1, 1, 1, tzinfo=UTC))),
    ]
    for field, input in wrong:
        async with refused("invalid") as refusal:
            await put_now(events, host, event.id, uuid7(), input)
        assert refusal.problem.data.field == field, input
    assert (await events.event_by_id(host, event.id)).version == event.version
    xss = "<img src=x onerror=alert(1)>"
    made = await put_now(events, host, event.id, uuid7(), session_input(xss, abstract=f"{xss}\x00", speakers=[xss]))
    assert made.title == made.abstract == xss


async def test_pushes_keep_a_page_in_step(
    events: Events, make_user: MakeUser, apis: Apis, host: Caller, connect_socket: ConnectSocket
) -> None:
    """The agenda before, and the pushes since, are the agenda after: over many random changes."""
    event, chance = await published(apis, host), random.Random(7)  # always the same: a failure can be looked at
    page = await connect_socket(await make_user("Ada Example"))
    await page.value("event.watch", {"eventId": event.id})
    state, seen = plain(await events.agenda(host, event.id)), event.version
    ids = [uuid7() for _ in range(12)]
    for step in range(150):
        await _change(apis, host, event.id, ids, chance)
        if step % 25 == 24:
            target = plain(await events.agenda(host, event.id))
            while state["version"] < target["version"]:
                state = merged(state, await page.until("agenda.changed"))
            assert state == target
            now = await events.event_by_id(host, event.id)
            pushed = await page.until("event.changed", lambda push, now=now: push["event"]["version"] == now.version)
            assert pushed["event"] == msgspec.json.decode(msgspec.json.encode(now))
            assert now.version > seen
            seen = now.version
    assert [name for name, _ in page.pushes if name == "agenda.changed"] == []


async def _change(apis: Apis, host: Caller, event_id: UUID, ids: list[UUID], chance: random.Random) -> None:
    events = apis.get(Events)

    def some(*names: str) -> list[str]:
        return chance.sample(names, chance.randint(0, len(names)))

    kind = chance.random()
    if kind < 0.25:
        await remove_now(events, host, event_id, chance.choice(ids))
    elif kind < 0.9:
        input = session_input(
            chance.choice("ABC"),
            chance.choice((0, 30, 60)),
            stage=chance.choice(("", "Main", "Small")),
            track=chance.choice(("", "Web", "Data")),
            speakers=some("Zoe Example", "Ali Example", "Éva Example"),
        )
        await put_now(events, host, event_id, chance.choice(ids), input)
    else:
        person = '<person id="{}">{}</person>'
        persons = "".join(person.format(n, chance.choice(("Kim", "Kit", "Kai"))) for n in range(chance.randint(0, 3)))
        talks = [
            event_xml(attributes=f'guid="g{n}"', title=chance.choice("XYZ"), persons=persons, date=START.isoformat())
            for n in chance.sample(range(5), chance.randint(1, 5))
        ]
        day = f'date="{START.date()}"'
        report = await imported(apis, TEST, event_id, schedule_xml(*talks, zone="UTC", day=day))
        assert report.state == "done", report


async def test_now_and_next_turn_by_the_clock(
    start_app: StartApp, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    moment = [START + timedelta(hours=1)]
    app: App = await start_app(clock=lambda: moment[0], port=free_port())
    events = app.apis.get(Events)
    assert isinstance(events, EventsService)
    user = await make_user("Ada Example", apis=app.apis)
    event = await published(app.apis, user.caller)
    early, on, soon, late = [uuid7() for _ in range(4)]
    for id, minute, minutes in ((early, 0, 30), (on, 30, 60), (soon, 61, 10), (late, 400, 10)):
        await put_now(events, user.caller, event.id, id, session_input(minute=minute, minutes=minutes))
    page = await connect_socket(user, app=app)
    watched = await page.value("event.watch", {"eventId": event.id})
    assert (watched["nowNext"]["now"], watched["nowNext"]["next"]) == ([str(on)], [str(soon)])
    moment[0] += timedelta(minutes=1)
    await events.push_now_next()
    told = (await page.until("event.now", lambda push: str(soon) in push["nowNext"]["now"]))["nowNext"]
    assert (told["now"], told["next"]) == ([str(on), str(soon)], [])
    await events.push_now_next()
    moment[0] += timedelta(minutes=29)
    await events.push_now_next()
    told = (await page.until("event.now"))["nowNext"]
    assert told["now"] == []
    assert [name for name, _ in page.pushes].count("event.now") == 0, "nothing is said when nothing has turned"
    moment[0] = START + timedelta(minutes=300)
    [found] = await events.now_next(ANONYMOUS, [event.id])
    assert (found.now, found.next) == ([], [late])
