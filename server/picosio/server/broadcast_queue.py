"""How broadcasts are written: those of one turn of the loop joined, to some hundred sockets a turn, in order."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

import msgspec

from picosio.engine.session import Session
from picosio.protocol.packets import Message, Packet


class Member(Protocol):
    """A socket, as what it is built on sees it: rooms, broadcasts, and its client."""

    connected: bool

    @property
    def client(self) -> Session: ...
    def deliver(self, message: Message) -> None:
        """Send it a message now; if it is not connected yet, right after that."""

    def expect_ack(self, number: int) -> "asyncio.Future[object]":
        """A future for the acknowledgement of that number."""
        ...

    def forget_ack(self, number: int) -> None:
        """Nobody waits for that acknowledgement any more."""

    def receive(self, packet: Packet) -> None:
        """Handle a packet for its namespace; events in order unless `ordered` is off."""

    def end(self, reason: str) -> None:
        """The client has left the namespace, or has been sent out."""


Excepts = frozenset[Member]
NOBODY: Excepts = frozenset()


class Room(msgspec.Struct, eq=False):
    """Its members in the order they came, and the batch that the next broadcast to it joins."""

    name: str
    members: dict[Member, None] = {}
    batch: "Batch | None" = None
    subscribed: "asyncio.Future[None] | None" = None

    def close_batch(self) -> None:
        """Before a change of members: what has been broadcast is for those who are here now."""
        if self.batch is not None:
            self.batch.recipients = list(self.members)
            self.batch = None


class Batch(msgspec.Struct, eq=False):
    """Messages to be written to some sockets, once each; and those to single clients that follow them."""

    room: Room | None
    recipients: list[Member] | None
    turn: int
    written: int = 0
    messages: list[tuple[Message, bool, Excepts]] = []
    after: list[tuple[Session, Message]] = []


class BroadcastQueue:
    """Writes batches in their order, a chunk of sockets in a turn of the loop, so that the loop stays responsive.

    A message to a single client waits for the batches before it, and does not keep later messages from joining them.
    """

    def __init__(self, chunk: int, volatile_unsent: int) -> None:
        self._chunk = chunk
        self._volatile_unsent = volatile_unsent
        self._turn = 0
        self._scheduled = False
        self._batches: deque[Batch] = deque()

    def add_room(self, room: Room, message: Message, volatile: bool, excepts: Excepts) -> None:
        """Write to all members of a room but some, at the end of this turn."""
        batch = room.batch
        if batch is None or (batch.turn != self._turn and self._batches[-1] is not batch):
            room.close_batch()
            batch = room.batch = Batch(room, None, self._turn)
            self._add(batch)
        batch.messages.append((message, volatile, excepts))

    def add_sockets(self, recipients: Iterable[Member], message: Message, volatile: bool) -> None:
        """Write to some sockets, at the end of this turn."""
        batch = Batch(None, list(recipients), self._turn)
        batch.messages.append((message, volatile, NOBODY))
        self._add(batch)

    def add_single(self, client: Session, message: Message) -> None:
        """Send to a single client, after what has been broadcast before."""
        if self._batches:
            self._batches[-1].after.append((client, message))
        else:
            client.send(message)

    def flush_single(self, client: Session) -> None:
        """Send now what waits for a single client alone: it is about to be closed."""
        for batch in self._batches:
            own = [entry for entry in batch.after if entry[0] is client]
            if own:
                batch.after = [entry for entry in batch.after if entry[0] is not client]
                for _, message in own:
                    client.send(message)

    def _add(self, batch: Batch) -> None:
        self._batches.append(batch)
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._turn += 1
        budget = self._chunk
        try:
            while self._batches and budget > 0:
                budget -= self._flush_first(budget) + 1
        finally:  # whatever has happened, the others get theirs
            self._scheduled = bool(self._batches)
            if self._scheduled:
                asyncio.get_running_loop().call_soon(self._flush)

    def _flush_first(self, budget: int) -> int:
        batch = self._batches[0]
        if batch.room is not None and batch.recipients is None:
            batch.room.close_batch()
        assert batch.recipients is not None
        part = batch.recipients[batch.written : batch.written + budget]
        batch.written += len(part)
        if part:
            self._write(batch.messages, part)
        if batch.written >= len(batch.recipients):
            self._batches.popleft()
            for client, message in batch.after:
                client.send(message)
        return len(part)

    def _write(self, messages: list[tuple[Message, bool, Excepts]], part: list[Member]) -> None:
        joined = messages[0][0].frames
        if len(messages) > 1:
            joined = b"".join([message.frames for message, _, _ in messages])
        excepted = NOBODY.union(*[excepts for _, _, excepts in messages])
        for socket in part:
            write = socket.client.transport.write
            if write is None or not socket.connected or (excepted and socket in excepted):
                self._write_single(socket, messages)
            else:
                write(joined)  # beyond the high-water mark, pause_writing measures

    def _write_single(self, socket: Member, messages: list[tuple[Message, bool, Excepts]]) -> None:
        for message, volatile, excepts in messages:
            if socket not in excepts and not (volatile and socket.client.transport.unsent() > self._volatile_unsent):
                socket.deliver(message)
