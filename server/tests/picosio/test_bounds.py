"""A bound on everything: floods, slow heads and bodies, clients that never read, and what their neighbours notice."""

import asyncio
import socket
import time
from contextlib import AsyncExitStack, suppress

import psutil
import pytest

from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import PATH, PING, Gone, Poller, Refused, Ws, connection, frame_bytes, http, request_bytes

CALM = {"ping_interval": 25.0, "ping_timeout": 20.0}
MB = 1 << 20


class TestSlowReaders:
    async def test_other_clients_are_not_affected(self, serve: Serve) -> None:
        """Some never read; the others get every message promptly, the slow ones are closed, memory stays bounded."""
        running = await serve(**CALM, max_unsent=300_000, close_timeout=30.0)
        slow = [await Ws.connect(running.port) for _ in range(10)]
        for each in slow:
            each.writer.transport.pause_reading()  # type: ignore[attr-defined]
        good = [await Ws.connect(running.port) for _ in range(10)]
        before, everybody = psutil.Process().memory_info().rss, running.server.namespace("/").to()
        waits: list[float] = []
        for number in range(800):
            began = time.monotonic()
            everybody.emit("noise", number, "x" * 10_000)
            await asyncio.gather(*(each.event("noise") for each in good))
            waits.append(time.monotonic() - began)
        assert len(list(running.server.sockets())) == 10, "the slow ones are out"
        assert sorted(waits)[len(waits) * 99 // 100] < 0.25
        assert psutil.Process().memory_info().rss - before < 60 * MB
        for each in slow:
            each.writer.transport.resume_reading()  # type: ignore[attr-defined]
            end = await each.dead()
            assert (end.code, end.reason) == (1008, "too slow: unsent data over the limit")
        assert running.server.counters.overflows == 10

    async def test_volatile_messages_are_dropped_first(self, serve: Serve) -> None:
        running = await serve(**CALM, max_unsent=20 * MB, volatile_unsent=50_000)
        ws = await Ws.connect(running.port)
        ws.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(0.05)
        everybody = running.server.namespace("/").to()
        for number in range(1000):
            everybody.volatile().emit("position", number, "x" * 20_000)
            await asyncio.sleep(0)
        everybody.emit("important")
        await asyncio.sleep(0.05)
        assert len(list(running.server.sockets())) == 1
        ws.writer.transport.resume_reading()  # type: ignore[attr-defined]
        seen = 0
        while not (packet := str(await ws.packet())).startswith('42["important"'):
            assert packet.startswith('42["position"')
            seen += 1
        assert seen < 700

    async def test_a_poller_that_does_not_come_back(self, serve: Serve) -> None:
        running = await serve(**CALM, max_unsent=300_000)
        poller = await Poller.open(running.port)
        await poller.connect()
        for _ in range(40):
            running.server.namespace("/").emit("noise", "x" * 10_000)
            await asyncio.sleep(0)
        assert not list(running.server.sockets())
        await poller.get()
        assert (await poller.get()).status == 400

    async def test_answers_that_nobody_reads(self, serve: Serve) -> None:
        """Acknowledgements count as well, and pongs."""
        running = await serve(**CALM, max_unsent=200_000, max_handlers=10_000)
        for flood in (
            frame_bytes(1, b'421["message-with-ack","' + b"x" * 50_000 + b'"]'),
            frame_bytes(PING, b"x" * 125) * 400,
        ):
            ws = await Ws.connect(running.port)
            ws.writer.transport.pause_reading()  # type: ignore[attr-defined]
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(5):
                    while list(running.server.sockets()):
                        ws.writer.write(flood)
                        await ws.writer.drain()
                        await asyncio.sleep(0)
            assert not list(running.server.sockets())
            ws.abort()


class TestFloods:
    async def test_too_many_events_at_once(self, serve: Serve) -> None:
        running = await serve(**CALM, max_handlers=50)
        ws, other = await Ws.connect(running.port), await Ws.connect(running.port)
        for _ in range(52):
            ws.send('42["slow",5]')
        end = await ws.gone()
        assert (end.code, end.reason) == (1008, "too many events at once")
        other.send('42["message",1]')
        assert await other.event("message-back") == [1]

    async def test_as_many_as_are_allowed(self, serve: Serve) -> None:
        running = await serve(**CALM, max_handlers=50)
        ws = await Ws.connect(running.port)
        for number in range(40):
            ws.send(f'42{number}["slow",0.001]')
        assert [await ws.text() for _ in range(40)] == [f'43{n}["done"]' for n in range(40)]

    async def test_a_flood_leaves_room_for_the_others(self, calm: Running) -> None:
        flooding, other = await Ws.connect(calm.port), await Ws.connect(calm.port)
        frame = frame_bytes(1, b'42["no such event","x"]') * 1000
        stop = time.monotonic() + 1.5

        async def flood() -> None:
            with suppress(OSError):
                while time.monotonic() < stop:
                    flooding.writer.write(frame)
                    await flooding.writer.drain()

        task, waits = asyncio.create_task(flood()), []
        while not task.done():
            began = time.monotonic()
            other.send('42["message",1]')
            await other.event("message-back")
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.01)
        assert max(waits) < 0.5

    async def test_connections_per_address(self, serve: Serve) -> None:
        """Sessions, and connections that have none yet."""
        running = await serve(**CALM, max_connections_per_address=5)
        here = [await Ws.connect(running.port) for _ in range(5)]
        assert not await let_in(running.port)
        with pytest.raises((Refused, Gone)):
            await Ws.dial(running.port)
        await Poller.open(running.port, source="127.0.0.2")
        here[0].abort()
        await asyncio.sleep(0.05)
        assert await let_in(running.port)
        assert not await let_in(running.port)

    async def test_plain_connections_per_address(self, serve: Serve) -> None:
        running = await serve(**CALM, max_connections_per_address=5)
        async with AsyncExitStack() as stack:
            for _ in range(5):
                await stack.enter_async_context(connection(running.port))
            await asyncio.sleep(0.05)
            assert not await let_in(running.port)
        await asyncio.sleep(0.05)
        assert await let_in(running.port)

    async def test_addresses_are_believed_only_from_a_proxy(self, serve: Serve) -> None:
        running = await serve(**CALM, max_connections_per_address=1)
        assert await let_in(running.port)
        assert not await let_in(running.port, "198.51.100.7")
        running = await serve(**CALM, max_connections_per_address=1, trust_proxy=True)
        assert await let_in(running.port, "198.51.100.7")
        assert not await let_in(running.port, "10.0.0.1, 198.51.100.7"), "the last one is the proxy's"
        assert await let_in(running.port, "198.51.100.8")


async def let_in(port: int, forwarded: str = "") -> bool:
    """Whether a session can be opened now."""
    try:
        answer = await http(
            port, "GET", f"{PATH}polling", headers={"X-Forwarded-For": forwarded} if forwarded else None
        )
    except (Gone, OSError):
        return False
    assert answer.status in (200, 429)
    return answer.status == 200


class TestSlowWriters:
    @pytest.mark.parametrize(
        "start",
        [b"", b"GET /socket.io/?EIO", request_bytes("GET", f"{PATH}polling")[:-2]],
        ids=["nothing", "half a line", "half a head"],
    )
    async def test_heads(self, serve: Serve, start: bytes) -> None:
        """A byte now and then does not keep a connection for longer than `request_timeout`."""
        running = await serve(request_timeout=0.5)
        async with connection(running.port) as (reader, writer):
            writer.write(start)
            began = time.monotonic()
            ended = asyncio.create_task(reader.read())
            while not ended.done() and time.monotonic() - began < 5:
                with suppress(OSError):
                    writer.write(b"a" if start else b"")
                await asyncio.sleep(0.1)
            with suppress(OSError):
                await ended
            assert time.monotonic() - began < 2

    async def test_bodies(self, serve: Serve) -> None:
        running = await serve(**CALM, request_timeout=0.5)
        poller = await Poller.open(running.port)
        async with connection(running.port) as (reader, writer):
            writer.write(request_bytes("POST", poller.target, b"4" * 1000)[:-900])
            began = time.monotonic()
            ended = asyncio.create_task(reader.read())
            while not ended.done() and time.monotonic() - began < 5:
                with suppress(OSError):
                    writer.write(b"2")
                await asyncio.sleep(0.1)
            with suppress(OSError):
                await ended
            assert time.monotonic() - began < 2

    async def test_idle_connections_between_requests(self, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("picosio.standalone.http._IDLE", 0.4)  # 75 s, which proxies expect
        running = await serve(**CALM)
        async with connection(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/nothing"))
            await reader.readuntil(b"not found")
            began = time.monotonic()
            with suppress(OSError):
                await reader.read()
            assert 0.2 < time.monotonic() - began < 2

    async def test_a_poll_may_wait_longer_than_that(self, serve: Serve) -> None:
        running = await serve(**CALM, request_timeout=0.3)
        poller = await Poller.open(running.port)
        await poller.connect()
        waiting = asyncio.create_task(poller.get())
        await asyncio.sleep(0.8)
        running.server.namespace("/").emit("late")
        assert (await waiting).text == '42["late"]'

    @pytest.mark.parametrize(
        "head",
        [
            b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X-Y: " + b"z" * 100_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n",
        ],
        ids=["long line", "long header", "many headers"],
    )
    async def test_large_heads(self, serve: Serve, head: bytes) -> None:
        running = await serve(**CALM)
        async with connection(running.port) as (reader, writer):
            status = b"431"
            with suppress(OSError, IndexError):
                writer.write(head)
                await writer.drain()
                status = (await reader.readline()).split()[1]
            assert status == b"431"
        assert not running.server.sessions

    @pytest.mark.parametrize(
        "junk", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"\0" * 100, b"\r\n" * 50_000, b"SSH-2.0-x\r\n", b"GET"]
    )
    async def test_other_protocols(self, calm: Running, junk: bytes) -> None:
        async with connection(calm.port) as (_, writer):
            with suppress(OSError):
                writer.write(junk)
                await writer.drain()
            await asyncio.sleep(0.02)
        (await Ws.connect(calm.port)).abort()

    async def test_pipelining_without_end(self, calm: Running) -> None:
        """Requests behind one that waits are not piled up for ever."""
        poller = await Poller.open(calm.port)
        async with connection(calm.port) as (reader, writer):
            with suppress(OSError):
                writer.write(request_bytes("GET", poller.target))
                for _ in range(200):
                    writer.write(request_bytes("POST", poller.target, b"6" * 5_000))
                    await writer.drain()
                async with asyncio.timeout(5):
                    while await reader.read(65536):
                        pass
        (await Ws.connect(calm.port)).abort()


class TestChurn:
    async def test_10_000_clients_come_and_go(self, serve: Serve) -> None:
        """Memory and descriptors are where they were: all ways of leaving, both transports."""
        running, process = await serve(**CALM), psutil.Process()
        await _churn(running, 800)  # what is kept for good: caches, pools, code
        memory, descriptors = process.memory_info().rss, process.num_fds()
        await _churn(running, 10_000)
        assert not running.server.sessions
        assert not running.server.namespace("/").rooms
        assert not running.server.addresses
        assert process.num_fds() <= descriptors + 5
        grown = process.memory_info().rss - memory
        assert grown < 10 * MB, f"{grown / 10_000:.0f} bytes are kept for each client that has gone"


async def _churn(running: Running, count: int) -> None:
    for start in range(0, count, 100):
        await asyncio.gather(*(connect_and_leave(running.port, number) for number in range(start, start + 100)))
    async with asyncio.timeout(10):
        while running.server.sessions or running.server.engine.connections:
            await asyncio.sleep(0.02)


JOINING = (
    request_bytes(
        "GET",
        f"{PATH}websocket",
        headers={
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "x" * 22 + "==",
            "Sec-WebSocket-Version": "13",
        },
    )
    + frame_bytes(1, b"40")
    + frame_bytes(1, b'420["join","room"]')
)
GOODBYES = [b"", frame_bytes(1, b"1"), frame_bytes(1, b"41"), frame_bytes(8, b"\x03\xe8"), frame_bytes(1, b"nonsense")]


async def connect_and_leave(port: int, number: int) -> None:
    if number % 50 == 49:
        poller = await Poller.open(port)
        await poller.post("40")
        await poller.post("1")
        return
    loop, client = asyncio.get_running_loop(), socket.socket()
    with client:
        client.setblocking(False)
        await loop.sock_connect(client, ("127.0.0.1", port))
        await loop.sock_sendall(client, JOINING)
        seen = b""
        while b'430["in"]' not in seen:
            seen += (data := await loop.sock_recv(client, 4096))
            assert data, seen
        if goodbye := GOODBYES[number % len(GOODBYES)]:
            await loop.sock_sendall(client, goodbye)


class TestShutdown:
    async def test_draining(self, serve: Serve) -> None:
        """Nobody new; those who are there are sent away over the time, in no order; then all are gone."""
        running = await serve(**CALM, close_timeout=2.0)
        clients = [await Ws.connect(running.port) for _ in range(40)]
        poller = await Poller.open(running.port)
        await poller.connect()
        ends: list[tuple[float, int, Gone]] = []

        async def leave(number: int, ws: Ws) -> None:
            end = await ws.gone()
            ends.append((time.monotonic(), number, end))
            ws.abort()

        leaving = asyncio.gather(*(leave(*each) for each in enumerate(clients)))
        began = time.monotonic()
        draining = asyncio.create_task(running.server.drain(1.0))
        await asyncio.sleep(0.05)
        with pytest.raises((OSError, Refused, Gone)):
            await Ws.dial(running.port)
        await poller_ends(poller)
        await leaving
        await draining
        assert 0.7 < time.monotonic() - began < 5
        assert {end.code for _, _, end in ends} == {1012}
        assert ends[-1][0] - ends[0][0] > 0.5, "spread over the time"
        assert [number for _, number, _ in ends] != sorted(number for _, number, _ in ends)
        assert not running.server.sessions

    async def test_closing_with_handlers_at_work(self, serve: Serve) -> None:
        running = await serve(**CALM)
        ws = await Ws.connect(running.port)
        ws.send('421["slow",30]')
        await asyncio.sleep(0.05)
        began = time.monotonic()
        await running.server.close()
        assert time.monotonic() - began < 2
        await ws.gone()


async def poller_ends(poller: Poller) -> None:
    """Polls until the session is over."""
    with suppress(OSError, Gone):
        while (await poller.get()).status == 200:
            pass
