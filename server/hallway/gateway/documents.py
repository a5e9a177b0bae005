"""GraphQL documents: parsed, checked and kept, so that a page's query is checked once."""

import hashlib
from collections import OrderedDict

from ariadne.validation.introspection_disabled import IntrospectionDisabledRule
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
)

from hallway.kernel.errors import Problem
from hallway.kernel.settings import Settings

MOST_ERRORS = 5
MOST_SELECTIONS = 100
"""In one selection set: validation compares them pair by pair."""
MOST_FIELDS = 2_000
"""In the whole query once fragments are written out."""


class Documents:
    """Checked documents by their text, the last used ones kept. `open_book` allows introspection and suggestions."""

    def __init__(self, schema: GraphQLSchema, settings: Settings, open_book: bool) -> None:
        self._schema = schema
        self._settings = settings
        self._open_book = open_book
        self._rules = [*specified_rules, *([] if open_book else [IntrospectionDisabledRule])]
        self._kept: OrderedDict[bytes, DocumentNode] = OrderedDict()

    def get(self, query: str) -> DocumentNode:
        """The document of `query`; `invalid` when it is malformed, does not fit the schema, or asks for too much."""
        key = hashlib.sha256(query.encode()).digest()
        document = self._kept.get(key)
        if document is None:
            document = self._check(query)
            self._kept[key] = document
            if len(self._kept) > self._settings.graphql_documents:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return document

    def _check(self, query: str) -> DocumentNode:
        try:
            document = parse(query, max_lexical_tokens=self._settings.graphql_tokens, max_comments=100)
        except GraphQLError as error:
            raise Problem("invalid", error.message) from error
        _Measure(document, self._settings).check()
        errors = validate(
            self._schema, document, self._rules, max_errors=MOST_ERRORS, hide_suggestions=not self._open_book
        )
        if errors:
            raise Problem("invalid", errors[0].message, errors=[error.message for error in errors])
        return document


class _Measure:
    """How deep and wide a document is with its fragments written out; each fragment is measured once."""

    def __init__(self, document: DocumentNode, settings: Settings) -> None:
        self._document = document
        self._settings = settings
        self._aliases = 0
        definitions = document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, tuple[int, int]] = {}

    def check(self) -> None:
        """`invalid` when a limit is passed."""
        for definition in self._document.definitions:
            if isinstance(definition, FragmentDefinitionNode):
                self._fragment(definition.name.value)
            elif isinstance(definition, OperationDefinitionNode):
                if definition.operation is OperationType.SUBSCRIPTION:
                    raise Problem("invalid", "Changes are pushed over the socket, not by subscriptions.")
                introspection = {"__schema", "__type"}
                nodes = definition.selection_set.selections
                asks_schema = any(isinstance(n, FieldNode) and n.name.value in introspection for n in nodes)
                depth, fields = self._selections(definition.selection_set)
                self._limit("root fields", len(nodes), self._settings.graphql_root_fields)
                self._limit("levels", depth, self._settings.graphql_depth + (10 if asks_schema else 0))
                self._limit("fields", fields, MOST_FIELDS)
        self._limit("aliases", self._aliases, self._settings.graphql_aliases)

    def _limit(self, what: str, found: int, most: int) -> None:
        if found > most:
            raise Problem("invalid", f"This query has more than {most} {what}. Please ask in smaller steps.")

    def _selections(self, selection_set: SelectionSetNode) -> tuple[int, int]:
        self._limit("selections in one place", len(selection_set.selections), MOST_SELECTIONS)
        deepest = fields = 0
        for node in selection_set.selections:
            inside, count = 0, 0
            if isinstance(node, FieldNode):
                self._aliases += node.alias is not None
                if node.selection_set:
                    inside, count = self._selections(node.selection_set)
                inside, count = inside + 1, count + 1
            elif isinstance(node, InlineFragmentNode):
                inside, count = self._selections(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                inside, count = self._fragment(node.name.value)
            deepest, fields = max(deepest, inside), min(fields + count, MOST_FIELDS + 1)
        return deepest, fields

    def _fragment(self, name: str) -> tuple[int, int]:
        if name not in self._known:
            self._known[name] = (0, 0)  # a circle ends here; validation refuses it afterwards
            if fragment := self._fragments.get(name):
                self._known[name] = self._selections(fragment.selection_set)
        return self._known[name]
