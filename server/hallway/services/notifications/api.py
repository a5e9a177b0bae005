"""What can be asked of notifications: notices, and what each person wants to be told."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller

NoticeKind = Literal["match", "direct", "mention", "session_soon", "event_status", "call"]


class Notice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something a person is told. The web puts it in words from `kind`, the actor's name, `subject` (a title or an
    excerpt) and `detail` (a place, a time, a reason); `link` is a path within the site."""

    id: UUID
    kind: NoticeKind
    event_id: UUID | None
    actor_id: UUID | None
    subject: str
    detail: str
    link: str
    count: int
    created_at: datetime
    read_at: datetime | None


class NewNotice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`key` makes it idempotent for each person. With `merge`, an unread notice of the same key is renewed and counts
    one more (direct messages of one conversation); `step` says which occurrence it is, so that none counts twice."""

    user_ids: list[UUID]
    kind: NoticeKind
    key: str
    event_id: UUID | None = None
    actor_id: UUID | None = None
    subject: str = ""
    detail: str = ""
    link: str = ""
    merge: bool = False
    step: int = 0


class Notices(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Newest first; `next` to page on. `revision` counts the changes of what is unread: a count with a higher one
    replaces a count with a lower one, in whatever order they arrive."""

    items: list[Notice]
    unread: int
    revision: int
    next: UUID | None


class Preference(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """In-app is the only channel so far."""

    kind: NoticeKind
    in_app: bool


class Notifications(Protocol):
    """Notices, live on every device of a person."""

    async def notify(self, caller: Caller, notice: NewNotice) -> None:
        """For services only, for up to 1,000 people. Those who switched the kind off are left out."""
        ...

    @idempotent
    async def notices(self, caller: Caller, after: UUID | None = None, limit: int = 30) -> Notices: ...

    async def mark_read(self, caller: Caller, ids: list[UUID]) -> int:
        """At most 500 at once; empty list: all. Answers how many are still unread."""
        ...

    async def mark_key_read(self, caller: Caller, user_id: UUID, key: str, step: int) -> None:
        """For services only: it was read where it happened (a conversation up to message `step`)."""
        ...

    @idempotent
    async def preferences(self, caller: Caller) -> list[Preference]:
        """One per kind, in a fixed order."""
        ...

    async def set_preference(self, caller: Caller, preference: Preference) -> None: ...
