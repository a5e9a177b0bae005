"""What is too large is refused before anything expensive is done, and what is not is let through."""

from typing import Any

import pytest
from graphql import build_schema, parse, validate

from quickgraph import COST_SDL, Limits
from quickgraph.request.cost import operation_costs, total
from quickgraph.request.errors import RequestError
from quickgraph.request.size import check_variables, parse_document
from quickgraph.schema.cost_directive import cost_faults, field_costs

SMALL = Limits(
    document_bytes=2_000,
    tokens=400,
    comments=5,
    operations=2,
    root_fields=4,
    depth=4,
    nesting=8,
    selections=6,
    merged=3,
    fields=30,
    aliases=3,
    directives=3,
    literal_depth=3,
    variables=10,
    variables_depth=3,
    variables_bytes=50,
)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ a" + " " * 2_000 + "}", "2000 bytes"),
        ("{ " + "é" * 1_000 + " }", "2000 bytes"),
        ("{" + " a" * 400 + "}", "400 tokens"),
        ("{a" + "\n#x" * 6 + "}", "comments"),
        ("query A {a} query B {a} query C {a}", "2 operations"),
        ("{a b c d e}", "4 root fields"),
        ("{...F ...F ...F} fragment F on Query {a b}", "4 root fields"),
        ("{...F ... on Query {b c} ...{d}} fragment F on Query {a b}", "4 root fields"),
        ("{a{a{a{a{a}}}}}", "4 levels"),
        ("{a{...F}} fragment F on T {a{...G}} fragment G on T {a{a{a}}}", "4 levels"),
        ("{...A} fragment A on Query {" + "...{" * 9 + "a" + "}" * 9 + "}", "8 levels of braces"),
        ("{a{a b c d e f g}}", "6 selections in one place"),
        ("{a{...F ...{a b c}}} fragment F on T {d e f g}", "6 selections in one place"),
        ("{a{...F} b:a{...F} c:a{...F}} fragment F on T {a{a b c} b{a b c} c{a b c}}", "30 fields"),
        ("query A {a{a b c} b{a b c}} query B {a{a b c d} b{a b c d e f} c{a b c d e f} d{a b c}}", "30 fields"),
        ("{a a a a}", "3 fields of one name"),
        ("{a{b: a b ...F ...F ...{b}}} fragment F on T {b}", "3 fields of one name"),
        ("{a{b} a{b} ... {a{b ...F}}} fragment F on T {b}", "3 fields of one name"),
        ("{a{b{c c}} a{b{c}} ... {a{b {c}}}}", "3 fields of one name"),
        ("{a:x b:x c:x d:x}", "3 aliases"),
        ("{a @x @x b @x @x}", "3 directives"),
        ("query($a: Int @x) @x @x {a @x}", "3 directives"),
        ("{...F @x a @x} fragment F on T @x {...@x{a}}", "3 directives"),
        ("{a(x: [[[[1]]]])}", "3 levels in an argument"),
        ("{a(x: {a: {a: {a: {a: 1}}}})}", "3 levels in an argument"),
        ("query($a: [Int] = [[[[1]]]]) {a}", "3 levels in an argument"),
        ("subscription {a}", "Subscriptions"),
        ("{a(", "Syntax Error"),
        ("{a" * 300 + "}" * 300, "Syntax Error"),
        ('{a(x: "' + "y" * 1_500 + '"', "Syntax Error"),
    ],
)
def test_too_much_is_refused(query: str, words: str) -> None:
    with pytest.raises(RequestError, match=words) as caught:
        parse_document(query, SMALL)
    assert caught.value.status == 400
    for error in caught.value.errors:
        assert len(error["message"]) < 320
        assert len(error.get("locations", [])) <= 10


@pytest.mark.parametrize(
    "query",
    [
        "{a b c d}",
        "{a{a{a{a}}}}",
        "{__schema{a{a{a{a{a}}}}}}",
        "{a:x b:x c:x}",
        "query A($a: Int @x) {a @x @x} query B {a}",
        "{a(x: [[[1]]])}",
        "{...F ...F} fragment F on Query {a b}",
    ],
)
def test_what_is_within_the_limits_is_read(query: str) -> None:
    assert parse_document(query, SMALL).document.definitions


@pytest.mark.parametrize(
    "query",
    [
        "{...A} fragment A on Query {...A}",
        "{...A} fragment A on Query {a {...B}} fragment B on Query {b {...A}}",
        "{...A} " + " ".join(f"fragment A{i or ''} on Query {{...A{(i + 1) % 9 or ''}}}" for i in range(9)),
    ],
)
def test_circles_of_fragments_are_refused(query: str) -> None:
    with pytest.raises(RequestError, match="within itself"):
        parse_document(query, Limits())


def test_fragments_that_double_are_counted_not_walked() -> None:
    doubling = "".join(f"fragment F{i} on Query {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }} " for i in range(30))
    query = "{ ...F0 } " + doubling + "fragment F30 on Query { a }"
    with pytest.raises(RequestError, match=r"fields|levels"):
        parse_document(query, Limits(depth=100, nesting=100))


def test_a_chain_of_fragments_as_long_as_the_tokens_allow() -> None:
    chain = "".join(f"fragment F{i} on Q {{...F{i + 1}}} " for i in range(200))
    with pytest.raises(RequestError, match="levels of braces"):
        parse_document("{...F0} " + chain + "fragment F200 on Q {a}", Limits())
    backwards = "".join(f"fragment F{i + 1} on Q {{...F{i}}} " for i in range(200))
    with pytest.raises(RequestError, match="levels of braces"):
        parse_document("{...F200} fragment F0 on Q {a} " + backwards, Limits())


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"a": list(range(10))}, "10 values"),
        ({"a": {str(i): i for i in range(10)}}, "10 values"),
        ({"a": [[[[1]]]]}, "3 levels"),
        ({"a": {"a": {"a": {"a": 1}}}}, "3 levels"),
        ({"a": "x" * 60}, "50 letters"),
        ({"a": {"x" * 60: 1}}, "50 letters"),
        ({"a": ["x" * 30, "y" * 30]}, "50 letters"),
    ],
)
def test_variables_are_bounded(variables: dict[str, object], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        check_variables(variables, SMALL)


def test_variables_within_the_bounds() -> None:
    assert check_variables({"a": [1, 2, [3]], "b": {"c": "x" * 40}, "d": None}, SMALL) is None


COSTS = build_schema(
    COST_SDL
    + """
    interface Named { name: String  friends: [Named] }
    type Person implements Named {
      name: String
      friends: [Named]
      likes(n: Int): [Person!]! @cost(sizedBy: "n", size: 3)
    }
    type Query {
      people(first: Int = 20, after: ID): [Person!]! @cost(weight: 2, size: 50, sizedBy: "first")
      heavy: Int @cost(weight: 100)
      one: Person
      any: Named
      grid: [[Person]]
    }
    """
)


def cost(query: str, **variables: Any) -> int:
    document = parse(query)
    assert not validate(COSTS, document)
    (found,) = operation_costs(document, COSTS, field_costs(COSTS, 10)).values()
    return total(found, variables)


def test_costs_follow_the_sdl() -> None:
    assert cost("{ heavy one { name } }") == 100 + 1 + 1
    assert cost("{ people { name } }") == 2 + 20
    assert cost("{ people(first: 7) { name likes { name } } }") == 2 + 7 * (1 + 1 + 3)
    assert cost("{ people(first: null) { name } }") == 2 + 20
    assert cost("{ any { friends { name ... on Person { likes(n: 2) { name } } } } }") == 1 + 1 + 10 * (1 + 1 + 2)
    assert cost("{ grid { name } __typename }") == 1 + 10 + 1


def test_costs_know_variables() -> None:
    query = "query($n: Int, $m: Int = 4) { people(first: $n) { likes(n: $m) { name } } }"
    assert cost(query) == 2 + 20 * (1 + 4)
    assert cost(query, n=100) == 2 + 100 * (1 + 4)
    assert cost(query, n=100, m=0) == 2 + 100
    assert cost(query, n=None, m=-5) == 2 + 20
    assert cost(query, n="many", m=[]) == 2 + 20 * (1 + 4)
    assert cost(query, n=10**30, m=float("inf")) == 2 + 2**31 * (1 + 2**31)
    assert (
        cost("query($n: Int) { one { ...F } any { ...F } } fragment F on Person { likes(n: $n) { name } }", n=6) == 16
    )


def test_costs_that_do_not_fit_the_schema_are_named() -> None:
    schema = build_schema(
        COST_SDL
        + """type Query {
          a(first: String): [Int] @cost(sizedBy: "first")
          b: [Int] @cost(sizedBy: "first")
          c: Int @cost(weight: -1)
          d(first: Int!): [Int] @cost(sizedBy: "first")
        }"""
    )
    faults = cost_faults(schema)
    assert [fault.partition(":")[0] for fault in faults] == ["Query.a", "Query.b", "Query.c"]
