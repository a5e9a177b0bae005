"""Documents made ready once: parsed, limited, validated, priced, compiled, and kept under their hash."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, Generic, NamedTuple, TypeVar, cast

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

from quickgraph.request.cost import Cost, Costs, total
from quickgraph.request.limits import Limits, Refused, check_variables, formatted, refuse
from quickgraph.request.size import read

Plan = TypeVar("Plan")
Errors = list[GraphQLFormattedError]

HASH: Final = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
BYTES_PER_LETTER: Final = 300
BYTES_PER_FIELD: Final = 3_000
"""Memory of a document made ready, for its letters and for its fields with fragments written out: measured with dense
documents, as hostile ones are."""


class Request(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One GraphQL request, in the shape in which JSON carries it. `query` or a hash of it must be there: `documentId`
    (`sha256:` and 64 hexadecimal digits, or the digits alone) or Apollo's `extensions.persistedQuery.sha256Hash`."""

    query: str | None = None
    variables: dict[str, object] | None = None
    operation_name: str | None = None
    extensions: dict[str, object] | None = None
    document_id: str | None = None


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


class Prepared(NamedTuple, Generic[Plan]):
    """An operation that may run: it fits the schema, the limits, and the request that asks for it."""

    document: DocumentNode
    operation: OperationDefinitionNode
    plan: Plan
    cost: Cost


class _Ready(Generic[Plan]):
    """A document and what has been compiled of it."""

    def __init__(self, text: str, node: DocumentNode, costs: dict[str | None, Cost], size: int) -> None:
        self.text = text
        self.node = node
        self.costs = costs
        self.size = size
        self.prepared: dict[str | None, Prepared[Plan]] = {}
        """By the name that requests ask for."""


class Documents(Generic[Plan]):
    """Prepares requests. `compile` is called once for each operation of each document kept. With `public`, the schema
    cannot be asked for and errors suggest nothing. With `trusted`, other documents are for `free` requests only."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        compile: Callable[[DocumentNode, OperationDefinitionNode], Plan],
        *,
        public: bool = True,
        trusted: Trusted | None = None,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._compile = compile
        self._public = public
        self._costs = Costs(schema, limits.list_size)
        hidden = [NoSchemaIntrospectionCustomRule] if public else []
        self._rules = list(dict.fromkeys([*specified_rules, MaxIntrospectionDepthRule, *hidden]))
        self._trusted = trusted
        self._trusted_ready: dict[str, _Ready[Plan]] = {}
        self._kept: OrderedDict[str, _Ready[Plan]] = OrderedDict()
        self._hashes: dict[str, str] = {}
        """Of the texts kept, by the text: to look it up takes a fraction of the time of hashing it."""
        self._refused: OrderedDict[str, Errors] = OrderedDict()
        self.bytes = 0
        """Of the documents kept, as estimated."""

    def prepare(self, request: Request, *, free: bool = False, queries_only: bool = False) -> Prepared[Plan]:
        """The operation that the request asks for, compiled. Raises `Refused`."""
        variables = request.variables or {}
        check_variables(variables, self._limits)
        ready = self._find(request, free)
        prepared = ready.prepared.get(request.operation_name)
        operation = prepared.operation if prepared else _choose(ready.node, request.operation_name)
        if queries_only and operation.operation is not OperationType.QUERY:
            raise refuse("Only queries may be asked for by GET.", 405)
        cost = total(prepared.cost if prepared else ready.costs[_name(operation)], variables)
        if cost > self._limits.cost:
            raise refuse(f"The answer could hold {cost} values; {self._limits.cost} is the most. Please ask for less.")
        return prepared or self._prepared(ready, operation, request.operation_name)

    def _prepared(self, ready: _Ready[Plan], operation: OperationDefinitionNode, asked: str | None) -> Prepared[Plan]:
        """Asked for without a name, an operation is the same as with it."""
        name = _name(operation)
        if name not in ready.prepared:
            plan = self._compile(ready.node, operation)
            ready.prepared[name] = Prepared(ready.node, operation, plan, ready.costs[name])
        prepared = ready.prepared[asked] = ready.prepared[name]
        return prepared

    def faults(self) -> list[str]:
        """What is wrong with the trusted documents, to be asked at start: `hash: message` for each that is refused."""
        faults: list[str] = []
        for key in self._trusted.documents if self._trusted else ():
            try:
                self._of_trusted(key)
            except Refused as refused:
                faults.append(f"{key}: {refused}")
        return faults

    def _find(self, request: Request, free: bool) -> _Ready[Plan]:
        asked = _hash(request)
        if request.query is None:
            if asked is None:
                raise refuse("There is no query.")
            return self._by_hash(asked)
        key = self._hashes.get(request.query) or _hash_of(request.query)
        if asked not in (None, key):
            raise refuse("The hash is not the hash of the query.")
        if self._trusted and key in self._trusted.documents:
            return self._of_trusted(key)
        if self._trusted and not free:
            raise refuse("Only documents known in advance are answered here.", 403, "UNTRUSTED_DOCUMENT")
        return self._of_text(key, request.query)

    def _by_hash(self, key: str) -> _Ready[Plan]:
        if self._trusted:
            if key in self._trusted.documents:
                return self._of_trusted(key)
        elif key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        # Apollo's clients know this answer, and send the document itself next.
        raise refuse("PersistedQueryNotFound", code="PERSISTED_QUERY_NOT_FOUND")

    def _of_trusted(self, key: str) -> _Ready[Plan]:
        ready = self._trusted_ready.get(key)
        if ready is None:
            assert self._trusted
            ready = self._trusted_ready[key] = self._read(self._trusted.documents[key])
            self._hashes[ready.text] = key
        return ready

    def _of_text(self, key: str, query: str) -> _Ready[Plan]:
        if ready := self._kept.get(key):
            self._kept.move_to_end(key)
            return ready
        if errors := self._refused.get(key):
            self._refused.move_to_end(key)
            raise Refused(errors)
        try:
            ready = self._read(query)
        except Refused as refused:
            self._refused[key] = refused.errors
            if len(self._refused) > self._limits.documents:
                self._refused.popitem(last=False)
            raise
        self._keep(key, ready)
        return ready

    def _keep(self, key: str, ready: _Ready[Plan]) -> None:
        self._kept[key] = ready
        self._hashes[ready.text] = key
        self.bytes += ready.size
        while len(self._kept) > self._limits.documents or self.bytes > self._limits.documents_bytes:
            _, oldest = self._kept.popitem(last=False)
            self.bytes -= oldest.size
            del self._hashes[oldest.text]

    def _read(self, query: str) -> _Ready[Plan]:
        node, fields = read(query, self._limits)
        errors = validate(
            self._schema, node, self._rules, max_errors=self._limits.errors, hide_suggestions=self._public
        )
        if errors:
            raise Refused([formatted(error) for error in errors[: self._limits.errors]])
        return _Ready(query, node, self._costs.of(node), len(query) * BYTES_PER_LETTER + fields * BYTES_PER_FIELD)


def _hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _name(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def _hash(request: Request) -> str | None:
    given: object = request.document_id
    if given is None:
        persisted = request.extensions.get("persistedQuery") if request.extensions else None
        if persisted is None:
            return None
        if not isinstance(persisted, dict):
            raise refuse("extensions.persistedQuery is not an object.")
        given = cast(dict[str, object], persisted).get("sha256Hash")
    match = HASH.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise refuse("A document is named by its SHA-256: 64 hexadecimal digits in lower case.")
    return match[1]


def _choose(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None:
        if len(operations) > 1:
            raise refuse("Must provide operation name if query contains multiple operations.")
        if operations:
            return operations[0]
        raise refuse("Must provide an operation.")
    for operation in operations:
        if operation.name and operation.name.value == name:
            return operation
    raise refuse(f"Unknown operation named '{name}'.")
