"""Frames: what RFC 6455 says a server writes, byte for byte."""

import pytest

from picosio.protocol import frames


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_the_length_takes_as_few_bytes_as_it_can(size: int, head: bytes) -> None:
    assert frames.frame(frames.TEXT, b"x" * size) == head + b"x" * size


def test_a_binary_frame_says_so() -> None:
    assert frames.frame(frames.BINARY, b"\x00\xff") == b"\x82\x02\x00\xff"


def test_a_close_frame_carries_code_and_reason() -> None:
    assert frames.close(1008, "too slow") == b"\x88\x0a\x03\xf0too slow"
    assert frames.close(1000) == b"\x88\x02\x03\xe8"


def test_a_long_reason_is_cut_between_characters() -> None:
    closing = frames.close(1000, "é" * 100)
    assert closing[1] == 2 + 122
    assert closing[4:].decode() == "é" * 61


@pytest.mark.parametrize("code", [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999])
def test_codes_that_a_peer_may_send(code: int) -> None:
    assert frames.close_code_valid(code.to_bytes(2, "big") + b"why")


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])
def test_codes_that_a_peer_must_not_send(code: int) -> None:
    assert not frames.close_code_valid(code.to_bytes(2, "big"))


def test_a_close_frame_has_no_payload_or_a_whole_code() -> None:
    assert frames.close_code_valid(b"")
    assert not frames.close_code_valid(b"\x03")
