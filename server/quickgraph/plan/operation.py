"""Operations of documents: their variables, and the plans made of them, kept within bounds."""

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

from quickgraph.plan.plan import Plan
from quickgraph.plan.planner import BYTES_PER_NODE, Builder, Uncovered
from quickgraph.schema.build import Schema

UNCOERCED: Final[Mapping[str, type]] = {"String": str, "ID": str, "Boolean": bool, "Int": int}
"""What JSON gives for these types is what they are coerced to; Ints must be in range."""


class Plans:
    """Plans in memory, the least recently used dropped first: no more than `most_bytes` of them, as estimated."""

    def __init__(self, most_bytes: int) -> None:
        self.bytes = 0
        self._most_bytes = most_bytes
        self._kept: OrderedDict[object, tuple[Plan | None, int]] = OrderedDict()

    def get(
        self, key: object, make: Callable[[VariableValues], tuple[Plan | None, int]], variables: VariableValues
    ) -> Plan | None:
        """The plan of that key, made if need be."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found[0]
        plan, size = self._kept[key] = make(variables)
        self.bytes += size
        while self.bytes > self._most_bytes:
            self.bytes -= self._kept.popitem(last=False)[1][1]
        return plan


class Operation:
    """One operation of a document, and what its plans depend on."""

    def __init__(self, schema: Schema, document: DocumentNode, node: OperationDefinitionNode, plans: Plans) -> None:
        self._node = node
        self._schema = schema
        self._plans = plans
        self._fragments = {
            d.name.value: FragmentDetails(d) for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        conditions = _Conditions(self._fragments)
        visit(node, conditions)
        self._conditions = sorted(conditions.variables)
        self._key: tuple[object, ...] = (self,)
        self._simple = self._signatures()

    def variables(
        self, given: Mapping[str, object], most_errors: int, hide: bool
    ) -> VariableValues | list[GraphQLError]:
        """The coerced variables, or what is wrong with those given. `hide`: no "did you mean"."""
        if self._simple is not None:
            sources: dict[str, VariableValueSource] = {}
            coerced: dict[str, object] = {}
            for signature, kind in self._simple:
                value = given.get(signature.name)
                if type(value) is not kind or (kind is int and not -(2**31) <= cast(int, value) < 2**31):
                    break
                sources[signature.name] = VariableValueSource(signature, value)
                coerced[signature.name] = value
            else:
                return VariableValues(sources, coerced)
        definitions = self._node.variable_definitions or ()
        return get_variable_values(self._schema.graphql, definitions, dict(given), most_errors, hide)

    def _signatures(self) -> list[tuple[GraphQLVariableSignature, type]] | None:
        """The variables with the Python types that need no coercing; None unless that can be said of each."""
        simple: list[tuple[GraphQLVariableSignature, type]] = []
        for definition in self._node.variable_definitions or ():
            signature = get_variable_signature(self._schema.graphql, definition)
            kind = (
                None
                if isinstance(signature, GraphQLError)
                else UNCOERCED.get(str(cast(object, signature.type)).rstrip("!"))
            )
            if isinstance(signature, GraphQLError) or kind is None:
                return None
            simple.append((signature, kind))
        return simple

    def plan(self, variables: VariableValues) -> Plan | None:
        """The plan for these variables; None for what graphql-core has to answer."""
        key = self._key
        if self._conditions:
            key = (self, *[variables.coerced.get(name, Undefined) for name in self._conditions])
        return self._plans.get(key, self._make, variables)

    def _make(self, variables: VariableValues) -> tuple[Plan | None, int]:
        builder = Builder(self._schema, self._fragments, self._node, variables)
        try:
            plan = builder.plan()
        except (Uncovered, RecursionError):
            return None, BYTES_PER_NODE
        return plan, builder.size


class _Conditions(Visitor):
    """Collects the variables that `@skip` and `@include` name, in the operation and the fragments it spreads."""

    def __init__(self, fragments: Mapping[str, FragmentDetails]) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self._fragments = fragments
        self._seen: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.variables.add(argument.value.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        name = node.name.value
        if name not in self._seen:
            self._seen.add(name)
            visit(self._fragments[name].definition, self)
