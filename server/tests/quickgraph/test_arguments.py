"""Arguments: what GraphQL coerces, and what the annotations then make of it."""

import json
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec
import pytest

from quickgraph import DATE_TIME, ArgumentError, Engine, ErrorBody, Request, build
from quickgraph.schema.arguments import ArgumentConverter

SDL = """
scalar DateTime
enum Color { red green }
input Point { x: Float! y: Float = 1.5 label: String at: DateTime }
type Query { take(id: ID, many: [Int!], color: Color = green, point: Point, someText: String, at: DateTime): String! }
"""


class Color(Enum):
    RED = "red"
    GREEN = "green"


class Point(msgspec.Struct):
    x: float
    y: float
    label: str = "none"
    at: datetime | None = None


class Taken:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    async def take(
        self,
        ctx: object,
        id: UUID | None,
        color: Color,
        many: frozenset[int] = frozenset({7}),
        point: Point | None = None,
        some_text: str | None = "unsaid",
        at: datetime | None = None,
    ) -> str:
        self.values = {"id": id, "color": color, "many": many, "point": point, "some_text": some_text, "at": at}
        return "taken"


async def ask(query: str, **variables: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """The response and the values taken; the same from the slow path and from generated code."""
    taken = Taken()
    schema = build(sdl=[SDL], fields={"Query.take": taken.take}, scalars={"DateTime": DATE_TIME})
    engine = Engine(schema, describe=lambda error: None)
    first = await engine.execute(Request(query=query, variables=variables), None)
    values, taken.values = taken.values, {}
    again = await engine.execute(Request(query=query, variables=variables), None)
    assert (first, values) == (again, taken.values)
    assert not first.fallback
    return json.loads(first.body), values


async def test_defaults() -> None:
    _, taken = await ask("{ take }")
    assert taken == {
        "id": None,
        "color": Color.GREEN,
        "many": frozenset({7}),
        "point": None,
        "some_text": "unsaid",
        "at": None,
    }


async def test_literals() -> None:
    _, taken = await ask(
        '{ take(id: "6e1c2b1e-3a52-4d6a-8f0e-0a3c5d1f7b11", many: 3, color: red, point: {x: 1}, someText: null,'
        ' at: "2026-11-22T10:00:00+01:00") }'
    )
    assert taken["id"] == UUID("6e1c2b1e-3a52-4d6a-8f0e-0a3c5d1f7b11")
    assert taken["many"] == frozenset({3})
    assert taken["color"] is Color.RED
    assert taken["point"] == Point(1.0, 1.5)
    assert taken["some_text"] is None
    assert taken["at"].isoformat() == "2026-11-22T09:00:00+00:00"


async def test_variables_and_their_defaults() -> None:
    query = """query ($many: [Int!] = [1, 2], $point: Point, $text: String, $x: Float!) {
        take(many: $many, point: $point, someText: $text)  other: take(point: {x: $x, label: $text}) }"""
    taken = Taken()
    schema = build(sdl=[SDL], fields={"Query.take": taken.take}, scalars={"DateTime": DATE_TIME})
    result = await Engine(schema).execute(
        Request(query=query, variables={"x": 2, "point": {"x": 3, "label": None}}), None
    )
    assert json.loads(result.body) == {"data": {"take": "taken", "other": "taken"}}
    assert taken.values["point"] == Point(2.0, 1.5)
    _, values = await ask("query ($many: [Int!] = [1, 2], $t: String) { take(many: $many, someText: $t) }", t="said")
    assert (values["many"], values["some_text"]) == (frozenset({1, 2}), "said")


async def test_null_where_the_annotation_has_a_default_only() -> None:
    _, taken = await ask("query ($point: Point) { take(many: null, point: $point) }", point={"x": 1, "label": None})
    assert (taken["many"], taken["point"]) == (frozenset({7}), Point(1.0, 1.5, "none"))


async def test_what_the_annotation_does_not_accept_is_the_fields_error() -> None:
    body, taken = await ask('{ take(id: "no uuid") }')
    assert body["data"] is None
    assert body["errors"][0]["path"] == ["take"]
    assert body["errors"][0]["message"] == "This does not fit: Invalid UUID - at `$.id`."
    assert taken == {}


async def test_what_graphql_does_not_accept_is_refused() -> None:
    body, taken = await ask("query ($point: Point) { take(point: $point) }", point={"y": 1})
    assert "data" not in body
    assert "Variable '$point' has invalid value" in body["errors"][0]["message"]
    assert taken == {}


async def test_rest() -> None:
    async def rest(ctx: object, **rest: object) -> str:
        return json.dumps(rest)

    engine = Engine(build(sdl=["type Query { rest(aB: Int, c: [Int]): String }"], fields={"Query.rest": rest}))
    result = await engine.execute(Request(query="{ rest(aB: 1, c: 2) }"), None)
    assert json.loads(json.loads(result.body)["data"]["rest"]) == {"a_b": 1, "c": [2]}


def test_values_are_not_shared() -> None:
    def resolver(ctx: object, tags: list[str] | None = None) -> None: ...

    converter = ArgumentConverter(resolver, 1, ["tags"])
    given = {"tags": ["a"]}
    assert converter.convert(given)["tags"] is not given["tags"]
    with pytest.raises(ArgumentError, match="tags"):
        converter.convert({"tags": [1]})


async def test_describe_may_say_more() -> None:
    taken = Taken()
    schema = build(sdl=[SDL], fields={"Query.take": taken.take}, scalars={"DateTime": DATE_TIME})
    engine = Engine(schema, describe=lambda error: ErrorBody("no", {"code": "invalid"}))
    result = await engine.execute(Request(query='{ take(id: "x") }'), None)
    assert json.loads(result.body)["errors"][0]["extensions"] == {"code": "invalid"}
