"""What a compiled operation consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graphql import FieldNode, GraphQLError, GraphQLField, GraphQLList, GraphQLNamedType, GraphQLNonNull
from graphql.execution.values import VariableValues, get_argument_values

from quickgraph.schema.arguments import Arguments
from quickgraph.schema.build import Binding, TypeResolver

Next = Callable[[], object]
Complete = Callable[[None, Sequence[Next]], dict[str, object]]
"""Generated: gives the response of one unit from the slots' next values. Raises anything for what is not well."""


@dataclass(slots=True)
class Given:
    """A field's arguments, as the document gives them."""

    definition: GraphQLField
    node: FieldNode
    arguments: Arguments
    constant: dict[str, object] | None = None
    read_once: dict[str, object] | None = None
    """`constant` as the resolver takes it, where that is safe to share."""
    direct: dict[str, str] | None = None
    """Argument names by the variables' names, when all arguments are constants and variables as a whole."""

    def read(self, variables: VariableValues) -> Mapping[str, object]:
        """What the resolver takes. Raises GraphQLError or ArgumentError."""
        if self.read_once is not None:
            return self.read_once
        return self.arguments.read(self._coerced(variables))

    def _coerced(self, variables: VariableValues) -> Mapping[str, object]:
        if self.constant is not None:
            if not self.direct:
                return self.constant
            values = {name: variables.coerced.get(variable) for name, variable in self.direct.items()}
            if None not in values.values():  # null and absence have rules of their own
                return {**self.constant, **values}
        return get_argument_values(self.definition, self.node, variables)


@dataclass(slots=True)
class Shape:
    """The type of a field, or of a list's items: `items` for lists, else `named`."""

    required: bool
    items: Shape | None
    named: GraphQLNamedType

    @property
    def lists(self) -> int:
        """How many lists are within each other."""
        return 1 + self.items.lists if self.items else 0


def shape(declared: object) -> Shape:
    """What a graphql-core output type says."""
    if isinstance(declared, GraphQLNonNull):
        inner = shape(cast(object, declared.of_type))
        return Shape(True, inner.items, inner.named)
    if isinstance(declared, GraphQLList):
        items = shape(cast(object, declared.of_type))
        return Shape(False, items, items.named)
    assert isinstance(declared, GraphQLNamedType)
    return Shape(False, None, declared)


@dataclass(slots=True)
class Field:
    """A field at one place. Without `attribute` it is `__typename`. `slot`: where its values are gathered."""

    key: str
    parent: str
    name: str
    shape: Shape
    nodes: list[FieldNode]
    attribute: str | None = None
    binding: Binding | None = None
    target: Target | None = None
    given: Given | None = None
    slot: int | None = None
    late: bool = False
    """Whether it, or something below it, has to be awaited."""


@dataclass(slots=True)
class Node:
    """An object type at one place; `stored` are those of its fields that have a slot. `broken`: why its fields cannot
    be told, which is then the error of every object here."""

    number: int
    fields: list[Field]
    stored: list[Field]
    broken: GraphQLError | None = None


@dataclass(slots=True)
class Target:
    """The objects that a field leads to: one node for each type they may have; `resolver` when there are several.
    `live` when there is something to gather below."""

    resolver: TypeResolver | None
    nodes: dict[str, Node]
    live: bool


@dataclass(slots=True)
class Plan:
    """`units` run one after the other: a query is one, a mutation has one for each root field. `code`, once it is
    written, completes each; a document that is asked once is not worth it."""

    units: list[Node]
    slots: int
    runs: int = 0
    code: list[Complete] | None = None
