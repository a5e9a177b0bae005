"""Files that are hard to read: stopped in time, one at a time for each person, and at nobody else's cost."""

import asyncio

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.errors import Problem
from hallway.services.events.api import Events
from hallway.services.events.imports.apart import read_apart
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Reading
from tests.conftest import MakeUser
from tests.events.factories import imported, published
from tests.events.imports.schedule_files import event_xml, schedule_xml
from tests.support.factories import refused

MARKUP = "<ul><li>" * 30
"""Of one abstract: as many tags left open as are looked at."""


def tag_bomb(events: int) -> bytes:
    """A schedule whose abstracts are all markup."""
    return schedule_xml(*(event_xml(attributes=f'guid="{number}"', abstract=MARKUP) for number in range(events)))


async def test_what_is_read_apart_is_what_is_read_here() -> None:
    data = schedule_xml(event_xml(title="Keynote", abstract="<p>One</p><p>Two</p>"))
    assert await read_apart(data, "s.xml") == read_schedule(data, filename="s.xml")


async def test_how_it_is_to_be_read_is_known_apart() -> None:
    data = schedule_xml(event_xml(date="2025-02-01T10:00:00"), zone=None)
    reading = Reading(event_zone="Asia/Tokyo")
    apart = await read_apart(data, "s.xml", reading)
    assert apart == read_schedule(data, reading=reading) != read_schedule(data)


async def test_what_is_wrong_is_said_as_here() -> None:
    with pytest.raises(Problem) as here:
        read_schedule(b"<schedule", filename="s.xml")
    with pytest.raises(Problem) as apart:
        await read_apart(b"<schedule", "s.xml")
    assert repr(apart.value) == repr(here.value)


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Problem) as caught:
        await read_apart(tag_bomb(20_000), "bomb.xml", seconds=1)
    assert (caught.value.code, caught.value.key) == ("invalid", "fileTakesTooLong")


async def test_one_import_for_each_person_and_others_go_on(events: Events, apis: Apis, make_user: MakeUser) -> None:
    ada, bob = await make_user("Ada Example"), await make_user("Bob Example")
    mine = [await published(apis, ada.caller) for _ in range(2)]
    his = await published(apis, bob.caller)
    bomb = tag_bomb(300)
    first = await events.import_schedule(ada.caller, mine[0].id, bomb, "bomb.xml")
    assert first.state == "reading"
    async with refused("conflict"):
        await events.import_schedule(ada.caller, mine[1].id, bomb, "bomb.xml")
    report = await imported(apis, bob.caller, his.id, schedule_xml(event_xml(title="Keynote")))
    assert (report.state, report.added) == ("done", 1)
    assert (await events.import_report(ada.caller, first.id)).state in ("reading", "ready")


async def test_a_cancelled_reader_ends_its_process() -> None:
    reading = asyncio.create_task(read_apart(tag_bomb(2_000), "bomb.xml"))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
