"""Nothing lost, nothing twice, no gap, in order: many senders, two processes, and everything sent more than once."""

import asyncio
import random
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pubsub import PushPublisher
from hallway.services.chat.api import Message
from hallway.services.chat.service import ChatService
from tests.chat.world import World, messages_in


async def everything(world: World, person: Caller, room_id: UUID) -> list[Message]:
    """The whole history, page by page."""
    pages: list[Message] = []
    before: int | None = None
    while page := await world.chat.history(person, room_id, before, 100):
        pages = page + pages
        before = page[0].seq
    return pages


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_history_of_64_senders_and_two_processes(world: World, seed: int) -> None:
    people = await world.people(64)
    room = await world.lobby(*people)
    processes = [world.chat, world.another()]
    acknowledged: dict[UUID, Message] = {}

    async def chatter(person: Caller, dice: random.Random) -> None:
        for n in range(8):
            id = uuid7()
            tries = [
                dice.choice(processes).send(person, room.id, id, f"{n} of {person.require_user()}")
                for _ in range(dice.choice([1, 1, 2, 3]))
            ]
            answers = await asyncio.gather(*tries)
            assert all(answer == answers[0] for answer in answers)
            acknowledged[id] = answers[0]
            if dice.random() < 0.3:
                await asyncio.sleep(dice.random() / 100)

    async with world.recorded_pushes() as heard:
        await asyncio.gather(*(chatter(person, random.Random(f"{seed} {n}")) for n, person in enumerate(people)))
    history = await everything(world, people[0], room.id)
    assert [message.seq for message in history] == list(range(1, 64 * 8 + 1))
    assert [message.revision for message in history] == list(range(1, 64 * 8 + 1))
    assert {message.id: message for message in history} == acknowledged
    for person in people:
        mine = [message.body for message in history if message.sender_id == person.require_user()]
        assert mine == [f"{n} of {person.require_user()}" for n in range(8)]
    assert {message.id: message for message in messages_in(heard, room.id)} == acknowledged
    facts = await world.facts.of("MessageSent")
    assert sorted(int(str(fact["seq"])) for fact in facts if fact["room_id"] == str(room.id)) == list(
        range(1, 64 * 8 + 1)
    )


async def test_the_same_id_again_is_the_same_message_and_is_shown_again(world: World) -> None:
    ada, ben = await world.people(2)
    room = await world.lobby(ada, ben)
    id = uuid7()
    first = await world.chat.send(ada, room.id, id, "Hello")
    async with world.recorded_pushes() as heard:
        assert await world.another().send(ada, room.id, id, "something else") == first
    assert messages_in(heard, room.id) == [first]
    assert len(await world.facts.of("MessageSent")) == 1
    await world.chat.remove(ada, id)
    again = await world.chat.send(ada, room.id, id, "Hello")
    assert (again.removed, again.body) == (True, "")


async def test_an_id_belongs_to_one_sender_and_one_room(world: World) -> None:
    ada, ben = await world.people(2)
    room, elsewhere = await world.lobby(ada, ben), await world.lobby(ada, ben)
    id = uuid7()
    await world.chat.send(ada, room.id, id, "Hello")
    for person, where in ((ben, room), (ada, elsewhere), (ben, elsewhere)):
        with pytest.raises(Problem) as refused:
            await world.chat.send(person, where.id, id, "Mine")
        assert refused.value.code == "conflict"
    # Two rooms at once, from two processes: the locks differ, so only the table's key can tell.
    other = world.another()
    for _ in range(20):
        id = uuid7()
        tries = [world.chat.send(ada, room.id, id, "One"), other.send(ben, elsewhere.id, id, "Two")]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(answer).__name__ for answer in answers) == ["Message", "Problem"]
        assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["conflict"]
    for where in (room, elsewhere):
        history = await everything(world, ada, where.id)
        assert [message.seq for message in history] == list(range(1, len(history) + 1))


async def test_one_row_the_database_refuses_fails_alone(world: World) -> None:
    people = await world.people(10)
    room = await world.lobby(*people)
    await world.context.db.pool.execute("ALTER TABLE messages ADD CHECK (body <> 'poison')")
    bodies = ["poison" if n == 4 else f"fine {n}" for n in range(10)]
    answers = await asyncio.gather(
        *(world.say(person, room.id, body) for person, body in zip(people, bodies, strict=True)), return_exceptions=True
    )
    assert [n for n, answer in enumerate(answers) if not isinstance(answer, Message)] == [4]
    history = await everything(world, people[0], room.id)
    assert [message.body for message in history] == [body for body in bodies if body != "poison"]
    assert [message.seq for message in history] == list(range(1, 10))


async def test_without_the_database_one_is_told_at_once_and_may_try_again(world: World) -> None:
    people = await world.people(20)
    room = await world.lobby(*people)
    pool = await open_pool(world.context.settings.database_url, "chat", 2)
    db = Database(pool, "chat", PushPublisher(world.context.settings).publish, lambda: None, now)
    chat = ChatService(msgspec.structs.replace(world.context, db=db))
    ids = {person: uuid7() for person in people}
    await chat.send(people[0], room.id, ids[people[0]], "Hi")
    await world.context.db.pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1::int[])",
        [holder._con.get_server_pid() for holder in pool._holders if holder._con],  # pyright: ignore
    )
    async with asyncio.timeout(5):
        answers = await asyncio.gather(
            *(chat.send(person, room.id, ids[person], "Hi") for person in people), return_exceptions=True
        )
    codes = {answer.code for answer in answers if isinstance(answer, Problem)}
    assert codes <= {"unavailable"}
    assert all(isinstance(answer, Message | Problem) for answer in answers)
    await asyncio.gather(*(chat.send(person, room.id, ids[person], "Hi") for person in people))  # a new connection
    assert [message.seq for message in await everything(world, people[0], room.id)] == list(range(1, 21))
    await pool.close()
    with pytest.raises(Problem) as refused:
        await chat.send(people[0], room.id, uuid7(), "Hi")
    assert refused.value.code == "unavailable"


async def test_rooms_at_once_do_not_wait_for_each_other_for_ever(world: World) -> None:
    """Batches of two processes that lock the same rooms, in whatever order the messages came."""
    people = await world.people(12)
    rooms = [await world.lobby(*people) for _ in range(5)]
    processes = [world.chat, world.another()]
    dice = random.Random(7)
    plan = [(person, dice.choice(rooms).id, dice.choice(processes)) for person in people for _ in range(20)]
    dice.shuffle(plan)
    await asyncio.gather(*(chat.send(person, room_id, uuid7(), "Hi") for person, room_id, chat in plan))
    total = 0
    for room in rooms:
        history = await everything(world, people[0], room.id)
        assert [message.seq for message in history] == list(range(1, len(history) + 1))
        total += len(history)
    assert total == len(plan)


async def test_messages_and_removals_of_two_processes_share_one_gap_free_revision(world: World) -> None:
    ada, ben = await world.people(2)
    room = await world.lobby(ada, ben)
    other = world.another()

    async def write_and_remove(person: Caller) -> None:
        for _ in range(10):
            message = await world.say(person, room.id)
            await asyncio.gather(other.remove(person, message.id), world.chat.remove(person, message.id))

    async with world.recorded_pushes() as heard:
        await asyncio.gather(write_and_remove(ada), write_and_remove(ben))
    assert (await world.chat.join(ada, room.id, None)).revision == 40
    assert {message.revision for message in messages_in(heard, room.id)} == set(range(1, 41))
    assert await world.context.db.pool.fetchval("SELECT count(*) FROM removals") == 20
