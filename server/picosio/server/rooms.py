"""Rooms, and the queue by which what they say is written: joined within a turn, in chunks, in order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING

from picosio.protocol.packets import Message

if TYPE_CHECKING:
    from picosio.engine.session import Session
    from picosio.server.namespace import Socket

Excepts = frozenset["Socket"]
NOBODY: Excepts = frozenset()


class Room:
    """Its members in the order they came, and the batch that what is said now joins."""

    __slots__ = ("batch", "members", "name", "subscribed")

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: dict[Socket, None] = {}
        self.batch: Batch | None = None
        self.subscribed: Awaitable[None] | None = None

    def settle(self) -> None:
        """Before a change of members: what has been said is for those who are here now."""
        if self.batch is not None:
            self.batch.targets = list(self.members)
            self.batch = None


class Batch:
    """What is to be written to some sockets, once each; and what single sockets are told after it."""

    __slots__ = ("after", "at", "messages", "room", "targets", "turn")

    def __init__(self, room: Room | None, targets: list["Socket"] | None, turn: int) -> None:
        self.room = room
        self.targets = targets
        self.turn = turn
        self.at = 0
        self.messages: list[tuple[Message, bool, Excepts]] = []
        self.after: list[tuple[Session, Message]] = []


class Flusher:
    """Writes batches in their order, some hundred sockets in a turn of the loop, so that the loop stays awake.

    A message to a single socket waits for the batches before it, and does not keep later messages from joining them.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, chunk: int, volatile_unsent: int) -> None:
        self._loop = loop
        self._chunk = chunk
        self._volatile_unsent = volatile_unsent
        self._turn = 0
        self._scheduled = False
        self.queue: deque[Batch] = deque()

    def say(self, room: Room, message: Message, volatile: bool, excepts: Excepts) -> None:
        """Write to all members of a room but some, at the end of this turn."""
        batch = room.batch
        if batch is None or (batch.turn != self._turn and self.queue[-1] is not batch):
            room.settle()
            batch = room.batch = Batch(room, None, self._turn)
            self._add(batch)
        batch.messages.append((message, volatile, excepts))

    def tell(self, targets: Iterable["Socket"], message: Message, volatile: bool) -> None:
        """Write to some sockets, at the end of this turn."""
        batch = Batch(None, list(targets), self._turn)
        batch.messages.append((message, volatile, NOBODY))
        self._add(batch)

    def settle(self, session: "Session") -> None:
        """Write now what a single session is to be told; it is about to be closed."""
        for batch in self.queue:
            mine = [entry for entry in batch.after if entry[0] is session]
            if mine:
                batch.after = [entry for entry in batch.after if entry[0] is not session]
                for _, message in mine:
                    session.send(message)

    def _add(self, batch: Batch) -> None:
        self.queue.append(batch)
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._turn += 1
        budget = self._chunk
        try:
            while self.queue and budget > 0:
                budget -= self._flush_first(budget) + 1
        finally:  # whatever has happened, the others get theirs
            self._scheduled = bool(self.queue)
            if self._scheduled:
                self._loop.call_soon(self._flush)

    def _flush_first(self, budget: int) -> int:
        batch = self.queue[0]
        targets = self._begin(batch)
        part = targets[batch.at : batch.at + budget]
        batch.at += len(part)
        if part:
            self._write(batch, part)
        if batch.at >= len(targets):
            self.queue.popleft()
            for session, message in batch.after:
                session.send(message)
        return len(part)

    @staticmethod
    def _begin(batch: Batch) -> list["Socket"]:
        if batch.targets is None:
            assert batch.room is not None
            batch.room.settle()
        assert batch.targets is not None
        return batch.targets

    def _write(self, batch: Batch, part: list["Socket"]) -> None:
        messages = batch.messages
        joined = (
            b"".join([message.frames for message, _, _ in messages]) if len(messages) > 1 else messages[0][0].frames
        )
        excepted = NOBODY.union(*[excepts for _, _, excepts in messages])
        for socket in part:
            write = socket.session.write
            if write is None or not socket.connected or (excepted and socket in excepted):
                self._single(socket, messages)
            else:
                write(joined)  # should this be too much, the transport says so

    def _single(self, socket: "Socket", messages: list[tuple[Message, bool, Excepts]]) -> None:
        for message, volatile, excepts in messages:
            if socket not in excepts and not (volatile and socket.session.unsent_bytes() > self._volatile_unsent):
                socket.deliver(message)
