"""One connection to Redis (6 or newer, or Valkey) on hiredis: RESP3, so that it publishes and subscribes at once.

Why not redis-py, which Hallway uses otherwise: docs/adr/0005-redis-connection.md.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final, cast

import hiredis

LOG: Final = logging.getLogger("picosio")
pack_command: Final = cast("Callable[[tuple[str | bytes, ...]], bytes]", hiredis.pack_command)  # its stub is wrong
MAX_INCOMPLETE: Final = 32 << 20  # bytes of one message that has not ended; more is no message of ours


class RespConnection(asyncio.Protocol):
    """Commands out, their replies in order, and messages as they come, until the connection is lost."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_message: Callable[[bytes, bytes], None],
        on_writable: Callable[[], None],
    ) -> None:
        self.lost: asyncio.Future[None] = loop.create_future()
        self.writable = True
        self.last_received = loop.time()
        self._loop = loop
        self._on_message, self._on_writable = on_message, on_writable
        self._reader = hiredis.Reader()
        self._transport: asyncio.Transport | None = None
        self._replies: deque[asyncio.Future[object] | None] = deque()  # one per command; None for PUBLISH
        self._confirmations: dict[bytes, deque[asyncio.Future[None]]] = {}  # by the last channel of each SUBSCRIBE

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.last_received = self._loop.time()
        try:
            self._reader.feed(data)
            while (reply := self._reader.gets()) is not False:
                self._on_reply(reply)
        except hiredis.HiredisError as error:
            self.abort(repr(error))
        if self._reader.len() > MAX_INCOMPLETE:
            self.abort("a message that does not end")

    def _on_reply(self, reply: object) -> None:
        if isinstance(reply, hiredis.PushNotification):
            kind, channel, value = cast(list[object], (*reply, None, None)[:3])
            if kind == b"message":
                self._on_message(cast(bytes, channel), cast(bytes, value))
            elif kind == b"subscribe" and (confirmations := self._confirmations.get(cast(bytes, channel))):
                _resolve(confirmations.popleft())
                if not confirmations:
                    del self._confirmations[cast(bytes, channel)]
        elif isinstance(reply, hiredis.ReplyError):
            self.abort(str(reply))
        elif self._replies and (waiting := self._replies.popleft()):
            _resolve(waiting, reply)

    def ask(self, *words: str | bytes) -> "asyncio.Future[object]":
        """Send a command; its reply, or None if the connection is lost first."""
        reply: asyncio.Future[object] = self._loop.create_future()
        if self.lost.done():
            reply.set_result(None)
        else:
            self._replies.append(reply)
            self._write(pack_command(words))
        return reply

    def publish(self, commands: list[bytes]) -> None:
        """Send PUBLISH commands."""
        self._replies.extend([None] * len(commands))
        self._write(b"".join(commands))

    def subscribe(self, *channels: bytes) -> "asyncio.Future[None]":
        """Subscribe to channels; done when the last one is confirmed, or the connection is lost."""
        confirmed: asyncio.Future[None] = self._loop.create_future()
        if self.lost.done():
            confirmed.set_result(None)
        self._confirmations.setdefault(channels[-1], deque()).append(confirmed)
        self._write(pack_command(("SUBSCRIBE", *channels)))
        return confirmed

    def unsubscribe(self, channel: bytes) -> None:
        """Unsubscribe from a channel."""
        self._write(pack_command(("UNSUBSCRIBE", channel)))

    def _write(self, data: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)

    @property
    def unsent(self) -> int:
        """Bytes that the system has not taken yet."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    @property
    def unconfirmed(self) -> bool:
        """Whether a PUBLISH has not been answered."""
        return None in self._replies

    def pause_writing(self) -> None:
        self.writable = False

    def resume_writing(self) -> None:
        self.writable = True
        self._on_writable()

    def abort(self, why: str = "") -> None:
        """Close it at once."""
        if self._transport and not self._transport.is_closing():
            if why:
                LOG.warning("the connection to Redis is closed: %s", why)
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        _resolve(self.lost)
        for confirmations in self._confirmations.values():
            for confirmed in confirmations:
                _resolve(confirmed)
        for reply in self._replies:
            if reply:
                _resolve(reply)


def _resolve(future: "asyncio.Future[object] | asyncio.Future[None]", result: object = None) -> None:
    if not future.done():
        cast("asyncio.Future[object]", future).set_result(result)
