"""Telling people something, and what of it they have read."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.service import Service, ServiceContext
from hallway.services.chat.api import Chat
from hallway.services.notifications.api import (
    MAX_RECIPIENTS,
    Inbox,
    NewNotification,
    Notification,
    NotificationPage,
    RemovedMessage,
    direct_key,
    mention_key,
)
from hallway.services.notifications.inbox import repository
from hallway.services.notifications.inbox.recipients import is_actor_in_team, without_blocked
from hallway.services.notifications.policy import NotificationPolicy
from hallway.services.notifications.preferences.repository import without_switched_off
from hallway.services.notifications.pushes import NotificationPush, NotificationReadPush, NotificationRevisedPush
from hallway.services.profiles.api import Profiles

AS_NOTIFICATIONS: Final = service_caller("notifications")
ROUNDS: Final = 3
"""Of looking again at what is left of a conversation; each further one needs another message within milliseconds."""
MAX_PAGE: Final = 100
MAX_IDS: Final = 500
MAX_TEXT: Final = 200
"""A notification is for noticing, not for reading."""


class InboxService(Service, Inbox):
    """Fulfils `Inbox`."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._inbox_policy = NotificationPolicy()

    async def notify(self, caller: Caller, notification: NewNotification) -> None:
        await self._inbox_policy.require(caller, "notify", notification.user_ids)
        if len(notification.user_ids) > MAX_RECIPIENTS:
            raise Problem("too_large", "askForFewer", limit=MAX_RECIPIENTS)
        now = self.context.clock()
        unblocked = await without_blocked(self.context.apis, notification)
        in_team = await is_actor_in_team(self.context.apis, notification)
        async with self.context.db.transaction() as tx:
            people = await without_switched_off(tx.connection, unblocked, notification.kind)
            await repository.lock_inboxes(tx.connection, people)
            ids = [uuid7(now) for _ in people]
            written = await repository.upsert(tx.connection, _shortened(notification), people, ids, now)
            counts = await repository.count_unread(tx.connection, list(written))
            for user_id, item in written.items():
                count = counts[user_id]
                push = NotificationPush(
                    notification=item, actor_in_team=in_team, unread=count.unread, revision=count.revision
                )
                tx.push(channels.user(user_id), push)

    async def withdraw_message(self, caller: Caller, message: RemovedMessage) -> None:
        await self._inbox_policy.require(caller, "withdraw", message.user_ids)
        people, sender_id = message.user_ids, message.sender_id
        async with self.context.db.transaction() as tx:
            await repository.lock_inboxes(tx.connection, people)
            # The second is what the version before wrote.
            keys = [mention_key(message.room_id, message.message_id), f"mention:{message.message_id}"]
            gone = await repository.remove(tx.connection, people, sender_id, keys)
            await _push_revised(tx, gone, {})
        for user_id in people:
            for _ in range(ROUNDS):
                if await self._revise_conversation(user_id, message):
                    break

    async def _revise_conversation(self, user_id: UUID, message: RemovedMessage) -> bool:
        """What is left of what was told of a conversation; False if more was told meanwhile."""
        key = direct_key(message.room_id)
        async with self.context.db.transaction(readonly=True) as tx:
            told = await repository.span(tx.connection, user_id, key)
        if told is None or not told.first <= message.seq <= told.last:
            return True
        chat = self.context.apis.get(Chat)
        left = await chat.waiting(AS_NOTIFICATIONS, message.room_id, user_id, told.first, told.last)
        async with self.context.db.transaction() as tx:
            await repository.lock_inboxes(tx.connection, [user_id])
            if left.count == 0:
                gone = await repository.remove(tx.connection, [user_id], message.sender_id, [key], told)
                await _push_revised(tx, gone, {})
                return bool(gone)
            read_at = self.context.clock() if left.is_read else None
            item = await repository.revise(tx.connection, user_id, key, told, left, read_at)
            await _push_revised(tx, {}, {user_id: item} if item else {})
            return item is not None

    async def withdraw_actor(self, caller: Caller, user_id: UUID, actor_id: UUID) -> None:
        await self._inbox_policy.require(caller, "withdraw", [user_id])
        if not await self.context.apis.get(Profiles).blocks_among(AS_NOTIFICATIONS, user_id, [actor_id]):
            return
        async with self.context.db.transaction() as tx:
            await repository.lock_inboxes(tx.connection, [user_id])
            await _push_revised(tx, await repository.remove(tx.connection, [user_id], actor_id), {})

    async def notifications(self, caller: Caller, after: UUID | None = None, limit: int = 30) -> NotificationPage:
        user_id, limit = caller.require_user(), max(1, min(limit, MAX_PAGE))
        await self._inbox_policy.require(caller, "read", [user_id])
        async with self.context.db.transaction(readonly=True) as tx:
            count = await repository.unread_of(tx.connection, user_id)
            items = await repository.page(tx.connection, user_id, after, limit + 1)
        return NotificationPage(
            items=items[:limit],
            unread=count.unread,
            revision=count.revision,
            next=items[limit - 1].id if len(items) > limit else None,
        )

    async def mark_read(self, caller: Caller, ids: list[UUID]) -> int:
        user_id = caller.require_user()
        await self._inbox_policy.require(caller, "mark_read", [user_id])
        if len(ids) > MAX_IDS:
            raise Problem("too_large", "markFewer", limit=MAX_IDS)
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            await repository.lock_inboxes(tx.connection, [user_id])
            if changed := await repository.mark_read(tx.connection, user_id, ids, now):
                return await _push_read(tx, user_id, changed if ids else [], now)
            return (await repository.unread_of(tx.connection, user_id)).unread

    async def mark_key_read(self, caller: Caller, user_id: UUID, key: str, step: int) -> None:
        await self._inbox_policy.require(caller, "mark_key_read", [user_id])
        now = self.context.clock()
        async with self.context.db.transaction() as tx:
            await repository.lock_inboxes(tx.connection, [user_id])
            if changed := await repository.mark_key_read(tx.connection, user_id, key, step, now):
                await _push_read(tx, user_id, changed, now)


async def _push_revised(tx: Tx, gone: dict[UUID, list[UUID]], changed: dict[UUID, Notification]) -> None:
    """Tells all devices of each of these people what went, or what a notification says now."""
    for user_id, count in (await repository.count_unread(tx.connection, [*gone, *changed])).items():
        push = NotificationRevisedPush(
            removed=gone.get(user_id, []),
            changed=[changed[user_id]] if user_id in changed else [],
            unread=count.unread,
            revision=count.revision,
        )
        tx.push(channels.user(user_id), push)


async def _push_read(tx: Tx, user_id: UUID, ids: list[UUID], now: datetime) -> int:
    """Tells all devices of the person what was read (no `ids`: everything); how many are still unread."""
    count = (await repository.count_unread(tx.connection, [user_id]))[user_id]
    push = NotificationReadPush(ids=ids, until=now, unread=count.unread, revision=count.revision)
    tx.push(channels.user(user_id), push)
    return count.unread


def _shortened(notification: NewNotification) -> NewNotification:
    subject, detail = _cut(notification.subject), _cut(notification.detail)
    return msgspec.structs.replace(notification, subject=subject, detail=detail)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1].rstrip() + "…"
