"""What clients and schemas may write, however strange, stays data: in the code that is written for it, client text is
only ever a string constant; and the answers are graphql-core's."""

import ast
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from graphql import FieldNode, Visitor, parse, validate, visit

from quickgraph import Engine, ErrorBody, Limits, Request, Scalar, build
from quickgraph.execute import reference
from quickgraph.request.errors import MAX_MESSAGE_LETTERS
from quickgraph.schema.names import snake_case

SDL = """
scalar Anything
enum Pick { None class import True_ ok__ lambda xception }
enum xception { A B }
input In { class: String  import: [In!]  None: Int = 3  exec: Pick = class }
interface Named { class: String  o: Named }
type Echo implements Named {
  text: String  number: Int  real: Float  key: ID  any: Anything  nested: [[String]]  given: String  pick: Pick
  class: String  import: Int  None: Echo  self: Echo  o: Named  slots: String  n1: Int  f0: Echo  getattr: String
  Exception: Boolean  type: String  lambda: Int  exec: [Echo!]  _: Int  Unexpected: Pick  UUID: xception  str: String
}
union Any_ = Echo | Query
type Query {
  echo(text: String, number: Int, real: Float, key: ID, any: Anything, nested: [[String]], given: In, pick: Pick): Echo
  class: Echo  import: Echo  print: Any_  o: Named
}
"""
TYPES = {"Anything", "Pick", "xception", "Echo", "Query", "Named", "Any_", "String", "Int", "Float", "ID", "Boolean"}
NAMES = """
__class__ __proto__ __import__ __builtins__ __subclasses__ __init__ __globals__ constructor import None True
class lambda def exec eval getattr self o slots n1 f0 x1 b1 r1 type str Unexpected Exception UUID as_list _ __ ___
EPick SAnything return raise __debug__
""".split()  # noqa: SIM905
STRINGS = [
    "'",
    '"',
    "'''",
    '"""',
    "\\",
    "\\'",
    '\\"',
    "\n",
    "\r\n",
    "\x00",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\x85",
    "\U0001f600",
    "{0}",
    "{o.__class__}",
    "%s%n",
    "#{x}",
    "${x}",
    "\\u0027",
    "\\N{QUOTATION MARK}",
    "') or __import__('os').abort() or ('",
    '"); __import__("os").abort(); ("',
    "\nimport os\nos.abort()\n",
    "'''\nraise SystemExit\n'''",
    "\\\n",
    "# -*- coding: x",
    "None",
    "1e999",
    "a" * 5_000,
    "\u202e",
    "</script>",
    "\x1b[2J",
    "",
    " ",
    "nul\x00byte",
]
NUMBERS = [
    "0",
    "-0",
    "1",
    "-1",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9" * 20,
    "-" + "9" * 400,
    "9" * 4_500,
    "0.0",
    "-0.0",
    "1e308",
    "1e309",
    "-1e309",
    "1e-400",
    "1.7976931348623157e308",
    "0.1",
    "1E+5",
    "123456789.123456789e-7",
]
NODES = (
    ast.Module,
    ast.FunctionDef,
    ast.arguments,
    ast.arg,
    ast.Assign,
    ast.Return,
    ast.If,
    ast.Raise,
    ast.Dict,
    ast.ListComp,
    ast.comprehension,
    ast.IfExp,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Attribute,
    ast.Constant,
    ast.Subscript,
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.boolop,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.expr_context,
)
OWN_NAMES = re.compile(
    r"[nfxbrT]\d+|o|slots|type|str|int|float|list|UUID|isinstance|getattr|Exception|Unexpected|as_list"
    rf"|[ESKVR]_?({'|'.join(sorted(TYPES))})"
)


class Echo:
    """What was given, as attributes; everything else is derived from it."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given_ = given

    def __getattr__(self, name: str) -> Any:
        if name in ("given_", "__await__"):
            raise AttributeError(name)
        if name == "given":
            return repr(self.given_.get("given"))
        return self.given_.get(name)

    @property
    def none(self) -> "Echo":
        return self

    exec = property(lambda self: [self, self])
    o = self = f0 = none


async def echo(ctx: None, parent: object, **given: Any) -> object:
    return Echo(given)


async def plain(ctx: None, parent: object) -> object:
    return Echo(
        {"class": "k", "import": 7, "n1": 1, "slots": "s", "exception": True, "unexpected": "lambda", "uuid": "A"}
    )


@pytest.fixture(scope="module")
def engine() -> Engine:
    paths = ("Query.class", "Query.import", "Query.print", "Query.o")
    schema = build(
        [SDL],
        {"Query.echo": echo, **dict.fromkeys(paths, plain)},
        scalars={"Anything": Scalar(lambda value: value, lambda value: value)},
        types={"Named": {Echo: "Echo"}, "Any_": {Echo: "Echo"}},
    )
    wide = Limits(aliases=1_000, nesting=100, literal_depth=190, document_bytes=10**6, directives=200)
    return Engine(schema, limits=wide, public=False, describe=lambda error: ErrorBody(str(error)))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The source of everything that is compiled during a test."""
    sources: list[str] = []
    real: Callable[..., Any] = compile

    def spy(source: str, *rest: Any, **more: Any) -> Any:
        sources.append(source)
        return real(source, *rest, **more)

    monkeypatch.setattr("quickgraph.plan.codegen.compile", spy, raising=False)
    return sources


class Hostile:
    """Writes documents in bad faith."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"hostile {seed}")
        self.variables: dict[str, tuple[str, Any]] = {}
        self.count = 0

    def name(self) -> str:
        self.count += 1
        if self.rng.random() < 0.05:
            return "x" * self.rng.choice([200, 3_000]) + str(self.count)
        return self.rng.choice(NAMES) + (str(self.count) if self.rng.random() < 0.8 else "_" * self.count)

    def document(self) -> str:
        fragment = self.name()
        body = self.selections("Query", 3)
        spread = f"... {fragment}" if fragment != "on" else ""
        inner = self.selections("Echo", 2)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        head = f"query {self.name()}" + (f"({declared})" if declared else "")
        return f"{head} {{ {body} {self.name()}: class {{ {spread} }} }} fragment {fragment} on Echo {{ {inner} }}"

    def selections(self, kind: str, depth: int) -> str:
        return " ".join(self.field(kind, depth) for _ in range(self.rng.randint(1, 4)))

    def field(self, kind: str, depth: int) -> str:
        rng = self.rng
        leaves = "text number real key any nested given pick class import slots n1 getattr"
        leaves += " Exception type lambda _ Unexpected UUID str"
        if kind == "Query":
            return f"{self.name()}: echo{self.arguments()} {{ {self.selections('Echo', depth - 1)} }}"
        if depth > 0 and rng.random() < 0.3:
            inner = rng.choice(["None", "self", "f0", "exec"])
            return f"{self.name()}: {inner} {{ {self.selections('Echo', depth - 1)} }}"
        if depth > 0 and rng.random() < 0.1:
            return f"{self.name()}: o {{ {self.name()}: class ... on Echo {{ {self.selections('Echo', depth - 1)} }} }}"
        return f"{self.name()}: {rng.choice([*leaves.split(), '__typename'])}"

    def arguments(self) -> str:
        given = {
            "text": self.text,
            "number": lambda: self.rng.choice(NUMBERS),
            "real": lambda: self.rng.choice(NUMBERS),
            "key": lambda: self.rng.choice([self.text(), self.rng.choice(NUMBERS)]),
            "any": lambda: self.any(3),
            "nested": lambda: f"[[{self.text()}], null, {self.text()}]",
            "pick": lambda: self.rng.choice(["class", "None", "ok__"]),
            "given": lambda: f"{{class: {self.text()}, import: [{{None: 4, exec: lambda}}]}}",
        }
        chosen = self.rng.sample(list(given), self.rng.randint(1, 4))
        return "(" + ", ".join(f"{name}: {self.variable(name) or given[name]()}" for name in chosen) + ")"

    def variable(self, argument: str) -> str | None:
        kinds = {"text": "String", "number": "Int", "real": "Float", "key": "ID", "any": "Anything"}
        if argument not in kinds or self.rng.random() > 0.3:
            return None
        value: Any = self.rng.choice([*STRINGS, 0, -1, 2**31, 2**70, 10**400, 1.5, -0.0, 1e308, None])
        if argument in ("number", "real") and isinstance(value, str):
            value = 7
        name = self.name()
        self.variables[name] = (kinds[argument], value)
        return f"${name}"

    def text(self) -> str:
        value = self.rng.choice(STRINGS)
        way = self.rng.random()
        if way < 0.3 and "\x00" not in value and "\x1b" not in value:
            return '"""' + value.replace('"""', '\\"""') + ' """'
        if way < 0.5:
            return '"' + "".join(f"\\u{{{ord(letter):x}}}" for letter in value) + '"'
        return json.dumps(value)

    def any(self, depth: int) -> str:
        choice = self.rng.randint(0, 5 if depth else 3)
        if choice == 4:
            return "[" + ", ".join(self.any(depth - 1) for _ in range(2)) + "]"
        if choice == 5:
            return "{" + f"{self.name()}: {self.any(depth - 1)}" + "}"
        return [self.text(), self.rng.choice(NUMBERS), "null", self.name()][min(choice, 3)]


def check_source(source: str, document: str) -> None:
    """Only the nodes, names, attributes and constants that the emitter is meant to write."""
    keys: set[str] = set()

    class Keys(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            keys.add((node.alias or node.name).value)

    visit(parse(document), Keys())
    attributes = {snake_case(name) for name in re.findall(r"(\w+)(?:\([^)]*\))?:", SDL)}
    for node in ast.walk(ast.parse(source)):
        assert isinstance(node, NODES), ast.dump(node)
        if isinstance(node, ast.Name):
            assert OWN_NAMES.fullmatch(node.id), node.id
        elif isinstance(node, ast.arg):
            assert OWN_NAMES.fullmatch(node.arg), node.arg
        elif isinstance(node, ast.FunctionDef):
            assert re.fullmatch(r"n\d+", node.name)
        elif isinstance(node, ast.Attribute):
            assert node.attr in attributes, node.attr
        elif isinstance(node, ast.Constant):
            fixed = (None, True, False, 2147483648, 2147483647, 0.0)
            assert node.value in (keys | TYPES | attributes) or node.value in fixed or isinstance(node.value, int)
        elif isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name | ast.Subscript), ast.dump(node)


@pytest.mark.parametrize("block", range(8))
async def test_hostile_documents(engine: Engine, written: list[str], block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        hostile = Hostile(seed)
        document = hostile.document()
        variables = {name: value for name, (_, value) in hostile.variables.items()}
        written.clear()
        request = Request(query=document, variables=variables)
        first = await engine.execute(request, None)
        result = await engine.execute(request, None)  # code is written for what is asked again
        assert first == result
        body = json.loads(result.body)
        for source in written:
            check_source(source, document)
        node = parse(document)
        if validate(engine.schema.graphql, node):
            assert (result.status, written) == (400, []), document
            continue
        expected = await reference.run(engine.schema, node, None, variables, None)
        told = [error["message"][:MAX_MESSAGE_LETTERS] for error in body.get("errors", [])]
        assert sorted(told) == sorted(error.message[:MAX_MESSAGE_LETTERS] for error in expected.errors or []), document
        if result.status == 200:
            assert json.dumps(body["data"]) == json.dumps(expected.data), document


async def test_most_hostile_documents_are_answered(engine: Engine, written: list[str]) -> None:
    documents = [Hostile(seed) for seed in range(1_000, 1_060)]
    statuses: list[int] = []
    for hostile in documents:
        query = hostile.document()
        variables = {name: value for name, (_, value) in hostile.variables.items()}
        for _ in range(2):
            result = await engine.execute(Request(query=query, variables=variables), None)
        statuses.append(result.status)
    assert statuses.count(200) > 15
    assert len(written) > 15


@pytest.mark.parametrize("alias", NAMES)
async def test_every_name_as_an_alias(engine: Engine, written: list[str], alias: str) -> None:
    query = f"{{ {alias}: class {{ {alias}: class {alias}x: exec {{ {alias}: import }} }} }}"
    for _ in range(2):
        result = await engine.execute(Request(query=query), None)
    assert json.loads(result.body) == {"data": {alias: {alias: "k", f"{alias}x": [{alias: 7}, {alias: 7}]}}}
    check_source(written[0], query)


@pytest.mark.parametrize("depth", [5, 50, 180])
async def test_deep_values(engine: Engine, depth: int) -> None:
    query = f"{{ echo(any: {'[' * depth}1{']' * depth}) {{ any }} }}"
    result = await engine.execute(Request(query=query), None)
    assert json.loads(result.body)["data"]["echo"]["any"] is not None
    deep: Any = 1
    for _ in range(depth):
        deep = [deep]
    asked = Request(query="query($v: Anything) { echo(any: $v) { any } }", variables={"v": deep})
    result = await engine.execute(asked, None)
    assert (result.status == 200) == (depth <= Limits().variables_depth - 1)


async def test_the_code_has_no_builtins(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    spaces: list[dict[str, Any]] = []
    real: Callable[..., Any] = exec

    def spy(code: Any, space: dict[str, Any]) -> None:
        spaces.append(space)
        real(code, space)

    monkeypatch.setattr("quickgraph.plan.codegen.exec", spy, raising=False)
    for _ in range(2):
        await engine.execute(Request(query="{ noBuiltins: class { class } }"), None)
    (space,) = spaces
    assert space["__builtins__"] == {}
    assert not {"open", "eval", "exec", "__import__", "compile", "globals"} & space.keys()
