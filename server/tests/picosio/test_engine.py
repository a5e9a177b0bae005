"""Engine.IO v4 over plain sockets: handshake, polling, heartbeats, closing, and the upgrade."""

import asyncio
import time

import pytest

from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import (
    PATH,
    PING,
    PONG,
    TEXT,
    Gone,
    Poller,
    Refused,
    Ws,
    connection,
    http,
    read_answer,
    request_bytes,
)

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
        waiting = asyncio.create_task(poller.get())
        await asyncio.sleep(0.1)
        assert not waiting.done()
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
        first = asyncio.create_task(poller.get())
        await asyncio.sleep(0.05)
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

    async def test_a_poll_that_was_given_up_may_come_again(self, calm: Running) -> None:
        """The client's network went away while it waited: nothing is lost, and the next poll is no duplicate."""
        poller = await Poller.open(calm.port)
        await poller.connect()
        async with connection(calm.port) as (_, writer):
            writer.write(request_bytes("GET", poller.target))
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)
        await poller.post('42["message","still here"]')
        answer = await poller.get()
        assert answer.status in (200, 400)
        if answer.status == 200:
            assert answer.text == '42["message-back","still here"]'

    async def test_cors_preflight_of_another_origin(self, calm: Running) -> None:
        headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = await http(calm.port, "OPTIONS", f"{PATH}polling", headers=headers)
        assert "access-control-allow-origin" not in answer.headers


class TestHeartbeat:
    async def test_polling(self, port: int) -> None:
        poller = await Poller.open(port)
        for _ in range(3):
            assert (await poller.get()).text == "2"
            assert (await poller.post("3")).text == "ok"

    async def test_polling_that_does_not_answer(self, port: int) -> None:
        poller = await Poller.open(port)
        await asyncio.sleep(0.65)
        assert (await poller.get()).status == 400
        assert (await poller.post("3")).status == 400

    async def test_a_waiting_poll_ends_with_the_session(self, port: int) -> None:
        poller = await Poller.open(port)
        assert (await poller.get()).text == "2"
        began = time.monotonic()
        answer = await poller.get()
        assert time.monotonic() - began < 0.6
        assert answer.status == 400 or answer.text == "1"

    async def test_websocket(self, port: int) -> None:
        ws = await Ws.open(port)
        began = time.monotonic()
        for _ in range(3):
            assert await ws.packet(pings=True) == "2"
            ws.send("3")
        assert 0.8 < time.monotonic() - began < 1.6, "three intervals of 0.3 s"
        ws.abort()

    async def test_websocket_that_does_not_answer(self, port: int) -> None:
        ws = await Ws.open(port)
        began = time.monotonic()
        await ws.dead()
        assert 0.4 < time.monotonic() - began < 1.0, "0.3 s of interval and 0.2 s of patience"

    async def test_messages_do_not_replace_pongs_but_pongs_are_enough(self, port: int) -> None:
        ws = await Ws.connect(port)
        for turn in range(8):
            ws.send(f'42["message",{turn}]')
            assert await ws.event("message-back") == [turn]
            await asyncio.sleep(0.1)
        ws.abort()


class TestClose:
    async def test_polling(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        waiting = asyncio.create_task(poller.get())
        await asyncio.sleep(0.05)
        assert (await poller.post("1")).status == 200
        answer = await waiting
        assert (answer.status, answer.text) == (200, "6")
        assert (await poller.get()).status == 400

    async def test_websocket(self, calm: Running) -> None:
        ws = await Ws.open(calm.port)
        ws.send("1")
        await ws.gone()

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
        waiting = asyncio.create_task(poller.get())
        await asyncio.sleep(0.05)
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
        await asyncio.sleep(0.05)
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
        await asyncio.sleep(0.05)
        await poller.post('42["message",1]')
        while (packets := (await poller.get()).text) == "6":
            pass
        assert packets == '42["message-back",1]'

    async def test_a_probe_that_is_never_finished_does_not_last(self, serve: Serve) -> None:
        running = await serve(ping_interval=25.0, connect_timeout=0.4)
        poller = await Poller.open(running.port)
        ws = await Ws.dial(running.port, f"&sid={poller.sid}")
        async with asyncio.timeout(3):
            await ws.dead()

    async def test_binary_over_the_upgraded_connection(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.connect()
        ws = await upgrade(poller)
        ws.send('451-["message",{"_placeholder":true,"num":0}]')
        ws.send(b"\x01\x02")
        assert await ws.packet() == '451-["message-back",{"_placeholder":true,"num":0}]'
        assert await ws.packet() == b"\x01\x02"
        ws.abort()


async def upgrade(poller: Poller) -> Ws:
    """The whole upgrade."""
    ws = await probe(poller.port, poller.sid)
    ws.send("5")
    await asyncio.sleep(0.02)
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
