"""Which resolver answers which field."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    get_named_type,
    is_abstract_type,
    is_interface_type,
    is_object_type,
)

from quickgraph.schema.arguments import ArgumentConverter, Resolver


class Binding(NamedTuple):
    """The resolver of the field `path` (`Type.field`). `parented`: it takes the parent after the context, a batched one
    all parents. Only that of a root type that no field has as its type does not, since there is none; where a field has
    it, the parent is None at the root of an operation."""

    path: str
    resolver: Resolver
    batched: bool
    parented: bool
    arguments: ArgumentConverter


def bind(schema: GraphQLSchema, path: str, resolver: Resolver, batched: bool) -> Binding:
    """The binding of an existing field. Raises NameError, TypeError or ValueError when the resolver's parameters
    cannot be read."""
    type_name, _, field_name = path.partition(".")
    parent_type = cast(GraphQLObjectType, schema.type_map[type_name])
    parented = batched or parent_type not in bare_roots(schema)
    arguments = ArgumentConverter(resolver, 2 if parented else 1, parent_type.fields[field_name].args)
    return Binding(path, resolver, batched, parented, arguments)


def bare_roots(schema: GraphQLSchema) -> set[GraphQLNamedType]:
    """The roots of queries and mutations that are nowhere inside an answer, so that nothing ever is their parent."""
    roots: set[GraphQLNamedType] = {root for root in (schema.query_type, schema.mutation_type) if root}
    return roots - {inside for type_ in schema.type_map.values() for inside in _field_types(schema, type_)}


def _field_types(schema: GraphQLSchema, type_: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    if type_.name.startswith("__") or not (is_object_type(type_) or is_interface_type(type_)):
        return
    for field in type_.fields.values():
        named = get_named_type(cast(GraphQLType, field.type))
        yield named
        if is_abstract_type(named):
            yield from schema.get_possible_types(named)
