"""Operations of documents: coercion of their variables, and the cache of their plans."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    Undefined,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from quickgraph.plan.plan import OperationPlan
from quickgraph.plan.planner import BYTES_PER_OBJECT, Planner, Unsupported
from quickgraph.plan.public import is_public
from quickgraph.schema.build import Schema

PLAIN_TYPES: Final[Mapping[str, type]] = {"String": str, "ID": str, "Boolean": bool, "Int": int}
"""What JSON gives for these types is what they are coerced to; Ints must be in range."""


class PlanCache:
    """Plans in memory, the least recently used dropped first: no more than `max_bytes` of them, as estimated."""

    def __init__(self, max_bytes: int) -> None:
        self.bytes = 0
        self._max_bytes = max_bytes
        self._plans: OrderedDict[object, tuple[OperationPlan | None, int]] = OrderedDict()

    def get(
        self, key: object, make: Callable[[VariableValues], tuple[OperationPlan | None, int]], variables: VariableValues
    ) -> OperationPlan | None:
        """The plan of that key, made if need be."""
        found = self._plans.get(key)
        if found is not None:
            self._plans.move_to_end(key)
            return found[0]
        plan, size = self._plans[key] = make(variables)
        self.bytes += size
        while self.bytes > self._max_bytes:
            self.bytes -= self._plans.popitem(last=False)[1][1]
        return plan


class Operation:
    """One operation of a document, and what its plans depend on."""

    def __init__(
        self, schema: Schema, plans: PlanCache, document: DocumentNode, definition: OperationDefinitionNode
    ) -> None:
        self._definition = definition
        self._schema = schema
        self._plans = plans
        self._fragments = {
            d.name.value: FragmentDetails(d) for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        conditions = _ConditionVariables(self._fragments)
        visit(definition, conditions)
        self._conditions = sorted(conditions.names)
        self._key: tuple[object, ...] = (self,)
        self._plain_variables = self._find_plain_variables()
        self.is_public = is_public(schema, self._fragments, definition)

    def coerce_variables(
        self, given: Mapping[str, object], max_errors: int, hide_suggestions: bool
    ) -> VariableValues | list[GraphQLError]:
        """The coerced variables, or what is wrong with those given."""
        if self._plain_variables is not None:
            sources: dict[str, VariableValueSource] = {}
            coerced: dict[str, object] = {}
            for signature, type_ in self._plain_variables:
                value = given.get(signature.name)
                if type(value) is not type_ or (type_ is int and not -(2**31) <= cast(int, value) < 2**31):
                    break
                sources[signature.name] = VariableValueSource(signature, value)
                coerced[signature.name] = value
            else:
                return VariableValues(sources, coerced)
        definitions = self._definition.variable_definitions or ()
        try:
            return get_variable_values(self._schema.graphql, definitions, dict(given), max_errors, hide_suggestions)
        except IndexError:  # graphql-core's suggestions, of a name that is longer in small letters (U+0130)
            return get_variable_values(self._schema.graphql, definitions, dict(given), max_errors, True)

    def _find_plain_variables(self) -> list[tuple[GraphQLVariableSignature, type]] | None:
        """The variables with the Python types that need no coercing; None unless that can be said of each."""
        plain: list[tuple[GraphQLVariableSignature, type]] = []
        for definition in self._definition.variable_definitions or ():
            signature = get_variable_signature(self._schema.graphql, definition)
            if isinstance(signature, GraphQLError):
                return None
            type_ = PLAIN_TYPES.get(str(cast(object, signature.type)).rstrip("!"))
            if type_ is None:
                return None
            plain.append((signature, type_))
        return plain

    def plan(self, variables: VariableValues) -> OperationPlan | None:
        """The plan for these variables; None for what graphql-core has to answer."""
        key = self._key
        if self._conditions:
            key = (self, *[variables.coerced.get(name, Undefined) for name in self._conditions])
        return self._plans.get(key, self._make_plan, variables)

    def _make_plan(self, variables: VariableValues) -> tuple[OperationPlan | None, int]:
        planner = Planner(self._schema, self._fragments, self._definition, variables)
        try:
            return planner.plan(), planner.bytes
        except (Unsupported, RecursionError):
            return None, BYTES_PER_OBJECT


class _ConditionVariables(Visitor):
    """Collects the variables that `@skip` and `@include` name, in the operation and the fragments it spreads."""

    def __init__(self, fragments: Mapping[str, FragmentDetails]) -> None:
        super().__init__()
        self.names: set[str] = set()
        self._fragments = fragments
        self._visited: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        name = node.name.value
        if name not in self._visited:
            self._visited.add(name)
            visit(self._fragments[name].definition, self)
