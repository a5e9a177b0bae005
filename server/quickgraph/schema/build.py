"""Joins SDL and resolvers into one schema, and says at the start everything that does not fit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, cast

import msgspec
from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    Source,
    build_ast_schema,
    concat_ast,
    is_abstract_type,
    is_enum_type,
    is_introspection_type,
    is_object_type,
    is_scalar_type,
    parse,
    specified_scalar_types,
    validate_schema,
)
from graphql.validation.validate import validate_sdl

from quickgraph.request.cost import COST_SDL, Costs
from quickgraph.request.limits import Limits
from quickgraph.schema.arguments import Arguments, Resolver
from quickgraph.schema.check import Check

TypeResolver = Callable[[object], str | None]
"""The name of the object type that a value of an interface or union has; the same for a value whenever asked."""


class Native(NamedTuple):
    """Values that msgspec writes exactly as a scalar's `serialize` does: of just this `kind`, and, when `attribute` is
    given, with just this `value` of it."""

    kind: type
    attribute: str | None = None
    value: object = None


class Scalar(NamedTuple):
    """A custom scalar. `serialize` gives what JSON can carry; `parse` takes what JSON carried, and raises on what it
    does not accept; its message may be shown to the client. `native` values skip `serialize`."""

    serialize: Callable[[object], object]
    parse: Callable[[object], object]
    native: Native | None = None


class SchemaError(Exception):
    """Everything that does not fit, at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("The schema does not fit together:\n- " + "\n- ".join(faults))
        self.faults = list(faults)


class Binding(NamedTuple):
    """What answers a field. `skipped`: 1 for root fields, which have no parent, else 2."""

    path: str
    resolver: Resolver
    batched: bool
    skipped: int
    arguments: Arguments


class Schema(NamedTuple):
    """`graphql` is graphql-core's schema, on which documents are validated; `bindings` by `Type.field`; `types` has a
    resolver for each interface and union."""

    graphql: GraphQLSchema
    bindings: Mapping[str, Binding]
    types: Mapping[str, TypeResolver]
    scalars: Mapping[str, Scalar]


def build(
    sdl: Sequence[str],
    fields: Mapping[str, Resolver],
    batched: Mapping[str, Resolver] | None = None,
    scalars: Mapping[str, Scalar] | None = None,
    types: Mapping[str, TypeResolver | Mapping[type, str]] | None = None,
) -> Schema:
    """The executable schema. Raises SchemaError naming all faults at once: names given twice, bindings without a
    field, fields that nobody can answer, arguments that a resolver does not take."""
    batched, scalars, types = batched or {}, scalars or {}, types or {}
    document = _joined(sdl)
    schema = build_ast_schema(document, assume_valid_sdl=True)
    faults = [error.message for error in validate_schema(schema)] + Costs(schema, Limits().list_size).faults
    faults += [f"{path} is answered twice" for path in fields if path in batched]
    faults += [
        f"{path} is answered, but is not in the schema" for path in {**fields, **batched} if not _has(schema, path)
    ]
    kinds = schema.type_map
    faults += [f"The scalar {name} is not in the schema" for name in scalars if not is_scalar_type(kinds.get(name))]
    faults += [f"{name} is not an interface or union" for name in types if not is_abstract_type(kinds.get(name))]
    if faults:
        raise SchemaError(sorted(faults))
    bindings: dict[str, Binding] = {}
    for path, resolver in {**fields, **batched}.items():
        try:
            bindings[path] = _binding(schema, path, resolver, path in batched)
        except (NameError, TypeError, ValueError) as error:
            faults.append(f"{path}: the parameters of {resolver!r} cannot be read ({error})")
    if not faults:
        faults = Check(schema, {p: (b.resolver, b.arguments) for p, b in bindings.items()}, types).faults()
    if faults:
        raise SchemaError(sorted(faults))
    resolvers = {
        kind.name: _resolver(schema, kind, types.get(kind.name)) for kind in kinds.values() if is_abstract_type(kind)
    }
    _leaves(schema, scalars)
    return Schema(schema, bindings, resolvers, dict(scalars))


def _joined(sdl: Sequence[str]) -> DocumentNode:
    try:
        parts = [Source(part, f"SDL part {number}") for number, part in enumerate(sdl, start=1) if part.strip()]
        document = concat_ast([parse(part) for part in parts])
        directives = {d.name.value for d in document.definitions if isinstance(d, DirectiveDefinitionNode)}
        if "cost" not in directives:
            document = concat_ast([parse(COST_SDL), document])
    except GraphQLError as error:
        raise SchemaError([str(error)]) from error
    if errors := validate_sdl(document):
        raise SchemaError([str(error) for error in errors])
    return document


def _has(schema: GraphQLSchema, path: str) -> bool:
    type_name, _, name = path.partition(".")
    kind = schema.type_map.get(type_name)
    return is_object_type(kind) and name in kind.fields


def _binding(schema: GraphQLSchema, path: str, resolver: Resolver, batched: bool) -> Binding:
    type_name, _, name = path.partition(".")
    kind = cast(GraphQLObjectType, schema.type_map[type_name])
    skipped = 1 if kind in (schema.query_type, schema.mutation_type) else 2
    return Binding(path, resolver, batched, skipped, Arguments(resolver, skipped, list(kind.fields[name].args)))


def _resolver(
    schema: GraphQLSchema, kind: GraphQLAbstractType, given: TypeResolver | Mapping[type, str] | None
) -> TypeResolver:
    if given is not None and not isinstance(given, Mapping):
        return given
    mapping = cast(Mapping[type, str], given or {})
    possible = {member.name for member in schema.get_possible_types(kind)}

    @lru_cache(1_000)
    def of_class(kind: type) -> str | None:
        for base in kind.__mro__:
            if base in mapping:
                return mapping[base]
            if not given and base.__name__ in possible:
                return base.__name__
        return None

    return lambda value: of_class(type(value))


def _leaves(schema: GraphQLSchema, scalars: Mapping[str, Scalar]) -> None:
    for name, kind in schema.type_map.items():
        if is_enum_type(kind) and not is_introspection_type(kind):  # theirs are written from members
            setattr(kind, "coerce_output_value", _enum_writer(kind))  # noqa: B010
        elif is_scalar_type(kind) and name not in specified_scalar_types and name in scalars:
            kind.coerce_output_value = scalars[name].serialize
            kind.coerce_input_value = scalars[name].parse


def _enum_writer(kind: GraphQLEnumType) -> Callable[[object], str | None]:
    write = kind.coerce_output_value

    def enum_value(value: object) -> str | None:
        return write(value.value if isinstance(value, Enum) else value)

    return enum_value


def _write_time(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("A DateTime must be a datetime with its time zone.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_time(value: object) -> datetime:
    moment = msgspec.convert(value, datetime)
    if moment.tzinfo is None:
        raise ValueError("A time needs its offset, as in 2026-11-22T09:30:00Z.")
    return moment.astimezone(UTC)


DATE_TIME = Scalar(_write_time, _read_time, Native(datetime, "tzinfo", UTC))
"""Moments in UTC as ISO 8601: 2026-11-22T09:30:00Z."""
