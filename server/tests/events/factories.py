"""Events and sessions for tests, made through the real services."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.values import (
    Event,
    EventInput,
    ImportChoice,
    ImportReading,
    ImportReport,
    Session,
    SessionInput,
)
from tests.support.waiting import eventually

START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""When the events of tests began."""
ALL = ImportChoice(even_much=True)
"""Everything that an import would change."""


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


async def put_now(events: Events, caller: Caller, event_id: UUID, id: UUID, input: SessionInput) -> Session:
    """Type a session that everybody sees at once."""
    session = await events.put_session(caller, event_id, id, input)
    await publish_agenda(events, caller, event_id)
    return session


async def remove_now(events: Events, caller: Caller, event_id: UUID, id: UUID) -> None:
    """Remove a session, for everybody at once."""
    await events.remove_session(caller, event_id, id)
    await publish_agenda(events, caller, event_id)


async def publish_agenda(events: Events, caller: Caller, event_id: UUID) -> None:
    """Everybody sees the draft; that of an event that is one itself is seen already."""
    if (await events.event_by_id(caller, event_id)).status != "draft":
        await events.publish_agenda(caller, event_id)


async def imported(
    apis: Apis, caller: Caller, event_id: UUID, data: bytes, choice: ImportChoice = ALL, name: str = "schedule.xml"
) -> ImportReport:
    """Import a file, for everybody at once, moved to the event's dates if it is of others; the report of the step that
    failed, if one does."""
    events = apis.get(Events)
    report = await read_file(events, caller, event_id, data, name)
    if report.state == "ready":
        report = await apply(events, caller, report.id, choice)
        await publish_agenda(events, caller, event_id)
    return report


async def read_file(
    events: Events, caller: Caller, event_id: UUID, data: bytes, name: str = "schedule.xml"
) -> ImportReport:
    """Have a file read, and moved to the event's dates if it is of others."""
    report = await import_ended(events, caller, await events.import_schedule(caller, event_id, data, name))
    if report.state == "ready":
        preview = await events.import_preview(caller, report.id)
        if preview.outside:
            reading = ImportReading(shift_days=preview.fitting_shift)
            report = await import_ended(events, caller, await events.read_import(caller, report.id, reading))
    return report


def dates_of(data: bytes) -> dict[str, Any]:
    """When and where the event of a schedule is."""
    schedule = read_schedule(data)
    return {"starts_at": schedule.start, "ends_at": schedule.end, "time_zone": schedule.time_zone}


async def apply(events: Events, caller: Caller, import_id: UUID, choice: ImportChoice = ALL) -> ImportReport:
    """Bring an import that is ready into the draft."""
    preview = await events.import_preview(caller, import_id)
    report = await events.apply_import(caller, import_id, preview.revision, choice)
    return await import_ended(events, caller, report)


async def import_ended(events: Events, caller: Caller, report: ImportReport) -> ImportReport:
    """The report of an import when this step of it has come to its end."""
    return await eventually(
        lambda: events.import_report(caller, report.id), lambda report: report.state not in ("reading", "applying")
    )
