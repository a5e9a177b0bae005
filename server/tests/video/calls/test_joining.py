"""Who is in a call: room for four, one page per person, and pages that vanish."""

import asyncio
import base64
import hashlib
import hmac
from datetime import UTC, datetime

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.video.api import JoinedCall, Peer
from hallway.services.video.turn import ice_servers
from tests.video.world import World


def ids(joined: JoinedCall) -> list[str]:
    return sorted(peer.peer_id for peer in joined.peers)


async def test_joining_tells_who_is_in(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.ring(ada, await world.met(ada, ben), ben)
    first = await world.video.join(ada, call.id, "pa")
    assert first.peers == [Peer(peer_id="pa", user_id=ada.require_user())]
    assert (first.ice.servers, first.call.id) == ([], call.id)
    assert ids(await world.video.join(ben, call.id, "pb")) == ["pa", "pb"]
    assert ids(await world.video.join(ben, call.id, "pb", again=True)) == ["pa", "pb"]


async def test_everybody_joins_at_once(world: World) -> None:
    people = await world.people(4)
    call = await world.ring(people[0], await world.met(*people), *people[1:])
    joined = await asyncio.gather(*(world.video.join(person, call.id, f"p{i}") for i, person in enumerate(people)))
    assert sorted(len(one.peers) for one in joined) == [1, 2, 3, 4]
    rows = await world.facts._db.fetch("SELECT * FROM peers WHERE call_id = $1", call.id)
    assert len(rows) == 4


async def test_a_second_page_takes_over(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    assert ids(await world.video.join(ada, call.id, "second")) == ["p1", "second"]
    with pytest.raises(Problem) as caught:
        await world.video.join(ada, call.id, "p0", again=True)
    assert caught.value.code == "conflict"
    await world.video.leave(ada, call.id, "p0")  # the first page says goodbye late: that is not the second one's
    assert ids(await world.video.join(ben, call.id, "p1", again=True)) == ["p1", "second"]


async def test_a_peer_id_is_one_persons(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    for again in (False, True):
        with pytest.raises(Problem) as caught:
            await world.video.join(ben, call.id, "p0", again=again)
        assert caught.value.code == "conflict"
    await world.video.leave(ben, call.id, "p0")
    assert ids(await world.video.join(ada, call.id, "p0", again=True)) == ["p0", "p1"]


@pytest.mark.parametrize("peer_id", ["", "a" * 65, "a:b", "a b", "*", "é", "a\n", "p\x00"])
async def test_strange_peer_ids(world: World, peer_id: str) -> None:
    [ada] = await world.people(1)
    with pytest.raises(Problem) as caught:
        await world.video.join(ada, uuid7(), peer_id)
    assert caught.value.code == "invalid"


async def test_the_last_one_out_ends_it(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    await world.video.leave(ada, call.id, "p0")
    assert not await world.ended(call)
    assert ids(await world.video.join(ada, call.id, "again")) == ["again", "p1"]
    await asyncio.gather(world.video.leave(ada, call.id, "again"), world.video.leave(ben, call.id, "p1"))
    assert await world.ended(call)
    assert [fact["answered"] for fact in await world.facts.of("CallEnded")] == [True]


async def test_all_reload_at_once(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    await world.video.leave(ada, call.id, "p0", closing=True)
    await world.video.leave(ben, call.id, "p1", closing=True)
    world.wait(14)
    await world.video.sweep()
    assert ids(await world.video.join(ben, call.id, "p1")) == ["p1"]
    world.wait(30)  # one came back: no hurry for the other
    await world.video.sweep()
    assert ids(await world.video.join(ada, call.id, "p0")) == ["p0", "p1"]
    for person, peer in ((ada, "p0"), (ben, "p1")):
        await world.video.leave(person, call.id, peer, closing=True)
    world.wait(16)
    await asyncio.gather(*(world.video.sweep() for _ in range(3)))
    assert await world.ended(call)
    assert len(await world.facts.of("CallEnded")) == 1


async def test_pages_that_vanish_are_let_go(world: World) -> None:
    ada, ben = await world.people(2)
    call = await world.running(ada, ben)
    world.wait(60)
    await world.video.join(ada, call.id, "p0", again=True)
    world.wait(40)
    await asyncio.gather(*(world.video.sweep() for _ in range(3)))
    assert ids(await world.video.join(ada, call.id, "p0", again=True)) == ["p0"]
    assert ids(await world.video.join(ben, call.id, "p1", again=True)) == ["p0", "p1"]  # a laptop that woke up
    world.wait(91)
    await world.video.sweep()
    assert await world.ended(call)


TURN = {"turn_urls": ("turn:relay.example.org:3478?transport=udp",), "turn_secret": "north"}


def test_turn_credentials_are_what_coturn_checks(settings: Settings) -> None:
    now, user_id = datetime(2026, 11, 22, 12, tzinfo=UTC), uuid7()
    given = ice_servers(msgspec.structs.replace(settings, **TURN), user_id, now)
    [server] = given.servers
    assert server.urls == ["turn:relay.example.org:3478?transport=udp"]
    assert server.username == f"1795352400:{user_id}"
    assert given.expires_at.timestamp() == 1795352400
    expected = hmac.new(b"north", f"1795352400:{user_id}".encode(), hashlib.sha1).digest()
    assert server.credential == base64.b64encode(expected).decode()


def test_a_known_turn_credential(settings: Settings) -> None:
    """By `echo -n '<user name>' | openssl dgst -sha1 -hmac north -binary | base64`."""
    user_id = type(uuid7())("00000000-0000-7000-8000-000000000001")
    given = ice_servers(msgspec.structs.replace(settings, **TURN), user_id, datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert given.servers[0].credential == "AUIbbUcD2ejznNj6vq/TEFg6EkI="


async def test_turn_is_for_people_signed_in(world: World) -> None:
    [ada] = await world.people(1)
    assert (await world.video.ice_servers(ada)).servers == []
    with pytest.raises(Problem) as caught:
        await world.video.ice_servers(ANONYMOUS)
    assert caught.value.code == "unauthenticated"
