"""Small cases beside the generated ones: each equal to graphql-core, on the slow path and by generated code."""

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace as Value
from typing import Any

import msgspec
import pytest
from graphql import GraphQLError, parse

from quickgraph import Engine, ErrorBody, Limits, Request, Scalar, build
from quickgraph.execute import reference


def described(error: Exception) -> ErrorBody:
    return ErrorBody(error.message if isinstance(error, GraphQLError) else str(error))


async def equal(
    sdl: str,
    query: str,
    fields: Mapping[str, Callable[..., object]],
    variables: dict[str, object] | None = None,
    fallback: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """The response, which must be graphql-core's own, its errors included, however often it is asked; `fallback`: and
    be made by it."""
    schema = build([sdl], fields, **more)
    engine = Engine(schema, public=False, describe=described, limits=Limits(nesting=100, errors=100))
    expected = await reference.run(schema, parse(query), None, variables, None, hide_suggestions=False)
    errors = [error.formatted for error in expected.errors or []]
    wanted = json.loads(msgspec.json.encode({"data": expected.data, "errors": errors}))
    for _ in range(3):
        result = await engine.execute(Request(query=query, variables=variables), None)
        body = json.loads(result.body)
        assert result.fallback == fallback
        assert json.dumps(body["data"]) == json.dumps(wanted["data"])
        assert sorted(map(json.dumps, body.get("errors", []))) == sorted(map(json.dumps, wanted["errors"]))
    return body


def gives(value: object) -> Callable[..., object]:
    def resolve(ctx: object, **_: object) -> object:
        return value

    return resolve


@pytest.mark.parametrize(("depth", "fallback"), [(10, False), (30, True)])
async def test_lists_of_lists_of_lists(depth: int, fallback: bool) -> None:
    """Compiled no deeper than what CPython 3.13 bears: 25 nested comprehensions end its process."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    kind = "[" * depth + "Int" + "]" * depth
    fields = {"Query.deep": gives(value)}
    assert (await equal(f"type Query {{ deep: {kind} }}", "{ deep }", fields, fallback=fallback))["data"]["deep"]


async def test_an_enum_whose_name_is_the_end_of_another() -> None:
    sdl = "enum xception { A B } enum dd { A } type Query { one: xception other: dd many: [xception!] }"
    fields = {"Query.one": gives("A"), "Query.other": gives("A"), "Query.many": gives(["A", "B", "C"])}
    await equal(sdl, "{ one other many }", fields)


@pytest.mark.parametrize(
    "wrong", [object(), {1, "x"}, 2**70, float("inf"), "\ud800", b"\xff", {"a": object()}, {object(): 1}]
)
async def test_a_scalar_that_json_cannot_say(wrong: object) -> None:
    scalars = {"Any_": Scalar(lambda value: value, lambda value: value)}
    schema = build(
        ["scalar Any_ type Query { bad: Any_ good: Int }"],
        {"Query.bad": gives(wrong), "Query.good": gives(1)},
        scalars=scalars,
    )
    engine = Engine(schema)
    for _ in range(3):
        result = await engine.execute(Request(query="{ good bad }"), None)
        body = json.loads(result.body)
        assert "data" in body or body["errors"]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
async def test_strings_that_utf8_cannot_say(text: str) -> None:
    engine = Engine(build(["type Query { text: String }"], {"Query.text": gives(text)}))
    for _ in range(3):
        assert json.loads((await engine.execute(Request(query="{ text }"), None)).body)


@pytest.mark.parametrize("answer", [[], [1, 2, 3], None, 7, ValueError("all"), (n for n in (1, 2)), "ab", {1: 1, 2: 2}])
async def test_a_batch_that_answers_wrongly(answer: Any) -> None:
    async def batch(ctx: object, parents: list[object]) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    sdl = "type Query { items: [Item!] } type Item { n: Int m: Int! }"
    schema = build([sdl], {"Query.items": gives([Value(m=1), Value(m=2)])}, {"Item.n": batch})
    engine = Engine(schema, describe=described)
    for _ in range(3):
        body = json.loads((await engine.execute(Request(query="{ items { n m } }"), None)).body)
        assert [item["m"] for item in body["data"]["items"]] == [1, 2]
        assert [item["n"] for item in body["data"]["items"]] in ([None, None], [1, 2])


async def test_nulls_end_where_they_may() -> None:
    sdl = """type Query { a: A aa: [A] } type A { b: B! bs: [B!]! loose: [B!] } type B { c: Int! }"""
    good, bad = Value(c=1), Value(c=None)
    rows = [Value(b=good, bs=[good, bad], loose=[bad]), Value(b=bad, bs=[], loose=[good]), None]
    fields = {"Query.a": gives(rows[0]), "Query.aa": gives(rows)}
    body = await equal(sdl, "{ a { loose { c } b { c } } aa { loose { c } b { c } } }", fields)
    assert body["data"]["aa"] == [{"loose": None, "b": {"c": 1}}, None, None]
    await equal(sdl, "{ a { bs { c } } aa { bs { c } } }", fields)


async def test_an_exception_is_a_value_that_fails() -> None:
    sdl = "type Query { n: [Int] o: [O!] } type O { n: Int p: Int! }"
    fields = {
        "Query.n": gives([1, ValueError("x"), 2]),
        "Query.o": gives([Value(n=KeyError("k"), p=1), ValueError("y")]),
    }
    await equal(sdl, "{ n o { n p } }", fields)


async def test_many_things() -> None:
    sdl = "type Query { many: [O!]! } type O { n: Int! o: O }"
    many = [Value(n=n, o=Value(n=-n, o=None)) for n in range(3_000)]
    await equal(sdl, "{ many { n o { n o { n } } } }", {"Query.many": gives(many)})
    many[1_500].o.n = "odd"
    await equal(sdl, "{ many { n o { n o { n } } } }", {"Query.many": gives(many)})
    many[2_999].n = None
    await equal(sdl, "{ many { n o { n o { n } } } }", {"Query.many": gives(many)})


async def test_conditions_by_variables() -> None:
    sdl = "type Query { a: Int b: Int o: O } type O { x: Int y: Int }"
    fields = {"Query.a": gives(1), "Query.b": gives(2), "Query.o": gives(Value(x=1, y=2))}
    query = """query($p: Boolean!, $q: Boolean = true) {
      a @include(if: $p) b @skip(if: $q) o { ...F @skip(if: $p) x @include(if: $q) }
    } fragment F on O { y x }"""
    for first in (True, False):
        for second in (True, False):
            await equal(sdl, query, fields, {"p": first, "q": second})
        await equal(sdl, query, fields, {"p": first})


async def test_one_and_true_and_one_point_nought_are_three_arguments() -> None:
    calls: list[str] = []

    async def batch(ctx: object, parents: list[object], **given: object) -> list[str]:
        calls.append(repr(given["x"]))
        return [repr(given["x"]) for _ in parents]

    sdl = "scalar Any_ type Query { items: [Item!] } type Item { said(x: Any_): String }"
    scalars = {"Any_": Scalar(lambda value: value, lambda value: value)}
    query = "{ items { a: said(x: 1) b: said(x: true) c: said(x: 1.0) d: said(x: 1) } }"
    fields = {"Query.items": gives([Value(), Value()])}
    body = await equal(sdl, query, fields, batched={"Item.said": batch}, scalars=scalars)
    assert body["data"]["items"][1] == {"a": "1", "b": "True", "c": "1.0", "d": "1"}
    assert sorted(calls[-3:]) == ["1", "1.0", "True"]


async def test_a_name_that_is_longer_in_small_letters_is_refused_in_words() -> None:
    sdl = "type Query { a(input: In): Int } input In { name: String tagline: String }"
    engine = Engine(build([sdl], {"Query.a": gives(1)}), public=False, describe=described)
    for name in ("\u0130" * 3, "nam\u0130\u0130", "\u0130tagline\u0130\u0130\u0130"):
        request = Request(query="query($in: In) { a(input: $in) }", variables={"in": {name: "x"}})
        body = json.loads((await engine.execute(request, None)).body)
        assert "is not defined" in body["errors"][0]["message"] or "Expected value" in body["errors"][0]["message"]
