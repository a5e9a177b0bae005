"""Operations as plans: what stands where in the response, which resolvers run at which level, and the code for it.

A plan holds nodes (an object type at one place of the operation) with their fields, fragments and `@skip` / `@include`
already worked out by graphql-core itself, so there is one plan for each combination of the conditions' values. Fields
that are answered by resolvers, and those on the way to such fields, are *stored*: their values, one for each parent,
are gathered first, each in its slot. The completion then only reads, so that it can be done a second time, with care,
when the first time something was not as it should be."""

from collections.abc import Mapping
from dataclasses import replace
from inspect import iscoroutinefunction
from typing import Final, cast

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    is_abstract_type,
    is_object_type,
    visit,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import (
    VariableValues,
    get_argument_values,
)

from quickgraph.plan.plan import Field, Given, Node, Plan, Target, shape
from quickgraph.schema.build import Schema
from quickgraph.schema.names import snake

MOST_FIELDS: Final = 3_000
"""Of a plan, counted for each concrete type of interfaces and unions; larger ones are answered by graphql-core."""
MOST_LISTS: Final = 10
"""Within each other in one field's type. CPython 3.12 and 3.13 crash when they compile comprehensions of some twenty
levels."""
BYTES_PER_FIELD: Final = 600
BYTES_PER_NODE: Final = 4_000
"""Memory of a plan and its code, as measured; most of a node's is its struct."""
IMMUTABLE: Final = (str, int, float, bool, type(None))


class Uncovered(Exception):
    """To be answered by graphql-core."""


class Builder:
    """Makes one plan. `fragments` and `variables` are the operation's; of the latter only conditions matter."""

    def __init__(
        self,
        schema: Schema,
        fragments: Mapping[str, FragmentDetails],
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> None:
        self._schema = schema
        self._fragments = dict(fragments)
        self._operation = operation
        self._variables = variables
        self._fields = 0
        self._slots = 0
        self._nodes = 0
        self._unstored: dict[tuple[object, ...], Target] = {}
        """What the same selections of the same type come to; otherwise interfaces in interfaces would multiply."""

    @property
    def size(self) -> int:
        """In bytes, as estimated."""
        return BYTES_PER_FIELD * self._fields + BYTES_PER_NODE * self._nodes

    def plan(self) -> Plan:
        """Raises Uncovered."""
        schema, operation = self._schema.graphql, self._operation
        root = schema.get_root_type(operation.operation)
        if root is None or operation.directives:
            raise Uncovered
        try:
            grouped = collect_fields(schema, self._fragments, self._variables, root, operation).grouped_field_set
            if operation.operation is OperationType.MUTATION:
                units = [self._node(root, {key: details}) for key, details in grouped.items()]
            else:
                units = [self._node(root, grouped)]
        except GraphQLError as error:
            raise Uncovered from error
        return Plan(units, self._slots)

    def _node(self, kind: GraphQLObjectType, grouped: Mapping[str, list[FieldDetails]]) -> Node:
        self._nodes += 1
        number = self._nodes
        fields = [
            self._field(kind, key, [detail.node for detail in details], details) for key, details in grouped.items()
        ]
        return Node(number, fields, [field for field in fields if field.slot is not None])

    def _broken(self, error: GraphQLError) -> Node:
        self._nodes += 1
        return Node(self._nodes, [], [], error)

    def _field(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode], details: list[FieldDetails]) -> Field:
        self._fields += 1
        if self._fields > MOST_FIELDS:
            raise Uncovered
        name = nodes[0].name.value
        definition = self._schema.graphql.get_field(kind, name)
        if definition is None or name in ("__schema", "__type"):
            raise Uncovered
        declared = shape(cast(object, definition.type))
        if declared.lists > MOST_LISTS:
            raise Uncovered
        if name == "__typename":
            return Field(key, kind.name, name, declared, nodes)
        target = self._target(declared.named, details)
        binding = self._schema.bindings.get(f"{kind.name}.{name}")
        field = Field(key, kind.name, name, declared, nodes, snake(name), binding, target)
        if binding:
            field.given = self._given(definition, nodes[0], field)
            field.late = binding.batched or iscoroutinefunction(binding.resolver)
        if target:
            field.late |= any(below.late for node in target.nodes.values() for below in node.fields)
        if binding or (target and target.live):
            field.slot = self._slots
            self._slots += 1
        return field

    def _target(self, named: GraphQLNamedType, details: list[FieldDetails]) -> Target | None:
        if is_object_type(named):
            members, resolver = [named], None
        elif is_abstract_type(named):
            members, resolver = list(self._schema.graphql.get_possible_types(named)), self._schema.types[named.name]
        else:
            return None
        if not members:
            raise Uncovered
        key = (named.name, *(id(detail.node) for detail in details))
        if key in self._unstored:
            return self._unstored[key]
        nodes: dict[str, Node] = {}
        for member in members:
            try:
                grouped = collect_subfields(
                    self._schema.graphql, self._fragments, self._variables, self._operation, member, details
                ).grouped_field_set
            except GraphQLError as error:
                nodes[member.name] = self._broken(error)
            else:
                nodes[member.name] = self._node(member, grouped)
        target = Target(resolver, nodes, any(node.stored for node in nodes.values()))
        if not target.live:
            self._unstored[key] = target
        return target

    def _given(self, definition: GraphQLField, node: FieldNode, field: Field) -> Given:
        assert field.binding
        given = Given(definition, node, field.binding.arguments)
        direct: dict[str, str] = {}
        rest: list[ArgumentNode] = []
        found = _Variables()
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                direct[argument.name.value] = argument.value.name.value
            else:
                rest.append(argument)
                visit(argument, found)
        if found.seen:
            return given
        try:
            optional = {name: arg for name, arg in definition.args.items() if name not in direct}
            without = GraphQLField(definition.type, optional)
            given.constant = get_argument_values(without, replace(node, arguments=tuple(rest)), self._variables)
            given.direct = direct
            if not direct and all(isinstance(value, IMMUTABLE) for value in given.constant.values()):
                given.read_once = given.arguments.read(given.constant)
        except (GraphQLError, ValueError):
            given.constant = None  # said again, as the field's error, whenever it is asked
        return given


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def enter_variable(self, *_: object) -> None:
        self.seen = True
