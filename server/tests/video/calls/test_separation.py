"""A block ends what two people have in common in calls."""

import pytest

from hallway.kernel.caller import Caller
from hallway.services.video.api import Call
from tests.conftest import ConnectSocket, MakeUser
from tests.support.factories import TEST, problem_of, refused
from tests.support.recorder import facts_heard
from tests.video.factories import CallFactories


async def block(factories: CallFactories, blocker: Caller, blocked: Caller) -> None:
    """Set the block, and wait until everybody has heard of it."""
    await factories.block(blocker, blocked)
    await facts_heard(factories.settings.database_url)


async def seen(factories: CallFactories, person: Caller, call: Call) -> Call:
    """The call as this person sees it."""
    return await factories.video.call(person, call.id)


async def test_a_call_of_two_ends_for_both(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    async with factories.end_reasons(call) as reasons:
        await block(factories, ben, ada)
    assert reasons == ["left", "left"]
    for person in (ada, ben):
        assert (await seen(factories, person, call)).ended_at
        async with refused("expired"):
            await factories.video.join(person, call.id, "again")


async def test_from_a_larger_call_the_blocked_one_is_taken_out(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben, cat)
    async with factories.end_reasons(call) as reasons:
        await block(factories, ada, ben)
    assert reasons == ["left"]
    joined = await factories.video.join(ada, call.id, "p0", again=True)
    assert {peer.user_id for peer in joined.peers} == {ada.require_user(), cat.require_user()}
    as_ben_sees_it = await seen(factories, ben, call)
    assert as_ben_sees_it.ended_at
    for work in (factories.video.join(ben, call.id, "p9"), factories.invite(ben, call, cat)):
        assert (await problem_of(work)).code == "expired"
    await factories.video.decline(ben, call.id)
    await factories.video.leave(ben, call.id, "p1")
    async with refused("forbidden"):
        await factories.invite(cat, call, ben)
    assert not (await seen(factories, cat, call)).ended_at
    assert await seen(factories, ben, call) == as_ben_sees_it, "nor is it seen that the others go on"


async def test_who_began_the_call_is_taken_out_too_and_may_come_back_once_the_block_is_lifted(
    factories: CallFactories,
) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben, cat)
    await block(factories, ben, ada)
    assert (await seen(factories, ada, call)).ended_at
    await factories.block(ben, ada, False)
    await factories.invite(cat, call, ada)
    assert not (await seen(factories, ada, call)).ended_at
    assert len((await factories.video.join(ada, call.id, "p9")).peers) == 3


@pytest.mark.parametrize("stays", ["blocked", "blocker"])
async def test_after_one_has_left_the_two_do_not_come_together_again(factories: CallFactories, stays: str) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.running(ada, ben, cat)
    one, other = (ben, ada) if stays == "blocked" else (ada, ben)
    await factories.video.leave(other, call.id, "p1" if other is ben else "p0")
    await block(factories, ada, ben)
    joined = await factories.video.join(one, call.id, "p0" if one is ada else "p1", again=True)
    assert {peer.user_id for peer in joined.peers} == {one.require_user(), cat.require_user()}
    assert (await problem_of(factories.video.join(other, call.id, "p9"))).code == "expired"


@pytest.mark.parametrize(("who", "reason"), [("rung", "declined"), ("caller", "cancelled")])
async def test_what_rings_stops_and_nobody_has_missed_it(factories: CallFactories, who: str, reason: str) -> None:
    ada, ben = await factories.people(2)
    call = await factories.ring(ada, await factories.met(ada, ben), ben)
    async with factories.end_reasons(call) as reasons:
        await (block(factories, ben, ada) if who == "rung" else block(factories, ada, ben))
    assert reasons == [reason, reason]
    assert await factories.video.ringing(ben) == []
    assert [fact["missed"] for fact in await factories.facts.of("RingEnded")] == [False]


async def test_two_who_block_each_other_are_not_rung_into_one_call(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    event_id = await factories.met(ada, ben, cat)
    await factories.block(ben, cat)
    unknown = await problem_of(factories.ring(ada, event_id, await factories.person()))
    refusal = await problem_of(factories.ring(ada, event_id, ben, cat))
    assert (refusal.code, refusal.message) == (unknown.code, unknown.message)
    assert (await factories.ring(ada, event_id, ben)).invited_ids == [ben.require_user()]


async def test_a_block_that_was_lifted_meanwhile_ends_nothing(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.apply_block(TEST, ada.require_user(), ben.require_user())
    assert not await factories.ended(call)
    async with refused("forbidden"):
        await factories.video.apply_block(ada, ada.require_user(), ben.require_user())


async def test_signals_and_pushes_do_not_pass_between_them_any_more(
    factories: CallFactories, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    ada, ben, cat = [await make_user(f"{name} Example") for name in ("Ada", "Ben", "Cat")]
    event_id = await factories.met(ada.caller, ben.caller, cat.caller)
    call = await factories.ring(ada.caller, event_id, ben.caller, cat.caller)
    pages = [await connect_socket(user) for user in (ada, ben, cat)]
    for index, page in enumerate(pages):
        await page.value("call.join", {"callId": call.id, "peerId": f"p{index}"})
    of_ada, of_ben, of_cat = pages
    await of_ben.value("call.signal", {"callId": call.id, "toPeer": "p0", "data": "before"})
    assert (await of_ada.until("call.signal"))["data"] == "before"
    await factories.block(ada.caller, ben.caller)
    assert (await of_ben.until("call.ended"))["reason"] == "left"
    for page in (of_ada, of_cat):
        assert (await page.until("call.peer_left"))["peerId"] == "p1"
    await facts_heard(factories.settings.database_url)
    of_ben.pushes.clear()
    refusal = await of_ben.call("call.signal", {"callId": call.id, "toPeer": "p0", "data": "after"})
    assert refusal["error"]["code"] == "forbidden"
    for to in ("p1", "p2"):
        await of_ada.value("call.signal", {"callId": call.id, "toPeer": to, "data": f"to {to}"})
    assert (await of_cat.until("call.signal"))["data"] == "to p2"
    again = await of_ben.call("call.join", {"callId": call.id, "peerId": "p1", "again": True})
    assert again["error"]["code"] == "expired"
    assert [name for name, _ in of_ben.pushes if name.startswith("call.")] == []
