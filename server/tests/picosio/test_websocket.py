"""RFC 6455: what a client must not do, and what it may."""

import base64
import hashlib
import os
from contextlib import suppress

import pytest

from tests.conftest import PassTime
from tests.picosio.conftest import Running, Serve
from tests.picosio.wire import (
    BINARY,
    CLOSE,
    PATH,
    PING,
    PONG,
    TEXT,
    Gone,
    Refused,
    Ws,
    connection,
    frame_bytes,
    request_bytes,
)
from tests.support.waiting import eventually, turns


@pytest.fixture
async def ws(calm: Running) -> Ws:
    """A client in the main namespace."""
    return await Ws.connect(calm.port)


async def alive(ws: Ws) -> None:
    """The connection works as ever."""
    ws.send('42["message","alive"]')
    assert await ws.event("message-back") == ["alive"]
    ws.abort()


class TestHandshake:
    async def test_the_key_is_answered(self, calm: Running) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {"Upgrade": "WebSocket", "Connection": "keep-alive, Upgrade"}
        fields |= {"Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
        async with connection(calm.port) as (reader, writer):
            writer.write(request_bytes("GET", f"{PATH}websocket", headers=fields))
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(f"{key}{guid}".encode()).digest()).decode()
        assert head.startswith("http/1.1 101")
        assert f"sec-websocket-accept: {accept.lower()}" in head
        assert "sec-websocket-extensions" not in head

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-WebSocket-Key": ""},
            {"Sec-WebSocket-Key": "short"},
            {"Sec-WebSocket-Version": "8"},
            {"Sec-WebSocket-Key": "€" * 24},
        ],
        ids=["no key", "short key", "old version", "odd key"],
    )
    async def test_a_bad_one_is_refused(self, calm: Running, headers: dict[str, str]) -> None:
        with pytest.raises((Refused, Gone)) as refused:
            await Ws.dial(calm.port, headers=headers)
        if isinstance(refused.value, Refused):
            assert 400 <= refused.value.answer.status < 500

    async def test_frames_in_the_segment_of_the_request(self, calm: Running) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key}
        fields["Sec-WebSocket-Version"] = "13"
        async with connection(calm.port) as (reader, writer):
            frame = frame_bytes(TEXT, b"40")
            writer.write(request_bytes("GET", f"{PATH}websocket", headers=fields) + frame)
            await reader.readuntil(b"\r\n\r\n")
            ws = Ws(reader, writer)
            assert (await ws.text()).startswith("0{")
            assert (await ws.text()).startswith("40{")


class TestMisbehaviour:
    async def test_unmasked(self, ws: Ws) -> None:
        ws.frame(TEXT, b'42["message",1]', masked=False)
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("bits", [0x40, 0x20, 0x10, 0x70])
    async def test_reserved_bits(self, ws: Ws, bits: int) -> None:
        ws.frame(TEXT, b'42["message",1]', bits=bits)
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
    async def test_reserved_opcodes(self, ws: Ws, opcode: int) -> None:
        ws.frame(opcode, b"x")
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("opcode", [CLOSE, PING, PONG])
    async def test_oversized_control_frames(self, ws: Ws, opcode: int) -> None:
        ws.frame(opcode, b"\x03\xe8" + b"x" * 124)
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("opcode", [CLOSE, PING, PONG])
    async def test_fragmented_control_frames(self, ws: Ws, opcode: int) -> None:
        ws.frame(opcode, b"\x03\xe8", fin=False)
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("final", [True, False])
    async def test_continuation_without_a_start(self, ws: Ws, final: bool) -> None:
        ws.frame(0, b"x", fin=final)
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("opcode", [TEXT, BINARY])
    async def test_a_message_within_a_message(self, ws: Ws, opcode: int) -> None:
        ws.frame(TEXT, b"42[", fin=False)
        ws.frame(opcode, b'42["message",1]')
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize(
        "pieces",
        [
            [b'42["message","\xff"]'],
            [b'42["message","\xc0\xaf"]'],  # overlong
            [b'42["message","\xed\xa0\x80"]'],  # half a surrogate pair
            [b'42["message","\xf4\x90\x80\x80"]'],  # beyond Unicode
            [b'42["message","\xe2\x82', b'"]'],  # cut off between fragments
            [b'42["message","ok \xe2', b"\x82\xac", b"\xac", b'"]'],
        ],
    )
    async def test_bad_utf8(self, ws: Ws, pieces: list[bytes]) -> None:
        for number, piece in enumerate(pieces):
            ws.frame(TEXT if number == 0 else 0, piece, fin=number == len(pieces) - 1)
        assert (await ws.gone()).code in (None, 1007)

    @pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])
    async def test_bad_close_codes(self, ws: Ws, code: int) -> None:
        ws.frame(CLOSE, code.to_bytes(2, "big"))
        assert (await ws.gone()).code in (None, 1002)

    @pytest.mark.parametrize("payload", [b"\x03", b"\x03\xe8\xff\xfe"], ids=["half a code", "reason not UTF-8"])
    async def test_bad_close_payloads(self, ws: Ws, payload: bytes) -> None:
        ws.frame(CLOSE, payload)
        assert (await ws.gone()).code in (None, 1002, 1007)

    async def test_a_length_of_2_to_the_63(self, ws: Ws) -> None:
        ws.writer.write(b"\x81\xff" + b"\xff" * 8 + b"mask" + b"x" * 100)
        await ws.gone()

    async def test_a_length_beyond_the_limit_is_refused_before_it_arrives(self, ws: Ws) -> None:
        ws.writer.write(b"\x81\xff" + (2_000_000).to_bytes(8, "big") + b"mask")
        assert (await ws.gone()).code in (None, 1009)

    async def test_too_much_in_fragments(self, ws: Ws) -> None:
        ws.frame(TEXT, b'42["message","', fin=False)
        for _ in range(11):
            ws.frame(0, b"x" * 100_000, fin=False)
        assert (await ws.gone()).code in (None, 1009)

    async def test_endless_empty_fragments(self, serve: Serve, pass_time: PassTime) -> None:
        """Empty fragments cost the server nothing that grows, and do not keep the client alive."""
        running = await serve(ping_interval=30.0, ping_timeout=20.0)
        ws = await Ws.connect(running.port)
        ws.frame(TEXT, b"4", fin=False)
        flood = frame_bytes(0, b"", fin=False) * 1000
        with suppress(OSError):
            for _ in range(5):
                for _ in range(20):
                    ws.writer.write(flood)
                    await ws.writer.drain()
                await pass_time(40)  # a ping, which it does not answer
        await ws.dead()
        assert not running.server.sessions

    async def test_nothing_of_it_reaches_the_others(self, calm: Running, ws: Ws) -> None:
        bad = await Ws.connect(calm.port)
        bad.frame(TEXT, b"\xff")
        await bad.gone()
        await alive(ws)


class TestAllowed:
    async def test_fragments_with_a_ping_between(self, ws: Ws) -> None:
        ws.frame(TEXT, b'42["message","\xe2', fin=False)
        ws.frame(PING, b"now?")
        ws.frame(0, b"\x82", fin=False)
        ws.frame(0, b"", fin=False)
        ws.frame(0, b'\xac"]')
        assert await ws.receive() == (PONG, b"now?")
        assert await ws.event("message-back") == ["€"]

    async def test_many_small_fragments(self, ws: Ws) -> None:
        message = '42["message","' + "ä" * 3000 + '"]'
        data = message.encode()
        ws.frame(TEXT, data[:1], fin=False)
        for at in range(1, len(data)):
            ws.frame(0, data[at : at + 1], fin=at == len(data) - 1)
        assert await ws.event("message-back") == ["ä" * 3000]

    @pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 900_000])
    async def test_all_lengths(self, ws: Ws, size: int) -> None:
        text = "x" * size
        ws.send(f'42["message","{text}"]')
        assert await ws.event("message-back") == [text]
        ws.abort()

    async def test_byte_by_byte(self, ws: Ws) -> None:
        for byte in frame_bytes(TEXT, b'42["message","slow"]'):
            ws.writer.write(bytes([byte]))
            await turns(3)  # or they would leave together
        assert await ws.event("message-back") == ["slow"]

    @pytest.mark.parametrize("payload", [b"", b"\x03\xe8", b"\x03\xe9bye", b"\x0b\xb8own", b"\x13\x87"])
    async def test_closing(self, calm: Running, ws: Ws, payload: bytes) -> None:
        ws.frame(CLOSE, payload)
        end = await ws.gone()
        assert end.code in (int.from_bytes(payload[:2], "big") or 1000, 1000, 1005)
        await eventually(lambda: not list(calm.server.sockets()))

    async def test_nothing_after_the_close_frame_is_handled(self, calm: Running, ws: Ws) -> None:
        other = await Ws.connect(calm.port)
        other.send('421["join","r"]')
        await other.text()
        ws.writer.write(frame_bytes(CLOSE, b"\x03\xe8") + frame_bytes(TEXT, b'42["say","r","from the dead"]'))
        await ws.gone()
        await alive(other)
