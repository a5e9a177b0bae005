"""Ringing more people into a call that goes on."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.video.api import MAX_INVITED, Call, Ring
from hallway.services.video.calls.service import RINGS_PER_HOUR
from tests.support.factories import TEST
from tests.video.factories import CallFactories, rings


async def refused(factories: CallFactories, code: str, caller: Caller, call: Call, *people: Caller) -> None:
    before = None if caller is ANONYMOUS else await factories.video.call(Caller(user_id=call.caller_id), call.id)
    with pytest.raises(Problem) as caught:
        await factories.invite(caller, call, *people)
    assert caught.value.code == code
    if before:
        assert await factories.video.call(Caller(user_id=call.caller_id), call.id) == before


async def test_a_third_is_rung_and_comes(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben)
    await factories.met(ben, cat)
    ringing = await factories.invite(ben, call, cat)
    assert ringing.invited_ids == [ben.require_user(), cat.require_user()]
    assert Ring(person_id=cat.require_user(), caller_id=ben.require_user(), nth=1, state="ringing") in ringing.rings
    assert ringing.revision == call.revision + 1
    assert await factories.video.ringing(cat) == [ringing]
    joined = await factories.video.join(cat, call.id, "p2")
    assert {peer.peer_id for peer in joined.peers} == {"p0", "p1", "p2"}
    assert rings(joined.call)[str(cat.require_user())] == (1, "answered")
    assert await factories.video.ringing(cat) == []
    [fact] = await factories.facts.of("PersonRung")
    assert (fact["caller_id"], fact["person_id"], fact["nth"]) == (str(ben.require_user()), str(cat.require_user()), 1)
    assert [over["missed"] for over in await factories.facts.of("RingEnded")] == [False, False]


async def test_only_who_is_in_the_call_now(factories: CallFactories) -> None:
    ada, ben, cat, eve = await factories.people(4)
    event_id = await factories.met(ada, ben, cat, eve)
    call = await factories.ring(ada, event_id, ben)
    await refused(factories, "forbidden", ada, call, cat)  # rings, but is not in yet
    await refused(factories, "forbidden", ben, call, cat)  # is rung
    await factories.video.join(ada, call.id, "pa")
    await factories.video.join(ben, call.id, "pb")
    await refused(factories, "not_found", eve, call, cat)
    await refused(factories, "not_found", eve, call, ben)
    await refused(factories, "unauthenticated", ANONYMOUS, call, cat)
    await factories.video.leave(ben, call.id, "pb")
    await refused(factories, "forbidden", ben, call, cat)
    await factories.video.leave(ada, call.id, "pa")
    await refused(factories, "expired", ada, call, cat)
    with pytest.raises(Problem) as caught:
        await factories.video.invite(ada, uuid4(), [cat.require_user()])
    assert caught.value.code == "not_found"
    assert await factories.facts.of("PersonRung") == []


async def test_only_people_whom_one_may_ring(factories: CallFactories) -> None:
    ada, ben, cat, mod = await factories.people(4)
    call = await factories.running(ada, ben)
    await refused(factories, "forbidden", ada, call, cat)
    await refused(factories, "invalid", ada, call)
    await refused(factories, "invalid", ada, call, ada)
    with pytest.raises(Problem) as caught:
        await factories.video.invite(ada, call.id, [uuid7()])  # nobody
    assert caught.value.code == "forbidden"
    await factories.met(ada, mod)
    await factories.invite(ada, call, mod)
    await factories.video.join(mod, call.id, "pm")
    await refused(factories, "forbidden", mod, call, cat)
    await factories.apis.get(Auth).grant_event_role(TEST, call.event_id, mod.require_user(), "moderator")
    await refused(factories, "forbidden", mod, call, cat)  # of another event
    await factories.events.register(cat, call.event_id)
    assert cat.require_user() in (await factories.invite(mod, call, cat)).invited_ids


@pytest.mark.parametrize("blocker", ["inviter", "invited", "another who is in", "who is invited only"])
async def test_never_across_a_block(factories: CallFactories, blocker: str) -> None:
    ada, ben, cat, dan = await factories.people(4)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat, dan)
    await factories.invite(ada, call, dan)
    pairs = {
        "inviter": (ada, cat),
        "invited": (cat, ada),
        "another who is in": (ben, cat),
        "who is invited only": (cat, dan),
    }
    one, other = pairs[blocker]
    await factories.profiles.block(one, other.require_user(), True)
    await refused(factories, "forbidden", ada, call, cat)
    assert await factories.video.ringing(cat) == []


async def test_two_who_block_each_other_are_not_added_together(factories: CallFactories) -> None:
    ada, ben, cat, dan = await factories.people(4)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat)
    await factories.met(ada, dan)
    await factories.profiles.block(dan, cat.require_user(), True)
    await refused(factories, "forbidden", ada, call, cat, dan)


async def test_room_for_four_with_those_who_ring(factories: CallFactories) -> None:
    ada, ben, cat, dan, eve = await factories.people(5)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat, dan, eve)
    await refused(factories, "full", ada, call, cat, dan, eve)
    await factories.invite(ada, call, cat, dan)
    await refused(factories, "full", ada, call, eve)
    await factories.video.join(cat, call.id, "pc")
    await refused(factories, "full", ada, call, eve)
    await factories.video.decline(dan, call.id)  # makes room
    changed = await factories.invite(ada, call, eve)
    assert changed.invited_ids == [ben.require_user(), cat.require_user(), dan.require_user(), eve.require_user()]
    await factories.video.join(eve, call.id, "pe")
    with pytest.raises(Problem) as caught:
        await factories.video.join(dan, call.id, "pd")
    assert caught.value.code == "full"
    await factories.video.leave(cat, call.id, "pc")
    assert len((await factories.video.join(dan, call.id, "pd")).peers) == 4


async def test_several_add_people_at_once(factories: CallFactories) -> None:
    ada, ben, *others = await factories.people(5)
    call = await factories.running(ada, ben)
    for other in others:
        await factories.met(ada, other)
        await factories.met(ben, other)
    attempts = [factories.invite(one, call, other) for one in (ada, ben) for other in others]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert all(isinstance(answer, (Call, Problem)) for answer in answers)
    after = await factories.video.call(ada, call.id)
    assert sorted(state for _, state in rings(after).values()) == ["answered", "ringing", "ringing"]
    assert len(await factories.facts.of("PersonRung")) == 2


async def test_once_is_enough(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat)
    ringing = await factories.invite(ada, call, cat)
    answers = await asyncio.gather(*(factories.invite(ada, call, cat, ben) for _ in range(3)))
    assert all(answer == ringing for answer in answers)
    joined = await factories.video.join(cat, call.id, "pc")
    assert await factories.invite(ada, call, cat) == joined.call
    assert len(await factories.facts.of("PersonRung")) == 1


async def test_again_after_declining_and_after_no_answer(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat)
    me = str(cat.require_user())
    await factories.invite(ada, call, cat)
    await factories.video.decline(cat, call.id)
    assert rings(await factories.video.call(ada, call.id))[me] == (1, "declined")
    assert not await factories.ended(call)
    assert rings(await factories.invite(ada, call, cat))[me] == (2, "ringing")
    assert [one.id for one in await factories.video.ringing(cat)] == [call.id]
    factories.wait(46)
    assert await factories.video.ringing(cat) == []
    await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
    assert rings(await factories.video.call(ada, call.id))[me] == (2, "missed")
    assert not await factories.ended(call)
    assert rings(await factories.invite(ada, call, cat))[me] == (3, "ringing")
    assert rings((await factories.video.join(cat, call.id, "pc")).call)[me] == (3, "answered")
    over = [(fact["nth"], fact["missed"]) for fact in await factories.facts.of("RingEnded") if fact["person_id"] == me]
    assert over == [(1, False), (2, True), (3, False)]


async def test_who_left_is_rung_back_also_who_began_the_call(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.leave(ada, call.id, "p0")
    again = await factories.invite(ben, call, ada)
    assert (again.invited_ids, again.caller_id) == ([ben.require_user()], ada.require_user())
    assert [one.id for one in await factories.video.ringing(ada)] == [call.id]
    await factories.video.decline(ada, call.id)
    assert await factories.video.ringing(ada) == []
    assert not await factories.ended(call)
    await factories.invite(ben, call, ada)
    assert len((await factories.video.join(ada, call.id, "p0")).peers) == 2


async def test_who_hangs_up_leaves_a_missed_call_behind(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat)
    await factories.invite(ada, call, cat)
    await factories.video.leave(ada, call.id, "p0")
    await factories.video.leave(ben, call.id, "p1")
    assert await factories.video.ringing(cat) == []
    [fact] = [fact for fact in await factories.facts.of("RingEnded") if fact["person_id"] == str(cat.require_user())]
    assert (fact["missed"], fact["caller_id"]) == (True, str(ada.require_user()))


async def test_the_camera_with_people_who_have_just_met(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    await factories.talked(ada, ben)
    await factories.met(ada, cat)
    factories.wait(timedelta(hours=25).total_seconds())
    call = await factories.ring(ada, (await factories.talked(ada, ben)).event_id, ben)
    for person, peer_id in ((ada, "pa"), (ben, "pb")):
        await factories.video.join(person, call.id, peer_id)
    assert not call.camera_off
    assert (await factories.invite(ada, call, cat)).camera_off  # Ben and Cat have never met


async def test_adding_is_no_way_to_pester(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben)
    await factories.met(ada, cat)
    for _ in range(RINGS_PER_HOUR - 1):
        await factories.invite(ada, call, cat)
    await refused(factories, "too_many", ada, call, cat)
    assert len(await factories.facts.of("PersonRung")) == 1


async def test_a_call_is_no_list_of_everybody(factories: CallFactories) -> None:
    ada, ben, *others = await factories.people(1 + MAX_INVITED + 1)
    call = await factories.running(ada, ben)
    for other in others[:-1]:
        await factories.match(await factories.open_event(ada, other), ada, other)
        await factories.invite(ada, call, other)
        await factories.video.decline(other, call.id)
    await factories.match(await factories.open_event(ada, others[-1]), ada, others[-1])
    await refused(factories, "full", ada, call, others[-1])
    assert len((await factories.invite(ada, call, others[0])).invited_ids) == MAX_INVITED
