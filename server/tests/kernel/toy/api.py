"""A small service for the kernel's own tests: it counts."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.kernel.facts.fact import Fact
from hallway.kernel.pushes.message import Push


class Count(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A value with every kind of field that our values have."""

    id: UUID
    counted_at: datetime
    by: frozenset[str] = frozenset()
    names: dict[UUID, Literal["a", "b"]] = {}
    data: bytes = b""
    parent_count: "Count | None" = None


class Counted(Fact, frozen=True, kw_only=True):
    """Something was counted."""

    number: int


class CountPush(Push, frozen=True, kw_only=True, name="toy.count"):
    number: int


class Toy(Protocol):
    @idempotent
    async def echo(self, caller: Caller, count: Count, times: int = 1) -> list[Count]: ...

    async def fail(self, caller: Caller, how: str) -> None: ...

    @idempotent
    async def wait(self, caller: Caller, seconds: float) -> float: ...

    @idempotent
    async def flaky(self, caller: Caller) -> int: ...

    async def flaky_once(self, caller: Caller) -> int: ...
