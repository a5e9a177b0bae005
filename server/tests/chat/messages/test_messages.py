"""Sending and reading messages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.messages.token_bucket import BURST
from tests.chat.factories import ChatFactories, code_of


async def test_a_message_is_what_was_said(factories: ChatFactories) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    id = uuid7()
    message = await factories.chat.send(ada, room.id, id, " <b>Hi</b>\x00 ")
    assert (message.id, message.room_id, message.sender_id) == (id, room.id, ada.require_user())
    assert (message.seq, message.revision, message.body, message.removed) == (1, 1, "<b>Hi</b>", False)
    assert await factories.chat.history(ada, room.id, None) == [message]


async def test_history_is_paged_within_bounds(factories: ChatFactories) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    said = [await factories.say(ada, room.id, f"{n}") for n in range(12)]
    history = factories.chat.history
    assert await history(ada, room.id, None, 5) == said[7:]
    assert await history(ada, room.id, 8, 5) == said[2:7]
    assert await history(ada, room.id, 3, 100) == said[:2]
    assert await history(ada, room.id, 2**200, 1) == said[-1:]
    for before in (1, 0, -1, -(2**200)):
        assert await history(ada, room.id, before, 5) == []
    for limit in (0, -1, 101, 2**70):
        assert await code_of(history(ada, room.id, None, limit)) == "invalid"


async def test_mentions_are_people_of_the_event_across_no_block(factories: ChatFactories) -> None:
    ada, ben, eve, cleo = await factories.people(4)
    room = await factories.lobby(ada, ben, cleo)
    await factories.block(cleo, ada)
    body = (
        " ".join(f"@[Name]({person.require_user()})" for person in (ben, eve, ada, cleo, ben))
        + f" @[Nobody]({uuid4()})"
    )
    message = await factories.say(ada, room.id, body)
    assert message.mentions == [ben.require_user()]
    mention = f"@[Ben Example]({ben.require_user()})"  # by the name that profiles knows; the others are plain text
    assert message.body == f"{mention} @Name @Name @Name {mention} @Nobody"
    assert (await factories.chat.history(ben, room.id, None)) == [message]
    [fact] = await factories.facts.of("MessageSent")
    assert fact["mentions"] == [str(ben.require_user())]
    assert str(fact["excerpt"]).startswith("@Ben Example @Name")


async def test_one_person_cannot_fill_a_room(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    room = await factories.lobby(ada, ben)
    start = now()
    clock = [start]
    chat = factories.another(lambda: clock[0])
    for _ in range(BURST):
        await chat.send(ada, room.id, uuid7(), "Me")
    with pytest.raises(Problem) as problem:
        await chat.send(ada, room.id, uuid7(), "Me")
    assert (problem.value.code, problem.value.data.retry_after) == ("too_many", 1)
    await chat.send(ben, room.id, uuid7(), "You")
    clock[0] = start + timedelta(seconds=1)
    await chat.send(ada, room.id, uuid7(), "Me")
