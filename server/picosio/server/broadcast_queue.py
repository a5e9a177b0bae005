"""How broadcasts are written: those of one turn of the loop joined, to some hundred sockets a turn, in order."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

from picosio.engine.session import Session
from picosio.protocol.packets import Message


class Member(Protocol):
    """A socket, as rooms and broadcasts see it."""

    @property
    def client(self) -> Session: ...
    @property
    def connected(self) -> bool: ...
    def deliver(self, message: Message) -> None:
        """Send it a message now."""
        ...

    def expect_ack(self, number: int) -> "asyncio.Future[object]":
        """A future for the acknowledgement of that number."""
        ...

    def forget_ack(self, number: int) -> None:
        """Nobody waits for that acknowledgement any more."""
        ...


Excepts = frozenset[Member]
NOBODY: Excepts = frozenset()


class Room:
    """Its members in the order they came, and the batch that the next broadcast to it joins."""

    __slots__ = ("batch", "members", "name", "subscribed")

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: dict[Member, None] = {}
        self.batch: Batch | None = None
        self.subscribed: asyncio.Future[None] | None = None

    def close_batch(self) -> None:
        """Before a change of members: what has been broadcast is for those who are here now."""
        if self.batch is not None:
            self.batch.targets = list(self.members)
            self.batch = None


class Batch:
    """Messages to be written to some sockets, once each; and those to single clients that follow them."""

    __slots__ = ("after", "messages", "room", "targets", "turn", "written")

    def __init__(self, room: Room | None, targets: list[Member] | None, turn: int) -> None:
        self.room = room
        self.targets = targets
        self.turn = turn
        self.written = 0
        self.messages: list[tuple[Message, bool, Excepts]] = []
        self.after: list[tuple[Session, Message]] = []


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

    def add_sockets(self, targets: Iterable[Member], message: Message, volatile: bool) -> None:
        """Write to some sockets, at the end of this turn."""
        batch = Batch(None, list(targets), self._turn)
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
        if batch.room is not None and batch.targets is None:
            batch.room.close_batch()
        assert batch.targets is not None
        part = batch.targets[batch.written : batch.written + budget]
        batch.written += len(part)
        if part:
            self._write(batch.messages, part)
        if batch.written >= len(batch.targets):
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
                write(joined)  # should this be too much, the transport says so

    def _write_single(self, socket: Member, messages: list[tuple[Message, bool, Excepts]]) -> None:
        for message, volatile, excepts in messages:
            if socket not in excepts and not (volatile and socket.client.transport.unsent() > self._volatile_unsent):
                socket.deliver(message)
