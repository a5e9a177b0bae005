"""How socket messages are read: within limits, and never so that a bad one costs the connection."""

from typing import Final

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
            too_large = isinstance(encoded_packet, str) and len(encoded_packet) > largest
            waiting: int = super().decode(encoded_packet)
            if self.packet_type in (EVENT, BINARY_EVENT):
                data: object = self.data
                if too_large:
                    message = f"A message may have {largest // 1024} kB. Please send less at once."
                    self.data = [REFUSED, "too_large", message]
                elif not isinstance(data, list) or not data or not isinstance(data[0], str) or data[0] in RESERVED:
                    refused = isinstance(data, list) and data and data[0] == REFUSED and len(data) == 3
                    self.data = data if refused else [REFUSED, "invalid", "This message has no name."]
            return waiting

    return Wire
