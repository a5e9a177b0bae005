"""Conversations, unread counts and reading positions."""

import msgspec

from hallway.services.chat.api import Message
from tests.chat.factories import ChatFactories


async def test_unread_and_read_in_step_on_all_devices(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    await factories.match_anew(ada, ben)
    room = await factories.chat.direct_room(ada, ben.require_user())
    assert [c.room.id for c in await factories.chat.conversations(ada)] == [room.id]
    assert await factories.chat.conversations(ben) == []  # nothing said, and not opened by ben
    async with factories.recorded_pushes() as heard:
        said = [await factories.say(ada, room.id, f"{n}") for n in range(3)]
        await factories.chat.remove(ada, said[0].id)
        [conversation] = await factories.chat.conversations(ben)
        assert (conversation.with_id, conversation.unread, conversation.last) == (ada.require_user(), 2, said[2])
        await factories.chat.read(ben, room.id, 2)
        await factories.chat.read(ben, room.id, 1)
        assert (await factories.chat.conversations(ben))[0].unread == 1
        await factories.chat.read(ben, room.id, 2**70)
        await factories.chat.read(ben, room.id, -5)
        assert (await factories.chat.conversations(ben))[0].unread == 0
        assert (await factories.chat.conversations(ada))[0].unread == 0
    joined = await factories.chat.join(ben, room.id, None)
    assert joined.read_seq == 3
    reads = [p.fields for c, p in heard if p.name == "chat.read" and c == f"user:{ben.require_user()}"]
    assert reads == [
        {"roomId": str(room.id), "seq": 0, "unread": 2},  # counted again: one was removed
        {"roomId": str(room.id), "seq": 2, "unread": 1},
        {"roomId": str(room.id), "seq": 3, "unread": 0},
    ]
    assert [fact["seq"] for fact in await factories.facts.of("RoomRead")] == [2, 3]
    for person in (ada, ben):
        direct = [p.fields for c, p in heard if p.name == "chat.direct" and c == f"user:{person.require_user()}"]
        shown = [msgspec.convert(fields["message"], Message) for fields in direct]
        assert [message.revision for message in shown] == [1, 2, 3, 4]
        assert shown[3].removed


async def test_conversations_are_latest_first(factories: ChatFactories) -> None:
    ada, ben, cleo = await factories.people(3)
    for other in (ben, cleo):
        await factories.match_anew(ada, other)
    rooms = [await factories.chat.direct_room(ada, other.require_user()) for other in (ben, cleo)]
    for room in (rooms[0], rooms[1], rooms[0]):
        await factories.say(ada, room.id)
    assert [c.room.id for c in await factories.chat.conversations(ada)] == [rooms[0].id, rooms[1].id]
