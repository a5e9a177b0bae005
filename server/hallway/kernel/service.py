"""What every service is made of: one context, handed to all alike, and a life between `start` and `stop`."""

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.clock import Clock
from hallway.kernel.db.transaction import Database
from hallway.kernel.here import Here
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
    here: Here


class Service:
    """The base of every service's classes. A service with several subjects inherits one class for each, so `start` and
    `stop` pass on by `super()`. It is named before the Protocols: `class AgendaService(Service, Agendas)`."""

    def __init_subclass__(cls) -> None:
        """A Protocol that comes first would take `__init__` for itself, and say nothing of it."""
        before = cls.__mro__[: cls.__mro__.index(Service)]
        if first := next((kind for kind in before if vars(kind).get("_is_protocol")), None):
            raise TypeError(f"{cls.__name__} names {first.__name__} before Service")

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    async def start(self) -> None:
        """Begin background work; whatever is needed before the first call is answered."""

    async def stop(self) -> None:
        """End background work; nothing that was answered is lost."""
