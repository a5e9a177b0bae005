"""Packets: the examples of the protocol's documents, round trips, and whatever else may come."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picosio.protocol import packets
from picosio.protocol.packets import Limits, Message, Packet, PacketError

LIMITS = Limits(max_depth=8, max_attachments=3, max_packets=4)

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.binary(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def bytes_in(value: Any) -> int:
    if isinstance(value, bytes):
        return 1
    if isinstance(value, dict):
        return sum(map(bytes_in, value.values()))
    return sum(map(bytes_in, value)) if isinstance(value, list) else 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (packets.CONNECT, "/", None, None, 0)),
        ('0/admin,{"token":"123"}', (packets.CONNECT, "/admin", None, {"token": "123"}, 0)),
        ("0/admin", (packets.CONNECT, "/admin", None, None, 0)),
        ("1/admin,", (packets.DISCONNECT, "/admin", None, None, 0)),
        ('2["foo"]', (packets.EVENT, "/", None, ["foo"], 0)),
        ('212["foo",1]', (packets.EVENT, "/", 12, ["foo", 1], 0)),
        ('2/admin,12["foo"]', (packets.EVENT, "/admin", 12, ["foo"], 0)),
        ("3/admin,13[]", (packets.ACK, "/admin", 13, [], 0)),
        ('51-["b",{"_placeholder":true,"num":0}]', (packets.BINARY_EVENT, "/", None, None, 1)),
        ('62-/admin,1[{"_placeholder":true,"num":0}]', (packets.BINARY_ACK, "/admin", 1, None, 2)),
    ],
)
def test_what_the_documents_show_is_read(text: str, expected: tuple[object, ...]) -> None:
    packet = packets.decode(text, LIMITS)
    kind, namespace, ident, data, attachments = expected
    assert (packet.type, packet.namespace, packet.id, packet.attachments) == (kind, namespace, ident, attachments)
    if not attachments:
        assert packet.data == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "x",
        "2",
        "3[]",
        "2{}",
        "2[]",
        "2[true]",
        "2[null]",
        '2["connect"]',
        '2["disconnecting",1]',
        '2["newListener"]',
        '2["a"',
        '2["a",NaN]',
        '2["a"]x',
        '21-["a"]',
        '5["a"]',
        '50-["a"]',
        '54-["a"]',
        '599999-["a"]',
        '5-1-["a"]',
        "0[]",
        '0"token"',
        "01{}",
        "1{}",
        '4{"message":"x"}',
        '2/no-comma["a"]',
        "2" + "9" * 400 + '["a"]',
        "2/" + "n" * 300 + ',["a"]',
        '2["a",' + "[" * 8 + "]" * 8 + "]",
        '2["a",' + "[" * 100_000 + "]" * 100_000 + "]",
        '2["a",' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]",
    ],
    ids=lambda text: str(text)[:20],
)
def test_what_is_no_packet_is_refused(text: str) -> None:
    with pytest.raises(PacketError):
        packets.decode(text, LIMITS)


def test_depth_is_counted_not_brackets() -> None:
    assert packets.decode('2["a"' + ",[]" * 50 + ',"[[[[[[[[[["]', LIMITS).data
    assert packets.decode('2["a",' + "[" * 7 + "]" * 7 + "]", LIMITS).data


@given(st.text())
def test_any_text_is_a_packet_or_refused(text: str) -> None:
    try:
        decoded = packets.decode(text, LIMITS)
    except PacketError:
        return
    assert isinstance(decoded, Packet)


@given(st.binary())
def test_any_body_is_a_payload_or_refused(body: bytes) -> None:
    try:
        decoded = packets.decode_payload(body, LIMITS)
    except PacketError:
        return
    assert decoded


@given(st.lists(VALUES, max_size=3), st.none() | st.integers(0, 10**9), st.sampled_from(["/", "/custom"]))
def test_events_come_back_as_they_were(args: list[Any], ident: int | None, namespace: str) -> None:
    limits = Limits(max_depth=64, max_attachments=1000)
    message = packets.encode(packets.EVENT, namespace, ["name", *args], ident)
    assert len(message.attachments) == bytes_in(args)
    packet = packets.decode(message.text.decode()[1:], limits)
    assert (packet.id, packet.namespace, packet.attachments) == (ident, namespace, len(message.attachments))
    data = packets.reconstruct(packet.data, message.attachments) if message.attachments else packet.data
    assert data == ["name", *args]


@given(st.lists(VALUES, max_size=3), st.integers(0, 10**9))
def test_acknowledgements_come_back_as_they_were(args: list[Any], ident: int) -> None:
    message = packets.encode(packets.ACK, "/", args, ident)
    packet = packets.decode(message.text.decode()[1:], Limits(max_attachments=1000))
    assert packet.type == (packets.BINARY_ACK if message.attachments else packets.ACK)
    assert packets.reconstruct(packet.data, message.attachments) == args


@pytest.mark.parametrize("number", ["1", "-1", '"0"', "0.0", "true", "null", "{}"])
def test_a_placeholder_names_an_attachment(number: str) -> None:
    packet = packets.decode(f'51-["a",{{"_placeholder":true,"num":{number}}}]', LIMITS)
    with pytest.raises(PacketError):
        packets.reconstruct(packet.data, [b"x"])


def test_a_message_is_the_same_for_both_transports() -> None:
    message = Message(b'451-["a",{"_placeholder":true,"num":0}]', [b"\x01\x02\x03\x04"])
    assert message.payload == message.text + b"\x1ebAQIDBA=="
    assert message.frames == b"\x81" + bytes([len(message.text)]) + message.text + b"\x82\x04\x01\x02\x03\x04"
    assert message.frames is message.frames
    assert message.payload is message.payload


def test_a_payload_is_split() -> None:
    assert packets.decode_payload(b"4hello\x1e2\x1ebAQIDBA==", LIMITS) == ["4hello", "2", b"\x01\x02\x03\x04"]


@pytest.mark.parametrize(
    "body",
    [b"", b"abc", b"4a\x1e", b"\x1e4a", b"4a\x1e7", b"b!!", b"bAQI", b"4\xff", b"4\x1e4\x1e4\x1e4\x1e4"],
)
def test_what_is_no_payload_is_refused(body: bytes) -> None:
    with pytest.raises(PacketError):
        packets.decode_payload(body, LIMITS)


def test_what_has_no_json_raises() -> None:
    with pytest.raises(TypeError):
        packets.encode(packets.EVENT, "/", ["a", object()])


@pytest.mark.parametrize(("text", "name"), [("1", "1"), ("-7", "-7"), ("1.0", "1"), ("2.5", "2.5"), ("-0.0", "0")])
def test_numbers_are_names_as_in_node_s_server(text: str, name: str) -> None:
    packet = packets.decode(f'2[{text},"x"]', packets.Limits())
    assert packet.data == [name, "x"]
