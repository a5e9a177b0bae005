"""The document cache: documents parsed, limited, validated and compiled once, kept under their hash."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec
from graphql import (
    DocumentNode,
    GraphQLFormattedError,
    GraphQLSchema,
    MaxIntrospectionDepthRule,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    specified_rules,
    validate,
)

from quickgraph.request.cost import Cost, check_cost, operation_costs
from quickgraph.request.errors import RequestError, format_error, request_error
from quickgraph.request.limits import Limits
from quickgraph.request.request import Request, document_hash
from quickgraph.request.size import check_variables, parse_document
from quickgraph.schema.cost_directive import field_costs

Compiled = TypeVar("Compiled")

BYTES_PER_LETTER: Final = 300
BYTES_PER_FIELD: Final = 3_000
"""Memory of a cached document, for its letters and for its fields with fragments expanded: measured with dense
documents, as hostile ones are."""


class Trusted:
    """The documents that an application's own build has written down: `{sha256 of the text: text}`."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        """Raises ValueError when a hash is not the hash of its document."""
        wrong = [key for key, text in documents.items() if key != hashlib.sha256(text.encode()).hexdigest()]
        if wrong:
            raise ValueError(f"These are not the SHA-256 of their documents: {', '.join(wrong)}")
        self.documents = dict(documents)

    @staticmethod
    def read(manifest: bytes) -> "Trusted":
        """From a manifest in JSON. Raises ValueError when it is not one."""
        return Trusted(msgspec.json.decode(manifest, type=dict[str, str]))


class PreparedOperation(NamedTuple, Generic[Compiled]):
    """An operation that may run: it is valid, within the limits, and what the request asks for."""

    document: DocumentNode
    definition: OperationDefinitionNode
    compiled: Compiled
    cost: Cost


@dataclass(slots=True)
class _CachedDocument(Generic[Compiled]):
    """A valid document, and those of its operations that were asked for by the `operationName` of requests."""

    text: str
    node: DocumentNode
    costs: dict[str | None, Cost]
    size: int
    operations: dict[str | None, PreparedOperation[Compiled]] = field(default_factory=lambda: {})


class DocumentCache(Generic[Compiled]):
    """Prepares requests. `compile` is called once for each operation of each cached document. With `public`,
    introspection is refused and errors suggest nothing. With `trusted`, other documents are for `free` requests only.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        compile: Callable[[DocumentNode, OperationDefinitionNode], Compiled],
        *,
        public: bool = True,
        trusted: Trusted | None = None,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._compile = compile
        self._public = public
        self._field_costs = field_costs(schema, limits.list_size)
        hidden = [NoSchemaIntrospectionCustomRule] if public else []
        self._rules = list(dict.fromkeys([*specified_rules, MaxIntrospectionDepthRule, *hidden]))
        self._trusted = trusted
        self._trusted_cache: dict[str, _CachedDocument[Compiled]] = {}
        self._cache: OrderedDict[str, _CachedDocument[Compiled]] = OrderedDict()
        self._hashes: dict[str, str] = {}
        """Of the cached texts, by the text: to look it up takes a fraction of the time of hashing it."""
        self._refused: OrderedDict[str, list[GraphQLFormattedError]] = OrderedDict()
        self.bytes = 0
        """Of the cached documents, as estimated."""

    def prepare(
        self, request: Request, *, free: bool = False, queries_only: bool = False
    ) -> PreparedOperation[Compiled]:
        """The operation that the request asks for, compiled. Raises `RequestError`."""
        variables = request.variables or {}
        check_variables(variables, self._limits)
        document = self._find(request, free)
        prepared = document.operations.get(request.operation_name)
        definition = prepared.definition if prepared else _choose(document.node, request.operation_name)
        if queries_only and definition.operation is not OperationType.QUERY:
            raise request_error("Only queries may be asked for by GET.", 405)
        check_cost(prepared.cost if prepared else document.costs[_name(definition)], variables, self._limits)
        return prepared or self._prepare(document, definition, request.operation_name)

    def knows(self, request: Request) -> bool:
        """Whether the document is here already, so that `prepare` need not read and validate it."""
        return request.query is None or request.query in self._hashes

    def _prepare(
        self, document: _CachedDocument[Compiled], definition: OperationDefinitionNode, operation_name: str | None
    ) -> PreparedOperation[Compiled]:
        """Asked for without a name, an operation is the same as with it."""
        name = _name(definition)
        if name not in document.operations:
            compiled = self._compile(document.node, definition)
            document.operations[name] = PreparedOperation(document.node, definition, compiled, document.costs[name])
        prepared = document.operations[operation_name] = document.operations[name]
        return prepared

    def faults(self) -> list[str]:
        """What is wrong with the trusted documents, to be asked at start: `hash: message` for each that is refused."""
        faults: list[str] = []
        for key in self._trusted.documents if self._trusted else ():
            try:
                self._find_trusted(key)
            except RequestError as error:
                faults.append(f"{key}: {error}")
        return faults

    def _find(self, request: Request, free: bool) -> _CachedDocument[Compiled]:
        named = document_hash(request)
        if request.query is None:
            if named is None:
                raise request_error("There is no query.")
            return self._find_by_hash(named)
        key = self._hashes.get(request.query) or _sha256(request.query)
        if named not in (None, key):
            raise request_error("The hash is not the hash of the query.")
        if self._trusted and key in self._trusted.documents:
            return self._find_trusted(key)
        if self._trusted and not free:
            raise request_error("Only documents known in advance are answered here.", 403, "UNTRUSTED_DOCUMENT")
        return self._find_or_add(key, request.query)

    def _find_by_hash(self, key: str) -> _CachedDocument[Compiled]:
        if self._trusted:
            if key in self._trusted.documents:
                return self._find_trusted(key)
        elif key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        # Apollo's clients know this answer, and send the document itself next.
        raise request_error("PersistedQueryNotFound", code="PERSISTED_QUERY_NOT_FOUND")

    def _find_trusted(self, key: str) -> _CachedDocument[Compiled]:
        document = self._trusted_cache.get(key)
        if document is None:
            assert self._trusted
            document = self._trusted_cache[key] = self._validated(self._trusted.documents[key])
            self._hashes[document.text] = key
        return document

    def _find_or_add(self, key: str, query: str) -> _CachedDocument[Compiled]:
        if document := self._cache.get(key):
            self._cache.move_to_end(key)
            return document
        if errors := self._refused.get(key):
            self._refused.move_to_end(key)
            raise RequestError(errors)
        try:
            document = self._validated(query)
        except RequestError as error:
            self._refused[key] = error.errors
            if len(self._refused) > self._limits.documents:
                self._refused.popitem(last=False)
            raise
        self._add(key, document)
        return document

    def _add(self, key: str, document: _CachedDocument[Compiled]) -> None:
        self._cache[key] = document
        self._hashes[document.text] = key
        self.bytes += document.size
        while len(self._cache) > self._limits.documents or self.bytes > self._limits.documents_bytes:
            _, oldest = self._cache.popitem(last=False)
            self.bytes -= oldest.size
            del self._hashes[oldest.text]

    def _validated(self, query: str) -> _CachedDocument[Compiled]:
        node, fields = parse_document(query, self._limits)
        most = self._limits.errors
        errors = validate(self._schema, node, self._rules, max_errors=most, hide_suggestions=self._public)
        if errors:
            raise RequestError([format_error(error) for error in errors[:most]])
        size = len(query) * BYTES_PER_LETTER + fields * BYTES_PER_FIELD
        return _CachedDocument(query, node, operation_costs(node, self._schema, self._field_costs), size)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _name(definition: OperationDefinitionNode) -> str | None:
    return definition.name.value if definition.name else None


def _choose(document: DocumentNode, operation_name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if operation_name is None:
        if len(operations) > 1:
            raise request_error("Must provide operation name if query contains multiple operations.")
        if operations:
            return operations[0]
        raise request_error("Must provide an operation.")
    for definition in operations:
        if _name(definition) == operation_name:
            return definition
    raise request_error(f"Unknown operation named '{operation_name}'.")
