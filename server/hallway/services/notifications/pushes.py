"""What notifications sends to open pages."""

from datetime import datetime
from uuid import UUID

from hallway.kernel.push_messages import Push
from hallway.services.notifications.api import Notice


class NoticePush(Push, frozen=True, kw_only=True, name="notice.new"):
    """To `user:<id>`: put it in by id (a renewed one moves to the top)."""

    notice: Notice
    unread: int
    revision: int


class NoticeReadPush(Push, frozen=True, kw_only=True, name="notice.read"):
    """To `user:<id>`: these were read somewhere. Empty `ids`: everything up to `until`."""

    ids: list[UUID]
    until: datetime
    unread: int
    revision: int
