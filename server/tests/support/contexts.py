"""One more process of a service, as far as the service can tell: on the database and Redis of a running Hallway."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.clock import Clock, now
from hallway.kernel.db.pool import open_pool
from hallway.kernel.db.transaction import Database
from hallway.kernel.here import Here
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.redis_client import open_redis
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from tests.support.recorder import push_publisher


@asynccontextmanager
async def service_context(
    name: str, settings: Settings, apis: Apis, clock: Clock = now
) -> AsyncGenerator[ServiceContext]:
    """The context of the service `name`; its facts stay in the outbox until another process publishes them."""
    pool = await open_pool(settings.database_url, name, 10)
    redis = open_redis(settings.redis_url)
    try:
        async with push_publisher(settings) as pushes:
            yield ServiceContext(
                db=Database(pool, name, pushes.publish, lambda: None, clock),
                apis=apis,
                rate_limiter=RateLimiter(redis, clock),
                settings=settings,
                clock=clock,
                cache=Cache(name, redis),
                here=Here(redis),
            )
    finally:
        await redis.aclose()
        await pool.close()
