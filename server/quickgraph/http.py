"""GraphQL over HTTP, as https://graphql.github.io/graphql-over-http/draft/ has it, for any framework.

JSON in, one of two media types out. With `application/graphql-response+json` the status says whether the request was
executed; with `application/json` it is 200 for everything that was asked in good form, as old clients expect."""

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Protocol, TypeVar
from urllib.parse import parse_qsl

import msgspec

from quickgraph.request.documents import Request
from quickgraph.request.limits import Refused, refuse

RESPONSE: Final = "application/graphql-response+json"
JSON: Final = "application/json"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
FIELDS: Final = frozenset({"query", "variables", "operationName", "extensions", "documentId"})
MOST_BYTES: Final = 512 * 1024
SPELLINGS: Final = 64
"""Headers kept with what they mean: clients spell them in few ways, again and again."""
REQUEST: Final = msgspec.json.Decoder(Request)
OBJECT: Final = msgspec.json.Decoder(dict[str, object] | None)

Context = TypeVar("Context", contravariant=True)
Decoded = TypeVar("Decoded")


class Answer(Protocol):
    """What an engine gives back: the body of the response, and 200 or the status of the refusal."""

    @property
    def body(self) -> bytes: ...
    @property
    def status(self) -> int: ...


class Executes(Protocol[Context]):
    """What answers requests: `quickgraph.Engine`, or something around it."""

    async def execute(
        self, request: Request, context: Context, *, free: bool = False, queries_only: bool = False
    ) -> Answer: ...


class HttpResponse(msgspec.Struct, frozen=True):
    """To be sent as it is. The names of `headers` are in lower case; `content-length` is the server's business."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Malformed(Exception):
    """Not a GraphQL request at all: `status` whatever the client accepts."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


async def respond(
    engine: Executes[Context],
    method: str,
    headers: Mapping[str, str],
    query_string: str,
    body: bytes,
    context: Context,
    *,
    free: bool = False,
    most_bytes: int = MOST_BYTES,
    extra: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> HttpResponse:
    """Answer one HTTP request. `headers` by lower-case name; `extra` headers are added to the response, whatever comes
    of the request. A body over `most_bytes` is refused; a server that reads bodies itself should stop reading there."""
    begun = clock()
    kind = RESPONSE
    try:
        if method == "OPTIONS":
            return HttpResponse(204, {"allow": METHODS, **(extra or {})}, b"")
        if method not in ("GET", "HEAD", "POST"):
            raise _Malformed(405, "Ask by POST, or by GET for queries.", allow=METHODS)
        kind = _negotiated(headers.get("accept"))
        if max(len(body), len(query_string)) > most_bytes:
            raise _Malformed(413, f"The request is larger than {most_bytes} bytes.")
        posted = method == "POST"
        request = _posted(headers.get("content-type"), body) if posted else _asked(query_string)
        answer = await engine.execute(request, context, free=free, queries_only=not posted)
        status, sent, more = _status(answer.status, kind), answer.body, None
        if status == 405:
            more = {"allow": "POST"}
    except _Malformed as error:
        status, sent, more = error.status, error_body(refuse(str(error))), error.headers
    told = {
        "content-type": f"{kind}; charset=utf-8",
        "cache-control": "no-store",
        "vary": "accept",
        "x-content-type-options": "nosniff",
        "server-timing": f"graphql;dur={(clock() - begun) * 1000:.2f}",
    }
    if more:
        told.update(more)
    if extra:
        told.update(extra)
    return HttpResponse(status, told, b"" if method == "HEAD" else sent)


def error_body(refused: Refused) -> bytes:
    """A response that holds errors and no data, since nothing was executed."""
    return msgspec.json.encode({"errors": refused.errors})


def _status(status: int, kind: str) -> int:
    return 200 if 400 <= status < 500 and kind == JSON and status != 405 else status


@lru_cache(SPELLINGS)
def _negotiated(accept: str | None) -> str:
    """The media type to answer with: the one of higher quality, then the one named more exactly, then the newer."""
    if accept is None or not accept.strip():
        return RESPONSE
    ranges = [found for part in accept.split(",") if (found := _range(part))]
    best = max((_quality(kind, ranges), kind == RESPONSE, kind) for kind in (RESPONSE, JSON))
    if best[0][0] <= 0:
        raise _Malformed(406, f"Answers are {RESPONSE} or {JSON}.")
    return best[2]


def _range(part: str) -> tuple[str, float] | None:
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


def _quality(kind: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    for exactness, pattern in ((2, kind), (1, "application/*"), (0, "*/*")):
        qualities = [quality for name, quality in ranges if name == pattern]
        if qualities:
            return max(qualities), exactness
    return 0.0, 0


@lru_cache(SPELLINGS)
def _is_json(content_type: str) -> bool:
    found = _range(content_type)
    return found is not None and found[0] == JSON


def _posted(content_type: str | None, body: bytes) -> Request:
    # Browsers send forms and text/plain to any site without asking it first; JSON they do not.
    if not _is_json(content_type or ""):
        raise _Malformed(415, f"Send {JSON} in UTF-8.", accept=JSON)
    if body.lstrip()[:1] == b"[":
        raise _Malformed(400, "One request at a time: batches are not answered.")
    return _well_formed(_decoded(body, REQUEST, "The body"))


def _asked(query_string: str) -> Request:
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise _Malformed(400, "The query of the address cannot be read.") from None
    given = {name: value for name, value in pairs if name in FIELDS}
    if len(given) < sum(name in FIELDS for name, _ in pairs):
        raise _Malformed(400, "A parameter is given twice.")
    return _well_formed(
        Request(
            query=given.get("query"),
            variables=_object(given, "variables"),
            operation_name=given.get("operationName"),
            extensions=_object(given, "extensions"),
            document_id=given.get("documentId"),
        )
    )


def _object(given: Mapping[str, str], name: str) -> dict[str, object] | None:
    text = given.get(name)
    return _decoded(text.encode(), OBJECT, f"`{name}`") if text else None


def _decoded(text: bytes, decoder: msgspec.json.Decoder[Decoded], what: str) -> Decoded:
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _Malformed(400, f"{what} is not what it should be: {error}.") from None
    except RecursionError:
        raise _Malformed(400, f"{what} is nested too deeply.") from None


def _well_formed(request: Request) -> Request:
    if request.query is None and request.document_id is None and "persistedQuery" not in (request.extensions or {}):
        raise _Malformed(400, "There is no `query`.")
    return request if request.operation_name != "" else msgspec.structs.replace(request, operation_name=None)
