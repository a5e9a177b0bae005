"""Live messages: what services push to browsers, what browsers send, and who handles it."""

from collections.abc import Awaitable, Callable, Set
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.rpc import Apis


class _Named(msgspec.StructMeta):
    """Lets a message say its name on the wire in its class line: `class Posted(Push, name="chat.posted")`."""

    def __new__(
        mcls, typename: str, bases: tuple[type, ...], namespace: dict[str, Any], /, *, name: str = "", **options: Any
    ) -> "_Named":
        return super().__new__(mcls, typename, bases, {**namespace, "wire_name": name}, **options)

    def __init__(
        cls, typename: str, bases: tuple[type, ...], namespace: dict[str, Any], /, *, name: str = "", **options: Any
    ) -> None:
        super().__init__(typename, bases, namespace)


class Push(msgspec.Struct, metaclass=_Named, frozen=True, kw_only=True, rename="camel"):
    """A message to browsers, as `["<name>", {<fields>}]`, fields in camelCase."""

    wire_name: ClassVar[str]

    def encoded(self) -> bytes:
        """This push as JSON on the wire."""
        return msgspec.json.encode((self.wire_name, self))


class Order(Push, frozen=True, kw_only=True):
    """For the gateways themselves, on the channel GATEWAYS. Browsers never see it."""


class Evict(Order, frozen=True, kw_only=True, name="evict"):
    """All sockets of this person leave `room`."""

    room: str
    user_id: UUID


class EndSession(Order, frozen=True, kw_only=True, name="session.end"):
    """A session has ended: its sockets go, and its tokens are no good any more."""

    user_id: UUID
    session_id: UUID


class Incoming(msgspec.Struct, metaclass=_Named, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A message from a browser; anything but exactly its fields is refused."""

    wire_name: ClassVar[str]


class SocketContext(Protocol):
    """One browser's connection, as a handler sees it."""

    @property
    def caller(self) -> Caller: ...
    @property
    def apis(self) -> Apis: ...
    @property
    def socket_id(self) -> str: ...
    @property
    def rooms(self) -> Set[str]: ...

    async def join(self, room: str) -> None:
        """From now on this socket gets what is pushed to `room`."""
        ...

    async def leave(self, room: str) -> None: ...

    async def push(self, room: str, push: Push, *, except_me: bool = False) -> None:
        """To every socket in `room` on every gateway; never stored, lost if nobody listens."""
        ...

    def signal(self, room: str, key: str, push: Push) -> None:
        """Like push, but only the last one per room and key leaves at the next tick."""
        ...


M = TypeVar("M", bound=Incoming)
Receiver = Callable[[SocketContext, M], Awaitable[msgspec.Struct | None]]
Leaver = Callable[[SocketContext], Awaitable[None]]


class Sockets:
    """The socket messages of one service. Handlers call APIs only."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.receivers: dict[str, tuple[type[Incoming], Receiver[Any]]] = {}
        self.leavers: list[Leaver] = []

    def receives(self, message: type[M]) -> Callable[[Receiver[M]], Receiver[M]]:
        """Handle `message`; what the handler returns is the acknowledgement's value."""

        def register(handler: Receiver[M]) -> Receiver[M]:
            assert message.wire_name not in ("", *self.receivers), f"{message} has no name of its own"
            self.receivers[message.wire_name] = (message, handler)
            return handler

        return register

    def disconnected(self, handler: Leaver) -> Leaver:
        """Call `handler` when a socket is gone; its rooms are still there to read."""
        self.leavers.append(handler)
        return handler
