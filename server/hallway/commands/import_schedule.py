"""Import a conference's schedule (frab/pentabarf XML, or pretalx/frab JSON) into an event, or into a new one."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from hallway.bootstrap.process import build
from hallway.commands.environment import beside, settings_for
from hallway.commands.migrate import migrate_all
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.egress import Egress
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.events.schedule import LIMITS
from hallway.services.events.values import Event, ImportReport

COMMAND: Final = service_caller("import")
LOOK_EVERY: Final = 0.2
MOST_SHOWN: Final = 20
DOWNLOAD_SECONDS: Final = 60
"""Some servers write the whole schedule anew for each who asks."""


def arguments(parser: ArgumentParser) -> None:
    """FILE, --event, --host."""
    about = "the schedule, a file or an https:// address; importing it again changes nothing"
    parser.add_argument("file", metavar="FILE", help=about)
    parser.add_argument("--event", metavar="SLUG", help="the event to import into; without it, a new draft is made")
    parser.add_argument("--host", metavar="EMAIL", help="whose event a new one is")


async def run(given: Namespace, env: Mapping[str, str]) -> int:
    """Import, saying how far it is; 0 if all went well, 1 if nothing was changed."""
    if not given.event and not given.host:
        raise Problem("invalid", "Say which event (--event SLUG), or whose new event it shall be (--host EMAIL).")
    remote = given.file.lower().startswith(("http://", "https://"))
    data, name = (b"", "") if remote else (_contents(Path(given.file)), Path(given.file).name)
    async with settings_for(beside(env)) as settings:
        if remote:
            data, name = await download(Egress(settings), given.file)
        await migrate_all(settings.database_url)
        async with build(settings, {"auth", "events"}) as app:
            return await import_file(app.apis, data, name, given.event, given.host)


async def import_file(apis: Apis, data: bytes, filename: str, slug: str | None, host: str | None) -> int:
    """Import into the event `slug`, or into a new draft of the person with the e-mail `host`."""
    events = apis.get(Events)
    event = await events.event(COMMAND, slug) if slug else await _new_event(apis, data, filename, host or "")
    report = await events.import_schedule(COMMAND, event.id, data, filename)
    while report.state == "running":
        await asyncio.sleep(LOOK_EVERY)
        report = await events.import_report(COMMAND, report.id)
        if sys.stderr.isatty():
            print(f"\r{report.done} of {report.total} sessions", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return _say(report, event)


async def _new_event(apis: Apis, data: bytes, filename: str, host: str) -> Event:
    input = await apis.get(Events).event_of_schedule(COMMAND, data, filename)
    owner = await apis.get(Auth).user_with_email(COMMAND, host)
    return await apis.get(Events).create(Caller(user_id=owner.id), uuid7(), input)


def _say(report: ImportReport, event: Event) -> int:
    if report.error:
        print(f"hallway: {report.error}", file=sys.stderr)
        return 1
    print(
        f"{event.name} ({event.slug}, {event.status}): {report.added} sessions added, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.removed} removed, {len(report.skipped)} skipped."
    )
    for skipped in report.skipped[:MOST_SHOWN]:
        print(f"- skipped {skipped.where}: {skipped.reason}")
    if len(report.skipped) > MOST_SHOWN:
        print(f"- and {len(report.skipped) - MOST_SHOWN} more")
    return 0


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.file_bytes + 1)
    except OSError as error:
        raise Problem("invalid", f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > LIMITS.file_bytes:
        raise Problem("too_large", f"{path} is larger than {LIMITS.file_bytes // 1024 // 1024} MB.")
    return data


async def download(egress: Egress, url: str) -> tuple[bytes, str]:
    """What is at the address, and the name of the file there; a Problem unless the answer is 200."""
    got = await egress.fetch(url, max_bytes=LIMITS.file_bytes, seconds=DOWNLOAD_SECONDS)
    if got.status != HTTPStatus.OK:
        raise Problem("unavailable", f"There is no schedule at {url}: the answer is {got.status}.")
    return got.body, PurePosixPath(urlsplit(got.url).path).name or "schedule"
