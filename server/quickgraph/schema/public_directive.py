"""The `@public` directive: which resolvers give everybody the same, whoever may ask for it at all.

It is for fields that a resolver answers; what is read off a value is as public as the value. A field that gives an
object of which only some fields are the same for everybody names these: `@public(only: ["id", "name"])`."""

from collections.abc import Mapping
from typing import Final, cast

from graphql import GraphQLObjectType, GraphQLSchema, GraphQLType, get_directive_values, get_named_type, is_object_type

PUBLIC_SDL: Final = "directive @public(only: [String!]) on FIELD_DEFINITION\n"
"""Part of every schema that `build` makes."""
Public = Mapping[str, frozenset[str] | None]
"""By `Type.field`: the fields of what it gives that are public; None for all."""


def public_fields(schema: GraphQLSchema) -> Public:
    """All that have the directive."""
    found: dict[str, frozenset[str] | None] = {}
    directive = schema.get_directive("public")
    for type_ in schema.type_map.values():
        for name, field in type_.fields.items() if is_object_type(type_) else ():
            given = get_directive_values(directive, field.ast_node) if directive and field.ast_node else None
            if given is not None:
                only = given.get("only")
                found[f"{type_.name}.{name}"] = None if only is None else frozenset(only)
    return found


def public_faults(schema: GraphQLSchema, answered: Mapping[str, object]) -> list[str]:
    """Each `@public` that says nothing: on a field that no resolver answers, of a mutation, or of fields that there are
    not."""
    faults: list[str] = []
    for path, only in public_fields(schema).items():
        type_name, _, name = path.partition(".")
        type_ = schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        if path not in answered or type_ is schema.mutation_type:
            faults.append(f"{path}: @public is for fields of queries that a resolver answers")
        given = get_named_type(cast(GraphQLType, type_.fields[name].type))
        there = set(given.fields) if is_object_type(given) else set[str]()
        if only and not only <= there:
            faults.append(f"{path}: @public(only:) names {', '.join(sorted(only - there))}, which {given} has not")
    return faults
