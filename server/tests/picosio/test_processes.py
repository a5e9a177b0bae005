"""Several real processes: rooms by Redis, kill -9, a shared port, and how polling stays with its process."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.conftest import free_port
from tests.picosio.conftest import OwnRedis, Serve
from tests.picosio.test_client import another_process, node, result
from tests.picosio.wire import PATH, Gone, Poller, Ws, http
from tests.support.waiting import eventually

Pair = tuple[int, int]


@pytest.fixture
async def pair(own_redis: OwnRedis) -> AsyncIterator[Pair]:
    """The ports of two processes that share a Redis."""
    ports = free_port(), free_port()
    async with another_process(ports[0], own_redis.url), another_process(ports[1], own_redis.url):
        yield ports


async def join(ws: Ws, room: str) -> Ws:
    """Enter a room."""
    ws.send(f'42900["join","{room}"]')
    while await ws.packet() != '43900["in"]':
        pass
    return ws


async def pid(ws: Ws) -> int:
    """The process it is connected to."""
    ws.send('42901["who"]')
    while not str(answer := await ws.packet()).startswith("43901"):
        pass
    return json.loads(str(answer)[5:])[0]["pid"]


async def test_rooms_redis_restart_and_flushall(pair: Pair, own_redis: OwnRedis) -> None:
    here, there = [await join(await Ws.connect(port), "r") for port in pair]
    assert await pid(here) != await pid(there)
    here.send('42["say","r",1]')
    assert [await each.event("said") for each in (here, there)] == [[1], [1]]
    own_redis.stop()
    here.send('42["say","r","alone"]')
    assert await here.event("said") == ["alone"]
    await own_redis.start()
    heard = asyncio.create_task(there.event("said"))

    async def said_again() -> bool:
        """No message of a client is an error until both are back."""
        here.send('42["say","r","together"]')
        assert await here.event("said") == ["together"]
        return heard.done()

    await eventually(said_again)
    assert (await heard)[0] in ("alone", "together")


async def test_kill_9_of_one_harms_nobody_else(own_redis: OwnRedis) -> None:
    ports = free_port(), free_port()
    async with another_process(ports[0], own_redis.url) as doomed, another_process(ports[1], own_redis.url):
        lost, kept = [await join(await Ws.connect(port), "r") for port in ports]
        doomed.kill()
        await lost.gone()
        kept.send('42["say","r","still here"]')
        assert await kept.event("said") == ["still here"]
        async with another_process(ports[0], own_redis.url):
            back = await join(await Ws.connect(ports[0]), "r")
            kept.send('42["say","r","welcome back"]')
            assert await back.event("said") == ["welcome back"]


async def test_a_shared_port_for_websockets(own_redis: OwnRedis) -> None:
    port = free_port()
    async with another_process(port, own_redis.url, "reuse"), another_process(port, own_redis.url, "reuse"):
        clients = [await join(await Ws.connect(port), "r") for _ in range(24)]
        assert len({await pid(client) for client in clients}) == 2, "the kernel spreads connections"
        clients[0].send('42["say","r","to all"]')
        for client in clients:
            assert await client.event("said") == ["to all"]
        for client in clients:
            client.abort()


async def test_polling_on_a_shared_port_needs_more_than_that(own_redis: OwnRedis) -> None:
    """Each request is a connection that the kernel may give to another process, which says so, with 400."""
    port = free_port()
    async with another_process(port, own_redis.url, "reuse"), another_process(port, own_redis.url, "reuse"):
        poller = await Poller.open(port)
        answers = {(await http(port, "POST", poller.target, b"6")).status for _ in range(30)}
    assert answers == {200, 400}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def by_address(backends: Pair) -> AsyncIterator[int]:
    """What the README asks of a proxy: all connections from one address go to the same process (nginx's `ip_hash`,
    HAProxy's `balance source`). Yields its port."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("peername")[0]
        port = backends[hashlib.sha256(address.encode()).digest()[0] % 2]
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))

    async with await asyncio.start_server(accept, "127.0.0.1") as proxy:
        yield proxy.sockets[0].getsockname()[1]


async def test_polling_behind_a_proxy_that_goes_by_address(pair: Pair) -> None:
    async with by_address(pair) as port:
        pollers = [await Poller.open(port, source=f"127.0.0.{host}") for host in range(1, 13)]
        for poller in pollers:
            await poller.connect()
            await poller.post('42900["join","r"]')
            assert await poller.packets(1) == ['43900["in"]']
        for number, poller in enumerate(pollers):
            await poller.post(f'4290{number}["who"]')
        pids = [json.loads((await poller.packets(1))[0].partition("[")[2][:-1])["pid"] for poller in pollers]
        assert len(set(pids)) == 2
        await pollers[0].post('42["say","r","across"]')
        assert [await poller.packets(1) for poller in pollers] == [['42["said","across"]']] * len(pollers)
        for _ in range(10):
            for poller in pollers:
                assert (await poller.post("6")).status == 200


@pytest.mark.parametrize("scenario", ["polling", "upgrade", "pings"])
async def test_the_official_client_behind_that_proxy(pair: Pair, scenario: str) -> None:
    async with by_address(pair) as port, node(scenario, port) as process:
        assert await result(process) == "ok"


@asynccontextmanager
async def by_cookie(backends: Pair) -> AsyncIterator[int]:
    """The other way of the README: each process sets a cookie with its own name, the proxy reads it."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            known = [port for port in backends if b"cookie: process=%d" % port in head.lower()]
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", (known or list(backends))[0])
            inner_writer.write(head)
            await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))

    async with await asyncio.start_server(accept, "127.0.0.1") as proxy:
        yield proxy.sockets[0].getsockname()[1]


async def test_polling_behind_a_proxy_that_goes_by_cookie(serve: Serve) -> None:
    ports = free_port(), free_port()
    for port in ports:
        await serve(port=port, ping_interval=25.0, cookie=f"process={port}; Path=/socket.io/; HttpOnly; SameSite=Lax")
    async with by_cookie(ports) as proxy:
        first = await http(ports[1], "GET", f"{PATH}polling")
        assert first.headers["set-cookie"] == f"process={ports[1]}; Path=/socket.io/; HttpOnly; SameSite=Lax"
        cookie = {"Cookie": first.headers["set-cookie"].partition(";")[0]}
        sid = json.loads(first.text[1:])["sid"]
        for _ in range(5):
            assert (await http(proxy, "POST", f"{PATH}polling&sid={sid}", b"6", headers=cookie)).status == 200
        assert (await http(proxy, "POST", f"{PATH}polling&sid={sid}", b"6")).status == 400, "without it, the other one"


async def test_a_storm_of_reconnects_after_a_process_has_died(own_redis: OwnRedis) -> None:
    """500 clients of one process come to another at once; it serves who is there meanwhile."""
    ports = free_port(), free_port()
    async with another_process(ports[0], own_redis.url) as doomed, another_process(ports[1], own_redis.url):
        resident = await Ws.connect(ports[1])
        crowd = [await join(await Ws.connect(ports[0]), "r") for _ in range(500)]
        doomed.kill()
        await asyncio.gather(*(client.gone() for client in crowd))
        coming = asyncio.gather(*(reconnect(ports[1]) for _ in range(500)))
        answered = 0
        while not coming.done():
            resident.send('42["message",1]')
            await resident.event("message-back")
            answered += 1
        crowd = await coming
        assert answered > 1, "it did not wait until all 500 were in"
        resident.send('42["say","r","all here"]')
        for client in crowd:
            assert await client.event("said") == ["all here"]
            client.abort()


async def reconnect(port: int) -> Ws:
    async def attempt() -> Ws | None:
        with suppress(Gone, OSError):
            return await join(await Ws.connect(port), "r")
        return None

    back = await eventually(attempt)
    assert back
    return back
