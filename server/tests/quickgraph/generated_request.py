"""Generated requests, each from one seed: documents with all that the language has, and variables."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.quickgraph.generated_api import Argument, Field, GeneratedApi, Wrapped


@dataclass
class GeneratedRequest:
    """One request."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


@dataclass
class Fragment:
    kind: str
    text: str
    variables: set[str] = field(default_factory=set)


class RequestGenerator:
    """Generates one request for `api`. Response keys follow from field and arguments, so that selections made apart
    merge; about one document in thirty does not fit the schema."""

    def __init__(self, api: GeneratedApi, seed: int) -> None:
        self.api = api
        self.rng = Random(f"question {seed}")
        self.fragments: dict[str, Fragment] = {}
        self.declared: dict[str, Argument] = {}
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.wrong = 0.01 if self.rng.random() < 0.2 else 0.0
        self.left = 60
        self.aliases = 0

    def generate(self) -> GeneratedRequest:
        """The request."""
        rng = self.rng
        mutation = rng.random() < 0.25
        count = 2 if rng.random() < 0.15 else 1
        operations = [self._operation(f"Op{n}", mutation and n == 0, count > 1) for n in range(count)]
        texts = [*operations, *(f"fragment {n} on {f.kind} {f.text}" for n, f in self.fragments.items() if f.text)]
        if count == 1:
            rng.shuffle(texts)
        name = rng.choice(["Op0", "Op0", "Op1"]) if count > 1 else None
        if rng.random() < 0.01:
            name = rng.choice(["Nowhere", "", None])
        return GeneratedRequest("\n".join(texts), self._values(), name)

    def _operation(self, name: str, mutation: bool, named: bool) -> str:
        self.used = set()
        kind = "Mutation" if mutation else "Query"
        body = self._set(kind, self.rng.randint(2, 5))
        declared = ", ".join(f"${n}: {self.api._written('', self.declared[n])[2:]}" for n in sorted(self.used))
        head = "mutation" if mutation else "query"
        if not named and not declared and not mutation and self.rng.random() < 0.4:
            return body
        return f"{head} {name}{f'({declared})' if declared else ''} {body}"

    def _set(self, kind: str, depth: int) -> str:
        if self.rng.random() < 0.01:
            return "{ }"
        parts = [self._selection(kind, depth) for _ in range(self.rng.choice([1, 2, 2, 3, 4]))]
        return "{ " + " ".join(parts) + " }"

    def _selection(self, kind: str, depth: int) -> str:
        rng, api = self.rng, self.api
        self.left -= 1
        chance = rng.random()
        if chance < 0.07 or (kind not in api.fields and chance < 0.2):
            return self._named("__typename", "") + self._directives()
        if kind == "Query" and chance < 0.085:
            return '__type(name: "Query") { name }'
        if kind not in api.fields or (chance < 0.32 and depth > 0 and kind != "Mutation"):
            return self._fragment(kind, depth)
        names = api.fields[kind]
        if depth <= 0 or self.left <= 0:
            names = [n for n in names if not api.composite_name(api.pool[n].type.name)] or names
        name = rng.choice(names)
        return self._field(name, api.pool[name], depth)

    def _field(self, name: str, found: Field, depth: int) -> str:
        arguments = self._arguments(found)
        text = self._named(name, arguments) + arguments + self._directives()
        if self.rng.random() < self.wrong:
            text = text.replace("(", "(zz: 1 ", 1)
        if not self.api.composite_name(found.type.name):
            return text
        if depth <= 0 or self.left <= 0:
            return text + " { __typename }"
        return f"{text} {self._set(found.type.name, depth - 1)}"

    def _named(self, name: str, arguments: str) -> str:
        if self.rng.random() < 0.05:
            return f"{self.rng.choice(['alias', 'self', 'None', '_', 'ctx'])}{self._next()}: {name}"
        if not arguments:
            return name if self.rng.random() < 0.9 else f"{name}Again: {name}"
        alias = self.names.setdefault(name + arguments, f"{name}{len(self.names)}")
        return f"{alias}: {name}"

    def _next(self) -> int:
        self.aliases += 1
        return self.aliases

    def _fragment(self, kind: str, depth: int) -> str:
        rng, api = self.rng, self.api
        if rng.random() < 0.25 or self.left <= 0:
            known = [n for n, f in self.fragments.items() if f.text and self._meet(kind, f.kind)]
            if known:
                name = rng.choice(known)
                self.used |= self.fragments[name].variables
                return f"...{name}{self._directives()}"
        target = rng.choice([kind, *(t for t in (*api.objects, *api.abstract) if self._meet(kind, t))])
        if rng.random() < 0.5:
            condition = "" if target == kind and rng.random() < 0.5 else f" on {target}"
            return f"...{condition}{self._directives()} {self._leaf_set(target, depth)}"
        outer, self.used = self.used, set()
        name = f"F{len(self.fragments)}"
        self.fragments[name] = fragment = Fragment(target, "")
        fragment.text = self._leaf_set(target, depth)
        fragment.variables = self.used
        self.used = outer | fragment.variables
        return f"...{name}{self._directives()}"

    def _leaf_set(self, kind: str, depth: int) -> str:
        return self._set(kind, depth - 1) if depth > 0 and self.left > 0 else "{ __typename }"

    def _meet(self, one: str, other: str) -> bool:
        return bool(set(self.api.possible(one)) & set(self.api.possible(other)))

    def _directives(self) -> str:
        if self.rng.random() > 0.12:
            return ""
        word = self.rng.choice(["skip", "include"])
        one = f" @{word}(if: {self._value(Wrapped('Boolean', ('!',)), None, 0)})"
        if self.rng.random() < 0.2:
            one += (
                f" @{'include' if word == 'skip' else 'skip'}(if: {self._value(Wrapped('Boolean', ('!',)), None, 0)})"
            )
        return one

    def _arguments(self, found: Field) -> str:
        given = [
            f"{name}: {self._value(argument.type, argument.default, 0)}"
            for name, argument in found.args.items()
            if (argument.type.required and argument.default is None) or self.rng.random() < 0.7
        ]
        self.rng.shuffle(given)
        return f"({', '.join(given)})" if given else ""

    def _value(self, kind: Wrapped, default: str | None, depth: int) -> str:
        rng, api = self.rng, self.api
        if rng.random() < self.wrong:
            return rng.choice(['"wrong"', "1", "{}", "[[1]]", "null", "$nowhere"])
        if rng.random() < 0.35:
            return "$" + self._variable(kind, default)
        if (
            kind.name in api.inputs
            and depth < 3
            and not kind.inner.around
            and not (kind.around and "[]" in kind.around)
        ):
            given = [
                f"{name}: {self._value(argument.type, argument.default, depth + 1)}"
                for name, argument in api.inputs[kind.name].items()
                if (argument.type.required and argument.default is None) or rng.random() < 0.4
            ]
            return "{" + ", ".join(given) + "}"
        if "[]" in kind.around and depth < 3 and rng.random() < 0.5:
            item = kind.inner.inner if kind.required else kind.inner
            return "[" + ", ".join(self._value(item, None, depth + 1) for _ in range(rng.randint(0, 2))) + "]"
        return api.literal(kind, rng)

    def _variable(self, kind: Wrapped, default: str | None) -> str:
        rng = self.rng
        given = Argument(kind, None)
        if kind.required and rng.random() < 0.3:
            loose = kind.inner
            given = Argument(loose, self._not_null(loose)) if default is None else Argument(loose)
        elif not kind.required and rng.random() < 0.2:
            given = Argument(Wrapped(kind.name, (*kind.around, "!")), None)
        if given.default is None and rng.random() < 0.25:
            given = Argument(given.type, self._not_null(given.type))
        same = [name for name, known in self.declared.items() if known == given]
        if same and rng.random() < 0.6:
            name = rng.choice(same)
        else:
            name = rng.choice(["v", "class", "self", "None", "_"]) + str(len(self.declared))
            self.declared[name] = given
        self.used.add(name)
        return name

    def _not_null(self, kind: Wrapped) -> str:
        return self.api.literal(kind if kind.required else Wrapped(kind.name, (*kind.around, "!")), self.rng)

    def _values(self) -> dict[str, Any] | None:
        given: dict[str, Any] = {}
        for name, declared in self.declared.items():
            optional = declared.default is not None or not declared.type.required
            if self.rng.random() < (0.3 if optional else 0.01):
                continue
            given[name] = self._json(declared.type, 0)
        return given or None

    def _json(self, kind: Wrapped, depth: int) -> Any:
        rng = self.rng
        if rng.random() < 0.004:
            return rng.choice([None, 1, "x", [], {}, [None], {"zz": 1}, 2**40, 1.5, True, "2026-11-22T09:30:00"])
        if not kind.required and (rng.random() < 0.15 or depth > 3):
            return None
        if kind.required:
            kind = kind.inner
        if kind.around:
            if rng.random() < 0.1:
                return self._json(kind.inner, depth + 1)
            return [self._json(kind.inner, depth + 1) for _ in range(rng.randint(0, 2))]
        if kind.name in self.api.inputs:
            fields = self.api.inputs[kind.name].items()
            needed = {n: a for n, a in fields if (a.type.required and a.default is None) or rng.random() < 0.4}
            return {name: self._json(argument.type, depth + 1) for name, argument in needed.items()}
        if kind.name in self.api.enums:
            return rng.choice(self.api.enums[kind.name])
        choices: dict[str, list[Any]] = {
            "Int": [0, -5, 3.0, 2**31 - 1],
            "Float": [0.5, 7, -1e100],
            "String": ["", "a\u00e9\"'\\{0}%s\n", "x" * 50],
            "Boolean": [True, False],
            "ID": ["id", 12, ""],
            "Odd": [1, -3, 13],
            "DateTime": ["2026-11-22T09:30:00Z", "2026-11-22T10:30:00.5+01:00"],
            "Anything": [1, "any", [1, {"a": None}], {"b": 2.5}, True],
        }
        return rng.choice(choices[kind.name])
