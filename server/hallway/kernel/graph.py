"""Which function answers which field of the graph. Knows no GraphQL library; the gateway binds it to one."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller

Resolver = Callable[..., object]
R = TypeVar("R", bound=Callable[..., object])

ROOTS = """\
"A calendar's date, ISO 8601: 2026-11-22."
scalar Date

"A moment in UTC, ISO 8601: 2026-11-22T09:30:00Z."
scalar DateTime

"What is shown of a text in Markdown: a list of blocks, objects whose `is` says what each is (kernel/markup/tree.py)."
scalar Markup

"What is said to people, `{key, values}`: the key of a text in messages/<language>, and what that text names."
scalar Sentence

type Query

type Mutation
"""
"""What each service's schema.graphql extends."""


class Context:
    """One GraphQL request: who asks, what can be asked, and the time it is."""

    def __init__(self, caller: Caller, apis: Apis, request_id: str, now: datetime) -> None:
        self.caller = caller
        self.apis = apis
        self.request_id = request_id
        self.now = now


class Graph:
    """The resolvers of one service. Names are as in the SDL; arguments arrive in snake_case. What is not bound here
    is read off the value: `startsAt` from `value.starts_at`."""

    def __init__(self) -> None:
        self.fields: dict[str, Resolver] = {}
        self.batches: dict[str, Resolver] = {}

    def query(self, name: str) -> Callable[[R], R]:
        """Answer `Query.<name>` with `async def f(ctx, **arguments)`."""
        return self._register(self.fields, f"Query.{name}")

    def mutation(self, name: str) -> Callable[[R], R]:
        """Answer `Mutation.<name>` with `async def f(ctx, **arguments)`."""
        return self._register(self.fields, f"Mutation.{name}")

    def field(self, path: str) -> Callable[[R], R]:
        """Answer `Type.field` with `f(ctx, parent, **arguments)`, async or not. For many parents use `batched`."""
        return self._register(self.fields, path)

    def batched(self, path: str) -> Callable[[R], R]:
        """Answer `Type.field` for all parents of one request at once: `async def f(ctx, parents, **arguments)` gives
        a list of the same length and order; an item may be a Problem."""
        return self._register(self.batches, path)

    def _register(self, table: dict[str, Resolver], path: str) -> Callable[[R], R]:
        def register(resolver: R) -> R:
            assert path not in self.fields | self.batches, f"{path} is answered twice"
            table[path] = resolver
            return resolver

        return register
