"""What people write to each other is not told across a block."""

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.services.notifications.api import NotificationKind, Notifications
from tests.notifications.factories import about
from tests.support.factories import TEST, Factories


@pytest.mark.parametrize(("kind", "told"), [("direct", 1), ("mention", 1), ("call", 1), ("match", 1)])
async def test_nothing_written_is_told_across_a_block(apis: Apis, kind: NotificationKind, told: int) -> None:
    factories, notifications = Factories(apis), apis.get(Notifications)
    ada, ben, cat, dan = await factories.people(4)
    await factories.block(ben, ada)
    await factories.block(ada, cat)
    new = about(ben, cat, dan, kind=kind)
    await notifications.notify(TEST, msgspec.structs.replace(new, actor_id=ada.require_user()))
    unread = [(await notifications.notifications(person)).unread for person in (dan, ben, cat)]
    assert unread == [1] * told + [0] * (3 - told)
