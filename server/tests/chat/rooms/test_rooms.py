"""Who may be in which room, who leaves it and when, and what others can find out."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.rooms.room_id import room_id
from hallway.services.events.api import Events
from hallway.services.events.values import SessionInput
from tests.chat.factories import ChatFactories, code_of
from tests.events.factories import put_now
from tests.support.waiting import eventually


async def eventually_refused(factories: ChatFactories, person: Caller, room: UUID) -> None:
    """As soon as chat has heard of the reason."""
    await eventually(lambda: may_join(factories, person, room), lambda may: not may)


async def may_join(factories: ChatFactories, person: Caller, room: UUID) -> bool:
    try:
        await factories.chat.join(person, room, None)
    except Problem as problem:
        return problem.code != "forbidden"
    return True


async def test_two_who_ask_at_once_get_one_room(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    rooms = await asyncio.gather(*(factories.chat.event_room(person, event_id) for person in (ada, ben) * 5))
    assert {room.id for room in rooms} == {room_id("lobby", event_id)}
    assert await factories.context.db.pool.fetchval("SELECT count(*) FROM rooms") == 1
    assert rooms[0].title == "Lobby"
    assert rooms[0].member_ids == []


async def test_a_session_has_a_room_with_its_title(factories: ChatFactories) -> None:
    ada, eve = await factories.people(2)
    event_id = await factories.event(ada)
    session_id = uuid7()
    input = SessionInput(title="Queues, explained", starts_at=now(), ends_at=now() + timedelta(minutes=25))
    await put_now(factories.apis.get(Events), factories.host, event_id, session_id, input)
    room = await factories.chat.session_room(ada, session_id)
    assert (room.kind, room.title, room.event_id, room.session_id) == ("session", input.title, event_id, session_id)
    assert room.id != (await factories.chat.event_room(ada, event_id)).id
    assert await code_of(factories.chat.session_room(eve, session_id)) == "forbidden"
    assert await code_of(factories.chat.session_room(ada, uuid4())) == "not_found"


async def test_rooms_are_for_people_of_a_published_event(factories: ChatFactories) -> None:
    ada, eve = await factories.people(2)
    event_id = await factories.event(ada)
    room = await factories.chat.event_room(ada, event_id)
    message = await factories.say(ada, room.id)
    chat = factories.chat
    for person, code in ((eve, "forbidden"), (ANONYMOUS, "unauthenticated")):
        assert await code_of(chat.event_room(person, event_id)) == code
        assert await code_of(chat.join(person, room.id, None)) == code
        assert await code_of(chat.send(person, room.id, uuid7(), "Let me in")) == code
        assert await code_of(chat.history(person, room.id, None)) == code
        assert await code_of(chat.read(person, room.id, 1)) == code
    assert await code_of(chat.remove(eve, message.id)) == "not_found"
    assert await code_of(chat.join(ada, uuid4(), None)) == "not_found"
    assert await code_of(chat.send(ada, uuid4(), uuid7(), "Hello?")) == "not_found"
    assert await code_of(chat.event_room(ada, uuid4())) == "not_found"
    draft = await factories.event(publish=False)
    assert await code_of(chat.event_room(factories.host, draft)) == "forbidden"
    assert (await chat.join(ada, room.id, None)).room.last_seq == 1


async def test_one_may_write_without_having_joined(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    assert (await factories.say(ben, room.id)).seq == 1


async def test_leaving_the_event_is_leaving_its_rooms_within_a_second(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    await factories.chat.event_room(ben, event_id)
    async with factories.recorded_pushes() as heard:
        await factories.leave(event_id, ben)
        await eventually_refused(factories, ben, room.id)
    evicted = [pushed.fields for channel, pushed in heard if channel == GATEWAYS]
    assert {"room": f"room:{room.id}", "userId": str(ben.require_user())} in evicted
    assert await code_of(factories.say(ben, room.id)) == "forbidden"
    await factories.apis.get(Events).register(ben, event_id)
    assert (await factories.say(ben, room.id)).seq == 1


async def test_a_role_moderates_from_when_it_is_given_until_it_is_taken(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    assert not (await factories.chat.join(ada, room.id, None)).can_moderate
    await factories.role(event_id, ada, "moderator")
    await factories.facts_heard()
    assert (await factories.chat.join(ada, room.id, None)).can_moderate
    await factories.leave(event_id, ada)
    await factories.facts_heard()
    assert (await factories.chat.join(ada, room.id, None)).can_moderate  # the role is reason enough to stay


async def test_direct_rooms_are_for_those_who_matched(factories: ChatFactories) -> None:
    ada, ben, eve = await factories.people(3)
    await factories.event(ada, ben, eve)
    chat = factories.chat
    assert await code_of(chat.direct_room(ada, ben.require_user())) == "forbidden"
    assert await code_of(chat.direct_room(ada, uuid4())) == "forbidden"
    assert await code_of(chat.direct_room(ada, ada.require_user())) == "invalid"
    assert await code_of(chat.direct_room(ANONYMOUS, ada.require_user())) == "unauthenticated"
    await factories.match_anew(ada, ben)
    rooms = await asyncio.gather(
        chat.direct_room(ada, ben.require_user()), factories.another().direct_room(ben, ada.require_user())
    )
    assert rooms[0] == rooms[1]
    room = rooms[0]
    assert sorted(room.member_ids) == sorted((ada.require_user(), ben.require_user()))
    message = await factories.say(ada, room.id, "Just us")
    for call in (
        chat.join(eve, room.id, None),
        chat.send(eve, room.id, uuid7(), "Hi"),
        chat.history(eve, room.id, None),
        chat.read(eve, room.id, 1),
        chat.remove(eve, message.id),
    ):
        assert await code_of(call) == "not_found"
    [fact] = await factories.facts.of("MessageSent")
    assert (fact["recipient_ids"], fact["excerpt"]) == ([str(ben.require_user())], "Just us")


async def test_staff_may_write_to_people_of_their_event_and_are_answered(factories: ChatFactories) -> None:
    ada, eve = await factories.people(2)
    event_id = await factories.event(ada)
    host = factories.host
    room = await factories.chat.direct_room(host, ada.require_user())
    assert (await factories.chat.direct_room(ada, host.require_user())).id == room.id
    assert await code_of(factories.chat.direct_room(host, eve.require_user())) == "forbidden"
    await factories.say(host, room.id)
    await factories.leave(event_id, ada)
    assert (await factories.chat.direct_room(ada, host.require_user())).last_seq == 1  # they have talked before


async def test_a_block_closes_the_room_both_ways_and_lifting_it_opens_it(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    await factories.match_anew(ada, ben)
    room = await factories.chat.direct_room(ada, ben.require_user())
    await factories.say(ada, room.id)
    async with factories.recorded_pushes() as heard:
        await factories.block(ben, ada)
        await eventually_refused(factories, ada, room.id)
    for person in (ada, ben):
        evict = {"room": f"room:{room.id}", "userId": str(person.require_user())}
        assert evict in [pushed.fields for channel, pushed in heard if channel == GATEWAYS]
        assert await code_of(factories.say(person, room.id)) == "forbidden"
        assert await code_of(factories.chat.join(person, room.id, None)) == "forbidden"
        assert (
            await code_of(factories.chat.direct_room(person, (ben if person is ada else ada).require_user()))
            == "forbidden"
        )
        [conversation] = await factories.chat.conversations(person)
        assert conversation.blocked == (person is ben), "who is blocked cannot tell"
    async with factories.recorded_pushes() as again:
        await factories.block(ben, ada, False)
        await factories.facts_heard()
    for pushes, closed in ((heard, True), (again, False)):
        told = [(c, p.fields) for c, p in pushes if p.name in ("chat.closed", "person.blocked")]
        assert {channel for channel, _ in told} == {f"user:{ben.require_user()}"}, "who is blocked is not told"
        assert {"roomId": str(room.id), "closed": closed} in [fields for _, fields in told]
        assert {"personId": str(ada.require_user()), "blocked": closed} in [fields for _, fields in told]
    assert (await factories.say(ada, room.id)).seq == 2


async def test_nobody_writes_across_a_block_that_was_there_first(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    await factories.match_anew(ada, ben)
    await factories.block(ada, ben)
    assert await code_of(factories.chat.direct_room(ben, ada.require_user())) == "forbidden"


async def test_only_services_revalidate_and_apply_blocks(factories: ChatFactories) -> None:
    ada = await factories.person()
    event_id = await factories.event(ada)
    assert await code_of(factories.chat.revalidate_membership(ada, event_id, ada.require_user())) == "forbidden"
    assert await code_of(factories.chat.apply_block(ada, ada.require_user(), uuid4())) == "forbidden"
