"""Answers requests: the compiled plan where there is one, graphql-core where not, and the response as bytes."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode

from quickgraph import reference
from quickgraph.documents import Documents, Request, Trusted
from quickgraph.limits import Limits, Refused
from quickgraph.schema import Schema


class ErrorBody(msgspec.Struct, frozen=True):
    """What the response says of an exception."""

    message: str
    extensions: Mapping[str, object] | None = None


Describe = Callable[[Exception], ErrorBody | None]
INTERNAL = ErrorBody("Something went wrong here.")


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
    fallbacks: int = 0
    careful: int = 0
    """Results that had errors or odd values, and were completed on the careful path."""


class Engine:
    """Executes requests on one schema. `public`: no introspection, no "did you mean". `trusted`: only these documents,
    except for `free` requests. `describe`: what a resolver's exception may say; None for what stays inside, of which
    `internal` is said. Logging is up to `describe`."""

    def __init__(
        self,
        schema: Schema,
        *,
        limits: Limits | None = None,
        public: bool = True,
        trusted: Trusted | None = None,
        describe: Describe = lambda _: None,
        internal: ErrorBody = INTERNAL,
    ) -> None:
        self.schema = schema
        self.counters = Counters()
        self._limits = limits or Limits()
        self._public = public
        self._describe = describe
        self._internal = internal
        reference.bind(schema)
        self.documents = Documents(schema.graphql, self._limits, self._compile, public=public, trusted=trusted)

    def _compile(self, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.counters.compiled += 1

    async def execute(
        self, request: Request, context: object, *, free: bool = False, queries_only: bool = False
    ) -> Result:
        """Answer one request. Raises nothing but what cancels it."""
        try:
            prepared = self.documents.prepare(request, free=free, queries_only=queries_only)
        except Refused as refused:
            self.counters.refused += 1
            return Result(
                msgspec.json.encode({"errors": refused.errors}), "refused", refused.status, errors=len(refused.errors)
            )
        async with asyncio.timeout(self._limits.seconds):
            result = await reference.run(
                self.schema,
                prepared.document,
                request.operation_name,
                request.variables,
                context,
                hide_suggestions=self._public,
            )
        self.counters.fallbacks += 1
        body: dict[str, object] = {"data": result.data}
        errors = self._errors(result.errors or [])
        if errors:
            body["errors"] = errors
        return Result(msgspec.json.encode(body), "executed", 200, True, len(errors))

    def _errors(self, errors: Sequence[GraphQLError]) -> list[dict[str, object]]:
        return [self._error(error) for error in errors[: self._limits.errors]]

    def _error(self, error: GraphQLError) -> dict[str, object]:
        cause = error.original_error
        told = ErrorBody(error.message)
        if isinstance(cause, Exception):
            told = self._describe(cause) or self._internal
        body: dict[str, object] = {"message": told.message}
        if error.locations:
            body["locations"] = [location.formatted for location in error.locations]
        if error.path is not None:
            body["path"] = error.path
        if told.extensions is not None:
            body["extensions"] = told.extensions
        return body
