"""People who may call each other, and video's service beside a running Hallway, with a clock to turn."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from redis.asyncio import Redis

from hallway.kernel.caller import Caller
from hallway.kernel.db import Database, open_pool
from hallway.kernel.ids import uuid7
from hallway.kernel.limits import Limits
from hallway.kernel.live import Live
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings
from hallway.services.video.api import Call
from hallway.services.video.service import VideoService
from tests.profiles.world import World as People

KEEP_FACTS = """
CREATE TABLE announced (seq bigint, name text, body bytea);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO video.announced VALUES (new.seq, new.name, new.body); RETURN NULL; END';
CREATE TRIGGER keep AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION keep();
"""
"""The relay takes facts away as soon as everybody has heard them."""


class World(People):
    """What tests do before they call. `video` is one more process of the service; its clock only goes forward."""

    def __init__(self, apis: Apis, settings: Settings, redis: Redis, db: Database) -> None:
        super().__init__(apis)
        self._ahead = timedelta()
        self.db = db
        limits = Limits(redis, self.now)
        self.video = VideoService(db=db, apis=apis, limits=limits, settings=settings, clock=self.now)

    def now(self) -> datetime:
        """The time it is here."""
        return datetime.now(UTC) + self._ahead

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(seconds=seconds)

    async def met(self, *people: Caller) -> UUID:
        """An event where each two of these people have matched."""
        event_id = await self.open_event(*people)
        for index, first in enumerate(people):
            for second in people[index + 1 :]:
                await self.match(event_id, first, second)
        return event_id

    async def ring(self, caller: Caller, event_id: UUID, *people: Caller) -> Call:
        """A new call."""
        return await self.video.ring(caller, uuid7(), event_id, [person.user() for person in people])

    async def running(self, caller: Caller, *people: Caller) -> Call:
        """A call that everybody is in, each by the peer id `p0`, `p1` and so on; the caller's is the first."""
        call = await self.ring(caller, await self.met(caller, *people), *people)
        for index, person in enumerate((caller, *people)):
            await self.video.join(person, call.id, f"p{index}")
        return await self.video.call(caller, call.id)

    async def invite(self, caller: Caller, call: Call, *people: Caller) -> Call:
        """Ring more people into it."""
        return await self.video.invite(caller, call.id, [person.user() for person in people])

    async def ended(self, call: Call) -> bool:
        """Whether it is over."""
        return (await self.video.call(Caller(user_id=call.caller_id), call.id)).ended_at is not None

    async def facts(self, name: str) -> list[dict[str, object]]:
        """All facts of this name that video has announced, in order."""
        rows = await self.db.pool.fetch("SELECT body FROM announced WHERE name = $1 ORDER BY seq", f"video.{name}")
        return [msgspec.json.decode(row["body"]) for row in rows]


@asynccontextmanager
async def world_on(apis: Apis, settings: Settings) -> AsyncGenerator[World]:
    """A world on the servers of a running app."""
    pool = await open_pool(settings.database_url, "video", 10)
    redis = Redis.from_url(settings.redis_url)
    await pool.execute(KEEP_FACTS)
    try:
        db = Database(pool, "video", Live(settings).publish, lambda: None, lambda: datetime.now(UTC))
        yield World(apis, settings, redis, db)
    finally:
        await redis.aclose()
        await pool.close()
