"""`POST /graphql`: JSON in, JSON out."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute  # pyright: ignore[reportUnknownVariableType]
from starlette.requests import Request
from starlette.responses import Response

from hallway.gateway.callers import Callers, address_of
from hallway.gateway.documents import Documents
from hallway.gateway.guard import answer, read_json
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.graph import Context
from hallway.kernel.limits import Limits
from hallway.kernel.log import request_id
from hallway.kernel.rpc import Apis
from hallway.kernel.settings import Settings

EXECUTION_SECONDS: Final = 30.0


class GraphRequest(msgspec.Struct, frozen=True, rename="camel"):
    """The body of a request."""

    query: str
    variables: dict[str, object] | None = None
    operation_name: str | None = None
    extensions: dict[str, object] | None = None


class GraphEndpoint:
    """Executes queries and mutations for whoever asks."""

    def __init__(
        self,
        schema: GraphQLSchema,
        settings: Settings,
        apis: Apis,
        callers: Callers,
        limits: Limits,
        clock: Callable[[], datetime],
    ) -> None:
        self._schema = schema
        self._settings = settings
        self._apis = apis
        self._callers = callers
        self._limits = limits
        self._clock = clock
        self._documents = Documents(schema, settings, open_book=settings.demo or settings.dev)

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            asked = await read_json(request, GraphRequest, self._settings.graphql_bytes)
            caller = await self._callers.of(request.headers)
            who = str(caller.user_id or address_of(request, self._settings.trust_proxy))
            await self._limits.hit(f"graphql:{who}", self._settings.http_hits, timedelta(minutes=1))
            context = Context(caller, self._apis, request_id(), self._clock())
            document = self._documents.get(asked.query)
            running = execute(
                self._schema,
                document,
                context_value=context,
                variable_values=asked.variables,
                operation_name=asked.operation_name,
                hide_suggestions=not (self._settings.demo or self._settings.dev),
            )
            async with asyncio.timeout(EXECUTION_SECONDS):
                result = await running if isinstance(running, Awaitable) else running
            return answer(self._body(result), 200 if result.data is not None or not _malformed(result) else 400)
        except Problem as problem:
            return answer({"errors": [_problem(problem)]}, problem.status)
        except TimeoutError:
            return answer({"errors": [_problem(Problem("unavailable", "This took too long. Please try again."))]}, 503)

    def _body(self, result: ExecutionResult) -> dict[str, object]:
        body: dict[str, object] = {"data": result.data}
        if result.errors:
            body["errors"] = [self._error(error) for error in result.errors]
        return body

    def _error(self, error: GraphQLError) -> dict[str, object]:
        cause = error.original_error
        place = {"path": error.path} if error.path else {}
        if isinstance(cause, Problem):
            return {**_problem(cause), **place}
        if cause is None and not error.path:
            return _problem(Problem("invalid", error.message))
        if isinstance(cause, (GraphQLError, ValueError)) and not error.path:
            return _problem(Problem("invalid", error.message))
        structlog.get_logger().error("a field could not be answered", path=error.path, exc_info=cause or error)
        return {**_problem(Problem(INTERNAL.code, INTERNAL.message)), **place}


def _malformed(result: ExecutionResult) -> bool:
    return all(error.path is None for error in result.errors or [])


def _problem(problem: Problem) -> dict[str, object]:
    return {"message": problem.message, "extensions": {"code": problem.code, "data": problem.data}}
