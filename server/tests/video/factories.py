"""People who may call each other, and video's service beside a running Hallway, with a clock to turn."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.services.video.api import Call
from hallway.services.video.service import VideoService
from tests.support.clock import RunningClock
from tests.support.contexts import service_context
from tests.support.factories import Factories
from tests.support.recorder import FactRecorder


class World(Factories):
    """What tests do before they call. `video` is one more process of the service; its clock only goes forward."""

    def __init__(self, context: ServiceContext, clock: RunningClock) -> None:
        super().__init__(context.apis)
        self.clock = clock
        self.facts = FactRecorder(context.db.pool, "video")
        self.video = VideoService(context)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds=seconds)

    async def met(self, *people: Caller) -> UUID:
        """An event where each two of these people have matched."""
        event_id = await self.open_event(*people)
        for index, first in enumerate(people):
            for second in people[index + 1 :]:
                await self.match(event_id, first, second)
        return event_id

    async def ring(self, caller: Caller, event_id: UUID, *people: Caller) -> Call:
        """A new call."""
        return await self.video.ring(caller, uuid7(), event_id, [person.require_user() for person in people])

    async def running(self, caller: Caller, *people: Caller) -> Call:
        """A call that everybody is in, each by the peer id `p0`, `p1` and so on; the caller's is the first."""
        call = await self.ring(caller, await self.met(caller, *people), *people)
        for index, person in enumerate((caller, *people)):
            await self.video.join(person, call.id, f"p{index}")
        return await self.video.call(caller, call.id)

    async def invite(self, caller: Caller, call: Call, *people: Caller) -> Call:
        """Ring more people into it."""
        return await self.video.invite(caller, call.id, [person.require_user() for person in people])

    async def ended(self, call: Call) -> bool:
        """Whether it is over."""
        return (await self.video.call(Caller(user_id=call.caller_id), call.id)).ended_at is not None


@asynccontextmanager
async def world_on(apis: Apis, settings: Settings) -> AsyncGenerator[World]:
    """A world on the servers of a running app."""
    clock = RunningClock()
    async with service_context("video", settings, apis, clock) as context:
        world = World(context, clock)
        await world.facts.start()
        yield world
