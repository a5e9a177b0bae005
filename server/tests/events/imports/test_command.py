"""`hallway import`, with real files on real servers."""

from argparse import ArgumentParser
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hallway.commands.import_schedule import arguments, import_file, run
from hallway.embedded.servers import running_servers, start_servers
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth, NewUser
from hallway.services.events.api import Events
from tests.events.making import TEST, refused
from tests.events.test_importing import FILES


async def host(apis: Apis) -> Caller:
    """Hanna, who has an account."""
    id = uuid7()
    await apis.get(Auth).create_users(TEST, [NewUser(id=id, email="hanna@example.org", name="Hanna Host")])
    return Caller(user_id=id)


async def test_into_a_new_draft_and_again(events: Events, apis: Apis, capsys: pytest.CaptureFixture[str]) -> None:
    hanna = await host(apis)
    assert await import_file(apis, FILES["fosdem-2025.xml"], "f.xml", None, "Hanna@Example.org") == 0
    [event] = await events.my_events(hanna)
    assert (event.name, event.slug, event.status) == ("FOSDEM 2025", "fosdem-2025", "draft")
    assert (event.time_zone, event.host_id) == ("Europe/Brussels", hanna.require_user())
    assert "1105 sessions added" in capsys.readouterr().out
    assert await import_file(apis, FILES["fosdem-2025.xml"], "f.xml", "fosdem-2025", None) == 0
    assert "1105 unchanged" in capsys.readouterr().out
    assert len(await events.my_events(hanna)) == 1


async def test_what_goes_wrong_is_one_sentence(events: Events, apis: Apis, capsys: pytest.CaptureFixture[str]) -> None:
    hanna = await host(apis)
    async with refused("invalid"):
        await import_file(apis, b"junk", "f.xml", None, "hanna@example.org")
    async with refused("not_found"):
        await import_file(apis, FILES["frab.json"], "f.xml", None, "nobody@example.org")
    async with refused("not_found"):
        await import_file(apis, FILES["frab.json"], "f.xml", "no-such-event", None)
    assert await events.my_events(hanna) == [], "no empty event is left behind"
    await import_file(apis, FILES["frab.json"], "f.json", None, "hanna@example.org")
    [event] = await events.my_events(hanna)
    capsys.readouterr()
    assert await import_file(apis, b"junk", "f.xml", event.slug, None) == 1
    assert capsys.readouterr().err.strip().startswith("hallway: f.xml: This schedule cannot be read")


async def test_the_command_line(
    events: Events, apis: Apis, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hanna = await host(apis)
    parser = ArgumentParser()
    arguments(parser)
    file = tmp_path / "schedule.json"
    file.write_bytes(FILES["pretalx.json"])
    env = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "HALLWAY_SECRET": settings.secret}
    assert await run(parser.parse_args([str(file), "--host", "hanna@example.org"]), env) == 0
    [event] = await events.my_events(hanna)
    assert event.slug in capsys.readouterr().out
    async with refused("invalid"):
        await run(parser.parse_args([str(file)]), env)
    async with refused("invalid"):
        await run(parser.parse_args([str(tmp_path / "none"), "--event", event.slug]), env)


async def test_from_an_address(
    events: Events, apis: Apis, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await host(apis)

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
        given = parser.parse_args([str(site.make_url("/moved")), "--host", "hanna@example.org"])
        async with refused("invalid"):
            await run(given, env)
        env["HALLWAY_EGRESS_ALLOW"] = "127.0.0.1"
        assert await run(given, env) == 0
        slug = capsys.readouterr().out.partition("(")[2].partition(",")[0]
        given.event, given.file = slug, str(site.make_url("/junk"))
        assert await run(given, env) == 1
        assert capsys.readouterr().err.strip().startswith("hallway: junk: This schedule cannot be read")
        given.file = str(site.make_url("/none"))
        async with refused("unavailable"):
            await run(given, env)


async def test_finds_the_servers_of_a_running_hallway(tmp_path: Path) -> None:
    assert running_servers(tmp_path / "nothing") is None
    async with start_servers(tmp_path, durable=False) as servers:
        assert running_servers(tmp_path) == servers
    assert running_servers(tmp_path) is None
