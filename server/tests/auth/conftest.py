"""The auth service on a database of its own."""

import itertools
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from hallway.bootstrap.registry import PARTS
from hallway.embedded.servers import Servers
from hallway.kernel.db.migrations import migrate
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.settings import Settings
from tests.auth.house import House
from tests.conftest import make_database
from tests.support.clock import Clock
from tests.support.recorder import push_publisher

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def auth_template(servers: Servers) -> str:
    """The name of a database with auth's schema in place, to be copied."""
    url = await make_database(servers.database, "template_auth")
    [part] = [part for part in PARTS if part.name == "auth"]
    await migrate(url, {"auth": part.folder / "migrations"})
    return "template_auth"


@pytest.fixture
async def house(servers: Servers, auth_template: str, redis: Redis) -> AsyncIterator[House]:
    """Auth on an empty database, in demo mode, started."""
    url = await make_database(servers.database, f"auth_{next(_numbers)}", auth_template)
    settings = Settings(
        database_url=url, redis_url=servers.redis, secret="0123456789abcdef" * 4, service_urls={}, demo=True
    )
    pool = await open_pool(url, "auth", 10)
    clock = Clock()
    async with push_publisher(settings) as live:
        house = House(Database(pool, "auth", live.publish, lambda: None, clock), redis, clock, settings)
        await house.auth.start()
        yield house
        await house.auth.stop()
    await pool.close()
