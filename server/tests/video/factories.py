"""People who may call each other, and video's service beside a running Hallway, with a clock to turn."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import Pushed
from hallway.kernel.redis_client import open_redis
from hallway.kernel.service import ServiceContext
from hallway.services.video.api import Call, JoinedCall
from hallway.services.video.service import VideoService
from tests.support.clock import RunningClock
from tests.support.factories import Factories
from tests.support.recorder import FactRecorder, recorded_pushes


def peer_ids(joined: JoinedCall) -> list[str]:
    """Those of the pages in the call, in order."""
    return sorted(peer.peer_id for peer in joined.peers)


def rings(call: Call) -> dict[str, tuple[int, str]]:
    """How often each person was rung, and the state of the latest ring."""
    return {str(ring.person_id): (ring.nth, ring.state) for ring in call.rings}


class CallFactories(Factories):
    """What a test of calls begins with. `video` is one more process of the service; its clock only goes forward."""

    def __init__(self, context: ServiceContext, clock: RunningClock) -> None:
        super().__init__(context.apis)
        self.clock = clock
        self.settings = context.settings
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

    async def talked(self, caller: Caller, *people: Caller) -> Call:
        """A call that everybody was in, and has left."""
        call = await self.running(caller, *people)
        for index, person in enumerate((caller, *people)):
            await self.video.leave(person, call.id, f"p{index}")
        return call

    async def invite(self, caller: Caller, call: Call, *people: Caller) -> Call:
        """Ring more people into it."""
        return await self.video.invite(caller, call.id, [person.require_user() for person in people])

    async def ended(self, call: Call) -> bool:
        """Whether it is over."""
        return (await self.video.call(Caller(user_id=call.caller_id), call.id)).ended_at is not None

    @asynccontextmanager
    async def pushes(self, call: Call) -> AsyncGenerator[list[Pushed]]:
        """What is pushed about the call's people and its end; complete when the block is left."""
        about: list[Pushed] = []
        async with (
            open_redis(self.settings.redis_url) as redis,
            recorded_pushes(redis, self.settings) as pushes,
        ):
            yield about
        about += [push for _, push in pushes if push.fields.get("callId") == str(call.id)]

    @asynccontextmanager
    async def end_reasons(self, call: Call) -> AsyncGenerator[list[str]]:
        """Why the call ended, once for each person who is told; complete when the block is left."""
        reasons: list[str] = []
        async with self.pushes(call) as pushes:
            yield reasons
        reasons += [str(push.fields["reason"]) for push in pushes if push.name == "call.ended"]
