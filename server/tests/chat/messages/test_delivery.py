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
from hallway.kernel.pushes.publisher import PushPublisher
from hallway.services.chat.api import Message
from hallway.services.chat.service import ChatService
from tests.chat.factories import ChatFactories, code_of, messages_in
from tests.support.waiting import PATIENCE, turns


async def everything(factories: ChatFactories, person: Caller, room_id: UUID) -> list[Message]:
    """The whole history, page by page."""
    pages: list[Message] = []
    before: int | None = None
    while page := await factories.chat.history(person, room_id, before, 100):
        pages = page + pages
        before = page[0].seq
    return pages


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_any_history_of_64_senders_and_two_processes(factories: ChatFactories, seed: int) -> None:
    people = await factories.people(64)
    room = await factories.lobby(*people)
    processes = [factories.chat, factories.another()]
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
                await turns(dice.randrange(100))

    async with factories.recorded_pushes() as heard:
        await asyncio.gather(*(chatter(person, random.Random(f"{seed} {n}")) for n, person in enumerate(people)))
    history = await everything(factories, people[0], room.id)
    assert [message.seq for message in history] == list(range(1, 64 * 8 + 1))
    assert [message.revision for message in history] == list(range(1, 64 * 8 + 1))
    assert {message.id: message for message in history} == acknowledged
    for person in people:
        mine = [message.body for message in history if message.sender_id == person.require_user()]
        assert mine == [f"{n} of {person.require_user()}" for n in range(8)]
    assert {message.id: message for message in messages_in(heard, room.id)} == acknowledged
    facts = await factories.facts.of("MessageSent")
    assert sorted(int(str(fact["seq"])) for fact in facts if fact["room_id"] == str(room.id)) == list(
        range(1, 64 * 8 + 1)
    )


async def test_the_same_id_again_is_the_same_message_and_is_shown_again(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    room = await factories.lobby(ada, ben)
    id = uuid7()
    first = await factories.chat.send(ada, room.id, id, "Hello")
    async with factories.recorded_pushes() as heard:
        assert await factories.another().send(ada, room.id, id, "something else") == first
    assert messages_in(heard, room.id) == [first]
    assert len(await factories.facts.of("MessageSent")) == 1
    await factories.chat.remove(ada, id)
    again = await factories.chat.send(ada, room.id, id, "Hello")
    assert (again.removed, again.body) == (True, "")


async def test_an_id_belongs_to_one_sender_of_a_room(factories: ChatFactories) -> None:
    ada, ben, eve = await factories.people(3)
    room = await factories.lobby(ada, ben)
    id = uuid7()
    await factories.chat.send(ada, room.id, id, "Hello")
    assert await code_of(factories.chat.send(ben, room.id, id, "Mine")) == "conflict"
    assert await code_of(factories.chat.send(eve, room.id, id, "Mine")) == "forbidden", (
        "who cannot read there cannot tell"
    )
    other = factories.another()
    for _ in range(20):
        id = uuid7()
        tries = [factories.chat.send(ada, room.id, id, "One"), other.send(ben, room.id, id, "Two")]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(answer).__name__ for answer in answers) == ["Message", "Problem"]
        assert [answer.code for answer in answers if isinstance(answer, Problem)] == ["conflict"]
    history = await everything(factories, ada, room.id)
    assert [message.seq for message in history] == list(range(1, len(history) + 1))


async def test_an_id_of_another_room_is_free(factories: ChatFactories) -> None:
    """Or one could tell what is said where one cannot read."""
    ada, ben = await factories.people(2)
    room, elsewhere = await factories.lobby(ada), await factories.lobby(ben)
    id, other = uuid7(), factories.another()
    mine = await factories.chat.send(ada, room.id, id, "Mine")
    theirs = await factories.chat.send(ben, elsewhere.id, id, "Theirs")
    assert (mine.body, theirs.body, theirs.seq) == ("Mine", "Theirs", 1)
    assert await factories.chat.send(ada, room.id, id, "Mine") == mine
    tries = [factories.chat.send(ada, room.id, uuid7(), "One"), other.send(ben, elsewhere.id, uuid7(), "Two")]
    assert [message.body for message in await asyncio.gather(*tries)] == ["One", "Two"]
    removed = await factories.chat.remove(ben, id)
    assert (removed.room_id, removed.removed) == (elsewhere.id, True)
    assert [one.body for one in await factories.chat.history(ada, room.id, None)] == ["Mine", "One"]
    stranger = await factories.person()
    assert await code_of(factories.chat.remove(stranger, id)) == "not_found"


async def test_one_row_the_database_refuses_fails_alone(factories: ChatFactories) -> None:
    people = await factories.people(10)
    room = await factories.lobby(*people)
    await factories.context.db.pool.execute("ALTER TABLE messages ADD CHECK (body <> 'poison')")
    bodies = ["poison" if n == 4 else f"fine {n}" for n in range(10)]
    answers = await asyncio.gather(
        *(factories.say(person, room.id, body) for person, body in zip(people, bodies, strict=True)),
        return_exceptions=True,
    )
    assert [n for n, answer in enumerate(answers) if not isinstance(answer, Message)] == [4]
    history = await everything(factories, people[0], room.id)
    assert [message.body for message in history] == [body for body in bodies if body != "poison"]
    assert [message.seq for message in history] == list(range(1, 10))


async def test_without_the_database_one_is_told_at_once_and_may_try_again(factories: ChatFactories) -> None:
    people = await factories.people(20)
    room = await factories.lobby(*people)
    pool = await open_pool(factories.context.settings.database_url, "chat", 2)
    db = Database(pool, "chat", PushPublisher(factories.context.settings).publish, lambda: None, now)
    chat = ChatService(msgspec.structs.replace(factories.context, db=db))
    ids = {person: uuid7() for person in people}
    await chat.send(people[0], room.id, ids[people[0]], "Hi")
    await factories.context.db.pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1::int[])",
        [holder._con.get_server_pid() for holder in pool._holders if holder._con],  # pyright: ignore
    )
    async with asyncio.timeout(PATIENCE):
        answers = await asyncio.gather(
            *(chat.send(person, room.id, ids[person], "Hi") for person in people), return_exceptions=True
        )
    codes = {answer.code for answer in answers if isinstance(answer, Problem)}
    assert codes <= {"unavailable"}
    assert all(isinstance(answer, Message | Problem) for answer in answers)
    await asyncio.gather(*(chat.send(person, room.id, ids[person], "Hi") for person in people))  # a new connection
    assert [message.seq for message in await everything(factories, people[0], room.id)] == list(range(1, 21))
    await pool.close()
    with pytest.raises(Problem) as refused:
        await chat.send(people[0], room.id, uuid7(), "Hi")
    assert refused.value.code == "unavailable"


async def test_rooms_at_once_do_not_wait_for_each_other_for_ever(factories: ChatFactories) -> None:
    """Batches of two processes that lock the same rooms, in whatever order the messages came."""
    people = await factories.people(12)
    rooms = [await factories.lobby(*people) for _ in range(5)]
    processes = [factories.chat, factories.another()]
    dice = random.Random(7)
    plan = [(person, dice.choice(rooms).id, dice.choice(processes)) for person in people for _ in range(20)]
    dice.shuffle(plan)
    await asyncio.gather(*(chat.send(person, room_id, uuid7(), "Hi") for person, room_id, chat in plan))
    total = 0
    for room in rooms:
        history = await everything(factories, people[0], room.id)
        assert [message.seq for message in history] == list(range(1, len(history) + 1))
        total += len(history)
    assert total == len(plan)


async def test_messages_and_removals_of_two_processes_share_one_gap_free_revision(factories: ChatFactories) -> None:
    ada, ben = await factories.people(2)
    room = await factories.lobby(ada, ben)
    other = factories.another()

    async def write_and_remove(person: Caller) -> None:
        for _ in range(10):
            message = await factories.say(person, room.id)
            await asyncio.gather(other.remove(person, message.id), factories.chat.remove(person, message.id))

    async with factories.recorded_pushes() as heard:
        await asyncio.gather(write_and_remove(ada), write_and_remove(ben))
    assert (await factories.chat.join(ada, room.id, None)).revision == 40
    assert {message.revision for message in messages_in(heard, room.id)} == set(range(1, 41))
    assert await factories.context.db.pool.fetchval("SELECT count(*) FROM removals") == 20
