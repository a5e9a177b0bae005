"""How cost grows with people and sessions: `python ../bench/database/growth.py [--sizes 10 100 1000]`, in `server/`;
two minutes.

All six services in one process on a real PostgreSQL and Valkey, with so many people registered for one event and so
many sessions in it (the demo's, over and over). For each thing that somebody does, through the services' own APIs:
how many statements PostgreSQL is asked, in its turn and (+) by others for it, and how long it takes, the median of
some; then what there is in memory and on disk. Nothing is kept from one size to the next but what a running process
keeps."""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import asyncpg
import msgspec
import psutil
import uvloop
from redis.asyncio import Redis

sys.path.append(str(Path(__file__).resolve().parents[1] / "realtime"))

from venue_seed import AT_ONCE, BENCH, make_people, now, user_id  # noqa: E402

from hallway.bootstrap.process import build  # noqa: E402
from hallway.bootstrap.registry import SERVICES  # noqa: E402
from hallway.commands.migrate import migrate_all  # noqa: E402
from hallway.demo.schedule import demo_schedule  # noqa: E402
from hallway.embedded.servers import start_servers  # noqa: E402
from hallway.kernel.apis import Apis  # noqa: E402
from hallway.kernel.caller import ANONYMOUS, Caller  # noqa: E402
from hallway.kernel.ids import uuid7  # noqa: E402
from hallway.kernel.settings import Settings  # noqa: E402
from hallway.services.chat.api import Chat  # noqa: E402
from hallway.services.events.api import Events  # noqa: E402
from hallway.services.events.demo_api import DemoEvents  # noqa: E402
from hallway.services.events.schedule import Schedule  # noqa: E402
from hallway.services.events.values import EventInput  # noqa: E402
from hallway.services.profiles.api import Profiles  # noqa: E402

TIMES = 15
SECRET = "a secret of the benchmark, of no use to anybody"
SETTLE = 1.0
"""Seconds for what follows an action: batches, facts, and what other services make of them."""
_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)
_all_asked: list[str] = []
Action = Callable[[], Awaitable[object]]


@dataclass
class Cost:
    """Of one action."""

    statements: float
    others: float
    """Statements of others for it, on an average."""
    milliseconds: float

    def __str__(self) -> str:
        others = f" + {self.others:.0f}" if self.others >= 1 else ""
        return f"{self.statements:.0f}{others} · {self.milliseconds:.1f} ms"


def count_statements() -> None:
    """Have every connection tell of its statements. (The pools are opened by the kernel, which has no such wish.)"""
    make: Callable[..., Any] = asyncpg.create_pool

    def counted(*args: Any, init: Callable[[Any], Awaitable[None]], **more: Any) -> Any:
        async def prepare(connection: Any) -> None:
            await init(connection)
            connection.add_query_logger(told)

        return make(*args, init=prepare, **more)

    async def told(record: Any) -> None:
        if record.query.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            return
        _all_asked.append(record.query)
        if (asked := _asked.get()) is not None:
            asked.append(record.query)

    asyncpg.create_pool = counted


async def idle_rate() -> float:
    """Statements a second when nobody does anything: services look around."""
    await asyncio.sleep(SETTLE)
    before = len(_all_asked)
    await asyncio.sleep(3 * SETTLE)
    return (len(_all_asked) - before) / (3 * SETTLE)


async def cost_of(action: Action, idle: float) -> Cost:
    """The median of some, after a first one."""
    await action()
    await asyncio.sleep(SETTLE)
    times: list[float] = []
    counts: list[int] = []
    before, since = len(_all_asked), time.perf_counter()
    for _ in range(TIMES):
        asked: list[str] = []
        token = _asked.set(asked)
        began = time.perf_counter()
        await action()
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)  # what was asked is told a little later
        _asked.reset(token)
        counts.append(len(asked))
    await asyncio.sleep(SETTLE)
    everything = len(_all_asked) - before - idle * (time.perf_counter() - since)
    return Cost(statistics.median(counts), max(0.0, everything - sum(counts)) / TIMES, statistics.median(times))


def schedule_of(size: int) -> Schedule:
    """The demo's sessions again and again, a quarter of an hour later each time so that ids and moments differ."""
    demo = demo_schedule()
    now_on = now() - demo.start
    sessions = [
        msgspec.structs.replace(
            one,
            external_id=f"{one.external_id}-{turn}",
            starts_at=one.starts_at + now_on + timedelta(minutes=15 * turn),
            day=None,
        )
        for turn in range(size // len(demo.sessions) + 1)
        for one in demo.sessions
    ][:size]
    start, end = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    return msgspec.structs.replace(demo, sessions=tuple(sessions), start=start, end=end)


async def event_of(apis: Apis, size: int) -> tuple[UUID, str]:
    """An event of its own, public, with so many people and sessions."""
    host = Caller(user_id=user_id(0), roles=frozenset({"organiser"}))
    schedule, start = schedule_of(size), now() - timedelta(hours=1)
    event = await apis.get(Events).create(
        host,
        uuid7(),
        EventInput(
            name=f"A day of {size}",
            kind="conference",
            starts_at=start,
            ends_at=start + timedelta(days=3),
            time_zone="UTC",
        ),
    )
    event = await apis.get(Events).publish(BENCH, event.id)
    await apis.get(DemoEvents).put_schedule(BENCH, event.id, schedule, "")
    for first in range(0, size, AT_ONCE):
        ids = [user_id(i) for i in range(first, min(first + AT_ONCE, size))]
        await apis.get(DemoEvents).register_people(BENCH, event.id, ids)
    return event.id, event.slug


async def actions_of(apis: Apis, event_id: UUID, slug: str) -> dict[str, Action]:
    """What people do, in the order of an opening minute."""
    events, profiles, chat = apis.get(Events), apis.get(Profiles), apis.get(Chat)
    me = Caller(user_id=user_id(1))
    agenda = await events.agenda(me, event_id)
    room = await chat.event_room(me, event_id)
    await chat.join(me, room.id, None)
    stars = iter(range(1_000_000))
    speakers = iter(range(1_000_000))

    async def say() -> object:
        who = Caller(user_id=user_id(2 + next(speakers) % 8))
        await chat.join(who, room.id, None)
        return await chat.send(who, room.id, uuid7(), "Has anybody seen where the coffee went?")

    async def star() -> object:
        turn = next(stars)
        return await events.star(me, agenda.sessions[turn % len(agenda.sessions)].id, turn % 2 == 0)

    return {
        "the public event": lambda: events.event(ANONYMOUS, slug),
        "its agenda": lambda: events.agenda(me, event_id),
        "join the lobby": lambda: chat.join(me, room.id, None),
        "join it and say something": say,
        "star a session": star,
        "the first people of the event": lambda: profiles.attendees(me, event_id),
        "search people": lambda: profiles.search(me, event_id, "databases"),
    }


async def first_agenda(apis: Apis, event_id: UUID) -> str:
    """Computed, as it is after each change, for whoever comes first."""
    began = time.perf_counter()
    agenda = await apis.get(Events).agenda(Caller(user_id=user_id(1)), event_id)
    took = (time.perf_counter() - began) * 1000
    return f"{took:.1f} ms · {len(msgspec.json.encode(agenda)) / 1000:,.0f} kB"


@asynccontextmanager
async def everything(folder: Path) -> AsyncGenerator[tuple[Apis, str, str]]:
    """All services, and where their servers are."""
    async with start_servers(folder) as servers:
        settings = Settings.from_env(
            {"DATABASE_URL": servers.database, "REDIS_URL": servers.redis, "HALLWAY_SECRET": SECRET}, SERVICES
        )
        await migrate_all(settings.database_url)
        async with build(msgspec.structs.replace(settings, demo=True), frozenset(SERVICES)) as app:
            yield app.apis, servers.database, servers.redis


async def stored(database: str, redis: str) -> str:
    """Memory of this process, of Valkey, and the database's size, in MB."""
    connection = await asyncpg.connect(database)
    size = cast(int, await connection.fetchval("SELECT pg_database_size(current_database())"))
    await connection.close()
    async with Redis.from_url(redis) as valkey:
        used = int((await valkey.info("memory"))["used_memory"])
    return " · ".join(f"{one / 1e6:,.0f}" for one in (psutil.Process().memory_info().rss, used, size))


async def measure(sizes: list[int], folder: Path) -> None:
    """A column for each size, printed as it comes."""
    async with everything(folder) as (apis, database, redis):
        found: dict[str, list[str]] = {}
        for size in sizes:
            await make_people(apis, size)
            event_id, slug = await event_of(apis, size)
            found.setdefault("the agenda for the first time, and kB", []).append(await first_agenda(apis, event_id))
            idle = await idle_rate()
            for name, action in (await actions_of(apis, event_id, slug)).items():
                found.setdefault(name, []).append(str(await cost_of(action, idle)))
            found.setdefault("MB: process · Valkey · database", []).append(await stored(database, redis))
            sys.stdout.write(f"  {size:,} done\n")
            sys.stdout.flush()
    heads = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| people, and sessions (statements + others' for it · time) | {heads} |", "|---|" + "---|" * len(sizes)]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in found.items()]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1_000, 10_000])
    given = parser.parse_args()
    count_statements()
    with tempfile.TemporaryDirectory(prefix="hallway-growth-") as name:
        Path(name).chmod(0o755)  # PostgreSQL may run under another account
        await measure(given.sizes, Path(name) / "data")


if __name__ == "__main__":
    uvloop.run(main())
