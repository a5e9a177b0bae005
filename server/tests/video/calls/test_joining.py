"""Who is in a call: room for four, one page per person, and pages that vanish."""

import asyncio

import pytest

from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.video.api import Peer
from tests.video.factories import CallFactories, peer_ids


async def test_joining_tells_who_is_in(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.ring(ada, await factories.met(ada, ben), ben)
    first = await factories.video.join(ada, call.id, "pa")
    assert first.peers == [Peer(peer_id="pa", user_id=ada.require_user())]
    assert (first.ice.servers, first.call.id) == ([], call.id)
    assert peer_ids(await factories.video.join(ben, call.id, "pb")) == ["pa", "pb"]
    assert peer_ids(await factories.video.join(ben, call.id, "pb", again=True)) == ["pa", "pb"]


async def test_everybody_joins_at_once(factories: CallFactories) -> None:
    people = await factories.people(4)
    call = await factories.ring(people[0], await factories.met(*people), *people[1:])
    joined = await asyncio.gather(*(factories.video.join(person, call.id, f"p{i}") for i, person in enumerate(people)))
    assert sorted(len(one.peers) for one in joined) == [1, 2, 3, 4]
    rows = await factories.facts._db.fetch("SELECT * FROM peers WHERE call_id = $1", call.id)
    assert len(rows) == 4


async def test_a_second_page_takes_over(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    assert peer_ids(await factories.video.join(ada, call.id, "second")) == ["p1", "second"]
    with pytest.raises(Problem) as caught:
        await factories.video.join(ada, call.id, "p0", again=True)
    assert caught.value.code == "conflict"
    await factories.video.leave(ada, call.id, "p0")  # the first page says goodbye late: that is not the second one's
    assert peer_ids(await factories.video.join(ben, call.id, "p1", again=True)) == ["p1", "second"]


async def test_a_peer_id_is_one_persons(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    for again in (False, True):
        with pytest.raises(Problem) as caught:
            await factories.video.join(ben, call.id, "p0", again=again)
        assert caught.value.code == "conflict"
    await factories.video.leave(ben, call.id, "p0")
    assert peer_ids(await factories.video.join(ada, call.id, "p0", again=True)) == ["p0", "p1"]


@pytest.mark.parametrize("peer_id", ["", "a" * 65, "a:b", "a b", "*", "é", "a\n", "p\x00"])
async def test_strange_peer_ids(factories: CallFactories, peer_id: str) -> None:
    [ada] = await factories.people(1)
    with pytest.raises(Problem) as caught:
        await factories.video.join(ada, uuid7(), peer_id)
    assert caught.value.code == "invalid"


async def test_the_last_one_out_ends_it(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    await factories.video.leave(ada, call.id, "p0")
    assert not await factories.ended(call)
    assert peer_ids(await factories.video.join(ada, call.id, "again")) == ["again", "p1"]
    async with factories.end_reasons(call) as reasons:
        await asyncio.gather(factories.video.leave(ada, call.id, "again"), factories.video.leave(ben, call.id, "p1"))
    assert await factories.ended(call)
    assert reasons == ["left", "left"]
