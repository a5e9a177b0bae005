"""What notifications sends to open pages."""

from datetime import datetime
from uuid import UUID

from hallway.kernel.pushes.message import Push
from hallway.services.notifications.api import Notification


class NotificationPush(Push, frozen=True, kw_only=True, name="notification.new"):
    """To `user:<id>`: put it in by id (a renewed one moves to the top)."""

    notification: Notification
    actor_in_team: bool
    """Of the team of the event that it is about."""
    unread: int
    revision: int


class NotificationRevisedPush(Push, frozen=True, kw_only=True, name="notification.revised"):
    """To `user:<id>`: what was told is not so any more. Those of `removed` go, also where they are shown in passing;
    `changed` are put in by id, and told to nobody again."""

    removed: list[UUID]
    changed: list[Notification]
    unread: int
    revision: int


class NotificationReadPush(Push, frozen=True, kw_only=True, name="notification.read"):
    """To `user:<id>`: these were read somewhere. Empty `ids`: everything up to `until`."""

    ids: list[UUID]
    until: datetime
    unread: int
    revision: int
