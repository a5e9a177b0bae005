"""Writing, reading, counting, moderating."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.api import Message, Mute
from hallway.services.chat.pace import BURST
from tests.chat.test_rooms import refused
from tests.chat.world import World, messages_in


async def test_a_message_is_what_was_said(world: World) -> None:
    ada = await world.person()
    room = await world.lobby(ada)
    id = uuid7()
    message = await world.chat.send(ada, room.id, id, " <b>Hi</b>\x00 ")
    assert (message.id, message.room_id, message.sender_id) == (id, room.id, ada.require_user())
    assert (message.seq, message.revision, message.body, message.removed) == (1, 1, "<b>Hi</b>", False)
    assert await world.chat.history(ada, room.id, None) == [message]


async def test_history_is_paged_within_bounds(world: World) -> None:
    ada = await world.person()
    room = await world.lobby(ada)
    said = [await world.say(ada, room.id, f"{n}") for n in range(12)]
    history = world.chat.history
    assert await history(ada, room.id, None, 5) == said[7:]
    assert await history(ada, room.id, 8, 5) == said[2:7]
    assert await history(ada, room.id, 3, 100) == said[:2]
    assert await history(ada, room.id, 2**200, 1) == said[-1:]
    for before in (1, 0, -1, -(2**200)):
        assert await history(ada, room.id, before, 5) == []
    for limit in (0, -1, 101, 2**70):
        assert await refused(history(ada, room.id, None, limit)) == "invalid"


async def test_mentions_are_people_of_the_event_across_no_block(world: World) -> None:
    ada, ben, eve, cleo = await world.people(4)
    room = await world.lobby(ada, ben, cleo)
    await world.block(cleo, ada)
    body = (
        " ".join(f"@[Name]({person.require_user()})" for person in (ben, eve, ada, cleo, ben))
        + f" @[Nobody]({uuid4()})"
    )
    message = await world.say(ada, room.id, body)
    assert message.mentions == [ben.require_user()]
    assert message.body == body
    assert (await world.chat.history(ben, room.id, None)) == [message]
    [fact] = await world.facts.of("MessageSent")
    assert fact["mentions"] == [str(ben.require_user())]
    assert str(fact["excerpt"]).startswith("@Name @Name")


async def test_one_person_cannot_fill_a_room(world: World) -> None:
    ada, ben = await world.people(2)
    room = await world.lobby(ada, ben)
    start = now()
    clock = [start]
    chat = world.another(lambda: clock[0])
    for _ in range(BURST):
        await chat.send(ada, room.id, uuid7(), "Me")
    with pytest.raises(Problem) as problem:
        await chat.send(ada, room.id, uuid7(), "Me")
    assert (problem.value.code, problem.value.data.retry_after) == ("too_many", 1)
    await chat.send(ben, room.id, uuid7(), "You")
    clock[0] = start + timedelta(seconds=1)
    await chat.send(ada, room.id, uuid7(), "Me")


async def test_unread_and_read_in_step_on_all_devices(world: World) -> None:
    ada, ben = await world.people(2)
    await world.match_anew(ada, ben)
    room = await world.chat.direct_room(ada, ben.require_user())
    assert [c.room.id for c in await world.chat.conversations(ada)] == [room.id]
    assert await world.chat.conversations(ben) == []  # nothing said, and not opened by ben
    async with world.recorded_pushes() as heard:
        said = [await world.say(ada, room.id, f"{n}") for n in range(3)]
        await world.chat.remove(ada, said[0].id)
        [conversation] = await world.chat.conversations(ben)
        assert (conversation.with_id, conversation.unread, conversation.last) == (ada.require_user(), 2, said[2])
        await world.chat.read(ben, room.id, 2)
        await world.chat.read(ben, room.id, 1)
        assert (await world.chat.conversations(ben))[0].unread == 1
        await world.chat.read(ben, room.id, 2**70)
        await world.chat.read(ben, room.id, -5)
        assert (await world.chat.conversations(ben))[0].unread == 0
        assert (await world.chat.conversations(ada))[0].unread == 0
    joined = await world.chat.join(ben, room.id, None)
    assert joined.read_seq == 3
    reads = [p.fields for c, p in heard if p.name == "chat.read" and c == f"user:{ben.require_user()}"]
    assert reads == [
        {"roomId": str(room.id), "seq": 2, "unread": 1},
        {"roomId": str(room.id), "seq": 3, "unread": 0},
    ]
    assert [fact["seq"] for fact in await world.facts.of("RoomRead")] == [2, 3]
    for person in (ada, ben):
        direct = [p.fields for c, p in heard if p.name == "chat.direct" and c == f"user:{person.require_user()}"]
        shown = [msgspec.convert(fields["message"], Message) for fields in direct]
        assert [message.revision for message in shown] == [1, 2, 3, 4]
        assert shown[3].removed


async def test_conversations_are_latest_first(world: World) -> None:
    ada, ben, cleo = await world.people(3)
    for other in (ben, cleo):
        await world.match_anew(ada, other)
    rooms = [await world.chat.direct_room(ada, other.require_user()) for other in (ben, cleo)]
    for room in (rooms[0], rooms[1], rooms[0]):
        await world.say(ada, room.id)
    assert [c.room.id for c in await world.chat.conversations(ada)] == [rooms[0].id, rooms[1].id]


async def test_a_removed_message_keeps_its_place_and_nothing_else(world: World) -> None:
    ada, ben, eve = await world.people(3)
    room = await world.lobby(ada, ben)
    secret = await world.say(ada, room.id, f"My number is 12345 @[Ben]({ben.require_user()})")
    await world.say(ben, room.id)
    assert await refused(world.chat.remove(ben, secret.id)) == "forbidden"
    assert await refused(world.chat.remove(eve, secret.id)) == "not_found"
    assert await refused(world.chat.remove(ada, uuid4())) == "not_found"
    async with world.recorded_pushes() as heard:
        removed = await world.chat.remove(ada, secret.id)
        assert await world.another().remove(ada, secret.id) == removed
    assert (removed.seq, removed.revision, removed.body, removed.mentions, removed.removed) == (1, 3, "", [], True)
    assert messages_in(heard, room.id) == [removed]
    for person in (ada, ben, world.host):
        assert (await world.chat.history(person, room.id, None))[0] == removed
    rows = await world.context.db.pool.fetch("SELECT * FROM messages WHERE body LIKE '%12345%'")
    assert rows == []


async def test_the_team_removes_and_it_is_noted_who(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    room = await world.chat.event_room(ada, event_id)
    message = await world.say(ada, room.id)
    await world.role(event_id, ben, "speaker")
    await world.chat.join(ben, room.id, None)
    assert await refused(world.chat.remove(ben, message.id)) == "forbidden"
    await world.role(event_id, ben, "moderator")
    await world.chat.remove(ben, message.id)
    row = await world.context.db.pool.fetchrow("SELECT * FROM removals")
    assert row is not None
    noted = (row["message_id"], row["room_id"], row["sender_id"], row["by_id"])
    assert noted == (message.id, room.id, ada.require_user(), ben.require_user())
    assert now() - row["at"] < timedelta(minutes=1)


async def test_nobody_removes_the_others_message_in_a_direct_room(world: World) -> None:
    ada = await world.person()
    await world.event(ada)
    room = await world.chat.direct_room(world.host, ada.require_user())
    message = await world.say(ada, room.id)
    assert await refused(world.chat.remove(world.host, message.id)) == "forbidden"


async def test_a_muted_person_reads_only_until_then(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    room = await world.chat.event_room(ada, event_id)
    chat = world.chat
    assert await refused(chat.mute(ben, event_id, ada.require_user(), 5)) == "forbidden"
    async with world.recorded_pushes() as heard:
        until = await chat.mute(world.host, event_id, ada.require_user(), 5)
    assert until is not None
    pushed = [p.fields for c, p in heard if c == f"user:{ada.require_user()}"]
    assert pushed == [{"eventId": str(event_id), "until": msgspec.to_builtins(until)}]
    told = [(c, p.name, p.fields) for c, p in heard if c == f"user:{world.host.require_user()}"]
    seen = {"eventId": str(event_id), "userId": str(ada.require_user()), "until": msgspec.to_builtins(until)}
    assert told == [(f"user:{world.host.require_user()}", "chat.mute", seen)], "the team sees it without asking"
    assert await chat.mutes(world.host, event_id) == [Mute(user_id=ada.require_user(), until=until)]
    assert await refused(chat.mutes(ben, event_id)) == "forbidden"
    with pytest.raises(Problem) as problem:
        await world.say(ada, room.id)
    assert problem.value.code == "forbidden"
    assert problem.value.data.until == until
    assert (await chat.join(ada, room.id, None)).muted_until == until
    assert (await chat.join(ben, room.id, None)).muted_until is None
    later = world.another(lambda: now() + timedelta(minutes=6))
    assert (await later.send(ada, room.id, uuid7(), "Sorry")).seq == 1
    assert await later.mutes(world.host, event_id) == []
    assert await chat.mute(world.host, event_id, ada.require_user(), None) is None
    assert await chat.mutes(world.host, event_id) == []
    assert (await world.say(ada, room.id)).seq == 2
    assert [fact["until"] is None for fact in await world.facts.of("PersonMuted")] == [False, True]


async def test_who_can_be_muted_and_for_how_long(world: World) -> None:
    ada, eve = await world.people(2)
    event_id = await world.event(ada)
    chat, host = world.chat, world.host
    for minutes in (0, -1, 2**70, 43_201):
        assert await refused(chat.mute(host, event_id, ada.require_user(), minutes)) == "invalid"
    assert await refused(chat.mute(host, event_id, eve.require_user(), 5)) == "not_found"
    assert await refused(chat.mute(host, event_id, host.require_user(), 5)) == "forbidden"
    await world.role(event_id, ada, "moderator")
    assert await refused(chat.mute(ada, event_id, host.require_user(), 5)) == "forbidden"
    assert await refused(chat.mute(host, uuid4(), ada.require_user(), 5)) == "not_found"


async def test_a_mute_is_for_one_event_and_not_for_direct_rooms(world: World) -> None:
    ada, ben = await world.people(2)
    event_id = await world.event(ada, ben)
    await world.chat.mute(world.host, event_id, ada.require_user(), 5)
    elsewhere = await world.lobby(ada)
    assert (await world.say(ada, elsewhere.id)).seq == 1
    await world.match_anew(ada, ben)
    assert (await world.say(ada, (await world.chat.direct_room(ada, ben.require_user())).id)).seq == 1
