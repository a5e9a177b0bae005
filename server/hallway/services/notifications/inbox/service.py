"""The rules of notifications."""

from datetime import timedelta
from typing import Final, get_args
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.api import Events, StarsDue
from hallway.services.notifications import store
from hallway.services.notifications.api import NewNotice, NoticeKind, Notices, Notifications, Preference
from hallway.services.notifications.pushes import NoticePush, NoticeReadPush

KINDS: Final[tuple[NoticeKind, ...]] = get_args(NoticeKind)
LARGEST_PAGE: Final = 100
MOST_PEOPLE: Final = 1_000
"""People told in one transaction: their rows are locked, so it has to stay short."""
MOST_IDS: Final = 500
LONGEST_TEXT: Final = 200
"""A bell is for noticing, not for reading."""
REMIND_AHEAD: Final = timedelta(minutes=5)
REMIND_EVERY: Final = 15.0
"""Seconds between looks at what starts soon: a reminder is at most that late."""


class NotificationsService(Notifications, Service):
    """Fulfils `Notifications`; also reminds people of the sessions they starred."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._db = context.db
        self._apis = context.apis
        self._clock = context.clock
        self._reminders = ScheduledJob("reminders", REMIND_EVERY, self.remind)

    async def start(self) -> None:
        await self._reminders.start()

    async def stop(self) -> None:
        await self._reminders.stop()

    async def notify(self, caller: Caller, notice: NewNotice) -> None:
        caller.require_service()
        if len(notice.user_ids) > MOST_PEOPLE:
            raise Problem("too_large", f"At most {MOST_PEOPLE} people can be told at once.")
        now = self._clock()
        async with self._db.transaction() as tx:
            people = await store.without_muted(tx.connection, notice.user_ids, notice.kind)
            await store.lock_readers(tx.connection, people)
            made = await store.put(tx.connection, _shortened(notice), people, [uuid7(now) for _ in people], now)
            counts = await store.count_unread(tx.connection, list(made))
            for user_id, item in made.items():
                count = counts[user_id]
                tx.push(channels.user(user_id), NoticePush(notice=item, unread=count.unread, revision=count.revision))

    async def notices(self, caller: Caller, after: UUID | None = None, limit: int = 30) -> Notices:
        user_id, limit = caller.require_user(), max(1, min(limit, LARGEST_PAGE))
        async with self._db.transaction(readonly=True) as tx:
            count = await store.unread_of(tx.connection, user_id)
            items = await store.page(tx.connection, user_id, after, limit + 1)
        return Notices(
            items=items[:limit],
            unread=count.unread,
            revision=count.revision,
            next=items[limit - 1].id if len(items) > limit else None,
        )

    async def mark_read(self, caller: Caller, ids: list[UUID]) -> int:
        user_id = caller.require_user()
        if len(ids) > MOST_IDS:
            raise Problem("too_large", f"Mark at most {MOST_IDS} notices at once, or all of them.")
        now = self._clock()
        async with self._db.transaction() as tx:
            await store.lock_readers(tx.connection, [user_id])
            changed = await store.mark_read(tx.connection, user_id, ids, now)
            if not changed:
                return (await store.unread_of(tx.connection, user_id)).unread
            count = (await store.count_unread(tx.connection, [user_id]))[user_id]
            shown = changed if ids else []
            push = NoticeReadPush(ids=shown, until=now, unread=count.unread, revision=count.revision)
            tx.push(channels.user(user_id), push)
            return count.unread

    async def mark_key_read(self, caller: Caller, user_id: UUID, key: str, step: int) -> None:
        caller.require_service()
        now = self._clock()
        async with self._db.transaction() as tx:
            await store.lock_readers(tx.connection, [user_id])
            if changed := await store.mark_key_read(tx.connection, user_id, key, step, now):
                count = (await store.count_unread(tx.connection, [user_id]))[user_id]
                push = NoticeReadPush(ids=changed, until=now, unread=count.unread, revision=count.revision)
                tx.push(channels.user(user_id), push)

    async def preferences(self, caller: Caller) -> list[Preference]:
        async with self._db.transaction(readonly=True) as tx:
            chosen = await store.preferences(tx.connection, caller.require_user())
        return [Preference(kind=kind, in_app=chosen.get(kind, True)) for kind in KINDS]

    async def set_preference(self, caller: Caller, preference: Preference) -> None:
        async with self._db.transaction() as tx:
            await store.set_preference(tx.connection, caller.require_user(), preference.kind, preference.in_app)

    async def remind(self) -> None:
        """Tell people of the sessions they starred that start within five minutes; each session once."""
        caller, now = service_caller("notifications"), self._clock()
        for due in await self._apis.get(Events).stars_due(caller, now, now + REMIND_AHEAD):
            for notice in _reminders(due):
                await self.notify(caller, notice)


def _reminders(due: StarsDue) -> list[NewNotice]:
    """One notice per thousand people. A session that moved is another occasion: its start is part of the key."""
    session = due.session
    return [
        NewNotice(
            user_ids=due.user_ids[first : first + MOST_PEOPLE],
            kind="session_soon",
            key=f"soon:{session.id}:{session.starts_at.isoformat()}",
            event_id=session.event_id,
            subject=session.title,
            detail=due.stage_name,
            link=f"/e/{due.event_slug}/sessions/{session.id}",
        )
        for first in range(0, len(due.user_ids), MOST_PEOPLE)
    ]


def _shortened(notice: NewNotice) -> NewNotice:
    values = {name: getattr(notice, name) for name in NewNotice.__struct_fields__}
    for name in ("subject", "detail"):
        text = values[name]
        values[name] = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"
    return NewNotice(**values)
