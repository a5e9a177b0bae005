"""Events and sessions for tests, made through the real services."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.values import Event, EventInput, ImportReport, SessionInput
from tests.support.waiting import eventually

START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""When the events of tests began."""


def event_input(**changes: Any) -> EventInput:
    """A conference that is on now."""
    values: dict[str, Any] = {
        "name": "Small Conf",
        "kind": "conference",
        "starts_at": START,
        "ends_at": START + timedelta(days=2),
        "time_zone": "Europe/Brussels",
    }
    return EventInput(**{**values, **changes})


def session_input(title: str = "A talk", minute: int = 0, minutes: int = 30, **changes: Any) -> SessionInput:
    """A session `minute` minutes after the event's start."""
    starts = START + timedelta(minutes=minute)
    values: dict[str, Any] = {"title": title, "starts_at": starts, "ends_at": starts + timedelta(minutes=minutes)}
    return SessionInput(**{**values, **changes})


async def draft(apis: Apis, host: Caller, **changes: Any) -> Event:
    """A draft of this host's."""
    return await apis.get(Events).create(host, uuid7(), event_input(**changes))


async def published(apis: Apis, host: Caller, **changes: Any) -> Event:
    """A published event of this host's."""
    made = await draft(apis, host, **changes)
    return await apis.get(Events).publish(host, made.id)


async def imported(apis: Apis, caller: Caller, event_id: UUID, data: bytes) -> ImportReport:
    """Import a file and wait for it."""
    events = apis.get(Events)
    report = await events.import_schedule(caller, event_id, data, "schedule.xml")
    return await import_ended(events, caller, report)


async def import_ended(events: Events, caller: Caller, report: ImportReport) -> ImportReport:
    """The report of an import when it has come to its end."""
    return await eventually(lambda: events.import_report(caller, report.id), lambda report: report.state != "running")
