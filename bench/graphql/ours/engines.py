"""Ways to answer: documents compiled by quickgraph; graphql-core executing documents that are kept; and whole answers
that are kept, to know what the HTTP server alone costs."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast

import msgspec
from graphql import DocumentNode, parse, validate
from stores import Asked

from quickgraph import Engine, Limits, Schema, respond
from quickgraph.execute import reference

Headers = list[tuple[bytes, bytes]]
Scope = Mapping[str, Any]
JSON: Final = [(b"content-type", b"application/json; charset=utf-8")]
READ: Final = frozenset({b"accept", b"content-type"})
"""All that quickgraph looks at."""
LIMITS: Final = Limits()


class Context:
    """One request: what it may ask, and who asks."""

    __slots__ = ("asked", "user_id")

    def __init__(self, asked: Asked, user_id: str) -> None:
        self.asked = asked
        self.user_id = user_id


Answer = Callable[[Scope, bytes, Context], Awaitable[tuple[int, Headers, bytes]]]


def compiled(schema: Schema) -> Answer:
    """quickgraph, with everything it does about HTTP."""
    engine = Engine(schema, limits=LIMITS)

    async def answer(scope: Scope, body: bytes, context: Context) -> tuple[int, Headers, bytes]:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"] if name in READ}
        query = scope["query_string"].decode("latin-1")
        response = await respond(engine, scope["method"], headers, query, body, context)
        told = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        told.append((b"content-length", str(len(response.body)).encode()))
        return response.status, told, response.body

    return answer


def executed(schema: Schema) -> Answer:
    """graphql-core, with parsing and validation done once for each document."""
    reference.bind(schema)
    kept: dict[str, DocumentNode] = {}

    async def answer(_: Scope, body: bytes, context: Context) -> tuple[int, Headers, bytes]:
        asked = cast("dict[str, Any]", msgspec.json.decode(body))
        if (document := kept.get(asked["query"])) is None:
            document = kept[asked["query"]] = parse(asked["query"])
            assert not validate(schema.graphql, document)
        result = await reference.run(schema, document, None, asked["variables"], context)
        content = msgspec.json.encode(result.formatted)
        return 200, [*JSON, (b"content-length", str(len(content)).encode())], content

    return answer


def remembered(schema: Schema) -> Answer:
    """quickgraph's first answer to each body, given again and again: what is left is uvicorn's own cost."""
    first = compiled(schema)
    kept: dict[tuple[bytes, str], tuple[int, Headers, bytes]] = {}

    async def answer(scope: Scope, body: bytes, context: Context) -> tuple[int, Headers, bytes]:
        found = kept.get((body, context.user_id))
        if found is None:
            found = kept[body, context.user_id] = await first(scope, body, context)
        return found

    return answer


ENGINES: Final = {"quickgraph": compiled, "graphql-core": executed, "remembered": remembered}
