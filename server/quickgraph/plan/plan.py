"""Plans of operations: which resolvers run, and how the values become the response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import FieldNode, GraphQLError, GraphQLField, GraphQLList, GraphQLNamedType, GraphQLNonNull
from graphql.execution.values import VariableValues, get_argument_values

from quickgraph.schema.arguments import ArgumentConverter
from quickgraph.schema.bindings import Binding
from quickgraph.schema.build import TypeResolver

NextValue = Callable[[], object]
"""Gives the values of a slot one after the other."""
Completer = Callable[[None, Sequence[NextValue]], dict[str, object]]
"""Generated code: the response of one step from the values in the slots. Raises anything for what the slow path has to
complete."""


@dataclass(slots=True)
class ArgumentPlan:
    """The arguments of a field, coerced as far as they do not depend on variables."""

    field_def: GraphQLField
    field_node: FieldNode
    converter: ArgumentConverter
    constants: dict[str, object] | None = None
    """Coerced values of those without variables; None when variables are inside lists or objects."""
    converted: dict[str, object] | None = None
    """All `constants` as the resolver takes them, where that is safe to share."""
    variables: dict[str, str] | None = None
    """Names of the variables that are a whole argument's value, by the argument's name."""

    def values(self, variables: VariableValues) -> Mapping[str, object]:
        """What the resolver takes. Raises GraphQLError or ArgumentError."""
        if self.converted is not None:
            return self.converted
        return self.converter.convert(self._coerced(variables))

    def _coerced(self, variables: VariableValues) -> Mapping[str, object]:
        if self.constants is not None:
            if not self.variables:
                return self.constants
            values = {name: variables.coerced.get(variable) for name, variable in self.variables.items()}
            if None not in values.values():  # null and absence have rules of their own
                return {**self.constants, **values}
        return get_argument_values(self.field_def, self.field_node, variables)


@dataclass(slots=True)
class OutputType:
    """The type of a field, or of a list's items: a list of `item_type`, else `named_type`."""

    non_null: bool
    item_type: OutputType | None
    named_type: GraphQLNamedType

    @property
    def list_depth(self) -> int:
        """How many lists are within each other."""
        return 1 + self.item_type.list_depth if self.item_type else 0

    @staticmethod
    def of(type_: object) -> OutputType:
        """From a graphql-core output type."""
        if isinstance(type_, GraphQLNonNull):
            nullable = OutputType.of(cast(object, type_.of_type))
            return OutputType(True, nullable.item_type, nullable.named_type)
        if isinstance(type_, GraphQLList):
            item_type = OutputType.of(cast(object, type_.of_type))
            return OutputType(False, item_type, item_type.named_type)
        assert isinstance(type_, GraphQLNamedType)
        return OutputType(False, None, type_)


@dataclass(slots=True)
class FieldPlan:
    """A field of an object type at one place of the operation. Without `attribute` it is `__typename`."""

    response_key: str
    parent_type: str
    field_name: str
    output_type: OutputType
    field_nodes: list[FieldNode]
    attribute: str | None = None
    binding: Binding | None = None
    selection_set: SelectionSetPlan | None = None
    arguments: ArgumentPlan | None = None
    slot: int | None = None
    """Where its values are gathered; None for what is read from the parent when the response is completed."""
    is_async: bool = False
    """Whether it, or something below it, has to be awaited."""


@dataclass(slots=True)
class ObjectPlan:
    """The collected fields of an object type at one place. `gathered` are those with a slot. `error`: why its fields
    cannot be collected, which is then the error of every object here."""

    number: int
    fields: list[FieldPlan]
    gathered: list[FieldPlan]
    error: GraphQLError | None = None


@dataclass(slots=True)
class SelectionSetPlan:
    """What is selected of a field's objects, by the object types they may have; `type_resolver` when the field's type
    is abstract. `has_gathered`: whether there is something to gather below."""

    type_resolver: TypeResolver | None
    objects: dict[str, ObjectPlan]
    has_gathered: bool


@dataclass(slots=True)
class OperationPlan:
    """`steps` run one after the other: a query is one, a mutation has one for each root field. `completers`, once they
    are generated, complete each; code for a document that is asked once would cost more than it saves."""

    steps: list[ObjectPlan]
    slot_count: int
    executions: int = 0
    completers: list[Completer] | None = None
