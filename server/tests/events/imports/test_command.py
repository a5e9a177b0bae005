"""`hallway import`, with real files on real servers."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hallway.commands.import_schedule import How, arguments, import_file, run
from hallway.embedded.servers import running_servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.errors import OperatorError
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.events.values import ImportReading
from tests.conftest import MakeUser, User
from tests.events.imports.schedule_files import FILES, event_xml, schedule_xml
from tests.support.factories import refused


@pytest.fixture
async def hanna(make_user: MakeUser) -> User:
    """Whose new events are."""
    return await make_user("Hanna Host")


async def test_into_a_new_draft_and_again(
    events: Events, apis: Apis, hanna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_file(apis, FILES["fosdem-2025.xml"], "f.xml", None, hanna.email.title()) == 0
    [event] = await events.my_events(hanna.caller)
    assert (event.name, event.slug, event.status) == ("FOSDEM 2025", "fosdem-2025", "draft")
    assert (event.time_zone, event.host_id) == ("Europe/Brussels", hanna.id)
    assert "1105 sessions added" in capsys.readouterr().out
    assert await import_file(apis, FILES["fosdem-2025.xml"], "f.xml", "fosdem-2025", None) == 0
    assert "1105 unchanged" in capsys.readouterr().out
    assert len(await events.my_events(hanna.caller)) == 1


async def test_what_goes_wrong_is_one_sentence(
    events: Events, apis: Apis, hanna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    async with refused("invalid"):
        await import_file(apis, b"junk", "f.xml", None, hanna.email)
    async with refused("not_found"):
        await import_file(apis, FILES["frab.json"], "f.xml", None, "nobody@example.org")
    async with refused("not_found"):
        await import_file(apis, FILES["frab.json"], "f.xml", "no-such-event", None)
    assert await events.my_events(hanna.caller) == [], "no empty event is left behind"
    await import_file(apis, FILES["frab.json"], "f.json", None, hanna.email)
    [event] = await events.my_events(hanna.caller)
    capsys.readouterr()
    assert await import_file(apis, b"junk", "f.xml", event.slug, None) == 1
    assert capsys.readouterr().err.strip().startswith("hallway: f.xml: This schedule cannot be read")


async def test_what_the_file_does_not_say_is_asked_for(
    events: Events, apis: Apis, hanna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    table = b"Titel,Beginn,Ende\nOpening,2026-12-05 10:00,2026-12-05 10:30\n"
    async with refused("invalid"):
        await import_file(apis, table, "plan.csv", None, hanna.email)
    reading = ImportReading(columns=["title", "start", "end"])
    async with refused("invalid") as refusal:
        await import_file(apis, table, "plan.csv", None, hanna.email, How(reading=reading))
    assert "time zone" in refusal.problem.message
    how = How(reading=ImportReading(columns=["title", "start", "end"], time_zone="Asia/Tokyo"))
    assert await import_file(apis, table, "plan.csv", None, hanna.email, how) == 0
    [event] = await events.my_events(hanna.caller)
    assert (event.time_zone, event.starts_at) == ("Asia/Tokyo", datetime(2026, 12, 5, 1, tzinfo=UTC))
    assert await import_file(apis, table, "plan.csv", event.slug, None) == 1
    said = capsys.readouterr()
    assert "1 sessions added" in said.out
    assert "--columns title,start,end" in said.err


async def test_nothing_is_changed_unasked(
    events: Events, apis: Apis, hanna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_file(apis, FILES["frab.json"], "f.json", None, hanna.email)
    [event] = await events.my_events(hanna.caller)
    await events.publish(hanna.caller, event.id)
    before = await events.agenda(hanna.caller, event.id)
    day = f'date="{event.starts_at.date()}"'
    first = schedule_xml(event_xml(date=event.starts_at.isoformat()), day=day)
    assert await import_file(apis, first, "f.json", event.slug, None, How(dry_run=True)) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert await import_file(apis, first, "f.json", event.slug, None) == 1
    assert "--even-much" in capsys.readouterr().err
    assert await import_file(apis, first, "f.json", event.slug, None, How(even_much=True)) == 0
    assert "draft" in capsys.readouterr().out
    assert await events.agenda(hanna.caller, event.id) == before
    assert await import_file(apis, first, "f.json", event.slug, None, How(publish=True)) == 0
    assert "version 2" in capsys.readouterr().out
    assert len((await events.agenda(hanna.caller, event.id)).sessions) == 1


async def test_the_command_line(
    events: Events, apis: Apis, hanna: User, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    arguments(parser)
    file = tmp_path / "schedule.json"
    file.write_bytes(FILES["pretalx.json"])
    env = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "HALLWAY_SECRET": settings.secret}
    assert await run(parser.parse_args([str(file), "--host", hanna.email]), env) == 0
    [event] = await events.my_events(hanna.caller)
    assert event.slug in capsys.readouterr().out
    with pytest.raises(OperatorError, match="--event"):
        await run(parser.parse_args([str(file)]), env)
    with pytest.raises(OperatorError):
        await run(parser.parse_args([str(tmp_path / "none"), "--event", event.slug]), env)


async def test_from_an_address(
    events: Events, apis: Apis, hanna: User, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/moved":
            raise web.HTTPFound("/a.json")
        return web.Response(body={"/a.json": FILES["pretalx.json"], "/junk": b"junk"}[request.path])

    app = web.Application()
    app.router.add_get("/{path:moved|a.json|junk}", answer)
    env = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "HALLWAY_SECRET": settings.secret}
    parser = ArgumentParser()
    arguments(parser)
    async with TestServer(app) as site:
        given = parser.parse_args([str(site.make_url("/moved")), "--host", hanna.email])
        async with refused("invalid"):
            await run(given, env)
        env["HALLWAY_EGRESS_ALLOW"] = "127.0.0.1"
        assert await run(given, env) == 0
        [event] = await events.my_events(hanna.caller)
        given.event, given.file = event.slug, str(site.make_url("/junk"))
        assert await run(given, env) == 1
        assert "hallway: junk: This schedule cannot be read" in capsys.readouterr().err
        given.file = str(site.make_url("/none"))
        async with refused("unavailable"):
            await run(given, env)


async def test_finds_the_servers_of_a_running_hallway(tmp_path: Path) -> None:
    assert running_servers(tmp_path / "nothing") is None
    async with start_servers(tmp_path, durable=False) as servers:
        assert running_servers(tmp_path) == servers
    assert running_servers(tmp_path) is None
