"""How handlers are run: as tasks of their own, in order, and what may come before a socket is connected."""

import asyncio
from contextvars import ContextVar

import pytest

from picosio.server.handlers import Handlers
from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import Ws
from tests.support.waiting import eventually, turns

seen: ContextVar[str] = ContextVar("seen", default="nothing")


async def test_each_has_context_variables_of_its_own() -> None:
    handlers, found = Handlers(), []

    async def handler(name: str, wait: bool) -> None:
        found.append(seen.get())
        seen.set(name)
        if wait:
            await asyncio.sleep(0)
        found.append(seen.get())

    for name, wait in (("one", False), ("two", True), ("three", False)):
        handlers.call(handler, (name, wait))
        while handlers.running:
            await asyncio.sleep(0)
    assert found == ["nothing", "one", "nothing", "two", "nothing", "three"]
    assert seen.get() == "nothing"


@pytest.mark.parametrize("wait", [False, True])
async def test_exceptions_are_passed_to_done(wait: bool) -> None:
    """Before it has waited for anything, and after; a mistake of one that is not async as well."""
    handlers, ends = Handlers(), []

    async def failing() -> None:
        if wait:
            await asyncio.sleep(0)
        raise ValueError("a handler that fails")

    def failing_at_once() -> None:
        raise ValueError("one that is not async")

    for handler in (failing, failing_at_once):
        handlers.call(handler, (), lambda result, error: ends.append((result, str(error))))
    while handlers.running:
        await asyncio.sleep(0)
    assert sorted(ends) == [(None, "a handler that fails"), (None, "one that is not async")]


@pytest.mark.parametrize("wait", [False, True])
async def test_handlers_are_tasks(wait: bool) -> None:
    """Time-outs work, whether it has waited before or not; what it returns is given on once."""
    handlers, ends = Handlers(), []

    async def handler() -> str:
        if wait:
            await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await asyncio.Event().wait()
        return "in time"

    handlers.call(handler, (), lambda result, error: ends.append((result, error)))
    await eventually(lambda: not handlers.running)
    assert ends == [("in time", None)]


async def test_cancel() -> None:
    handlers, ends = Handlers(), []
    handlers.call(asyncio.Event().wait, (), lambda result, error: ends.append(type(error)))
    await asyncio.sleep(0)
    await handlers.cancel()
    assert ends == [asyncio.CancelledError]
    assert not handlers.running


async def test_events_wait_until_the_socket_is_connected(calm: Running) -> None:
    """A client need not await the answer to its CONNECT; what it sends meanwhile is handled then, in order."""
    released, order = asyncio.Event(), []
    namespace = calm.server.namespace("/slow")

    @namespace.connect
    async def connect(socket: object, auth: object) -> None:
        await released.wait()
        order.append("connected")

    @namespace.on("event")
    async def event(socket: object, number: int) -> None:
        await turns(0 if number else 20)
        order.append(number)

    ws = await Ws.open(calm.port)
    ws.send("40/slow,")
    for number in range(5):
        ws.send(f'42/slow,{number}["event",{number}]')
    await ws.enter("/")  # what was sent before that has been read
    assert order == []
    released.set()
    assert (await ws.text()).startswith("40/slow,{")
    assert [await ws.text() for _ in range(5)] == [f"43/slow,{number}[]" for number in range(5)]
    assert order == ["connected", 0, 1, 2, 3, 4]


@pytest.mark.parametrize(("count", "size"), [(30, 1), (4, 100_000)])
async def test_events_before_connect_are_bounded(serve: Serve, count: int, size: int) -> None:
    """Their number and their size are bounded: anybody may send them."""
    running = await serve(ping_interval=25.0, max_handlers=20, max_payload=300_000)

    @running.server.namespace("/never").connect
    async def connect(socket: object, auth: object) -> None:
        await asyncio.Event().wait()

    ws = await Ws.open(running.port)
    ws.send("40/never,")
    for _ in range(count):
        ws.send(f'42/never,["event","{"x" * size}"]')
    end = await ws.gone()
    assert (end.code, end.reason) == (1008, "too many events at once")


@pytest.mark.parametrize("packet", ["43/never,1[]", "41/never,", '451-/never,["event",{"_placeholder":true,"num":0}]'])
async def test_other_packets_before_connect_close(calm: Running, packet: str) -> None:
    @calm.server.namespace("/never").connect
    async def connect(socket: object, auth: object) -> None:
        await asyncio.Event().wait()

    ws = await Ws.open(calm.port)
    ws.send("40/never,")
    ws.send(packet)
    ws.send(b"x")
    assert (await ws.gone()).code == 1008
