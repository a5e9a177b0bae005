"""Engine.IO v4 and Socket.IO v5 as bytes: pure functions, and no input that costs more than its length."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Final, cast

import msgspec

from picosio.protocol.frames import BINARY, TEXT, frame

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK = range(7)

OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "0123456"

SEPARATOR: Final = "\x1e"
RESERVED: Final = frozenset(
    ("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener")
)
"""Names that the official client and server keep for themselves: nobody sends them as events."""

_HEAD: Final = re.compile(r"([0-6])(?:([0-9]{1,5})-)?(?:(/[^,]{0,255})(?:,|$))?([0-9]{1,15})?")
_JSON: Final = msgspec.json.Decoder[object]()
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u([dD][89a-fA-F])[0-9a-fA-F]{2}|.)", re.DOTALL
)
"""An escape of JSON: a whole pair of surrogates, one that is alone (which has a group), or any other."""
_REPLACEMENT: Final = "\\ufffd"
_encode: Final = msgspec.json.Encoder().encode
_EXACT: Final = 1e21
"""From here on JavaScript writes numbers with an exponent: no name of an event."""


class PacketError(ValueError):
    """What came is not a packet, or is beyond a limit. The message may be shown to the peer."""


class Limits(msgspec.Struct, frozen=True):
    """Bounds on what is decoded."""

    max_depth: int = 64
    """Arrays and objects within each other."""
    max_attachments: int = 16
    """Binary attachments of one event."""
    max_packets: int = 256
    """Packets in one polled payload."""


class Packet(msgspec.Struct):
    """A Socket.IO packet as it came. `data` is None for none, a dict for CONNECT, a list for the others."""

    type: int
    namespace: str
    id: int | None
    data: object
    attachments: int
    size: int = 0
    """Characters of its text."""
    well_formed: bool = True
    """Whether its text is Unicode: half a character, which JSON can say and UTF-8 cannot, has become U+FFFD."""


def decode(text: str, limits: Limits) -> Packet:
    """Read a Socket.IO packet (without Engine.IO's leading "4").

    Raises:
        PacketError: it is none, it is one that a client must not send, or it is beyond a limit.
    """
    head = _HEAD.match(text)
    if head is None:
        raise PacketError("unknown packet")
    kind, attachments, namespace, ident = head.groups()
    packet = Packet(int(kind), namespace or "/", int(ident) if ident else None, None, int(attachments or 0), len(text))
    if (packet.type >= BINARY_EVENT) != (attachments is not None):
        raise PacketError("attachments out of place")
    if attachments is not None and not 1 <= packet.attachments <= limits.max_attachments:
        raise PacketError("too many or no attachments")
    if head.end() < len(text):
        packet.data, packet.well_formed = _json(text[head.end() :], limits.max_depth)
        _check(packet)
    elif packet.type not in (CONNECT, DISCONNECT) or packet.id is not None:
        raise PacketError("packet without data")
    return packet


def _json(text: str, max_depth: int) -> tuple[object, bool]:
    well_formed = True
    try:
        if _SURROGATE.search(text):
            whole = _ESCAPE.sub(_without_half, text)
            text, well_formed = whole, whole == text
        value = _JSON.decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise PacketError("invalid JSON") from error
    if text.count("[") + text.count("{") > max_depth:
        _check_depth(value, max_depth)
    return value, well_formed


def _without_half(escape: re.Match[str]) -> str:
    return _REPLACEMENT if escape[1] else escape[0]


def _check_depth(value: object, limit: int) -> None:
    level: list[object] = [value] if isinstance(value, (list, dict)) else []
    for _ in range(limit):
        inner: list[object] = []
        for item in level:
            children = cast(dict[str, object], item).values() if isinstance(item, dict) else cast(list[object], item)
            inner += [child for child in children if isinstance(child, (list, dict))]
        if not inner:
            return
        level = inner
    raise PacketError("nested too deep")


def _check(packet: Packet) -> None:
    if packet.type == CONNECT:
        if not isinstance(packet.data, dict) or packet.id is not None:
            raise PacketError("CONNECT carries an object")
    elif packet.type in (EVENT, BINARY_EVENT):
        content: list[object] = [None]
        if isinstance(packet.data, list) and packet.data:
            content = cast(list[object], packet.data)
        if type(content[0]) in (int, float):
            content[0] = _name_of(cast(float, content[0]))
        if not isinstance(content[0], str) or content[0] in RESERVED:
            raise PacketError("an event begins with its name")
    elif packet.type in (ACK, BINARY_ACK):
        if not isinstance(packet.data, list) or packet.id is None:
            raise PacketError("an acknowledgement carries an array and an id")
    else:
        raise PacketError("a client does not send this")


def _name_of(number: float) -> str:
    """A number as a name, which the official client and server allow: handlers are found by its text."""
    if not abs(number) < _EXACT:
        raise PacketError("an event begins with its name")
    return str(int(number)) if number == int(number) else repr(number)


def reconstruct(data: object, attachments: Sequence[bytes]) -> object:
    """Put the attachments where their placeholders are.

    Raises:
        PacketError: a placeholder names an attachment that there is not.
    """
    if isinstance(data, list):
        return [reconstruct(item, attachments) for item in cast(list[object], data)]
    if not isinstance(data, dict):
        return data
    fields = cast(dict[str, object], data)
    if fields.get("_placeholder") is not True:
        return {name: reconstruct(item, attachments) for name, item in fields.items()}
    number = fields.get("num")
    if type(number) is not int or not 0 <= number < len(attachments):
        raise PacketError("a placeholder without attachment")
    return attachments[number]


def deconstruct(data: object, attachments: list[bytes]) -> object:
    """The same data with placeholders for its bytes, which are appended to `attachments`."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        attachments.append(bytes(cast(bytes, data)))
        return {"_placeholder": True, "num": len(attachments) - 1}
    if isinstance(data, (list, tuple)):
        return [deconstruct(item, attachments) for item in cast(Sequence[object], data)]
    if isinstance(data, dict):
        return {name: deconstruct(item, attachments) for name, item in cast(dict[str, object], data).items()}
    return data


class Message(msgspec.Struct, eq=False):
    """An Engine.IO message, encoded once, for both transports, for as many clients as there are."""

    text: bytes
    attachments: Sequence[bytes] = ()
    _frames: bytes | None = None
    _payload: bytes | None = None

    @property
    def frames(self) -> bytes:
        """As WebSocket frames."""
        if self._frames is None:
            frames = frame(TEXT, self.text)
            if self.attachments:
                frames += b"".join([frame(BINARY, data) for data in self.attachments])
            self._frames = frames
        return self._frames

    @property
    def payload(self) -> bytes:
        """As a part of a polled payload."""
        if self._payload is None:
            self._payload = b"\x1eb".join([self.text, *map(b64encode, self.attachments)])
        return self._payload


def head(kind: int, namespace: str, attachments: int = 0) -> bytes:
    """What stands before the id and the JSON of a packet, Engine.IO's "4" included."""
    start = b"4%d%d-" % (kind + BINARY_EVENT - EVENT, attachments) if attachments else b"4%d" % kind
    return start if namespace == "/" else start + namespace.encode() + b","


def encode(kind: int, namespace: str, data: object, id: int | None = None) -> Message:
    """Encode an EVENT or ACK whose data may contain bytes.

    Raises:
        TypeError: something in `data` has no JSON.
    """
    attachments: list[bytes] = []
    stripped = deconstruct(data, attachments)
    number = b"" if id is None else b"%d" % id
    return Message(head(kind, namespace, len(attachments)) + number + _encode(stripped), attachments)


def acknowledgement(namespace: str, id: int, result: object) -> Message:
    """Encode an ACK: None without arguments, a tuple as several, anything else as one. Raises what `encode` does."""
    several = cast("tuple[object, ...]", result) if isinstance(result, tuple) else (result,)
    return encode(ACK, namespace, () if result is None else several, id)


def control(kind: int, namespace: str, data: object = None) -> Message:
    """Encode a CONNECT, CONNECT_ERROR or DISCONNECT."""
    return Message(head(kind, namespace) + (b"" if data is None else _encode(data)))


def event_from_json(namespace: str, event: bytes, attachments: Sequence[bytes] = ()) -> Message:
    """An EVENT around a JSON array that is encoded already; its placeholders are for the attachments."""
    return Message(head(EVENT, namespace, len(attachments)) + event, attachments)


def decode_payload(body: bytes, limits: Limits) -> list[str | bytes]:
    """Split a polled payload into Engine.IO packets: text ones with their type in front, binary ones as bytes.

    Raises:
        PacketError: it is not UTF-8, there are too many, or one is none.
    """
    try:
        parts = body.decode().split(SEPARATOR, limits.max_packets)
    except UnicodeDecodeError as error:
        raise PacketError("payload is not UTF-8") from error
    if len(parts) > limits.max_packets:
        raise PacketError("too many packets")
    return [_part(part) for part in parts]


def _part(part: str) -> str | bytes:
    if part[:1] == "b":
        try:
            return b64decode(part[1:], validate=True)
        except (Base64Error, ValueError) as error:
            raise PacketError("invalid base64") from error
    if part[:1] not in "0123456" or not part:
        raise PacketError("unknown packet")
    return part
