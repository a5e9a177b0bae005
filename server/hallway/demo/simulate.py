"""A few invented people who are really there: they talk in the lobby, say yes when asked to meet, and answer once.

They are here as people of a gateway are, and act through the services' APIs. Nobody is fooled: whoever writes to one of
them is told at once that they are simulated."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis

from hallway.demo.people import attendees, lines, personas
from hallway.demo.seed import EVENT_ID, caller_of, person_id, with_mentions
from hallway.gateway.presence import Hidden, Presence, PresencePush
from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import Pushed, PushPublisher, PushSubscriber
from hallway.kernel.settings import Settings
from hallway.kernel.tasks import end
from hallway.services.chat.api import Chat, Message
from hallway.services.chat.pushes import TypingPush
from hallway.services.profiles.api import Profiles

HERE: Final = 22
"""Of sixty: the others are at lunch."""
WELCOMING: Final = HERE - 1
"""Those who would like to meet whoever comes, all who are here but one: a yes from a visitor is then a match."""
PAUSE: Final = (8.0, 25.0)
"""Seconds between two lines: a lively room, not a ticker."""
TYPING: Final = (1.5, 4.0)
QUIET_AFTER: Final = 60
"""Lines without a word from anybody real. An instance that is left alone does not fill its database."""
NOTE: Final = "I am one of the demo's simulated people, so this is all I can say. Try it with a second browser!"


class Simulation:
    """Runs from `start` to `stop`, in the process that serves the demo."""

    def __init__(
        self, settings: Settings, apis: Apis, redis: Redis, clock: Callable[[], datetime], chance: random.Random
    ) -> None:
        self._apis = apis
        self._live = PushPublisher(settings)
        self._subscriber = PushSubscriber(settings, self._on_push)
        self._clock = clock
        self._chance = chance
        self._people = [person.name for person in attendees()]
        self._ids = {name: person_id(name) for name in (*self._people, *(person.name for person in personas()))}
        self._simulated = {self._ids[name] for name in self._people}
        self._here = frozenset(self._ids[name] for name in self._people[:HERE])
        self._presence = Presence(redis, lambda _: self._here, self._heard, _tell_nobody, _hide_nobody, clock)
        self._visitors: set[UUID] = set()
        self._welcomed: set[UUID] = set()
        self._answered: set[UUID] = set()
        self._unheard = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._answers: list[asyncio.Task[None]] = []  # one for each person at most

    async def start(self) -> None:
        state = await self._presence.entered(EVENT_ID, self._ids[self._people[0]])
        self._visitors = set(state.here) - self._simulated
        lobby = await self._apis.get(Chat).event_room(caller_of(self._people[0]), EVENT_ID)
        await self._live.start()
        await self._subscriber.start([channels.room(lobby.id), *(channels.user(person) for person in self._simulated)])
        self._tasks = [asyncio.create_task(job) for job in (self._presence.run(), self._talk())]

    async def stop(self) -> None:
        await end([*self._tasks, *self._answers])
        await self._subscriber.stop()
        await self._live.stop()
        await self._presence.stop()

    def _heard(self, _: UUID, push: PresencePush, __: Sequence[UUID]) -> None:
        """Presence tells its sockets. There are none here, but who came and went is worth knowing."""
        self._visitors = (self._visitors | set(push.joined)) - set(push.left) - self._simulated

    def _on_push(self, channel: str, pushed: Pushed) -> None:
        if pushed.name not in ("chat.message", "chat.direct"):
            return
        message = msgspec.convert(pushed.fields["message"], Message)
        if message.sender_id in self._simulated:
            return
        self._unheard = 0
        if pushed.name == "chat.direct":
            person = UUID(channels.user.ids_of(channel)[0])
            if person in self._simulated - self._answered:
                self._answered.add(person)
                self._answers.append(asyncio.create_task(self._answer(person, message.room_id)))

    async def _answer(self, person: UUID, room_id: UUID) -> None:
        name = next(name for name, id in self._ids.items() if id == person)
        try:
            await self._say(name, room_id, NOTE)
        except Problem as problem:
            structlog.get_logger().info("a simulated person could not answer", reason=problem.message)

    async def _talk(self) -> None:
        words = lines()
        number = self._chance.randrange(len(words))
        while True:
            await asyncio.sleep(self._chance.uniform(*PAUSE))
            try:
                await self._welcome(self._visitors - self._welcomed)
                if self._visitors and self._unheard < QUIET_AFTER:
                    line = words[number % len(words)]
                    room = await self._apis.get(Chat).event_room(caller_of(self._people[0]), EVENT_ID)
                    name = line.by or self._chance.choice(self._people[:HERE])
                    await self._say(name, room.id, with_mentions(line.text, self._ids))
                    number, self._unheard = number + 1, self._unheard + 1
            except Problem as problem:
                structlog.get_logger().info("the simulated people are silent for now", reason=problem.message)
            except Exception:
                structlog.get_logger().exception("the simulated people stumbled")

    async def _say(self, name: str, room_id: UUID, text: str) -> None:
        caller = caller_of(name)
        await self._apis.get(Chat).join(caller, room_id, None)
        typing = TypingPush(room_id=room_id, user_id=caller.require_user())
        await self._live.publish([(channels.room(room_id), typing.encoded())])
        await asyncio.sleep(self._chance.uniform(*TYPING))
        await self._apis.get(Chat).send(caller, room_id, uuid7(self._clock()), text)

    async def _welcome(self, visitors: set[UUID]) -> None:
        """Say yes to those who are open to meet; the others are asked about again later."""
        for visitor in visitors:
            try:
                for name in self._people[1 : WELCOMING + 1]:
                    await self._apis.get(Profiles).answer(caller_of(name), EVENT_ID, visitor, "accept")
                self._welcomed.add(visitor)
            except Problem as problem:
                if problem.code != "not_found":
                    raise


def _tell_nobody(event_id: UUID, user_id: UUID, push: PresencePush) -> None:
    """There is no socket here."""


async def _hide_nobody(_: Sequence[UUID]) -> Hidden:
    """Who came and went is for the simulation alone, which shows it to nobody."""
    return {}
