"""What is acknowledged is there once, in order, on every page: whatever is killed or wiped while people talk."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from hallway.bootstrap.registry import GATEWAY, SERVICES
from tests.scenarios.installation import ALL, Installation
from tests.scenarios.page import Page
from tests.scenarios.person import Person, host_event, people
from tests.support.waiting import eventually

SENDERS = 3
LINES = 40
"""Each sender's."""
ROOM = "query ($id: ID!) { eventRoom(eventId: $id) { id } }"
HISTORY = "query ($id: ID!) { messages(roomId: $id, limit: 100) { seq id body } }"
Fault = Callable[[list[Page]], Awaitable[None]]


async def talk(page: Page) -> None:
    for number in range(LINES):
        await page.send(f"{page.person.name} {number}")


async def acknowledged(pages: list[Page], count: int) -> None:
    """Wait until so many lines are, of them all: what happens then falls among the others."""
    await eventually(lambda: sum(len(page.acknowledged) for page in pages), lambda so_far: so_far >= count)


async def under_load(installation: Installation, fault: Fault) -> None:
    """Three talk and one listens while the fault happens; then all must show the same, and all of it."""
    async with people(installation.url, "Hanna Host", "Ada", "Ben", "Cleo", "Dana") as (host, *others):
        event = await host_event(host, *others)
        room_id = (await others[0].ask(ROOM, id=event["id"]))["eventRoom"]["id"]
        pages = [Page(person, room_id) for person in others]
        for page in pages:
            await page.catch_up()
        talking = [asyncio.create_task(talk(page)) for page in pages[:SENDERS]]
        await acknowledged(pages, 10)
        await fault(pages)
        async with asyncio.timeout(90):
            await asyncio.gather(*talking)
        await check(pages, others[0], room_id)
        for page in pages:
            page.close()


async def check(pages: list[Page], person: Person, room_id: str) -> None:
    sent = sorted(id for page in pages for id in page.acknowledged)
    assert len(sent) == SENDERS * LINES
    for page in pages:
        await page.settled(len(sent))
    first = pages[0].in_order()
    assert [seq for seq, _, _ in first] == list(range(1, len(sent) + 1)), "a gap, or one twice"
    assert sorted(str(id) for _, id, _ in first) == sent, "lost, or never acknowledged"
    assert all(page.in_order() == first for page in pages), "pages differ"
    for page in pages[:SENDERS]:
        mine = [body for _, _, body in first if body.startswith(f"{page.person.name} ")]
        assert mine == [f"{page.person.name} {number}" for number in range(LINES)], "out of order"
    stored = (await person.ask(HISTORY, id=room_id))["messages"]
    assert [(message["seq"], message["body"]) for message in stored] == [(seq, body) for seq, _, body in first[-100:]]


@pytest.mark.parametrize("part", [*SERVICES, GATEWAY])
async def test_kill_9_of_any_process(split: Installation, part: str) -> None:
    async def fault(pages: list[Page]) -> None:
        await split.kill(part)
        await split.start(part)

    await under_load(split, fault)


async def test_kill_9_of_everything_in_one(embedded: Installation) -> None:
    async def fault(pages: list[Page]) -> None:
        await embedded.kill(ALL)
        await embedded.start(ALL)

    await under_load(embedded, fault)


async def test_redis_forgets_everything(installation: Installation) -> None:
    async def fault(pages: list[Page]) -> None:
        for count in (20, 40, 60):
            await installation.forget_redis()
            await acknowledged(pages, count)

    await under_load(installation, fault)
