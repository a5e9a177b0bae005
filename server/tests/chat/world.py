"""People, events and rooms for chat's tests, made through the real services."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from redis.asyncio import Redis

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db import Database, open_pool
from hallway.kernel.errors import Problem
from hallway.kernel.facts import unpacked
from hallway.kernel.ids import uuid7
from hallway.kernel.limits import Limits
from hallway.kernel.live import Pushed
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth, EventRole, NewUser
from hallway.services.chat.api import Message, Room
from hallway.services.chat.service import ChatService
from hallway.services.events.api import EventInput, Events
from hallway.services.profiles.api import Profiles
from tests.hearing import hearing, live_on

KEEP_FACTS = """
CREATE TABLE announced (seq bigint, name text, body bytea);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO chat.announced VALUES (new.seq, new.name, new.body); RETURN NULL; END';
CREATE TRIGGER keep AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION keep();
"""
"""The relay takes facts away as soon as everybody has heard them."""
TEST = service_caller("test")


def now() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


class World:
    """What tests do before they chat. `chat` is one process of the service; `another` makes more of them."""

    def __init__(self, apis: Apis, settings: Settings, redis: Redis, db: Database) -> None:
        self.apis = apis
        self.settings = settings
        self.redis = redis
        self.db = db
        self.chat = self.another()
        self.host = Caller()

    def another(self, clock: Callable[[], datetime] = now) -> ChatService:
        """One more process of chat on the same database, as far as the service can tell."""
        limits = Limits(self.redis, clock)
        return ChatService(db=self.db, apis=self.apis, limits=limits, settings=self.settings, clock=clock)

    async def person(self, name: str = "Ada Example") -> Caller:
        """A new account."""
        return (await self.people(1, name))[0]

    async def people(self, count: int, name: str = "Ben Example") -> list[Caller]:
        """New accounts."""
        ids = [uuid7() for _ in range(count)]
        users = [NewUser(id=id, email=f"{id.hex}@example.org", name=name) for id in ids]
        await self.apis.get(Auth).create_users(TEST, users)
        return [Caller(user_id=id, session_id=uuid7()) for id in ids]

    async def event(self, *people: Caller, publish: bool = True) -> UUID:
        """An event on now, of a new host's, with these people registered."""
        self.host = host = await self.person("Hanna Host")
        host = msgspec.structs.replace(host, roles=frozenset({"organiser"}))
        event_id = uuid7()
        input = EventInput(
            name="Small Conf",
            kind="conference",
            starts_at=now() - timedelta(hours=1),
            ends_at=now() + timedelta(hours=5),
            time_zone="Europe/Brussels",
        )
        await self.apis.get(Events).create(host, event_id, input)
        if publish:
            await self.apis.get(Events).publish(host, event_id)
            await self.apis.get(Events).register_people(TEST, event_id, [person.user() for person in people])
        return event_id

    async def lobby(self, *people: Caller) -> Room:
        """The lobby of a new event with these people, all of them in it."""
        event_id = await self.event(*people)
        rooms = await asyncio.gather(*(self.chat.event_room(person, event_id) for person in people))
        return rooms[0]

    async def role(self, event_id: UUID, person: Caller, role: EventRole) -> None:
        """Give a role in the event."""
        await self.apis.get(Auth).grant_event_role(TEST, event_id, person.user(), role)

    async def leave(self, event_id: UUID, person: Caller) -> None:
        """Take the registration back."""
        await self.apis.get(Events).cancel_registration(person, event_id)

    async def match(self, first: Caller, second: Caller) -> None:
        """Both say yes to each other at a new event, once profiles has heard that they are there."""
        event_id = await self.event(first, second)
        profiles = self.apis.get(Profiles)
        async with asyncio.timeout(5):
            while not await self._accept(profiles, event_id, first, second):
                await asyncio.sleep(0.02)

    async def _accept(self, profiles: Profiles, event_id: UUID, first: Caller, second: Caller) -> bool:
        try:
            for person in (first, second):
                await profiles.set_open_to_meet(person, event_id, True)
            await profiles.answer(first, event_id, second.user(), "accept")
            return await profiles.answer(second, event_id, first.user(), "accept") is not None
        except Problem:
            return False

    async def block(self, first: Caller, second: Caller, blocked: bool = True) -> None:
        """The first blocks the second."""
        await self.apis.get(Profiles).block(first, second.user(), blocked)

    async def say(self, person: Caller, room_id: UUID, body: str = "Hello") -> Message:
        """A new message."""
        return await self.chat.send(person, room_id, uuid7(), body)

    async def facts(self, name: str) -> list[dict[str, object]]:
        """All facts of this name that chat has announced, in order."""
        rows = await self.db.pool.fetch("SELECT body FROM announced WHERE name = $1 ORDER BY seq", name)
        return [msgspec.json.decode(fact) for row in rows for _, fact in unpacked(UUID(int=0), row["body"])]

    def heard(self) -> AbstractAsyncContextManager[list[tuple[str, Pushed]]]:
        """Every push on every channel, as the gateways hear it; complete when the block is left."""
        return hearing(self.redis, self.settings)


@asynccontextmanager
async def world_on(apis: Apis, settings: Settings) -> AsyncGenerator[World]:
    """A world on the servers of a running app."""
    pool = await open_pool(settings.database_url, "chat", 10)
    redis = Redis.from_url(settings.redis_url)
    await pool.execute(KEEP_FACTS)
    try:
        async with live_on(settings) as live:
            yield World(apis, settings, redis, Database(pool, "chat", live.publish, lambda: None, now))
    finally:
        await redis.aclose()
        await pool.close()


def messages_in(heard: list[tuple[str, Pushed]], room_id: UUID) -> list[Message]:
    """The messages pushed to a room, in the order of their arrival."""
    wanted = [pushed for channel, pushed in heard if channel == f"room:{room_id}" and pushed.name == "chat.message"]
    return [msgspec.convert(pushed.fields["message"], Message) for pushed in wanted]
