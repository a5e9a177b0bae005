"""State before + what came = state after, from any revision on, however often a page breaks off."""

import random
from collections.abc import Iterable
from uuid import UUID

import pytest

from hallway.kernel.caller import Caller
from hallway.services.chat.api import Joined, Message
from hallway.services.chat.messages import service
from hallway.services.chat.service import ChatService
from tests.chat.factories import ChatFactories, messages_in


class Client:
    """What a page holds of a room, kept as the API's docstring says."""

    def __init__(self) -> None:
        self.messages: dict[UUID, Message] = {}
        self.revision: int | None = None

    def joined(self, joined: Joined) -> None:
        if joined.reset:
            self.messages.clear()
        for message in joined.messages:
            self.put(message)
        self.revision = joined.revision

    def put(self, message: Message) -> None:
        held = self.messages.get(message.id)
        if held is None or held.revision < message.revision:
            self.messages[message.id] = message

    def pushed(self, messages: Iterable[Message]) -> None:
        for message in sorted(messages, key=lambda message: message.revision):
            assert self.revision is not None
            assert message.revision <= self.revision + 1
            self.put(message)
            self.revision = max(self.revision, message.revision)

    async def catch_up(self, chat: ChatService, person: Caller, room_id: UUID) -> int:
        pages = 0
        while True:
            joined = await chat.join(person, room_id, self.revision)
            self.joined(joined)
            pages += 1
            if not joined.more:
                return pages


async def live(
    factories: ChatFactories, people: list[Caller], room_id: UUID, dice: random.Random, changes: int
) -> None:
    """Some messages and removals."""
    said: list[Message] = []
    for _ in range(changes):
        if said and dice.random() < 0.3:
            message = said.pop(dice.randrange(len(said)))
            sender = next(person for person in people if person.require_user() == message.sender_id)
            await factories.chat.remove(sender, message.id)
        else:
            said.append(await factories.say(dice.choice(people), room_id, f"number {dice.random()}"))


@pytest.mark.parametrize("seed", [1, 2])
async def test_from_any_revision(factories: ChatFactories, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "RESUME_PAGE", 7)
    people = await factories.people(5)
    room = await factories.lobby(*people)
    dice = random.Random(seed)
    snapshots: list[Client] = []
    for _ in range(12):
        client = Client()
        await client.catch_up(factories.chat, people[0], room.id)
        snapshots.append(client)
        await live(factories, people, room.id, dice, 3)
    truth = {m.id: m for m in await factories.chat.history(people[0], room.id, None, 100)}
    assert len(truth) < 36
    assert any(message.removed and message.body == "" for message in truth.values())
    for client in snapshots:
        await client.catch_up(factories.chat, people[1], room.id)
        assert client.messages == truth
        assert client.revision == 36
    from_nothing = Client()
    from_nothing.revision = 0
    assert await from_nothing.catch_up(factories.chat, people[1], room.id) > 1
    assert from_nothing.messages == truth


@pytest.mark.parametrize("seed", [3, 4])
async def test_state_before_and_pushes_are_the_state_after(factories: ChatFactories, seed: int) -> None:
    people = await factories.people(5)
    room = await factories.lobby(*people)
    dice = random.Random(seed)
    await live(factories, people, room.id, dice, 10)
    client = Client()
    await client.catch_up(factories.chat, people[0], room.id)
    async with factories.recorded_pushes() as heard:
        await live(factories, people, room.id, dice, 20)
    client.pushed(messages_in(heard, room.id))
    fresh = Client()
    await fresh.catch_up(factories.chat, people[0], room.id)
    assert client.messages == fresh.messages
    assert client.revision == fresh.revision == 30


async def test_starts_over_when_it_cannot_go_on(factories: ChatFactories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "RESUME_REACH", 5)
    monkeypatch.setattr(service, "LATEST_PAGE", 3)
    ada = await factories.person()
    room = await factories.lobby(ada)
    for _ in range(8):
        await factories.say(ada, room.id)
    for after in (None, 0, 2, 9, 2**62, 2**200, -1, -(2**200)):
        joined = await factories.chat.join(ada, room.id, after)
        assert joined.reset
        assert [message.seq for message in joined.messages] == [6, 7, 8]
        assert (joined.revision, joined.more) == (8, False)
    joined = await factories.chat.join(ada, room.id, 3)
    assert not joined.reset
    assert [message.seq for message in joined.messages] == [4, 5, 6, 7, 8]
    nothing = await factories.chat.join(ada, room.id, 8)
    assert (nothing.messages, nothing.revision, nothing.reset, nothing.more) == ([], 8, False, False)


async def test_an_empty_room(factories: ChatFactories) -> None:
    ada = await factories.person()
    room = await factories.lobby(ada)
    joined = await factories.chat.join(ada, room.id, None)
    assert (joined.messages, joined.revision, joined.reset, joined.more, joined.read_seq) == ([], 0, True, False, 0)
    assert not (await factories.chat.join(ada, room.id, 0)).reset
