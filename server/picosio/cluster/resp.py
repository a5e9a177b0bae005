"""One life of a connection to Redis (6 or newer, or Valkey), speaking RESP3.

Why not redis-py: over a Unix socket with messages of 300 bytes its `PubSub` takes 75,000-130,000 messages per
CPU-second and its pipelines publish 40,000; this reader (hiredis on an asyncio protocol: no task, no await and no dict
per message) takes 1,200,000 and publishes 130,000-250,000. RESP3 lets one connection do both, so there is one state.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final, cast

import hiredis

LOG: Final = logging.getLogger("picosio")
MAX_INCOMPLETE: Final = 32 << 20  # bytes of one message that has not ended; more is no message of ours


class Connection(asyncio.Protocol):
    """Bytes to replies, in order, for one life of the connection."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_message: Callable[[bytes, bytes], None],
        on_writable: Callable[[], None],
    ) -> None:
        self.loop = loop
        self.lost: asyncio.Future[None] = loop.create_future()
        self.expected: deque[asyncio.Future[object] | None] = deque()  # one per command that is answered; None: PUBLISH
        self._subscribing: dict[bytes, deque[asyncio.Future[None]]] = {}  # each SUBSCRIBE is confirmed once, in order
        self.writable = True
        self.heard = loop.time()
        self._transport: asyncio.Transport | None = None
        self._reader = hiredis.Reader()
        self._on_message, self._on_writable = on_message, on_writable

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        try:
            self._reader.feed(data)
            while (reply := self._reader.gets()) is not False:
                self._take(reply)
        except hiredis.HiredisError as error:
            self.cut(repr(error))
        if self._reader.len() > MAX_INCOMPLETE:
            self.cut("a message that does not end")

    def _take(self, reply: object) -> None:
        if isinstance(reply, hiredis.PushNotification):
            kind, channel, value = cast(list[object], (*reply, None, None)[:3])
            if kind == b"message":
                self._on_message(cast(bytes, channel), cast(bytes, value))
            elif kind == b"subscribe" and (waiting := self._subscribing.get(cast(bytes, channel))):
                resolve(waiting.popleft())
                if not waiting:
                    del self._subscribing[cast(bytes, channel)]
        elif isinstance(reply, hiredis.ReplyError):
            self.cut(str(reply))
        elif self.expected and (asked := self.expected.popleft()) and not asked.done():
            asked.set_result(reply)

    def ask(self, *words: str | bytes) -> asyncio.Future[object]:
        """Send a command now; its answer, or None if the connection ends first."""
        answer: asyncio.Future[object] = self.loop.create_future()
        if self.lost.done():
            answer.set_result(None)
        else:
            self.expected.append(answer)
            self.write(pack(*words))
        return answer

    def subscribe(self, channel: bytes) -> asyncio.Future[None]:
        """Subscribe; done when that is confirmed or the connection has ended."""
        confirmed: asyncio.Future[None] = self.loop.create_future()
        if self.lost.done():
            resolve(confirmed)
        self._subscribing.setdefault(channel, deque()).append(confirmed)
        self.write(pack("SUBSCRIBE", channel))
        return confirmed

    def write(self, data: bytes) -> None:
        """Send bytes now, if there is still somewhere to send them."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)

    @property
    def unsent(self) -> int:
        """Bytes that the system has not taken yet."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def pause_writing(self) -> None:
        self.writable = False

    def resume_writing(self) -> None:
        self.writable = True
        self._on_writable()

    def cut(self, why: str) -> None:
        """End it at once."""
        if self._transport and not self._transport.is_closing():
            LOG.warning("the connection to Redis is cut: %s", why)
            self.close()

    def close(self) -> None:
        """End it at once, without a word."""
        if self._transport:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        resolve(self.lost)
        for waiting in self._subscribing.values():
            for confirmed in waiting:
                resolve(confirmed)
        for asked in self.expected:
            if asked and not asked.done():
                asked.set_result(None)


def resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def pack(*words: str | bytes) -> bytes:
    """A command as Redis takes it."""
    encoded = [word.encode() if isinstance(word, str) else word for word in words]
    return b"*%d\r\n%b" % (len(encoded), b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in encoded))
