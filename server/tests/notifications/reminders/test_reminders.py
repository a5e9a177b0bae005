"""Reminders of starred sessions."""

import asyncio
from datetime import UTC, datetime, timedelta

from hallway.kernel.apis import Apis
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.events.values import SessionInput
from hallway.services.notifications.api import Notifications
from hallway.services.notifications.reminders.service import ReminderService
from tests.events.factories import put_now
from tests.support.contexts import service_context
from tests.support.factories import Factories


def starting_in(minutes: int) -> SessionInput:
    start = datetime.now(UTC) + timedelta(minutes=minutes)
    return SessionInput(title=f"In {minutes}", starts_at=start, ends_at=start + timedelta(hours=1))


async def test_who_starred_a_session_is_reminded_of_it_once(apis: Apis, settings: Settings) -> None:
    factories, notifications = Factories(apis), apis.get(Notifications)
    ada, ben = await factories.people(2)
    event_id, soon, later = await factories.event(ada, ben), uuid7(), uuid7()
    for session_id, minutes in ((soon, 4), (later, 9)):
        await put_now(factories.events, factories.host, event_id, session_id, starting_in(minutes))
        await factories.events.star(ada, session_id, True)

    async def reminders() -> list[str]:
        async with service_context("notifications", settings, apis) as context:
            await asyncio.gather(*(ReminderService(context).remind() for _ in range(3)))
        items = (await notifications.notifications(ada)).items
        return [item.subject for item in items if item.kind == "session_soon"]

    assert await reminders() == ["In 4"]
    await put_now(factories.events, factories.host, event_id, later, starting_in(3))
    assert await reminders() == ["In 3", "In 4"]
    assert (await notifications.notifications(ben)).unread == 0
