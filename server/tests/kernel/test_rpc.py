"""Calls between processes: values, Problems, deadlines, retries, and strangers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import aiohttp
import msgspec
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.rpc import expose, remote
from tests.conftest import Server, free_port
from tests.kernel.toy.api import Count, Toy
from tests.kernel.toy.service import ToyService

SECRET = b"between processes"


class Toys:
    """A toy in this process, and the way to it over HTTP; the first `broken` requests are cut off."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self.service = ToyService()
        self.session = session
        self.url = f"http://127.0.0.1:{port}"
        self.broken = 0
        self.requests = 0
        self.app = Starlette(routes=expose(Toy, self.service, [SECRET], 100_000))

    async def asgi(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests += 1
        if self.requests <= self.broken:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send)

    def remote(self, secret: bytes = SECRET, seconds: float = 5, url: str = "") -> Toy:
        return remote(Toy, url or self.url, secret, self.session, seconds)


@pytest.fixture
async def toys() -> AsyncIterator[Toys]:
    port = free_port()
    async with aiohttp.ClientSession() as session:
        made = Toys(session, port)
        async with Server(
            uvicorn.Config(made.asgi, "127.0.0.1", port, lifespan="off", log_config=None, interface="asgi3")
        ).running():
            yield made


async def test_values_come_back_as_they_were(toys: Toys) -> None:
    inner = Count(id=uuid4(), counted_at=datetime(2026, 11, 22, tzinfo=UTC))
    count = Count(
        id=uuid4(),
        counted_at=datetime(2026, 11, 22, 9, 30, 1, 234567, tzinfo=UTC),
        by=frozenset({"x", "y"}),
        names={uuid4(): "a"},
        data=b"\x00\xff",
        parent_count=inner,
    )
    caller = Caller(uuid4(), uuid4(), frozenset({"admin"}), expires_at=datetime.now(UTC))
    assert await toys.remote().echo(caller, count, times=2) == [count, count]
    assert await toys.remote().echo(service_caller("chat"), count) == [count]


async def test_problems_come_back_as_they_were(toys: Toys) -> None:
    with pytest.raises(Problem) as caught:
        await toys.remote().fail(ANONYMOUS, "problem")
    assert (caught.value.code, caught.value.message, caught.value.data.limit) == ("full", "Every place is taken.", 3)


@pytest.mark.parametrize("how", ["otherwise", "number", "decode"])
async def test_the_unexpected_is_internal_and_says_nothing(toys: Toys, how: str) -> None:
    """Also where the error is of a kind, or has the words, that malformed arguments have."""
    with pytest.raises(Problem) as caught:
        await toys.remote().fail(ANONYMOUS, how)
    assert caught.value.code == "internal"
    for secret in ("secret detail", "hunter2", "int"):
        assert secret not in caught.value.message


@pytest.mark.parametrize("deadline", ["soon", "-1", "1e9", "９", "9" * 40])
async def test_a_deadline_is_a_number(toys: Toys, deadline: str) -> None:
    headers = {"authorization": f"Hallway {SECRET.hex()}", "x-hallway-deadline-ms": deadline}
    body = msgspec.msgpack.encode({"caller": {}})
    async with toys.session.post(f"{toys.url}/rpc/toy/flaky", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert msgspec.msgpack.decode(await answer.read())["code"] == "invalid"
    assert toys.service.calls == 0


@pytest.mark.parametrize("secret", [b"", b"another", SECRET + b"x"])
async def test_strangers_are_refused(toys: Toys, secret: bytes) -> None:
    with pytest.raises(Problem) as caught:
        await toys.remote(secret=secret).flaky(ANONYMOUS)
    assert caught.value.code == "unauthenticated"
    assert toys.service.calls == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"\x80", msgspec.msgpack.encode({"caller": {}, "how": 3}),
     msgspec.msgpack.encode({"caller": {}, "how": "x", "more": 1}), msgspec.msgpack.encode([1, 2])],
)  # fmt: skip
async def test_arguments_are_checked(toys: Toys, body: bytes) -> None:
    headers = {"authorization": f"Hallway {SECRET.hex()}"}
    async with toys.session.post(f"{toys.url}/rpc/toy/fail", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert msgspec.msgpack.decode(await answer.read())["code"] == "invalid"


async def test_too_much_is_refused(toys: Toys) -> None:
    count = Count(id=uuid4(), counted_at=datetime.now(UTC), data=b"x" * 200_000)
    with pytest.raises(Problem) as caught:
        await toys.remote().echo(ANONYMOUS, count)
    assert caught.value.code == "too_large"


async def test_a_deadline_ends_the_work_too(toys: Toys) -> None:
    with pytest.raises(Problem) as caught:
        await toys.remote(seconds=0.2).wait(ANONYMOUS, 30.0)
    assert caught.value.code == "unavailable"
    for _ in range(100):
        if toys.service.cancelled:
            return
        await toys.remote().wait(ANONYMOUS, 0.01)
    raise AssertionError("the work went on")


async def test_only_idempotent_calls_are_tried_again(toys: Toys) -> None:
    toys.broken = 2
    assert await toys.remote().flaky(ANONYMOUS) == 1
    toys.requests = 0
    with pytest.raises(Problem) as caught:
        await toys.remote().flaky_once(ANONYMOUS)
    assert caught.value.code == "unavailable"
    assert toys.requests == 1


async def test_nobody_there(toys: Toys) -> None:
    with pytest.raises(Problem) as caught:
        await toys.remote(url=f"http://127.0.0.1:{free_port()}").flaky(ANONYMOUS)
    assert caught.value.code == "unavailable"
