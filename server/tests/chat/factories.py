"""What chat's tests begin with: people in rooms, and one more process of chat beside a running Hallway."""

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import msgspec
from redis.asyncio import Redis

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.clock import Clock, now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import Pushed
from hallway.kernel.service import ServiceContext
from hallway.services.chat.api import Message, Room
from hallway.services.chat.service import ChatService
from tests.support.factories import Factories, problem_of
from tests.support.recorder import FactRecorder, facts_heard, recorded_pushes
from tests.support.waiting import eventually


class ChatFactories(Factories):
    """`chat` is one process of the service; `another` makes more of them. `facts.of(name)` are those it recorded."""

    def __init__(self, context: ServiceContext, redis: Redis) -> None:
        super().__init__(context.apis)
        self.context = context
        self.redis = redis
        self.facts = FactRecorder(context.db.pool, "chat")
        self.chat = self.another()

    def another(self, clock: Clock = now, apis: Apis | None = None) -> ChatService:
        """One more process of chat on the same database, as far as the service can tell."""
        return ChatService(msgspec.structs.replace(self.context, clock=clock, apis=apis or self.apis))

    async def lobby(self, *people: Caller) -> Room:
        """The lobby of a new event with these people, all of them in it."""
        event_id = await self.event(*people)
        rooms = await asyncio.gather(*(self.chat.event_room(person, event_id) for person in people))
        return rooms[0]

    async def match_anew(self, first: Caller, second: Caller) -> None:
        """Both say yes to each other at a new event, once profiles has heard that they are there."""
        event_id = await self.event(first, second)
        await eventually(lambda: self._accept(event_id, first, second))

    async def _accept(self, event_id: UUID, first: Caller, second: Caller) -> bool:
        try:
            for person in (first, second):
                await self.profiles.set_open_to_meet(person, event_id, True)
            await self.match(event_id, first, second)
        except Problem:
            return False
        return True

    async def say(self, person: Caller, room_id: UUID, body: str = "Hello") -> Message:
        """A new message."""
        return await self.chat.send(person, room_id, uuid7(), body)

    async def facts_heard(self) -> None:
        """Wait until chat, and everybody else, has reacted to everything."""
        await facts_heard(self.context.settings.database_url)

    def recorded_pushes(self) -> AbstractAsyncContextManager[list[tuple[str, Pushed]]]:
        """Every push on every channel, as the gateways receive it; complete when the block is left."""
        return recorded_pushes(self.redis, self.context.settings)


async def code_of(call: Awaitable[object]) -> str:
    """The code of the Problem that the call must end in."""
    return (await problem_of(call)).code


def messages_in(pushes: list[tuple[str, Pushed]], room_id: UUID) -> list[Message]:
    """The messages pushed to a room, in the order of their arrival."""
    wanted = [pushed for channel, pushed in pushes if channel == f"room:{room_id}" and pushed.name == "chat.message"]
    return [msgspec.convert(pushed.fields["message"], Message) for pushed in wanted]
