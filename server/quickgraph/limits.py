"""Limits before work: how large a document and its variables may be, measured before anything expensive is done."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, cast

import msgspec
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLFormattedError,
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

MESSAGE_LETTERS: Final = 300
"""Messages quote the document; no longer than this."""
LOCATIONS: Final = 10
"""Told of one error, which may name every selection of a document."""
INTROSPECTION: Final = frozenset({"__schema", "__type"})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may ask for. The defaults leave a large page of a large application ample room."""

    document_bytes: int = 64 * 1024
    tokens: int = 2_000
    comments: int = 100
    operations: int = 10
    root_fields: int = 20
    """Of one operation, fragments written out."""
    depth: int = 12
    """Levels of fields; asking for the schema itself may go twice as deep."""
    nesting: int = 40
    """Levels of braces and spreads, whether or not they hold fields."""
    selections: int = 150
    """In one place, fragments written out."""
    merged: int = 10
    """Of one response name in one place: validation compares them pair by pair, and what they select."""
    fields: int = 500
    """Of all operations together, fragments written out: compiling takes about 0.1 ms for each."""
    aliases: int = 30
    directives: int = 40
    literal_depth: int = 10
    """Lists and objects inside each other in an argument of the document."""
    cost: int = 200_000
    """About how many values an answer may hold: see `@cost`."""
    list_size: int = 10
    """What a list is taken to hold when no `@cost` says so."""
    variables: int = 10_000
    """Values in the variables, however deep."""
    variables_depth: int = 20
    variables_bytes: int = 256 * 1024
    errors: int = 5
    """Told of one document that does not fit the schema."""
    documents: int = 1_000
    """Kept ready at most, and this much memory for them at most, as estimated."""
    documents_bytes: int = 64 * 1024 * 1024
    seconds: float = 30.0
    """For executing one operation."""


class Refused(Exception):
    """A request that is not executed. `errors` are what the response says; `status` is the HTTP status that fits."""

    def __init__(self, errors: Sequence[GraphQLFormattedError], status: int = 400) -> None:
        super().__init__("; ".join(error.get("message", "") for error in errors))
        self.errors = list(errors)
        self.status = status


def refuse(message: str, status: int = 400, code: str | None = None) -> Refused:
    """A refusal with one error; `code` becomes `extensions.code`."""
    error: GraphQLFormattedError = {"message": message[:MESSAGE_LETTERS]}
    if code:
        error["extensions"] = {"code": code}
    return Refused([error], status)


def formatted(error: GraphQLError) -> GraphQLFormattedError:
    """The error as responses say it, of a bounded length, and holding on to nothing of the document."""
    told: GraphQLFormattedError = {"message": error.message}
    if len(error.message) > MESSAGE_LETTERS:
        told["message"] = error.message[:MESSAGE_LETTERS] + "…"
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations[:LOCATIONS]]
    return told


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


def check_variables(variables: Mapping[str, object], limits: Limits) -> None:
    """Bounds what coercion will walk through. Raises `Refused`."""
    if not variables:
        return
    count = letters = 0
    waiting: list[tuple[object, int]] = [(variables, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > limits.variables_depth:
            raise refuse(f"The variables are nested more than {limits.variables_depth} levels deep.")
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
            raise refuse(f"The variables hold more than {limits.variables} values.")
        if letters > limits.variables_bytes:
            raise refuse(f"The variables hold more than {limits.variables_bytes} letters.")
        waiting.extend((part, depth + 1) for part in parts)


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
