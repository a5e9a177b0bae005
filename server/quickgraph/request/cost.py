"""Cost analysis: about how many values the response to an operation may hold, computed before it runs.

A field costs its weight and, for each item of its list, what is selected of an item. Sizes given by variables are known
only with the request, so the cost of an operation is a sum of products: `{(): 3, ($first,): 12}` is 3 + 12 × `$first`.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_object_type,
)

from quickgraph.request.errors import request_error
from quickgraph.request.limits import Limits
from quickgraph.schema.cost_directive import FieldCost

MAX_SIZE: Final = 2**31
"""No size counts for more: arguments are Ints."""


class VariableSize(NamedTuple):
    """The size that a variable gives: `default` when the request leaves it out or says null."""

    variable: str
    default: int


Cost = dict[tuple[VariableSize, ...], int]


def operation_costs(
    document: DocumentNode, schema: GraphQLSchema, field_costs: Mapping[int, FieldCost]
) -> dict[str | None, Cost]:
    """What each operation of a valid document costs, by its name."""
    analysis = _CostAnalysis(document, schema, field_costs)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    return {node.name.value if node.name else None: analysis.operation(node) for node in operations}


def check_cost(cost: Cost, variables: Mapping[str, object], limits: Limits) -> None:
    """Refuse an operation whose response could hold more values than `limits` allow. Raises `RequestError`."""
    values = total(cost, variables)
    if values > limits.cost:
        raise request_error(f"The answer could hold {values} values; {limits.cost} is the most. Please ask for less.")


def total(cost: Cost, variables: Mapping[str, object]) -> int:
    """The cost with these variables, as the request gives them."""
    added = 0
    for sizes, count in cost.items():
        for size in sizes:
            count *= _variable_size(size, variables)
        added += count
    return added


def _variable_size(size: VariableSize, variables: Mapping[str, object]) -> int:
    value = variables.get(size.variable)
    return int(min(max(0, value), MAX_SIZE)) if isinstance(value, int | float) else size.default


def _literal_size(value: ValueNode | None) -> int | None:
    if not isinstance(value, IntValueNode):
        return None
    return min(max(int(value.value), 0), MAX_SIZE) if len(value.value) < 20 else None


class _CostAnalysis:
    """Of one document. Each fragment is added up once per operation, as variables' defaults are the operation's."""

    def __init__(self, document: DocumentNode, schema: GraphQLSchema, field_costs: Mapping[int, FieldCost]) -> None:
        self._schema = schema
        self._field_costs = field_costs
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._fragment_costs: dict[str, Cost] = {}
        self._defaults: dict[str, int | None] = {}

    def operation(self, node: OperationDefinitionNode) -> Cost:
        self._fragment_costs = {}
        definitions = node.variable_definitions or ()
        self._defaults = {v.variable.name.value: _literal_size(v.default_value) for v in definitions}
        root = self._schema.get_root_type(node.operation)
        return self._selection_set(node.selection_set, root) if root else {}

    def _selection_set(self, selection_set: SelectionSetNode, parent: GraphQLCompositeType) -> Cost:
        cost: Cost = {}
        for node in selection_set.selections:
            for sizes, count in self._selection(node, parent).items():
                cost[sizes] = cost.get(sizes, 0) + count
        return cost

    def _selection(self, node: SelectionNode, parent: GraphQLCompositeType) -> Cost:
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, InlineFragmentNode):
            condition = self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return self._selection_set(node.selection_set, cast(GraphQLCompositeType, condition))
        assert isinstance(node, FragmentSpreadNode)
        name = node.name.value
        if name not in self._fragment_costs:
            fragment = self._fragments[name]
            condition = self._schema.get_type(fragment.type_condition.name.value)
            cost = self._selection_set(fragment.selection_set, cast(GraphQLCompositeType, condition))
            self._fragment_costs[name] = cost
        return self._fragment_costs[name]

    def _field(self, node: FieldNode, parent: GraphQLCompositeType) -> Cost:
        field = parent.fields.get(node.name.value) if is_object_type(parent) or is_interface_type(parent) else None
        field_cost = self._field_costs.get(id(field)) if field else None
        if field is None or field_cost is None:  # __typename, and introspection, whose depth is bounded elsewhere
            return {(): 1}
        named = get_named_type(cast(GraphQLType, field.type))
        inside = (
            self._selection_set(node.selection_set, named) if node.selection_set and is_composite_type(named) else {}
        )
        size = self._size(node, field, field_cost)
        if isinstance(size, VariableSize):
            cost: Cost = {(size, *sizes): count for sizes, count in inside.items()}
        else:
            cost = {sizes: count * size for sizes, count in inside.items()}
        cost[()] = cost.get((), 0) + field_cost.weight
        return cost

    def _size(self, node: FieldNode, field: GraphQLField, field_cost: FieldCost) -> int | VariableSize:
        if field_cost.sized_by is None:
            return field_cost.size
        argument = field.args[field_cost.sized_by].ast_node
        default = _literal_size(argument.default_value if argument else None)
        default = field_cost.size if default is None else default
        given = next((a.value for a in node.arguments or () if a.name.value == field_cost.sized_by), None)
        if isinstance(given, VariableNode):
            name = given.name.value
            variable_default = self._defaults.get(name)
            return VariableSize(name, default if variable_default is None else variable_default)
        number = _literal_size(given)
        return default if number is None else number
