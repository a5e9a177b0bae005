"""Who speaks is told with what they say, and never at the price of what they say."""

import asyncio
import time
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pubsub import Pushed
from hallway.services.chat import speakers
from hallway.services.chat.api import ChatPerson
from hallway.services.chat.service import ChatService
from hallway.services.chat.speakers import FORMER, Speakers
from hallway.services.profiles.api import Person, ProfileInput, Profiles
from tests.chat.world import World, messages_in


class Counting:
    """Profiles behind a wire that can be slow or cut; counts what is asked."""

    def __init__(self, apis: Apis) -> None:
        self._profiles = apis.get(Profiles)
        self.asked: list[list[UUID]] = []
        self.slow = 0.0
        self.away = False

    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        self.asked.append(ids)
        await asyncio.sleep(self.slow)
        if self.away:
            raise Problem("unavailable", "Profiles is away.")
        return await self._profiles.people(caller, ids)


def over(profiles: Counting) -> Apis:
    apis = Apis()
    apis.add(Profiles, profiles)
    return apis


def on(world: World, apis: Apis) -> ChatService:
    return world.another(apis=apis)


def senders(heard: list[tuple[str, Pushed]], channel: str, name: str = "chat.message") -> list[ChatPerson | None]:
    pushes = [pushed.fields["sender"] for heard_on, pushed in heard if (heard_on, pushed.name) == (channel, name)]
    return [msgspec.convert(sender, ChatPerson | None) for sender in pushes]


async def test_a_push_names_who_speaks_and_whose_message_is_removed(world: World) -> None:
    ada, ben = await world.person("Ada Example"), await world.person("Ben Example")
    await world.apis.get(Profiles).update(ada, ProfileInput(name="Ada Example", headline="Queues"))
    room = await world.lobby(ada, ben)
    async with world.recorded_pushes() as heard:
        message = await world.say(ada, room.id)
        await world.say(ben, room.id)
        await world.another().remove(ada, message.id)
    her = ChatPerson(id=ada.require_user(), name="Ada Example", headline="Queues")
    assert senders(heard, f"room:{room.id}") == [
        her,
        ChatPerson(id=ben.require_user(), name="Ben Example", headline=""),
        her,
    ]


async def test_both_of_a_direct_room_are_told_who_writes(world: World) -> None:
    ada, ben = await world.person("Ada Example"), await world.person("Ben Example")
    await world.match_anew(ada, ben)
    room = await world.chat.direct_room(ada, ben.require_user())
    async with world.recorded_pushes() as heard:
        await world.say(ada, room.id)
    for person in (ada, ben):
        her = ChatPerson(id=ada.require_user(), name="Ada Example", headline="")
        assert senders(heard, f"user:{person.require_user()}", "chat.direct") == [her]


async def test_a_join_names_who_wrote_what_it_shows_and_who_joins_with_one_question(world: World) -> None:
    ada, ben, cora = await world.people(3)
    room = await world.lobby(ada, ben, cora)
    for person in (ada, ben, ada):
        await world.say(person, room.id)
    profiles = Counting(world.apis)
    chat = on(world, over(profiles))
    joined = await chat.join(cora, room.id, None)
    assert {person.id for person in joined.people} == {ada.require_user(), ben.require_user(), cora.require_user()}
    resumed = await chat.join(cora, room.id, 2)
    assert [person.id for person in resumed.people] == [ada.require_user()]
    assert [set(ids) for ids in profiles.asked] == [{ada.require_user(), ben.require_user(), cora.require_user()}]
    await world.context.db.pool.execute(
        "UPDATE messages SET sender_id = $2 WHERE room_id = $1 AND seq = 1", room.id, uuid7()
    )
    assert FORMER in [person.name for person in (await chat.join(cora, room.id, None)).people]


async def test_a_crowd_of_speakers_is_asked_for_once_each(world: World) -> None:
    people = await world.people(40)
    room = await world.lobby(*people)
    profiles = Counting(world.apis)
    chat = on(world, over(profiles))
    async with world.recorded_pushes() as heard:
        for n in range(3):
            await asyncio.gather(*(chat.send(person, room.id, uuid7(), f"{n}") for person in people))
    named = senders(heard, f"room:{room.id}")
    assert [message.sender_id for message in messages_in(heard, room.id)] == [one.id for one in named if one]
    asked = [id for ids in profiles.asked for id in ids]
    assert sorted(asked) == sorted(person.require_user() for person in people)
    assert len(profiles.asked) < 10


async def test_without_profiles_messages_are_sent_and_pages_ask(world: World) -> None:
    ada = await world.person()
    room = await world.lobby(ada)
    profiles = Counting(world.apis)
    profiles.away = True
    nobody_there, away = on(world, Apis()), on(world, over(profiles))
    async with world.recorded_pushes() as heard:
        for chat in (nobody_there, away, away):
            await chat.send(ada, room.id, uuid7(), "Hello")
    assert senders(heard, f"room:{room.id}") == [None, None, None]
    assert len(profiles.asked) == 1
    joined = await away.join(ada, room.id, None)
    assert (len(joined.messages), joined.people) == (3, [])


async def test_a_slow_answer_holds_up_one_message_for_a_moment_and_is_used_when_it_comes(world: World) -> None:
    ada = await world.person()
    room = await world.lobby(ada)
    profiles = Counting(world.apis)
    profiles.slow = 4 * speakers.PATIENCE
    chat = on(world, over(profiles))
    async with world.recorded_pushes() as heard:
        started = time.monotonic()
        for n in range(3):
            await chat.send(ada, room.id, uuid7(), f"{n}")
        assert time.monotonic() - started < 2 * speakers.PATIENCE
        await asyncio.sleep(profiles.slow)
        await chat.send(ada, room.id, uuid7(), "Named")
    assert [sender is not None for sender in senders(heard, f"room:{room.id}")] == [False, False, False, True]
    assert len(profiles.asked) == 1


async def test_names_are_forgotten_when_they_are_old_or_too_many(world: World) -> None:
    ada, *others = await world.people(4)
    profiles = Counting(world.apis)
    later = timedelta()

    def clock() -> datetime:
        return now() + later

    known = Speakers(over(profiles), clock)

    async def name() -> str:
        return (await known.of([ada.require_user()]))[ada.require_user()].name

    before = await name()
    await world.apis.get(Profiles).update(ada, ProfileInput(name="Ada Renamed"))
    assert (await name(), len(profiles.asked)) == (before, 1)
    later = timedelta(seconds=speakers.AGEING + 1)
    assert (await name(), before) == (before, before)  # told as it was, and asked for anew behind it
    async with asyncio.timeout(5):
        while await name() == before:
            await asyncio.sleep(0.01)
    assert len(profiles.asked) == 2
    later += timedelta(seconds=speakers.OLDEST + 1)
    profiles.away = True
    assert await known.of([ada.require_user()]) == {}
    profiles.away = False
    later += timedelta(seconds=speakers.PAUSE + 1)
    for first in range(0, speakers.MOST, 1_000):
        assert len(await known.of([UUID(int=first + n) for n in range(1_000)])) == 1_000
    assert len(await known.of([other.require_user() for other in others])) == 3
    assert len(known._known) == speakers.MOST  # pyright: ignore[reportPrivateUsage]
    await known.stop()
