"""WebSocket frames as a server writes them: complete, unmasked, ready to be written to any number of clients."""

from typing import Final

CONTINUATION: Final = 0x0
TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA

NORMAL: Final = 1000
PROTOCOL_ERROR: Final = 1002
INVALID_TEXT: Final = 1007
POLICY: Final = 1008
TOO_BIG: Final = 1009
SERVICE_RESTART: Final = 1012

_REASON_BYTES: Final = 123
"""What a control frame's 125 bytes leave beside the code."""


def frame(opcode: int, payload: bytes) -> bytes:
    """One final frame around `payload`."""
    size = len(payload)
    first = 0x80 | opcode
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def close(code: int, reason: str = "") -> bytes:
    """A close frame; a reason that is too long is cut between characters."""
    text = reason.encode()[:_REASON_BYTES].decode(errors="ignore").encode()
    return frame(CLOSE, code.to_bytes(2, "big") + text)


def close_code_valid(payload: bytes) -> bool:
    """Whether a received close frame's payload is what RFC 6455 (7.4) allows a peer to send."""
    if len(payload) < 2:
        return not payload
    code = int.from_bytes(payload[:2], "big")
    return 3000 <= code < 5000 or (1000 <= code <= 1014 and code not in (1004, 1005, 1006))
