"""The connection to Redis that publishes and subscribes, and reconnects by itself."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

from picosio.cluster.resp import LOG, RespConnection, pack_command

CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = (0.02, 0.1, 0.25, 0.5, 1.0)  # the last one for ever
HOLD_SECONDS: Final = 10.0  # what was published while disconnected is kept this long: later it is old news
SUBSCRIBE_AT_ONCE: Final = 500


class RedisConnection:
    """Publishes and subscribes for as long as it is started. Nothing here raises because Redis is away.

    `on_message(channel, message)` gets what arrives; `on_reconnect()` is called after every reconnection, once all
    channels are subscribed again; `on_lost()` when what was published may have been lost, as soon as publishing works.
    `max_unsent`: bytes waiting to be sent; `silence`: seconds without a word before Redis is pinged, and after as long
    again without an answer the connection is made anew.
    """

    def __init__(
        self,
        url: str,
        on_message: Callable[[bytes, bytes], None],
        on_reconnect: Callable[[], None],
        on_lost: Callable[[], None],
        *,
        max_unsent: int,
        silence: float,
    ) -> None:
        self.connected = False
        self.dropped = 0  # published messages that were not sent, volatile ones included
        self._address, self._hello = _parse(url)
        self._on_message, self._on_reconnect, self._on_lost = on_message, on_reconnect, on_lost
        self._max_unsent, self._silence = max_unsent, silence
        self._channels: set[bytes] = set()
        self._queue: list[bytes] = []
        self._queued = 0  # bytes in _queue
        self._lost = False
        self._flushing = False
        self._disconnected_at: float | None = 0.0  # loop time
        self._connection: RespConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._attempted = asyncio.Event()

    async def start(self) -> None:
        """Connect; returns when connected or when the first attempt has failed (it goes on trying)."""
        self._loop = asyncio.get_running_loop()
        self._disconnected_at = self._loop.time()
        self._task = self._loop.create_task(self._run())
        await self._attempted.wait()

    async def stop(self) -> None:
        """Send what waits (for a second at most), then disconnect."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.flush()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def publish(self, channel: bytes, message: bytes, volatile: bool = False) -> None:
        """Send at the end of this turn of the loop. Never blocks: beyond `max_unsent` bytes (a half for what is
        volatile, nothing of it while disconnected) the message is dropped."""
        unsent = self._queued + (self._connection.unsent if self._connection else 0)
        size = len(message) + len(channel) + 64
        if unsent + size > (self._max_unsent >> 1 if volatile else self._max_unsent) or not self._accepts(volatile):
            self.dropped += 1
            self._lost = self._lost or not volatile
            return
        command = pack_command(("PUBLISH", channel, message))
        self._queue.append(command)
        self._queued += len(command)
        self._schedule_flush()

    def _accepts(self, volatile: bool) -> bool:
        """Whether a message can be sent now, or may wait for Redis to come back."""
        if self._disconnected_at is None:
            return True
        if not self._task:  # not started yet
            return not volatile
        return not volatile and self._loop.time() - self._disconnected_at < HOLD_SECONDS

    async def subscribe(self, channel: bytes) -> None:
        """Returns once Redis has confirmed it. While disconnected it returns at once: it is done on reconnection."""
        self._channels.add(channel)
        if self._connection:
            await asyncio.shield(self._connection.subscribe(channel))

    def unsubscribe(self, channel: bytes) -> None:
        """Unsubscribe from a channel."""
        self._channels.discard(channel)
        if self._connection:
            self._connection.unsubscribe(channel)

    async def flush(self) -> None:
        """Returns when Redis has confirmed all that was published until now, or when it is away."""
        self._send_queue()
        if self._connection:
            await self._connection.ask("PING")

    def _schedule_flush(self) -> None:
        if not self._flushing and self._connection:
            self._flushing = True
            self._loop.call_soon(self._send_queue)

    def _send_queue(self) -> None:
        self._flushing = False
        connection = self._connection
        if not connection or connection.lost.done():
            return
        if self._queue:
            connection.publish(self._queue)
            self._queue.clear()
            self._queued = 0
        if self._lost and connection.writable:
            self._lost = False
            self._on_lost()

    async def _run(self) -> None:
        failures, again = 0, False
        while True:
            connection = RespConnection(self._loop, self._on_message, self._schedule_flush)
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._connect(connection)
                failures = 0
                self._attempted.set()
                if again:
                    self._on_reconnect()
                self._send_queue()
                await self._watch(connection)
            except (OSError, TimeoutError) as error:
                LOG.warning("Redis is away: %r", error)
            finally:
                self._disconnect(connection)
            again = True
            self._attempted.set()
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1

    async def _connect(self, connection: RespConnection) -> None:
        """Log in and subscribe to all channels; raises OSError or TimeoutError."""
        host, port, context = self._address
        if port:
            await self._loop.create_connection(lambda: connection, host, port, ssl=context)
        else:
            await self._loop.create_unix_connection(lambda: connection, host)
        hello = await connection.ask(*self._hello)
        if not isinstance(hello, dict):
            raise ConnectionError("Redis refused the login")
        if cast("dict[bytes, object]", hello).get(b"role") == b"replica":
            raise ConnectionError("this Redis is a replica: what is published there reaches nobody else")
        self._connection = connection
        channels = sorted(self._channels)
        for first in range(0, len(channels), SUBSCRIBE_AT_ONCE):
            connection.subscribe(*channels[first : first + SUBSCRIBE_AT_ONCE])
        if await connection.ask("PING") is None:  # answered after the subscriptions
            raise ConnectionError("Redis closed the connection")
        self.connected, self._disconnected_at = True, None

    async def _watch(self, connection: RespConnection) -> None:
        """Until the connection is lost, or silent for too long."""
        while not connection.lost.done():
            await asyncio.wait([connection.lost], timeout=self._silence / 2)
            silent = self._loop.time() - connection.last_received
            if silent >= 2 * self._silence:
                connection.abort(f"silence for {silent:.0f} s")
            elif silent >= self._silence:
                connection.ask("PING")
            self._send_queue()

    def _disconnect(self, connection: RespConnection) -> None:
        connection.abort()
        self._lost = self._lost or connection.unconfirmed
        self.connected, self._connection = False, None
        if self._disconnected_at is None:
            self._disconnected_at = self._loop.time()
        elif self._queue and not self._accepts(volatile=False):
            self.dropped += len(self._queue)
            self._queue.clear()
            self._queued, self._lost = 0, True


def _parse(url: str) -> tuple[tuple[str, int, ssl.SSLContext | None], tuple[str, ...]]:
    """Where `redis://user:password@host:port`, `rediss://...?ssl_ca_certs=file` or `unix://path?password=...` is
    (port 0: a path), and the HELLO to log in with. The number of a database means nothing to pub/sub."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    password = unquote(parts.password or "") or options.get("password", "")
    user = unquote(parts.username or "") or options.get("username", "default")
    hello = ("HELLO", "3", "AUTH", user, password) if password else ("HELLO", "3")
    if parts.scheme == "unix":
        return (unquote(parts.path), 0, None), hello
    if parts.scheme not in ("redis", "rediss"):
        raise ValueError("The URL of Redis begins with redis://, rediss:// or unix://")
    context = ssl.create_default_context(cafile=options.get("ssl_ca_certs")) if parts.scheme == "rediss" else None
    if context and options.get("ssl_cert_reqs") == "none":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return (unquote(parts.hostname or "localhost"), parts.port or 6379, context), hello
