"""Which resolver answers which field."""

from typing import NamedTuple, cast

from graphql import GraphQLObjectType, GraphQLSchema

from quickgraph.schema.arguments import ArgumentConverter, Resolver


class Binding(NamedTuple):
    """The resolver of the field `path` (`Type.field`). That of a root field has no parameter for a parent."""

    path: str
    resolver: Resolver
    batched: bool
    is_root: bool
    arguments: ArgumentConverter


def bind(schema: GraphQLSchema, path: str, resolver: Resolver, batched: bool) -> Binding:
    """The binding of an existing field. Raises NameError, TypeError or ValueError when the resolver's parameters
    cannot be read."""
    type_name, _, field_name = path.partition(".")
    parent_type = cast(GraphQLObjectType, schema.type_map[type_name])
    is_root = parent_type in (schema.query_type, schema.mutation_type)
    arguments = ArgumentConverter(resolver, 1 if is_root else 2, parent_type.fields[field_name].args)
    return Binding(path, resolver, batched, is_root, arguments)
