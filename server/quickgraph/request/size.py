"""The size of documents and variables, checked by their syntax alone before anything expensive is done with them."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    parse,
)

from quickgraph.request.errors import RequestError, format_error, request_error
from quickgraph.request.limits import Limits

INTROSPECTION_FIELDS: Final = frozenset({"__schema", "__type"})
FLAT: Final = frozenset({int, float, bool, type(None)})


class ParsedDocument(NamedTuple):
    """A document, and how many fields it has with its fragments expanded."""

    document: DocumentNode
    fields: int


def parse_document(query: str, limits: Limits) -> ParsedDocument:
    """The document, of a size that validation and compiling can afford. Raises `RequestError`."""
    if len(query.encode("utf-8", "surrogatepass")) > limits.document_bytes:
        raise request_error(f"The document is larger than {limits.document_bytes} bytes.")
    try:
        document = parse(query, max_lexical_tokens=limits.tokens, max_comments=limits.comments)
    except GraphQLError as error:
        raise RequestError([format_error(error)]) from None
    return ParsedDocument(document, _DocumentSize(document, limits).fields())


class _Size(NamedTuple):
    """Of a selection set with its fragments expanded. `nesting` counts every selection set, `depth` those of fields."""

    depth: int = 0
    nesting: int = 0
    width: int = 0
    fields: int = 0


class _DocumentSize:
    """Measures a document. Each fragment is measured once, however often it is spread."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        self._document = document
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._fragment_sizes: dict[str, _Size] = {}
        self._spreading: set[str] = set()
        self._aliases = 0
        self._directives = 0

    def fields(self) -> int:
        """Of all operations. Raises `RequestError` when a limit is passed."""
        operations = [d for d in self._document.definitions if isinstance(d, OperationDefinitionNode)]
        self._limit("operations", len(operations), self._limits.operations)
        for definition in self._fragments.values():
            self._fragment(definition.name.value, 0)
        fields = sum(self._operation(definition) for definition in operations)
        self._limit("fields", fields, self._limits.fields)
        self._limit("aliases", self._aliases, self._limits.aliases)
        self._limit("directives", self._directives, self._limits.directives)
        for definition in operations:  # which is safe to walk, now that it is known to be small
            self._check_merged([definition.selection_set])
        return fields

    def _operation(self, node: OperationDefinitionNode) -> int:
        if node.operation is OperationType.SUBSCRIPTION:
            raise request_error("Subscriptions are not served here.")
        self._check_directives(node.directives)
        for variable in node.variable_definitions or ():
            self._check_directives(variable.directives)
            if variable.default_value:
                self._check_literal(variable.default_value, 0)
        size = self._selection_set(node.selection_set, 0)
        names = {s.name.value for s in node.selection_set.selections if isinstance(s, FieldNode)}
        self._limit("root fields", size.width, self._limits.root_fields)
        self._limit("levels", size.depth, self._limits.depth * (2 if names & INTROSPECTION_FIELDS else 1))
        return size.fields

    def _check_merged(self, selection_sets: list[SelectionSetNode]) -> None:
        """How many fields of one response key are merged into one."""
        fields: dict[str, list[SelectionSetNode | None]] = {}
        spread: set[str] = set()
        while selection_sets:
            for node in selection_sets.pop().selections:
                if isinstance(node, FieldNode):
                    fields.setdefault((node.alias or node.name).value, []).append(node.selection_set)
                elif isinstance(node, InlineFragmentNode):
                    selection_sets.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    if fragment := self._fragments.get(node.name.value):
                        selection_sets.append(fragment.selection_set)
        for merged in fields.values():
            self._limit("fields of one name in one place", len(merged), self._limits.merged)
            self._check_merged([inside for inside in merged if inside])

    def _limit(self, what: str, found: int, most: int) -> None:
        if found > most:
            raise request_error(f"The document has more than {most} {what}. Please ask in smaller steps.")

    def _check_directives(self, directives: Sequence[DirectiveNode] | None) -> None:
        for directive in directives or ():
            self._directives += 1
            for argument in directive.arguments or ():
                self._check_literal(argument.value, 0)

    def _check_literal(self, value: ValueNode, depth: int) -> None:
        self._limit("levels in an argument", depth, self._limits.literal_depth)
        if isinstance(value, ListValueNode):
            for item in value.values:
                self._check_literal(item, depth + 1)
        elif isinstance(value, ObjectValueNode):
            for field in value.fields:
                self._check_literal(field.value, depth + 1)

    def _selection_set(self, selection_set: SelectionSetNode, nesting: int) -> _Size:
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

    def _selection(self, node: SelectionNode, nesting: int) -> _Size:
        self._check_directives(node.directives)
        if isinstance(node, FieldNode):
            self._aliases += node.alias is not None
            for argument in node.arguments or ():
                self._check_literal(argument.value, 0)
            inside = self._selection_set(node.selection_set, nesting) if node.selection_set else _Size()
            return _Size(inside.depth + 1, inside.nesting, 1, inside.fields + 1)
        if isinstance(node, InlineFragmentNode):
            return self._selection_set(node.selection_set, nesting)
        assert isinstance(node, FragmentSpreadNode)
        return self._fragment(node.name.value, nesting)

    def _fragment(self, name: str, nesting: int) -> _Size:
        if name in self._spreading:
            raise request_error(f"Cannot spread fragment '{name}' within itself.")
        if name not in self._fragment_sizes:
            self._fragment_sizes[name] = _Size()
            if fragment := self._fragments.get(name):
                self._spreading.add(name)
                self._check_directives(fragment.directives)
                self._fragment_sizes[name] = self._selection_set(fragment.selection_set, nesting)
                self._spreading.remove(name)
        return self._fragment_sizes[name]


def check_variables(variables: Mapping[str, object], limits: Limits) -> None:
    """Bounds what coercion will walk through. Raises `RequestError`."""
    if not variables or _surely_small(variables, limits):
        return
    count = letters = 0
    waiting: list[tuple[object, int]] = [(variables, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > limits.variables_depth:
            raise request_error(f"The variables are nested more than {limits.variables_depth} levels deep.")
        parts: Sequence[object] = ()
        if isinstance(value, str):
            letters += len(value)
        elif isinstance(value, Mapping):
            given = cast(Mapping[str, object], value)
            letters += sum(map(len, given))
            parts = list(given.values())
        elif isinstance(value, list | tuple):
            parts = cast(Sequence[object], value)
        count += len(parts)
        if count > limits.variables:
            raise request_error(f"The variables hold more than {limits.variables} values.")
        if letters > limits.variables_bytes:
            raise request_error(f"The variables hold more than {limits.variables_bytes} letters.")
        waiting.extend((part, depth + 1) for part in parts)


def _surely_small(variables: Mapping[str, object], limits: Limits) -> bool:
    """The quick answer for scalars, which most variables are."""
    letters = 0
    for name, value in variables.items():
        type_ = type(value)
        if type_ is str:
            letters += len(cast(str, value))
        elif type_ not in FLAT:
            return False
        letters += len(name)
    return len(variables) <= limits.variables and letters <= limits.variables_bytes and limits.variables_depth >= 1
