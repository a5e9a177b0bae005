"""Whom a newcomer is shown when nobody could be recommended to them."""

from uuid import UUID

from hallway.gateway.presence import Presence
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.redis_client import open_redis
from hallway.kernel.settings import Settings
from hallway.services.profiles.recommendations.service import MOST_OPEN
from tests.support.factories import Factories, problem_code


async def shown(world: Factories, caller: Caller, event: UUID) -> list[UUID]:
    return await world.profiles.people_open_to_meet(caller, event)


def ids(*people: Caller) -> set[UUID]:
    return {person.require_user() for person in people}


async def come(settings: Settings, event: UUID, *people: Caller) -> None:
    """Be at the venue, as people of a gateway are that was not stopped in order."""
    redis = open_redis(settings.redis_url)
    here = frozenset(ids(*people))
    presence = Presence(redis, lambda _: here, lambda *_: None, lambda *_: None, nobody_hidden, now)
    await presence.entered(event, next(iter(here)))
    await presence._tick(event, presence._events[event])  # pyright: ignore[reportPrivateUsage]
    await redis.aclose()


async def nobody_hidden(_: object) -> dict[UUID, frozenset[UUID]]:
    return {}


async def test_a_fresh_account_without_a_word_of_itself_is_shown_people(world: Factories) -> None:
    crowd = [await world.person(f"Person {word}", interests=["rust"]) for word in ("One", "Two", "Three")]
    newcomer = (await world.people(1, "Nora Newcomer"))[0]
    event = await world.open_event(*crowd, newcomer)
    assert await world.profiles.recommendations(newcomer, event) == []
    assert set(await shown(world, newcomer, event)) == ids(*crowd)


async def test_topics_of_the_event_bring_a_fresh_account_recommendations_at_once(world: Factories) -> None:
    crowd = [await world.person(f"Person {word}", interests=["rust"]) for word in ("One", "Two", "Three")]
    newcomer = (await world.people(1, "Nora Newcomer"))[0]
    event = await world.open_event(*crowd, newcomer)
    offered = await world.profiles.event_topics(newcomer, event)
    assert offered[0].name == "Rust"
    await world.update(newcomer, name="Nora Newcomer", interests=[offered[0].name])
    found = await world.profiles.recommendations(newcomer, event)
    assert {one.person_id for one in found} == ids(*crowd)
    assert {reason.text for one in found for reason in one.reasons} == {"You are both into Rust"}


async def test_who_is_here_comes_first(world: Factories, settings: Settings) -> None:
    crowd = await world.people(MOST_OPEN + 8)
    newcomer = (await world.people(1))[0]
    event = await world.open_event(*crowd, newcomer)
    here = crowd[::5]
    await come(settings, event, *here)
    found = await shown(world, newcomer, event)
    assert len(found) == MOST_OPEN
    assert set(found[: len(here)]) == ids(*here)


async def test_only_who_may_be_met_by_who_may_meet(world: Factories) -> None:
    newcomer, ben, closed, blocker, passed, elsewhere, left = await world.people(7)
    event = await world.open_event(newcomer, ben, blocker, passed, left)
    await world.open_event(elsewhere)
    await world.block(blocker, newcomer)
    await world.profiles.answer(newcomer, event, passed.require_user(), "pass")
    await world.leave(event, left)
    assert await shown(world, newcomer, event) == [ben.require_user()]
    assert newcomer.require_user() not in await shown(world, blocker, event)
    await world.profiles.set_open_to_meet(ben, event, False)
    assert await shown(world, newcomer, event) == []
    assert await shown(world, ben, event) == []  # who is not open to meet is shown nobody
    for stranger in (closed, elsewhere):
        assert await problem_code(shown(world, stranger, event)) == "forbidden"
        assert await problem_code(world.profiles.event_topics(stranger, event)) == "forbidden"


async def test_each_sees_them_in_an_order_of_their_own(world: Factories) -> None:
    crowd = await world.people(9)
    event = await world.open_event(*crowd)
    first = {(await shown(world, one, event))[0] for one in crowd}
    assert len(first) > 2
