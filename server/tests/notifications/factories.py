"""What a test of notifications begins with."""

from uuid import uuid4

from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.notifications.api import NewNotification, NotificationKind


def somebody() -> Caller:
    """A person of whom notifications knows the id only."""
    return Caller(user_id=uuid4(), session_id=uuid7())


def about(
    *people: Caller, key: str = "a", kind: NotificationKind = "match", merge: bool = False, step: int = 0
) -> NewNotification:
    """A notification for these people."""
    ids = [person.require_user() for person in people]
    subject = f"{key} {step}"
    return NewNotification(user_ids=ids, kind=kind, key=key, subject=subject, link="/here", merge=merge, step=step)
