"""`/graphql`: the services' parts of the graph joined in one engine, and its HTTP face."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import lru_cache
from typing import Final

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response

from hallway.gateway.answers import KeptAnswer, KeptAnswers
from hallway.gateway.asking import Asker, Asking
from hallway.gateway.authentication import Authenticator
from hallway.gateway.documents import PageDocuments
from hallway.gateway.http.answering import same
from hallway.gateway.http.compression import compressed
from hallway.gateway.http.json import JSON_HEADERS, answer, read_body, with_retry
from hallway.kernel.apis import Apis
from hallway.kernel.audit import audit_problem, begin_work, working_for
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.connections import signed_in
from hallway.kernel.db.pool import pinned_connections
from hallway.kernel.errors import INTERNAL, Problem
from hallway.kernel.graph import ROOTS, Context, Graph
from hallway.kernel.logging import begin_request, request_id
from hallway.kernel.settings import Settings
from quickgraph import (
    COST_SDL,
    DATE,
    DATE_TIME,
    PUBLIC_SDL,
    ArgumentError,
    Engine,
    ErrorBody,
    HttpResponse,
    Limits,
    Result,
    Scalar,
    Schema,
    build,
    respond,
)
from quickgraph import Request as Asked

EXECUTION_SECONDS: Final = 30.0
FOR_ALL: Final = "public, max-age=0, s-maxage=1, must-revalidate"
"""For what was asked by GET and is the same for everybody: browsers ask whether it still is, a CDN has it a second."""
REFUSED_SECONDS: Final = 1.0
"""Before who asks too often is told so: programs that try again at once would keep the loop busy with refusals."""


def _no_input(value: object) -> object:
    raise ValueError("This is only answered.")


MARKUP: Final = Scalar(msgspec.to_builtins, _no_input)
"""A list of `kernel.markup.Block`s."""
SENTENCE: Final = Scalar(msgspec.to_builtins, _no_input)
"""A `kernel.words.Sentence`."""


def sdl_of(sdl: Sequence[str]) -> list[str]:
    """All parts of the graph, with the roots that they extend and the directives that they use: what tools of any kind
    can read."""
    return [COST_SDL, PUBLIC_SDL, ROOTS, *sdl]


def schema_of(sdl: Sequence[str], graphs: Sequence[Graph]) -> Schema:
    """All parts as one schema; raises SchemaError with all that does not fit. The same parts give the same one."""
    return _schema_of(tuple(sdl), tuple(graphs))


@lru_cache(1)
def _schema_of(sdl: tuple[str, ...], graphs: tuple[Graph, ...]) -> Schema:
    fields = {path: resolver for graph in graphs for path, resolver in graph.fields.items()}
    batched = {path: resolver for graph in graphs for path, resolver in graph.batches.items()}
    return build(
        sdl_of(sdl), fields, batched, {"Date": DATE, "DateTime": DATE_TIME, "Markup": MARKUP, "Sentence": SENTENCE}
    )


class GraphEndpoint:
    """Executes queries and mutations for whoever asks."""

    def __init__(
        self,
        schema: Schema,
        settings: Settings,
        apis: Apis,
        authenticator: Authenticator,
        asking: Asking,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._apis = apis
        self._authenticator = authenticator
        self._asking = asking
        self._clock = clock
        self.answers = KeptAnswers()
        open_book = (settings.demo or settings.dev) and settings.is_local
        self._free = open_book or settings.free_queries
        # Pages ask by the hash alone, so that they are known where anything may be asked, too.
        self._documents = PageDocuments.read(settings.web_dir)
        self.engine = Engine(
            schema,
            limits=_limits(settings),
            public=not open_book,
            trusted=self._documents.trusted,
            describe=_describe,
            internal=_error(Problem.of(INTERNAL)),
        )

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            caller = await self._authenticator.of(request.headers)
            signed_in(request.scope, caller.user_id)
            asker = self._asking.asker(request, caller)
            self._asking.check(asker)
            body = await read_body(request, self._settings.graphql_bytes)
            context = Context(caller, self._apis, request_id(), self._clock())
            limited, free = _Limited(self, asker), "admin" in caller.roles
            response = await respond(
                limited,
                request.method,
                request.headers,
                request.url.query,
                body,
                context,
                free=self._free or free,
                most_bytes=self._settings.graphql_bytes,
                extra={**JSON_HEADERS, "x-request-id": context.request_id},
            )
        except Problem as problem:
            if problem.code == "too_many":
                await asyncio.sleep(REFUSED_SECONDS)
            return with_retry(answer({"errors": [_error(problem)]}, problem.status), problem)
        if limited.kept and request.method == "POST" and response.status == 200 and not free:
            self.answers.recognise(request.headers, body, limited.kept.key, response.headers["content-type"])
        return self._sent(request, response, limited.kept.answer if limited.kept else None)

    def _sent(self, request: Request, response: HttpResponse, kept: KeptAnswer | None) -> Response:
        sent, headers = response.body, {**response.headers, "vary": "accept, accept-encoding"}
        accepted, coding = request.headers.get("accept-encoding", ""), ""
        if kept is not None:
            if request.method != "POST":
                headers |= {"etag": kept.etag, "cache-control": FOR_ALL}
                if same(request.headers.get("if-none-match", ""), kept.etag.removeprefix("W/").encode()):
                    return Response(status_code=304, headers=headers)
            if sent:
                coding, sent = kept.for_accepted(accepted)
        else:
            if response.status >= 400 and sent not in (b"", OUTDATED):
                sent = _coded(sent, response.status)
            if smaller := compressed(sent, accepted):
                coding, sent = "gzip", smaller
        if coding:
            headers["content-encoding"] = coding
        return Response(sent, response.status, headers)

    async def limited(
        self, asker: Asker, request: Asked, context: Context, *, free: bool, queries_only: bool
    ) -> "Result | Kept":
        """The engine's answer, in this caller's turn. `too_many` for who asks too much.

        What is the same for everybody, or for all who are not signed in, is answered to all who ask it meanwhile at
        once, and what is the same for everybody is kept: whoever has it made is counted, the others are not."""
        async with nullcontext() if self.engine.documents.knows(request) else self._asking.turn(asker):
            asked = self.engine.ask(request, free=free, queries_only=queries_only)
        on = f"graphql:{asked.name}" if asked else "graphql"
        working_for(asker.caller, on)
        user_id = asker.caller.user_id

        async def run(context: Context) -> Result:
            await self._asking.count(asker, asked.cost if asked else 1)
            async with self._asking.turn(asker), pinned_connections():
                return await self.execute(request, context, free=free, queries_only=queries_only)

        async def as_nobody() -> Result:
            begin_request(context.request_id)
            begin_work(on, asker.address)
            return await run(Context(ANONYMOUS, self._apis, context.request_id, context.now))

        nobody = asker.caller == ANONYMOUS
        if asked and (asked.is_public or (nobody and asked.is_query)):
            key = msgspec.json.encode(request).decode()
            with suppress(Problem):  # the one for whom it is made may have asked too much: each for themselves then
                found = await self.answers.get(key, user_id, as_nobody, keep=asked.is_public)
                if isinstance(found, KeptAnswer):
                    return Kept(found, key)
                if nobody:
                    return found
        try:
            return await run(context)
        finally:
            if user_id and asked and not asked.is_query:
                self.answers.wrote(user_id)

    async def pay(self, asker: Asker, requests: Sequence[Asked]) -> Asker:
        """Count what a page asks of them as if they asked it themselves; it is to be asked by the result, which has
        paid. `too_many` for who asks too much."""
        asked = [self.engine.ask(request, free=False, queries_only=True) for request in requests]
        await self._asking.count(asker, sum(one.cost for one in asked if one), len(requests))
        return msgspec.structs.replace(asker, paid=True)

    async def ask(self, asker: Asker, request: Asked) -> bytes | None:
        """The answer to such a question; None for one with an error."""
        context = Context(asker.caller, self._apis, request_id(), self._clock())
        try:
            found = await self.limited(asker, request, context, free=False, queries_only=True)
        except Problem:
            return None
        if isinstance(found, Kept):
            return found.answer.body
        return found.body if found.state == "executed" and not found.errors else None

    async def execute(
        self, request: Asked, context: Context, *, free: bool = False, queries_only: bool = False
    ) -> Result:
        """The engine's answer, refusals with the codes that all our errors have."""
        result = await self.engine.execute(request, context, free=free, queries_only=queries_only)
        if result.state == "executed":
            return result
        if (not free or request.query is None) and self._documents.outdated(request):
            return msgspec.structs.replace(result, body=OUTDATED, status=403)
        return msgspec.structs.replace(result, body=_coded(result.body, result.status))


class Kept(msgspec.Struct, frozen=True):
    """An answer that is the same for everybody, and its key."""

    answer: KeptAnswer
    key: str


class _Limited:
    """The endpoint, for one caller. `kept` is the answer if it is the same for everybody."""

    def __init__(self, endpoint: GraphEndpoint, asker: Asker) -> None:
        self.kept: Kept | None = None
        self._endpoint = endpoint
        self._asker = asker

    async def execute(
        self, request: Asked, context: Context, *, free: bool = False, queries_only: bool = False
    ) -> Result:
        found = await self._endpoint.limited(self._asker, request, context, free=free, queries_only=queries_only)
        if isinstance(found, Result):
            return found
        self.kept = found
        return Result(found.answer.body, "executed", 200)


def _limits(settings: Settings) -> Limits:
    return Limits(
        document_bytes=settings.graphql_document_bytes,
        tokens=settings.graphql_tokens,
        depth=settings.graphql_depth,
        aliases=settings.graphql_aliases,
        root_fields=settings.graphql_root_fields,
        cost=settings.graphql_cost,
        documents=settings.graphql_documents,
        seconds=EXECUTION_SECONDS,
    )


def _describe(error: Exception) -> ErrorBody | None:
    if isinstance(error, Problem):
        audit_problem(error)
        return _error(error)
    if isinstance(error, ArgumentError):
        return _error(Problem("invalid", "notAsExpected", why=str(error)))
    structlog.get_logger().error("a field could not be answered", exc_info=error)
    return _error(Problem.of(INTERNAL))


def _error(problem: Problem) -> ErrorBody:
    return ErrorBody(problem.message, _extensions(problem))


def _extensions(problem: Problem) -> dict[str, object]:
    return {"code": problem.code, "data": problem.data, "key": problem.key, "values": problem.values}


def _coded(body: bytes, status: int) -> bytes:
    errors: list[dict[str, object]] = msgspec.json.decode(body)["errors"]
    return msgspec.json.encode(
        {"errors": [{**error, "extensions": _extensions(_refusal(status, error))} for error in errors]}
    )


def _refusal(status: int, error: dict[str, object]) -> Problem:
    """What people are told of what the engine refused; `message` has the engine's words."""
    if status == 413:
        return Problem("too_large", "askedTooMuch")
    if status == 503:
        return Problem("unavailable", "tookTooLong")
    return Problem("invalid", "notAsExpected", why=str(error.get("message", "")))


OUTDATED: Final = msgspec.json.encode({"errors": [_error(Problem("outdated", "outdated"))]})
"""The whole answer to a page of the build before the last one, or to a program that asks what pages do not."""
