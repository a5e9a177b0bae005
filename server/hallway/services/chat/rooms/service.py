"""Opening rooms, listing conversations, and keeping reading positions."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.channels import GATEWAYS
from hallway.kernel.errors import Problem
from hallway.kernel.pushes.message import EvictAll
from hallway.kernel.service import Service, ServiceContext
from hallway.services.chat.api import Conversation, Room, RoomKind, Rooms
from hallway.services.chat.facts import RoomRead
from hallway.services.chat.policy import ChatPolicy, DirectTalk, require_person
from hallway.services.chat.pushes import ReadPush
from hallway.services.chat.rooms import repository
from hallway.services.chat.rooms.membership import RoomMemberships
from hallway.services.chat.rooms.room_id import room_id
from hallway.services.events.api import Events

OPENINGS: Final = 120
"""Direct rooms a person may open in an hour: a busy organiser stays below it, a collector of addresses does not."""


class RoomService(Service, Rooms):
    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._room_policy = ChatPolicy(context)
        self._room_memberships = RoomMemberships(context)

    async def event_room(self, caller: Caller, event_id: UUID) -> Room:
        return await self._event_room(caller, "lobby", event_id, None, "Lobby")

    async def session_room(self, caller: Caller, session_id: UUID) -> Room:
        require_person(caller)
        found = await self.context.apis.get(Events).sessions(caller, [session_id])
        if not found:
            raise Problem("not_found", "noSuchSession")
        return await self._event_room(caller, "session", found[0].event_id, session_id, found[0].title)

    async def _event_room(
        self, caller: Caller, kind: RoomKind, event_id: UUID, session_id: UUID | None, title: str
    ) -> Room:
        user_id = require_person(caller)
        room = Room(
            id=room_id(kind, session_id or event_id),
            kind=kind,
            event_id=event_id,
            session_id=session_id,
            title=title,
            member_ids=[],
            last_seq=0,
            revision=0,
        )
        found = await self._room_memberships.find(room.id, user_id)
        if found is None:
            membership = await self._room_policy.membership(event_id, user_id)
            await self._room_policy.require(caller, "enter", membership)
        if found is None or found.room.title != title:
            async with self.context.db.transaction() as tx:
                await repository.put_room(tx.connection, room, self.context.clock())
        return (await self._room_memberships.require(caller, room.id)).room

    async def direct_room(self, caller: Caller, person_id: UUID) -> Room:
        user_id = require_person(caller)
        if person_id == user_id:
            raise Problem("invalid", "talkToYourself")
        await self.context.rate_limiter.hit(f"chat.direct:{user_id}", OPENINGS, timedelta(hours=1))
        room = Room(
            id=room_id("direct", user_id, person_id),
            kind="direct",
            event_id=None,
            session_id=None,
            title="",
            member_ids=sorted((user_id, person_id)),
            last_seq=0,
            revision=0,
        )
        found = await self._room_memberships.find(room.id, user_id)
        talked = found is not None and found.room.last_seq > 0
        await self._room_policy.require(caller, "talk_to", DirectTalk(person_id=person_id, talked=talked))
        async with self.context.db.transaction() as tx:
            await repository.put_room(tx.connection, room, self.context.clock())
            await repository.add_member(tx.connection, room.id, user_id, opened=True)
            await repository.add_member(tx.connection, room.id, person_id)
        if found is None:
            await self._room_memberships.apply_block(user_id, person_id, known=False)
        return (await self._room_memberships.require(caller, room.id)).room

    async def conversations(self, caller: Caller) -> list[Conversation]:
        user_id = require_person(caller)
        async with self.context.db.transaction(readonly=True) as tx:
            rows = await repository.conversations(tx.connection, user_id)
            last = await repository.last_messages(tx.connection, [row.room for row in rows])
        others = {row.room.id: next(id for id in row.room.member_ids if id != user_id) for row in rows}
        blocked = await self._room_policy.blocks(user_id, list(others.values())) if others else set[UUID]()
        return [
            Conversation(
                room=row.room,
                with_id=others[row.room.id],
                last=last.get(row.room.id),
                unread=row.unread,
                blocked=others[row.room.id] in blocked,
            )
            for row in rows
        ]

    async def read(self, caller: Caller, room_id: UUID, seq: int) -> None:
        user_id = require_person(caller)
        membership = await self._room_memberships.require(caller, room_id)
        async with self.context.db.transaction() as tx:
            moved = await repository.set_read(tx.connection, room_id, user_id, seq)
            if moved is None:
                return
            unread = await repository.unread(tx.connection, room_id, user_id)
            tx.push(channels.user(user_id), ReadPush(room_id=room_id, seq=moved, unread=unread))
            if membership.room.kind == "direct":
                tx.record(RoomRead(room_id=room_id, user_id=user_id, seq=moved))

    async def revalidate_membership(self, caller: Caller, event_id: UUID, person_id: UUID) -> None:
        caller.require_service()
        await self._room_memberships.revalidate(event_id, person_id)

    async def close_event_rooms(self, caller: Caller, event_id: UUID) -> None:
        caller.require_service()
        events = await self.context.apis.get(Events).events_by_id(caller, [event_id])
        if any(event.status == "published" for event in events):  # it has come back meanwhile
            return
        async with self.context.db.transaction() as tx:
            for room in await repository.drop_members(tx.connection, event_id):
                tx.push(GATEWAYS, EvictAll(room=channels.room(room)))

    async def apply_block(self, caller: Caller, first_id: UUID, second_id: UUID) -> None:
        caller.require_service()
        await self._room_memberships.apply_block(first_id, second_id)
