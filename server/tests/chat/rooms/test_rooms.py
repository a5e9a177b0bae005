"""Who may be in which room, who is out of it and when, and what others can find out."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.access import room_id
from hallway.services.events.api import Events, SessionInput
from tests.chat.world import World


async def refused(call: Awaitable[object]) -> str:
    """The code of the Problem that the call must end in."""
    with pytest.raises(Problem) as problem:
        await call
    return problem.value.code


async def eventually_refused(world: World, person: Caller, room: UUID) -> None:
    """Within a second."""
    async with asyncio.timeout(1):
        while await may_join(world, person, room):
            await asyncio.sleep(0.02)


async def may_join(world: World, person: Caller, room: UUID) -> bool:
    try:
        await world.chat.join(person, room, None)
    except Problem as problem:
        return problem.code != "forbidden"
    return True


async def test_two_who_ask_at_once_get_one_room(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    rooms = await asyncio.gather(*(world.chat.event_room(person, event_id) for person in (ada, ben) * 5))
    assert {room.id for room in rooms} == {room_id("lobby", event_id)}
    assert await world.context.db.pool.fetchval("SELECT count(*) FROM rooms") == 1
    assert rooms[0].title == "Lobby"
    assert rooms[0].member_ids == []


async def test_a_session_has_a_room_with_its_title(world: World) -> None:
    ada, eve = await world.people(2)
    event_id = await world.event(ada)
    session_id = uuid7()
    input = SessionInput(title="Queues, explained", starts_at=now(), ends_at=now() + timedelta(minutes=25))
    await world.apis.get(Events).put_session(world.host, event_id, session_id, input)
    room = await world.chat.session_room(ada, session_id)
    assert (room.kind, room.title, room.event_id, room.session_id) == ("session", input.title, event_id, session_id)
    assert room.id != (await world.chat.event_room(ada, event_id)).id
    assert await refused(world.chat.session_room(eve, session_id)) == "forbidden"
    assert await refused(world.chat.session_room(ada, uuid4())) == "not_found"


async def test_rooms_are_for_people_of_a_published_event(world: World) -> None:
    ada, eve = await world.people(2)
    event_id = await world.event(ada)
    room = await world.chat.event_room(ada, event_id)
    message = await world.say(ada, room.id)
    chat = world.chat
    for person, code in ((eve, "forbidden"), (ANONYMOUS, "unauthenticated")):
        assert await refused(chat.event_room(person, event_id)) == code
        assert await refused(chat.join(person, room.id, None)) == code
        assert await refused(chat.send(person, room.id, uuid7(), "Let me in")) == code
        assert await refused(chat.history(person, room.id, None)) == code
        assert await refused(chat.read(person, room.id, 1)) == code
    assert await refused(chat.remove(eve, message.id)) == "not_found"
    assert await refused(chat.join(ada, uuid4(), None)) == "not_found"
    assert await refused(chat.send(ada, uuid4(), uuid7(), "Hello?")) == "not_found"
    assert await refused(chat.event_room(ada, uuid4())) == "not_found"
    draft = await world.event(publish=False)
    assert await refused(chat.event_room(world.host, draft)) == "forbidden"
    assert (await chat.join(ada, room.id, None)).room.last_seq == 1


async def test_one_may_write_without_having_joined(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    room = await world.chat.event_room(ada, event_id)
    assert (await world.say(ben, room.id)).seq == 1


async def test_leaving_the_event_is_leaving_its_rooms_within_a_second(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    room = await world.chat.event_room(ada, event_id)
    await world.chat.event_room(ben, event_id)
    async with world.recorded_pushes() as heard:
        await world.leave(event_id, ben)
        await eventually_refused(world, ben, room.id)
    evicted = [pushed.fields for channel, pushed in heard if channel == GATEWAYS]
    assert {"room": f"room:{room.id}", "userId": str(ben.require_user())} in evicted
    assert await refused(world.say(ben, room.id)) == "forbidden"
    await world.apis.get(Events).register(ben, event_id)
    assert (await world.say(ben, room.id)).seq == 1


async def test_a_role_moderates_from_when_it_is_given_until_it_is_taken(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    room = await world.chat.event_room(ada, event_id)
    assert not (await world.chat.join(ada, room.id, None)).can_moderate
    await world.role(event_id, ada, "moderator")
    async with asyncio.timeout(1):
        while not (await world.chat.join(ada, room.id, None)).can_moderate:
            await asyncio.sleep(0.02)
    await world.leave(event_id, ada)
    await asyncio.sleep(0.3)
    assert (await world.chat.join(ada, room.id, None)).can_moderate  # the role is reason enough to stay


async def test_direct_rooms_are_for_those_who_matched(world: World) -> None:
    ada, ben, eve = await world.people(3)
    await world.event(ada, ben, eve)
    chat = world.chat
    assert await refused(chat.direct_room(ada, ben.require_user())) == "forbidden"
    assert await refused(chat.direct_room(ada, uuid4())) == "forbidden"
    assert await refused(chat.direct_room(ada, ada.require_user())) == "invalid"
    assert await refused(chat.direct_room(ANONYMOUS, ada.require_user())) == "unauthenticated"
    await world.match_anew(ada, ben)
    rooms = await asyncio.gather(
        chat.direct_room(ada, ben.require_user()), world.another().direct_room(ben, ada.require_user())
    )
    assert rooms[0] == rooms[1]
    room = rooms[0]
    assert sorted(room.member_ids) == sorted((ada.require_user(), ben.require_user()))
    message = await world.say(ada, room.id, "Just us")
    for call in (
        chat.join(eve, room.id, None),
        chat.send(eve, room.id, uuid7(), "Hi"),
        chat.history(eve, room.id, None),
        chat.read(eve, room.id, 1),
        chat.remove(eve, message.id),
    ):
        assert await refused(call) == "not_found"
    [fact] = await world.facts.of("MessageSent")
    assert (fact["recipient_ids"], fact["excerpt"]) == ([str(ben.require_user())], "Just us")


async def test_staff_may_write_to_people_of_their_event_and_are_answered(world: World) -> None:
    ada, eve = await world.people(2)
    event_id = await world.event(ada)
    host = world.host
    room = await world.chat.direct_room(host, ada.require_user())
    assert (await world.chat.direct_room(ada, host.require_user())).id == room.id
    assert await refused(world.chat.direct_room(host, eve.require_user())) == "forbidden"
    await world.say(host, room.id)
    await world.leave(event_id, ada)
    assert (await world.chat.direct_room(ada, host.require_user())).last_seq == 1  # they have talked before


async def test_a_block_closes_the_room_both_ways_and_lifting_it_opens_it(world: World) -> None:
    ada, ben = await world.people(2)
    await world.match_anew(ada, ben)
    room = await world.chat.direct_room(ada, ben.require_user())
    await world.say(ada, room.id)
    async with world.recorded_pushes() as heard:
        await world.block(ben, ada)
        await eventually_refused(world, ada, room.id)
    for person in (ada, ben):
        evict = {"room": f"room:{room.id}", "userId": str(person.require_user())}
        assert evict in [pushed.fields for channel, pushed in heard if channel == GATEWAYS]
        assert await refused(world.say(person, room.id)) == "forbidden"
        assert await refused(world.chat.join(person, room.id, None)) == "forbidden"
        assert (
            await refused(world.chat.direct_room(person, (ben if person is ada else ada).require_user())) == "forbidden"
        )
        [conversation] = await world.chat.conversations(person)
        assert conversation.blocked
    async with world.recorded_pushes() as again:
        await world.block(ben, ada, False)
        async with asyncio.timeout(1):
            while (await world.chat.conversations(ada))[0].blocked:
                await asyncio.sleep(0.02)
    for pushes, closed in ((heard, True), (again, False)):
        told = [(c, p.fields) for c, p in pushes if p.name in ("chat.closed", "person.blocked")]
        assert {channel for channel, _ in told} == {f"user:{ben.require_user()}"}, "who is blocked is not told"
        assert {"roomId": str(room.id), "closed": closed} in [fields for _, fields in told]
        assert {"personId": str(ada.require_user()), "blocked": closed} in [fields for _, fields in told]
    assert (await world.say(ada, room.id)).seq == 2


async def test_nobody_writes_across_a_block_that_was_there_first(world: World) -> None:
    ada, ben = await world.people(2)
    await world.match_anew(ada, ben)
    await world.block(ada, ben)
    assert await refused(world.chat.direct_room(ben, ada.require_user())) == "forbidden"


async def test_only_services_may_ask_for_a_recheck(world: World) -> None:
    ada = await world.person()
    event_id = await world.event(ada)
    assert await refused(world.chat.recheck(ada, event_id, ada.require_user())) == "forbidden"
    assert await refused(world.chat.recheck_pair(ada, ada.require_user(), uuid4())) == "forbidden"
