"""What every service is made of: one context, handed to all alike, and a life between `start` and `stop`."""

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.clock import Clock
from hallway.kernel.db.transaction import Database
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.settings import Settings


class ServiceContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a service works with in one process; `db` and `cache` are its own, the rest is shared."""

    db: Database
    apis: Apis
    rate_limiter: RateLimiter
    settings: Settings
    clock: Clock
    cache: Cache


class Service:
    """The base of every service's classes. A service with several subjects inherits one class for each, so `start` and
    `stop` pass on by `super()`."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    async def start(self) -> None:
        """Begin background work; whatever is needed before the first call is answered."""

    async def stop(self) -> None:
        """End background work; nothing that was answered is lost."""
