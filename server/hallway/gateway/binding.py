"""Joins the services' parts of the graph into one executable schema, and says at the start what does not fit."""

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from ariadne import ObjectType, ScalarType, make_executable_schema
from graphql import GraphQLObjectType, GraphQLSchema, GraphQLType, get_named_type, is_required_argument

from hallway.kernel.errors import Problem
from hallway.kernel.graph import ROOTS, Context, Graph, Resolver

BatchCall = Callable[..., Awaitable[list[object]]]


def snake(name: str) -> str:
    """`startsAt` as Python says it: `starts_at`."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def join(parts: Sequence[str]) -> str:
    """The whole SDL: the roots, then each service's part."""
    return "\n".join([ROOTS, *parts])


def bind(sdl: str, graphs: Sequence[Graph]) -> GraphQLSchema:
    """The executable schema. Raises `invalid` with all faults at once: bindings without a field, fields nobody can
    answer, arguments a resolver does not take."""
    types: dict[str, ObjectType] = {}
    fields = {path: (resolver, False) for graph in graphs for path, resolver in graph.fields.items()}
    batches = {path: (resolver, True) for graph in graphs for path, resolver in graph.batches.items()}
    bound = fields | batches
    schema = make_executable_schema(sdl)
    faults = [f"{path} is answered, but is not in the schema" for path in bound if not _exists(schema, path)]
    if not faults:
        faults = _Check(schema, {path: resolver for path, (resolver, _) in bound.items()}).faults()
    if faults:
        raise Problem("invalid", "The graph does not fit together:\n- " + "\n- ".join(sorted(faults)), faults=faults)
    for type_name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not type_name.startswith("__"):
            types[type_name] = binding = ObjectType(type_name)
            for name in kind.fields:
                found = bound.get(f"{type_name}.{name}")
                root = type_name in ("Query", "Mutation")
                binding.set_field(name, _resolver(f"{type_name}.{name}", *found, root) if found else _reader(name))
    for bindable in (DATE_TIME, *types.values()):
        bindable.bind_to_schema(schema)
    return schema


def _reader(name: str) -> Callable[[Any, Any], object]:
    attribute = snake(name)

    def read(value: Any, _: Any) -> object:
        found = getattr(value, attribute)
        return list(cast(frozenset[object], found)) if isinstance(found, frozenset) else found

    return read


def _resolver(path: str, resolver: Resolver, batched: bool, root: bool) -> Callable[..., object]:
    arguments = Arguments(resolver, skipped=1 if root else 2)

    def resolve(parent: object, info: Any, **given: object) -> object:
        context: Context = info.context
        values = arguments.read(given)
        if batched:
            call = cast(BatchCall, partial(resolver, context))
            loader = loaders(context).setdefault((path, repr(given)), Loader(call, values))
            return loader.load(parent)
        return resolver(context, **values) if root else resolver(context, parent, **values)

    return resolve


class Arguments:
    """A resolver's arguments: from camelCase JSON values to what its annotations say."""

    def __init__(self, resolver: Resolver, skipped: int) -> None:
        hints = get_type_hints(resolver)
        self.parameters = list(inspect.signature(resolver).parameters.values())[skipped:]
        fields: list[Any] = []
        for parameter in self.parameters:
            kind = hints.get(parameter.name, object)
            if parameter.default is not parameter.empty:
                fields.append((parameter.name, kind, msgspec.field(default_factory=partial(_same, parameter.default))))
            elif NoneType in get_args(kind):
                fields.append((parameter.name, kind, None))
            else:
                fields.append((parameter.name, kind))
        self.struct = msgspec.defstruct("Arguments", fields, rename="camel", kw_only=True)

    def read(self, given: Mapping[str, object]) -> dict[str, object]:
        """Values by parameter name; `invalid` names what is wrong. A null says no more than leaving it out."""
        if not self.parameters:
            return {}
        try:
            converted = msgspec.convert(_without_nulls(given), self.struct)
        except msgspec.ValidationError as error:
            raise Problem("invalid", f"This does not fit: {error}.") from error
        return {name: getattr(converted, name) for name in converted.__struct_fields__}


def _same(value: object) -> object:
    return value


def _without_nulls(value: object) -> object:
    if isinstance(value, Mapping):
        items = cast(Mapping[str, object], value).items()
        return {key: _without_nulls(item) for key, item in items if item is not None}
    return value


class Loader:
    """Collects the parents that ask for one field in the same turn of the loop and answers them with one call."""

    def __init__(self, resolver: BatchCall, arguments: dict[str, object]) -> None:
        self._resolver = resolver
        self._arguments = arguments
        self._waiting: list[tuple[object, asyncio.Future[object]]] = []

    def load(self, parent: object) -> asyncio.Future[object]:
        """The answer for `parent`, in time."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(lambda: loop.create_task(self._run()))
        future: asyncio.Future[object] = loop.create_future()
        self._waiting.append((parent, future))
        return future

    async def _run(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            answers = await self._resolver([parent for parent, _ in waiting], **self._arguments)
            if len(answers) != len(waiting):
                raise RuntimeError(f"{self._resolver} answered {len(answers)} of {len(waiting)} parents")
        except Exception as error:
            answers = [error] * len(waiting)
        for (_, future), answer in zip(waiting, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)


def loaders(context: Context) -> dict[tuple[str, str], Loader]:
    """The loaders of one request."""
    return context.__dict__.setdefault("loaders", {})


def _write_time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_time(value: object) -> datetime:
    moment = msgspec.convert(value, datetime)
    if moment.tzinfo is None:
        raise ValueError("A time needs its offset, as in 2026-11-22T09:30:00Z.")
    return moment.astimezone(UTC)


DATE_TIME = ScalarType("DateTime", serializer=_write_time, value_parser=_read_time)


def _exists(schema: GraphQLSchema, path: str) -> bool:
    type_name, _, name = path.partition(".")
    kind = schema.type_map.get(type_name)
    return isinstance(kind, GraphQLObjectType) and name in kind.fields


class _Check:
    """Follows the schema from the roots through the annotations of resolvers and values."""

    def __init__(self, schema: GraphQLSchema, bound: Mapping[str, Resolver]) -> None:
        self._schema = schema
        self._bound = bound
        self._seen: set[tuple[str, object]] = set()
        self._faults: list[str] = []

    def faults(self) -> list[str]:
        """All that does not fit."""
        for root in ("Query", "Mutation"):
            kind = self._schema.type_map.get(root)
            if isinstance(kind, GraphQLObjectType):
                self._visit(kind, None)
        return self._faults

    def _visit(self, kind: GraphQLObjectType, value: object) -> None:
        if (kind.name, value) in self._seen:
            return
        self._seen.add((kind.name, value))
        hints = get_type_hints(value) if isinstance(value, type) else {}
        for name, field in kind.fields.items():
            path = f"{kind.name}.{name}"
            if resolver := self._bound.get(path):
                skipped = 1 if kind.name in ("Query", "Mutation") else 2
                self._compare(
                    path, {snake(a): is_required_argument(x) for a, x in field.args.items()}, resolver, skipped
                )
                answer = get_type_hints(resolver).get("return")
            elif snake(name) in hints:
                answer = hints[snake(name)]
            elif isinstance(value, type) and isinstance(member := getattr(value, snake(name), None), property):
                answer = get_type_hints(member.fget).get("return") if member.fget else None
            else:
                where = value.__name__ if isinstance(value, type) else "nothing"
                self._faults.append(f"{path} is in the schema, but nobody answers it ({where} has no {snake(name)})")
                continue
            target: object = get_named_type(cast(GraphQLType, field.type))
            if isinstance(target, GraphQLObjectType):
                for part in _values(answer):
                    self._visit(target, part)

    def _compare(self, path: str, arguments: Mapping[str, bool], resolver: Resolver, skipped: int) -> None:
        parameters = dict(list(inspect.signature(resolver).parameters.items())[skipped:])
        hints = get_type_hints(resolver)
        for name in arguments.keys() - parameters.keys():
            self._faults.append(f"{path} has the argument {name}, which {resolver.__name__} does not take")
        for name, parameter in parameters.items():
            optional = parameter.default is not parameter.empty or NoneType in get_args(hints.get(name))
            if not arguments.get(name, False) and not optional and name not in arguments:
                self._faults.append(f"{path} lacks the argument {name}, which {resolver.__name__} needs")


def _values(annotation: object) -> list[type]:
    """The value types inside an annotation: `list[Person | None]` is `[Person]`."""
    origin = get_origin(annotation)
    if origin is Literal:
        return []
    if origin in (list, tuple, frozenset, Union, UnionType):
        return [found for part in get_args(annotation) for found in _values(part)]
    is_value = isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
    return [annotation] if is_value else []  # type: ignore[list-item]
