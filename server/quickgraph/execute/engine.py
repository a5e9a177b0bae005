"""Answers requests: the compiled plan where there is one, graphql-core where not, and the response as bytes."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from graphql.execution.values import VariableValues

from quickgraph.execute import reference
from quickgraph.execute.gather import Gathering
from quickgraph.execute.slow_path import Careful
from quickgraph.plan.codegen import emit
from quickgraph.plan.operation import Operation, Plans
from quickgraph.plan.plan import Complete, Node, Plan
from quickgraph.request.documents import Documents, Request, Trusted
from quickgraph.request.limits import Limits, Refused, formatted
from quickgraph.schema.arguments import ArgumentError
from quickgraph.schema.build import Schema


class ErrorBody(msgspec.Struct, frozen=True):
    """What the response says of an exception."""

    message: str
    extensions: Mapping[str, object] | None = None


TOO_LONG = b'{"errors":[{"message":"This took too long. Please ask for less, or again later."}]}'
ENCODER = msgspec.json.Encoder()
Describe = Callable[[Exception], ErrorBody | None]
INTERNAL = ErrorBody("Something went wrong here.")


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


class Counters(msgspec.Struct):
    """How often what happened, since the engine was made."""

    executed: int = 0
    refused: int = 0
    compiled: int = 0
    cached: int = 0
    """Executions whose code was there already."""
    fallbacks: int = 0
    careful: int = 0
    """Results of compiled code that had errors or odd values, and were completed on the careful path."""


class Engine:
    """Executes requests on one schema. `public`: no introspection, no "did you mean". `trusted`: only these documents,
    except for `free` requests. `describe`: what a resolver's exception may say; None for what stays inside, of which
    `internal` is said; logging is up to it. `compile_at`: which run of an operation writes code for it: a document
    that is asked once is not worth that."""

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
        self._plans = Plans(self._limits.documents_bytes)
        reference.bind(schema)
        self.documents = Documents(schema.graphql, self._limits, self._operation, public=public, trusted=trusted)

    async def execute(
        self, request: Request, context: object, *, free: bool = False, queries_only: bool = False
    ) -> Result:
        """Answer one request. Raises nothing but what cancels it."""
        try:
            prepared = self.documents.prepare(request, free=free, queries_only=queries_only)
            variables = self._variables(prepared.plan, request.variables or {})
            plan = prepared.plan.plan(variables)
            if plan is None:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._fall_back(prepared.document, request, context)
            return await self._run(plan, variables, context)
        except Refused as refused:
            self.counters.refused += 1
            return Result(encode({"errors": refused.errors}), "refused", refused.status, errors=len(refused.errors))
        except TimeoutError:  # a resolver's own is the error of its field
            self.counters.refused += 1
            return Result(TOO_LONG, "refused", 503, errors=1)

    def _operation(self, document: DocumentNode, operation: OperationDefinitionNode) -> Operation:
        return Operation(self.schema, document, operation, self._plans)

    def _variables(self, operation: Operation, given: Mapping[str, object]) -> VariableValues:
        found = operation.variables(given, self._limits.errors, self._public)
        if isinstance(found, list):
            raise Refused([formatted(error) for error in found[: self._limits.errors]])
        return found

    async def _run(self, plan: Plan, variables: VariableValues, context: object) -> Result:
        self.counters.executed += 1
        gathering = Gathering(context, variables, plan.slots)
        data: dict[str, object] | None = {}
        errors: list[GraphQLError] = []
        code = self._code(plan)
        until = 0.0
        for index, unit in enumerate(plan.units):
            if not gathering.begin(unit):  # a clock that nobody would wait for is not set
                until = until or asyncio.get_running_loop().time() + self._limits.seconds
                async with asyncio.timeout_at(until):
                    await gathering.finish()
            part = self._part(unit, code[index] if code else None, gathering, errors)
            if part is None:  # a mutation whose answer may not be null failed: those after it are not begun
                data = None
                break
            data = part if len(plan.units) == 1 else {**data, **part}
        return self._result(data, errors, fallback=False)

    def _code(self, plan: Plan) -> list[Complete] | None:
        plan.runs += 1
        self.counters.cached += plan.code is not None
        if plan.code is None and plan.runs >= self._compile_at:
            plan.code = [emit(unit, self.schema) for unit in plan.units]
            self.counters.compiled += 1
        return plan.code

    def _part(
        self, unit: Node, code: Complete | None, gathering: Gathering, errors: list[GraphQLError]
    ) -> dict[str, object] | None:
        if code:
            try:
                return code(None, gathering.nexts())
            except Exception:
                self.counters.careful += 1
        careful = Careful(self.schema.graphql, gathering.nexts())
        part = careful.unit(unit)
        errors += careful.errors
        return part

    async def _fall_back(self, document: DocumentNode, request: Request, context: object) -> Result:
        self.counters.executed += 1
        self.counters.fallbacks += 1
        result = await reference.run(
            self.schema,
            document,
            request.operation_name,
            request.variables,
            context,
            hide_suggestions=self._public,
        )
        return self._result(result.data, result.errors or [], fallback=True)

    def _result(self, data: dict[str, object] | None, errors: Sequence[GraphQLError], *, fallback: bool) -> Result:
        if not errors:
            return Result(encode({"data": data}), "executed", 200, fallback)
        told = [self._error(error) for error in errors[: self._limits.errors]]
        return Result(encode({"data": data, "errors": told}), "executed", 200, fallback, len(told))

    def _error(self, error: GraphQLError) -> dict[str, object]:
        cause = error.original_error or error
        told = self._describe(cause)
        if told is None:
            # What graphql-core says of a place in the document names the schema only, not values.
            own = isinstance(cause, ArgumentError) or (isinstance(cause, GraphQLError) and cause.nodes)
            told = (
                ErrorBody(str(cause.message if isinstance(cause, GraphQLError) else cause)) if own else self._internal
            )
        body: dict[str, object] = {"message": told.message}
        if error.locations:
            body["locations"] = [location.formatted for location in error.locations]
        if error.path is not None:
            body["path"] = error.path
        if told.extensions is not None:
            body["extensions"] = told.extensions
        return body
