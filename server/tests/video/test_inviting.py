"""Ringing more people into a call that goes on."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.video.api import MOST_INVITED, Call, Ring
from hallway.services.video.service import RINGS_PER_HOUR
from tests.support.factories import TEST
from tests.video.world import World


async def refused(world: World, code: str, caller: Caller, call: Call, *people: Caller) -> None:
    before = None if caller is ANONYMOUS else await world.video.call(Caller(user_id=call.caller_id), call.id)
    with pytest.raises(Problem) as caught:
        await world.invite(caller, call, *people)
    assert caught.value.code == code
    if before:
        assert await world.video.call(Caller(user_id=call.caller_id), call.id) == before


def rings(call: Call) -> dict[str, tuple[int, str]]:
    return {str(ring.person_id): (ring.nth, ring.state) for ring in call.rings}


async def test_a_third_is_rung_and_comes(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.running(ada, ben)
    await world.met(ben, cat)
    ringing = await world.invite(ben, call, cat)
    assert ringing.invited_ids == [ben.require_user(), cat.require_user()]
    assert Ring(person_id=cat.require_user(), caller_id=ben.require_user(), nth=1, state="ringing") in ringing.rings
    assert ringing.revision == call.revision + 1
    assert await world.video.ringing(cat) == [ringing]
    joined = await world.video.join(cat, call.id, "p2")
    assert {peer.peer_id for peer in joined.peers} == {"p0", "p1", "p2"}
    assert rings(joined.call)[str(cat.require_user())] == (1, "answered")
    assert await world.video.ringing(cat) == []
    [fact] = await world.facts.of("PersonRung")
    assert (fact["caller_id"], fact["person_id"], fact["nth"]) == (str(ben.require_user()), str(cat.require_user()), 1)
    assert [over["missed"] for over in await world.facts.of("RingOver")] == [False, False]


async def test_only_who_is_in_the_call_now(world: World) -> None:
    ada, ben, cat, eve = await world.people(4)
    event_id = await world.met(ada, ben, cat, eve)
    call = await world.ring(ada, event_id, ben)
    await refused(world, "forbidden", ada, call, cat)  # rings, but is not in yet
    await refused(world, "forbidden", ben, call, cat)  # is rung
    await world.video.join(ada, call.id, "pa")
    await world.video.join(ben, call.id, "pb")
    await refused(world, "not_found", eve, call, cat)
    await refused(world, "not_found", eve, call, ben)
    await refused(world, "unauthenticated", ANONYMOUS, call, cat)
    await world.video.leave(ben, call.id, "pb")
    await refused(world, "forbidden", ben, call, cat)
    await world.video.leave(ada, call.id, "pa")
    await refused(world, "expired", ada, call, cat)
    with pytest.raises(Problem) as caught:
        await world.video.invite(ada, uuid4(), [cat.require_user()])
    assert caught.value.code == "not_found"
    assert await world.facts.of("PersonRung") == []


async def test_only_people_whom_one_may_ring(world: World) -> None:
    ada, ben, cat, mod = await world.people(4)
    call = await world.running(ada, ben)
    await refused(world, "forbidden", ada, call, cat)
    await refused(world, "invalid", ada, call)
    await refused(world, "invalid", ada, call, ada)
    with pytest.raises(Problem) as caught:
        await world.video.invite(ada, call.id, [uuid7()])  # nobody
    assert caught.value.code == "forbidden"
    await world.met(ada, mod)
    await world.invite(ada, call, mod)
    await world.video.join(mod, call.id, "pm")
    await refused(world, "forbidden", mod, call, cat)
    await world.apis.get(Auth).grant_event_role(TEST, call.event_id, mod.require_user(), "moderator")
    await refused(world, "forbidden", mod, call, cat)  # of another event
    await world.events.register(cat, call.event_id)
    assert cat.require_user() in (await world.invite(mod, call, cat)).invited_ids


@pytest.mark.parametrize("blocker", ["inviter", "invited", "another who is in", "who is invited only"])
async def test_never_across_a_block(world: World, blocker: str) -> None:
    ada, ben, cat, dan = await world.people(4)
    call = await world.running(ada, ben)
    await world.met(ada, cat, dan)
    await world.invite(ada, call, dan)
    pairs = {
        "inviter": (ada, cat),
        "invited": (cat, ada),
        "another who is in": (ben, cat),
        "who is invited only": (cat, dan),
    }
    one, other = pairs[blocker]
    await world.profiles.block(one, other.require_user(), True)
    await refused(world, "not_found", ada, call, cat)
    assert await world.video.ringing(cat) == []


async def test_two_who_block_each_other_are_not_added_together(world: World) -> None:
    ada, ben, cat, dan = await world.people(4)
    call = await world.running(ada, ben)
    await world.met(ada, cat)
    await world.met(ada, dan)
    await world.profiles.block(dan, cat.require_user(), True)
    await refused(world, "not_found", ada, call, cat, dan)


async def test_room_for_four_with_those_who_ring(world: World) -> None:
    ada, ben, cat, dan, eve = await world.people(5)
    call = await world.running(ada, ben)
    await world.met(ada, cat, dan, eve)
    await refused(world, "full", ada, call, cat, dan, eve)
    await world.invite(ada, call, cat, dan)
    await refused(world, "full", ada, call, eve)
    await world.video.join(cat, call.id, "pc")
    await refused(world, "full", ada, call, eve)
    await world.video.decline(dan, call.id)  # makes room
    changed = await world.invite(ada, call, eve)
    assert changed.invited_ids == [ben.require_user(), cat.require_user(), dan.require_user(), eve.require_user()]
    await world.video.join(eve, call.id, "pe")
    with pytest.raises(Problem) as caught:
        await world.video.join(dan, call.id, "pd")
    assert caught.value.code == "full"
    await world.video.leave(cat, call.id, "pc")
    assert len((await world.video.join(dan, call.id, "pd")).peers) == 4


async def test_several_add_people_at_once(world: World) -> None:
    ada, ben, *others = await world.people(5)
    call = await world.running(ada, ben)
    for other in others:
        await world.met(ada, other)
        await world.met(ben, other)
    attempts = [world.invite(one, call, other) for one in (ada, ben) for other in others]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert all(isinstance(answer, (Call, Problem)) for answer in answers)
    after = await world.video.call(ada, call.id)
    assert sorted(state for _, state in rings(after).values()) == ["answered", "ringing", "ringing"]
    assert len(await world.facts.of("PersonRung")) == 2


async def test_once_is_enough(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.running(ada, ben)
    await world.met(ada, cat)
    ringing = await world.invite(ada, call, cat)
    answers = await asyncio.gather(*(world.invite(ada, call, cat, ben) for _ in range(3)))
    assert all(answer == ringing for answer in answers)
    joined = await world.video.join(cat, call.id, "pc")
    assert await world.invite(ada, call, cat) == joined.call
    assert len(await world.facts.of("PersonRung")) == 1


async def test_again_after_declining_and_after_no_answer(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.running(ada, ben)
    await world.met(ada, cat)
    me = str(cat.require_user())
    await world.invite(ada, call, cat)
    await world.video.decline(cat, call.id)
    assert rings(await world.video.call(ada, call.id))[me] == (1, "declined")
    assert not await world.ended(call)
    assert rings(await world.invite(ada, call, cat))[me] == (2, "ringing")
    assert [one.id for one in await world.video.ringing(cat)] == [call.id]
    world.wait(46)
    assert await world.video.ringing(cat) == []
    await asyncio.gather(*(world.video.sweep() for _ in range(3)))
    assert rings(await world.video.call(ada, call.id))[me] == (2, "missed")
    assert not await world.ended(call)
    assert rings(await world.invite(ada, call, cat))[me] == (3, "ringing")
    assert rings((await world.video.join(cat, call.id, "pc")).call)[me] == (3, "answered")
    over = [(fact["nth"], fact["missed"]) for fact in await world.facts.of("RingOver") if fact["person_id"] == me]
    assert over == [(1, False), (2, True), (3, False)]


async def test_who_left_is_rung_back_also_who_began_the_call(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    await world.video.leave(ada, call.id, "p0")
    again = await world.invite(ben, call, ada)
    assert (again.invited_ids, again.caller_id) == ([ben.require_user()], ada.require_user())
    assert [one.id for one in await world.video.ringing(ada)] == [call.id]
    await world.video.decline(ada, call.id)
    assert await world.video.ringing(ada) == []
    assert not await world.ended(call)
    await world.invite(ben, call, ada)
    assert len((await world.video.join(ada, call.id, "p0")).peers) == 2


async def test_a_call_goes_on_ringing_for_the_last_one_rung(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.ring(ada, await world.met(ada, ben, cat), ben)
    await world.video.join(ada, call.id, "pa")
    world.wait(30)
    await world.video.join(ada, call.id, "pa", again=True)
    await world.invite(ada, call, cat)
    world.wait(20)
    await world.video.sweep()
    assert sorted(state for _, state in rings(await world.video.call(ada, call.id)).values()) == ["missed", "ringing"]
    await world.video.join(ada, call.id, "pa", again=True)
    world.wait(30)
    await world.video.sweep()
    assert await world.ended(call)
    assert [fact["missed"] for fact in await world.facts.of("RingOver")] == [True, True]


async def test_who_hangs_up_leaves_a_missed_call_behind(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.running(ada, ben)
    await world.met(ada, cat)
    await world.invite(ada, call, cat)
    await world.video.leave(ada, call.id, "p0")
    await world.video.leave(ben, call.id, "p1")
    assert await world.video.ringing(cat) == []
    [fact] = [fact for fact in await world.facts.of("RingOver") if fact["person_id"] == str(cat.require_user())]
    assert (fact["missed"], fact["caller_id"]) == (True, str(ada.require_user()))


async def test_the_camera_with_people_who_have_just_met(world: World) -> None:
    ada, ben, cat = await world.people(3)
    await world.running(ada, ben)
    await world.met(ada, cat)
    world.wait(timedelta(hours=25).total_seconds())
    call = await world.ring(ada, (await world.running(ada, ben)).event_id, ben)
    for person, peer_id in ((ada, "pa"), (ben, "pb")):
        await world.video.join(person, call.id, peer_id)
    assert not call.camera_off
    assert (await world.invite(ada, call, cat)).camera_off  # Ben and Cat have never met


async def test_adding_is_no_way_to_pester(world: World) -> None:
    ada, ben, cat = await world.people(3)
    call = await world.running(ada, ben)
    await world.met(ada, cat)
    for _ in range(RINGS_PER_HOUR - 1):
        await world.invite(ada, call, cat)
    await refused(world, "too_many", ada, call, cat)
    assert len(await world.facts.of("PersonRung")) == 1


async def test_a_call_is_no_list_of_everybody(world: World) -> None:
    ada, ben, *others = await world.people(1 + MOST_INVITED + 1)
    call = await world.running(ada, ben)
    for other in others[:-1]:
        await world.match(await world.open_event(ada, other), ada, other)
        await world.invite(ada, call, other)
        await world.video.decline(other, call.id)
    await world.match(await world.open_event(ada, others[-1]), ada, others[-1])
    await refused(world, "full", ada, call, others[-1])
    assert len((await world.invite(ada, call, others[0])).invited_ids) == MOST_INVITED
