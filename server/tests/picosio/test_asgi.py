"""The same server inside uvicorn: polling as an ASGI application, WebSockets past ASGI, and what is not ours."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn

from picosio import Options, Server
from tests.conftest import Server as Uvicorn
from tests.conftest import free_port
from tests.picosio.app import install
from tests.picosio.conftest import QUICK, Running
from tests.picosio.test_client import node, result
from tests.picosio.test_engine import polls_wait, upgrade
from tests.picosio.wire import PATH, TEXT, Gone, Poller, Refused, Ws, connection, frame_bytes, http, request_bytes
from tests.support.waiting import eventually, turns


class Inside(Running):
    """A server in uvicorn, and uvicorn."""

    def __init__(self, server: Server, port: int, uvicorn_server: Uvicorn) -> None:
        super().__init__(server, port)
        self.uvicorn = uvicorn_server


@pytest.fixture
async def inside() -> AsyncIterator[Inside]:
    """A server with quick pings, within an application that answers at other paths."""
    # A client in a process of its own may be late where the machine is busy.
    server = Server(Options(**{**QUICK, "ping_timeout": 20.0}, max_unsent=200_000))
    install(server)

    async def others(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"the others"})  # type: ignore[operator]

    port = free_port()
    config = uvicorn.Config(
        server.asgi(others),  # type: ignore[arg-type]
        "127.0.0.1",
        port,
        ws=server.websocket_class(),
        http="httptools",
        lifespan="off",
        log_config=None,
    )
    running = Uvicorn(config)
    await server.start()
    async with running.running():
        yield Inside(server, port, running)
        await server.close()


@pytest.mark.parametrize("scenario", ["websocket", "polling", "upgrade", "pings", "namespaces", "kicked"])
async def test_the_official_client(inside: Inside, scenario: str) -> None:
    async with node(scenario, inside.port) as process:
        assert await result(process) == "ok"


async def test_other_paths(inside: Inside) -> None:
    assert (await http(inside.port, "GET", "/elsewhere", headers={"Connection": "close"})).status == 200
    with pytest.raises((Refused, Gone)):
        await Ws.dial(inside.port, target="/elsewhere")


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/socket.io/?transport=polling"),
        ("GET", "/socket.io/?EIO=4&transport=abc"),
        ("GET", f"{PATH}polling&sid=unknown"),
        ("POST", f"{PATH}polling"),
        ("PUT", f"{PATH}polling"),
    ],
)
async def test_refused_with_400(inside: Inside, method: str, target: str) -> None:
    assert (await http(inside.port, method, target)).status == 400


async def test_binary_and_bounds_of_polling(inside: Inside) -> None:
    poller = await Poller.open(inside.port)
    await poller.connect()
    await poller.post('451-["message",{"_placeholder":true,"num":0}]\x1ebAQIDBA==')
    assert await poller.packets(2) == ['451-["message-back",{"_placeholder":true,"num":0}]', "bAQIDBA=="]
    assert (await poller.post(b"4" + b"x" * 1_100_000)).status == 413
    assert (await poller.get()).status == 400


async def test_upgrade_and_what_is_refused_after_it(inside: Inside) -> None:
    poller = await Poller.open(inside.port)
    await poller.connect()
    ws = await upgrade(poller)
    assert (await poller.get()).status == 400
    ws.send('42["message",1]')
    assert await ws.event("message-back") == [1]
    with pytest.raises((Refused, Gone)):
        await (await Ws.dial(inside.port, f"&sid={poller.sid}")).receive()
    ws.frame(TEXT, b"\xff")
    assert (await ws.gone()).code in (None, 1007)


async def test_a_poll_that_is_given_up_ends_quietly(inside: Inside, caplog: pytest.LogCaptureFixture) -> None:
    poller = await Poller.open(inside.port)
    await poller.connect()
    async with connection(inside.port) as (_, writer):
        writer.write(request_bytes("GET", poller.target))
        await eventually(lambda: polls_wait(inside, poller))
    await eventually(lambda: not inside.server.sessions)
    await turns()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_frames_in_the_segment_of_the_request(inside: Inside) -> None:
    """They are not lost between uvicorn and picows; or the connection ends, so that the client knows."""
    fields = {"Upgrade": "websocket", "Connection": "Upgrade"}
    fields |= {"Sec-WebSocket-Key": "x" * 22 + "==", "Sec-WebSocket-Version": "13"}
    async with connection(inside.port) as (reader, writer):
        writer.write(request_bytes("GET", f"{PATH}websocket", headers=fields) + frame_bytes(TEXT, b"40"))
        await reader.readuntil(b"\r\n\r\n")
        ws = Ws(reader, writer)
        assert (await ws.text()).startswith("0{")
        writer.write(frame_bytes(TEXT, b"40"))
        try:
            async with asyncio.timeout(0.4):
                assert (await ws.text()).startswith("40{")
        except (TimeoutError, Gone):
            await ws.dead()


async def test_connections_are_uvicorn_s_and_leave_with_it(inside: Inside) -> None:
    clients = [await Ws.connect(inside.port) for _ in range(3)]
    state = inside.uvicorn.server_state
    assert len(state.connections) == 3
    clients[0].abort()
    await eventually(lambda: len(state.connections) == 2)
    for each in list(state.connections):
        each.shutdown()
    assert {(await client.gone()).code for client in clients[1:]} == {1012}
    for client in clients[1:]:
        client.abort()
    await eventually(lambda: not state.connections and not inside.server.sessions)


async def test_slow_readers(inside: Inside) -> None:
    slow, good = await Ws.connect(inside.port), await Ws.connect(inside.port)
    slow.writer.transport.pause_reading()  # type: ignore[attr-defined]
    for number in range(1000):
        inside.server.namespace("/").emit("noise", number, "x" * 10_000)
        assert await good.event("noise") == [number, "x" * 10_000]
    assert len(list(inside.server.sockets())) == 1
    slow.abort()
