"""GraphQL over HTTP, as https://graphql.github.io/graphql-over-http/draft/ has it, for any framework.

JSON in, one of two media types out. With `application/graphql-response+json` the status says whether the request was
executed; with `application/json` it is 200 for everything that was asked in good form, as old clients expect."""

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Protocol, TypeVar
from urllib.parse import parse_qsl

import msgspec

from quickgraph.execute.engine import Result
from quickgraph.request.errors import request_error
from quickgraph.request.request import Request

GRAPHQL_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
PARAMETERS: Final = frozenset({"query", "variables", "operationName", "extensions", "documentId"})
MAX_BYTES: Final = 512 * 1024
EXACT: Final = 2
"""How exactly a range that is a type itself names it."""
CACHED_HEADERS: Final = 64
"""Of one kind, parsed: clients send the same few again and again."""
REQUEST_DECODER: Final = msgspec.json.Decoder(Request)
OBJECT_DECODER: Final = msgspec.json.Decoder(dict[str, object] | None)

Context = TypeVar("Context", contravariant=True)
Decoded = TypeVar("Decoded")


class Executor(Protocol[Context]):
    """What executes requests: `quickgraph.Engine`, or something around it."""

    async def execute(
        self, request: Request, context: Context, *, free: bool = False, queries_only: bool = False
    ) -> Result: ...


class HttpResponse(msgspec.Struct, frozen=True):
    """To be sent as it is. The names of `headers` are in lower case; `content-length` is the server's business."""

    status: int
    headers: dict[str, str]
    body: bytes


class _HttpError(Exception):
    """Not a GraphQL request at all: `status` whatever the client accepts."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


async def respond(
    engine: Executor[Context],
    method: str,
    headers: Mapping[str, str],
    query_string: str,
    body: bytes,
    context: Context,
    *,
    free: bool = False,
    most_bytes: int = MAX_BYTES,
    extra: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> HttpResponse:
    """Answer one HTTP request. `headers` by lower-case name; `extra` headers are added to the response, whatever comes
    of the request. A body over `most_bytes` is refused; a server that reads bodies itself should stop reading there."""
    begun = clock()
    media_type = JSON
    try:
        if method == "OPTIONS":
            return HttpResponse(204, {"allow": METHODS, **(extra or {})}, b"")
        if method not in ("GET", "HEAD", "POST"):
            raise _HttpError(405, "Ask by POST, or by GET for queries.", allow=METHODS)
        media_type = _negotiate(headers.get("accept"))
        if max(len(body), len(query_string)) > most_bytes:
            raise _HttpError(413, f"The request is larger than {most_bytes} bytes.")
        posted = method == "POST"
        request = _parse_body(headers.get("content-type"), body) if posted else _parse_query_string(query_string)
        result = await engine.execute(request, context, free=free, queries_only=not posted)
        status, sent, more = _status(result.status, media_type), result.body, None
        if status == 405:
            more = {"allow": "POST"}
    except _HttpError as error:
        errors = request_error(str(error)).errors
        status, sent, more = error.status, msgspec.json.encode({"errors": errors}), error.headers
    response_headers = {**_headers(media_type, clock() - begun), **(more or {}), **(extra or {})}
    return HttpResponse(status, response_headers, b"" if method == "HEAD" else sent)


def _headers(media_type: str, seconds: float) -> dict[str, str]:
    return {
        "content-type": f"{media_type}; charset=utf-8",
        "cache-control": "no-store",
        "vary": "accept",
        "x-content-type-options": "nosniff",
        "server-timing": f"graphql;dur={seconds * 1000:.2f}",
    }


def _status(status: int, media_type: str) -> int:
    return 200 if 400 <= status < 500 and media_type == JSON and status != 405 else status


@lru_cache(CACHED_HEADERS)
def _negotiate(accept: str | None) -> str:
    """The media type to answer with: the one of higher quality, then the one named more exactly. Of two named alike it
    is the newer; of two not named at all, plain JSON: who does not ask for the newer one may not know its statuses."""
    if accept is None or not accept.strip():
        return JSON
    ranges = [parsed for part in accept.split(",") if (parsed := _parse_media_range(part))]
    newer, plain = _quality(GRAPHQL_JSON, ranges), _quality(JSON, ranges)
    if max(newer, plain)[0] <= 0:
        raise _HttpError(406, f"Answers are {GRAPHQL_JSON} or {JSON}.")
    return GRAPHQL_JSON if newer > plain or (newer == plain and newer[1] == EXACT) else JSON


def _parse_media_range(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
        if key.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            return None
    return name, quality


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    for exactness, pattern in ((EXACT, media_type), (1, "application/*"), (0, "*/*")):
        qualities = [quality for name, quality in ranges if name == pattern]
        if qualities:
            return max(qualities), exactness
    return 0.0, 0


@lru_cache(CACHED_HEADERS)
def _is_json(content_type: str) -> bool:
    parsed = _parse_media_range(content_type)
    return parsed is not None and parsed[0] == JSON


def _parse_body(content_type: str | None, body: bytes) -> Request:
    # Browsers send forms and text/plain to any site without asking it first; JSON they do not.
    if not _is_json(content_type or ""):
        raise _HttpError(415, f"Send {JSON} in UTF-8.", accept=JSON)
    if body.lstrip()[:1] == b"[":
        raise _HttpError(400, "One request at a time: batches are not answered.")
    return _well_formed(_decode(body, REQUEST_DECODER, "The body"))


def _parse_query_string(query_string: str) -> Request:
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise _HttpError(400, "The query of the address cannot be read.") from None
    given = {name: value for name, value in pairs if name in PARAMETERS}
    if len(given) < sum(name in PARAMETERS for name, _ in pairs):
        raise _HttpError(400, "A parameter is given twice.")
    return _well_formed(
        Request(
            query=given.get("query"),
            variables=_decode_object(given, "variables"),
            operation_name=given.get("operationName"),
            extensions=_decode_object(given, "extensions"),
            document_id=given.get("documentId"),
        )
    )


def _decode_object(given: Mapping[str, str], name: str) -> dict[str, object] | None:
    text = given.get(name)
    return _decode(text.encode(), OBJECT_DECODER, f"`{name}`") if text else None


def _decode(text: bytes, decoder: msgspec.json.Decoder[Decoded], what: str) -> Decoded:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _HttpError(400, f"{what} is not what it should be: {error}.") from None
    except RecursionError:
        raise _HttpError(400, f"{what} is nested too deeply.") from None


def _well_formed(request: Request) -> Request:
    if request.query is None and request.document_id is None and "persistedQuery" not in (request.extensions or {}):
        raise _HttpError(400, "There is no `query`.")
    return request if request.operation_name != "" else msgspec.structs.replace(request, operation_name=None)
