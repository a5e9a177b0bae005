"""Rooms across processes, by Redis pub/sub: `Cluster` is the adapter of a server.

One channel per room that has a member in this process, and one for everybody. What is not signed with our secret for
this very channel (see envelope.py) is dropped and counted. Nothing is stored: after a break `on_gap` is called, and the
application asks for what it missed. Acknowledgements of a broadcast are local.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from picosio.cluster.emitter import Publisher
from picosio.cluster.envelope import BINARY, Header, Kind, unpack
from picosio.server.adapter import LocalServer

LOG: Final = logging.getLogger("picosio")
GAP_SECONDS: Final = 1.0  # gaps that follow within this time are reported as one more


class Cluster(Publisher):
    """The adapter that joins servers in several processes. All of them must have the same `secret` and `prefix`.
    To change the secret, process by process: what is signed with one of those in `also` is heard as well.

    `on_gap()` is called (in the loop; once a second at most) when messages may have been missed here: after a break of
    the connection to Redis, or when another process had to drop some. `on_server_event(event)` gets what
    `server_side_emit` was given elsewhere: bytes that mean something to the application. `max_frame` and `max_unsent`
    are bytes, `silence` seconds: a Redis that sends nothing for twice as long counts as lost.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        on_gap: Callable[[], None] = lambda: None,
        on_server_event: Callable[[bytes], None] = lambda event: None,
        prefix: str = "picosio",
        max_frame: int = 4 << 20,
        max_unsent: int = 16 << 20,
        silence: float = 5.0,
        process: bytes = b"",
        also: Sequence[str] = (),
    ) -> None:
        super().__init__(url, secret, prefix=prefix, max_unsent=max_unsent, silence=silence, process=process, also=also)
        self.refused = 0  # messages that were not signed by us, or malformed
        self._max_frame, self._on_gap, self._on_server_event = max_frame, on_gap, on_server_event
        self._gap_timer: asyncio.TimerHandle | None = None
        self._gap_again = False
        self._server: LocalServer

    async def start(self, server: LocalServer) -> None:
        self._server = server
        await self._redis.subscribe(self._frames.everybody)
        await self._redis.start()

    async def stop(self) -> None:
        if self._gap_timer:
            self._gap_timer.cancel()
        await super().stop()

    async def joined(self, namespace: str, room: str) -> None:
        await self._redis.subscribe(self._frames.channel(namespace, room))

    def left(self, namespace: str, room: str) -> None:
        self._redis.unsubscribe(self._frames.channel(namespace, room))

    def _on_message(self, channel: bytes, frame: bytes) -> None:
        """Read a message. Nothing that it holds may raise into the connection."""
        if self._frames.is_own(frame):
            return
        try:
            if len(frame) > self._max_frame:
                raise ValueError("too large")
            header, event = self._frames.read(channel, frame)
        except ValueError as error:
            self.refused += 1
            if self.refused & (self.refused - 1) == 0:  # the first, second, fourth ...: a flood does not fill the log
                LOG.warning("a message on %r is dropped: %s (%d until now)", channel[:100], error, self.refused)
            return
        try:
            if header.kind <= Kind.VOLATILE:
                volatile = header.kind == Kind.VOLATILE
                event, attachments = unpack(event) if header.extra == BINARY else (event, ())
                self._server.deliver(header.namespace, header.rooms, header.excepts, event, volatile, attachments)
            elif header.kind == Kind.EVENTS:
                for line in event.split(b"\n"):  # JSON on one line has no line end of its own
                    self._server.deliver(header.namespace, header.rooms, header.excepts, line, False)
            elif header.kind == Kind.GAP:
                self._report_gap()
            elif header.kind == Kind.SERVERS:
                self._on_server_event(event)
            else:
                self._apply(header)
        except Exception:
            LOG.exception("a message on %r could not be delivered", channel[:100])

    def _command(self, header: Header) -> None:
        super()._command(header)
        if header.rooms:
            self._apply(header)

    def _apply(self, header: Header) -> None:
        """Carry a command out on the sockets of this process."""
        if header.kind == Kind.DISCONNECT:
            self._server.disconnect_all(header.namespace, header.rooms[0], header.extra == "close")
        else:
            self._server.leave_all(header.namespace, header.rooms[0], header.extra)

    def _report_gap(self) -> None:
        if self._gap_timer:
            self._gap_again = True
            return
        self._gap_timer = asyncio.get_running_loop().call_later(GAP_SECONDS, self._gap_over)
        try:
            self._on_gap()
        except Exception:
            LOG.exception("on_gap raised")

    def _gap_over(self) -> None:
        self._gap_timer = None
        if self._gap_again:
            self._gap_again = False
            self._report_gap()
