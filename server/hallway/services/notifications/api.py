"""What can be asked of notifications: each person's inbox, and which kinds they want to be told of."""

from datetime import datetime
from typing import Final, Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller

NotificationKind = Literal[
    "match", "direct", "mention", "session_soon", "session_moved", "event_status", "call", "invitation"
]
MAX_RECIPIENTS: Final = 1_000
"""People told in one transaction: their rows are locked, so it has to stay short."""


def direct_key(room_id: UUID) -> str:
    """Of the notification of a conversation."""
    return f"direct:{room_id}"


def mention_key(room_id: UUID, message_id: UUID) -> str:
    """Of the notification of being mentioned."""
    return f"mention:{room_id}:{message_id}"


class Notification(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something a person is told. The web puts it in words from `kind`, the actor's name, `subject` (a title or an
    excerpt) and `detail` (a place, a time, a reason); `link` is a path within the site."""

    id: UUID
    kind: NotificationKind
    event_id: UUID | None
    actor_id: UUID | None
    subject: str
    detail: str
    link: str
    count: int
    created_at: datetime
    read_at: datetime | None


class NewNotification(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`key` makes it idempotent for each person. With `merge`, an unread one of the same key is renewed and counts one
    more (direct messages of one conversation); `step` says which occurrence it is, so that none counts twice."""

    user_ids: list[UUID]
    kind: NotificationKind
    key: str
    event_id: UUID | None = None
    actor_id: UUID | None = None
    subject: str = ""
    detail: str = ""
    link: str = ""
    merge: bool = False
    step: int = 0


class RemovedMessage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A message that was removed, and who may have been told of it."""

    room_id: UUID
    message_id: UUID
    seq: int
    sender_id: UUID
    user_ids: list[UUID]


class NotificationPage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Newest first; `next` to page on. `revision` counts the changes of what is unread: a count with a higher one
    replaces a count with a lower one, in whatever order they arrive."""

    items: list[Notification]
    unread: int
    revision: int
    next: UUID | None


class NotificationPreference(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """In-app is the only channel so far."""

    kind: NotificationKind
    in_app: bool


class Inbox(Protocol):
    """What each person has been told, in step on all their devices."""

    async def notify(self, caller: Caller, notification: NewNotification) -> None:
        """For services only, for up to 1,000 people. Left out are those who switched the kind off, and those who block
        the actor or are blocked by them."""
        ...

    async def withdraw_message(self, caller: Caller, message: RemovedMessage) -> None:
        """For services only: nothing says any more what was in the message, nor counts it; read or not, on all open
        pages too."""
        ...

    async def withdraw_actor(self, caller: Caller, user_id: UUID, actor_id: UUID) -> None:
        """For services only: the person has blocked the actor, if profiles still says so; what was told of the actor
        goes."""
        ...

    @idempotent
    async def notifications(self, caller: Caller, after: UUID | None = None, limit: int = 30) -> NotificationPage: ...

    async def mark_read(self, caller: Caller, ids: list[UUID]) -> int:
        """At most 500 at once; empty list: all. Answers how many are still unread."""
        ...

    async def mark_key_read(self, caller: Caller, user_id: UUID, key: str, step: int) -> None:
        """For services only: it was read where it happened (a conversation up to message `step`)."""
        ...


class Preferences(Protocol):
    """Which kinds of notifications a person wants."""

    @idempotent
    async def preferences(self, caller: Caller) -> list[NotificationPreference]:
        """One per kind, in a fixed order."""
        ...

    async def set_preference(self, caller: Caller, preference: NotificationPreference) -> None: ...


class Notifications(Inbox, Preferences, Protocol):
    """All of notifications, one Protocol for each subject."""
