"""JSON over HTTP: reading a request's body within bounds, answering with a value or a Problem."""

from typing import Final, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from hallway.kernel.audit import audit_problem
from hallway.kernel.errors import Problem

T = TypeVar("T")
LONGEST_NUMBER: Final = 20
JSON_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


def answer(value: object, status: int = 200) -> Response:
    """`value` as JSON that nobody stores and no page can be made of."""
    return Response(msgspec.json.encode(value), status, JSON_HEADERS, "application/json")


def refusal(problem: Problem) -> Response:
    """A Problem as JSON; a refusal is logged."""
    audit_problem(problem)
    return with_retry(answer({"error": problem.fault()}, problem.status), problem)


def with_retry(response: Response, problem: Problem) -> Response:
    """The answer, saying when to try again, if it is worth it."""
    if problem.data.retry_after is not None:
        response.headers["retry-after"] = str(problem.data.retry_after)
    return response


async def read_body(request: Request, largest: int) -> bytes:
    """The body, of at most `largest` bytes; else `too_large`, before any of it is read if the request says its size."""
    declared = request.headers.get("content-length", "")
    size = int(declared) if len(declared) < LONGEST_NUMBER and declared.isdecimal() else 0
    parts: list[bytes] = []
    try:
        if size <= largest:
            size = 0
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > largest:
                    break
    except ClientDisconnect as error:
        raise Problem("invalid", "brokeOff") from error
    if size > largest:
        raise Problem("too_large", "tooMuchSent", kilobytes=largest // 1024)
    return b"".join(parts)


async def read_json(request: Request, kind: type[T], largest: int) -> T:
    """The JSON body as a `kind`; `invalid` says what does not fit."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem("invalid", "notJson")
    try:
        return msgspec.json.decode(await read_body(request, largest), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("invalid", "notAsExpected", why=str(error)) from error
