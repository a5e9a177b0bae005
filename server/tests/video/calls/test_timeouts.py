"""What ends by itself: rings, calls, and pages that are not heard of any more."""

import asyncio

import pytest

from tests.video.factories import CallFactories, peer_ids, rings


async def test_all_reload_at_once(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.lost(ada, call.id, "p0", closing=True)
    await factories.video.lost(ben, call.id, "p1", closing=True)
    factories.wait(19)
    await factories.video.sweep()
    assert peer_ids(await factories.video.join(ben, call.id, "p1")) == ["p0", "p1"]
    factories.wait(30)  # one came back: the call goes on without the other
    await factories.video.sweep()
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p1"]
    assert peer_ids(await factories.video.join(ada, call.id, "p0")) == ["p0", "p1"]
    for person, peer in ((ada, "p0"), (ben, "p1")):
        await factories.video.lost(person, call.id, peer, closing=True)
    factories.wait(21)
    async with factories.end_reasons(call) as reasons:
        await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
    assert await factories.ended(call)
    assert reasons == ["left", "left"]


async def test_pages_that_vanish_are_let_go(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    factories.wait(60)
    await factories.video.join(ada, call.id, "p0", again=True)
    factories.wait(40)
    await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
    assert peer_ids(await factories.video.join(ada, call.id, "p0", again=True)) == ["p0"]
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p0", "p1"]  # a laptop that woke up
    factories.wait(91)
    await factories.video.sweep()
    assert await factories.ended(call)


async def test_nobody_answers(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.ring(ada, await factories.met(ada, ben), ben)
    await factories.video.join(ada, call.id, "pa")
    factories.wait(44)
    await factories.video.sweep()
    assert not await factories.ended(call)
    assert len(await factories.video.ringing(ben)) == 1
    factories.wait(2)
    assert await factories.video.ringing(ben) == []
    async with factories.end_reasons(call) as reasons:
        await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
    assert await factories.ended(call)
    assert reasons == ["unanswered", "unanswered"]


async def test_a_call_goes_on_ringing_for_the_last_one_rung(factories: CallFactories) -> None:
    ada, ben, cat = await factories.people(3)
    call = await factories.ring(ada, await factories.met(ada, ben, cat), ben)
    await factories.video.join(ada, call.id, "pa")
    factories.wait(30)
    await factories.video.join(ada, call.id, "pa", again=True)
    await factories.invite(ada, call, cat)
    factories.wait(20)
    await factories.video.sweep()
    assert sorted(state for _, state in rings(await factories.video.call(ada, call.id)).values()) == [
        "missed",
        "ringing",
    ]
    await factories.video.join(ada, call.id, "pa", again=True)
    factories.wait(30)
    await factories.video.sweep()
    assert await factories.ended(call)
    assert [fact["missed"] for fact in await factories.facts.of("RingEnded")] == [True, True]


async def test_who_closes_the_page_does_not_ring_on(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.met(ada, ben)
    for goes in ("closing", "lost"):
        call = await factories.ring(ada, event_id, ben)
        await factories.video.join(ada, call.id, "pa")
        for away in (True, False):
            await factories.video.lost(ada, call.id, "pa", closing=goes == "closing")
            factories.wait(4)  # a reload, or a tunnel
            await factories.video.sweep()
            assert len(await factories.video.ringing(ben)) == 1
            if away:
                await factories.video.join(ada, call.id, "pa", again=True)
                factories.wait(4)
                await factories.video.sweep()
                assert len(await factories.video.ringing(ben)) == 1
        factories.wait(2)
        async with factories.end_reasons(call) as reasons:
            await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
        assert await factories.video.ringing(ben) == []
        assert reasons == ["cancelled", "cancelled"]


@pytest.mark.parametrize("closing", [True, False])
async def test_who_is_away_has_a_while_to_come_back(factories: CallFactories, closing: bool) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    for back in (True, False):
        await factories.video.lost(ada, call.id, "p0", closing=closing)
        async with factories.pushes(call) as pushes:
            factories.wait(19)
            await factories.video.sweep()
            if back:
                await factories.video.join(ada, call.id, "p0")
                factories.wait(19)
                await factories.video.sweep()
        assert pushes == []  # the others need not connect to anybody else, and nobody has left
    factories.wait(2)
    async with factories.pushes(call) as pushes:
        await asyncio.gather(*(factories.video.sweep() for _ in range(3)))
    assert [push.name for push in pushes] == ["call.peer_left"]
    assert not await factories.ended(call)
    assert peer_ids(await factories.video.join(ada, call.id, "p0")) == ["p0", "p1"]  # who comes later than that


async def test_whoever_stays_hangs_up_before_the_other_is_back(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.lost(ada, call.id, "p0", closing=True)
    await factories.video.leave(ben, call.id, "p1")
    assert not await factories.ended(call)
    factories.wait(21)
    await factories.video.sweep()
    assert await factories.ended(call)


async def test_all_connections_broke_at_once(factories: CallFactories) -> None:
    """The pages may talk on while nobody can be heard of: what is broken may be our end."""
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.lost(ada, call.id, "p0")
    await factories.video.lost(ben, call.id, "p1")
    factories.wait(60)
    await factories.video.sweep()
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p0", "p1"]
    await factories.video.join(ada, call.id, "p0", again=True)
    factories.wait(21)
    await factories.video.sweep()
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p0", "p1"]


async def test_a_former_connection_ends_late(factories: CallFactories) -> None:
    """Back by another connection, after a change of network, before the end of the first was noticed."""
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.join(ada, call.id, "p0", by="first")
    await factories.video.join(ada, call.id, "p0", again=True, by="second")
    await factories.video.lost(ada, call.id, "p0", by="first")
    factories.wait(21)
    await factories.video.sweep()
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p0", "p1"]
