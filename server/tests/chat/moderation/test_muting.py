"""Who may mute whom, for how long, and what that does."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.api import Mute
from tests.chat.factories import ChatFactories, code_of


async def test_a_muted_person_reads_only_until_then(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    chat = factories.chat
    assert await code_of(chat.mute(ben, event_id, ada.require_user(), 5)) == "forbidden"
    async with factories.recorded_pushes() as heard:
        until = await chat.mute(factories.host, event_id, ada.require_user(), 5)
    assert until is not None
    pushed = [(p.name, p.fields) for c, p in heard if c == f"user:{ada.require_user()}"]
    assert pushed == [("chat.you_were_muted", {"eventId": str(event_id), "until": msgspec.to_builtins(until)})]
    told = [(c, p.name, p.fields) for c, p in heard if c == f"user:{factories.host.require_user()}"]
    seen = {"eventId": str(event_id), "userId": str(ada.require_user()), "until": msgspec.to_builtins(until)}
    assert told == [(f"user:{factories.host.require_user()}", "moderation.mute_changed", seen)], (
        "the team sees it without asking"
    )
    assert await chat.mutes(factories.host, event_id) == [Mute(user_id=ada.require_user(), until=until)]
    assert await code_of(chat.mutes(ben, event_id)) == "forbidden"
    with pytest.raises(Problem) as problem:
        await factories.say(ada, room.id)
    assert problem.value.code == "forbidden"
    assert problem.value.data.until == until
    assert (await chat.join(ada, room.id, None)).muted_until == until
    assert (await chat.join(ben, room.id, None)).muted_until is None
    later = factories.another(lambda: now() + timedelta(minutes=6))
    assert (await later.send(ada, room.id, uuid7(), "Sorry")).seq == 1
    assert await later.mutes(factories.host, event_id) == []
    assert await chat.mute(factories.host, event_id, ada.require_user(), None) is None
    assert await chat.mutes(factories.host, event_id) == []
    assert (await factories.say(ada, room.id)).seq == 2


async def test_who_can_be_muted_and_for_how_long(factories: ChatFactories) -> None:
    ada, eve = await factories.people(2)
    event_id = await factories.event(ada)
    chat, host = factories.chat, factories.host
    for minutes in (0, -1, 2**70, 43_201):
        assert await code_of(chat.mute(host, event_id, ada.require_user(), minutes)) == "invalid"
    assert await code_of(chat.mute(host, event_id, eve.require_user(), 5)) == "not_found"
    assert await code_of(chat.mute(host, event_id, host.require_user(), 5)) == "forbidden"
    await factories.role(event_id, ada, "moderator")
    assert await code_of(chat.mute(ada, event_id, host.require_user(), 5)) == "forbidden"
    assert await code_of(chat.mute(host, uuid4(), ada.require_user(), 5)) == "not_found"


async def test_a_mute_is_for_one_event_and_not_for_direct_rooms(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    await factories.chat.mute(factories.host, event_id, ada.require_user(), 5)
    elsewhere = await factories.lobby(ada)
    assert (await factories.say(ada, elsewhere.id)).seq == 1
    await factories.match_anew(ada, ben)
    assert (await factories.say(ada, (await factories.chat.direct_room(ada, ben.require_user())).id)).seq == 1
