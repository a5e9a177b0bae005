"""Authors are named with their messages, and no message is lost or late for that."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import Pushed
from hallway.services.chat.api import FORMER, ChatPerson
from hallway.services.chat.messages import author_cache
from hallway.services.chat.messages.author_cache import AuthorCache
from hallway.services.chat.service import ChatService
from hallway.services.profiles.api import Person, ProfileInput, Profiles
from tests.chat.factories import ChatFactories, messages_in
from tests.support.waiting import eventually, turns


class Counting:
    """Profiles behind a wire that can be slow or cut; counts what is asked."""

    def __init__(self, apis: Apis) -> None:
        self._profiles = apis.get(Profiles)
        self.asked: list[list[UUID]] = []
        self.answered = 0
        self.open = asyncio.Event()
        self.open.set()
        self.away = False

    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        self.asked.append(ids)
        await self.open.wait()
        if self.away:
            raise Problem("unavailable", "serviceSilent", service="profiles")
        found = await self._profiles.people(caller, ids)
        self.answered += 1
        return found


def over(profiles: Counting) -> Apis:
    apis = Apis()
    apis.add(Profiles, profiles)
    return apis


def on(factories: ChatFactories, apis: Apis) -> ChatService:
    return factories.another(apis=apis)


def senders(heard: list[tuple[str, Pushed]], channel: str, name: str = "chat.message") -> list[ChatPerson | None]:
    pushes = [pushed.fields["sender"] for heard_on, pushed in heard if (heard_on, pushed.name) == (channel, name)]
    return [msgspec.convert(sender, ChatPerson | None) for sender in pushes]


async def test_a_push_names_the_author_of_a_new_or_removed_message(factories: ChatFactories) -> None:
    ada, ben = await factories.person("Ada Example"), await factories.person("Ben Example")
    await factories.apis.get(Profiles).update(ada, ProfileInput(name="Ada Example", headline="Queues"))
    room = await factories.lobby(ada, ben)
    async with factories.recorded_pushes() as heard:
        message = await factories.say(ada, room.id)
        await factories.say(ben, room.id)
        await factories.another().remove(ada, message.id)
    her = ChatPerson(id=ada.require_user(), name="Ada Example", headline="Queues")
    assert senders(heard, f"room:{room.id}") == [
        her,
        ChatPerson(id=ben.require_user(), name="Ben Example", headline=""),
        her,
    ]


async def test_both_of_a_direct_room_are_told_who_writes(factories: ChatFactories) -> None:
    ada, ben = await factories.person("Ada Example"), await factories.person("Ben Example")
    await factories.match_anew(ada, ben)
    room = await factories.chat.direct_room(ada, ben.require_user())
    async with factories.recorded_pushes() as heard:
        await factories.say(ada, room.id)
    for person in (ada, ben):
        her = ChatPerson(id=ada.require_user(), name="Ada Example", headline="")
        assert senders(heard, f"user:{person.require_user()}", "chat.direct") == [her]


async def test_a_join_names_who_wrote_what_it_shows_and_who_joins_with_one_question(factories: ChatFactories) -> None:
    ada, ben, cora = await factories.people(3)
    room = await factories.lobby(ada, ben, cora)
    for person in (ada, ben, ada):
        await factories.say(person, room.id)
    profiles = Counting(factories.apis)
    chat = on(factories, over(profiles))
    joined = await chat.join(cora, room.id, None)
    assert {person.id for person in joined.people} == {ada.require_user(), ben.require_user(), cora.require_user()}
    resumed = await chat.join(cora, room.id, 2)
    assert [person.id for person in resumed.people] == [ada.require_user()]
    assert [set(ids) for ids in profiles.asked] == [{ada.require_user(), ben.require_user(), cora.require_user()}]
    await factories.context.db.pool.execute(
        "UPDATE messages SET sender_id = $2 WHERE room_id = $1 AND seq = 1", room.id, uuid7()
    )
    assert FORMER in [person.name for person in (await chat.join(cora, room.id, None)).people]


async def test_many_authors_are_asked_for_once_each(factories: ChatFactories) -> None:
    people = await factories.people(40)
    room = await factories.lobby(*people)
    profiles = Counting(factories.apis)
    chat = on(factories, over(profiles))
    async with factories.recorded_pushes() as heard:
        for n in range(3):
            await asyncio.gather(*(chat.send(person, room.id, uuid7(), f"{n}") for person in people))
    named = senders(heard, f"room:{room.id}")
    assert [message.sender_id for message in messages_in(heard, room.id)] == [one.id for one in named if one]
    asked = [id for ids in profiles.asked for id in ids]
    assert sorted(asked) == sorted(person.require_user() for person in people)
    assert len(profiles.asked) < 10


async def test_without_profiles_messages_are_sent_and_pages_ask(factories: ChatFactories) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    profiles = Counting(factories.apis)
    profiles.away = True
    nobody_there, away = on(factories, Apis()), on(factories, over(profiles))
    async with factories.recorded_pushes() as heard:
        for chat in (nobody_there, away, away):
            await chat.send(ada, room.id, uuid7(), "Hello")
    assert senders(heard, f"room:{room.id}") == [None, None, None]
    assert len(profiles.asked) == 1
    joined = await away.join(ada, room.id, None)
    assert (len(joined.messages), joined.people) == (3, [])


async def test_a_slow_answer_holds_up_one_message_for_a_moment_and_is_used_when_it_comes(
    factories: ChatFactories, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    profiles = Counting(factories.apis)
    profiles.open.clear()
    waits, wait = [], asyncio.wait

    def counted(tasks: Iterable[asyncio.Task[None]], **options: Any) -> Any:
        if options.get("timeout") == author_cache.WAIT:
            waits.append(tasks)
        return wait(tasks, **options)

    monkeypatch.setattr(asyncio, "wait", counted)
    chat = on(factories, over(profiles))
    async with factories.recorded_pushes() as heard:
        for n in range(3):
            await chat.send(ada, room.id, uuid7(), f"{n}")
        assert len(waits) == 1
        profiles.open.set()
        await eventually(lambda: profiles.answered)
        await turns()
        await chat.send(ada, room.id, uuid7(), "Named")
    assert [sender is not None for sender in senders(heard, f"room:{room.id}")] == [False, False, False, True]
    assert len(profiles.asked) == 1


async def test_names_are_forgotten_when_they_are_old_or_too_many(
    factories: ChatFactories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(author_cache, "WAIT", 10.0)  # a thousand names take longer on a busy machine
    ada, *others = await factories.people(4)
    profiles = Counting(factories.apis)
    later = timedelta()

    def clock() -> datetime:
        return now() + later

    known = AuthorCache(over(profiles), clock)

    async def name() -> str:
        return (await known.find([ada.require_user()]))[ada.require_user()].name

    before = await name()
    await factories.apis.get(Profiles).update(ada, ProfileInput(name="Ada Renamed"))
    assert (await name(), len(profiles.asked)) == (before, 1)
    later = timedelta(seconds=author_cache.REFRESH_AFTER + 1)
    assert (await name(), before) == (before, before)  # told as it was, and asked for anew behind it
    await eventually(name, lambda found: found != before)
    assert len(profiles.asked) == 2
    later += timedelta(seconds=author_cache.EXPIRE_AFTER + 1)
    profiles.away = True
    assert await known.find([ada.require_user()]) == {}
    profiles.away = False
    later += timedelta(seconds=author_cache.RETRY_AFTER + 1)
    for first in range(0, author_cache.MAX_PEOPLE, 1_000):
        assert len(await known.find([UUID(int=first + n) for n in range(1_000)])) == 1_000
    assert len(await known.find([other.require_user() for other in others])) == 3
    assert len(known._known) == author_cache.MAX_PEOPLE  # pyright: ignore[reportPrivateUsage]
    await known.stop()
