"""Socket messages: what browsers send, which function of which service handles it, and what that function gets."""

from collections.abc import Awaitable, Callable, Set
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.pushes.message import NamedMessage, Push


class Incoming(msgspec.Struct, metaclass=NamedMessage, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A message from a browser; anything but exactly its fields is refused."""

    wire_name: ClassVar[str]


class SocketContext(Protocol):
    """One browser's connection, as a handler sees it. `channels` are those it is in (see `kernel/channels.py`)."""

    @property
    def caller(self) -> Caller: ...
    @property
    def apis(self) -> Apis: ...
    @property
    def socket_id(self) -> str: ...
    @property
    def channels(self) -> Set[str]: ...

    async def join(self, channel: str) -> None:
        """From now on this socket gets what is pushed to `channel`."""
        ...

    async def leave(self, channel: str) -> None: ...

    async def push(self, channel: str, push: Push, *, except_me: bool = False) -> None:
        """To every socket in `channel` on every gateway; never stored, lost on those that are away."""
        ...

    def signal(self, channel: str, key: str, push: Push) -> None:
        """Like push, but only the last one per channel and key leaves at the next tick."""
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
