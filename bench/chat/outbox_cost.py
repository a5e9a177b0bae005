"""What telling the other services of each chat message costs: `python ../bench/chat/outbox_cost.py`, run in `server/`.

Chat's own service and store on a real PostgreSQL and Valkey (fsync on), one process. Three ways in turn, the same
messages: no fact; a fact in the outbox; and a fact with a relay that publishes and clears it meanwhile.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import uvloop
from redis.asyncio import Redis

from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.facts.fact import Fact
from hallway.kernel.facts.publisher import OutboxPublisher
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import PushPublisher
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.services.chat import api
from hallway.services.chat.service import ChatService

PEOPLE = 1_000  # enough that nobody is slowed for writing too fast
ROUNDS = 5
WAYS = ("no fact", "outbox", "outbox + relay")
BODY = "Does anybody know where the workshop on queues has moved to? The door of 2.14 is closed."


class Silent(Database):
    """A database that tells nobody anything."""

    @asynccontextmanager
    async def transaction(self, *, readonly: bool = False, snapshot: bool = False) -> AsyncGenerator[Tx]:
        async with super().transaction(readonly=readonly, snapshot=snapshot) as tx:
            tx.record = forget  # type: ignore[method-assign]
            yield tx


def forget(fact: Fact) -> None:
    """No outbox."""


async def seed(pool: asyncpg.Pool) -> tuple[UUID, list[Caller]]:
    """One lobby with everybody in it."""
    room_id, people = uuid7(), [Caller(user_id=uuid7()) for _ in range(PEOPLE)]
    await pool.execute(
        "INSERT INTO rooms (id, kind, event_id, title, active_at) VALUES ($1, 'lobby', $2, 'Lobby', now())",
        *(room_id, uuid7()),
    )
    await pool.executemany(
        "INSERT INTO members (room_id, user_id) VALUES ($1, $2)",
        [(room_id, person.require_user()) for person in people],
    )
    return room_id, people


async def run(
    chat: ChatService, room_id: UUID, people: list[Caller], senders: int, messages: int
) -> tuple[float, float]:
    """Messages per second, and the median time of one in milliseconds."""
    times: list[float] = []
    left = iter(range(messages))

    async def sender() -> None:
        for n in left:
            start = time.perf_counter()
            await chat.send(people[n % PEOPLE], room_id, uuid7(), BODY)
            times.append(time.perf_counter() - start)

    start = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(senders)))
    return messages / (time.perf_counter() - start), statistics.median(times) * 1000


async def measure(servers: Servers) -> None:
    await migrate(servers.database, {"chat": Path(api.__file__).parent / "migrations"})
    pool = await open_pool(servers.database, "chat", 10)
    redis = Redis.from_url(servers.redis)
    settings = Settings(database_url=servers.database, redis_url=servers.redis, secret="x" * 32, service_urls={})
    relay = OutboxPublisher("chat", pool, redis, [], now)
    live = PushPublisher(settings)
    await live.start()
    told = Database(pool, "chat", live.publish, relay.wake, now)
    silent = Silent(pool, "chat", live.publish, relay.wake, now)
    try:
        for senders, messages in ((1, 1_000), (64, 10_000), (512, 20_000)):
            results: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
            for _ in range(ROUNDS):
                for way in WAYS:
                    room_id, people = await seed(pool)
                    db = silent if way == "no fact" else told
                    context = ServiceContext(
                        db=db,
                        apis=Apis(),
                        rate_limiter=RateLimiter(redis, now),
                        settings=settings,
                        clock=now,
                        cache=Cache("chat", redis),
                    )
                    chat = ChatService(context)
                    if way == "outbox + relay":
                        await relay.start()
                    results[way].append(await run(chat, room_id, people, senders, messages))
                    if way == "outbox + relay":
                        await relay.stop()
                    await pool.execute("TRUNCATE outbox")
            report(senders, results)
    finally:
        await live.stop()
        await redis.aclose()
        await pool.close()


def report(senders: int, results: dict[str, list[tuple[float, float]]]) -> None:
    base = statistics.median(rate for rate, _ in results["no fact"])
    for way, runs in results.items():
        rate = statistics.median(rate for rate, _ in runs)
        p50 = statistics.median(p50 for _, p50 in runs)
        spread = f"{min(rate for rate, _ in runs):,.0f}-{max(rate for rate, _ in runs):,.0f}"
        extra = (1 / rate - 1 / base) * 1e6
        sys.stdout.write(
            f"{senders:4} senders  {way:15} {rate:9,.0f} msg/s ({spread})  p50 {p50:6.2f} ms"
            f"  x{rate / base:.2f}  {extra:+6.1f} us a message\n"
        )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with start_servers(Path(folder)) as servers:
            await measure(servers)


if __name__ == "__main__":
    uvloop.run(main())
