"""Accounts, sessions and processes of auth, with a clock that tests turn and a hasher that counts."""

from uuid import UUID, uuid4

import msgspec
from argon2 import PasswordHasher, extract_parameters
from redis.asyncio import Redis

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.facts.fact import unpacked
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole, RoleGrant, RoleScope
from hallway.kernel.service import ServiceContext
from hallway.kernel.tokens import Verifier
from hallway.services.auth.api import Device, SessionGrant
from hallway.services.auth.demo.service import DemoAuthService
from hallway.services.auth.demo_api import NewUser
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


class AuthFactories:
    """The service under test, what its tests begin with, and what they want to see of its inside."""

    def __init__(self, context: ServiceContext, clock: Clock, redis: Redis) -> None:
        self.context = context
        self.db = context.db
        self.settings = context.settings
        self.clock = clock
        self.redis = redis
        self.hasher = CountingHasher()
        self.auth = self.process()
        self.demo = DemoAuthService(context)

    def process(self, hasher: PasswordHasher | None = None, secret: str | None = None) -> AuthService:
        """A process of the service; with `secret`, one that was told another than the rest."""
        settings = msgspec.structs.replace(self.settings, secret=secret or self.settings.secret)
        return AuthService(msgspec.structs.replace(self.context, settings=settings), hasher or self.hasher)

    async def ada(self, email: str = "ada@example.org", device: Device = DEVICE) -> SessionGrant:
        """Ada Quist, registered by password."""
        return await self.auth.register(Caller(), email, "Ada Quist", PASSWORD, device)

    async def person(self, event_id: UUID | None = None, *roles: EventRole, scope: RoleScope | None = None) -> Caller:
        """Another person, signed in, with these roles in the event."""
        key = uuid4().hex
        new = NewUser(id=uuid7(self.clock()), email=f"{key}@example.org", name="Bo Tamm", persona=key)
        await self.demo.create_users(service_caller("test"), [new])
        for role in roles:
            assert event_id
            grant = RoleGrant(role=role, scope=scope or RoleScope())
            await self.auth.grant_event_role(service_caller("test"), event_id, new.id, grant.role, grant.scope)
        return as_user(await self.demo.log_in_as_persona(Caller(), key, DEVICE))

    async def facts(self) -> list[tuple[str, dict[str, object]]]:
        """All that were recorded, in order."""
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


def as_user(grant: SessionGrant) -> Caller:
    """The caller a grant makes."""
    return Caller(grant.user.id, grant.session_id)
