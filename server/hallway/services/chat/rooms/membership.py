"""Who is in a room. What other services decide (registrations, roles, blocks) is kept in our tables as it was last
answered; so that no race leaves an old answer there, it is asked again after writing until both agree."""

from collections.abc import Awaitable, Callable
from typing import Final, Literal, TypeVar
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.pushes.message import Evict
from hallway.kernel.service import ServiceContext
from hallway.services.chat.policy import ChatPolicy, RoomMembership
from hallway.services.chat.pushes import ClosedPush
from hallway.services.chat.rooms import repository
from hallway.services.chat.rooms.room_id import room_id
from hallway.services.events.values import Membership, belongs, is_staff

ROUNDS: Final = 3
"""Of asking again; each further one needs another change within milliseconds."""

T = TypeVar("T")


class RoomMemberships:
    """Finds what people are in rooms, lets them in, and keeps that in line with the services that decide it."""

    def __init__(self, context: ServiceContext) -> None:
        self._db = context.db
        self._clock = context.clock
        self._policy = ChatPolicy(context)

    async def find(self, room_id: UUID, user_id: UUID) -> RoomMembership | None:
        """The room as this person finds it; None when there is no such room."""
        async with self._db.transaction(readonly=True) as tx:
            return await repository.membership(tx.connection, room_id, user_id, self._clock())

    async def require(self, caller: Caller, room_id: UUID, verb: Literal["read", "join"] = "read") -> RoomMembership:
        """The room, for somebody who is in it or may enter it now, and may do this; a Problem for everybody else."""
        user_id = caller.require_user()
        found = await self.find(room_id, user_id)
        if found and not found.member and found.room.event_id:
            await self._admit(caller, room_id, found.room.event_id)
            found = await self.find(room_id, user_id)
        if found is None:
            raise Problem("not_found", "noSuchRoom")
        await self._policy.require(caller, verb, found)
        return found

    async def _admit(self, caller: Caller, room_id: UUID, event_id: UUID) -> None:
        user_id = caller.require_user()
        membership = await self._policy.membership(event_id, user_id)
        await self._policy.require(caller, "enter", membership)
        async with self._db.transaction() as tx:
            await repository.add_member(tx.connection, room_id, user_id, staff=is_staff(membership))
        await self.revalidate(event_id, user_id, membership)

    async def revalidate(self, event_id: UUID, user_id: UUID, known: Membership | None = None) -> None:
        """Bring our rows in line with what the person is to the event now; `known` is what they are in line with."""

        async def ask() -> tuple[bool, bool]:
            membership = await self._policy.membership(event_id, user_id)
            return belongs(membership), is_staff(membership)

        async def write(tx: Tx, answer: tuple[bool, bool]) -> None:
            inside, staff = answer
            if inside:
                await repository.set_staff(tx.connection, event_id, user_id, staff)
                return
            for left in await repository.drop_member(tx.connection, event_id, user_id):
                tx.push(GATEWAYS, Evict(room=channels.room(left), user_id=user_id))

        await self._write_until_agreed(ask, write, (belongs(known), is_staff(known)) if known else None)

    async def apply_block(self, first_id: UUID, second_id: UUID, known: bool | None = None) -> None:
        """Close the two's direct room if one blocks the other, or open it again; the first one's pages are told.
        `known` is what the room is in line with."""
        room = room_id("direct", first_id, second_id)

        async def write(tx: Tx, blocked: bool) -> None:
            if not await repository.set_blocked(tx.connection, room, blocked):
                return
            mine = second_id in await self._policy.blocks(first_id, [second_id])
            tx.push(channels.user(first_id), ClosedPush(room_id=room, closed=mine))
            if blocked:
                for user_id in (first_id, second_id):
                    tx.push(GATEWAYS, Evict(room=channels.room(room), user_id=user_id))

        await self._write_until_agreed(lambda: self._policy.blocked(first_id, second_id), write, known)

    async def _write_until_agreed(
        self, ask: Callable[[], Awaitable[T]], write: Callable[[Tx, T], Awaitable[None]], known: T | None
    ) -> None:
        for _ in range(ROUNDS):
            answer = await ask()
            if answer == known:
                return
            async with self._db.transaction() as tx:
                await write(tx, answer)
            known = answer
