"""Generated schemas with data, each from one seed: every value depends on where it stands and on nothing else.

Values are `Thing`s whose attributes are worked out when they are read, so the data has no end, and two executors that
walk it see the same. Some are wrong on purpose: null where there must be none, another type, an exception."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any
from uuid import UUID

from quickgraph import DATE_TIME, Scalar, Schema, build
from quickgraph.schema.names import snake_case

NAMES = [
    "id",
    "name",
    "class",
    "importNow",
    "self",
    "None",
    "value",
    "nextOf",
    "lambda",
    "ctx",
    "parents",
    "data",
    "x1",
]
SCALARS = ["Int", "Float", "String", "Boolean", "ID", "Odd", "Anything", "DateTime"]


MOMENT = datetime(2026, 11, 22, 9, 30, 15, 120_000, UTC)


class Boom(Exception):
    """What a resolver raises."""


@dataclass(frozen=True)
class Wrapped:
    """A type as the SDL writes it: `name`, and around it from the inside out "!" and "[]"."""

    name: str
    around: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = self.name
        for mark in self.around:
            text = f"[{text}]" if mark == "[]" else text + "!"
        return text

    @property
    def required(self) -> bool:
        return bool(self.around) and self.around[-1] == "!"

    @property
    def inner(self) -> "Wrapped":
        return Wrapped(self.name, self.around[:-1])


@dataclass(frozen=True)
class Argument:
    type: Wrapped
    default: str | None = None


@dataclass(frozen=True)
class Field:
    type: Wrapped
    args: dict[str, Argument] = field(default_factory=dict)


@dataclass
class Calls:
    """The context of one operation: what was called, for whom, in which order."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    changes: int = 0


def odd_out(value: object) -> object:
    """Serializes `Odd`: refuses what is odd in the other sense."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Boom(f"not Odd: {value!r}")
    return value * 2 + 1


def odd_in(value: object) -> object:
    """Parses `Odd`."""
    if not isinstance(value, int) or value % 2 == 0:
        raise ValueError(f"{value!r} is not odd")
    return ("odd", value)


def anything(value: object) -> object:
    """Serializes `Anything`: all that JSON knows."""
    if isinstance(value, type):
        raise Boom("not in JSON")
    return value


class Thing:
    """A value of an object type: `__getattr__` gives what its fields hold."""

    def __init__(self, api: "GeneratedApi", kind: str, key: str) -> None:
        self.api_, self.kind_, self.key_ = api, kind, key

    def __getattr__(self, attribute: str) -> object:
        found = self.api_.attributes.get(attribute)
        if found is None:
            raise AttributeError(attribute)
        return self.api_.make(found, f"{self.key_}.{attribute}")


def key_of(parent: object) -> str:
    """Where a parent stands. A wrong value has no place, only itself."""
    return parent.key_ if isinstance(parent, Thing) else f"wrong {parent!r}"


class GeneratedApi:
    """A schema with resolvers, from `seed`."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"world {seed}")
        self.seed = seed
        self.bad = self.rng.choice([0.0, 0.005, 0.02, 0.06])
        self.slow = self.rng.choice([0.0, 0.3])
        self.enums = {f"E{n}": self.rng.sample(["RED", "None", "class", "ONE", "_x", "import"], 4) for n in range(2)}
        self.inputs: dict[str, dict[str, Argument]] = {}
        for n in range(3):
            self.inputs[f"In{n}"] = self._arguments(self.rng.randint(1, 4), recursive=f"In{n}")
        self.objects = [f"O{n}" for n in range(self.rng.randint(2, 4))]
        self.interfaces = {f"N{n}": self._some(self.objects) for n in range(2)}
        self.unions = {"U0": self._some(self.objects)}
        self.nested_roots = self._nest_roots(Random(f"roots {seed}"))
        self.abstract = {**self.interfaces, **self.unions}
        self.pool = {name: self._field(name) for name in NAMES}
        self.pool["name"] = Field(Wrapped("String"))
        self.attributes = {snake_case(name): found.type for name, found in self.pool.items()}
        self.fields: dict[str, list[str]] = {name: self._some(NAMES) for name in self.interfaces}
        for name in self.objects:
            own = set(self._some(NAMES)) | {"name"}
            for interface, members in self.interfaces.items():
                if name in members:
                    own |= set(self.fields[interface])
            self.fields[name] = sorted(own)
        self.fields["Query"] = sorted({*self._some(NAMES), *self._composites()[:3]} or {"name"})
        self.fields["Mutation"] = sorted({*self.rng.sample(NAMES, 4), *self._composites()[-2:]})
        for root in self.nested_roots:
            inherited = {name for i, members in self.interfaces.items() if root in members for name in self.fields[i]}
            self.fields[root] = sorted({*self.fields[root], *inherited})
        self.sdl = self._sdl()
        self.schema = self._build()

    def _nest_roots(self, rng: Random) -> list[str]:
        """In every fourth API the roots' types are those of other fields as well, by themselves, as members of unions
        and by their interfaces."""
        if rng.random() > 0.25:
            return []
        roots = rng.choice([["Query"], ["Query"], ["Mutation"], ["Query", "Mutation"]])
        for members in (*self.interfaces.values(), *self.unions.values()):
            members += [root for root in roots if rng.random() < 0.5]
        return roots

    def possible(self, name: str) -> list[str]:
        """The object types that a composite type may be."""
        return self.abstract.get(name, [name])

    def composite(self, name: str) -> bool:
        return name in self.fields or name in self.abstract

    def _some(self, names: Sequence[str]) -> list[str]:
        return self.rng.sample(names, self.rng.randint(1, len(names)))

    def _composites(self) -> list[str]:
        return [name for name in NAMES if self.composite_name(self.pool[name].type.name)]

    def composite_name(self, name: str) -> bool:
        return name in self.objects or name in self.abstract or name in self.nested_roots

    def _around(self, deep: float = 0.35) -> tuple[str, ...]:
        marks: list[str] = []
        while True:
            if self.rng.random() < 0.35:
                marks.append("!")
            if len(marks) > 5 or self.rng.random() > deep:
                return tuple(marks)
            marks.append("[]")

    def _arguments(self, count: int, recursive: str | None = None) -> dict[str, Argument]:
        found: dict[str, Argument] = {}
        for name in self.rng.sample(["a", "b", "isIt", "class", "withAll", "self_"], count):
            kinds = [*SCALARS, *self.enums, *self.inputs]
            kind = Wrapped(self.rng.choice(kinds), self._around(0.25))
            if recursive and self.rng.random() < 0.15:
                kind = Wrapped(recursive, self.rng.choice([(), ("[]",), ("!", "[]")]))
            default = None
            if self.rng.random() < 0.3 and kind.name != recursive:
                default = self.literal(kind, self.rng)
            found[name] = Argument(kind, default)
        return found

    def _field(self, name: str) -> Field:
        names = [*SCALARS, *self.enums] * 2 + [*self.objects, *self.abstract, *self.nested_roots] * 4
        kind = Wrapped(self.rng.choice(names), self._around())
        return Field(kind, self._arguments(self.rng.choice([0, 0, 1, 2])) if self.rng.random() < 0.4 else {})

    def literal(self, kind: Wrapped, rng: Random, depth: int = 0) -> str:
        """A valid literal of an input type, without variables."""
        if not kind.required and (rng.random() < 0.1 or depth > 3):
            return "null"
        if kind.required:
            kind = kind.inner
        if kind.around:
            return self._listed(kind, rng, depth)
        if kind.name in self.inputs:
            parts = [
                f"{name}: {self.literal(argument.type, rng, depth + 1)}"
                for name, argument in self.inputs[kind.name].items()
                if (argument.type.required and argument.default is None) or rng.random() < 0.4
            ]
            return "{" + ", ".join(parts) + "}"
        return self._leaf(kind.name, rng)

    def _listed(self, kind: Wrapped, rng: Random, depth: int) -> str:
        item = kind.inner
        if "[]" not in item.around and rng.random() < 0.15:  # a list of one may be said without brackets
            return self.literal(item if item.required else Wrapped(item.name, (*item.around, "!")), rng, 4)
        return "[" + ", ".join(self.literal(item, rng, depth + 1) for _ in range(rng.randint(0, 2))) + "]"

    def _leaf(self, name: str, rng: Random) -> str:
        if name in self.enums:
            return rng.choice(self.enums[name])
        return rng.choice(
            {
                "Int": ["0", "-7", "2147483647", "12"],
                "Float": ["0.5", "-1e3", "7", "1.25E-2"],
                "String": [
                    '""',
                    '"a b"',
                    '"\\u00e9\\"\\\\ {x}"',
                    '"""\n  block "quoted" \\"""\n    text\n"""',
                    "\"'''%s{0}\"",
                ],
                "Boolean": ["true", "false"],
                "ID": ['"id"', "12", '""'],
                "Odd": ["1", "13", "-3"],
                "DateTime": ['"2026-11-22T09:30:00Z"', '"2026-11-22T10:30:00.5+01:00"'],
                "Anything": ["1", '"any"', "[1, [true]]", '{k: "v", l: [1.5]}', "WORD"],
            }[name]
        )

    def _sdl(self) -> str:
        parts = ["scalar Odd", "scalar Anything", "scalar DateTime"]
        parts += [f"enum {name} {{ {' '.join(values)} }}" for name, values in self.enums.items()]
        for name, arguments in self.inputs.items():
            parts.append(f"input {name} {{ {' '.join(self._written(n, a) for n, a in arguments.items())} }}")
        for name in self.fields:
            implemented = [i for i, members in self.interfaces.items() if name in members]
            word = "interface" if name in self.interfaces else "type"
            implements = f" implements {' & '.join(implemented)}" if implemented else ""
            lines = "\n".join(f"  {self._declared(n)}" for n in self.fields[name])
            parts.append(f"{word} {name}{implements} {{\n{lines}\n}}")
        parts += [f"union {name} = {' | '.join(members)}" for name, members in self.unions.items()]
        return "\n".join(parts)

    def _written(self, name: str, argument: Argument) -> str:
        return f"{name}: {argument.type}" + (f" = {argument.default}" if argument.default is not None else "")

    def _declared(self, name: str) -> str:
        found = self.pool[name]
        arguments = ", ".join(self._written(n, a) for n, a in found.args.items())
        return f"{name}{f'({arguments})' if arguments else ''}: {found.type}"

    def _build(self) -> Schema:
        fields: dict[str, Callable[..., object]] = {}
        batched: dict[str, Callable[..., object]] = {}
        for kind in ("Query", "Mutation", *self.objects):
            for name in self.fields[kind]:
                root = kind in ("Query", "Mutation")
                path = f"{kind}.{name}"
                way = self.rng.choice(["plain", "async", "async"] if root else ["plain", "async", "batched", "read"])
                if kind == "Query" and kind in self.nested_roots and Random(f"{self.seed} {path}").random() < 0.3:
                    way = "batched"
                if way == "read" and self.pool[name].args:
                    way = "batched"
                if way == "batched":
                    batched[path] = self._batch(path, name)
                elif way != "read":
                    fields[path] = self._resolver(
                        path, name, root, way == "async", parented=not root or kind in self.in_answers()
                    )
        types = dict.fromkeys(self.abstract, self._type_of)
        scalars = {"Odd": Scalar(odd_out, odd_in), "Anything": Scalar(anything, anything), "DateTime": DATE_TIME}
        return build([self.sdl], fields, batched, scalars, types)

    def in_answers(self) -> set[str]:
        """The types that fields have, so that their values are parents."""
        return {
            inside for names in self.fields.values() for n in names for inside in self.possible(self.pool[n].type.name)
        }

    def _resolver(self, path: str, name: str, root: bool, waits: bool, parented: bool) -> Callable[..., object]:
        def answer(ctx: Calls, key: str, given: dict[str, Any]) -> object:
            said = repr(sorted(given.items(), key=lambda item: item[0]))
            ctx.counts[path, key, said] += 1
            ctx.log.append(f"{key} {path}")
            return self.make(self.pool[name].type, f"{key}.{name}{said if given else ''}", raises=True)

        def begin(ctx: Calls) -> str:
            if not path.startswith("Mutation"):
                return "q"
            ctx.changes += 1
            return f"m{ctx.changes}"

        async def root_async(ctx: Calls, **given: Any) -> object:
            key = begin(ctx)
            ctx.log.append(f"{key} begins")
            await self._pause(path + key)
            return answer(ctx, key, given)

        async def field_async(ctx: Calls, parent: Thing, **given: Any) -> object:
            await self._pause(path + key_of(parent))
            return answer(ctx, key_of(parent), given)

        def root_plain(ctx: Calls, **given: Any) -> object:
            return answer(ctx, begin(ctx), given)

        def field_plain(ctx: Calls, parent: Thing, **given: Any) -> object:
            return answer(ctx, key_of(parent), given)

        async def either_async(ctx: Calls, parent: Thing | None, **given: Any) -> object:
            return await (root_async(ctx, **given) if parent is None else field_async(ctx, parent, **given))

        def either_plain(ctx: Calls, parent: Thing | None, **given: Any) -> object:
            return root_plain(ctx, **given) if parent is None else field_plain(ctx, parent, **given)

        if root and parented:
            return either_async if waits else either_plain
        if root:
            return root_async if waits else root_plain
        return field_async if waits else field_plain

    def _batch(self, path: str, name: str) -> Callable[..., object]:
        async def batch(ctx: Calls, parents: Sequence[Thing], **given: Any) -> object:
            said = repr(sorted(given.items(), key=lambda item: item[0]))
            assert len(parents)
            for parent in parents:
                ctx.counts[path, key_of(parent), said] += 1
            await self._pause(path + key_of(parents[0]))
            # Not the whole batch fails: which parents share a call is up to the executor.
            return [self._one(name, parent, said if given else "") for parent in parents]

        return batch

    def _one(self, name: str, parent: Thing, said: str) -> object:
        try:
            return self.make(self.pool[name].type, f"{key_of(parent)}.{name}{said}", raises=True)
        except Boom as error:
            return error

    async def _pause(self, where: str) -> None:
        rng = Random(f"{self.seed} pause {where}")
        for _ in range(rng.randint(1, 4) if rng.random() < self.slow else 0):
            await asyncio.sleep(0)

    def _type_of(self, value: object) -> str | None:
        if isinstance(value, Thing):
            return value.kind_
        return None if isinstance(value, int) else "Query"

    def make(self, kind: Wrapped, key: str, raises: bool = True) -> object:
        """What stands at `key`. `raises`: an exception is raised, not returned."""
        rng = Random(f"{self.seed} {key}")
        chance = rng.random()
        if chance < self.bad:
            error = Boom(f"boom at {key[:200]}")
            if raises:
                raise error
            return error
        if chance < self.bad * 2 and not (kind.around and kind.inner.around):
            return rng.choice(
                [
                    7,
                    -0.5,
                    "text",
                    True,
                    [],
                    [1, "x"],
                    MOMENT.replace(tzinfo=None),
                    {"a": 1},
                    float("nan"),
                    2**40,
                    object,
                    None,
                    "RED",
                ]
            )
        if kind.required:
            return None if chance < self.bad * 3 else self._present(kind.inner, key, rng)
        return None if chance > 0.88 else self._present(kind, key, rng)

    def _held(self, items: list[object], rng: Random) -> object:
        """Items in one of the things that are iterable."""
        chance = rng.random()
        if chance < 0.15:
            return tuple(items)
        if chance < 0.2:
            return dict(enumerate(items)).values()
        if chance < 0.25:
            return deque(items)
        if chance < 0.3 and all(type(item) is int for item in items):
            return frozenset(items)
        return items

    def _present(self, kind: Wrapped, key: str, rng: Random) -> object:
        if kind.around:
            items = [self.make(kind.inner, f"{key}.{n}", raises=False) for n in range(rng.choice([0, 1, 1, 2, 3]))]
            if items and rng.random() < 0.05:
                items.append(items[0])
            return self._held(items, rng)
        name = kind.name
        if name in self.enums:
            return rng.choice(self.enums[name])
        if self.composite_name(name):
            choices = self.possible(name)
            if name in self.abstract and rng.random() < self.bad:
                choices = [*self.objects, "Nowhere", "E0"]
            return Thing(self, rng.choice(choices), key)
        made: dict[str, list[object]] = {
            "Int": [len(key), -1, 3.0, True, "12", 2**31 - 1, -(2**31), 2**31, -(2**31) - 1],
            "Float": [0.1, 2, -1.5e300, "2.5", float("inf"), 10**400],
            "String": [key, 'é\u2028"\\', "", 5, True, 1.5],
            "Boolean": [True, False, 1, 0.0],
            "ID": [key, 7, "", 3.0, UUID(int=len(key))],
            "Odd": [len(key), 0],
            "DateTime": [MOMENT, MOMENT + timedelta(days=len(key)), MOMENT.astimezone(timezone(timedelta(hours=2)))],
            "Anything": [key, 1.5, [1, [None]], {"b": 1, "a": [True]}, 0],
        }
        options = made[name]
        return options[0] if rng.random() < 0.7 else rng.choice(options)
