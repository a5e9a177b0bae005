"""What goes over Redis between processes: frames, signed for one channel.

32 bytes  HMAC-SHA256 over the channel's name and all that follows; its key is derived from the shared secret
 8 bytes  the process it comes from, which skips it
 2 bytes  the length of the header
header    MessagePack: [kind, namespace, rooms, excepts, extra]
rest      the event's JSON array, encoded once by whoever published it; MessagePack of it and its attachments if
          `extra` is "binary"
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

import msgspec

MAC_BYTES: Final = 32
PROCESS_BYTES: Final = 8
HEADER_AT: Final = MAC_BYTES + PROCESS_BYTES + 2
BINARY: Final = "binary"


class Kind(IntEnum):
    """What a frame is."""

    EVENT = 0
    VOLATILE = 1
    LEAVE = 2  # all sockets of the room leave the room in `extra`
    DISCONNECT = 3  # all sockets of the room are disconnected; their connection too if `extra` is "close"
    GAP = 4  # some of the sender's messages were lost
    SERVERS = 5  # an event for the servers themselves, not for their clients
    EVENTS = 6  # several events of one room, a line each


class Header(msgspec.Struct, frozen=True, array_like=True):
    """All of a frame but the event."""

    kind: Kind
    namespace: str = "/"
    rooms: tuple[str, ...] = ()
    excepts: tuple[str, ...] = ()
    extra: str = ""


def pack(event: bytes, attachments: Sequence[bytes]) -> bytes:
    """An event and its attachments as one."""
    return msgspec.msgpack.encode([event, *attachments])


def unpack(packed: bytes) -> tuple[bytes, list[bytes]]:
    """What `pack` has made one; raises ValueError for what it has not."""
    try:
        event, *attachments = msgspec.msgpack.decode(packed, type=list[bytes])
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    return event, attachments


class Frames:
    """Signs and checks frames. `prefix` keeps installations on one Redis apart; frames signed with one of the secrets
    `also` are read as well, so that the secret can be changed process by process."""

    def __init__(self, secret: str, prefix: str, process: bytes, also: Sequence[str] = ()) -> None:
        if min(map(len, (secret, *also))) < 16:
            raise ValueError("The secret of a cluster has 16 characters at least")
        if not re.fullmatch(r"[\w.-]{1,64}", prefix, re.ASCII):
            raise ValueError("The prefix of the channels is made of up to 64 letters, digits, '_', '.' and '-'")
        self.everybody = prefix.encode() + b"!"
        self._rooms = prefix.encode() + b":"
        self._key, *self._also = (
            hmac.digest(each.encode(), b"picosio cluster frames, version 1", "sha256") for each in (secret, *also)
        )
        self._process = process
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Header).decode

    def channel(self, namespace: str, room: str) -> bytes:
        """The channel of a room. A namespace has no comma in it, so no two rooms share one; long names are hashed."""
        name = f"{namespace},{room}".encode("utf-8", "surrogatepass")
        return self._rooms + (name if len(name) <= 200 else hashlib.sha256(name).hexdigest().encode())

    def make(self, header: Header, event: bytes = b"") -> tuple[bytes, bytes]:
        """Where to publish it, and the frame. A message for several rooms goes to everybody, since who is in two of
        them must get it once; so does a command, whose room may be the id of a socket."""
        one = len(header.rooms) == 1 and header.kind <= Kind.VOLATILE
        channel = self.channel(header.namespace, header.rooms[0]) if one else self.everybody
        head = self._encode(header)
        body = b"%b%b%b%b" % (self._process, len(head).to_bytes(2, "big"), head, event)
        return channel, self._mac(self._key, channel, body) + body

    @staticmethod
    def _mac(key: bytes, channel: bytes, body: bytes) -> bytes:
        return hmac.digest(key, b"%d:%b%b" % (len(channel), channel, body), "sha256")

    def _is_signed(self, channel: bytes, frame: bytes) -> bool:
        mac, body = frame[:MAC_BYTES], frame[MAC_BYTES:]
        if hmac.compare_digest(mac, self._mac(self._key, channel, body)):
            return True
        return any(hmac.compare_digest(mac, self._mac(key, channel, body)) for key in self._also)

    def is_own(self, frame: bytes) -> bool:
        """Whether this process has published it. Not signed: who forges it has us skip a message of their own."""
        return frame[MAC_BYTES : MAC_BYTES + PROCESS_BYTES] == self._process

    def read(self, channel: bytes, frame: bytes) -> tuple[Header, bytes]:
        """Header and event; raises ValueError for anything that was not made by `make` with our secret."""
        if len(frame) < HEADER_AT:
            raise ValueError("too short")
        if not self._is_signed(channel, frame):
            raise ValueError("not signed by us for this channel")
        end = HEADER_AT + int.from_bytes(frame[HEADER_AT - 2 : HEADER_AT], "big")
        try:
            return self._decode(memoryview(frame)[HEADER_AT:end]), frame[end:]
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from None
