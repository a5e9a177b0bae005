"""How socket messages are read: within limits, and never so that a bad one costs the connection."""

from typing import Final, cast

import msgspec
from socketio.packet import BINARY_EVENT, EVENT, Packet

from hallway.kernel.errors import Fault

REFUSED: Final = "\x00refused"
"""The event name given to what was refused before it was looked at; no client can send it, names are checked."""
RESERVED: Final = frozenset({"connect", "disconnect", "*", "__disconnect_final", REFUSED})


class Acknowledgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """`{"ok": true, "value": ...}` or `{"ok": false, "error": {...}}`."""

    ok: bool
    value: object = msgspec.UNSET
    error: Fault | msgspec.UnsetType = msgspec.UNSET


class Json:
    """The JSON that python-socketio is given."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        """JSON text of anything msgspec can write."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str) -> object:
        """The value; an event named REFUSED in place of what is malformed."""
        try:
            return msgspec.json.decode(text)
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            return [REFUSED, "invalid", "This message is not JSON."]


def packet_class(largest: int) -> type[Packet]:
    """Socket.IO packets whose events have a name and at most `largest` characters, or are named REFUSED."""

    class Wire(Packet):
        json = Json

        def decode(self, encoded_packet: str) -> int:
            waiting: int = super().decode(encoded_packet)
            if self.packet_type in (EVENT, BINARY_EVENT):
                self.data = [*_event(cast(object, self.data), len(encoded_packet), largest)]
            return waiting

    return Wire


def _event(data: object, size: int, largest: int) -> list[object]:
    """The name and what comes with it, or why not."""
    if size > largest:
        return [REFUSED, "too_large", f"A message may have {largest // 1024} kB. Please send less at once."]
    event = cast(list[object], data) if isinstance(data, list) else []
    if event and isinstance(event[0], str) and event[0] not in RESERVED - {REFUSED}:
        return event
    return [REFUSED, "invalid", "This message has no name."]
