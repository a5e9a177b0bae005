"""Facts: what has happened in one service, told to the others at least once.

Outbox row (same transaction as the change) -> Relay -> Redis stream `facts:<service>` -> one consumer group per service
that reacts. A row is deleted when every such group has acknowledged it. Redis may lose everything at any time: rows
published to a Redis that has since been wiped, restarted or replaced are published again.

A row, and an entry of the stream, carries one fact as a JSON object, or several of one name and transaction as an
array: what comes in bulk is stored, published and acknowledged in bulk."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.rpc import Apis

REACTION_SECONDS: Final = 10.0
"""Longer reactions belong into a job of the service's own."""


PACK: Final = 100
"""Facts in one row at most: a consumer that dies has all of one row done again by another."""


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


def packed(facts: Sequence[Fact]) -> Iterator[tuple[str, bytes]]:
    """Name and body of each row that these facts come to, in their order."""
    for kind, run in groupby(facts, type):
        alike = list(run)
        for first in range(0, len(alike), PACK):
            pack = alike[first : first + PACK]
            yield fact_name(kind), msgspec.json.encode(pack if len(pack) > 1 else pack[0])


def unpacked(row_id: UUID, body: bytes) -> list[tuple[UUID, msgspec.Raw]]:
    """The facts in a row, each with its id: the row's own for the first, those that follow it for the others."""
    if not body.startswith(b"["):
        return [(row_id, msgspec.Raw(body))]
    facts = msgspec.json.decode(body, type=list[msgspec.Raw])
    return [(UUID(int=row_id.int + n), fact) for n, fact in enumerate(facts)]


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

    async def react(self, name: str, body: bytes | msgspec.Raw, reacting: Reacting) -> None:
        """Run the reaction to one fact; nothing happens for facts that nobody here waits for."""
        if entry := self.table.get(name):
            kind, reaction = entry
            await reaction(reacting, msgspec.json.decode(body, type=kind))
