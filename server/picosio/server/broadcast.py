"""What is said to many."""

import asyncio
from typing import TYPE_CHECKING

from picosio.protocol import packets
from picosio.protocol.errors import Unanswered
from picosio.protocol.packets import Message
from picosio.server.rooms import NOBODY

if TYPE_CHECKING:
    from picosio.server.namespace import Namespace


class Broadcast:
    """Who is meant, before it is said what. Each step gives another one; none is changed."""

    __slots__ = ("_excepts", "_namespace", "_rooms", "_volatile")

    def __init__(
        self, namespace: "Namespace", rooms: tuple[str, ...], excepts: tuple[str, ...] = (), volatile: bool = False
    ) -> None:
        self._namespace = namespace
        self._rooms = rooms
        self._excepts = excepts
        self._volatile = volatile

    def to(self, *rooms: str) -> "Broadcast":
        """The members of these rooms too."""
        return Broadcast(self._namespace, self._rooms + rooms, self._excepts, self._volatile)

    def except_(self, *rooms: str) -> "Broadcast":
        """But not the members of these rooms, or these sockets."""
        return Broadcast(self._namespace, self._rooms, self._excepts + rooms, self._volatile)

    def volatile(self) -> "Broadcast":
        """Clients that have something unsent may miss it."""
        return Broadcast(self._namespace, self._rooms, self._excepts, True)

    def emit(self, event: str, *args: object) -> None:
        """Send an event: encoded once, in every process.

        Raises:
            TypeError: an argument has no JSON and is not binary.
        """
        name = self._namespace.name
        message = packets.encode(packets.EVENT, name, [event, *args])
        self._send(message, message.text[len(packets.head(packets.EVENT, name, len(message.attachments))) :])

    def write(self, event: bytes) -> None:
        """Send an event that is a JSON array, `["name",...]`, already. It is not checked."""
        self._send(packets.ready(self._namespace.name, event), event)

    def _send(self, message: Message, event: bytes) -> None:
        space = self._namespace
        space.say(self._rooms, self._excepts, message, self._volatile)
        adapter = space.server.adapter
        if adapter is not None and not (self._rooms and all(name in space.sockets for name in self._rooms)):
            adapter.publish(space.name, self._rooms, self._excepts, event, self._volatile, message.attachments)

    async def call(self, event: str, *args: object, timeout: float = 5.0) -> list[object]:
        """Send an event to those who are in this process, and gather what they answer.

        Raises:
            Unanswered: somebody has not answered in time, or has left; it has the answers that came.
        """
        space = self._namespace
        left_out = frozenset(space.members(self._excepts)) if self._excepts else NOBODY
        targets = space.targets(self._rooms, left_out)
        ident = space.server.next_ack()
        message = packets.encode(packets.EVENT, space.name, [event, *args], ident)
        futures = [socket.expect(ident) for socket in targets]
        space.server.flusher.tell(targets, message, self._volatile)
        try:
            if futures:
                await asyncio.wait(futures, timeout=timeout)
        finally:
            for socket in targets:
                socket.expect_no_more(ident)
        answers = [future.result() for future in futures if future.done() and future.exception() is None]
        if len(answers) < len(futures):
            raise Unanswered(answers)
        return answers
