"""Whether an operation asks only for what is the same for everybody who may ask: see `@public`."""

from collections.abc import Mapping
from typing import cast

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution.collect_fields import FragmentDetails

from quickgraph.schema.build import Schema


def is_public(schema: Schema, fragments: Mapping[str, FragmentDetails], operation: OperationDefinitionNode) -> bool:
    """Of a valid operation; fields that a condition may leave out count as well. False for what asks nothing."""
    root = schema.graphql.get_root_type(operation.operation)
    if root is None or operation.operation is not OperationType.QUERY:
        return False
    reader = _Reader(schema, fragments)
    return reader.all(operation.selection_set, root.name, None) and reader.found


class _Reader:
    def __init__(self, schema: Schema, fragments: Mapping[str, FragmentDetails]) -> None:
        self._schema = schema
        self._fragments = fragments
        self.found = False

    def all(self, selected: SelectionSetNode, parent: str, only: frozenset[str] | None) -> bool:
        """Whether all that is selected of this type is public, where of its fields `only` these are (None: each)."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                good = all(self._field(node, name, only) for name in self._types(parent))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition.name.value if node.type_condition else parent
                good = self.all(node.selection_set, condition, only)
            else:
                assert isinstance(node, FragmentSpreadNode)
                fragment = self._fragments[node.name.value].definition
                good = self.all(fragment.selection_set, fragment.type_condition.name.value, only)
            if not good:
                return False
        return True

    def _types(self, name: str) -> list[str]:
        """The types of objects that a type stands for."""
        type_ = self._schema.graphql.type_map[name]
        if is_abstract_type(type_):
            return [one.name for one in self._schema.graphql.get_possible_types(type_)]
        return [name] if is_object_type(type_) else []

    def _field(self, node: FieldNode, parent: str, only: frozenset[str] | None) -> bool:
        name, path = node.name.value, f"{parent}.{node.name.value}"
        if name == "__typename":
            return True
        type_ = self._schema.graphql.type_map[parent]
        assert isinstance(type_, GraphQLObjectType)
        field = type_.fields.get(name)
        if field is None:  # introspection; or of another type of the same interface
            return not name.startswith("__")
        if (only is not None and name not in only) or (
            path in self._schema.bindings and path not in self._schema.public
        ):
            return False
        self.found |= path in self._schema.public
        if node.selection_set is None:
            return True
        given = get_named_type(cast(GraphQLType, field.type))
        return self.all(node.selection_set, given.name, self._schema.public.get(path))
