"""Facts arrive at least once, in order, whatever dies in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from redis.asyncio import Redis

from hallway.embedded.servers import Servers
from hallway.kernel.apis import Apis
from hallway.kernel.clock import now
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.facts.consumer import DEAD_STREAM, Consumer
from hallway.kernel.facts.publisher import OutboxPublisher
from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.kernel.redis_client import open_redis
from tests.kernel.toy.api import Counted
from tests.support.databases import schema_database
from tests.support.waiting import eventually


async def _nobody_listens(pushes: list[tuple[str, bytes]]) -> None:
    """What is pushed is not these tests' matter."""


class World:
    """The toy's outbox, and services that react to it."""

    def __init__(self, pool: asyncpg.Pool, redis: Redis) -> None:
        self.pool = pool
        self.redis = redis
        self.heard: dict[str, list[int]] = {}
        self.ids: dict[int, set[UUID]] = {}
        self.failures: dict[int, int] = {}
        self.relay = self.new_relay("one")
        self.db = Database(pool, "toy", _nobody_listens, lambda: self.relay.wake(), now)

    def new_relay(self, *groups: str) -> OutboxPublisher:
        return OutboxPublisher("toy", self.pool, self.redis, groups, now)

    def consumer(self, service: str, claim_after: float = 0.3) -> Consumer:
        reactions = Reactions(service)
        heard = self.heard.setdefault(service, [])

        @reactions.on(Counted)
        async def count(ctx: ReactionContext, fact: Counted) -> None:
            self.ids.setdefault(fact.number, set()).add(ctx.fact_id)
            if self.failures.get(fact.number, 0) > 0:
                self.failures[fact.number] -= 1
                raise RuntimeError("not yet")
            heard.append(fact.number)

        return Consumer(reactions, self.redis, Apis(), now, (0.05, 0.1, 0.1), claim_after)

    async def announce(self, *numbers: int) -> None:
        for number in numbers:
            async with self.db.transaction() as tx:
                tx.record(Counted(number=number))

    async def announce_together(self, *numbers: int) -> None:
        async with self.db.transaction() as tx:
            for number in numbers:
                tx.record(Counted(number=number))

    async def waiting(self) -> int:
        return await self.pool.fetchval("SELECT count(*) FROM outbox")

    async def until_heard(self, numbers: set[int], service: str = "one") -> None:
        await eventually(lambda: set(self.heard.get(service, ())), lambda heard: heard >= numbers)

    async def until_cleared(self) -> None:
        await eventually(self.waiting, lambda waiting: not waiting)


@pytest.fixture
async def world(servers: Servers, redis: Redis, tmp_path: Path) -> AsyncIterator[World]:
    async with schema_database(servers.database, "toy", tmp_path / "migrations") as url:
        pool, client = await open_pool(url, "toy", 5), open_redis(servers.redis)
        yield World(pool, client)
        await client.aclose()
        await pool.close()


@asynccontextmanager
async def running(*things: OutboxPublisher | Consumer) -> AsyncIterator[None]:
    for thing in things:
        await thing.start()
    try:
        yield
    finally:
        for thing in things:
            await thing.stop()


async def test_in_order_and_then_gone(world: World) -> None:
    async with running(world.relay, world.consumer("one")):
        await world.announce(*range(200))
        await world.until_heard(set(range(200)))
        await world.until_cleared()
    assert world.heard["one"] == list(range(200))
    assert await world.redis.xlen("facts:toy") == 0


async def test_nothing_leaves_without_the_commit(world: World) -> None:
    async with running(world.relay, world.consumer("one")):
        with pytest.raises(RuntimeError):  # noqa: PT012
            async with world.db.transaction() as tx:
                tx.record(Counted(number=1))
                raise RuntimeError("no")
        await world.announce(2)
        await world.until_heard({2})
    assert world.heard["one"] == [2]


async def test_what_nobody_waits_for_goes_too(world: World) -> None:
    world.relay = world.new_relay()
    async with running(world.relay):
        await world.announce(1, 2, 3)
        await world.until_cleared()


async def test_kept_until_every_service_has_heard(world: World) -> None:
    world.relay = world.new_relay("one", "two")
    async with running(world.relay, world.consumer("one")):
        await world.announce(1, 2)
        await world.until_heard({1, 2})
        await world.relay.clear()
        assert await world.waiting() == 2
        async with running(world.consumer("two")):
            await world.until_heard({1, 2}, "two")
            await world.until_cleared()


async def test_a_relay_that_dies_between_stream_and_commit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has published, but its note of that is lost: the facts go out twice, with the same ids."""
    await world.announce(1, 2)

    async def dies(self: asyncpg.Connection, query: str, *args: object, **options: object) -> object:
        if query.startswith("UPDATE outbox"):
            raise ConnectionAbortedError("killed")
        return await original(self, query, *args, **options)

    original = asyncpg.Connection.execute
    monkeypatch.setattr(asyncpg.Connection, "execute", dies)
    with pytest.raises(ConnectionAbortedError):
        await world.relay.publish()
    monkeypatch.undo()
    assert await world.redis.xlen("facts:toy") == 2
    async with running(world.new_relay("one"), world.consumer("one")):
        await world.until_heard({1, 2})
        await world.until_cleared()
    assert sorted(world.heard["one"]) == [1, 1, 2, 2]
    assert all(len(ids) == 1 for ids in world.ids.values())


async def test_flushall_loses_nothing(world: World) -> None:
    """Wiped before anybody read, and again and again while facts flow."""
    await world.announce(*range(20))
    assert await world.relay.publish() == 20
    await world.redis.flushall()
    async with running(world.relay, world.consumer("one")):
        for start in range(20, 120, 20):
            await world.announce(*range(start, start + 20))
            await world.redis.flushall()
        await world.until_heard(set(range(120)))
        await world.until_cleared()


async def test_facts_wait_while_redis_is_away(world: World, servers: Servers) -> None:
    """Every connection is cut, over and over; the change itself never fails."""
    async with running(world.relay, world.consumer("one")):
        for number in range(30):
            await world.announce(number)
            await world.redis.client_kill_filter(_type="normal", skipme=True)
        await world.until_heard(set(range(30)))
        await world.until_cleared()
    assert list(dict.fromkeys(world.heard["one"])) == list(range(30))


async def test_a_dead_consumers_facts_are_taken_over(world: World) -> None:
    """It read them and was killed before it could react."""
    await world.announce(1, 2)
    await world.relay.publish()
    await world.redis.xgroup_create("facts:toy", "one", id="0")
    assert await world.redis.xreadgroup("one", "the dead", {"facts:toy": ">"})
    async with running(world.relay, world.consumer("one")):
        await world.until_heard({1, 2})
        await world.until_cleared()


async def test_a_failing_reaction_is_tried_again_and_blocks_nobody(world: World) -> None:
    world.failures = {1: 2}
    async with running(world.relay, world.consumer("one")):
        await world.announce(1, 2, 3)
        await world.until_heard({1, 2, 3})
        await world.until_cleared()
    assert world.heard["one"][:2] == [2, 3]
    assert len(world.ids[1]) == 1


async def test_a_hopeless_fact_is_put_aside(world: World) -> None:
    world.failures = {1: 1_000_000}
    async with running(world.relay, world.consumer("one", claim_after=5)):
        await world.announce(1, 2)
        await world.until_heard({2})
        await world.until_cleared()
    dead = await world.redis.xrange(DEAD_STREAM)
    assert [fields[b"name"] for _, fields in dead] == [b"toy.Counted"]
    assert dead[0][1][b"group"] == b"one"


async def test_facts_of_one_transaction_travel_together(world: World) -> None:
    """Each has an id of its own, and they are few rows."""
    await world.announce_together(*range(150))
    assert await world.waiting() == 2
    async with running(world.relay, world.consumer("one")):
        await world.until_heard(set(range(150)))
        await world.until_cleared()
    assert world.heard["one"] == list(range(150))
    assert len({id for ids in world.ids.values() for id in ids}) == 150


async def test_of_facts_that_travel_together_only_the_failed_are_tried_again(world: World) -> None:
    world.failures = {1: 2, 3: 1_000_000}
    async with running(world.relay, world.consumer("one", claim_after=5)):
        await world.announce_together(0, 1, 2, 3, 4)
        await world.until_heard({0, 1, 2, 4})
        await world.until_cleared()
    assert world.heard["one"] == [0, 2, 4, 1]
    assert all(len(ids) == 1 for ids in world.ids.values())
    [(_, dead)] = await world.redis.xrange(DEAD_STREAM)
    assert (dead[b"body"], dead[b"id"].decode()) == (b'{"number":3}', str(*world.ids[3]))


async def test_facts_written_with_a_statement_are_written_once(world: World) -> None:
    async with world.db.transaction() as tx:
        tx.record(Counted(number=1))
        statement = "DELETE FROM outbox WHERE false AND seq = $2"
        await tx.execute(statement, 1, 2, common_tables=["one AS (SELECT $1::int)"])
        await tx.execute("DELETE FROM outbox WHERE false", common_tables=["one AS (SELECT 1)"])
        await tx.execute("DELETE FROM outbox WHERE false")
        tx.record(Counted(number=2))
    async with running(world.relay, world.consumer("one")):
        await world.until_heard({1, 2})
        await world.until_cleared()
    assert world.heard["one"] == [1, 2]


async def test_two_relays_and_two_consumers_share_the_work(world: World) -> None:
    others = [world.new_relay("one"), world.consumer("one", claim_after=5), world.consumer("one", claim_after=5)]
    async with running(world.relay, *others):
        await asyncio.gather(*(world.announce(*range(start, start + 25)) for start in range(0, 100, 25)))
        await world.until_heard(set(range(100)))
        await world.until_cleared()
    assert sorted(world.heard["one"]) == list(range(100)), "nothing failed, so nothing should come twice"
