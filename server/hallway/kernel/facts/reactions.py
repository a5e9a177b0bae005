"""What a service does on the other services' facts: a table of functions, filled by the service's `reactions.py`."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.facts.fact import Fact, fact_name, source_of


class ReactionContext(msgspec.Struct, frozen=True):
    """What a reaction works with. `fact_id` is the same however often the fact arrives."""

    fact_id: UUID
    at: datetime
    apis: Apis
    caller: Caller


F = TypeVar("F", bound=Fact)
Reaction = Callable[[ReactionContext, F], Awaitable[None]]


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

    async def react(self, name: str, body: bytes | msgspec.Raw, reacting: ReactionContext) -> None:
        """Run the reaction to one fact; nothing happens for facts that nobody here waits for."""
        if entry := self.table.get(name):
            kind, reaction = entry
            await reaction(reacting, msgspec.json.decode(body, type=kind))
