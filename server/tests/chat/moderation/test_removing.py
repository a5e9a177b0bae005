"""Who may remove a message, and what remains of it."""

from datetime import timedelta
from uuid import uuid4

from hallway.kernel.clock import now
from tests.chat.factories import ChatFactories, code_of, messages_in


async def test_a_removed_message_keeps_its_place_and_nothing_else(factories: ChatFactories) -> None:
    ada, ben, eve = await factories.people(3)
    room = await factories.lobby(ada, ben)
    secret = await factories.say(ada, room.id, f"My number is 12345 @[Ben]({ben.require_user()})")
    await factories.say(ben, room.id)
    assert await code_of(factories.chat.remove(ben, secret.id)) == "forbidden"
    assert await code_of(factories.chat.remove(eve, secret.id)) == "not_found"
    assert await code_of(factories.chat.remove(ada, uuid4())) == "not_found"
    async with factories.recorded_pushes() as heard:
        removed = await factories.chat.remove(ada, secret.id)
        assert await factories.another().remove(ada, secret.id) == removed
    assert (removed.seq, removed.revision, removed.body, removed.mentions, removed.removed) == (1, 3, "", [], True)
    assert messages_in(heard, room.id) == [removed]
    for person in (ada, ben, factories.host):
        assert (await factories.chat.history(person, room.id, None))[0] == removed
    rows = await factories.context.db.pool.fetch("SELECT * FROM messages WHERE body LIKE '%12345%'")
    assert rows == []


async def test_the_team_removes_and_it_is_noted_who(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    message = await factories.say(ada, room.id)
    await factories.role(event_id, ben, "speaker")
    await factories.chat.join(ben, room.id, None)
    assert await code_of(factories.chat.remove(ben, message.id)) == "forbidden"
    await factories.role(event_id, ben, "moderator")
    await factories.chat.remove(ben, message.id)
    row = await factories.context.db.pool.fetchrow("SELECT * FROM removals")
    assert row is not None
    noted = (row["message_id"], row["room_id"], row["sender_id"], row["by_id"])
    assert noted == (message.id, room.id, ada.require_user(), ben.require_user())
    assert now() - row["at"] < timedelta(minutes=1)


async def test_nobody_removes_the_others_message_in_a_direct_room(factories: ChatFactories) -> None:
    ada = await factories.person()
    await factories.event(ada)
    room = await factories.chat.direct_room(factories.host, ada.require_user())
    message = await factories.say(ada, room.id)
    assert await code_of(factories.chat.remove(factories.host, message.id)) == "forbidden"
