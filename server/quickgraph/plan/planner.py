"""Plans operations. graphql-core's own functions collect the fields and apply fragments, `@skip` and `@include`, so
there is one plan for each combination of the conditions' values.

Fields that are answered by resolvers, and those on the way to such fields, have a *slot*: their values, one for each
parent, are gathered there first. Completing the response then only reads, so that it can be done a second time, on the
slow path, when the generated code meets a value it does not expect."""

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
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

from quickgraph.plan.plan import ArgumentPlan, FieldPlan, ObjectPlan, OperationPlan, OutputType, SelectionSetPlan
from quickgraph.schema.build import Schema
from quickgraph.schema.names import snake_case

MAX_FIELDS: Final = 3_000
"""Of a plan, counted for each concrete type of interfaces and unions; larger ones are answered by graphql-core."""
MAX_LIST_DEPTH: Final = 10
"""In one field's type. CPython 3.12 and 3.13 crash when they compile comprehensions of some twenty levels."""
BYTES_PER_FIELD: Final = 600
BYTES_PER_OBJECT: Final = 4_000
"""Memory of a plan and its code, as measured; most of an object's is its struct."""
IMMUTABLE: Final = (str, int, float, bool, type(None))


class Unsupported(Exception):
    """To be answered by graphql-core."""


class Planner:
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
        self._field_count = 0
        self._slot_count = 0
        self._object_count = 0
        self._shared: dict[tuple[object, ...], SelectionSetPlan] = {}
        """Plans without slots, by type and field nodes; otherwise interfaces in interfaces would multiply."""

    @property
    def bytes(self) -> int:
        """The plan's size in memory, as estimated."""
        return BYTES_PER_FIELD * self._field_count + BYTES_PER_OBJECT * self._object_count

    def plan(self) -> OperationPlan:
        """Raises Unsupported."""
        schema, operation = self._schema.graphql, self._operation
        root = schema.get_root_type(operation.operation)
        if root is None or operation.directives:
            raise Unsupported
        try:
            fields = collect_fields(schema, self._fragments, self._variables, root, operation).grouped_field_set
            if operation.operation is OperationType.MUTATION:
                steps = [self._object(root, {key: details}) for key, details in fields.items()]
            else:
                steps = [self._object(root, fields)]
        except GraphQLError as error:
            raise Unsupported from error
        return OperationPlan(steps, self._slot_count)

    def _object(self, type_: GraphQLObjectType, grouped_field_set: Mapping[str, list[FieldDetails]]) -> ObjectPlan:
        self._object_count += 1
        number = self._object_count
        fields = [self._field(type_, key, details) for key, details in grouped_field_set.items()]
        return ObjectPlan(number, fields, [field for field in fields if field.slot is not None])

    def _field(self, parent_type: GraphQLObjectType, response_key: str, details: list[FieldDetails]) -> FieldPlan:
        self._field_count += 1
        nodes = [detail.node for detail in details]
        name = nodes[0].name.value
        definition = self._schema.graphql.get_field(parent_type, name)
        if self._field_count > MAX_FIELDS or definition is None or name in ("__schema", "__type"):
            raise Unsupported
        output_type = OutputType.of(cast(object, definition.type))
        if output_type.list_depth > MAX_LIST_DEPTH:
            raise Unsupported
        field = FieldPlan(response_key, parent_type.name, name, output_type, nodes)
        if name == "__typename":
            return field
        field.attribute = snake_case(name)
        field.selection_set = self._selection_set(output_type.named_type, details)
        field.binding = self._schema.bindings.get(f"{parent_type.name}.{name}")
        if field.binding:
            field.arguments = self._arguments(definition, nodes[0], field)
            field.is_async = field.binding.batched or iscoroutinefunction(field.binding.resolver)
        if field.selection_set:
            objects = field.selection_set.objects.values()
            field.is_async |= any(below.is_async for object_plan in objects for below in object_plan.fields)
        if field.binding or (field.selection_set and field.selection_set.has_gathered):
            field.slot = self._slot_count
            self._slot_count += 1
        return field

    def _selection_set(self, named_type: GraphQLNamedType, details: list[FieldDetails]) -> SelectionSetPlan | None:
        schema = self._schema.graphql
        if is_object_type(named_type):
            types, type_resolver = [named_type], None
        elif is_abstract_type(named_type):
            types = list(schema.get_possible_types(named_type))
            type_resolver = self._schema.type_resolvers[named_type.name]
        else:
            return None
        if not types:
            raise Unsupported
        key = (named_type.name, *(id(detail.node) for detail in details))
        if key in self._shared:
            return self._shared[key]
        objects: dict[str, ObjectPlan] = {}
        for type_ in types:
            try:
                fields = collect_subfields(
                    schema, self._fragments, self._variables, self._operation, type_, details
                ).grouped_field_set
            except GraphQLError as error:
                self._object_count += 1
                objects[type_.name] = ObjectPlan(self._object_count, [], [], error)
            else:
                objects[type_.name] = self._object(type_, fields)
        plan = SelectionSetPlan(type_resolver, objects, any(object_plan.gathered for object_plan in objects.values()))
        if not plan.has_gathered:
            self._shared[key] = plan
        return plan

    def _arguments(self, definition: GraphQLField, node: FieldNode, field: FieldPlan) -> ArgumentPlan:
        assert field.binding
        plan = ArgumentPlan(definition, node, field.binding.arguments)
        variables: dict[str, str] = {}
        others: list[ArgumentNode] = []
        finder = _VariableFinder()
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                variables[argument.name.value] = argument.value.name.value
            else:
                others.append(argument)
                visit(argument, finder)
        if finder.found:
            return plan
        try:
            optional = {name: arg for name, arg in definition.args.items() if name not in variables}
            without = GraphQLField(definition.type, optional)
            plan.constants = get_argument_values(without, replace(node, arguments=tuple(others)), self._variables)
            plan.variables = variables
            if not variables and all(isinstance(value, IMMUTABLE) for value in plan.constants.values()):
                plan.converted = plan.converter.convert(plan.constants)
        except (GraphQLError, ValueError):
            plan.constants = None  # said again, as the field's error, whenever it is asked
        return plan


class _VariableFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, *_: object) -> None:
        self.found = True
