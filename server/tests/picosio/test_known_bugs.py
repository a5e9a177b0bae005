"""Bugs that servers of this protocol have had, by the names under which they became known."""

import asyncio
import json
from urllib.parse import urlsplit

import psutil
import pytest

from tests.conftest import PassTime
from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import (
    PATH,
    Answer,
    Gone,
    Poller,
    Refused,
    Ws,
    connection,
    http,
    read_answer,
    request_bytes,
    until_closed,
)
from tests.support.waiting import eventually
from tests.support.work import computes_within


@pytest.fixture
async def ws(calm: Running) -> Ws:
    """A client in the main namespace."""
    return await Ws.connect(calm.port)


async def serves_newcomers(running: Running) -> None:
    """A newcomer is served."""
    fresh = await Ws.connect(running.port)
    fresh.send('42["message","well"]')
    assert await fresh.event("message-back") == ["well"]
    fresh.abort()


class TestAttachments:
    """CVE-2026-48804, CVE-2026-33151, CVE-2026-69185: events that announce attachments."""

    @pytest.mark.parametrize("count", [17, 1000, 99999, 10**9, 10**30])
    async def test_too_many_announced(self, calm: Running, ws: Ws, count: int) -> None:
        ws.send(f'45{count}-["message",{{"_placeholder":true,"num":0}}]')
        await ws.gone()
        await serves_newcomers(calm)

    async def test_none_announced(self, calm: Running, ws: Ws) -> None:
        ws.send('450-["message",{"_placeholder":true,"num":0}]')
        await ws.gone()
        await serves_newcomers(calm)

    @pytest.mark.parametrize(
        "number", ["1", "-1", "0.5", "1e99", '"0"', '"__proto__"', "null", "true", "[]", "10000000000"]
    )
    async def test_placeholders_of_what_was_not_sent(self, calm: Running, ws: Ws, number: str) -> None:
        ws.send(f'451-["message",{{"_placeholder":true,"num":{number}}}]')
        ws.send(b"the only one")
        await ws.gone()
        await serves_newcomers(calm)

    async def test_never_sent(self, calm: Running, ws: Ws) -> None:
        """Waiting for attachments keeps nothing but the event, and another event in between is an error."""
        ws.send('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')
        ws.send(b"one of two")
        ws.send('42["message","instead"]')
        await ws.gone()
        await serves_newcomers(calm)

    async def test_never_sent_and_gone(self, calm: Running, ws: Ws) -> None:
        ws.send('451-["message",{"_placeholder":true,"num":0}]')
        ws.abort()
        await eventually(lambda: not list(calm.server.sockets()))
        await serves_newcomers(calm)

    async def test_together_beyond_the_limit(self, calm: Running, ws: Ws) -> None:
        ws.send('4516-["message",{"_placeholder":true,"num":0}]')
        for _ in range(16):
            ws.send(b"x" * 900_000)
        await ws.gone()
        assert not list(calm.server.sockets())

    async def test_not_announced(self, calm: Running, ws: Ws) -> None:
        ws.send(b"out of the blue")
        await ws.gone()
        await serves_newcomers(calm)

    async def test_before_connect(self, calm: Running) -> None:
        fresh = await Ws.open(calm.port)
        fresh.send('451-["message",{"_placeholder":true,"num":0}]')
        fresh.send(b"x")
        await fresh.gone()
        await serves_newcomers(calm)

    async def test_placeholders_in_events_without_attachments(self, ws: Ws) -> None:
        """They are data like any other there, and are given to nobody as bytes."""
        ws.send('42["message",{"_placeholder":true,"num":0}]')
        assert await ws.text() == '42["message-back",{"_placeholder":true,"num":0}]'


class TestPolling:
    """CVE-2026-59725: bodies of another type, and what becomes of the connections that bring them."""

    async def test_octet_stream(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        answer = await poller.post(b"\x00\x04\xff4abc", {"Content-Type": "application/octet-stream"})
        assert answer.status == 400
        assert (await poller.get()).status == 400
        await serves_newcomers(calm)

    async def test_no_descriptor_stays_open(self, calm: Running) -> None:
        process = psutil.Process()
        before = process.num_fds()
        for number in range(200):
            poller = await Poller.open(calm.port)
            await poller.post(b"\xff" * number, {"Content-Type": "application/octet-stream"})
            async with connection(calm.port) as (_, writer):  # a body that is never finished
                writer.write(request_bytes("POST", poller.target, b"42")[:-1])
        await eventually(process.num_fds, lambda count: count <= before + 5)

    async def test_a_body_beyond_the_limit(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        assert (await poller.post(b'42["message","' + b"x" * 1_100_000 + b'"]')).status == 413
        assert (await poller.get()).status == 400

    async def test_a_chunked_body_beyond_the_limit(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        async with connection(calm.port) as (reader, writer):
            head = f"POST {poller.target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            writer.write(head.encode())
            chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
            for _ in range(64):  # 4 MiB, four times the limit
                writer.write(chunk)
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            assert (await read_answer(reader)).status == 413
        await serves_newcomers(calm)

    async def test_more_packets_than_a_payload_may_have(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        assert (await poller.post("\x1e".join(["6"] * 400_000))).status == 400
        await serves_newcomers(calm)

    async def test_a_chunk_of_length_and_content_length(self, calm: Running) -> None:
        """Request smuggling: who says both is believed in neither."""
        async with connection(calm.port) as (reader, writer):
            writer.write(
                f"POST {PATH}polling HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode()
            )
            assert (await reader.readline()).split()[1] == b"400"


class TestSessionIds:
    """CVE-2026-59724: ids of sessions that are no ids, or somebody else's."""

    @pytest.mark.parametrize(
        "sid",
        [
            "__proto__",
            "constructor",
            "toString",
            "hasOwnProperty",
            "..%2f..%2fetc",
            "%00",
            "a" * 10_000,
            "%ff",
            "{}",
            "1",
        ],
    )
    async def test_malformed_ids(self, calm: Running, sid: str) -> None:
        for method in ("GET", "POST"):
            assert (await http(calm.port, method, f"{PATH}polling&sid={sid}", b"6")).status in (400, 414, 431)
        with pytest.raises((Refused, Gone)):
            await Ws.dial(calm.port, f"&sid={sid}")
        await serves_newcomers(calm)

    async def test_a_socket_id_is_no_session_id(self, calm: Running, ws: Ws) -> None:
        """Others see a socket's id. It must not be good for speaking in its name."""
        poller = await Poller.open(calm.port)
        socket_id = await poller.connect()
        for stolen in (socket_id, ws.socket_id):
            assert (await http(calm.port, "POST", f"{PATH}polling&sid={stolen}", b'42["message",1]')).status == 400
            assert (await http(calm.port, "GET", f"{PATH}polling&sid={stolen}")).status == 400

    async def test_two_ids_in_one_request(self, calm: Running) -> None:
        """Whichever is meant, what is said is said by one."""
        one, two = await Poller.open(calm.port), await Poller.open(calm.port)
        senders: list[object] = []
        for poller in (one, two):
            await poller.connect()
        calm.server.namespace("/").on("mine")(lambda socket: senders.append(socket.id))
        await http(calm.port, "POST", f"{one.target}&sid={two.sid}", b'42["mine"]')
        assert len(senders) <= 1

    async def test_ids_are_not_guessed(self, calm: Running) -> None:
        sids = {(await Poller.open(calm.port)).sid for _ in range(50)}
        assert len(sids) == 50
        assert len({sid[:4] for sid in sids}) > 40
        assert all(len(sid) >= 20 for sid in sids)

    async def test_the_id_of_a_closed_session(self, calm: Running) -> None:
        poller = await Poller.open(calm.port)
        await poller.post("1")
        for _ in range(2):
            assert (await poller.get()).status in (200, 400)
        assert (await poller.get()).status == 400
        with pytest.raises((Refused, Gone)):
            await (await Ws.dial(calm.port, f"&sid={poller.sid}")).receive()


class TestNames:
    @pytest.mark.parametrize(
        "name", ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]
    )
    async def test_reserved(self, calm: Running, ws: Ws, name: str) -> None:
        ended: list[object] = []

        @calm.server.namespace("/").disconnect
        async def disconnect(socket: object, reason: str) -> None:
            ended.append(reason)

        ws.send(f'42["{name}","forged"]')
        await ws.gone()
        await eventually(lambda: ended)
        assert ended == ["parse error"]
        await serves_newcomers(calm)

    @pytest.mark.parametrize(
        "event", ["[]", "{}", '"message"', "[true]", "[null]", '[["message"]]', '[{"a":1}]', "", "null"]
    )
    async def test_events_without_a_name(self, calm: Running, ws: Ws, event: str) -> None:
        ws.send(f"42{event}")
        await ws.gone()
        await serves_newcomers(calm)

    @pytest.mark.parametrize(
        "name", ["__init__", "__class__", "on", "emit", "*", "any", "\\u0000", "auth", "message\\n"]
    )
    async def test_names_of_our_own_attributes(self, ws: Ws, name: str) -> None:
        ws.send(f'421["{name}"]')
        ws.send('42["message",1]')
        assert await ws.event("message-back") == [1]

    @pytest.mark.parametrize("namespace", ["/__proto__", "/../", "/%00", "/\\n", "/custom?a=b"])
    async def test_odd_namespaces(self, calm: Running, namespace: str) -> None:
        fresh = await Ws.open(calm.port)
        fresh.send(f"40{namespace},")
        assert await fresh.text() == f'44{namespace},{{"message":"Invalid namespace"}}'
        await serves_newcomers(calm)

    @pytest.mark.parametrize("namespace", ["/" + "x" * 300, "custom"])
    async def test_what_is_no_namespace(self, calm: Running, namespace: str) -> None:
        fresh = await Ws.open(calm.port)
        fresh.send(f"40{namespace},")
        assert (await fresh.gone()).code == 1008
        await serves_newcomers(calm)


class TestDepth:
    @pytest.mark.parametrize("kind", ["42", "40", "431", "451-"])
    @pytest.mark.parametrize(("opening", "ending"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]"), ("[", "")])
    async def test_nested_100_000_deep(self, calm: Running, ws: Ws, kind: str, opening: str, ending: str) -> None:
        value = opening * 100_000 + "1" + ending * 100_000
        with computes_within(1):
            ws.send(f'{kind}["message",{value}]' if kind != "40" else f'40/custom,{{"a":{value}}}')
            await ws.gone()
        await serves_newcomers(calm)

    async def test_as_deep_as_is_allowed(self, ws: Ws) -> None:
        value = "[" * 60 + "]" * 60
        ws.send(f'42["message",{value}]')
        assert await ws.text() == f'42["message-back",{value}]'

    @pytest.mark.parametrize(
        "value", ["1" * 900_000, "1e" + "9" * 900_000, "-" * 1000], ids=["digits", "exponent", "signs"]
    )
    async def test_numbers_that_would_cost_time(self, calm: Running, ws: Ws, value: str) -> None:
        """They are refused, and not computed."""
        with computes_within(1):
            ws.send(f'42["message",{value}]')
            assert (await ws.gone()).code == 1008
        await serves_newcomers(calm)

    @pytest.mark.parametrize(
        ("value", "back"),
        [('"' + "\\u0000" * 100_000 + '"',) * 2, ("0." + "0" * 900_000 + "1", "0.0")],
        ids=["nulls", "fraction"],
    )
    async def test_values_that_are_long(self, calm: Running, ws: Ws, value: str, back: str) -> None:
        with computes_within(1.5):
            ws.send(f'42["message",{value}]')
            assert await ws.text() == f'42["message-back",{back}]'
        await serves_newcomers(calm)


class TestIdle:
    async def test_open_without_connect(self, serve: Serve, pass_time: PassTime) -> None:
        """Sessions in no namespace, on both transports, are gone after `connect_timeout` whatever they answer."""
        running = await serve(ping_interval=100.0, connect_timeout=60.0)
        sockets = [await Ws.open(running.port) for _ in range(5)]
        pollers = [await Poller.open(running.port) for _ in range(5)]
        assert len(running.server.sessions) == 10
        await pass_time(50)
        assert len(running.server.sessions) == 10
        await pass_time(11)
        assert not running.server.sessions
        ends = await asyncio.gather(*(ws.gone() for ws in sockets))
        assert {end.code for end in ends} == {1008}
        assert (await pollers[0].post("3")).status == 400

    async def test_a_refused_one_does_not_stay(self, serve: Serve, pass_time: PassTime) -> None:
        running = await serve(ping_interval=100.0, connect_timeout=60.0)
        ws = await Ws.open(running.port)
        for _ in range(20):
            ws.send('40/guarded,{"token":"guess"}')
            assert (await ws.text()).startswith("44/guarded,")
        await pass_time(61)
        assert (await ws.gone()).code == 1008


class TestHalvesOfCharacters:
    """JSON can say half of a pair of surrogates, and UTF-8 cannot: a message with one was the end of its connection."""

    @pytest.mark.parametrize(
        "packet",
        [
            '42N["message-with-ack","\\ud83d"]',
            '42N["message-with-ack","\\uDE00 text"]',
            '42N["message-with-ack",{"\\ud83d":1}]',
            '42N["mess\\ud83dage",1]',
            '42N["message-with-ack","\\ud83d\\ud83d\\ude00"]',
            '42N["message-with-ack","\\\\\\ud83d"]',
        ],
    )
    async def test_the_message_is_refused(self, ws: Ws, packet: str) -> None:
        ws.send(packet.replace("N", "7"))
        assert await ws.text() == '437[{"error":"Text with half a character"}]'
        ws.send(packet.replace("N", ""))
        await ws.silent()

    @pytest.mark.parametrize("text", ['"\\\\ud83d"', '"\\ud83d\\ude00"', '"\\uD83D\\uDE00"'])
    async def test_whole_ones_and_what_looks_like_half_pass(self, ws: Ws, text: str) -> None:
        ws.send(f'421["message-with-ack",{text}]')
        assert json.loads((await ws.text())[3:]) == [json.loads(text)]

    async def test_an_application_may_say_it_in_its_own_words(self, calm: Running, ws: Ws) -> None:
        @calm.server.namespace("/").on_malformed
        async def refuse(_: object, event: str) -> object:
            return {"refused": event}

        ws.send('421["message-with-ack","\\ud83d"]')
        assert await ws.text() == '431[{"refused":"message-with-ack"}]'

    async def test_an_answer_is_none(self, calm: Running, ws: Ws) -> None:
        ws.send('421["ask-me"]')
        number = (await ws.text()).removeprefix("42").partition("[")[0]
        ws.send(f'43{number}["\\ud83d"]')
        assert await ws.text() == '431[{"answer":"too late"}]'

    async def test_connecting_is_refused(self, ws: Ws) -> None:
        ws.send('40/custom,{"token":"\\ud83d"}')
        assert await ws.text() == '44/custom,{"message":"Text with half a character"}'
        await ws.silent()


class TestUpgradesThatFail:
    """A descriptor for each, kept for ever: nobody was above the exception to close the connection."""

    @pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//[", "http://a]", "http://[x]:1"])
    @pytest.mark.parametrize("transport", ["websocket", "polling"])
    async def test_an_origin_that_the_application_cannot_read(
        self, serve: Serve, caplog: pytest.LogCaptureFixture, origin: str, transport: str
    ) -> None:
        running = await serve(origins=lambda origin, host: urlsplit(origin or "").hostname == urlsplit(origin).port)
        for _ in range(20):
            answer = await handshake(running.port, transport, origin)
            assert answer.status == 403
        await eventually(lambda: not running.server.engine.connections)
        assert not running.server.sessions

    async def test_what_fails_when_the_session_is_open_already(self, serve: Serve) -> None:
        running = await serve(max_payload=2.5)  # which picows, the last to be asked, does not take
        before = psutil.Process().num_fds()
        for _ in range(20):
            async with connection(running.port) as (reader, writer):
                writer.write(upgrade_request("http://localhost"))
                await until_closed(reader)
        await eventually(lambda: not running.server.engine.connections and not running.server.sessions)
        assert not running.server.addresses
        await eventually(lambda: psutil.Process().num_fds() <= before)


async def handshake(port: int, transport: str, origin: str) -> Answer:
    async with connection(port) as (reader, writer):
        if transport == "websocket":
            writer.write(upgrade_request(origin))
        else:
            writer.write(request_bytes("GET", f"{PATH}polling", headers={"Origin": origin}))
        return await read_answer(reader)


def upgrade_request(origin: str) -> bytes:
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Origin": origin}
    fields |= {"Sec-WebSocket-Key": "x" * 22 + "==", "Sec-WebSocket-Version": "13"}
    return request_bytes("GET", f"{PATH}websocket", headers=fields)
