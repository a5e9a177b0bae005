"""Reading through a service's own API: `python ../bench/database/reads.py [--against CHECKOUT]`, run in `server/`; half
a minute.

The events service on a real PostgreSQL over its Unix socket, all in turn in one process: calls a second of one that
reads one row, and operations a second of three such calls one after the other, as a GraphQL operation makes them within
`pinned_connections()`; by 1 and by 32 people at once. With `--against` the code of another checkout takes turns with
this one's.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import uvloop
from redis.asyncio import Redis

from hallway.embedded.servers import Servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.pool import open_pool, pinned_connections
from hallway.kernel.db.transaction import Database
from hallway.kernel.ids import uuid7
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.services.events import api
from hallway.services.events.service import EventsService

HERE = Path(__file__).resolve().parents[2] / "server"
SECONDS = 1.5
WAYS = ("one call", "three calls in an operation")


def now() -> datetime:
    return datetime.now(UTC)


async def nowhere(pushes: list[tuple[str, bytes]]) -> None:
    """Nothing is shown to anybody."""


async def seed(db: Database) -> UUID:
    event_id = uuid7()
    async with db.transaction() as tx:
        await tx.connection.execute(
            "INSERT INTO events (id, slug, name, kind, tagline, description, status, visibility, starts_at, ends_at,"
            " time_zone, location, code_of_conduct, host_id) VALUES ($1, $2, 'Small Conf', 'conference', '', '',"
            " 'published', 'public', $3, $4, 'UTC', '', '', $1)",
            *(event_id, event_id.hex, now(), now() + timedelta(hours=3)),
        )
    return event_id


async def rate(call: Callable[[], Awaitable[object]], people: int) -> float:
    """Calls a second."""
    done, end = 0, time.perf_counter() + SECONDS

    async def person() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await call()
            done += 1

    await asyncio.gather(*(person() for _ in range(people)))
    return done / SECONDS


async def child(database: str, redis_url: str) -> dict[str, float]:
    pool, redis = await open_pool(database, "events", 10), Redis.from_url(redis_url)
    db = Database(pool, "events", nowhere, lambda: None, now)
    context = ServiceContext(
        db=db,
        apis=Apis(),
        rate_limiter=RateLimiter(redis, now),
        settings=Settings(database_url=database, redis_url=redis_url, secret="bench" * 8, service_urls={}),
        clock=now,
        cache=Cache("events", redis),
    )
    events = EventsService(context)
    event_id, me, service = await seed(db), Caller(user_id=uuid7()), service_caller("bench")

    async def one() -> None:
        await events.event_by_id(service, event_id)

    async def three() -> None:
        async with pinned_connections():
            await events.event_by_id(service, event_id)
            await events.stars(me, event_id)
            await events.registered_events(service, event_id)

    found = {
        f"{name}, {people:2} at once": await rate(call, people)
        for name, call in zip(WAYS, (one, three), strict=True)
        for people in (1, 32)
    }
    await redis.aclose()
    await pool.close()
    return found


def measure(server: Path, servers: Servers) -> dict[str, float]:
    words = [sys.executable, __file__, "--run", servers.database, servers.redis]
    environment = {**os.environ, "PYTHONPATH": str(server)}
    done = subprocess.run(  # noqa: S603  (our own words only)
        words, cwd=server, env=environment, stdout=subprocess.PIPE, timeout=120, check=True
    )
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=dict[str, float])


async def compare(folder: Path, against: Path | None, rounds: int) -> None:
    sides = {**({"before": against / "server"} if against else {}), "now": HERE}
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    async with start_servers(folder) as servers:
        await migrate(servers.database, {"events": Path(api.__file__).parent / "migrations"})
        for _ in range(rounds):
            for name, server in sides.items():
                runs[name].append(await asyncio.to_thread(measure, server, servers))
    for what in runs["now"][0]:
        base = statistics.median(run[what] for run in next(iter(runs.values())))
        for name, those in runs.items():
            median = statistics.median(run[what] for run in those)
            sys.stdout.write(f"{what:42} {name:7}{median:8,.0f} /s  x{median / base:.2f}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="a checkout of Hallway to take turns with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.run:
        sys.stdout.write(msgspec.json.encode(uvloop.run(child(*words.run))).decode() + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(compare(Path(folder), words.against and words.against.resolve(), words.rounds))


if __name__ == "__main__":
    main()
