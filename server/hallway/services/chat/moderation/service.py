"""Removing messages, and muting people in an event's rooms."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.roles import STAFF, holds_any
from hallway.kernel.service import ServiceContext
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Message, Moderation, Mute, Room
from hallway.services.chat.messages import repository as messages
from hallway.services.chat.messages.author_cache import NamesAuthors
from hallway.services.chat.messages.notify import message_removed, notify_pages
from hallway.services.chat.moderation import repository
from hallway.services.chat.policy import CHAT, ChatPolicy, Muting, Removal, require_person
from hallway.services.chat.pushes import MuteChangedPush, ReadPush, YouWereMutedPush
from hallway.services.chat.rooms import repository as rooms

LONGEST_MUTE: Final = 60 * 24 * 30
"""Minutes: thirty days outlast any event; whoever should stay away for ever is not to be registered."""


class ModerationService(NamesAuthors, Moderation):
    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._moderation_policy = ChatPolicy(context)

    async def remove(self, caller: Caller, message_id: UUID) -> Message:
        user_id, now = require_person(caller), self.context.clock()
        found = await self._removable(caller, message_id)
        sender = (await self.authors.find([found.sender_id])).get(found.sender_id)
        async with self.context.db.transaction() as tx:
            room = (await messages.lock_rooms(tx.connection, [found.room_id]))[found.room_id].room
            before = await messages.find(tx.connection, room.id, message_id) or found
            removed = await repository.remove(tx.connection, room.id, message_id, room.revision + 1, user_id, now)
            if removed is None:
                return before
            tx.record(message_removed(room, before))
            notify_pages(tx, room, removed, sender)
            await self._count_again(tx, room, removed.sender_id)
            return removed

    async def _count_again(self, tx: Tx, room: Room, sender_id: UUID) -> None:
        """In a direct room the other one's pages learn how much is unread now."""
        for user_id in room.member_ids:
            if user_id == sender_id:
                continue
            membership = await rooms.membership(tx.connection, room.id, user_id, self.context.clock())
            if membership and membership.member:
                unread = await rooms.unread(tx.connection, room.id, user_id)
                push = ReadPush(room_id=room.id, seq=membership.read_seq, unread=unread)
                tx.push(channels.user(user_id), push)

    async def _removable(self, caller: Caller, message_id: UUID) -> Message:
        """The message that the caller may remove; the reason why not, if there is none of that id."""
        user_id, now = require_person(caller), self.context.clock()
        refusal = Problem("not_found", "noSuchMessage")
        async with self.context.db.transaction(readonly=True) as tx:
            found = await messages.find_all(tx.connection, message_id)
            memberships = [await rooms.membership(tx.connection, one.room_id, user_id, now) for one in found]
        for message, membership in zip(found, memberships, strict=True):
            try:
                if membership:
                    removal = Removal(message=message, membership=membership)
                    await self._moderation_policy.require(caller, "remove", removal)
                    return message
            except Problem as problem:
                if problem.code != "not_found":
                    refusal = problem
        raise refusal

    async def mute(self, caller: Caller, event_id: UUID, person_id: UUID, minutes: int | None) -> datetime | None:
        user_id, now = require_person(caller), self.context.clock()
        if minutes is not None and not 1 <= minutes <= LONGEST_MUTE:
            raise Problem("invalid", "muteTime")
        muting = Muting(event_id=event_id, person_id=person_id, lift=minutes is None)
        await self._moderation_policy.require(caller, "mute", muting)
        until = None if minutes is None else now + timedelta(minutes=minutes)
        team = await self._team(event_id)
        async with self.context.db.transaction() as tx:
            await repository.set_mute(tx.connection, event_id, person_id, until, user_id, now)
            tx.push(channels.user(person_id), YouWereMutedPush(event_id=event_id, until=until))
            push = MuteChangedPush(event_id=event_id, user_id=person_id, until=until)
            for member_id in team:
                tx.push(channels.user(member_id), push)
        return until

    async def mutes(self, caller: Caller, event_id: UUID) -> list[Mute]:
        await self._moderation_policy.require(caller, "see_mutes", event_id)
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.mutes(tx.connection, event_id, self.context.clock())

    async def _team(self, event_id: UUID) -> list[UUID]:
        """Everybody who may moderate the event's rooms now."""
        team = await self.context.apis.get(Auth).event_team(CHAT, event_id)
        return [one.user_id for one in team if holds_any(one.roles, STAFF)]
