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
from hallway.services.video.calls.service import RINGS_PER_HOUR
from tests.support.factories import TEST
from tests.video.factories import CallFactories


async def refused(code: str, *ring: object, factories: CallFactories) -> None:
    with pytest.raises(Problem) as caught:
        await factories.ring(*ring)  # type: ignore[arg-type]
    assert caught.value.code == code


async def test_only_people_who_matched(factories: CallFactories) -> None:
    ada, ben, eve = await factories.people(3)
    event_id = await factories.open_event(ada, ben, eve)
    await refused("forbidden", ada, event_id, ben, factories=factories)
    await factories.profiles.answer(ada, event_id, ben.require_user(), "accept")
    await refused("forbidden", ada, event_id, ben, factories=factories)  # one yes is not a match
    await factories.profiles.answer(ben, event_id, ada.require_user(), "accept")
    call = await factories.ring(ben, event_id, ada)
    assert (call.caller_id, call.invited_ids, call.ended_at) == (ben.require_user(), [ada.require_user()], None)
    await refused("forbidden", ada, event_id, ben, eve, factories=factories)  # a match with one is none with the other
    await refused("unauthenticated", ANONYMOUS, event_id, ben, factories=factories)
    await refused("not_found", ada, uuid7(), ben, factories=factories)
    assert [fact["call_id"] for fact in await factories.facts.of("CallStarted")] == [str(call.id)]


async def test_staff_ring_people_of_their_event_only(factories: CallFactories) -> None:
    ada, eve, mod = await factories.people(3)
    event_id = await factories.event(ada, mod)
    await refused("forbidden", mod, event_id, ada, factories=factories)
    await factories.apis.get(Auth).grant_event_role(TEST, event_id, mod.require_user(), "organiser")
    assert (await factories.ring(mod, event_id, ada)).camera_off
    await refused("forbidden", mod, event_id, eve, factories=factories)


async def test_not_across_a_block_and_not_oneself(factories: CallFactories) -> None:
    ada, ben, *others = await factories.people(5)
    event_id = await factories.met(ada, ben)
    await factories.profiles.block(ben, ada.require_user(), True)
    await refused("forbidden", ada, event_id, ben, factories=factories)
    await refused("forbidden", ben, event_id, ada, factories=factories)
    for people in ([], [ada], [ben, *others]):
        await refused("invalid", ada, event_id, *people, factories=factories)


async def test_a_ring_sent_twice_is_one(factories: CallFactories) -> None:
    ada, ben, eve = await factories.people(3)
    event_id = await factories.met(ada, ben, eve)
    id = uuid7()
    calls = await asyncio.gather(*(factories.video.ring(ada, id, event_id, [ben.require_user()]) for _ in range(4)))
    assert len({call.id for call in calls}) == len(await factories.facts.of("CallStarted")) == 1
    with pytest.raises(Problem) as caught:
        await factories.video.ring(eve, id, event_id, [ben.require_user()])  # somebody else's id
    assert caught.value.code == "not_found"


async def test_two_who_ring_each_other_get_one_call(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.met(ada, ben)
    calls = await asyncio.gather(factories.ring(ada, event_id, ben), factories.ring(ben, event_id, ada))
    assert calls[0].id == calls[1].id
    for person in (ada, ben):
        await factories.video.join(person, calls[0].id, f"p{person.require_user().hex}")


async def test_ringing_who_is_in_a_call_with_me_goes_back_to_it(factories: CallFactories) -> None:
    ada, ben, eve = await factories.people(3)
    event_id = await factories.met(ada, ben, eve)
    call = await factories.ring(ada, event_id, ben)
    for person, peer in ((ada, "p0"), (ben, "p1")):
        await factories.video.join(person, call.id, peer)
    for person, other, peer in ((ada, ben, "p0"), (ben, ada, "p1")):
        assert (await factories.ring(person, event_id, other)).id == call.id
        await factories.video.lost(person, call.id, peer, closing=True)
        assert (await factories.ring(person, event_id, other)).id == call.id
        await factories.video.leave(person, call.id, peer)
        assert (await factories.ring(person, event_id, other)).id == call.id
        await factories.video.join(person, call.id, peer)
    assert await factories.video.ringing(ada) == await factories.video.ringing(ben) == []
    assert len(await factories.facts.of("CallStarted")) == 1
    # Nobody is put through to who is not there, nor into the company of others.
    await factories.video.lost(ben, call.id, "p1", closing=True)
    assert (await factories.ring(ada, event_id, ben)).id != call.id
    await factories.video.join(ben, call.id, "p1")
    await factories.invite(ada, call, eve)
    await factories.video.leave(ada, call.id, "p0")
    assert (await factories.ring(ada, event_id, ben)).id != call.id


async def test_ringing_again_while_it_rings_is_the_same_ring(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.met(ada, ben)
    call = await factories.ring(ada, event_id, ben)
    await factories.video.join(ada, call.id, "pa")
    await factories.video.lost(ada, call.id, "pa", closing=True)  # a reload
    assert (await factories.ring(ada, event_id, ben)).id == call.id
    # Whoever rings but is not there cannot be answered.
    assert (await factories.ring(ben, event_id, ada)).id != call.id


async def test_ringing_is_no_way_to_pester(factories: CallFactories) -> None:
    ada, *others = await factories.people(6)
    event_id = await factories.open_event(ada, *others)
    for other in others:
        await factories.match(event_id, ada, other)
    calls = [await factories.ring(ada, event_id, other) for other in others[:3]]
    await refused("too_many", ada, event_id, others[3], factories=factories)
    await factories.video.decline(others[0], calls[0].id)
    await factories.ring(ada, event_id, others[3])
    for _ in range(RINGS_PER_HOUR - 5):
        await refused("too_many", ada, event_id, others[4], factories=factories)
    for call in calls[1:]:
        await factories.video.decline(Caller(user_id=call.invited_ids[0]), call.id)
    await refused("too_many", ada, event_id, others[4], factories=factories)
    factories.wait(3600)
    await factories.ring(ada, event_id, others[4])


async def test_declining(factories: CallFactories) -> None:
    ada, ben, eve, zoe = await factories.people(4)
    event_id = await factories.met(ada, ben, eve)
    call = await factories.ring(ada, event_id, ben, eve)
    await factories.video.join(ada, call.id, "pa")
    with pytest.raises(Problem) as caught:
        await factories.video.decline(zoe, call.id)
    assert caught.value.code == "not_found"
    await factories.video.decline(ada, call.id)  # the caller has nothing to decline
    await factories.video.decline(ben, call.id)
    await factories.video.decline(ben, call.id)
    assert [one.id for one in await factories.video.ringing(eve)] == [call.id]
    assert await factories.video.ringing(ben) == []
    assert not await factories.ended(call)
    async with factories.end_reasons(call) as reasons:
        await factories.video.decline(eve, call.id)
    assert await factories.ended(call)
    assert reasons == ["declined"] * 3
    with pytest.raises(Problem) as caught:
        await factories.video.join(ben, call.id, "pb")
    assert caught.value.code == "expired"


async def test_a_late_decline_does_not_end_what_was_answered(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.decline(ben, call.id)
    assert not await factories.ended(call)


async def test_hanging_up_before_the_answer(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.ring(ada, await factories.met(ada, ben), ben)
    await factories.video.join(ada, call.id, "pa")
    async with factories.end_reasons(call) as reasons:
        await factories.video.leave(ada, call.id, "pa")
    assert await factories.ended(call)
    assert await factories.video.ringing(ben) == []
    assert reasons == ["cancelled", "cancelled"]


async def test_answering_and_hanging_up_at_once(factories: CallFactories) -> None:
    """Whatever comes first, both see the same end of it."""
    ada, ben = await factories.people(2)
    event_id = await factories.met(ada, ben)
    for _ in range(10):
        call = await factories.ring(ada, event_id, ben)
        await factories.video.join(ada, call.id, "pa")
        answers = await asyncio.gather(
            factories.video.leave(ada, call.id, "pa"), factories.video.join(ben, call.id, "pb"), return_exceptions=True
        )
        if isinstance(answers[1], JoinedCall):
            assert not await factories.ended(call)
            await factories.video.leave(ben, call.id, "pb")
        else:
            assert isinstance(answers[1], Problem)
            assert answers[1].code == "expired"
        assert await factories.ended(call)


async def test_the_camera_is_off_with_somebody_just_met(factories: CallFactories) -> None:
    ada, ben, eve = await factories.people(3)
    event_id = await factories.met(ada, ben, eve)
    call = await factories.ring(ada, event_id, ben)
    assert call.camera_off
    await factories.video.join(ada, call.id, "pa")
    await factories.video.leave(ada, call.id, "pa")
    call = await factories.ring(ada, event_id, ben)
    assert call.camera_off  # they have not talked yet
    await factories.video.decline(ben, call.id)
    await factories.talked(ada, ben)
    assert not (await factories.ring(ben, event_id, ada)).camera_off
    assert (await factories.ring(ben, event_id, ada, eve)).camera_off  # new to one of them
    factories.wait(timedelta(hours=25).total_seconds())
    assert not (await factories.ring(eve, event_id, ada)).camera_off


async def test_other_peoples_calls_do_not_exist(factories: CallFactories) -> None:
    ada, ben, eve = await factories.people(3)
    call = await factories.running(ada, ben)
    for attempt in (
        factories.video.call(eve, call.id),
        factories.video.join(eve, call.id, "pe"),
        factories.video.call(ada, uuid4()),
        factories.video.join(ada, uuid4(), "pa"),
    ):
        with pytest.raises(Problem) as caught:
            await attempt
        assert caught.value.code == "not_found"
    await factories.video.leave(eve, call.id, "p0")  # silent, and without effect
    assert len((await factories.video.join(ada, call.id, "p0")).peers) == 2
    assert msgspec.structs.asdict(await factories.video.call(ben, call.id)) == msgspec.structs.asdict(call)
