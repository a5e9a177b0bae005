"""Reminds people of the sessions they starred, shortly before these start."""

from datetime import timedelta
from typing import Final

from hallway.kernel.caller import service_caller
from hallway.kernel.scheduler import ScheduledJob
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.api import Events
from hallway.services.events.values import StarsDue
from hallway.services.notifications.api import MAX_RECIPIENTS, NewNotification, Notifications

REMIND_AHEAD: Final = timedelta(minutes=5)
REMIND_SECONDS: Final = 15.0
"""Between looks at what starts soon: a reminder is at most that late."""


class ReminderService(Service):
    """Runs the scheduled job."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self._reminder_job = ScheduledJob("reminders", REMIND_SECONDS, self.remind)

    async def start(self) -> None:
        await super().start()
        await self._reminder_job.start()

    async def stop(self) -> None:
        await self._reminder_job.stop()
        await super().stop()

    async def remind(self) -> None:
        """Tell people of the sessions they starred that start within five minutes; each session once."""
        caller, now, apis = service_caller("notifications"), self.context.clock(), self.context.apis
        for due in await apis.get(Events).stars_due(caller, now, now + REMIND_AHEAD):
            for reminder in _reminders(due):
                await apis.get(Notifications).notify(caller, reminder)


def _reminders(due: StarsDue) -> list[NewNotification]:
    """One per thousand people. A session that moved is another occasion: its start is part of the key."""
    session = due.session
    return [
        NewNotification(
            user_ids=due.user_ids[first : first + MAX_RECIPIENTS],
            kind="session_soon",
            key=f"soon:{session.id}:{session.starts_at.isoformat()}",
            event_id=session.event_id,
            subject=session.title,
            detail=due.stage_name,
            link=f"/e/{due.event_slug}/sessions/{session.id}",
        )
        for first in range(0, len(due.user_ids), MAX_RECIPIENTS)
    ]
