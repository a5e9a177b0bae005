"""The toy's rules."""

import asyncio

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from tests.kernel.toy.api import Count, Toy


class ToyService(Service, Toy):
    def __init__(self, context: ServiceContext | None = None) -> None:
        if context:
            super().__init__(context)
        self.calls = 0
        self.cancelled = False

    async def echo(self, caller: Caller, count: Count, times: int = 1) -> list[Count]:
        assert isinstance(caller, Caller)
        return [count] * times

    async def fail(self, caller: Caller, how: str) -> None:
        if how == "problem":
            raise Problem("full", "noPlaceLeft", limit=3)
        if how == "number":
            int("pw=hunter2")
        if how == "decode":
            msgspec.json.decode(b'"pw=hunter2"', type=int)
        raise ValueError(f"a secret detail: {how}")

    async def wait(self, caller: Caller, seconds: float) -> float:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return seconds

    async def flaky(self, caller: Caller) -> int:
        self.calls += 1
        return self.calls

    async def flaky_once(self, caller: Caller) -> int:
        return await self.flaky(caller)
