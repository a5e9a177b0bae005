"""Events to many sockets."""

import asyncio

import msgspec

from picosio.protocol import packets
from picosio.protocol.errors import Unanswered
from picosio.protocol.packets import Message
from picosio.server.rooms import Rooms


class Broadcast(msgspec.Struct, frozen=True):
    """The recipients of an event, chosen step by step; each step gives another one, none is changed."""

    _namespace: Rooms
    _rooms: tuple[str, ...] = ()
    _excepts: tuple[str, ...] = ()
    _volatile: bool = False

    def to(self, *rooms: str) -> "Broadcast":
        """The members of these rooms too."""
        return Broadcast(self._namespace, self._rooms + rooms, self._excepts, self._volatile)

    def except_(self, *rooms: str) -> "Broadcast":
        """But not the members of these rooms, or these sockets."""
        return Broadcast(self._namespace, self._rooms, self._excepts + rooms, self._volatile)

    def volatile(self) -> "Broadcast":
        """Clients that have too much unsent may miss it."""
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
        self._send(packets.event_from_json(self._namespace.name, event), event)

    def _send(self, message: Message, event: bytes) -> None:
        space = self._namespace
        space.deliver(self._rooms, self._excepts, message, self._volatile)
        adapter = space.shared.adapter
        if adapter is not None and not (self._rooms and all(name in space.sockets for name in self._rooms)):
            adapter.publish(space.name, self._rooms, self._excepts, event, self._volatile, message.attachments)

    async def call(self, event: str, *args: object, timeout: float = 5.0) -> list[object]:
        """Send an event to those who are in this process, and gather their acknowledgements.

        Raises:
            Unanswered: somebody has not answered in time, or has left; it has the answers that came.
        """
        space = self._namespace
        recipients = space.recipients(self._rooms, self._excepts)
        number = space.shared.next_ack()
        message = packets.encode(packets.EVENT, space.name, [event, *args], number)
        futures = [socket.expect_ack(number) for socket in recipients]
        space.shared.queue.add_sockets(recipients, message, self._volatile)
        try:
            if futures:
                await asyncio.wait(futures, timeout=timeout)
        finally:
            for socket in recipients:
                socket.forget_ack(number)
        answers = [future.result() for future in futures if future.done() and future.exception() is None]
        if len(answers) < len(futures):
            raise Unanswered(answers)
        return answers
