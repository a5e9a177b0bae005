"""Who may be in which room. What others decide (registrations, roles, blocks) is kept in our tables as it was last
heard of; so that no race leaves an old answer there, it is asked again after writing, until both agree."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID, uuid5

from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.push_messages import Evict
from hallway.kernel.roles import STAFF, holds_any
from hallway.services.auth.api import Auth
from hallway.services.chat import store
from hallway.services.chat.api import Room, RoomKind
from hallway.services.chat.pushes import ClosedPush
from hallway.services.events.api import Events, Membership
from hallway.services.profiles.api import Profiles

CHAT: Final = service_caller("chat")
NAMESPACE: Final = UUID("3f0a3c52-9a0e-5f0b-8f57-6f4d1c1d8a11")
"""Of room ids, made from what a room belongs to: two who ask for it at once mean the same one."""
ROUNDS: Final = 3
"""Of asking again; each further one needs another change within milliseconds."""
COMMON_EVENTS: Final = 50
"""Looked at to find an event that two people share."""


T = TypeVar("T")


def room_id(kind: RoomKind, *owners: UUID) -> UUID:
    """The id of the room of this event, session, or pair (in any order)."""
    return uuid5(NAMESPACE, ":".join([kind, *sorted(map(str, owners))]))


def belongs(membership: Membership) -> bool:
    """Is this one of the event's people?"""
    return membership.registered or bool(membership.roles)


def is_staff(membership: Membership) -> bool:
    """May this person moderate the event's rooms?"""
    return holds_any(membership.roles, STAFF)


class Access:
    """The rules of who may be in a room and who may open one."""

    def __init__(self, db: Database, apis: Apis, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._apis = apis
        self._clock = clock

    async def membership(self, event_id: UUID, user_id: UUID) -> Membership:
        """What the person is to the event, asked of events now."""
        return await self._apis.get(Events).membership(CHAT, event_id, user_id)

    async def belongs(self, event_id: UUID, user_id: UUID) -> bool:
        """Is this one of the event's people, now?"""
        return belongs(await self.membership(event_id, user_id))

    async def mentionable(self, room: Room, user_id: UUID, wanted: list[UUID]) -> list[UUID]:
        """Those of `wanted` whom this person can mention in the room, in that order."""
        event_id = room.event_id
        if event_id is None:
            return [other for other in wanted if other in room.member_ids and other != user_id]
        blocked = await self._apis.get(Profiles).blocked_among(CHAT, user_id, wanted)
        others = [other for other in wanted if other not in blocked and other != user_id]
        known = await asyncio.gather(*(self.belongs(event_id, other) for other in others))
        return [other for other, belongs in zip(others, known, strict=True) if belongs]

    async def team(self, event_id: UUID) -> list[UUID]:
        """Who may moderate the event's rooms, asked of auth now."""
        return [
            one.user_id for one in await self._apis.get(Auth).event_team(CHAT, event_id) if holds_any(one.roles, STAFF)
        ]

    async def may_enter(self, event_id: UUID, user_id: UUID) -> Membership:
        """`forbidden` for those who are not of the event, and for all while it is not published."""
        membership = await self.membership(event_id, user_id)
        if not belongs(membership):
            raise Problem("forbidden", "This room is for people of the event. Register for it to come in.")
        if membership.status != "published":
            raise Problem("forbidden", "This event is not open, so its rooms are not either.")
        return membership

    async def admit(self, room: Room, user_id: UUID) -> None:
        """Let a person of the event into one of its rooms, if they may enter. Nobody is let into a direct room."""
        if room.event_id is None:
            raise Problem("not_found", "There is no such room.")
        membership = await self.may_enter(room.event_id, user_id)
        async with self._db.transaction() as tx:
            await store.add_member(tx.connection, room.id, user_id, staff=is_staff(membership))
        await self.recheck(room.event_id, user_id, membership)

    async def recheck(self, event_id: UUID, user_id: UUID, known: Membership | None = None) -> None:
        """Bring our rows in line with what the person is to the event now; `known` is what they are in line with."""

        async def ask() -> tuple[bool, bool]:
            membership = await self.membership(event_id, user_id)
            return belongs(membership), is_staff(membership)

        async def write(tx: Tx, answer: tuple[bool, bool]) -> None:
            inside, staff = answer
            if inside:
                await store.set_staff(tx.connection, event_id, user_id, staff)
                return
            for left in await store.drop_member(tx.connection, event_id, user_id):
                tx.push(GATEWAYS, Evict(room=channels.room(left), user_id=user_id))

        await self._settle(ask, write, (belongs(known), is_staff(known)) if known else None)

    async def recheck_pair(self, first_id: UUID, second_id: UUID, known: bool | None = None) -> None:
        """Close the two's direct room if one blocked the other, or open it again; the first one's pages are told."""
        room = room_id("direct", first_id, second_id)

        async def write(tx: Tx, blocked: bool) -> None:
            if not await store.set_blocked(tx.connection, room, blocked):
                return
            tx.push(channels.user(first_id), ClosedPush(room_id=room, closed=blocked))
            if blocked:
                for user_id in (first_id, second_id):
                    tx.push(GATEWAYS, Evict(room=channels.room(room), user_id=user_id))

        await self._settle(lambda: self.blocked(first_id, second_id), write, known)

    async def _settle(
        self, ask: Callable[[], Awaitable[T]], write: Callable[[Tx, T], Awaitable[None]], known: T | None
    ) -> None:
        for _ in range(ROUNDS):
            answer = await ask()
            if answer == known:
                return
            async with self._db.transaction() as tx:
                await write(tx, answer)
            known = answer

    async def blocked(self, first_id: UUID, second_id: UUID) -> bool:
        """Has one of the two blocked the other?"""
        return bool(await self._apis.get(Profiles).blocked_among(CHAT, first_id, [second_id]))

    async def may_talk(self, caller: Caller, person_id: UUID) -> bool:
        """Have the two matched, or is one of them staff of an event that both are in?"""
        user_id = caller.require_user()
        if await self._apis.get(Profiles).matched(CHAT, user_id, person_id):
            return True
        for event in (await self._apis.get(Events).my_events(caller))[:COMMON_EVENTS]:
            theirs = await self.membership(event.id, person_id)
            if belongs(theirs):
                mine = await self.membership(event.id, user_id)
                if belongs(mine) and (is_staff(mine) or is_staff(theirs)):
                    return True
        return False
