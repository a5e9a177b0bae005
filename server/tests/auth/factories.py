"""The auth service as its tests see it: with a clock that they turn and a hasher that counts."""

from collections.abc import Awaitable
from uuid import UUID, uuid4

import msgspec
import pytest
from argon2 import PasswordHasher, extract_parameters
from redis.asyncio import Redis

from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.facts.fact import unpacked
from hallway.kernel.ids import uuid7
from hallway.kernel.rate_limiter import RateLimiter
from hallway.kernel.service import ServiceContext
from hallway.kernel.settings import Settings
from hallway.kernel.tokens import Verifier
from hallway.services.auth import api
from hallway.services.auth.api import Device, SessionGrant
from hallway.services.auth.service import AuthService
from tests.support.clock import Clock

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
DEVICE = Device(user_agent=FIREFOX, address="203.0.113.77")
PASSWORD = "three green bicycles"


class CountingHasher(PasswordHasher):
    """Real Argon2id, as cheap as it gets, that counts what was asked of it."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.work: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.work.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        try:
            return super().verify(hash, password)
        finally:
            extract_parameters(str(hash))  # raises for what is no hash: then nothing was computed
            self.work.append("verify")


class House:
    """The service under test, and what a test wants to see of its inside."""

    def __init__(self, db: Database, redis: Redis, clock: Clock, settings: Settings) -> None:
        self.db = db
        self.redis = redis
        self.clock = clock
        self.settings = settings
        self.hasher = CountingHasher()
        self.auth = self.another(settings)

    def another(self, settings: Settings, hasher: PasswordHasher | None = None) -> AuthService:
        """A second process of the same service."""
        context = ServiceContext(
            db=self.db,
            apis=Apis(),
            rate_limiter=RateLimiter(self.redis, self.clock),
            settings=settings,
            clock=self.clock,
            cache=Cache("auth", self.redis),
        )
        return AuthService(context, hasher or self.hasher)

    async def ada(self, email: str = "ada@example.org", device: Device = DEVICE) -> SessionGrant:
        return await self.auth.register(Caller(), email, "Ada Quist", PASSWORD, device)

    async def facts(self) -> list[tuple[str, dict[str, object]]]:
        rows = await self.db.pool.fetch("SELECT name, body FROM outbox ORDER BY seq")
        return [
            (row["name"].removeprefix("auth."), msgspec.json.decode(fact))
            for row in rows
            for _, fact in unpacked(UUID(int=0), row["body"])
        ]

    async def caller_of(self, token: str) -> Caller:
        """What the gateway makes of a token."""
        verifier = Verifier(lambda: self.auth.jwks(Caller()), self.settings.public_url)
        return await verifier.verify(token, self.clock())

    async def person(self) -> Caller:
        """Somebody else, signed in."""
        key = uuid4().hex
        new = api.NewUser(id=uuid7(self.clock()), email=f"{key}@example.org", name="Bo Tamm", persona=key)
        await self.auth.create_users(service_caller("test"), [new])
        return as_user(await self.auth.log_in_as_persona(Caller(), key, DEVICE))


def as_user(grant: SessionGrant) -> Caller:
    """The caller a grant makes."""
    return Caller(grant.user.id, grant.session_id)


async def fault_of(work: Awaitable[object]) -> tuple[str, str]:
    """The code and message of the Problem that this must end in."""
    with pytest.raises(Problem) as refused:
        await work
    return refused.value.code, refused.value.message
