"""`@cost`: how many values an answer may hold, written in the SDL and added up before an operation runs.

A field costs its `weight` (1 unless said otherwise) and, for each item of its list, what is selected of an item. How
many items that is, `size` says, or the argument that `sizedBy` names. Sizes given by variables are known only with the
request, so the cost of an operation is a sum of products: `{(): 3, ($first,): 12}` is 3 + 12 × `$first`."""

from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
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
    get_directive_values,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_object_type,
)

COST_SDL: Final = "directive @cost(weight: Int! = 1, size: Int, sizedBy: String) on FIELD_DEFINITION\n"
"""Part of every schema that the library builds."""
MOST: Final = 2**31
"""No size counts for more: arguments are Ints."""


class Size(NamedTuple):
    """The size that a variable gives: `absent` when the request leaves it out or says null."""

    variable: str
    absent: int


Cost = dict[tuple[Size, ...], int]


class _Price(NamedTuple):
    weight: int
    size: int
    sized_by: str | None


class Costs:
    """The costs of a schema's fields. `faults` names each `@cost` that does not fit its field."""

    def __init__(self, schema: GraphQLSchema, list_size: int) -> None:
        self._schema = schema
        self._list_size = list_size
        self._prices: dict[int, _Price] = {}
        self.faults: list[str] = []
        for kind in schema.type_map.values():
            if (is_object_type(kind) or is_interface_type(kind)) and not kind.name.startswith("__"):
                for name, field in kind.fields.items():
                    self._prices[id(field)] = self._price(f"{kind.name}.{name}", field)

    def _price(self, path: str, field: GraphQLField) -> _Price:
        directive = self._schema.get_directive("cost")
        given = get_directive_values(directive, field.ast_node) if directive and field.ast_node else None
        many = _written(field).startswith("[")
        if given is None:
            return _Price(1, self._list_size if many else 1, None)
        sized_by, size, weight = given.get("sizedBy"), given.get("size"), given.get("weight", 1)
        argument = field.args.get(sized_by) if sized_by else None
        if sized_by and (argument is None or _written(argument) not in ("Int", "Int!")):
            self.faults.append(f"{path}: @cost(sizedBy: {sized_by!r}) does not name an argument of type Int")
        if weight < 0 or (size is not None and size < 0):
            self.faults.append(f"{path}: @cost says less than nothing")
        return _Price(weight, size if size is not None else self._list_size if many else 1, sized_by)

    def of(self, document: DocumentNode) -> dict[str | None, Cost]:
        """What each operation of a valid document costs, by its name."""
        adding = _Adding(self._schema, self._prices, document)
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        return {node.name.value if node.name else None: adding.operation(node) for node in operations}


def total(cost: Cost, variables: Mapping[str, object]) -> int:
    """The cost with these variables, as the request gives them."""
    added = 0
    for sizes, count in cost.items():
        for size in sizes:
            count *= _given(size, variables)
        added += count
    return added


def _given(size: Size, variables: Mapping[str, object]) -> int:
    value = variables.get(size.variable)
    return int(min(max(0, value), MOST)) if isinstance(value, int | float) else size.absent


def _written(typed: GraphQLField | GraphQLArgument) -> str:
    return str(cast(object, typed.type))


def _number(value: ValueNode | None) -> int | None:
    return min(max(int(value.value), 0), MOST) if isinstance(value, IntValueNode) and len(value.value) < 20 else None


class _Adding:
    """Adds up one document. Each fragment once per operation, as variables' defaults are the operation's."""

    def __init__(self, schema: GraphQLSchema, prices: Mapping[int, _Price], document: DocumentNode) -> None:
        self._schema = schema
        self._prices = prices
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, Cost] = {}
        self._defaults: dict[str, int | None] = {}

    def operation(self, node: OperationDefinitionNode) -> Cost:
        self._known = {}
        self._defaults = {v.variable.name.value: _number(v.default_value) for v in node.variable_definitions or ()}
        root = self._schema.get_root_type(node.operation)
        return self._set(node.selection_set, root) if root else {}

    def _set(self, selection_set: SelectionSetNode, kind: GraphQLCompositeType) -> Cost:
        cost: Cost = {}
        for node in selection_set.selections:
            for sizes, count in self._selection(node, kind).items():
                cost[sizes] = cost.get(sizes, 0) + count
        return cost

    def _selection(self, node: SelectionNode, kind: GraphQLCompositeType) -> Cost:
        if isinstance(node, FieldNode):
            return self._field(node, kind)
        if isinstance(node, InlineFragmentNode):
            named = self._schema.get_type(node.type_condition.name.value) if node.type_condition else kind
            return self._set(node.selection_set, cast(GraphQLCompositeType, named))
        assert isinstance(node, FragmentSpreadNode)
        name = node.name.value
        if name not in self._known:
            fragment = self._fragments[name]
            named = self._schema.get_type(fragment.type_condition.name.value)
            self._known[name] = self._set(fragment.selection_set, cast(GraphQLCompositeType, named))
        return self._known[name]

    def _field(self, node: FieldNode, kind: GraphQLCompositeType) -> Cost:
        field = kind.fields.get(node.name.value) if is_object_type(kind) or is_interface_type(kind) else None
        price = self._prices.get(id(field)) if field else None
        if field is None or price is None:  # __typename, and the schema itself, whose depth is bounded elsewhere
            return {(): 1}
        named = get_named_type(cast(GraphQLType, field.type))
        inside = self._set(node.selection_set, named) if node.selection_set and is_composite_type(named) else {}
        size = self._size(node, field, price)
        if isinstance(size, Size):
            cost: Cost = {(size, *sizes): count for sizes, count in inside.items()}
        else:
            cost = {sizes: count * size for sizes, count in inside.items()}
        cost[()] = cost.get((), 0) + price.weight
        return cost

    def _size(self, node: FieldNode, field: GraphQLField, price: _Price) -> int | Size:
        if price.sized_by is None:
            return price.size
        default = field.args[price.sized_by].ast_node
        absent = _number(default.default_value if default else None)
        absent = price.size if absent is None else absent
        given = next((a.value for a in node.arguments or () if a.name.value == price.sized_by), None)
        if isinstance(given, VariableNode):
            name = given.name.value
            default_of_variable = self._defaults.get(name)
            return Size(name, absent if default_of_variable is None else default_of_variable)
        number = _number(given)
        return absent if number is None else number
