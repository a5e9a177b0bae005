"""The connection to Redis that publishes and subscribes, and comes back by itself."""

import asyncio
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

from picosio.cluster.resp import LOG, Connection, pack

CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = (0.02, 0.1, 0.25, 0.5, 1.0)  # the last one for ever
HOLD_SECONDS: Final = 10.0  # what was published while cut off is kept this long: later it is old news
SUBSCRIBE_AT_ONCE: Final = 500


class Link:
    """Publishes and subscribes for as long as it is started. Nothing here raises because Redis is away.

    `on_message(channel, message)` gets what arrives; `on_back()` is called after every reconnection, once all
    channels are subscribed again; `on_lost()` when what was published may have been lost, as soon as publishing works.
    `max_unsent`: bytes waiting to be sent; `silence`: seconds without a word before Redis is asked, and after as long
    again without an answer the connection is made anew.
    """

    def __init__(
        self,
        url: str,
        on_message: Callable[[bytes, bytes], None],
        on_back: Callable[[], None],
        on_lost: Callable[[], None],
        *,
        max_unsent: int,
        silence: float,
    ) -> None:
        self.connected = False
        self.dropped = 0  # published messages that were not sent, volatile ones included
        self._where, self._hello = _parse(url)
        self._on_message, self._on_back, self._on_lost = on_message, on_back, on_lost
        self._max_unsent, self._silence = max_unsent, silence
        self._wanted: set[bytes] = set()
        self._queue: list[bytes] = []
        self._queued = 0  # bytes in _queue
        self._lost = False
        self._flushing = False
        self._cut_since: float | None = 0.0  # loop time
        self._live: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._first = asyncio.Event()

    async def start(self) -> None:
        """Connect; returns when connected or when the first attempt has failed (it goes on trying)."""
        self._loop = asyncio.get_running_loop()
        self._cut_since = self._loop.time()
        self._task = self._loop.create_task(self._run())
        await self._first.wait()

    async def stop(self) -> None:
        """Send what waits (for a second at most), then disconnect."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.settled()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def publish(self, channel: bytes, message: bytes, volatile: bool = False) -> None:
        """Send at the end of this turn of the loop. Never blocks: beyond `max_unsent` bytes (a half for what is
        volatile, nothing of it while cut off) the message is dropped."""
        unsent = self._queued + (self._live.unsent if self._live else 0)
        size = len(message) + len(channel) + 64
        if unsent + size > (self._max_unsent >> 1 if volatile else self._max_unsent) or not self._held(volatile):
            self.dropped += 1
            self._lost = self._lost or not volatile
            return
        command = pack("PUBLISH", channel, message)
        self._queue.append(command)
        self._queued += len(command)
        self._soon()

    def _held(self, volatile: bool) -> bool:
        """Whether a message can be sent now, or may wait for Redis to come back."""
        if self._cut_since is None:
            return True
        if not self._task:  # not started yet
            return not volatile
        return not volatile and self._loop.time() - self._cut_since < HOLD_SECONDS

    async def subscribe(self, channel: bytes) -> None:
        """Returns once Redis has confirmed it. While cut off it returns at once: it is done when Redis is back."""
        self._wanted.add(channel)
        if live := self._live:
            await asyncio.shield(live.subscribe(channel))

    def unsubscribe(self, channel: bytes) -> None:
        """Hear no more of it."""
        self._wanted.discard(channel)
        if self._live:
            self._live.write(pack("UNSUBSCRIBE", channel))

    async def settled(self) -> None:
        """Returns when Redis has confirmed all that was published until now, or when it is cut off."""
        self._flush()
        if self._live:
            await self._live.ask("PING")

    def _soon(self) -> None:
        if not self._flushing and self._live:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        if not (live := self._live) or live.lost.done():
            return
        if self._queue:
            live.expected.extend([None] * len(self._queue))
            live.write(b"".join(self._queue))
            self._queue.clear()
            self._queued = 0
        if self._lost and live.writable:
            self._lost = False
            self._on_lost()

    async def _run(self) -> None:
        failures, again = 0, False
        while True:
            connection = Connection(self._loop, self._on_message, self._soon)
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._connect(connection)
                failures = 0
                self._first.set()
                if again:
                    self._on_back()
                self._flush()
                await self._watch(connection)
            except (OSError, TimeoutError) as error:
                LOG.warning("Redis is away: %r", error)
            finally:
                self._down(connection)
            again = True
            self._first.set()
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1

    async def _connect(self, connection: Connection) -> None:
        """Say hello and subscribe to all that is wanted; raises OSError or TimeoutError."""
        host, port, context = self._where
        if port:
            await self._loop.create_connection(lambda: connection, host, port, ssl=context)
        else:
            await self._loop.create_unix_connection(lambda: connection, host)
        hello = await connection.ask(*self._hello)
        if not isinstance(hello, dict):
            raise ConnectionError("Redis did not let us in")
        if cast("dict[bytes, object]", hello).get(b"role") == b"replica":
            raise ConnectionError("this Redis is a replica: nobody else would hear us")
        self._live = connection
        for some in _pieces(sorted(self._wanted)):
            connection.write(pack("SUBSCRIBE", *some))
        if await connection.ask("PING") is None:  # answered after the subscriptions
            raise ConnectionError("Redis closed the connection")
        self.connected, self._cut_since = True, None

    async def _watch(self, connection: Connection) -> None:
        """Until the connection ends, or says nothing for too long."""
        while not connection.lost.done():
            await asyncio.wait([connection.lost], timeout=self._silence / 2)
            quiet = self._loop.time() - connection.heard
            if quiet >= 2 * self._silence:
                connection.cut(f"silence for {quiet:.0f} s")
            elif quiet >= self._silence:
                connection.ask("PING")
            self._flush()

    def _down(self, connection: Connection) -> None:
        connection.close()
        self._lost = self._lost or None in connection.expected
        self.connected, self._live = False, None
        if self._cut_since is None:
            self._cut_since = self._loop.time()
        elif self._queue and not self._held(volatile=False):
            self.dropped += len(self._queue)
            self._queue.clear()
            self._queued, self._lost = 0, True


def _pieces(channels: list[bytes]) -> Iterable[list[bytes]]:
    return (channels[at : at + SUBSCRIBE_AT_ONCE] for at in range(0, len(channels), SUBSCRIBE_AT_ONCE))


def _parse(url: str) -> tuple[tuple[str, int, ssl.SSLContext | None], tuple[str, ...]]:
    """Where `redis://user:password@host:port`, `rediss://...?ssl_ca_certs=file` or `unix://path?password=...` is
    (port 0: a path), and the HELLO to say there. The number of a database means nothing to pub/sub."""
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
