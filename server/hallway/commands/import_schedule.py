"""Import a conference's schedule into an event, or into a new one."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import msgspec

from hallway.bootstrap.process import build
from hallway.commands.environment import beside, settings_for
from hallway.commands.migrate import migrate_all
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.egress import Egress
from hallway.kernel.errors import OperatorError, Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.events.schedule import LIMITS
from hallway.services.events.values import Event, ImportChoice, ImportPreview, ImportReading, ImportReport

COMMAND: Final = service_caller("import")
LOOK_EVERY: Final = 0.2
MOST_SHOWN: Final = 20
DOWNLOAD_SECONDS: Final = 60
"""Some servers write the whole schedule anew for each who asks."""


class How(msgspec.Struct, frozen=True, kw_only=True):
    """What the options say."""

    reading: ImportReading = ImportReading()
    even_much: bool = False
    publish: bool = False
    dry_run: bool = False


def arguments(parser: ArgumentParser) -> None:
    """FILE, --event, --host, and how to read and apply it."""
    about = "the schedule, a file or an https:// address; importing it again changes nothing"
    parser.add_argument("file", metavar="FILE", help=about)
    parser.add_argument("--event", metavar="SLUG", help="the event to import into; without it, a new draft is made")
    parser.add_argument("--host", metavar="EMAIL", help="whose event a new one is")
    parser.add_argument("--time-zone", metavar="ZONE", help="the zone of the file's times, if the file does not say it")
    columns = "of a CSV file: the field of each column, such as title,start,end,room; leave a place empty to skip it"
    parser.add_argument("--columns", metavar="FIELDS", help=columns)
    parser.add_argument("--shift-days", metavar="DAYS", type=int, default=0, help="move all sessions by so many days")
    parser.add_argument("--adds", action="store_true", help="add to the programme instead of replacing it")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--even-much", action="store_true", help="more than a tenth of the sessions may go")
    parser.add_argument("--publish", action="store_true", help="publish the agenda of an event that is published")


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Import, saying how far it is; 0 if all went well, 1 if nothing was changed."""
    if not given.event and not given.host:
        raise OperatorError("Say which event (--event SLUG), or whose new event it shall be (--host EMAIL).")
    columns = [field.strip() for field in given.columns.split(",")] if given.columns else None
    reading = ImportReading(time_zone=given.time_zone, columns=columns, shift_days=given.shift_days, adds=given.adds)
    how = How(reading=reading, even_much=given.even_much, publish=given.publish, dry_run=given.dry_run)
    remote = given.file.lower().startswith(("http://", "https://"))
    data, name = (b"", "") if remote else (_contents(Path(given.file)), Path(given.file).name)
    async with settings_for(beside(env)) as settings:
        if remote:
            data, name = await download(Egress(settings), given.file)
        await migrate_all(settings.database_url)
        async with build(settings, {"auth", "events"}) as app:
            return await import_file(app.apis, data, name, given.event, given.host, how)


HOW: Final = How()


async def import_file(
    apis: Apis, data: bytes, filename: str, slug: str | None, host: str | None, how: How = HOW
) -> int:
    """Import into the event `slug`, or into a new draft of the person with the e-mail `host`."""
    events = apis.get(Events)
    event = await events.event(COMMAND, slug) if slug else await _new_event(apis, data, filename, host or "", how)
    report = await _ended(events, await events.import_schedule(COMMAND, event.id, data, filename))
    if report.state in ("asking", "ready") and how.reading != ImportReading():
        report = await _ended(events, await events.read_import(COMMAND, report.id, how.reading))
    if report.error:
        return _failed(report.error)
    if report.state == "asking":
        return _failed(_columns_of(report))
    preview = await events.import_preview(COMMAND, report.id)
    _say(preview, event)
    if preview.zone.asks:
        likely = ", ".join(preview.zone.candidates) or "such as Europe/Lisbon"
        return _failed(f"Say which time zone the file's times are in, with --time-zone ZONE: {likely}.")
    if how.dry_run:
        await events.discard_import(COMMAND, report.id)
        print("Nothing was changed.")
        return 0
    if preview.loses_much and not how.even_much:
        return _failed(f"{preview.removed} sessions would go: more than a tenth. If they may, add --even-much.")
    choice = ImportChoice(even_much=how.even_much)
    report = await _ended(events, await events.apply_import(COMMAND, report.id, preview.revision, choice))
    return _failed(report.error) if report.error else await _publish(events, event, how)


async def _ended(events: Events, report: ImportReport) -> ImportReport:
    """The report when this step of it is over."""
    while report.state in ("reading", "applying"):
        await asyncio.sleep(LOOK_EVERY)
        report = await events.import_report(COMMAND, report.id)
        if report.total and sys.stderr.isatty():
            print(f"\r{report.done} of {report.total} sessions", end="", file=sys.stderr, flush=True)
    if report.total and sys.stderr.isatty():
        print(file=sys.stderr)
    return report


async def _new_event(apis: Apis, data: bytes, filename: str, host: str, how: How) -> Event:
    input = await apis.get(Events).event_of_schedule(COMMAND, data, filename, how.reading)
    owner = await apis.get(Auth).user_with_email(COMMAND, host)
    return await apis.get(Events).create(Caller(user_id=owner.id), uuid7(), input)


async def _publish(events: Events, event: Event, how: How) -> int:
    if event.status == "draft":
        return 0
    if how.publish:
        number = await events.publish_agenda(COMMAND, event.id)
        print(f"Published as version {number} of the agenda.")
    else:
        print("It is in the agenda's draft. Publish it on the event's manage page, or with --publish.")
    return 0


def _say(preview: ImportPreview, event: Event) -> None:
    print(
        f"{event.name} ({event.slug}, {event.status}): {preview.added} sessions added, {preview.changed} changed, "
        f"{preview.moved} moved, {preview.unchanged} unchanged, {preview.removed} removed, "
        f"{len(preview.skipped)} skipped."
    )
    if preview.removed or preview.moved:
        print(f"- starred by {preview.stars_lost} people: removed; by {preview.stars_moved} people: moved")
    if preview.outside:
        print(
            f"- {preview.outside} of {preview.sessions} lie more than 31 days from the event's dates. Move the event,"
            f" or add --shift-days {preview.fitting_shift}"
        )
    _list([f"skipped {skipped.where}: {skipped.reason}" for skipped in preview.skipped])
    _list([f"{note.where}: {note.text}" for note in preview.notes])


def _list(lines: list[str]) -> None:
    for line in lines[:MOST_SHOWN]:
        print(f"- {line}")
    if len(lines) > MOST_SHOWN:
        print(f"- and {len(lines) - MOST_SHOWN} more")


def _columns_of(report: ImportReport) -> str:
    guess = ",".join(column.field or "" for column in report.columns)
    columns = "\n".join(
        f"  {column.name}: {column.example} ({column.field or 'left out'})" for column in report.columns
    )
    return f"Say what the columns of this table are. If this is right, add --columns {guess}\n{columns}"


def _failed(why: str) -> int:
    print(f"hallway: {why}", file=sys.stderr)
    return 1


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.file_bytes + 1)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > LIMITS.file_bytes:
        raise OperatorError(f"{path} is larger than {LIMITS.file_bytes // 1024 // 1024} MB.")
    return data


async def download(egress: Egress, url: str) -> tuple[bytes, str]:
    """What is at the address, and the name of the file there; a Problem unless the answer is 200."""
    got = await egress.fetch(url, max_bytes=LIMITS.file_bytes, seconds=DOWNLOAD_SECONDS)
    if got.status != HTTPStatus.OK:
        raise Problem("unavailable", "noScheduleThere", url=url, status=str(got.status))
    return got.body, PurePosixPath(urlsplit(got.url).path).name or "schedule"
