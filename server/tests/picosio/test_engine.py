"""Engine.IO v4 over plain sockets: handshake, polling, heartbeats, closing, and the upgrade."""

import asyncio

import pytest

from tests.conftest import PassTime
from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import (
    PATH,
    PING,
    PONG,
    TEXT,
    Answer,
    Gone,
    Poller,
    Refused,
    Ws,
    connection,
    http,
    read_answer,
    request_bytes,
)
from tests.support.waiting import eventually

FIELDS = {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}


class TestHandshake:
    async def test_polling(self, port: int) -> None:
        poller = await Poller.open(port)
        assert poller.opening.keys() == FIELDS
        assert (poller.opening["upgrades"], poller.opening["maxPayload"]) == (["websocket"], 1_000_000)
        assert (poller.opening["pingInterval"], poller.opening["pingTimeout"]) == (300, 200)
        assert len(poller.sid) >= 20

    async def test_websocket(self, port: int) -> None:
        ws = await Ws.open(port)
        assert ws.opening.keys() == FIELDS
        assert ws.opening["upgrades"] == []
        ws.abort()

    @pytest.mark.parametrize(
        "target",
        [
            "/socket.io/?transport=polling",
            "/socket.io/?EIO=abc&transport=polling",
            "/socket.io/?EIO=3&transport=polling",
            "/socket.io/?EIO=4",
            "/socket.io/?EIO=4&transport=abc",
            "/socket.io/?EIO=4&transport=constructor",
            "/socket.io/?EIO=4&transport=websocket",
            "/socket.io/?EIO=4&transport=polling&sid=unknown",
        ],
    )
    async def test_refused_with_400(self, port: int, target: str) -> None:
        assert (await http(port, "GET", target)).status == 400

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    async def test_a_session_is_opened_by_get(self, port: int, method: str) -> None:
        assert (await http(port, method, f"{PATH}polling", b"40")).status == 400

    @pytest.mark.parametrize(
        "target",
        [
            "/socket.io/?transport=websocket",
            "/socket.io/?EIO=abc&transport=websocket",
            "/socket.io/?EIO=4",
            "/socket.io/?EIO=4&transport=abc",
            "/socket.io/?EIO=4&transport=polling",
            "/socket.io/?EIO=4&transport=websocket&sid=unknown",
        ],
    )
    async def test_websocket_refused(self, port: int, target: str) -> None:
        with pytest.raises(Refused) as refused:
            await Ws.dial(port, target=target)
        assert refused.value.answer.status == 400

    async def test_another_path_is_not_found(self, port: int) -> None:
        assert (await http(port, "GET", "/elsewhere/?EIO=4&transport=polling")).status == 404

    async def test_transports_may_be_left_out(self, serve: Serve) -> None:
        only = (await serve(transports=("websocket",))).port
        assert (await http(only, "GET", f"{PATH}polling")).status == 400
        (await Ws.connect(only)).abort()
        only = (await serve(transports=("polling",))).port
        with pytest.raises(Refused):
            await Ws.dial(only)
        assert (await Poller.open(only)).opening["upgrades"] == []

    async def test_origin(self, serve: Serve) -> None:
        at = (await serve(origins=lambda origin, host: origin == "https://good.example")).port
        assert (await http(at, "GET", f"{PATH}polling", headers={"Origin": "https://evil.example"})).status == 403
        with pytest.raises(Refused) as refused:
            await Ws.dial(at, headers={"Origin": "https://evil.example"})
        assert refused.value.answer.status == 403
        (await Ws.open(at, headers={"Origin": "https://good.example"})).abort()

    async def test_by_default_only_the_same_origin(self, port: int) -> None:
        with pytest.raises(Refused):
            await Ws.dial(port, headers={"Origin": "https://evil.example"})
        (await Ws.open(port, headers={"Origin": "http://localhost"})).abort()


class TestPolling:
    async def test_one_packet_and_several(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        assert (await poller.post('42["message",1]')).text == "ok"
        assert await poller.packets(1) == ['42["message-back",1]']
        await poller.post('42["message","a"]\x1e42["message","b"]\x1e42["message","ü€😀"]')
        assert await poller.packets(3) == [f'42["message-back","{x}"]' for x in ("a", "b", "ü€😀")]

    async def test_binary_is_base64_both_ways(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        await poller.post('451-["message",{"_placeholder":true,"num":0}]\x1ebAQIDBA==')
        assert await poller.packets(2) == ['451-["message-back",{"_placeholder":true,"num":0}]', "bAQIDBA=="]

    async def test_answers_are_not_cached_and_are_text(self, calm: Running) -> None:
        answer = await http(calm.port, "GET", f"{PATH}polling")
        assert answer.headers["content-type"].lower().replace(" ", "") == "text/plain;charset=utf-8"
        assert "no-store" in answer.headers["cache-control"]

    async def test_a_poll_waits_for_something_to_say(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        waiting = await waiting_poll(calm, poller)
        await poller.post('42["message","now"]')
        assert (await waiting).text == '42["message-back","now"]'

    @pytest.mark.parametrize("body", ["abc", "", "9", "\x1e", "4\x1e", '42["message"]\x1e', "b%%%%", "5", "2probe"])
    async def test_an_invalid_packet_gets_400_and_closes(self, port: int, body: str) -> None:
        poller = await Poller.open(port)
        assert (await poller.post(body)).status == 400
        assert (await poller.get()).status == 400

    async def test_a_payload_that_is_not_utf8(self, port: int) -> None:
        poller = await Poller.open(port)
        assert (await poller.post(b'42["message","\xff\xfe"]')).status == 400
        assert (await poller.get()).status == 400

    async def test_a_duplicate_poll_closes_the_session(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        first = await waiting_poll(calm, poller)
        assert (await poller.get()).status == 400
        answer = await first
        assert (answer.status, answer.text) == (200, "1")
        assert (await poller.get()).status == 400

    async def test_many_requests_on_one_connection(self, calm: Running) -> None:
        async with connection(calm.port) as (reader, writer):
            writer.write(request_bytes("GET", f"{PATH}polling"))
            answer = await read_answer(reader)
            sid = answer.text.split('"sid":"')[1].split('"')[0]
            writer.write(request_bytes("POST", f"{PATH}polling&sid={sid}", b"40"))
            assert (await read_answer(reader)).text == "ok"
            writer.write(request_bytes("GET", f"{PATH}polling&sid={sid}"))
            assert (await read_answer(reader)).text.startswith("40")
            for _ in range(3):
                writer.write(request_bytes("POST", f"{PATH}polling&sid={sid}", b'42["message"]'))
                assert (await read_answer(reader)).text == "ok"

    async def test_requests_in_one_segment(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        async with connection(calm.port) as (reader, writer):
            writer.write(request_bytes("POST", poller.target, b"40") + request_bytes("GET", poller.target))
            assert (await read_answer(reader)).text == "ok"
            assert (await read_answer(reader)).text.startswith("40")

    async def test_a_poll_that_was_given_up_ends_the_session(self, calm: Running) -> None:
        """The client's network went away while it waited: what it was about to be told is lost, so it is told that."""
        poller = await Poller.open(calm.port)
        await poller.connect()
        async with connection(calm.port) as (_, writer):
            writer.write(request_bytes("GET", poller.target))
            await eventually(lambda: polls_wait(calm, poller))
        await eventually(lambda: not list(calm.server.sockets()))
        assert (await poller.post('42["message","still here"]')).status == 400
        assert (await poller.get()).status == 400

    async def test_cors_preflight_of_another_origin(self, calm: Running) -> None:
        headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = await http(calm.port, "OPTIONS", f"{PATH}polling", headers=headers)
        assert "access-control-allow-origin" not in answer.headers


class TestHeartbeat:
    @pytest.fixture
    async def patient(self, serve: Serve) -> Running:
        """A ping after each 100 s, and 60 s for the answer."""
        return await serve(ping_interval=100.0, ping_timeout=60.0)

    async def test_polling(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(ping_interval=20.0, ping_timeout=10.0)
        poller = await Poller.open(running.port)
        await poller.connect()
        for _ in range(3):
            waiting = await waiting_poll(running, poller)
            await pass_time(21)
            assert (await waiting).text == "2"
            assert (await poller.post("3")).text == "ok"

    async def test_polling_that_does_not_answer(self, patient: Running, pass_time: PassTime) -> None:
        poller = await Poller.open(patient.port)
        await pass_time(101)
        await pass_time(61)
        assert (await poller.get()).status == 400
        assert (await poller.post("3")).status == 400

    async def test_a_waiting_poll_ends_with_the_session(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(ping_interval=20.0, ping_timeout=10.0)
        poller = await Poller.open(running.port)
        await pass_time(21)
        assert (await poller.get()).text == "2"
        waiting = await waiting_poll(running, poller)
        await pass_time(11)
        answer = await waiting
        assert (answer.status, answer.text) == (200, "1")

    async def test_websocket(self, patient: Running, pass_time: PassTime) -> None:
        ws = await Ws.connect(patient.port)
        for _ in range(3):
            await pass_time(90)
            await ws.silent()
            await pass_time(11)
            assert await ws.packet(pings=True) == "2"
            ws.send("3")
            await ws.silent()  # the server has read the answer

    async def test_websocket_that_does_not_answer(self, patient: Running, pass_time: PassTime) -> None:
        """Nor do messages replace the answer."""
        ws = await Ws.connect(patient.port)
        await pass_time(101)
        assert await ws.packet(pings=True) == "2"
        await pass_time(50)
        await ws.silent()
        await pass_time(11)
        end = await ws.dead()
        assert (end.code, end.reason) == (1008, "ping timeout")


class TestClose:
    async def test_polling(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        waiting = await waiting_poll(calm, poller)
        assert (await poller.post("1")).status == 200
        answer = await waiting
        assert (answer.status, answer.text) == (200, "6")
        assert (await poller.get()).status == 400

    async def test_websocket(self, calm: Running) -> None:
        ws = await Ws.open(calm.port)
        ws.send("1")
        await ws.gone()
        assert not calm.server.sessions

    @pytest.mark.parametrize("packet", ["abc", "", "9", "0", "5", "2probe", "7"])
    async def test_an_invalid_packet_closes(self, calm: Running, packet: str) -> None:
        ws = await Ws.open(calm.port)
        ws.send(packet)
        await ws.gone()


class TestUpgrade:
    async def test_probe_noop_and_upgrade(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        ws = await Ws.dial(calm.port, f"&sid={poller.sid}")
        ws.send("2probe")
        assert await ws.text(pings=True) == "3probe"
        assert (await poller.get()).text == "6"
        ws.send("5")
        ws.send("40")
        assert (await ws.text()).startswith("40")
        ws.abort()

    async def test_a_waiting_poll_is_released(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        waiting = await waiting_poll(calm, poller)
        ws = await Ws.dial(calm.port, f"&sid={poller.sid}")
        ws.send("2probe")
        assert await ws.text(pings=True) == "3probe"
        assert (await waiting).text == "6"
        ws.abort()

    async def test_nothing_is_lost_or_swapped(self, calm: Running) -> None:
        """Messages emitted before, during and after the upgrade arrive once each and in order."""
        poller = await Poller.open(calm.port)
        await poller.connect()
        socket = next(iter(calm.server.sockets()))
        socket.emit("n", 0)
        ws = await Ws.dial(calm.port, f"&sid={poller.sid}")
        socket.emit("n", 1)
        ws.send("2probe")
        assert await ws.text(pings=True) == "3probe"
        socket.emit("n", 2)
        polled = (await poller.get()).text.split("\x1e")
        socket.emit("n", 3)
        ws.send("5")
        got = [packet for packet in polled if packet != "6"]
        await eventually(lambda: socket.transport == "websocket")
        socket.emit("n", 4)
        while len(got) < 5:
            packet = await ws.text()
            if packet != "6":
                got.append(packet)
        assert got == [f'42["n",{n}]' for n in range(5)]
        assert socket.transport == "websocket"
        ws.abort()

    async def test_polls_after_the_upgrade_are_refused_and_harmless(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        ws = await upgrade(poller)
        assert (await poller.get()).status == 400
        assert (await poller.post('42["message",1]')).status == 400
        ws.send('42["message",2]')
        assert await ws.event("message-back") == [2]
        ws.abort()

    async def test_a_second_websocket_is_refused_and_harmless(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        ws = await upgrade(poller)
        with pytest.raises((Refused, Gone)):
            await probe(calm.port, poller.sid)
        ws.send('42["message",2]')
        assert await ws.event("message-back") == [2]
        ws.abort()

    async def test_a_websocket_session_is_not_taken_over(self, calm: Running) -> None:
        ws = await Ws.connect(calm.port)
        with pytest.raises((Refused, Gone)):
            await probe(calm.port, ws.sid)
        ws.send('42["message",2]')
        assert await ws.event("message-back") == [2]
        ws.abort()

    async def test_a_probe_that_fails_leaves_polling_in_place(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        for packet in ("nonsense", "5"):  # an upgrade without a probe is no upgrade
            ws = await Ws.dial(calm.port, f"&sid={poller.sid}")
            ws.send(packet)
            await ws.gone()
        lost = await Ws.dial(calm.port, f"&sid={poller.sid}")
        lost.send("2probe")
        assert await lost.text(pings=True) == "3probe"
        lost.abort()
        await eventually(lambda: calm.server.sessions[poller.sid].probe is None)
        await poller.post('42["message",1]')
        while (packets := (await poller.get()).text) == "6":
            pass
        assert packets == '42["message-back",1]'

    async def test_a_probe_that_is_never_finished_does_not_last(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(ping_interval=100.0, upgrade_timeout=10.0)
        poller = await Poller.open(running.port)
        ws = await Ws.dial(running.port, f"&sid={poller.sid}")
        await pass_time(10.5)
        await ws.dead()
        assert poller.sid in running.server.sessions, "polling goes on"

    async def test_binary_over_the_upgraded_connection(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        ws = await upgrade(poller)
        ws.send('451-["message",{"_placeholder":true,"num":0}]')
        ws.send(b"\x01\x02")
        assert await ws.packet() == '451-["message-back",{"_placeholder":true,"num":0}]'
        assert await ws.packet() == b"\x01\x02"
        ws.abort()


def polls_wait(running: Running, poller: Poller) -> bool:
    """Whether a GET of this session is with the server and waits there."""
    return running.server.sessions[poller.sid].transport._respond is not None  # nothing else tells


async def waiting_poll(running: Running, poller: Poller) -> asyncio.Task[Answer]:
    """A GET that waits at the server for something to say."""
    waiting = asyncio.create_task(poller.get())
    await eventually(lambda: polls_wait(running, poller))
    return waiting


async def upgrade(poller: Poller) -> Ws:
    """The whole upgrade."""
    ws = await probe(poller.port, poller.sid)
    ws.send("5")
    ws.frame(PING, b"after that")
    while await ws.receive() != (PONG, b"after that"):
        pass
    return ws


async def probe(port: int, sid: str) -> Ws:
    """A WebSocket that has probed."""
    ws = await Ws.dial(port, f"&sid={sid}")
    ws.send("2probe")
    assert await ws.text(pings=True) == "3probe"
    return ws


async def test_websocket_pings_are_answered(calm: Running) -> None:
    ws = await Ws.connect(calm.port)
    ws.frame(PING, b"are you there")
    assert await ws.receive() == (PONG, b"are you there")
    ws.frame(PONG, b"unasked")
    ws.frame(TEXT, b'42["message",1]')
    assert await ws.event("message-back") == [1]
    ws.abort()
