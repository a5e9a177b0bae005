"""What holds a connection, for how long, and that nobody waits for one that lies idle."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from hallway.embedded.servers import Servers
from hallway.kernel.clock import now
from hallway.kernel.db.pool import once, open_pool, pinned_connections
from hallway.kernel.db.transaction import Database
from tests.support.databases import schema_database
from tests.support.waiting import PATIENCE, eventually, turns

SLEEPING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
GONE = "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1)"


async def _nowhere(pushes: list[tuple[str, bytes]]) -> None:
    """Nothing is shown to anybody."""


@pytest.fixture
async def databases(servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Database]]:
    """Two services with two connections each, reading as they do in earnest."""
    monkeypatch.setattr(Database, "guarded", False)
    async with schema_database(servers.database, "toy", tmp_path / "migrations") as url:
        pools = [await open_pool(url, "toy", 2) for _ in range(2)]
        yield [Database(pool, "toy", _nowhere, lambda: None, now) for pool in pools]
        for pool in pools:
            async with asyncio.timeout(PATIENCE):
                await pool.close()  # waits for whatever was not given back


async def look(db: Database) -> int:
    """The server process of the connection that a transaction gets."""
    async with db.transaction(readonly=True) as tx:
        return await tx.connection.fetchval("SELECT pg_backend_pid()")


def idle(db: Database) -> int:
    """Connections open and in the pool."""
    return db.pool.get_idle_size()


async def test_an_operation_keeps_one_connection_of_each_service(databases: list[Database]) -> None:
    one, two = databases
    async with pinned_connections():
        first = [await look(one), await look(two)]
        assert (idle(one), idle(two)) == (0, 0)
        async with pinned_connections():  # adds nothing
            assert [await look(one), await look(two)] == first
        async with one.transaction() as tx:
            assert await tx.connection.fetchval("SELECT pg_backend_pid()") == first[0]
    assert (idle(one), idle(two)) == (1, 1)


async def test_fields_at_the_same_time_get_another(databases: list[Database]) -> None:
    one, _ = databases
    async with pinned_connections():
        async with one.transaction() as outer, one.transaction() as inner:
            assert outer.connection is not inner.connection
        assert await asyncio.gather(*(look(one) for _ in range(20)))
    assert idle(one) == 2


async def test_operations_cannot_wait_for_each_other(databases: list[Database]) -> None:
    """Each keeps a connection of one service and wants one of the other; there are two of each, and forty of them."""
    one, two = databases

    async def operation(n: int) -> None:
        async with pinned_connections():
            for db in (one, two, one, two) if n % 2 else (two, one, two, one):
                await look(db)
                await asyncio.sleep(0)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(operation(n) for n in range(40)))
    assert (idle(one), idle(two)) == (2, 2)


async def test_who_needs_a_connection_gets_one_that_is_kept_unused(databases: list[Database]) -> None:
    one, _ = databases
    async with pinned_connections(), asyncio.timeout(PATIENCE):
        await look(one)
        others = [asyncio.create_task(_outside(one)) for _ in range(10)]
        await asyncio.gather(*others)
        await look(one)
    assert idle(one) == 2


async def _outside(db: Database) -> None:
    async with pinned_connections():
        await look(db)
        await turns()


@pytest.mark.parametrize("how", ["cancelled", "timed out", "failed"])
async def test_everything_is_given_back_however_it_ends(databases: list[Database], how: str) -> None:
    one, two = databases
    started = asyncio.Event()

    async def operation() -> None:
        async with pinned_connections():
            await look(one)
            await look(two)
            started.set()
            if how == "failed":
                raise RuntimeError("no")
            async with asyncio.timeout(0.05 if how == "timed out" else None), two.transaction(readonly=True) as tx:
                await tx.connection.execute("SELECT pg_sleep(60)")

    task = asyncio.create_task(operation())
    await started.wait()
    if how == "cancelled":
        await eventually(lambda: one.pool.fetchval(SLEEPING))
        task.cancel()
    assert (await asyncio.gather(task, return_exceptions=True))[0] is not None
    await eventually(lambda: [db.pool.get_size() - idle(db) for db in databases], lambda out: out == [0, 0])
    await asyncio.gather(look(one), look(one), look(two), look(two))


async def test_a_task_that_outlives_the_operation_keeps_nothing(databases: list[Database]) -> None:
    one, _ = databases
    over = asyncio.Event()

    async def later() -> None:
        await over.wait()
        await look(one)

    async with pinned_connections():
        await look(one)
        task = asyncio.create_task(later())
    over.set()
    await task
    assert idle(one) == one.pool.get_size()


async def test_a_kept_connection_that_was_lost_is_replaced(databases: list[Database]) -> None:
    one, _ = databases
    async with pinned_connections():
        lost = await look(one)
        async with one.pool.acquire() as other:
            await other.execute("SELECT pg_terminate_backend($1)", lost)
            await eventually(lambda: other.fetchval(GONE, lost))
        assert await look(one) != lost
    assert idle(one) >= 1


async def test_reading_takes_one_round_trip(databases: list[Database]) -> None:
    """No BEGIN, no COMMIT, no reset."""
    one, _ = databases
    async with one.transaction(readonly=True) as tx:
        queries: list[str] = []
        tx.connection.add_query_logger(lambda record: queries.append(record.query))
        await tx.connection.fetchval("SELECT 1")
    async with one.transaction(readonly=True) as tx:
        assert await tx.connection.fetchval("SELECT 2") == 2
    assert queries == ["SELECT 1", "SELECT 2"]


async def test_a_snapshot_is_of_one_moment_and_cannot_write(databases: list[Database]) -> None:
    one, _ = databases
    async with one.transaction(snapshot=True) as tx:
        before = await tx.connection.fetchval("SELECT count(*) FROM outbox")
        await one.pool.execute("INSERT INTO outbox (id, name, body, at) VALUES (gen_random_uuid(), 'x', '', now())")
        assert await tx.connection.fetchval("SELECT count(*) FROM outbox") == before
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with one.transaction(snapshot=True) as tx:
            await tx.connection.execute("DELETE FROM outbox")


class Counted:
    """What is read, and how often it was."""

    def __init__(self) -> None:
        self.times = 0

    async def read(self) -> int:
        self.times += 1
        await asyncio.sleep(0)
        return self.times


async def test_an_operation_reads_the_same_once_until_it_has_changed_something(databases: list[Database]) -> None:
    counted, other = Counted(), Counted()
    async with pinned_connections():
        assert await asyncio.gather(*(once("a", counted.read) for _ in range(5))) == [1] * 5
        assert await once("b", other.read) == 1
        await look(databases[0])
        assert await once("a", counted.read) == 1
        async with databases[0].transaction() as tx:
            await tx.connection.execute("SELECT 1")
        assert await once("a", counted.read) == 2
    assert [await once("a", counted.read) for _ in range(2)] == [3, 4], "outside of one nothing is kept"
    async with pinned_connections():
        assert await once("a", counted.read) == 5


async def test_who_goes_away_takes_nothing_from_others_who_read_the_same() -> None:
    counted = Counted()
    async with pinned_connections():
        first = asyncio.create_task(once("a", counted.read))
        second = asyncio.create_task(once("a", counted.read))
        await turns(1)
        first.cancel()
        assert await second == 1
