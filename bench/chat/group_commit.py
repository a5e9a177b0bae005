"""Chat's group commit: `python ../bench/chat/group_commit.py [--against CHECKOUT]`, run in `server/`; two minutes.

`ChatService.send` on a real PostgreSQL and Valkey with fsync on, on disk: messages committed per second and how long
one takes, for 1, 64 and 512 people who each write again as soon as they are answered; alone, and with the relay that
publishes the facts at work in the same process. With `--against` the code of another checkout takes turns with this
one's. Each run is a process of its own, and checks afterwards that every message is there once, without a gap, with its
fact.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import psutil
import uvloop
from redis.asyncio import Redis

from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import Caller
from hallway.kernel.clock import now
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.facts.publisher import OutboxPublisher
from hallway.kernel.ids import uuid7
from hallway.kernel.pushes.publisher import PushPublisher
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.services.chat.service import ChatService

HERE = Path(__file__).resolve().parents[2] / "server"
PEOPLE = 2_000  # enough that nobody is slowed for writing too fast
SIZES = {1: 1_000, 64: 20_000, 512: 30_000}  # senders: messages
BODY = "Does anybody know where the workshop on queues has moved to? The door of 2.14 is closed."
FACTS = """
SELECT coalesce(sum(CASE json_typeof(f) WHEN 'array' THEN json_array_length(f) ELSE 1 END), 0)
FROM (SELECT convert_from(body, 'UTF8')::json AS f FROM outbox) AS facts
"""


class Run(msgspec.Struct):
    """What one process measured: messages a second, milliseconds of one message; CPU in us a message, of this process
    and of its connections to the database."""

    rate: float
    p50: float
    p99: float
    cpu: float
    database: float


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


async def database_cpu(pool: asyncpg.Pool) -> float:
    """Seconds that the servers of our connections have used."""
    rows = await pool.fetch("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    times = [psutil.Process(row["pid"]).cpu_times() for row in rows]
    return sum(used.user + used.system for used in times)


async def write(
    chat: ChatService, pool: asyncpg.Pool, senders: int, messages: int, room_id: UUID, people: list[Caller]
) -> Run:
    times: list[float] = []
    left = iter([(people[n % PEOPLE], uuid7()) for n in range(messages)])

    async def sender() -> None:
        for person, message_id in left:
            start = time.perf_counter()
            await chat.send(person, room_id, message_id, BODY)
            times.append((time.perf_counter() - start) * 1000)

    database = await database_cpu(pool)
    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(sender() for _ in range(senders)))
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    database = await database_cpu(pool) - database
    times.sort()
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    return Run(messages / took, p50, p99, cpu / messages * 1e6, database / messages * 1e6)


async def child(database: str, redis_url: str, senders: int, messages: int, relayed: bool) -> Run:
    pool, redis = await open_pool(database, "chat", 10), Redis.from_url(redis_url)
    settings = Settings(database_url=database, redis_url=redis_url, secret="x" * 32, service_urls={})
    relay, pushes = OutboxPublisher("chat", pool, redis, [], now), PushPublisher(settings)
    await pushes.start()
    context = ServiceContext(
        db=Database(pool, "chat", pushes.publish, relay.wake, now),
        apis=Apis(),
        rate_limiter=RateLimiter(redis, now),
        settings=settings,
        clock=now,
        cache=Cache("chat", redis),
    )
    chat = ChatService(context)
    room_id, people = await seed(pool)
    await write(chat, pool, senders, messages // 10, room_id, people)  # statements are prepared, caches warm
    await pool.execute("TRUNCATE outbox")
    room_id, people = await seed(pool)
    if relayed:
        await relay.start()
    run = await write(chat, pool, senders, messages, room_id, people)
    if relayed:
        await relay.stop()
    saved = await pool.fetchrow("SELECT count(*), max(seq) FROM messages WHERE room_id = $1", room_id)
    assert tuple(saved or ()) == (messages, messages), saved
    facts = await pool.fetchval(FACTS)
    assert relayed or facts == messages, f"{facts} facts of {messages} messages"
    await pushes.stop()
    await redis.aclose()
    await pool.close()
    return run


def measure(server: Path, database: str, redis: str, senders: int, relayed: bool) -> Run:
    """One run of the code in `server`, in a process of its own."""
    words = [sys.executable, __file__, "--run", database, redis, str(senders), str(SIZES[senders]), str(int(relayed))]
    done = subprocess.run(  # noqa: S603  (our own words only)
        words,
        cwd=server,
        env={**os.environ, "PYTHONPATH": str(server)},
        stdout=subprocess.PIPE,
        timeout=300,
        check=True,
    )
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Run)


async def databases(servers: Servers, sides: dict[str, Path]) -> dict[str, str]:
    """A database for each side, made by its own migrations."""
    urls: dict[str, str] = {}
    for name, server in sides.items():
        connection = await asyncpg.connect(servers.database)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        urls[name] = servers.database.replace("/hallway?", f"/{name}?")
        await migrate(urls[name], {"chat": server / "hallway" / "services" / "chat" / "migrations"})
    return urls


async def compare(folder: Path, against: Path | None, rounds: int) -> None:
    sides = {**({"before": against / "server"} if against else {}), "now": HERE}
    async with start_servers(folder) as servers:
        urls = await databases(servers, sides)
        for senders in SIZES:
            for relayed in (False, True):
                runs: dict[str, list[Run]] = {name: [] for name in sides}
                for _ in range(rounds):
                    for name, server in sides.items():
                        run = await asyncio.to_thread(measure, server, urls[name], servers.redis, senders, relayed)
                        runs[name].append(run)
                report(f"{senders:4} senders{', relay too' if relayed else ''}", runs)


def report(what: str, runs: dict[str, list[Run]]) -> None:
    base = statistics.median(run.rate for run in next(iter(runs.values())))
    for name, those in runs.items():
        rate, p50, p99, cpu, database = (
            statistics.median(getattr(run, field) for run in those) for field in Run.__struct_fields__
        )
        spread = f"{min(run.rate for run in those):,.0f}-{max(run.rate for run in those):,.0f}"
        sys.stdout.write(
            f"{what:24} {name:7}{rate:8,.0f} msg/s ({spread})  p50 {p50:6.2f}  p99 {p99:6.2f} ms"
            f"  CPU {cpu:4.0f} + {database:3.0f} us a message  x{rate / base:.2f}\n"
        )
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="a checkout of Hallway to take turns with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=HERE.parent, help="where the database may be put: a real disk")
    parser.add_argument("--run", nargs=5, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.run:
        database, redis, senders, messages, relayed = words.run
        run = uvloop.run(child(database, redis, int(senders), int(messages), relayed == "1"))
        sys.stdout.write(msgspec.json.encode(run).decode() + "\n")
        return
    with tempfile.TemporaryDirectory(dir=words.folder, prefix=".bench-") as folder:
        uvloop.run(compare(Path(folder), words.against and words.against.resolve(), words.rounds))


if __name__ == "__main__":
    main()
