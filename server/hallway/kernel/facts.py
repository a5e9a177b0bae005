"""Facts: what has happened in one service, told to the others at least once.

Outbox row (same transaction as the change) -> Relay -> Redis stream `facts:<service>` -> one consumer group per service
that reacts. A row is deleted when every such group has acknowledged it. Redis may lose everything at any time: rows
published to a Redis that has since been wiped, restarted or replaced are published again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.rpc import Apis

REACTION_SECONDS: Final = 10.0
"""Longer reactions belong into a job of the service's own."""


class Fact(msgspec.Struct, frozen=True):
    """Something that has happened. Subclasses live in a service's `api.py`."""


def fact_name(kind: type[Fact]) -> str:
    """A fact's name on the wire: `hallway.services.chat.api.MessageSent` is `chat.MessageSent`."""
    return f"{source_of(kind)}.{kind.__name__}"


def source_of(kind: type[Fact]) -> str:
    """The service that announces this fact."""
    return kind.__module__.split(".")[-2]


def stream_of(service: str) -> str:
    """The Redis stream that carries a service's facts."""
    return f"facts:{service}"


class Reacting(msgspec.Struct, frozen=True):
    """What a reaction works with. `fact_id` is the same however often the fact arrives."""

    fact_id: UUID
    at: datetime
    apis: Apis
    caller: Caller


F = TypeVar("F", bound=Fact)
Reaction = Callable[[Reacting, F], Awaitable[None]]


class Reactions:
    """What one service does on the others' facts. Reactions may be called twice for one fact, and call APIs only."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.table: dict[str, tuple[type[Fact], Reaction[Any]]] = {}

    def on(self, fact: type[F]) -> Callable[[Reaction[F]], Reaction[F]]:
        """React to `fact`."""

        def register(reaction: Reaction[F]) -> Reaction[F]:
            assert fact_name(fact) not in self.table, f"{self.service} reacts to {fact_name(fact)} twice"
            self.table[fact_name(fact)] = (fact, reaction)
            return reaction

        return register

    def sources(self) -> frozenset[str]:
        """The services whose facts are reacted to."""
        return frozenset(source_of(kind) for kind, _ in self.table.values())

    async def react(self, name: str, body: bytes, reacting: Reacting) -> None:
        """Run the reaction to one fact; nothing happens for facts that nobody here waits for."""
        if entry := self.table.get(name):
            kind, reaction = entry
            await reaction(reacting, msgspec.json.decode(body, type=kind))
