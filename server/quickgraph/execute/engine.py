"""The engine: executes requests by compiled plans where it can, else by graphql-core, and encodes the responses."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Literal

import msgspec
from graphql import DocumentNode, FieldNode, GraphQLError, OperationDefinitionNode, OperationType
from graphql.execution.values import VariableValues

from quickgraph.execute import reference
from quickgraph.execute.gather import Gatherer
from quickgraph.execute.slow_path import SlowPath
from quickgraph.plan.codegen import generate
from quickgraph.plan.operation import Operation, PlanCache
from quickgraph.plan.plan import Completer, ObjectPlan, OperationPlan
from quickgraph.request.cost import total
from quickgraph.request.documents import DocumentCache, Trusted
from quickgraph.request.errors import RequestError, format_error
from quickgraph.request.limits import Limits
from quickgraph.request.request import Request
from quickgraph.schema.arguments import ArgumentError
from quickgraph.schema.build import Schema


class ErrorBody(msgspec.Struct, frozen=True):
    """What the response says of an exception."""

    message: str
    extensions: Mapping[str, object] | None = None


TOO_LONG: Final = b'{"errors":[{"message":"This took too long. Please ask for less, or again later."}]}'
ENCODER: Final = msgspec.json.Encoder()
Describe = Callable[[Exception], ErrorBody | None]
INTERNAL: Final = ErrorBody("Something went wrong here.")


def encode(body: Mapping[str, object]) -> bytes:
    """JSON. What msgspec does not write (lone surrogates, very large numbers), the standard library does."""
    try:
        return ENCODER.encode(body)
    except (UnicodeError, OverflowError, TypeError, ValueError, RecursionError):
        plain = msgspec.to_builtins(body, enc_hook=str)
        return json.dumps(plain, separators=(",", ":")).encode()


class Result(msgspec.Struct, frozen=True):
    """`body` is JSON. `status` is the HTTP status: 200 when executed, with errors or without. `fallback`: answered by
    graphql-core, not by compiled code."""

    body: bytes
    state: Literal["executed", "refused"]
    status: int
    fallback: bool = False
    errors: int = 0


class Asked(msgspec.Struct, frozen=True):
    """What a request asks for: the operation's name or those of its first fields, its cost, as `@cost` has it, whether
    it only reads, and whether, as `@public` has it, the answer is the same for everybody who may see it."""

    name: str
    cost: int
    is_query: bool
    is_public: bool


class Counters(msgspec.Struct):
    """How often what happened, since the engine was made."""

    executed: int = 0
    refused: int = 0
    compiled: int = 0
    cached: int = 0
    """Executions whose code was there already."""
    fallbacks: int = 0
    """Executions by graphql-core."""
    slow_path: int = 0
    """Steps completed again on the slow path: with errors, or values that the generated code did not expect."""


def _root_fields(definition: OperationDefinitionNode) -> str:
    fields = [node.name.value for node in definition.selection_set.selections[:5] if isinstance(node, FieldNode)]
    return " ".join(fields)


class Engine:
    """Executes requests on one schema. `public`: no introspection, no "did you mean". `trusted`: only these documents,
    except for `free` requests. `describe`: what the client may know of a resolver's exception; None for nothing, then
    it gets `internal`; logging is up to it. `compile_at`: at which execution code is generated for an operation, as
    that costs more than it saves when a document is asked once."""

    def __init__(
        self,
        schema: Schema,
        *,
        limits: Limits | None = None,
        public: bool = True,
        trusted: Trusted | None = None,
        describe: Describe = lambda _: None,
        internal: ErrorBody = INTERNAL,
        compile_at: int = 2,
    ) -> None:
        self.schema = schema
        self.counters = Counters()
        self._limits = limits or Limits()
        self._public = public
        self._describe = describe
        self._internal = internal
        self._compile_at = compile_at
        reference.bind(schema)
        compile = partial(Operation, schema, PlanCache(self._limits.documents_bytes))
        self.documents = DocumentCache(schema.graphql, self._limits, compile, public=public, trusted=trusted)

    async def execute(
        self, request: Request, context: object, *, free: bool = False, queries_only: bool = False
    ) -> Result:
        """Answer one request. Raises nothing but what cancels it."""
        try:
            prepared = self.documents.prepare(request, free=free, queries_only=queries_only)
            variables = self._coerce_variables(prepared.compiled, request.variables or {})
            plan = prepared.compiled.plan(variables)
            if plan is None:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._execute_reference(prepared.document, request, context)
            return await self._execute_plan(plan, variables, context)
        except RequestError as error:
            self.counters.refused += 1
            return Result(encode({"errors": error.errors}), "refused", error.status, errors=len(error.errors))
        except TimeoutError:  # a resolver's own is the error of its field
            self.counters.refused += 1
            return Result(TOO_LONG, "refused", 503, errors=1)

    def ask(self, request: Request, *, free: bool = False, queries_only: bool = False) -> Asked | None:
        """What a request would cost, and whether it is a query, without executing it. None if it will be refused."""
        try:
            prepared = self.documents.prepare(request, free=free, queries_only=queries_only)
        except RequestError:
            return None
        definition = prepared.definition
        name = definition.name.value if definition.name else _root_fields(definition)
        cost = total(prepared.cost, request.variables or {})
        return Asked(name, cost, definition.operation is OperationType.QUERY, prepared.compiled.is_public)

    def _coerce_variables(self, operation: Operation, given: Mapping[str, object]) -> VariableValues:
        coerced = operation.coerce_variables(given, self._limits.errors, self._public)
        if isinstance(coerced, list):
            raise RequestError([format_error(error) for error in coerced[: self._limits.errors]])
        return coerced

    async def _execute_plan(self, plan: OperationPlan, variables: VariableValues, context: object) -> Result:
        self.counters.executed += 1
        gatherer = Gatherer(context, variables, plan.slot_count)
        data: dict[str, object] | None = {}
        errors: list[GraphQLError] = []
        completers = self._completers(plan)
        deadline = 0.0
        for index, step in enumerate(plan.steps):
            if not gatherer.begin(step):  # no timer for what is not awaited
                deadline = deadline or asyncio.get_running_loop().time() + self._limits.seconds
                async with asyncio.timeout_at(deadline):
                    await gatherer.finish()
            part = self._complete(step, completers[index] if completers else None, gatherer, errors)
            if part is None:  # a non-null field of a mutation failed: those after it are not begun
                data = None
                break
            data = part if len(plan.steps) == 1 else {**data, **part}
        return self._result(data, errors, fallback=False)

    def _completers(self, plan: OperationPlan) -> list[Completer] | None:
        plan.executions += 1
        self.counters.cached += plan.completers is not None
        if plan.completers is None and plan.executions >= self._compile_at:
            plan.completers = [generate(step, self.schema) for step in plan.steps]
            self.counters.compiled += 1
        return plan.completers

    def _complete(
        self, step: ObjectPlan, completer: Completer | None, gatherer: Gatherer, errors: list[GraphQLError]
    ) -> dict[str, object] | None:
        if completer:
            try:
                return completer(None, gatherer.readers())
            except Exception:
                self.counters.slow_path += 1
        slow_path = SlowPath(self.schema.graphql, gatherer.readers())
        part = slow_path.complete(step)
        errors += slow_path.errors
        return part

    async def _execute_reference(self, document: DocumentNode, request: Request, context: object) -> Result:
        self.counters.executed += 1
        self.counters.fallbacks += 1
        name, variables = request.operation_name, request.variables
        result = await reference.run(self.schema, document, name, variables, context, hide_suggestions=self._public)
        return self._result(result.data, result.errors or [], fallback=True)

    def _result(self, data: dict[str, object] | None, errors: Sequence[GraphQLError], *, fallback: bool) -> Result:
        if not errors:
            return Result(encode({"data": data}), "executed", 200, fallback)
        formatted = [self._format(error) for error in errors[: self._limits.errors]]
        return Result(encode({"data": data, "errors": formatted}), "executed", 200, fallback, len(formatted))

    def _format(self, error: GraphQLError) -> dict[str, object]:
        cause = error.original_error or error
        described = self._describe(cause)
        if described is None:
            # What graphql-core says of a place in the document names the schema only, not values.
            own = isinstance(cause, ArgumentError) or (isinstance(cause, GraphQLError) and cause.nodes)
            message = str(cause.message if isinstance(cause, GraphQLError) else cause)
            described = ErrorBody(message) if own else self._internal
        body: dict[str, object] = {"message": described.message}
        if error.locations:
            body["locations"] = [location.formatted for location in error.locations]
        if error.path is not None:
            body["path"] = error.path
        if described.extensions is not None:
            body["extensions"] = described.extensions
        return body
