"""Blocks hold both ways, wherever people are listed."""

from uuid import uuid4

from hallway.kernel.caller import ANONYMOUS
from tests.support.factories import TEST, Factories, problem_code
from tests.support.recorder import FactRecorder


async def test_a_block_holds_both_ways_and_is_lifted_by_who_set_it(world: Factories, facts: FactRecorder) -> None:
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


async def test_both_may_block_each_other(world: Factories) -> None:
    ada, ben = await world.people(2)
    await world.profiles.block(ada, ben.require_user(), True)
    await world.profiles.block(ben, ada.require_user(), True)
    await world.profiles.block(ada, ben.require_user(), False)
    assert await world.profiles.blocked_among(TEST, ada.require_user(), [ben.require_user()]) == [ben.require_user()]


async def test_a_match_is_hidden_by_a_block_and_comes_back(world: Factories) -> None:
    ada, ben = await world.people(2)
    event = await world.open_event(ada, ben)
    await world.match(event, ada, ben)
    before = await world.profiles.matches(ben, event)
    await world.profiles.block(ada, ben.require_user(), True)
    for side, other in ((ada, ben), (ben, ada)):
        assert (await world.profiles.matches(side, event)).mutual == []
        assert await problem_code(world.profiles.answer(side, event, other.require_user(), "accept")) == "not_found"
    assert await world.profiles.matched(TEST, ada.require_user(), ben.require_user()) is None
    await world.profiles.block(ada, ben.require_user(), False)
    assert await world.profiles.matches(ben, event) == before


async def test_what_cannot_be_blocked_or_asked(world: Factories) -> None:
    ada, ben = await world.people(2)
    assert await problem_code(world.profiles.block(ada, ada.require_user(), True)) == "invalid"
    assert await problem_code(world.profiles.block(ada, uuid4(), True)) == "not_found"
    assert await problem_code(world.profiles.block(ANONYMOUS, ada.require_user(), True)) == "unauthenticated"
    assert await problem_code(world.profiles.blocks(ANONYMOUS)) == "unauthenticated"
    among = world.profiles.blocked_among(ben, ada.require_user(), [ben.require_user()])
    assert await problem_code(among) == "forbidden"
    await world.profiles.block(ada, uuid4(), False)
