"""Finding the people of an event."""

from uuid import UUID, uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from tests.support.factories import Factories, problem_code
from tests.support.waiting import eventually


async def found(world: Factories, caller: Caller, event: UUID, text: str) -> list[str]:
    return [person.name for person in await world.profiles.search(caller, event, text)]


async def known(world: Factories, caller: Caller, event: UUID, name: str) -> None:
    """Wait until who is registered is known to searches: they look at most once a second."""
    await eventually(lambda: found(world, caller, event, name))


async def test_search_finds_people_of_the_event_by_name_headline_and_topic(world: Factories) -> None:
    ada = await world.person("Ada Lindqvist")
    zoe = await world.person("Zoë Müller", headline="Keeps trains on time", offers=["k8s"], needs=["Bee keeping"])
    await world.person("Zoë Elsewhere")
    event = await world.open_event(ada, zoe)
    await known(world, ada, event, "zoe")
    for text in ("zoe", "ZOË", "mull", "müller zoë", "trains", "kube", "bee", "zo' & !x | :*", "zoë bee"):
        expected = [] if "x" in text else ["Zoë Müller"]
        assert await found(world, ada, event, text) == expected, text
    assert await found(world, ada, event, "zoe trams") == []


async def test_a_topic_is_found_by_its_name_in_any_language(world: Factories) -> None:
    ada = await world.person("Ada Example")
    zoe = await world.person("Zoe Example", interests=["Datenbanken"], needs=["Barrierefreiheit"])
    event = await world.event(ada, zoe)
    await known(world, ada, event, "zoe")
    for text in ("databases", "datenb", "DATENBANKEN zoe"):
        assert await found(world, ada, event, text) == ["Zoe Example"], text
    for text in ("datenschutz", "barriere", "datenb barriere"):
        assert await found(world, ada, event, text) == [], text


@pytest.mark.parametrize(
    "text", ["", " ", "'", "\\", "%", "\x00", "\ud800", "!!", "a" * 100_000, "' OR 1=1", "🐝", "a:*b&"]
)
async def test_hostile_searches_find_nothing_and_harm_nothing(world: Factories, text: str) -> None:
    ada, ben = await world.person("Zora Example"), await world.person("Bob Example")
    event = await world.event(ada, ben)
    assert await found(world, ada, event, text) == []


async def test_search_is_for_people_of_the_event_and_never_across_a_block(world: Factories) -> None:
    ada, ben, outsider = [await world.person(name) for name in ("Ada Example", "Ben Example", "Olga Example")]
    event = await world.event(ada, ben)
    await known(world, ada, event, "ben")
    assert await found(world, ada, event, "ben") == ["Ben Example"]
    assert await found(world, world.host, event, "example") == ["Ada Example", "Ben Example"]
    assert await problem_code(world.profiles.search(outsider, event, "ben")) == "forbidden"
    assert await problem_code(world.profiles.search(ANONYMOUS, event, "ben")) == "unauthenticated"
    assert await problem_code(world.profiles.search(ada, uuid4(), "ben")) == "not_found"
    await world.profiles.block(ben, ada.require_user(), True)
    assert await found(world, ada, event, "ben") == []
    assert await found(world, ben, event, "ada") == []
    await world.profiles.block(ben, ada.require_user(), False)
    assert await found(world, ada, event, "ben") == ["Ben Example"]


async def test_who_does_not_want_to_meet_people_is_not_found_by_what_they_look_for(world: Factories) -> None:
    ada = await world.person("Ada Example")
    zoe = await world.person("Zoe Example", interests=["Rust"], needs=["Bee keeping"])
    event = await world.event(ada, zoe)
    await known(world, ada, event, "zoe")
    assert await found(world, ada, event, "bee") == []
    assert await found(world, ada, event, "zoe bee") == []
    assert await found(world, ada, event, "zoe rust") == ["Zoe Example"]
    assert [person.needs for person in await world.profiles.search(ada, event, "zoe")] == [[]]
    await world.profiles.set_open_to_meet(zoe, event, True)
    assert await found(world, ada, event, "bee") == ["Zoe Example"]
    await world.profiles.set_open_to_meet(zoe, event, False)
    assert await found(world, ada, event, "bee") == []


async def test_those_who_may_not_be_found_do_not_stand_in_the_way_of_others(world: Factories) -> None:
    ada = await world.person("Ada Example")
    crowd = [await world.person(f"Aaron {n:03}", needs=["Bee keeping"]) for n in range(105)]
    zoe = await world.person("Zoe Example", offers=["Bee keeping"])
    event = await world.event(ada, *crowd, zoe)
    await known(world, ada, event, "zoe")
    assert await found(world, ada, event, "bee") == ["Zoe Example"]
