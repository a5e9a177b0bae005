"""Blocks hold both ways, wherever people are listed; and search."""

import asyncio
from uuid import UUID, uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from tests.profiles.world import TEST, World, refused
from tests.support.recorder import FactRecorder


async def found(world: World, caller: Caller, event: UUID, text: str) -> list[str]:
    return [person.name for person in await world.profiles.search(caller, event, text)]


async def known(world: World, caller: Caller, event: UUID, name: str) -> None:
    """Wait until who is registered is known to searches: they look at most once a second."""
    async with asyncio.timeout(5):
        while not await found(world, caller, event, name):
            await asyncio.sleep(0.05)


async def test_a_block_holds_both_ways_and_is_lifted_by_who_set_it(world: World, facts: FactRecorder) -> None:
    ada, ben, cleo = await world.people(3)
    others = [ben.require_user(), cleo.require_user(), ada.require_user()]
    for _ in range(2):
        await world.profiles.block(ada, ben.require_user(), True)
    assert await world.profiles.blocks(ada) == [ben.require_user()]
    assert await world.profiles.blocks(ben) == []
    assert await world.profiles.blocked_among(TEST, ada.require_user(), others) == [ben.require_user()]
    assert await world.profiles.blocked_among(TEST, ben.require_user(), others) == [ada.require_user()]
    await world.profiles.block(ben, ada.require_user(), False)
    assert await world.profiles.blocked_among(TEST, ada.require_user(), others) == [ben.require_user()]
    await world.profiles.block(ada, ben.require_user(), False)
    assert await world.profiles.blocked_among(TEST, ada.require_user(), others) == []
    recorded = await facts.of("PersonBlocked")
    assert [(fact["blocker_id"], fact["blocked"]) for fact in recorded] == [
        (str(ada.require_user()), True),
        (str(ada.require_user()), False),
    ]


async def test_both_may_block_each_other(world: World) -> None:
    ada, ben = await world.people(2)
    await world.profiles.block(ada, ben.require_user(), True)
    await world.profiles.block(ben, ada.require_user(), True)
    await world.profiles.block(ada, ben.require_user(), False)
    assert await world.profiles.blocked_among(TEST, ada.require_user(), [ben.require_user()]) == [ben.require_user()]


async def test_a_match_is_hidden_by_a_block_and_comes_back(world: World) -> None:
    ada, ben = await world.people(2)
    event = await world.open_event(ada, ben)
    await world.match(event, ada, ben)
    before = await world.profiles.matches(ben, event)
    await world.profiles.block(ada, ben.require_user(), True)
    for side, other in ((ada, ben), (ben, ada)):
        assert (await world.profiles.matches(side, event)).mutual == []
        assert await refused(world.profiles.answer(side, event, other.require_user(), "accept")) == "not_found"
    assert await world.profiles.matched(TEST, ada.require_user(), ben.require_user()) is None
    await world.profiles.block(ada, ben.require_user(), False)
    assert await world.profiles.matches(ben, event) == before


async def test_what_cannot_be_blocked_or_asked(world: World) -> None:
    ada, ben = await world.people(2)
    assert await refused(world.profiles.block(ada, ada.require_user(), True)) == "invalid"
    assert await refused(world.profiles.block(ada, uuid4(), True)) == "not_found"
    assert await refused(world.profiles.block(ANONYMOUS, ada.require_user(), True)) == "unauthenticated"
    assert await refused(world.profiles.blocks(ANONYMOUS)) == "unauthenticated"
    assert await refused(world.profiles.blocked_among(ben, ada.require_user(), [ben.require_user()])) == "forbidden"
    await world.profiles.block(ada, uuid4(), False)


async def test_search_finds_people_of_the_event_by_name_headline_and_topic(world: World) -> None:
    ada = await world.person("Ada Lindqvist")
    zoe = await world.person("Zoë Müller", headline="Keeps trains on time", offers=["k8s"], needs=["Bee keeping"])
    await world.person("Zoë Elsewhere")
    event = await world.event(ada, zoe)
    await known(world, ada, event, "zoe")
    for text in ("zoe", "ZOË", "mull", "müller zoë", "trains", "kube", "bee", "zo' & !x | :*", "zoë bee"):
        expected = [] if "x" in text else ["Zoë Müller"]
        assert await found(world, ada, event, text) == expected, text
    assert await found(world, ada, event, "zoe trams") == []


@pytest.mark.parametrize(
    "text", ["", " ", "'", "\\", "%", "\x00", "\ud800", "!!", "a" * 100_000, "' OR 1=1", "🐝", "a:*b&"]
)
async def test_hostile_searches_find_nothing_and_harm_nothing(world: World, text: str) -> None:
    ada, ben = await world.person("Zora Example"), await world.person("Bob Example")
    event = await world.event(ada, ben)
    assert await found(world, ada, event, text) == []


async def test_search_is_for_people_of_the_event_and_never_across_a_block(world: World) -> None:
    ada, ben, outsider = [await world.person(name) for name in ("Ada Example", "Ben Example", "Olga Example")]
    event = await world.event(ada, ben)
    await known(world, ada, event, "ben")
    assert await found(world, ada, event, "ben") == ["Ben Example"]
    assert await found(world, world.host, event, "example") == ["Ada Example", "Ben Example"]
    assert await refused(world.profiles.search(outsider, event, "ben")) == "forbidden"
    assert await refused(world.profiles.search(ANONYMOUS, event, "ben")) == "unauthenticated"
    assert await refused(world.profiles.search(ada, uuid4(), "ben")) == "not_found"
    await world.profiles.block(ben, ada.require_user(), True)
    assert await found(world, ada, event, "ben") == []
    assert await found(world, ben, event, "ada") == []
    await world.profiles.block(ben, ada.require_user(), False)
    assert await found(world, ada, event, "ben") == ["Ben Example"]
