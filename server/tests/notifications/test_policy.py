"""Inboxes and preferences are for the people whose they are."""

import pytest

from hallway.kernel.caller import Caller, CallerKind
from hallway.services.notifications.api import NotificationPreference, Notifications
from tests.notifications.factories import about, somebody
from tests.support.factories import refused


@pytest.mark.parametrize("kind", ["guest", "token", "bot"])
async def test_no_other_kind_of_caller_gets_in(notifications: Notifications, kind: CallerKind) -> None:
    ada = somebody().require_user()
    other = Caller(user_id=ada, kind=kind)
    for work in (
        notifications.notify(other, about(other)),
        notifications.mark_key_read(other, ada, "a", 1),
        notifications.notifications(other),
        notifications.mark_read(other, []),
        notifications.preferences(other),
        notifications.set_preference(other, NotificationPreference(kind="call", in_app=False)),
    ):
        async with refused("forbidden"):
            await work
