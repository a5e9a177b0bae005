"""The parsers take anything: a packet comes out or PacketError, quickly; what we encode we read back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picosio.cluster.envelope import Frames, Header, Kind
from picosio.protocol import packets
from picosio.protocol.frames import close, close_code_valid, frame
from picosio.protocol.packets import Limits, PacketError

LIMITS = Limits()
KINDS = (packets.CONNECT, packets.DISCONNECT, packets.EVENT, packets.ACK, packets.BINARY_EVENT, packets.BINARY_ACK)
names = st.text(st.characters(exclude_characters=",", codec="utf-8"), max_size=20).map(lambda name: "/" + name)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(codec="utf-8"))
scalars = st.none() | st.booleans() | numbers | text
plain = st.recursive(scalars, lambda x: st.lists(x, max_size=4) | st.dictionaries(text, x, max_size=4), max_leaves=12)
with_bytes = st.recursive(
    scalars | st.binary(max_size=30),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(text.filter(lambda k: k != "_placeholder"), x, max_size=4),
    max_leaves=12,
)
grammar = st.from_regex(r"\A[0-9]{1,3}-?(/[a-z]{0,3},?)?[0-9]{0,20}[\[{\"]?.{0,40}\Z")


@settings(max_examples=400, deadline=None)
@given(text | grammar)
def test_any_text_is_a_packet_or_a_packet_error(data: str) -> None:
    try:
        packet = packets.decode(data, LIMITS)
    except PacketError:
        return
    assert packet.type in KINDS
    assert packet.namespace.startswith("/")
    if packet.type in (packets.EVENT, packets.BINARY_EVENT):
        assert isinstance(packet.data, list)
        assert isinstance(packet.data[0], str)


@settings(max_examples=200, deadline=None)
@given(st.binary() | text.map(str.encode) | st.lists(grammar).map(lambda found: "\x1e".join(found).encode()))
def test_any_body_is_packets_or_a_packet_error(body: bytes) -> None:
    try:
        found = packets.decode_payload(body, LIMITS)
    except PacketError:
        return
    assert 1 <= len(found) <= LIMITS.max_packets
    assert all(isinstance(packet, bytes) or packet[0] in "0123456" for packet in found)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["/"]) | names, text.filter(lambda name: name not in packets.RESERVED), st.lists(with_bytes))
def test_events_come_back(namespace: str, name: str, args: list[Any]) -> None:
    message = packets.encode(packets.EVENT, namespace, [name, *args], 17)
    if len(message.attachments) > LIMITS.max_attachments:
        return
    packet = packets.decode(message.text.decode()[1:], LIMITS)
    assert (packet.namespace, packet.id, packet.attachments) == (namespace, 17, len(message.attachments))
    assert packets.reconstruct(packet.data, message.attachments) == [name, *args]


@settings(max_examples=200, deadline=None)
@given(st.lists(with_bytes, max_size=3))
def test_acknowledgements_come_back_by_polling(args: list[Any]) -> None:
    message = packets.encode(packets.ACK, "/", args, 3)
    first, *attachments = packets.decode_payload(message.payload, Limits(max_packets=1000))
    assert isinstance(first, str)
    packet = packets.decode(first[1:], Limits(max_attachments=1000))
    assert packets.reconstruct(packet.data, attachments) == args  # type: ignore[arg-type]


def _with_placeholders(value: Any) -> Any:
    """The value with a placeholder wherever it has None."""
    if isinstance(value, list):
        return [_with_placeholders(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_placeholders(item) for name, item in value.items()}
    return {"_placeholder": True, "num": 1} if value is None else value


@settings(max_examples=200, deadline=None)
@given(plain, st.lists(st.binary(max_size=5), max_size=3))
def test_placeholders_sent_by_clients(data: Any, attachments: list[bytes]) -> None:
    hostile = _with_placeholders([data])
    try:
        packets.reconstruct(hostile, attachments)
    except PacketError:
        assert len(attachments) < 2


@given(st.binary(max_size=130), st.integers(1, 2))
def test_frames_say_their_length(payload: bytes, opcode: int) -> None:
    made = frame(opcode, payload)
    assert made.endswith(payload)
    assert made[0] == 0x80 | opcode
    assert len(made) == len(payload) + (2 if len(payload) < 126 else 4)


@given(st.integers(1000, 4999), text)
def test_close_frames_are_valid_and_short(code: int, reason: str) -> None:
    made = close(code, reason)
    assert len(made) <= 127
    made[4:].decode()


@given(st.binary(max_size=4))
def test_close_codes(payload: bytes) -> None:
    code = int.from_bytes(payload[:2], "big")
    if close_code_valid(payload):
        assert not payload or 1000 <= code < 5000


FRAMES = Frames("a secret of the tests", "fuzz", b"process1")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=30))
def test_frames_that_we_have_not_signed(data: bytes, channel: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        FRAMES.read(channel, data)


@settings(max_examples=200, deadline=None)
@given(names, st.lists(text, max_size=3), st.lists(text, max_size=3), st.binary(), st.sampled_from(Kind))
def test_our_frames_come_back(namespace: str, rooms: list[str], excepts: list[str], event: bytes, kind: Kind) -> None:
    header = Header(kind, namespace, tuple(rooms), tuple(excepts), "x")
    channel, made = FRAMES.make(header, event)
    assert FRAMES.read(channel, made) == (header, event)
    with pytest.raises(ValueError, match="signed"):
        FRAMES.read(channel + b"x", made)
    for at in range(0, len(made), max(1, len(made) // 20)):
        changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
        with pytest.raises(ValueError, match="signed"):
            FRAMES.read(channel, changed)


@given(names, text, names, text)
def test_no_two_rooms_share_a_channel(one: str, room: str, other: str, another: str) -> None:
    same = (one, room) == (other, another)
    assert (FRAMES.channel(one, room) == FRAMES.channel(other, another)) == same
