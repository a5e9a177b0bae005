"""What is meant to cost much is refused after little work: counted in tokens, validations and compilations, since a
clock says something else on each machine."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import validate
from graphql.language.lexer import Lexer

from quickgraph import Engine, Limits, Request, build

SDL = """
input Deep { in: Deep  list: [Deep]  n: Int }
type Item { id: ID  name: String  items(first: Int = 10): [Item!] @cost(sizedBy: "first")  one(in: Deep): Item }
type Query { items(first: Int = 10): [Item!] @cost(sizedBy: "first")  one(in: Deep): Item  name: String }
type Subscription { item: Item }
"""
LIMITS = Limits()


class Item:
    """Never asked for anything: whatever is asked here is refused."""

    id = name = None
    items = one = None


def doubling(levels: int) -> str:
    parts = [f"fragment F{n} on Item {{ one {{ ...F{n + 1} }} a{n}: one {{ ...F{n + 1} }} }}" for n in range(levels)]
    return "{ one { ...F0 } } " + " ".join(parts) + f" fragment F{levels} on Item {{ id }}"


def circle(length: int) -> str:
    parts = [f"fragment F{n} on Item {{ one {{ id }} ...F{(n + 1) % length} }}" for n in range(length)]
    return "{ one { ...F0 } } " + " ".join(parts)


def merging(width: int, depth: int) -> str:
    inside = " ".join(merging(width, depth - 1) for _ in range(width)) if depth else "id"
    return f"one {{ {inside} }}"


def nested(depth: int) -> str:
    return "{ " + "one { " * depth + "id" + " }" * depth + " }"


BEFORE_VALIDATION = {
    "deep": nested(50),
    "deeper than any parser goes": nested(100_000 // 8),
    "deep by inline fragments": "{ one " + "{ ... " * 150 + "{ id }" + " }" * 150 + " }",
    "wide": "{ " + "name " * 1_500 + "}",
    "wide below": "{ one { " + "id " * 1_500 + "} }",
    "wide by fragments": "{ one { " + "...F " * 300 + "} } fragment F on Item { id name }",
    "aliased": "{ " + " ".join(f"a{n}: name" for n in range(400)) + " }",
    "aliased below": "{ one { " + " ".join(f"a{n}: id" for n in range(190)) + " } }",
    "doubling fragments": doubling(10),
    "doubling fragments, many": doubling(60),
    "a circle": circle(1),
    "circles": circle(20),
    "many operations": " ".join(f"query Q{n} {{ one {{ {'id name ' * 40} }} }}" for n in range(10)),
    "the same again and again": "{ one { " + "id " * 100 + "} }",
    "merging at each level": "{ " + merging(3, 4) + " }",
    "conflicts": "{ one { " + " ".join(f"one(in: {{n: {n}}}) {{ id }}" for n in range(60)) + " } }",
    "a chain of fragments": "{ one { ...F0 } } "
    + " ".join(f"fragment F{n} on Item {{ ...F{n + 1} }}" for n in range(150))
    + " fragment F150 on Item { id }",
    "directives": "{ name " + "@skip(if: false) " * 200 + "}",
    "unknown directives": "{ name " + "@a " * 900 + "}",
    "operations": " ".join(f"query Q{n} {{ name }}" for n in range(300)),
    "a deep literal": "{ one(in: " + "{in: " * 60 + "{n: 1}" + "}" * 60 + ") { id } }",
    "a deep list": "{ one(in: {list: " + "[" * 150 + "]" * 150 + "}) { id } }",
    "a deep default": "query($d: Deep = " + "{in: " * 60 + "{n: 1}" + "}" * 60 + ") { name }",
    "many tokens": "{ name " + "one(in: {n: 1}) { id } " * 30_000 + "}",
    "many commas": "{" + "," * 10**6 + "name}",
    "a long name": "{ " + "a" * 10**6 + " }",
    "a long string": '{ one(in: "' + "x" * 10**6 + '") { id } }',
    "comments": "{ name }" + "\n#" * 30_000,
    "subscription": "subscription { item { id } }",
    "nothing": "",
    "nonsense": "\x00" * 1_000,
}
BEFORE_COMPILING = {
    "unknown fields": "{ " + " ".join(f"x{n}" for n in range(19)) + " }",
    "conflicts": "{ one { " + " ".join(f"one(in: {{n: {n}}}) {{ id }}" for n in range(9)) + " } }",
    "unused fragments": "{ name } " + " ".join(f"fragment F{n} on Item {{ id name }}" for n in range(150)),
    "costly lists": "{ items(first: 1000) { items(first: 1000) { items(first: 1000) { id } } } }",
    "costly by default": "{ items { items { items { items { items { items { items { id } } } } } } } }",
    "the largest list": "{ items(first: 2147483647) { id } }",
    "types of types": "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
}


class Counted:
    """An engine, and how much it has lexed and validated."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, public: bool = True) -> None:
        async def item(ctx: None, **_: Any) -> object:
            raise AssertionError("executed")

        async def name(ctx: None) -> str:
            raise AssertionError("executed")

        fields: dict[str, Callable[..., object]] = {"Query.items": item, "Query.one": item, "Query.name": name}
        fields |= {"Item.items": lambda ctx, parent, **_: None, "Item.one": lambda ctx, parent, **_: None}
        fields |= {"Subscription.item": lambda ctx, parent: None}
        self.engine = Engine(build([SDL], fields), limits=LIMITS, public=public)
        self.tokens = self.validated = 0
        advance = Lexer.advance

        def counted_advance(lexer: Lexer) -> Any:
            self.tokens += 1
            return advance(lexer)

        def counted_validate(*given: Any, **more: Any) -> Any:
            self.validated += 1
            return validate(*given, **more)

        monkeypatch.setattr(Lexer, "advance", counted_advance)
        monkeypatch.setattr("quickgraph.request.documents.validate", counted_validate)

    async def refused(self, query: str, **more: Any) -> None:
        result = await self.engine.execute(Request(query=query, **more), None)
        assert result.state == "refused"
        assert len(result.body) < 10_000
        assert self.engine.counters.compiled == self.engine.counters.fallbacks == 0
        assert self.tokens <= LIMITS.tokens + 1


@pytest.mark.parametrize("name", BEFORE_VALIDATION)
async def test_refused_before_validation(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    counted = Counted(monkeypatch)
    await counted.refused(BEFORE_VALIDATION[name])
    assert counted.validated == 0
    read = counted.tokens
    await counted.refused(BEFORE_VALIDATION[name])
    assert counted.tokens == read  # the second time nothing is done at all


@pytest.mark.parametrize("name", BEFORE_COMPILING)
async def test_refused_before_compiling(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    counted = Counted(monkeypatch)
    await counted.refused(BEFORE_COMPILING[name])
    assert counted.validated == 1
    read = counted.tokens
    await counted.refused(BEFORE_COMPILING[name])
    assert (counted.validated, counted.tokens) == (1, read)


def deep_value(depth: int) -> Any:
    value: Any = {"n": 1}
    for _ in range(depth):
        value = {"in": value}
    return value


@pytest.mark.parametrize(
    "variables",
    [{"d": deep_value(900)}, {"d": {"list": [{"n": 1}] * 20_000}}, {"d": {"x" * 10**6: 1}}, {"n": 10**6}],
    ids=["deep", "many", "long", "costly"],
)
async def test_variables_are_refused_before_compiling(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, Any]
) -> None:
    counted = Counted(monkeypatch)
    await counted.refused("query($d: Deep, $n: Int) { one(in: $d) { items(first: $n) { id } } }", variables=variables)


async def test_a_mix_fills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    for round_ in range(40):
        counted.tokens = 0
        await counted.refused(f"{{ unknown{round_} }}")
        counted.tokens = 0
        await counted.refused(nested(13 + round_))
    assert counted.engine.documents.bytes == 0
    assert counted.validated == 40
