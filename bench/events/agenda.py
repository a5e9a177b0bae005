"""The agenda of 1,105 sessions and a public event, cold and kept: `python ../bench/events/agenda.py`, in `server/`.

Milliseconds of one call of the events service's own API, medians, on a real PostgreSQL and Valkey: computed from the
database, decoded from what Redis has (a process that starts anew), and as this process has kept it; and how many people
at once cost how many computations.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import uvloop
from redis.asyncio import Redis

from hallway.demo.schedule import demo_schedule
from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.ids import uuid7
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.services.events import api
from hallway.services.events.demo.service import DemoEventsService
from hallway.services.events.service import EventsService

ROUNDS = 20
HERD = 500
BENCH = service_caller("bench")


def now() -> datetime:
    return datetime.now(UTC)


async def nowhere(pushes: list[tuple[str, bytes]]) -> None:
    """Nothing is shown to anybody."""


async def median(call: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of a call."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        await call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


async def seed(context: ServiceContext) -> tuple[UUID, str]:
    event_id, slug, schedule = uuid7(), "large-conf", demo_schedule()
    async with context.db.transaction() as tx:
        await tx.connection.execute(
            "INSERT INTO events (id, slug, name, kind, tagline, description, status, visibility, starts_at, ends_at,"
            " time_zone, location, code_of_conduct, host_id) VALUES ($1, $2, 'Large Conf', 'conference', '', '',"
            " 'draft', 'public', $3, $4, 'UTC', '', '', $1)",
            *(event_id, slug, schedule.start, schedule.end),
        )
    await DemoEventsService(context).put_schedule(BENCH, event_id, schedule, "")
    async with context.db.transaction() as tx:
        await tx.connection.execute("UPDATE events SET status = 'published' WHERE id = $1", event_id)
    return event_id, slug


async def measure(servers: Servers) -> None:
    await migrate(servers.database, {"events": Path(api.__file__).parent / "migrations"})
    pool, redis = await open_pool(servers.database, "events", 10), Redis.from_url(servers.redis)
    db = Database(pool, "events", nowhere, lambda: None, now)
    settings = Settings(database_url=servers.database, redis_url=servers.redis, secret="bench" * 8, service_urls={})

    def context(shared: Redis | None) -> ServiceContext:
        return ServiceContext(
            db=db,
            apis=Apis(),
            rate_limiter=RateLimiter(redis, now),
            settings=settings,
            clock=now,
            cache=Cache("events", shared),
        )

    def process(shared: Redis | None) -> EventsService:
        return EventsService(context(shared))

    one = process(redis)
    event_id, slug = await seed(context(redis))
    agenda = await one.agenda(BENCH, event_id)
    size = len(msgspec.msgpack.encode(agenda))
    say("agenda, computed", await median(lambda: process(None).agenda(BENCH, event_id)))
    say(f"agenda, from Redis ({size / 1024:,.0f} kB)", await median(lambda: process(redis).agenda(BENCH, event_id)))
    say("agenda, kept", await median(lambda: one.agenda(BENCH, event_id)))
    say("public event, from the database", await median(lambda: one.event(BENCH, slug)))
    say("public event, kept", await median(lambda: one.event(ANONYMOUS, slug)))
    for name, made in (("nothing kept", process(None)), ("kept", one)):
        start = time.perf_counter()
        await asyncio.gather(*(made.agenda(BENCH, event_id) for _ in range(HERD)))
        say(f"{HERD} at once, {name}: all of them", (time.perf_counter() - start) * 1000)
    assert len(agenda.sessions) > 1_000
    await redis.aclose()
    await pool.close()


def say(what: str, milliseconds: float) -> None:
    sys.stdout.write(f"{what:44}{milliseconds:9.3f} ms\n")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with start_servers(Path(folder)) as servers:
            await measure(servers)


if __name__ == "__main__":
    uvloop.run(main())
