"""Telling people something, and what of it they have read."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.service import Service, ServiceContext
from hallway.services.notifications.api import MAX_RECIPIENTS, Inbox, NewNotification, NotificationPage
from hallway.services.notifications.inbox import repository
from hallway.services.notifications.inbox.recipients import is_actor_in_team, without_blocked
from hallway.services.notifications.policy import NotificationPolicy
from hallway.services.notifications.preferences.repository import without_switched_off
from hallway.services.notifications.pushes import NotificationPush, NotificationReadPush

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
            raise Problem("too_large", f"At most {MAX_RECIPIENTS} people can be told at once.")
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
            raise Problem("too_large", f"Mark at most {MAX_IDS} notifications at once, or all of them.")
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
