"""How large a document is, told from its syntax alone, before anything expensive is done with it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    parse,
)

from quickgraph.request.limits import Limits, Refused, formatted, refuse

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class Measured(NamedTuple):
    """A parsed document, and how many fields it has with its fragments written out."""

    document: DocumentNode
    fields: int


def read(query: str, limits: Limits) -> Measured:
    """The parsed document, of a size that validation and compiling can afford. Raises `Refused`."""
    if len(query.encode("utf-8", "surrogatepass")) > limits.document_bytes:
        raise refuse(f"The document is larger than {limits.document_bytes} bytes.")
    try:
        document = parse(query, max_lexical_tokens=limits.tokens, max_comments=limits.comments)
    except GraphQLError as error:
        raise Refused([formatted(error)]) from None
    return Measured(document, _Measure(document, limits).fields())


class _Size(NamedTuple):
    """Of a selection set with its fragments written out."""

    depth: int = 0
    nesting: int = 0
    width: int = 0
    fields: int = 0


class _Measure:
    """How deep and wide a document is. Each fragment is measured once, however often it is spread."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        self._document = document
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, _Size] = {}
        self._open: set[str] = set()
        self._aliases = 0
        self._directives = 0

    def fields(self) -> int:
        """Of all operations. Raises `Refused` when a limit is passed."""
        operations = [d for d in self._document.definitions if isinstance(d, OperationDefinitionNode)]
        self._limit("operations", len(operations), self._limits.operations)
        for definition in self._fragments.values():
            self._fragment(definition.name.value, 0)
        fields = sum(self._operation(definition) for definition in operations)
        self._limit("fields", fields, self._limits.fields)
        self._limit("aliases", self._aliases, self._limits.aliases)
        self._limit("directives", self._directives, self._limits.directives)
        for definition in operations:  # which is safe to walk, now that it is known to be small
            self._merged([definition.selection_set])
        return fields

    def _operation(self, node: OperationDefinitionNode) -> int:
        if node.operation is OperationType.SUBSCRIPTION:
            raise refuse("Subscriptions are not served here.")
        self._decorated(node.directives)
        for variable in node.variable_definitions or ():
            self._decorated(variable.directives)
            if variable.default_value:
                self._literal(variable.default_value, 0)
        size = self._selections(node.selection_set, 0)
        schema = any(isinstance(s, FieldNode) and s.name.value in INTROSPECTION for s in node.selection_set.selections)
        self._limit("root fields", size.width, self._limits.root_fields)
        self._limit("levels", size.depth, self._limits.depth * (2 if schema else 1))
        return size.fields

    def _merged(self, sets: list[SelectionSetNode]) -> None:
        names: dict[str, list[SelectionSetNode | None]] = {}
        spread: set[str] = set()
        while sets:
            for node in sets.pop().selections:
                if isinstance(node, FieldNode):
                    names.setdefault((node.alias or node.name).value, []).append(node.selection_set)
                elif isinstance(node, InlineFragmentNode):
                    sets.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    if fragment := self._fragments.get(node.name.value):
                        sets.append(fragment.selection_set)
        for found in names.values():
            self._limit("fields of one name in one place", len(found), self._limits.merged)
            self._merged([inside for inside in found if inside])

    def _limit(self, what: str, found: int, most: int) -> None:
        if found > most:
            raise refuse(f"The document has more than {most} {what}. Please ask in smaller steps.")

    def _decorated(self, directives: Sequence[DirectiveNode] | None) -> None:
        for directive in directives or ():
            self._directives += 1
            for argument in directive.arguments or ():
                self._literal(argument.value, 0)

    def _literal(self, value: ValueNode, depth: int) -> None:
        self._limit("levels in an argument", depth, self._limits.literal_depth)
        if isinstance(value, ListValueNode):
            for item in value.values:
                self._literal(item, depth + 1)
        elif isinstance(value, ObjectValueNode):
            for field in value.fields:
                self._literal(field.value, depth + 1)

    def _selections(self, selection_set: SelectionSetNode, nesting: int) -> _Size:
        self._limit("levels of braces", nesting, self._limits.nesting)
        depth = deepest = width = fields = 0
        for node in selection_set.selections:
            size = self._selection(node, nesting + 1)
            depth, deepest = max(depth, size.depth), max(deepest, size.nesting)
            width, fields = width + size.width, fields + size.fields
        self._limit("selections in one place", width, self._limits.selections)
        self._limit("fields", fields, self._limits.fields)
        self._limit("levels of braces", deepest, self._limits.nesting)
        return _Size(depth, deepest + 1, width, fields)

    def _selection(self, node: Node, nesting: int) -> _Size:
        if isinstance(node, FieldNode):
            self._aliases += node.alias is not None
            self._decorated(node.directives)
            for argument in node.arguments or ():
                self._literal(argument.value, 0)
            inside = self._selections(node.selection_set, nesting) if node.selection_set else _Size()
            return _Size(inside.depth + 1, inside.nesting, 1, inside.fields + 1)
        if isinstance(node, InlineFragmentNode):
            self._decorated(node.directives)
            return self._selections(node.selection_set, nesting)
        assert isinstance(node, FragmentSpreadNode)
        self._decorated(node.directives)
        return self._fragment(node.name.value, nesting)

    def _fragment(self, name: str, nesting: int) -> _Size:
        if name in self._open:
            raise refuse(f"Cannot spread fragment '{name}' within itself.")
        if name not in self._known:
            self._known[name] = _Size()
            if fragment := self._fragments.get(name):
                self._open.add(name)
                self._decorated(fragment.directives)
                self._known[name] = self._selections(fragment.selection_set, nesting)
                self._open.remove(name)
        return self._known[name]
