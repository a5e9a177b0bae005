"""The live connection of every open page: one Socket.IO server (picosio), its sockets' callers, and what they send."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime
from math import ceil
from typing import Final, cast
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis

from hallway.gateway.authentication import GATEWAY, Authenticator
from hallway.gateway.http.security import Origins
from hallway.gateway.presence import Presence
from hallway.kernel import channels
from hallway.kernel.addresses import origin
from hallway.kernel.apis import Apis
from hallway.kernel.audit import audit, audit_problem, begin_work
from hallway.kernel.caller import Caller
from hallway.kernel.errors import INTERNAL, Fault, Problem
from hallway.kernel.logging import begin_request
from hallway.kernel.pushes.message import BlockChanged, EndSession, Evict, EvictAll, PublicChanged, Push
from hallway.kernel.pushes.publisher import PREFIX, Pushed, push_secrets
from hallway.kernel.settings import Settings
from hallway.kernel.sockets import Sockets
from hallway.kernel.tasks import end
from hallway.kernel.tokens import LONGEST_TTL
from hallway.services.auth.api import Auth
from hallway.services.profiles.api import Profiles
from picosio import Cluster, Options, Refused, Server, Socket

SIGNAL_SECONDS: Final = 0.25
SWEEP_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 15.0
"""For a page to say who it is, once it has a connection: it does so at once."""
DRAIN_SECONDS: Final = 5.0
DRAIN_RATE: Final = 1_000
"""Sockets sent away in a second: about a third of what a gateway takes in again."""
TRANSPORT_BYTES: Final = 256 * 1024
"""Beyond this a connection is cut; below it, what is too large is refused politely."""


class Resync(Push, frozen=True, kw_only=True, name="resync"):
    """To every socket after a break between us and Redis: ask for what you may have missed."""


class Acknowledgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """`{"ok": true, "value": ...}` or `{"ok": false, "error": {...}}`."""

    ok: bool
    value: object = msgspec.UNSET
    error: Fault | msgspec.UnsetType = msgspec.UNSET


class Connection:
    """One browser's connection: the SocketContext that handlers get."""

    __slots__ = ("_realtime", "apis", "caller", "check_at", "received", "socket", "window")

    def __init__(self, realtime: "Realtime", socket: Socket, caller: Caller) -> None:
        self._realtime = realtime
        self.socket = socket
        self.caller = caller
        self.apis = realtime.apis
        self.check_at = caller.expires_at
        self.window = 0
        self.received = 0

    @property
    def socket_id(self) -> str:
        return self.socket.id

    @property
    def channels(self) -> Set[str]:
        return self.socket.rooms

    async def join(self, channel: str) -> None:
        if channel not in self.socket.rooms and self.socket.connected:
            await self.socket.join(channel)
            await self._realtime.joined(self, channel)

    async def leave(self, channel: str) -> None:
        self.socket.leave(channel)

    async def push(self, channel: str, push: Push, *, except_me: bool = False) -> None:
        to = self._realtime.root.to(channel)
        (to.except_(self.socket.id) if except_me else to).write(push.encoded())

    def signal(self, channel: str, key: str, push: Push) -> None:
        self._realtime.signals[channel, key] = (push.encoded(), self.socket.id)


class Realtime:
    """The Socket.IO server, and who is at the other end of its sockets."""

    def __init__(
        self,
        settings: Settings,
        apis: Apis,
        authenticator: Authenticator,
        sockets: Sequence[Sockets],
        redis: Redis,
        clock: Callable[[], datetime],
        public_changed: Callable[[], None],
    ) -> None:
        self.apis = apis
        self._public_changed = public_changed
        self.signals: dict[tuple[str, str], tuple[bytes, str]] = {}
        self._settings = settings
        self._authenticator = authenticator
        self._clock = clock
        self._receivers = {name: entry for part in sockets for name, entry in part.receivers.items()}
        assert len(self._receivers) == sum(len(part.receivers) for part in sockets), "two services receive one message"
        self._leavers = [leaver for part in sockets for leaver in part.leavers]
        self._tasks: list[asyncio.Task[None]] = []
        self._applying: set[asyncio.Task[None]] = set()
        self._window = 0
        self._received: Counter[str] = Counter()
        """Messages in this window, by person, or address where nobody is signed in: of all their sockets together."""
        self.cluster = self._listening()
        self.server = Server(_options(settings), self.cluster)
        self.root = self.server.namespace("/")
        self.root.connect(self._connect)
        self.root.disconnect(self._disconnect)
        self.root.on_any(self._receive)
        self.root.on_malformed(self._refuse_malformed)
        self.presence = Presence(
            redis, self.people, self._push_presence, self._push_presence_to, self._hidden_from, clock
        )

    def _listening(self) -> Cluster:
        secret, *also = push_secrets(self._settings)
        return Cluster(
            self._settings.redis_url,
            secret,
            prefix=PREFIX,
            also=also,
            on_gap=self._resync,
            on_server_event=self._on_command,
        )

    async def start(self) -> None:
        """Begin to listen to pushes and to keep time."""
        await self.server.start()
        self._tasks = [asyncio.create_task(job) for job in (self._tick(), self._sweep(), self.presence.run())]

    async def check(self) -> None:
        """Whether pushes reach us. Raises ConnectionError while we are cut off from them."""
        if not self.cluster.connected:
            raise ConnectionError("no pushes come from Redis")

    async def drain(self) -> None:
        """Take nobody in any more, and send everybody away, not all at once: they come back by themselves, to another
        gateway or to this one when it is there again."""
        here = len(list(self.server.sockets()))
        await self.server.drain(min(DRAIN_SECONDS, here / DRAIN_RATE))

    async def stop(self) -> None:
        """End what is left."""
        await end([*self._tasks, *self._applying])
        await self.server.close()
        await self.presence.stop()

    async def joined(self, connection: Connection, channel: str) -> None:
        """Whoever comes to an event's venue is sent who is there."""
        user_id = connection.caller.user_id
        if channels.venue.includes(channel) and user_id:
            [event_id] = channels.venue.ids_of(channel)
            try:
                state = await self.presence.entered(UUID(event_id), user_id)
            except BaseException:  # whom this person may see there cannot be said
                connection.socket.leave(channel)
                raise
            connection.socket.emit(state.wire_name, state)

    def people(self, event_id: UUID) -> frozenset[UUID]:
        """Who is at the event through this gateway."""
        callers = (connection.caller for connection in self._connections(channels.venue(event_id)))
        return frozenset(caller.user_id for caller in callers if caller.user_id)

    def _push_presence(self, event_id: UUID, push: Push, excepted: Sequence[UUID]) -> None:
        rooms = tuple(channels.user(user_id) for user_id in excepted)
        self.server.deliver("/", (channels.venue(event_id),), rooms, push.encoded(), False)

    def _push_presence_to(self, event_id: UUID, user_id: UUID, push: Push) -> None:
        for connection in self._connections(channels.user(user_id)):
            if channels.venue(event_id) in connection.channels:
                connection.socket.emit(push.wire_name, push)

    async def _hidden_from(self, user_ids: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
        hidden = await self.apis.get(Profiles).hidden_from(GATEWAY, list(user_ids))
        return {user_id: frozenset(others) for user_id, others in hidden.items()}

    async def _apply_block(self, changed: BlockChanged) -> None:
        try:
            await self.presence.block_changed(changed.first_id, changed.second_id)
        except Exception as error:  # whoever enters, and every later change, is told as it is
            structlog.get_logger().warning("a block could not be applied", error=repr(error))

    def _connections(self, channel: str = "") -> list[Connection]:
        return [socket.data for socket in self.server.sockets(channel) if isinstance(socket.data, Connection)]

    async def _connect(self, socket: Socket, auth: object) -> None:
        begin_request()
        try:
            caller = await self._caller(socket.handshake.headers, auth)
        except Problem as problem:
            raise Refused(problem.message, problem.fault()) from problem
        except Exception as error:
            structlog.get_logger().exception("a socket could not be connected")
            raise Refused(INTERNAL.message, INTERNAL) from error
        if caller.user_id and not socket.count_for(str(caller.user_id), self._settings.person_sockets):
            problem = Problem("too_many", "openTooOften", retry_after=60)
            raise Refused(problem.message, problem.fault())
        socket.data = Connection(self, socket, caller)
        if caller.user_id:  # others may watch what is public: every message asks its service, who decides
            await socket.join(channels.user(caller.user_id))

    async def _caller(self, headers: Mapping[str, str], auth: object) -> Caller:
        """ANONYMOUS only for those who send no token at all: a page whose token is no good must fetch another."""
        token = cast("dict[str, object]", auth).get("token") if isinstance(auth, dict) else None
        if token is None:
            return await self._authenticator.of(headers)
        return await self._authenticator.verify(token if isinstance(token, str) else "")

    async def _disconnect(self, socket: Socket, _: str) -> None:
        connection = socket.data
        assert isinstance(connection, Connection)
        for leaver in self._leavers:
            try:
                await leaver(connection)
            except Exception as error:
                structlog.get_logger().warning("a disconnection could not be handled", error=repr(error))

    async def _receive(self, socket: Socket, event: str, *given: object) -> Acknowledgement:
        begin_request()
        try:
            connection = socket.data
            assert isinstance(connection, Connection)
            begin_work(f"socket:{event}", socket.handshake.address, connection.caller)
            return Acknowledgement(True, value=await self._handle(connection, event, given))
        except Problem as problem:
            audit_problem(problem)
            return Acknowledgement(False, error=problem.fault())
        except Exception:
            structlog.get_logger().exception("a message could not be handled", message=event[:100])
            return Acknowledgement(False, error=INTERNAL)

    def _refuse_malformed(self, socket: Socket, _: str) -> Acknowledgement:
        """Half a character (one of a pair of surrogates) is in the text: UTF-8 has none, so nothing could keep it."""
        try:
            assert isinstance(socket.data, Connection)
            self._pace(socket.data)
            raise Problem("invalid", "halfCharacter")
        except Problem as problem:
            return Acknowledgement(False, error=problem.fault())

    async def _handle(self, connection: Connection, event: str, given: tuple[object, ...]) -> object:
        self._pace(connection)
        if connection.socket.event_size > self._settings.socket_bytes:
            most = self._settings.socket_bytes // 1024
            raise Problem("too_large", "tooMuchSent", kilobytes=most)
        if event not in self._receivers:
            raise Problem("invalid", "noSuchOperation", name=event[:100])
        kind, receiver = self._receivers[event]
        if len(given) > 1:
            raise Problem("invalid", "notAsExpected", why="one object")
        try:
            message = msgspec.convert(given[0] if given else {}, kind)
        except msgspec.ValidationError as error:
            raise Problem("invalid", "notAsExpected", why=f"{event}: {error}") from error
        return await receiver(connection, message)

    def _pace(self, connection: Connection) -> None:
        window = int(self._clock().timestamp() / self._settings.socket_window)
        if window != connection.window:
            connection.window, connection.received = window, 0
        connection.received += 1
        if window != self._window:
            self._window = window
            self._received.clear()
        person = connection.caller.user_id
        who = str(person or origin(connection.socket.handshake.address))
        self._received[who] += 1
        most = self._settings.person_socket_events if person else self._settings.address_socket_events
        for count, limit in ((connection.received, self._settings.socket_events), (self._received[who], most)):
            if count == limit + 1:
                audit("limit", "refused", on=f"sockets:{who}", limit=limit, seconds=ceil(self._settings.socket_window))
            if count > limit:
                wait = self._settings.socket_window
                raise Problem("too_many", "tooOften", retry_after=ceil(wait))

    def _on_command(self, event: bytes) -> None:
        """A service's command to the gateways: somebody is to leave a channel, or a session has ended."""
        pushed = msgspec.json.decode(event, type=Pushed)
        if pushed.name == Evict.wire_name:
            evict = msgspec.convert(pushed.fields, Evict)
            for socket in self.server.sockets(channels.user(evict.user_id)):
                socket.leave(evict.room)
        elif pushed.name == EvictAll.wire_name:
            room = msgspec.convert(pushed.fields, EvictAll).room
            for socket in self.server.sockets(room):
                socket.leave(room)
        elif pushed.name == PublicChanged.wire_name:
            self._public_changed()
        elif pushed.name == BlockChanged.wire_name:
            task = asyncio.create_task(self._apply_block(msgspec.convert(pushed.fields, BlockChanged)))
            self._applying.add(task)
            task.add_done_callback(self._applying.discard)
        elif pushed.name == EndSession.wire_name:
            ended = msgspec.convert(pushed.fields, EndSession)
            self._authenticator.end(ended.session_id)
            for connection in self._connections(channels.user(ended.user_id)):
                if connection.caller.session_id == ended.session_id:
                    connection.socket.disconnect()

    def _resync(self) -> None:
        """Pushes and orders may have been missed: pages ask for theirs, and we whether each session still lives."""
        self._public_changed()
        now = self._clock()
        for connection in self._connections():
            connection.check_at = now
        self.server.deliver("/", (), (), Resync().encoded(), False)

    async def _tick(self) -> None:
        """Signals leave together, the last one of each key."""
        while True:
            await asyncio.sleep(SIGNAL_SECONDS)
            signals, self.signals = self.signals, {}
            for (channel, _), (push, sender) in signals.items():
                self.root.to(channel).except_(sender).volatile().write(push)

    async def _sweep(self) -> None:
        """Ask auth about every session whose token has run out; close those that have ended."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            now = self._clock()
            for connection in self._connections():
                if connection.check_at is None or connection.check_at > now or connection.caller.session_id is None:
                    continue
                try:
                    alive = await self.apis.get(Auth).session_alive(GATEWAY, connection.caller.session_id)
                except Exception as error:  # asked again at the next sweep
                    structlog.get_logger().warning("a session could not be checked", error=repr(error))
                    continue
                connection.check_at = now + LONGEST_TTL
                if not alive:
                    self._authenticator.end(connection.caller.session_id)
                    connection.socket.disconnect()


def _options(settings: Settings) -> Options:
    return Options(
        origins=Origins(settings).allows,
        trust_proxy=settings.trust_proxy,
        ping_interval=20,
        ping_timeout=15,
        connect_timeout=CONNECT_SECONDS,
        max_payload=TRANSPORT_BYTES,
        max_connections_per_address=settings.socket_connections,
    )
