"""Calling a service's API, in this process or over HTTP; no caller can tell which.

A call is `POST /rpc/<service>/<method>` with the arguments as a MessagePack map, answered by the value, or by a Fault
(header `x-hallway-fault`). Both sides decode strictly by the annotations of the API's Protocol."""

import asyncio
import hmac
import inspect
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final, TypeVar, cast, get_type_hints

import aiohttp
import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hallway.kernel.apis import is_idempotent, service_of
from hallway.kernel.connections import from_one_of_ours
from hallway.kernel.db.pool import pinned_connections
from hallway.kernel.errors import INTERNAL, Fault, Problem
from hallway.kernel.logging import begin_request, request_id

A = TypeVar("A")
RETRIES: Final = 2
FAULT_HEADER: Final = "x-hallway-fault"
DEADLINE_HEADER: Final = "x-hallway-deadline-ms"
DEFAULT_DEADLINE_MS: Final = "15000"
REQUEST_HEADER: Final = "x-request-id"

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""Loop time by which the work of this task is of no use any more; a call made on the way inherits it."""


class _Method:
    """One method of a Protocol: how its arguments and its value are encoded."""

    def __init__(self, service: str, function: Callable[..., Awaitable[object]]) -> None:
        self.name = function.__name__
        self.path = f"/rpc/{service}/{self.name}"
        self.idempotent = is_idempotent(function)
        hints = get_type_hints(function)
        parameters = list(inspect.signature(function).parameters.values())[1:]
        fields = [
            (p.name, hints[p.name]) if p.default is p.empty else (p.name, hints[p.name], p.default) for p in parameters
        ]
        self.arguments = msgspec.defstruct(f"{service}_{self.name}", fields, frozen=True, forbid_unknown_fields=True)
        self.arguments_decoder = msgspec.msgpack.Decoder(self.arguments)
        self.value_decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(hints["return"])


def methods_of(api: type[object]) -> dict[str, _Method]:
    """The public methods of an API."""
    service = service_of(api)
    functions = inspect.getmembers(api, inspect.iscoroutinefunction)
    return {name: _Method(service, function) for name, function in functions if not name.startswith("_")}


def expose(api: type[A], implementation: A, secrets: Sequence[bytes], largest: int) -> list[Route]:
    """Routes that let other processes call `implementation`, with any of these secrets. Requests are at most `largest`
    bytes."""
    return [
        Route(method.path, _endpoint(method, getattr(implementation, name), secrets, largest), methods=["POST"])
        for name, method in methods_of(api).items()
    ]


def _endpoint(
    method: _Method, call: Callable[..., Awaitable[object]], secrets: Sequence[bytes], largest: int
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        begin_request(request.headers.get(REQUEST_HEADER))
        try:
            if not comes_from_hallway(request.headers, secrets):
                raise Problem("unauthenticated", "onlyHallway")
            from_one_of_ours(request.scope)
            arguments = _decoded(method, await _body(request, largest))
            seconds = _seconds_left(request)
            _deadline.set(asyncio.get_running_loop().time() + seconds)
            async with asyncio.timeout(seconds), pinned_connections():
                value = await call(**msgspec.structs.asdict(arguments))
            return Response(msgspec.msgpack.encode(value), media_type="application/msgpack")
        except Problem as problem:
            return _refusal(problem.fault(), problem.status)
        except TimeoutError:
            return _refusal(Problem("unavailable", "tookTooLong").fault(), 504)
        except Exception:  # a mistake of the service's own: the log has it, the caller is told nothing of it
            structlog.get_logger().exception("call failed", method=method.path)
            return _refusal(INTERNAL, 500)

    return endpoint


def _decoded(method: _Method, body: bytes) -> msgspec.Struct:
    try:
        return method.arguments_decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise Problem("invalid", "notAsExpected", why=f"{method.path}: {error}") from error


def _seconds_left(request: Request) -> float:
    text = request.headers.get(DEADLINE_HEADER, DEFAULT_DEADLINE_MS)
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Problem("invalid", "notAsExpected", why=DEADLINE_HEADER)
    return int(text) / 1000


async def _body(request: Request, largest: int) -> bytes:
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > largest:
            raise Problem("too_large", "tooMuchSent", kilobytes=largest // 1024)
    return bytes(chunks)


def _refusal(fault: Fault, status: int) -> Response:
    return Response(msgspec.msgpack.encode(fault), status, {FAULT_HEADER: "1"}, "application/msgpack")


def comes_from_hallway(headers: Mapping[str, str], secrets: Sequence[bytes]) -> bool:
    """Whether a request is from another process of this installation, which has one of the keys for calls."""
    given = headers.get("authorization", "").encode()
    return any(hmac.compare_digest(given, _authorization(secret).encode()) for secret in secrets)


def _authorization(secret: bytes) -> str:
    return f"Hallway {secret.hex()}"


def remote(api: type[A], url: str, secret: bytes, session: aiohttp.ClientSession, seconds: float) -> A:
    """An implementation of `api` that calls another process at `url`; a call takes at most `seconds`."""
    caller = _Remote(url.rstrip("/"), _authorization(secret), session, seconds)
    namespace = {name: caller.method(method) for name, method in methods_of(api).items()}
    return cast(A, type(f"Remote{api.__name__}", (), {name: staticmethod(call) for name, call in namespace.items()})())


class _Remote:
    def __init__(self, url: str, authorization: str, session: aiohttp.ClientSession, seconds: float) -> None:
        self._url = url
        self._authorization = authorization
        self._session = session
        self._seconds = seconds

    def method(self, method: _Method) -> Callable[..., Awaitable[object]]:
        async def call(*args: object, **kwargs: object) -> object:
            body = msgspec.msgpack.encode(method.arguments(*args, **kwargs))
            retries = RETRIES if method.idempotent else 0
            for attempt in range(retries + 1):
                try:
                    return await self._post(method, body)
                except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, _Busy) as error:
                    if attempt == retries:
                        raise _unavailable(method) from error
                    await asyncio.sleep(random.uniform(0.5, 1.5) * 0.1 * 3**attempt)
            raise AssertionError

        return call

    async def _post(self, method: _Method, body: bytes) -> object:
        now = asyncio.get_running_loop().time()
        left = min(self._seconds, (_deadline.get() or now + self._seconds) - now)
        if left <= 0:
            raise _unavailable(method)
        headers = {
            "authorization": self._authorization,
            DEADLINE_HEADER: str(int(left * 1000)),
            REQUEST_HEADER: request_id(),
        }
        try:
            async with asyncio.timeout(left):
                async with self._session.post(self._url + method.path, data=body, headers=headers) as answer:
                    content = await answer.read()
        except TimeoutError as error:
            raise _unavailable(method) from error
        if FAULT_HEADER in answer.headers:
            raise Problem.of(msgspec.msgpack.decode(content, type=Fault))
        if answer.status == 503:
            raise _Busy
        if answer.status != 200:
            structlog.get_logger().error("call was answered strangely", method=method.path, status=answer.status)
            raise Problem.of(INTERNAL)
        return method.value_decoder.decode(content)


class _Busy(Exception):
    """The other process is starting or stopping."""


def _unavailable(method: _Method) -> Problem:
    service = method.path.split("/")[2]
    return Problem("unavailable", "serviceSilent", service=service)
