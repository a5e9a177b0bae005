"""The `@cost` directive: what a field costs, and how many items its list holds, as the SDL says it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLSchema,
    get_directive_values,
    is_interface_type,
    is_object_type,
)

COST_SDL: Final = "directive @cost(weight: Int! = 1, size: Int, sizedBy: String) on FIELD_DEFINITION\n"
"""Part of every schema that `build` makes."""


class FieldCost(NamedTuple):
    """`weight` for the field itself; `size` items in its list, unless the argument `sized_by` says otherwise."""

    weight: int
    size: int
    sized_by: str | None


def field_costs(schema: GraphQLSchema, list_size: int) -> dict[int, FieldCost]:
    """The costs by the fields' ids. A list whose size the SDL leaves open holds `list_size` items."""
    costs: dict[int, FieldCost] = {}
    for _, field in _fields(schema):
        given = _directive_values(schema, field)
        size = given.get("size")
        if size is None:
            size = list_size if _type_of(field).startswith("[") else 1
        costs[id(field)] = FieldCost(given.get("weight", 1), size, given.get("sizedBy"))
    return costs


def cost_faults(schema: GraphQLSchema) -> list[str]:
    """Each `@cost` that does not fit its field."""
    faults: list[str] = []
    for path, field in _fields(schema):
        given = _directive_values(schema, field)
        sized_by = given.get("sizedBy")
        argument = field.args.get(sized_by) if sized_by else None
        if sized_by and (argument is None or _type_of(argument) not in ("Int", "Int!")):
            faults.append(f"{path}: @cost(sizedBy: {sized_by!r}) does not name an argument of type Int")
        if given.get("weight", 1) < 0 or (given.get("size") or 0) < 0:
            faults.append(f"{path}: @cost says less than nothing")
    return faults


def _fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for type_ in schema.type_map.values():
        if (is_object_type(type_) or is_interface_type(type_)) and not type_.name.startswith("__"):
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field


def _directive_values(schema: GraphQLSchema, field: GraphQLField) -> Mapping[str, Any]:
    directive = schema.get_directive("cost")
    return (get_directive_values(directive, field.ast_node) if directive and field.ast_node else None) or {}


def _type_of(typed: GraphQLField | GraphQLArgument) -> str:
    return str(cast(object, typed.type))
