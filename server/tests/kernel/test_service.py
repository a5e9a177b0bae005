"""What services are made of."""

from typing import Protocol

import pytest

from hallway.kernel.service import Service, ServiceContext


class Counting(Protocol):
    async def count(self) -> int: ...


class Naming(Protocol):
    async def name(self) -> str: ...


class Subject(Service):
    """Notes when it starts and stops."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.noted: list[str] = []

    async def start(self) -> None:
        await super().start()
        self.noted.append(f"{Subject.__name__} starts")


class CountingService(Subject, Counting):
    async def count(self) -> int:
        return len(self.noted)


class NamingService(Subject, Naming):
    async def name(self) -> str:
        return type(self).__name__


class Both(CountingService, NamingService):
    """Put together of two subjects."""


async def test_subjects_put_together_share_the_context_and_start_once() -> None:
    context = object()
    both = Both(context)  # type: ignore[arg-type]
    assert both.context is context
    await both.start()
    assert (await both.count(), await both.name()) == (1, "Both")
    await both.stop()


def test_a_protocol_named_first_is_refused() -> None:
    """Its own `__init__` would end the chain, and the context would be missing at the first call."""
    with pytest.raises(TypeError, match="Counting before Service"):

        class Wrong(Counting, Service):  # pyright: ignore[reportUnusedClass]
            async def count(self) -> int:
                return 0
