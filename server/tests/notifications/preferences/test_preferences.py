"""Which kinds of notifications each person wants."""

from hallway.services.notifications.api import NotificationPreference, Notifications
from hallway.services.notifications.preferences.service import KINDS
from tests.notifications.factories import about, somebody
from tests.support.factories import TEST


async def test_a_kind_switched_off_is_not_told(notifications: Notifications) -> None:
    ada = somebody()
    await notifications.set_preference(ada, NotificationPreference(kind="mention", in_app=False))
    await notifications.notify(TEST, about(ada, key="m", kind="mention"))
    await notifications.notify(TEST, about(ada, key="n", kind="call"))
    assert [item.kind for item in (await notifications.notifications(ada)).items] == ["call"]
    chosen = await notifications.preferences(ada)
    assert [preference.kind for preference in chosen] == list(KINDS)
    assert [preference.kind for preference in chosen if not preference.in_app] == ["mention"]
