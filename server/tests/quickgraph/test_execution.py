"""Execution: one call a level, mutations in series, no resolver twice, and bytes that say it right."""

import asyncio
import json
import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace as Value
from typing import Any
from uuid import UUID

import pytest
from graphql import build_client_schema, get_introspection_query, parse

import quickgraph
from quickgraph import DATE_TIME, Engine, ErrorBody, Limits, Request, Scalar, SchemaError, build
from quickgraph.execute import reference
from quickgraph.plan import codegen

SDL = """
scalar DateTime
scalar Anything
interface Named { name: String! }
union Thing = Talk | Panel
type Person implements Named { name: String! friend: Person friends: [Person!]! class: String lambda: Int }
type Talk implements Named { name: String! host: Person! }
type Panel implements Named { name: String! hosts: [Person!]! guests: [[Person]] }
type Leaves { int: Int float: Float string: String id: ID boolean: Boolean at: DateTime any: Anything list: [Int!] }
type Query { people(tag: String): [Person!]! person: Person things: [Thing] named: [Named!] leaves: Leaves }
extend type Query { slow: Int slower: Int }
type Mutation { add(by: Int!): Int! fail: Int! maybe: Person }
"""


class Person:
    def __init__(self, name: Any, **more: Any) -> None:
        self.name = name
        self.__dict__.update(more)


class Talk(Person): ...


class Panel(Person): ...


class Fixture:
    """Resolvers that count their calls; `answers` may say otherwise what they give. Those that are slow wait until
    as many as `together` have begun."""

    def __init__(self, together: int = 1, **answers: Any) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.answers = answers
        self.together = asyncio.Barrier(together)
        fields = {f"Query.{name}": self._root(name) for name in ("people", "person", "things", "named", "leaves")}
        fields |= {f"Mutation.{name}": self._root(name) for name in ("fail", "maybe")}
        fields |= {"Query.slow": self.slow, "Query.slower": self.slow, "Mutation.add": self.add}
        self.schema = build(
            sdl=[SDL],
            fields=fields,
            batched={"Person.friend": self.friends, "Person.friends": self.many, "Talk.host": self.friends},
            scalars={"DateTime": DATE_TIME, "Anything": Scalar(lambda value: value, lambda value: value)},
        )

    def _root(self, name: str) -> Callable[..., Any]:
        async def root(ctx: object, **arguments: object) -> Any:
            self.calls.append((name, arguments))
            answer = self.answers.get(name)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return root

    async def friends(self, ctx: object, parents: list[Any]) -> list[Any]:
        self.calls.append(("friend", [parent.name for parent in parents]))
        return [self.answers.get("friend", Person(f"{parent.name}'s friend")) for parent in parents]

    async def many(self, ctx: object, parents: list[Any]) -> list[Any]:
        self.calls.append(("friends", [parent.name for parent in parents]))
        return [[Person(f"{parent.name}{n}") for n in range(2)] for parent in parents]

    async def add(self, ctx: object, by: int) -> int:
        self.calls.append(("add", by))
        await asyncio.sleep(0)
        self.calls.append(("added", by))
        return by

    async def slow(self, ctx: object) -> int:
        await self.together.wait()
        return 1

    async def ask(self, query: str, **options: Any) -> dict[str, Any]:
        """The response, which is the same from generated code and the slow path; the calls are those of the latter."""
        options = {"public": False, "describe": lambda error: ErrorBody(str(error)), **options}
        found = []
        for compile_at in (1, 9):
            self.calls.clear()
            engine = Engine(self.schema, compile_at=compile_at, **options)
            found.append(await engine.execute(Request(query=query), None))
            assert not found[-1].fallback
        assert found[0].body == found[1].body
        return json.loads(found[0].body)


async def test_one_call_a_level_over_all_lists() -> None:
    fixture = Fixture(people=[Person("a"), Person("b")])
    body = await fixture.ask("{ people { friends { friend { name } } other: friends { friend { name } } } }")
    assert body["data"]["people"][1]["other"][0]["friend"]["name"] == "b0's friend"
    assert [call[0] for call in fixture.calls] == ["people", "friends", "friend"]
    assert len(fixture.calls[2][1]) == 8


async def test_one_call_across_union_branches() -> None:
    things = [Talk("t"), Panel("p", hosts=[Person("h")], guests=[[Person("g"), None], None]), None]
    fixture = Fixture(things=things, named=[Person("n"), Talk("u")])
    body = await fixture.ask(
        """{ things { __typename ... on Talk { host { friend { name } } }
             ... on Panel { hosts { friend { name } } guests { friend { name } } } }
             named { name ... on Person { friend { name } } } }"""
    )
    assert [thing and thing["__typename"] for thing in body["data"]["things"]] == ["Talk", "Panel", None]
    assert body["data"]["things"][1]["guests"] == [[{"friend": {"name": "g's friend"}}, None], None]
    assert [call for call in fixture.calls if call[0] == "friend"] == [
        ("friend", ["t"]),
        ("friend", ["h", "g", "n"]),
        ("friend", ["t's friend"]),
    ]


async def test_siblings_run_at_the_same_time() -> None:
    assert await Fixture(together=3).ask("{ slow slower again: slow }") == {
        "data": {"slow": 1, "slower": 1, "again": 1}
    }


async def test_mutations_run_in_series_and_stop() -> None:
    fixture = Fixture(fail=ValueError("no"))
    body = await fixture.ask("mutation { a: add(by: 1) b: add(by: 2) fail c: add(by: 3) }")
    assert body["data"] is None
    assert [error["path"] for error in body["errors"]] == [["fail"]]
    assert fixture.calls == [("add", 1), ("added", 1), ("add", 2), ("added", 2), ("fail", {})]


async def test_a_mutation_whose_result_surprises_runs_once() -> None:
    fixture = Fixture(maybe=Person(None))
    engine = Engine(fixture.schema, compile_at=1)
    result = await engine.execute(Request(query="mutation { maybe { name } add(by: 1) }"), None)
    assert json.loads(result.body)["data"] == {"maybe": None, "add": 1}
    assert [name for name, _ in fixture.calls] == ["maybe", "add", "added"]
    assert (engine.counters.slow_path, engine.counters.fallbacks) == (1, 0)


async def test_null_reaches_the_right_ancestor() -> None:
    body = await Fixture(people=[Person("a"), Person(None)]).ask("{ person { name } people { name } }")
    assert body["data"] is None
    assert body["errors"] == [
        {
            "message": "Cannot return null for non-nullable field Person.name.",
            "locations": [{"line": 1, "column": 28}],
            "path": ["people", 1, "name"],
        }
    ]


async def test_what_is_said_of_exceptions() -> None:
    fixture = Fixture(person=ValueError("secret"))
    body = await fixture.ask("{ person { name } slow }", describe=lambda error: None)
    assert body["data"] == {"person": None, "slow": 1}
    assert body["errors"][0]["message"] == "Something went wrong here."


async def test_errors_are_capped() -> None:
    fixture = Fixture(people=[Person(str(n)) for n in range(50)], friend=ValueError("no"))
    body = await fixture.ask("{ people { friend { name } } }", limits=Limits(errors=3))
    assert len(body["errors"]) == 3
    assert body["data"]["people"] == [{"friend": None}] * 50


async def test_a_batch_of_the_wrong_length() -> None:
    async def short(ctx: object, parents: list[object]) -> list[object]:
        return []

    async def one(ctx: object) -> Any:
        return Person("a")

    sdl = "type Query { p: Person } type Person { friend: Person name: String }"
    engine = Engine(
        build(sdl=[sdl], fields={"Query.p": one}, batched={"Person.friend": short}),
        describe=lambda error: ErrorBody(str(error)),
    )
    result = await engine.execute(Request(query="{ p { name friend { name } } }"), None)
    assert json.loads(result.body)["errors"][0]["message"] == "Person.friend answered 0 of 1 parents"


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("int", 2**31, None),
        ("int", True, 1),
        ("int", "12", 12),
        ("float", float("nan"), None),
        ("float", float("-inf"), None),
        ("float", 3, 3.0),
        ("string", 1, "1"),
        ("string", "\ud800", "\ud800"),
        ("string", [], None),
        ("id", UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ("id", 7, "7"),
        ("boolean", 2, True),
        ("boolean", "yes", None),
        ("at", datetime(2026, 11, 22, 9, tzinfo=UTC), "2026-11-22T09:00:00Z"),
        ("at", datetime(2026, 11, 22, 9, 0, 0, 5, tzinfo=UTC), "2026-11-22T09:00:00.000005Z"),
        ("at", datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=2))), "2026-11-22T07:00:00Z"),
        ("at", datetime(2026, 11, 22, 9), None),  # noqa: DTZ001
        ("any", {"a": [1, 2**70, None]}, {"a": [1, 2**70, None]}),
        ("list", (1, 2), [1, 2]),
        ("list", frozenset({5}), [5]),
        ("list", deque([1]), [1]),
        ("list", "12", None),
        ("list", 12, None),
        ("list", [1, None], None),
    ],
)
async def test_leaves(name: str, value: object, written: object) -> None:
    body = await Fixture(leaves=Value(**{name: value})).ask(f"{{ leaves {{ {name} }} }}")
    assert body["data"]["leaves"][name] == written
    assert ("errors" in body) == (written is None)


async def test_names_that_python_has_for_itself() -> None:
    fixture = Fixture(people=[Person("a", **{"class": "first", "lambda": 1})])
    body = await fixture.ask(
        "{ people { class lambda None: name import: name __debug__: name _: name f0: name T0: name } }"
    )
    assert body["data"]["people"][0] == {
        **{"class": "first", "lambda": 1},
        **dict.fromkeys(["None", "import", "__debug__", "_", "f0", "T0"], "a"),
    }


async def test_the_code_sees_no_builtins_and_no_client_text(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def spy(source: str, *rest: Any, **options: Any) -> Any:
        written.append(source)
        return compile(source, *rest, **options)

    monkeypatch.setattr(codegen, "compile", spy, raising=False)
    evil = "'); __import__('os').abort() #"
    body = await Fixture(people=[]).ask(f'query Evil {{ evil: people(tag: "{evil}") {{ alias: name }} }}')
    assert body == {"data": {"evil": []}}
    assert len(written) == 1
    assert "os" not in written[0]
    assert "tag" not in written[0]
    assert "Evil" not in written[0]
    assert "'evil'" in written[0]


async def test_conditions_make_plans_of_their_own() -> None:
    fixture = Fixture(person=Person("a"))
    engine = Engine(fixture.schema, compile_at=1)
    query = "query ($yes: Boolean!, $no: Boolean = false) { person { name @include(if: $yes) x: name @skip(if: $no) } }"
    for yes, no, expected in [(True, True, {"name": "a"}), (False, False, {"x": "a"}), (True, True, {"name": "a"})]:
        result = await engine.execute(Request(query=query, variables={"yes": yes, "no": no}), None)
        assert json.loads(result.body)["data"]["person"] == expected
    assert engine.counters.compiled == 2


async def test_tools_can_read_the_schema() -> None:
    schema = Fixture().schema
    result = await Engine(schema, public=False).execute(Request(query=get_introspection_query()), None)
    read = build_client_schema(json.loads(result.body)["data"])
    assert set(read.type_map) == set(schema.graphql.type_map)


async def test_introspection_falls_back() -> None:
    engine = Engine(Fixture().schema, public=False)
    result = await engine.execute(Request(query="{ __schema { queryType { name } } slow }"), None)
    assert json.loads(result.body) == {"data": {"__schema": {"queryType": {"name": "Query"}}, "slow": 1}}
    assert result.fallback
    assert engine.counters.fallbacks == 1
    refused = await Engine(Fixture().schema).execute(Request(query="{ __schema { queryType { name } } }"), None)
    assert refused.status == 400


async def test_too_slow() -> None:
    engine = Engine(Fixture(together=2).schema, limits=Limits(seconds=0.01))
    result = await engine.execute(Request(query="{ slow }"), None)
    assert result.status == 503
    assert "data" not in json.loads(result.body)


async def test_too_slow_ends_everything_that_runs() -> None:
    ended: list[str] = []

    def waiting(name: str) -> Callable[..., Any]:
        async def resolver(ctx: object) -> int:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(name)
            return 1

        return resolver

    sdl = "type Query { a: Int b: Int c: Int }"
    fields = {f"Query.{name}": waiting(name) for name in "abc"}
    engine = Engine(build(sdl=[sdl], fields=fields), limits=Limits(seconds=0.01))
    assert (await engine.execute(Request(query="{ a b c }"), None)).status == 503
    assert sorted(ended) == ["a", "b", "c"]


async def test_lists_that_change_while_they_are_answered() -> None:
    people = [Person("a"), Person("b")]

    async def root(ctx: object) -> object:
        return Value(people=people)

    async def names(ctx: object, parents: list[Person]) -> list[str]:
        people.insert(0, Person("c"))
        return [parent.name.upper() for parent in parents]

    sdl = "type Query { all: All } type All { people: [P!] } type P { name: String shout: String }"
    engine = Engine(build(sdl=[sdl], fields={"Query.all": root}, batched={"P.shout": names}), compile_at=1)
    result = await engine.execute(Request(query="{ all { people { name shout } } }"), None)
    assert json.loads(result.body)["data"]["all"]["people"] == [
        {"name": "a", "shout": "A"},
        {"name": "b", "shout": "B"},
    ]


async def test_plans_are_kept_within_bounds() -> None:
    engine = Engine(Fixture(person=Person("a")).schema, compile_at=1, limits=Limits(documents_bytes=100_000))
    for number in range(30):
        query = f"{{ person {{ a{number}: name friends {{ name }} }} }}"
        for _ in range(2):
            assert json.loads((await engine.execute(Request(query=query), None)).body)["data"]["person"]["friends"]
    assert engine.counters.compiled == 30
    result = await engine.execute(Request(query="{ person { a0: name friends { name } } }"), None)
    assert json.loads(result.body)["data"]["person"]["a0"] == "a"
    assert engine.counters.compiled == 31


def test_the_readme_runs() -> None:
    readme = (Path(quickgraph.__file__).parent / "README.md").read_text()
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert examples
    for example in examples:
        subprocess.run(
            [sys.executable, "-c", example], check=True, timeout=30, cwd=Path(quickgraph.__file__).parents[1]
        )


class Someone:
    """A value of a root type, with friends who are as well."""

    def __init__(self, name: str, *friends: "Someone") -> None:
        self.name, self.friends = name, list(friends)


NESTED_ROOTS = """
type Query implements Named { name: String  shout: String  friends: [Query]  anybody: Named  either: Either
  change: Mutation }
type Mutation { add(by: Int!): Int  again: Mutation }
type Stone { weight: Int }
interface Named { name: String }
union Either = Query | Stone
"""


def nested_roots() -> dict[str, Callable[..., Any]]:
    """Resolvers that answer from their parent: at the root there is none."""
    bo = Someone("Bo", Someone("Cy"))

    def name(ctx: object, parent: Someone | None) -> str:
        return parent.name if parent else "the root"

    def friends(ctx: object, parent: Someone | None) -> list[Someone]:
        return parent.friends if parent else [bo]

    def one(ctx: object, parent: Someone | None) -> Someone:
        return bo

    async def add(ctx: object, parent: Someone | None, by: int) -> int:
        return by + (len(parent.name) if parent else 0)

    return {
        "Query.name": name,
        "Query.friends": friends,
        **dict.fromkeys(("Query.anybody", "Query.either", "Query.change", "Mutation.again"), one),
        "Mutation.add": add,
    }


@pytest.mark.parametrize("compile_at", [1, 1_000])
@pytest.mark.parametrize(
    ("query", "data"),
    [
        (
            "{ name shout friends { __typename name shout friends { name shout } } }",
            {
                "name": "the root",
                "shout": "NOBODY!",
                "friends": [
                    {"__typename": "Query", "name": "Bo", "shout": "BO!", "friends": [{"name": "Cy", "shout": "CY!"}]}
                ],
            },
        ),
        (
            "{ anybody { __typename name } either { ... on Query { name friends { name } } } }",
            {
                "anybody": {"__typename": "Query", "name": "Bo"},
                "either": {"name": "Bo", "friends": [{"name": "Cy"}]},
            },
        ),
        (
            "mutation { add(by: 1) again { __typename add(by: 1) again { add(by: 2) } } }",
            {"add": 1, "again": {"__typename": "Mutation", "add": 3, "again": {"add": 4}}},
        ),
        (
            "{ change { add(by: 5) } friends { __typename } }",
            {"change": {"add": 7}, "friends": [{"__typename": "Query"}]},
        ),
        (
            '{ friends { __type(name: "Query") { name } name } }',
            {"friends": [{"__type": {"name": "Query"}, "name": "Bo"}]},
        ),
    ],
)
async def test_a_root_type_inside_an_answer_has_a_parent(compile_at: int, query: str, data: Any) -> None:
    async def shout(ctx: object, parents: list[Someone | None]) -> list[str]:
        return [f"{parent.name.upper() if parent else 'NOBODY'}!" for parent in parents]

    types = dict.fromkeys(("Named", "Either"), lambda _: "Query")
    schema = build([NESTED_ROOTS], nested_roots(), {"Query.shout": shout}, types=types)
    engine = Engine(schema, public=False, compile_at=compile_at)
    for _ in range(2):
        result = await engine.execute(Request(query=query), None)
        assert json.loads(result.body) == {"data": data}
    reference_result = await reference.run(schema, parse(query), None, None, None)
    assert (reference_result.data, reference_result.errors) == (data, None)


def test_a_root_inside_an_answer_cannot_be_answered_without_its_parent() -> None:
    def nameless(ctx: object) -> str:
        return "whose?"

    with pytest.raises(SchemaError, match=r"Query\.name.* do not fit .it takes no parent"):
        build([NESTED_ROOTS], {**nested_roots(), "Query.name": nameless})
