"""People and events for tests, made through the services' real APIs."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole
from hallway.services.auth.api import Auth
from hallway.services.auth.demo_api import DemoAuth, NewUser
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.values import EventInput, SessionInput
from hallway.services.profiles.api import Person, ProfileInput, Profiles

TEST = service_caller("test")


class Factories:
    """Makes what a test begins with. `host` is whose the latest event is."""

    def __init__(self, apis: Apis) -> None:
        self.apis = apis
        self.profiles = apis.get(Profiles)
        self.events = apis.get(Events)
        self.host = Caller()

    async def people(self, count: int, name: str = "Ben Example") -> list[Caller]:
        """New accounts."""
        ids = [uuid7() for _ in range(count)]
        users = [NewUser(id=id, email=f"{id.hex}@example.org", name=name) for id in ids]
        await self.apis.get(DemoAuth).create_users(TEST, users)
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
            ids = [person.require_user() for person in people]
            await self.apis.get(DemoEvents).register_people(TEST, event_id, ids)
        return event_id

    async def open_event(self, *people: Caller) -> UUID:
        """An event where all these people are open to meet."""
        event_id = await self.event(*people)
        for person in people:
            await self.profiles.set_open_to_meet(person, event_id, True)
        return event_id

    async def session(self, event_id: UUID, title: str) -> UUID:
        """A session in the agenda."""
        id, now = uuid7(), datetime.now(UTC)
        input = SessionInput(title=title, starts_at=now, ends_at=now + timedelta(hours=1))
        await self.events.put_session(self.host, event_id, id, input)
        if (await self.events.event_by_id(self.host, event_id)).status != "draft":
            await self.events.publish_agenda(self.host, event_id)
        return id

    async def match(self, event_id: UUID, first: Caller, second: Caller) -> None:
        """Both say yes."""
        await self.profiles.answer(first, event_id, second.require_user(), "accept")
        await self.profiles.answer(second, event_id, first.require_user(), "accept")

    async def role(self, event_id: UUID, person: Caller, role: EventRole) -> None:
        """Give a role in the event."""
        await self.apis.get(Auth).grant_event_role(TEST, event_id, person.require_user(), role)

    async def leave(self, event_id: UUID, person: Caller) -> None:
        """Take the registration back."""
        await self.events.cancel_registration(person, event_id)

    async def block(self, first: Caller, second: Caller, blocked: bool = True) -> None:
        """The first blocks the second, or lifts it."""
        await self.profiles.block(first, second.require_user(), blocked)


async def problem_of(work: Awaitable[object]) -> Problem:
    """The Problem that this must end with."""
    with pytest.raises(Problem) as raised:
        await work
    return raised.value


async def problem_code(work: Awaitable[object]) -> str:
    """The code of the Problem that this must end with."""
    return (await problem_of(work)).code


class Refusal:
    """The Problem that the block ended with."""

    problem: Problem


@asynccontextmanager
async def refused(*codes: str) -> AsyncIterator[Refusal]:
    """The block must end with a Problem of one of these codes."""
    refusal = Refusal()
    with pytest.raises(Problem) as raised:
        yield refusal
    refusal.problem = raised.value
    assert raised.value.code in codes, raised.value
