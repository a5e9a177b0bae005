"""Joins SDL and resolvers into one schema, and says at the start everything that does not fit."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLSchema,
    Source,
    build_ast_schema,
    concat_ast,
    is_abstract_type,
    is_object_type,
    is_scalar_type,
    parse,
    validate_schema,
)
from graphql.validation.validate import validate_sdl

from quickgraph.schema.arguments import Resolver
from quickgraph.schema.bindings import Binding, bind
from quickgraph.schema.check import Check
from quickgraph.schema.cost_directive import COST_SDL, cost_faults
from quickgraph.schema.public_directive import PUBLIC_SDL, Public, public_faults, public_fields
from quickgraph.schema.scalars import Scalar, set_leaf_coercion

TypeResolver = Callable[[object], str | None]
"""The name of the object type that a value of an interface or union has; the same for a value whenever asked."""


class SchemaError(Exception):
    """Everything that does not fit, at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("The schema does not fit together:\n- " + "\n- ".join(faults))
        self.faults = list(faults)


class Schema(NamedTuple):
    """`graphql` is graphql-core's schema, on which documents are validated; `bindings` by `Type.field`;
    `type_resolvers` has one for each interface and union; `public` is what `@public` says."""

    graphql: GraphQLSchema
    bindings: Mapping[str, Binding]
    type_resolvers: Mapping[str, TypeResolver]
    scalars: Mapping[str, Scalar]
    public: Public


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
    schema = build_ast_schema(_parse_sdl(sdl), assume_valid_sdl=True)
    faults = [error.message for error in validate_schema(schema)] + cost_faults(schema)
    faults += [f"{path} is answered twice" for path in fields if path in batched]
    resolvers = {**fields, **batched}
    faults += public_faults(schema, resolvers)
    faults += [f"{path} is answered, but is not in the schema" for path in resolvers if not _has_field(schema, path)]
    type_map = schema.type_map
    faults += [f"The scalar {name} is not in the schema" for name in scalars if not is_scalar_type(type_map.get(name))]
    faults += [f"{name} is not an interface or union" for name in types if not is_abstract_type(type_map.get(name))]
    if faults:
        raise SchemaError(sorted(faults))
    bindings: dict[str, Binding] = {}
    for path, resolver in resolvers.items():
        try:
            bindings[path] = bind(schema, path, resolver, path in batched)
        except (NameError, TypeError, ValueError) as error:
            faults.append(f"{path}: the parameters of {resolver!r} do not fit ({error})")
    faults = faults or Check(schema, bindings, types).faults()
    if faults:
        raise SchemaError(sorted(faults))
    abstract_types = [type_ for type_ in type_map.values() if is_abstract_type(type_)]
    type_resolvers = {type_.name: _type_resolver(schema, type_, types.get(type_.name)) for type_ in abstract_types}
    set_leaf_coercion(schema, scalars)
    return Schema(schema, bindings, type_resolvers, dict(scalars), public_fields(schema))


def _parse_sdl(sdl: Sequence[str]) -> DocumentNode:
    try:
        parts = [Source(part, f"SDL part {number}") for number, part in enumerate(sdl, start=1) if part.strip()]
        document = concat_ast([parse(part) for part in parts])
        directives = {d.name.value for d in document.definitions if isinstance(d, DirectiveDefinitionNode)}
        for name, ours in (("cost", COST_SDL), ("public", PUBLIC_SDL)):
            if name not in directives:
                document = concat_ast([parse(ours), document])
    except GraphQLError as error:
        raise SchemaError([str(error)]) from error
    if errors := validate_sdl(document):
        raise SchemaError([str(error) for error in errors])
    return document


def _has_field(schema: GraphQLSchema, path: str) -> bool:
    type_name, _, field_name = path.partition(".")
    type_ = schema.type_map.get(type_name)
    return is_object_type(type_) and field_name in type_.fields


def _type_resolver(
    schema: GraphQLSchema, type_: GraphQLAbstractType, given: TypeResolver | Mapping[type, str] | None
) -> TypeResolver:
    if given is not None and not isinstance(given, Mapping):
        return given
    mapping = cast(Mapping[type, str], given or {})
    possible = {member.name for member in schema.get_possible_types(type_)}

    @lru_cache(1_000)
    def type_name(cls: type) -> str | None:
        for base in cls.__mro__:
            if base in mapping:
                return mapping[base]
            if not given and base.__name__ in possible:
                return base.__name__
        return None

    return lambda value: type_name(type(value))
