"""A client that says exactly the bytes it is told to: HTTP and WebSocket over plain sockets, well-behaved or not."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

PATH = "/socket.io/?EIO=4&transport="
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATIENCE = 40.0
"""Seconds until what never comes is an error; reached on no machine, however busy, by what does come."""


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Gone(Exception):
    """The server has closed the connection; `code` and `reason` are of its close frame, if there was one."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """The next answer on a connection; raises Gone if it ends before."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise Gone from error
    return Answer(int(head[0].split()[1]), headers, body)


async def until_closed(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the server closes the connection, which it must."""
    seen = b""
    async with asyncio.timeout(PATIENCE):
        try:
            while data := await reader.read(65536):
                seen += data
        except ConnectionError:  # closed with something of ours unread
            pass
    return seen


def request_bytes(method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
    """A whole HTTP request."""
    lines = {"Host": "localhost", **({"Content-Length": str(len(body))} if body or method == "POST" else {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **(headers or {})}.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body


async def http(
    port: int, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None, source: str = ""
) -> Answer:
    """One request on a connection of its own, from the address `source`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0) if source else None)
    try:
        writer.write(request_bytes(method, target, body, headers))
        async with asyncio.timeout(PATIENCE):
            return await read_answer(reader)
    finally:
        writer.close()


class Poller:
    """A long-polling client."""

    def __init__(self, port: int, sid: str, opening: dict[str, Any]) -> None:
        self.port, self.sid, self.opening, self.source = port, sid, opening, ""
        self.target = f"{PATH}polling&sid={sid}"

    @classmethod
    async def open(cls, port: int, headers: dict[str, str] | None = None, source: str = "") -> "Poller":
        answer = await http(port, "GET", f"{PATH}polling", headers=headers, source=source)
        assert answer.status == 200, answer
        assert answer.text[0] == "0"
        opening = json.loads(answer.text[1:])
        made = cls(port, opening["sid"], opening)
        made.source = source
        return made

    async def get(self) -> Answer:
        return await http(self.port, "GET", self.target, source=self.source)

    async def post(self, body: str | bytes, headers: dict[str, str] | None = None) -> Answer:
        data = body.encode() if isinstance(body, str) else body
        fields = {"Content-Type": "text/plain;charset=UTF-8", **(headers or {})}
        return await http(self.port, "POST", self.target, data, fields, self.source)

    async def packets(self, count: int) -> list[str]:
        """The next packets, pings answered and left out."""
        found: list[str] = []
        while len(found) < count:
            answer = await self.get()
            assert answer.status == 200, answer
            for packet in answer.text.split("\x1e"):
                if packet == "2":
                    await self.post("3")
                else:
                    found.append(packet)
        return found

    async def connect(self, namespace: str = "/") -> str:
        """Enter a namespace of the test app; the socket's id."""
        name = "" if namespace == "/" else f"{namespace},"
        assert (await self.post(f"40{name}")).text == "ok"
        packets = await self.packets(2)
        assert packets[1].startswith(f'42{name}["auth"')
        return json.loads(packets[0].removeprefix(f"40{name}"))["sid"]


class Ws:
    """A WebSocket client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.sid = self.socket_id = ""
        self.opening: dict[str, Any] = {}

    @classmethod
    async def dial(
        cls, port: int, query: str = "", headers: dict[str, str] | None = None, target: str | None = None
    ) -> "Ws":
        """Shake hands; raises Refused with the answer if the server would not."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
        }
        writer.write(request_bytes("GET", target or f"{PATH}websocket{query}", headers={**fields, **(headers or {})}))
        async with asyncio.timeout(PATIENCE):
            answer = await read_answer(reader)
        if answer.status != 101:
            writer.close()
            raise Refused(answer)
        return cls(reader, writer)

    @classmethod
    async def open(cls, port: int, query: str = "", headers: dict[str, str] | None = None) -> "Ws":
        """Shake hands and take the opening packet."""
        made = await cls.dial(port, query, headers)
        made.opening = json.loads((await made.text())[1:])
        made.sid = made.opening["sid"]
        return made

    @classmethod
    async def connect(cls, port: int, namespace: str = "/", auth: str = "", query: str = "") -> "Ws":
        """All the way into a namespace of the test app."""
        made = await cls.open(port, query)
        await made.enter(namespace, auth)
        return made

    async def enter(self, namespace: str = "/", auth: str = "") -> None:
        name = "" if namespace == "/" else f"{namespace},"
        self.send(f"40{name}{auth}")
        self.socket_id = json.loads((await self.text()).removeprefix(f"40{name}"))["sid"]
        assert (await self.text()).startswith(f'42{name}["auth"')

    def send(self, packet: str | bytes) -> None:
        """A whole message."""
        data = packet.encode() if isinstance(packet, str) else packet
        self.frame(TEXT if isinstance(packet, str) else BINARY, data)

    def frame(self, opcode: int, payload: bytes = b"", *, fin: bool = True, masked: bool = True, bits: int = 0) -> None:
        """One frame as told; `bits` are the reserved ones (0x40, 0x20, 0x10)."""
        self.writer.write(frame_bytes(opcode, payload, fin=fin, masked=masked, bits=bits))

    async def receive(self) -> tuple[int, bytes]:
        """The next frame; raises Gone once the server has closed."""
        try:
            async with asyncio.timeout(PATIENCE):
                first, second = await self.reader.readexactly(2)
                size = second & 0x7F
                if size >= 126:
                    size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
                payload = await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Gone from error
        assert first & 0x80, "servers of ours do not fragment"
        assert not second & 0x80, "a server does not mask"
        if first & 15 == CLOSE:
            raise Gone(int.from_bytes(payload[:2], "big") if payload else 1005, payload[2:].decode())
        return first & 15, payload

    async def packet(self, pings: bool = False) -> str | bytes:
        """The next message; Engine.IO's pings are answered and left out unless asked for."""
        while True:
            opcode, payload = await self.receive()
            if opcode == BINARY:
                return payload
            if opcode == TEXT:
                text = payload.decode()
                if text != "2" or pings:
                    return text
                self.send("3")

    async def text(self, pings: bool = False) -> str:
        """The next message, which must be text."""
        packet = await self.packet(pings)
        assert isinstance(packet, str), packet
        return packet

    async def event(self, name: str) -> list[Any]:
        """The arguments of the next event of that name in the main namespace; others are passed over."""
        while True:
            packet = await self.packet()
            if isinstance(packet, str) and packet.startswith(f'42["{name}"'):
                return json.loads(packet[2:])[1:]

    async def gone(self) -> Gone:
        """Waits until the server has closed; what comes before is passed over."""
        try:
            while True:
                opcode, payload = await self.receive()
                if opcode == TEXT and payload == b"2":
                    self.send("3")
        except Gone as end:
            return end

    async def dead(self) -> Gone:
        """The same without answering pings."""
        try:
            while True:
                await self.receive()
        except Gone as end:
            return end

    async def silent(self) -> None:
        """Fails if anything was sent to it before this: the next packet must be the answer to a question put now."""
        self.send('42["message","nothing before this"]')
        assert await self.text() == '42["message-back","nothing before this"]'

    def abort(self) -> None:
        """Go away without a word."""
        self.writer.transport.abort()


class Refused(Exception):
    """The server did not upgrade."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer))
        self.answer = answer


def frame_bytes(opcode: int, payload: bytes, *, fin: bool = True, masked: bool = True, bits: int = 0) -> bytes:
    """A frame of a client."""
    size, mask = len(payload), 0x80 if masked else 0
    head = bytes([(0x80 if fin else 0) | bits | opcode])
    if size < 126:
        head += bytes([mask | size])
    elif size < 65536:
        head += bytes([mask | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([mask | 127]) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    key = os.urandom(4)
    stream = (key * (size // 4 + 1))[:size]
    hidden = (int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")
    return head + key + hidden


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A plain connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
