"""Who is in a namespace, and in which of its rooms."""

import asyncio
from collections.abc import Iterable

from picosio.protocol.packets import Message
from picosio.server.broadcast_queue import NOBODY, Excepts, Member, Room
from picosio.server.shared import Shared


class Rooms:
    """The sockets of a namespace in this process. A room exists while it has members."""

    def __init__(self, name: str, shared: Shared) -> None:
        self.name = name
        self.shared = shared
        self.sockets: dict[str, Member] = {}
        self.rooms: dict[str, Room] = {}
        self.everyone = Room("")

    def members(self, rooms: Iterable[str]) -> dict[Member, None]:
        """The sockets that are in the rooms, or have such an id, once each and in order."""
        found: dict[Member, None] = {}
        for name in rooms:
            if room := self.rooms.get(name):
                found.update(room.members)
            elif socket := self.sockets.get(name):
                found[socket] = None
        return found

    def recipients(self, rooms: tuple[str, ...], excepts: tuple[str, ...]) -> list[Member]:
        """The sockets that a broadcast goes to."""
        excepted = self.excepted(excepts)
        included = self.members(rooms) if rooms else self.everyone.members
        return [socket for socket in included if socket not in excepted]

    def excepted(self, excepts: tuple[str, ...]) -> Excepts:
        """The sockets that a broadcast leaves out."""
        return frozenset(self.members(excepts)) if excepts else NOBODY

    def deliver(self, rooms: tuple[str, ...], excepts: tuple[str, ...], message: Message, volatile: bool) -> None:
        """Write a message to the recipients in this process."""
        queue = self.shared.queue
        if len(rooms) <= 1:
            room = self.rooms.get(rooms[0]) if rooms else self.everyone
            if room is not None:
                if room.members:
                    queue.add_room(room, message, volatile, self.excepted(excepts))
                return
        if recipients := self.recipients(rooms, excepts):
            queue.add_sockets(recipients, message, volatile)

    async def enter(self, socket: Member, name: str) -> None:
        """Put a socket into a room; returns when what is sent to it in any process reaches the socket."""
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room(name)
            if self.shared.adapter is not None:
                room.subscribed = asyncio.ensure_future(self.shared.adapter.joined(self.name, name))
        room.close_batch()
        room.members[socket] = None
        if room.subscribed is not None:
            await asyncio.shield(room.subscribed)
            room.subscribed = None

    def exit(self, socket: Member, name: str) -> None:
        """Take a socket out of a room."""
        room = self.rooms.get(name)
        if room is None or socket not in room.members:
            return
        room.close_batch()
        del room.members[socket]
        if not room.members:
            del self.rooms[name]
            if self.shared.adapter is not None:
                self.shared.adapter.left(self.name, name)

    def add(self, id: str, socket: Member) -> None:
        """A socket has connected."""
        self.sockets[id] = socket
        self.everyone.close_batch()
        self.everyone.members[socket] = None

    def remove(self, id: str, socket: Member, rooms: Iterable[str]) -> bool:
        """A socket is disconnected; whether it had been connected."""
        for room in rooms:
            self.exit(socket, room)
        if self.sockets.pop(id, None) is None:
            return False
        self.everyone.close_batch()
        del self.everyone.members[socket]
        return True
