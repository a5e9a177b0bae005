"""Publishing to the rooms of a cluster: `Emitter` for processes without a server, and what it shares with `Cluster`."""

import secrets
from collections.abc import Sequence

import msgspec

from picosio.cluster.envelope import BINARY, PROCESS_BYTES, Frames, Header, Kind, pack
from picosio.cluster.redis_connection import RedisConnection


class Publisher:
    """Signs messages and publishes them. Nothing of it blocks, and nothing raises because Redis is away: see
    `RedisConnection.publish` for what is dropped then."""

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        prefix: str,
        max_unsent: int,
        silence: float = 5.0,
        process: bytes = b"",
        also: Sequence[str] = (),
    ) -> None:
        self._frames = Frames(secret, prefix, process or secrets.token_bytes(PROCESS_BYTES), also)
        self._redis = RedisConnection(
            url, self._on_message, self._report_gap, self._publish_gap, max_unsent=max_unsent, silence=silence
        )

    @property
    def connected(self) -> bool:
        """Whether Redis is there: what is published now reaches the others, and what they publish reaches us."""
        return self._redis.connected

    @property
    def dropped(self) -> int:
        """Messages that were to be published and were not: Redis was away for too long or too slow."""
        return self._redis.dropped

    async def stop(self) -> None:
        """Send what waits (a second at most) and disconnect."""
        await self._redis.stop()

    def publish(
        self,
        namespace: str,
        rooms: tuple[str, ...],
        excepts: tuple[str, ...],
        event: bytes,
        volatile: bool,
        attachments: Sequence[bytes] = (),
    ) -> None:
        header = Header(Kind.VOLATILE if volatile else Kind.EVENT, namespace, rooms, excepts)
        if attachments:
            header, event = msgspec.structs.replace(header, extra=BINARY), pack(event, attachments)
        self._redis.publish(*self._frames.make(header, event), volatile)

    def make_leave(self, namespace: str, room: str, other: str) -> None:
        """All sockets of `room` leave the room `other`, in every process; ids of sockets are rooms as well."""
        self._command(Header(Kind.LEAVE, namespace, (room,), (), other))

    def disconnect(self, namespace: str, room: str, close: bool = False) -> None:
        """Disconnect all sockets of `room`, in every process; with `close` their connections too."""
        self._command(Header(Kind.DISCONNECT, namespace, (room,), (), "close" if close else ""))

    def server_side_emit(self, event: bytes) -> None:
        """Give an event to the servers of all other processes (`Cluster`'s `on_server_event`); no client sees it."""
        self._redis.publish(*self._frames.make(Header(Kind.SERVERS), event))

    def _command(self, header: Header) -> None:
        self._redis.publish(*self._frames.make(header))

    def _publish_gap(self) -> None:
        self._command(Header(Kind.GAP))

    def _on_message(self, channel: bytes, frame: bytes) -> None:
        """A message has come: not without a subscription."""

    def _report_gap(self) -> None:
        """Messages may have been missed."""


class Emitter(Publisher):
    """Publishes from a process that runs no server (`async with Emitter(...)`). All methods take their effect in order,
    at the end of this turn of the loop, many in one write."""

    def __init__(self, url: str, secret: str, *, prefix: str = "picosio", max_unsent: int = 16 << 20) -> None:
        super().__init__(url, secret, prefix=prefix, max_unsent=max_unsent)

    async def __aenter__(self) -> "Emitter":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Connect. If Redis is away this returns all the same, and it goes on trying."""
        await self._redis.start()

    def emit(
        self,
        namespace: str,
        rooms: str | tuple[str, ...],
        event: bytes,
        excepts: tuple[str, ...] = (),
        volatile: bool = False,
    ) -> None:
        """Publish `event` (the JSON array `["name",...]`) to a room, several, or with () to the whole namespace."""
        self.publish(namespace, (rooms,) if isinstance(rooms, str) else rooms, excepts, event, volatile)

    def emit_all(self, namespace: str, room: str, events: Sequence[bytes]) -> None:
        """Publish several events to a room, in order and signed together. None may have a line end in it."""
        if len(events) == 1:
            self.emit(namespace, room, events[0])
        elif events:
            self._redis.publish(*self._frames.make(Header(Kind.EVENTS, namespace, (room,)), b"\n".join(events)))

    async def flush(self) -> None:
        """Returns when Redis has all that was emitted until now, or when it is away."""
        await self._redis.flush()
