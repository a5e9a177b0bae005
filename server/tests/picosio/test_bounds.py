"""A bound on everything: floods, slow heads and bodies, clients that never read, and what their neighbours notice."""

import asyncio
import socket
from contextlib import AsyncExitStack, suppress

import psutil
import pytest

from picosio import Socket
from tests.conftest import PassTime
from tests.picosio.conftest import Running, Serve
from tests.picosio.test_engine import waiting_poll
from tests.picosio.wire import (
    PATH,
    PING,
    Gone,
    Poller,
    Refused,
    Ws,
    connection,
    frame_bytes,
    http,
    request_bytes,
    until_closed,
)
from tests.support.waiting import eventually, turns

CALM = {"ping_interval": 25.0, "ping_timeout": 20.0}
MB = 1 << 20


class TestSlowReaders:
    async def test_other_clients_are_not_affected(self, serve: Serve) -> None:
        """Some never read; the others get every message before the next, the slow ones are closed, memory bounded."""
        running = await serve(**CALM, max_unsent=300_000, close_timeout=30.0)
        slow = [await Ws.connect(running.port) for _ in range(10)]
        for each in slow:
            each.writer.transport.pause_reading()  # type: ignore[attr-defined]
        good = [await Ws.connect(running.port) for _ in range(10)]
        before, everybody = psutil.Process().memory_info().rss, running.server.namespace("/").to()
        for number in range(800):
            everybody.emit("noise", number, "x" * 10_000)
            heard = await asyncio.gather(*(each.event("noise") for each in good))
            assert {seen for seen, _ in heard} == {number}
        assert len(list(running.server.sockets())) == 10, "the slow ones are out"
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
        await turns()
        everybody = running.server.namespace("/").to()
        for number in range(1000):
            everybody.volatile().emit("position", number, "x" * 20_000)
            await asyncio.sleep(0)
        everybody.emit("important")
        await turns()
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
            sent = 0
            while list(running.server.sockets()):
                assert (sent := sent + len(flood)) < 50 * MB
                ws.writer.write(flood)
                with suppress(OSError):  # it is out: the loop ends
                    await ws.writer.drain()
                await asyncio.sleep(0)
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
        handled, before = 0, []

        @calm.server.namespace("/").on("flood")
        def count(socket: Socket) -> None:
            nonlocal handled
            handled += 1

        async def flood() -> None:
            for _ in range(200):
                flooding.writer.write(frame_bytes(1, b'42["flood"]') * 1000)
                await flooding.writer.drain()

        task = asyncio.create_task(flood())
        while handled < 200_000:
            asked = handled
            other.send('42["message",1]')
            await other.event("message-back")
            before.append(handled - asked)
        await task
        assert max(before) < 20_000, "that many of the flood were handled before one event of the other's"

    async def test_connections_per_address(self, serve: Serve) -> None:
        """Sessions, and connections that have none yet."""
        running = await serve(**CALM, max_connections_per_address=5)
        here = [await Ws.connect(running.port) for _ in range(5)]
        assert not await let_in(running.port)
        with pytest.raises((Refused, Gone)):
            await Ws.dial(running.port)
        await Poller.open(running.port, source="127.0.0.2")
        here[0].abort()
        await eventually(lambda: let_in(running.port))
        assert not await let_in(running.port)

    async def test_plain_connections_per_address(self, serve: Serve) -> None:
        running = await serve(**CALM, max_connections_per_address=5)
        async with AsyncExitStack() as stack:
            for _ in range(5):
                await stack.enter_async_context(connection(running.port))
            await eventually(lambda: running.server.addresses["127.0.0.1"] == 5)
            assert not await let_in(running.port)
        await eventually(lambda: let_in(running.port))

    async def test_an_ipv6_address_is_a_network_s(self, serve: Serve) -> None:
        running = await serve(**CALM, max_connections_per_address=1, trust_proxy=True)
        assert await let_in(running.port, "2001:db8::1")
        assert not await let_in(running.port, "2001:db8::ffff:2")
        assert await let_in(running.port, "2001:db8:0:1::1")
        assert await let_in(running.port, "::ffff:198.51.100.7")
        assert not await let_in(running.port, "198.51.100.7")
        assert await let_in(running.port, "no:address")

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
    async def test_heads(self, serve: Serve, pass_time: PassTime, start: bytes) -> None:
        """A byte now and then does not keep a connection for longer than `request_timeout`."""
        running = await serve(request_timeout=60.0)
        async with connection(running.port) as (reader, writer):
            writer.write(start)
            await eventually(lambda: running.server.engine.connections)
            await trickle(pass_time, reader, writer, b"a" if start else b"")

    async def test_bodies(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(**CALM, request_timeout=60.0)
        poller = await Poller.open(running.port)
        async with connection(running.port) as (reader, writer):
            writer.write(request_bytes("POST", poller.target, b"4" * 1000)[:-900])
            await eventually(lambda: running.server.engine.connections)
            await trickle(pass_time, reader, writer, b"2")

    async def test_idle_connections_between_requests(self, serve: Serve, pass_time: PassTime) -> None:
        """They rest for 75 s, which proxies expect."""
        running = await serve(**CALM)
        async with connection(running.port) as (reader, writer):
            for _ in range(2):
                writer.write(request_bytes("GET", "/nothing"))
                await reader.readuntil(b"not found")
                await pass_time(60)
            await pass_time(20)
            assert await until_closed(reader) == b""

    async def test_a_poll_may_wait_longer_than_that(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(**CALM, request_timeout=10.0)
        poller = await Poller.open(running.port)
        await poller.connect()
        waiting = await waiting_poll(running, poller)
        await pass_time(20)
        running.server.namespace("/").emit("late")
        assert (await waiting).text == '42["late"]'

    @pytest.mark.parametrize(
        "head",
        [
            b"GET /" + b"x" * 17_000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X-Y: " + b"z" * 17_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100)) + b"\r\n",
        ],
        ids=["long line", "long header", "many headers"],
    )
    async def test_large_heads(self, serve: Serve, head: bytes) -> None:
        running = await serve(**CALM)
        async with connection(running.port) as (reader, writer):
            writer.write(head)
            assert (await until_closed(reader)).startswith(b"HTTP/1.1 431 ")
        assert not running.server.sessions

    @pytest.mark.parametrize(
        "start",
        [
            b"",
            request_bytes("GET", "/")[:-2] + b"X: ",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: ",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;x=",
        ],
        ids=["line", "header", "trailer", "extension of a chunk"],
    )
    async def test_a_head_without_end(self, serve: Serve, start: bytes) -> None:
        """No more of it is read than a head may have. (A trailer of 32 MB took 12 s.)"""
        running = await serve(**CALM)
        async with connection(running.port) as (reader, writer):
            writer.write(start)
            with pytest.raises(ConnectionError):  # noqa: PT012
                for _ in range(1000):
                    writer.write(b"x" * 100_000)
                    await writer.drain()
            await until_closed(reader)

    @pytest.mark.parametrize(
        ("junk", "answer"),
        [
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"HTTP/1.1 400 "),
            (b"\0" * 100, b"HTTP/1.1 400 "),
            (b"\r\n" * 50_000, b""),
            (b"SSH-2.0-x\r\n", b"HTTP/1.1 400 "),
            (b"GET", b""),
        ],
        ids=["TLS", "zeros", "empty lines", "SSH", "half a word"],
    )
    async def test_other_protocols(self, calm: Running, pass_time: PassTime, junk: bytes, answer: bytes) -> None:
        """They are refused, or are given no longer than a request."""
        async with connection(calm.port) as (reader, writer):
            writer.write(junk)
            await writer.drain()
            await eventually(lambda: calm.server.engine.connections or reader.at_eof())
            await turns()  # to be read
            await pass_time(21)
            seen = await until_closed(reader)
        assert seen.startswith(answer)
        assert bool(seen) == bool(answer)
        assert not calm.server.engine.connections
        await (await Ws.connect(calm.port)).silent()

    async def test_pipelining_without_end(self, calm: Running) -> None:
        """Requests behind one that waits are not piled up for ever: the connection is closed."""
        poller = await Poller.open(calm.port)
        async with connection(calm.port) as (reader, writer):
            writer.write(request_bytes("GET", poller.target))
            with suppress(ConnectionError):  # it is closed while we write, or when we have written
                for _ in range(200):
                    writer.write(request_bytes("POST", poller.target, b"6" * 5_000))
                    await writer.drain()
            await until_closed(reader)
        await (await Ws.connect(calm.port)).silent()


async def trickle(pass_time: PassTime, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, byte: bytes) -> None:
    """A byte after each 20 s is let in twice; after the third, which is the end of 60 s, the connection is closed."""
    await turns()  # until what is here already is read
    for _ in range(2):
        await pass_time(20)
        writer.write(byte)
        await writer.drain()
    await turns()
    assert not reader.at_eof()
    await pass_time(21)
    await until_closed(reader)


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
    await eventually(lambda: not running.server.sessions and not running.server.engine.connections)


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
    async def test_draining(self, serve: Serve, pass_time: PassTime) -> None:
        """Nobody new; those who are there are sent away over the time, in no order; then all are gone."""
        running, left = await serve(ping_interval=1000.0, close_timeout=2.0), []

        @running.server.namespace("/").disconnect
        async def disconnect(socket: Socket, reason: str) -> None:
            left.append(socket.id)

        clients = [await Ws.connect(running.port) for _ in range(40)]
        poller = await Poller.open(running.port)
        await poller.connect()
        draining, still_here = asyncio.create_task(running.server.drain(100.0)), []
        await turns()
        with pytest.raises((OSError, Refused, Gone)):
            await Ws.dial(running.port)
        for _ in range(10):
            still_here.append(len(running.server.sessions))
            await pass_time(10)
        assert [41 - here for here in still_here] == pytest.approx([1 + 4.1 * n for n in range(10)], abs=1)
        ends = await asyncio.gather(*(goodbye(ws) for ws in clients))
        await poller_ends(poller)
        await draining
        assert {end.code for end in ends} == {1012}
        arrived = [client.socket_id for client in clients]
        assert [id for id in left if id in arrived] != arrived
        assert set(arrived) < set(left)
        assert not running.server.sessions

    async def test_closing_with_handlers_at_work(self, serve: Serve) -> None:
        running, started, ended = await serve(**CALM), asyncio.Event(), []

        @running.server.namespace("/").on("endless")
        async def endless(socket: object) -> None:
            started.set()
            try:
                await asyncio.Event().wait()
            except BaseException as error:
                ended.append(type(error))
                raise

        ws = await Ws.connect(running.port)
        ws.send('42["endless"]')
        await started.wait()
        await running.server.close()
        assert ended == [asyncio.CancelledError]
        await ws.gone()


async def goodbye(ws: Ws) -> Gone:
    """Closes when the server does."""
    end = await ws.gone()
    ws.abort()
    return end


async def poller_ends(poller: Poller) -> None:
    """Polls until the session is over."""
    await eventually(lambda: _status(poller), lambda status: status != 200)


async def _status(poller: Poller) -> int:
    """0 if there is no server any more."""
    try:
        return (await poller.get()).status
    except (OSError, Gone):
        return 0
