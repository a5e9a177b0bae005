"""Who may ring whom, and how ringing ends."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.video.api import JoinedCall
from hallway.services.video.service import RINGS_PER_HOUR
from tests.support.factories import TEST
from tests.video.world import World


async def refused(code: str, *ring: object, world: World) -> None:
    with pytest.raises(Problem) as caught:
        await world.ring(*ring)  # type: ignore[arg-type]
    assert caught.value.code == code


async def test_only_people_who_matched(world: World) -> None:
    ada, ben, eve = await world.people(3)
    event_id = await world.open_event(ada, ben, eve)
    await refused("forbidden", ada, event_id, ben, world=world)
    await world.profiles.answer(ada, event_id, ben.require_user(), "accept")
    await refused("forbidden", ada, event_id, ben, world=world)  # one yes is not a match
    await world.profiles.answer(ben, event_id, ada.require_user(), "accept")
    call = await world.ring(ben, event_id, ada)
    assert (call.caller_id, call.invited_ids, call.ended_at) == (ben.require_user(), [ada.require_user()], None)
    await refused("forbidden", ada, event_id, ben, eve, world=world)  # a match with one is none with the other
    await refused("unauthenticated", ANONYMOUS, event_id, ben, world=world)
    await refused("not_found", ada, uuid7(), ben, world=world)
    assert [fact["call_id"] for fact in await world.facts.of("CallStarted")] == [str(call.id)]


async def test_staff_ring_people_of_their_event_only(world: World) -> None:
    ada, eve, mod = await world.people(3)
    event_id = await world.event(ada, mod)
    await refused("forbidden", mod, event_id, ada, world=world)
    await world.apis.get(Auth).grant_event_role(TEST, event_id, mod.require_user(), "organiser")
    assert (await world.ring(mod, event_id, ada)).camera_off
    await refused("forbidden", mod, event_id, eve, world=world)


async def test_not_across_a_block_and_not_oneself(world: World) -> None:
    ada, ben, *others = await world.people(5)
    event_id = await world.met(ada, ben)
    await world.profiles.block(ben, ada.require_user(), True)
    await refused("not_found", ada, event_id, ben, world=world)
    await refused("not_found", ben, event_id, ada, world=world)
    for people in ([], [ada], [ben, *others]):
        await refused("invalid", ada, event_id, *people, world=world)


async def test_a_ring_sent_twice_is_one(world: World) -> None:
    ada, ben, eve = await world.people(3)
    event_id = await world.met(ada, ben, eve)
    id = uuid7()
    calls = await asyncio.gather(*(world.video.ring(ada, id, event_id, [ben.require_user()]) for _ in range(4)))
    assert len({call.id for call in calls}) == len(await world.facts.of("CallStarted")) == 1
    with pytest.raises(Problem) as caught:
        await world.video.ring(eve, id, event_id, [ben.require_user()])  # somebody else's id
    assert caught.value.code == "not_found"


async def test_two_who_ring_each_other_get_one_call(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.met(ada, ben)
    calls = await asyncio.gather(world.ring(ada, event_id, ben), world.ring(ben, event_id, ada))
    assert calls[0].id == calls[1].id
    for person in (ada, ben):
        await world.video.join(person, calls[0].id, f"p{person.require_user().hex}")
    # Only while it rings: a running one is not taken for a new one.
    assert (await world.ring(ben, event_id, ada)).id != calls[0].id


async def test_ringing_is_no_way_to_pester(world: World) -> None:
    ada, *others = await world.people(6)
    event_id = await world.open_event(ada, *others)
    for other in others:
        await world.match(event_id, ada, other)
    calls = [await world.ring(ada, event_id, other) for other in others[:3]]
    await refused("too_many", ada, event_id, others[3], world=world)
    await world.video.decline(others[0], calls[0].id)
    await world.ring(ada, event_id, others[3])
    for _ in range(RINGS_PER_HOUR - 5):
        await refused("too_many", ada, event_id, others[4], world=world)
    for call in calls[1:]:
        await world.video.decline(Caller(user_id=call.invited_ids[0]), call.id)
    await refused("too_many", ada, event_id, others[4], world=world)
    world.wait(3600)
    await world.ring(ada, event_id, others[4])


async def test_declining(world: World) -> None:
    ada, ben, eve, zoe = await world.people(4)
    event_id = await world.met(ada, ben, eve)
    call = await world.ring(ada, event_id, ben, eve)
    await world.video.join(ada, call.id, "pa")
    with pytest.raises(Problem) as caught:
        await world.video.decline(zoe, call.id)
    assert caught.value.code == "not_found"
    await world.video.decline(ada, call.id)  # the caller has nothing to decline
    await world.video.decline(ben, call.id)
    await world.video.decline(ben, call.id)
    assert [one.id for one in await world.video.ringing(eve)] == [call.id]
    assert await world.video.ringing(ben) == []
    assert not await world.ended(call)
    await world.video.decline(eve, call.id)
    assert await world.ended(call)
    assert [fact["answered"] for fact in await world.facts.of("CallEnded")] == [True]
    with pytest.raises(Problem) as caught:
        await world.video.join(ben, call.id, "pb")
    assert caught.value.code == "expired"


async def test_a_late_decline_does_not_end_what_was_answered(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    await world.video.decline(ben, call.id)
    assert not await world.ended(call)


async def test_nobody_answers(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.ring(ada, await world.met(ada, ben), ben)
    await world.video.join(ada, call.id, "pa")
    world.wait(44)
    await world.video.sweep()
    assert not await world.ended(call)
    assert len(await world.video.ringing(ben)) == 1
    world.wait(2)
    assert await world.video.ringing(ben) == []
    await asyncio.gather(*(world.video.sweep() for _ in range(3)))
    assert await world.ended(call)
    [fact] = await world.facts.of("CallEnded")
    assert (fact["answered"], fact["invited_ids"]) == (False, [str(ben.require_user())])


async def test_hanging_up_before_the_answer(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.ring(ada, await world.met(ada, ben), ben)
    await world.video.join(ada, call.id, "pa")
    await world.video.leave(ada, call.id, "pa")
    assert await world.ended(call)
    assert await world.video.ringing(ben) == []
    assert [fact["answered"] for fact in await world.facts.of("CallEnded")] == [False]


async def test_answering_and_hanging_up_at_once(world: World) -> None:
    """Whatever comes first, both see the same end of it."""
    ada, ben = await world.people(2)
    event_id = await world.met(ada, ben)
    for _ in range(10):
        call = await world.ring(ada, event_id, ben)
        await world.video.join(ada, call.id, "pa")
        answers = await asyncio.gather(
            world.video.leave(ada, call.id, "pa"), world.video.join(ben, call.id, "pb"), return_exceptions=True
        )
        if isinstance(answers[1], JoinedCall):
            assert not await world.ended(call)
            await world.video.leave(ben, call.id, "pb")
        else:
            assert isinstance(answers[1], Problem)
            assert answers[1].code == "expired"
        assert await world.ended(call)


async def test_the_camera_is_off_with_somebody_just_met(world: World) -> None:
    ada, ben, eve = await world.people(3)
    event_id = await world.met(ada, ben, eve)
    call = await world.ring(ada, event_id, ben)
    assert call.camera_off
    await world.video.join(ada, call.id, "pa")
    await world.video.leave(ada, call.id, "pa")
    call = await world.ring(ada, event_id, ben)
    assert call.camera_off  # they have not talked yet
    await world.video.decline(ben, call.id)
    call = await world.running(ada, ben)
    assert not (await world.ring(ben, event_id, ada)).camera_off
    assert (await world.ring(ben, event_id, ada, eve)).camera_off  # new to one of them
    world.wait(timedelta(hours=25).total_seconds())
    assert not (await world.ring(eve, event_id, ada)).camera_off


async def test_other_peoples_calls_do_not_exist(world: World) -> None:
    ada, ben, eve = await world.people(3)
    call = await world.running(ada, ben)
    for attempt in (
        world.video.call(eve, call.id),
        world.video.join(eve, call.id, "pe"),
        world.video.call(ada, uuid4()),
        world.video.join(ada, uuid4(), "pa"),
    ):
        with pytest.raises(Problem) as caught:
            await attempt
        assert caught.value.code == "not_found"
    await world.video.leave(eve, call.id, "p0")  # silent, and without effect
    assert len((await world.video.join(ada, call.id, "p0")).peers) == 2
    assert msgspec.structs.asdict(await world.video.call(ben, call.id)) == msgspec.structs.asdict(call)
