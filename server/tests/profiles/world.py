"""People and events for the tests of profiles, made through the real services."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.facts import unpacked
from hallway.kernel.ids import uuid7
from hallway.kernel.rpc import Apis
from hallway.services.auth.api import Auth, NewUser
from hallway.services.events.api import EventInput, Events, SessionInput
from hallway.services.profiles.api import Person, ProfileInput, Profiles

TEST = service_caller("test")
KEEP_FACTS = """
CREATE TABLE profiles.announced (name text, body bytea);
CREATE FUNCTION profiles.keep() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO profiles.announced VALUES (new.name, new.body); RETURN NULL; END';
CREATE TRIGGER keep AFTER INSERT ON profiles.outbox FOR EACH ROW EXECUTE FUNCTION profiles.keep();
"""
"""The relay takes facts away as soon as everybody has heard them."""


class Announced:
    """All facts that profiles has announced since this was made."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def of(self, name: str) -> list[dict[str, Any]]:
        """Those of one name."""
        rows = await self._connection.fetch("SELECT body FROM profiles.announced WHERE name = $1", name)
        return [msgspec.json.decode(fact) for row in rows for _, fact in unpacked(UUID(int=0), row["body"])]


async def refused(call: Awaitable[object]) -> str:
    """The code of the Problem that the call must end with."""
    with pytest.raises(Problem) as problem:
        await call
    return problem.value.code


class World:
    """What tests do before they meet."""

    def __init__(self, apis: Apis) -> None:
        self.apis = apis
        self.profiles = apis.get(Profiles)
        self.events = apis.get(Events)
        self.host = Caller()

    async def people(self, count: int, name: str = "Ben Example") -> list[Caller]:
        """New accounts."""
        ids = [uuid7() for _ in range(count)]
        users = [NewUser(id=id, email=f"{id.hex}@example.org", name=name) for id in ids]
        await self.apis.get(Auth).create_users(TEST, users)
        return [Caller(user_id=id, session_id=uuid7()) for id in ids]

    async def person(self, name: str = "Ada Example", **profile: Any) -> Caller:
        """A new account, with a profile if there is something to say."""
        caller = (await self.people(1, name))[0]
        if profile:
            await self.update(caller, name=name, **profile)
        return caller

    async def update(self, caller: Caller, name: str = "Ada Example", **profile: Any) -> Person:
        """Write a profile."""
        return await self.profiles.update(caller, ProfileInput(name=name, **profile))

    async def event(self, *people: Caller, publish: bool = True) -> UUID:
        """An event on now, of a new host's, with these people registered."""
        host = await self.person("Hanna Host")
        self.host = msgspec.structs.replace(host, roles=frozenset({"organiser"}))
        event_id, now = uuid7(), datetime.now(UTC)
        input = EventInput(
            name="Small Conf",
            kind="conference",
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=5),
            time_zone="Europe/Brussels",
        )
        await self.events.create(self.host, event_id, input)
        if publish:
            await self.events.publish(self.host, event_id)
            await self.events.register_people(TEST, event_id, [person.user() for person in people])
        return event_id

    async def open_event(self, *people: Caller) -> UUID:
        """An event where all these people are open to meet."""
        event_id = await self.event(*people)
        for person in people:
            await self.profiles.set_open_to_meet(person, event_id, True)
        return event_id

    async def session(self, event_id: UUID, title: str) -> UUID:
        """A session in the programme."""
        id, now = uuid7(), datetime.now(UTC)
        input = SessionInput(title=title, starts_at=now, ends_at=now + timedelta(hours=1))
        await self.events.put_session(self.host, event_id, id, input)
        return id

    async def match(self, event_id: UUID, first: Caller, second: Caller) -> None:
        """Both say yes."""
        await self.profiles.answer(first, event_id, second.user(), "accept")
        await self.profiles.answer(second, event_id, first.user(), "accept")
