"""Agendas over HTTP, as other programs and browsers ask for them: read back equal, briefly, and in no log."""

import logging
from datetime import UTC, datetime
from typing import Any

import aiohttp
import asyncpg
import pytest
from structlog.testing import capture_logs
from yarl import URL

from hallway.bootstrap.process import App
from hallway.demo.schedule import packaged
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import Agenda, Event, Session
from tests.conftest import Client, MakeUser, StartApp, User, free_port
from tests.events.factories import dates_of, draft, imported, published, put_now, session_input
from tests.support.factories import Factories

FILES = {
    "xml": ("frab", "application/xml; charset=utf-8"),
    "json": ("schedule", "application/json"),
    "ics": ("icalendar", "text/calendar; charset=utf-8"),
}
NOW = datetime(2027, 1, 1, 12, 0, 5, tzinfo=UTC)
PUBLIC = {"access-control-allow-origin": "*", "cache-control": "public, max-age=300"}


@pytest.fixture
async def ada(make_user: MakeUser) -> User:
    """Somebody with an account."""
    return await make_user("Ada Example")


@pytest.fixture
async def talk(apis: Apis, ada: User) -> Event:
    """Ada's published event, with one session, which she starred."""
    events, event, id = apis.get(Events), await published(apis, ada.caller), uuid7()
    await put_now(events, ada.caller, event.id, id, session_input("A talk", track="Tools"))
    await events.star(ada.caller, id, True)
    return event


@pytest.fixture
async def address(apis: Apis, ada: User, talk: Event) -> str:
    """The path of Ada's calendar."""
    url = (await apis.get(Events).make_calendar(ada.caller, talk.id)).url
    assert url
    return "/" + url.split("/", 3)[3]


def known(session: Session, agenda: Agenda, host: str) -> dict[str, Any]:
    """All that every format holds of a session, as the importer has it."""
    stages, tracks = ({one.id: one.name for one in part} for part in (agenda.stages, agenda.tracks))
    names = {one.id: one.name for one in agenda.speakers}
    return {
        "title": session.title,
        "abstract": session.abstract,
        "starts_at": session.starts_at,
        "duration": session.ends_at - session.starts_at,
        "room": stages[session.stage_id] if session.stage_id else "",
        "track": tracks[session.track_id] if session.track_id else "",
        "speakers": [names[id] for id in session.speaker_ids],
        "url": session.url or host,
        "links": tuple(session.links),
        "attachments": tuple(session.attachments),
        "video": session.video_url,
    }


def read_back(schedule: Schedule) -> dict[str, dict[str, Any]]:
    """The sessions of a file, by their ids in Hallway."""
    names = {one.external_id: one.name for one in schedule.speakers}
    return {
        one.external_id.partition("@")[0]: {
            "title": one.title,
            "abstract": one.abstract or "",
            "starts_at": one.starts_at,
            "duration": one.duration,
            "room": one.room or "",
            "track": one.track or "",
            "speakers": [names[id] for id in one.speakers],
            "url": one.url or "",
            "links": one.links,
            "attachments": one.attachments,
            "video": one.video_url or "",
        }
        for one in schedule.sessions
    }


async def all_sessions(events: Events, agenda: Agenda) -> list[Session]:
    """With their texts."""
    ids = [one.id for one in agenda.sessions]
    return [*await events.sessions(ANONYMOUS, ids[:1000]), *await events.sessions(ANONYMOUS, ids[1000:])]


async def test_a_thousand_sessions_are_read_back_equal(client: Client, apis: Apis) -> None:
    events, [host] = apis.get(Events), await Factories(apis).people(1)
    event = await published(apis, host, name="FOSDEM", **dates_of(packaged()))
    assert (await imported(apis, host, event.id, packaged())).state == "done"
    agenda = await events.agenda(host, event.id)
    pages = f"{client.url.replace('127.0.0.1', 'localhost')}/e/{event.slug}/sessions"
    wanted = {str(one.id): known(one, agenda, f"{pages}/{one.id}") for one in await all_sessions(events, agenda)}
    assert len(wanted) > 1000
    for ending, (format, _) in FILES.items():
        answer = await client.request("GET", f"/e/{event.slug}/schedule.{ending}")
        schedule = read_schedule(await answer.read())
        assert (schedule.format, schedule.time_zone, schedule.skipped) == (format, "Europe/Brussels", ())
        assert read_back(schedule) == wanted
    track = agenda.tracks[3]
    answer = await client.request("GET", f"/e/{event.slug}/schedule.ics?track={track.id}")
    assert set(read_back(read_schedule(await answer.read()))) == {
        str(one.id) for one in agenda.sessions if one.track_id == track.id
    }


@pytest.mark.parametrize("ending", FILES)
async def test_what_a_file_says_of_itself(client: Client, talk: Event, ending: str) -> None:
    path = f"/e/{talk.slug}/schedule.{ending}"
    answer = await client.request("GET", path)
    assert answer.status == 200
    assert answer.headers["content-type"] == FILES[ending][1]
    assert answer.headers["content-disposition"] == f'inline; filename="{talk.slug}.{ending}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert {name: answer.headers[name] for name in PUBLIC} == PUBLIC
    assert "set-cookie" not in answer.headers
    head = await client.request("HEAD", path)
    assert (head.status, await head.read()) == (200, b"")
    assert {name: head.headers[name] for name in ("etag", "content-length", "content-type")} == {
        name: answer.headers[name] for name in ("etag", "content-length", "content-type")
    }


async def test_who_has_it_is_not_sent_it_again(client: Client, apis: Apis, ada: User, talk: Event) -> None:
    path = f"/e/{talk.slug}/schedule.ics"
    tag = (await client.request("GET", path)).headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        for method in ("GET", "HEAD"):
            answer = await client.request(method, path, headers={"if-none-match": given})
            assert (answer.status, await answer.read()) == (304, b"")
            assert (answer.headers["etag"], answer.headers["cache-control"]) == (tag, "public, max-age=300")
    for given in ("", '"other"', tag[:-2], tag.strip('W/"')):
        assert (await client.request("GET", path, headers={"if-none-match": given})).status == 200
    await put_now(apis.get(Events), ada.caller, talk.id, uuid7(), session_input("Another"))
    changed = await client.request("GET", path, headers={"if-none-match": tag})
    assert changed.status == 200
    assert changed.headers["etag"] != tag


async def test_a_large_file_is_compressed_for_who_reads_that(client: Client, apis: Apis, ada: User) -> None:
    event = await published(apis, ada.caller)
    await put_now(apis.get(Events), ada.caller, event.id, uuid7(), session_input("Long", abstract="word " * 3_000))
    path = f"/e/{event.slug}/schedule.xml"
    plain = await client.request("GET", path, headers={"accept-encoding": "identity"})
    packed = await client.request("GET", path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == plain.headers["etag"]
    assert int(packed.headers["content-length"]) < len(await plain.read()) / 4
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"


async def test_a_draft_is_shown_to_nobody_else_and_kept_by_nobody(client: Client, apis: Apis, ada: User) -> None:
    hidden = await draft(apis, ada.caller, name="Hidden")
    for ending in FILES:
        path = f"/e/{hidden.slug}/schedule.{ending}"
        mine = await client.request("GET", path, as_=ada)
        assert (mine.status, mine.headers["cache-control"]) == (200, "private, no-store")
        assert "access-control-allow-origin" not in mine.headers
        theirs, nothing = await client.request("GET", path), await client.request("GET", f"/e/none/schedule.{ending}")
        for answer in (theirs, nothing):
            assert (answer.status, await answer.text()) == (404, "There is no such event.\n")
            assert answer.headers["content-type"].startswith("text/plain")
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("slug", ["%00", "a%00b", "%F0%9F%8E%89", "%27--", "%2e%2e", "x" * 5_000, "%0d%0aset-cookie:a"])
async def test_a_hostile_slug_finds_nothing(client: Client, slug: str) -> None:
    for ending in FILES:
        answer = await as_it_stands(client, f"/e/{slug}/schedule.{ending}")
        assert answer.status == 404
        assert "set-cookie" not in answer.headers


async def test_a_track_that_there_is_not(client: Client, talk: Event) -> None:
    for track in (str(uuid7()), "x", "1" * 5_000, "%00", "..%2f"):
        answer = await as_it_stands(client, f"/e/{talk.slug}/schedule.ics?track={track}")
        assert (answer.status, await answer.text()) == (404, "This event has no such track.\n")


async def test_no_other_method_reaches_a_page(client: Client, talk: Event, address: str) -> None:
    for path in (f"/e/{talk.slug}/schedule.xml", address, "/calendar/"):
        for method in ("POST", "PUT", "DELETE"):
            assert (await client.request(method, path)).status == 405


async def test_somebodys_calendar_needs_no_cookie_and_tells_nobody(client: Client, address: str, talk: Event) -> None:
    answer = await client.request("GET", address)
    assert [one.title for one in read_schedule(await answer.read()).sessions] == ["A talk"]
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["content-disposition"] == f'inline; filename="{talk.slug}-starred.ics"'
    assert "access-control-allow-origin" not in answer.headers
    known = await client.request("GET", address, headers={"if-none-match": answer.headers["etag"]})
    assert (known.status, known.headers["cache-control"]) == (304, "private, max-age=300")
    assert (await client.request("HEAD", address)).status == 200


async def test_a_revoked_calendar_is_gone(client: Client, apis: Apis, ada: User, talk: Event, address: str) -> None:
    tag = (await client.request("GET", address)).headers["etag"]
    await apis.get(Events).revoke_calendar(ada.caller, talk.id)
    answer = await client.request("GET", address, headers={"if-none-match": tag})
    assert answer.status == 404
    assert await answer.text() == "There is no calendar at this address. It may have been revoked.\n"
    assert answer.headers["cache-control"] == "no-store"


async def test_nothing_else_is_a_calendar(client: Client, address: str) -> None:
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    for path in (
        *(f"/calendar/{token}", f"/calendar/{token}.ICS", f"/calendar/{token}.ics.ics", f"/calendar/{token}/"),
        *(f"/calendar/x/{token}.ics", f"/calendar/x%2f..%2f{token}.ics", f"/calendar//{token}.ics", "/calendar/.ics"),
        *("/calendar/", "/calendar/..%2f..%2fetc%2fpasswd.ics", f"/calendar/{'x' * 43}.ics", "/calendar/%00.ics"),
        f"/calendar/{'%F0%9F%8E%89' * 43}.ics",
    ):
        assert (await as_it_stands(client, path)).status == 404, path


async def test_no_log_has_the_secret(
    hallway: App, client: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    connection = await asyncpg.connect(hallway.settings.database_url)
    caplog.set_level("DEBUG")
    with capture_logs() as logs:
        assert (await client.request("GET", address)).status == 200
        assert (await client.request("GET", f"/calendar/{token}")).status == 404
        refused = await client.request("POST", address, headers={"origin": "https://elsewhere.example"})
        assert refused.status == 403
        await connection.execute("ALTER TABLE events.calendar_tokens RENAME TO away")
        assert (await client.request("GET", address)).status == 500
    await connection.close()
    assert {log.get("on") or log.get("path") for log in logs} >= {"http:/calendar/…", "/calendar/…"}
    assert not logging.getLogger("uvicorn.access").propagate, "and it has no handler but that of the tests"
    written = [record.getMessage() for record in caplog.records if record.name != "uvicorn.access"]
    assert token not in f"{logs} {written}"


async def test_too_many_are_told_when_to_come_back(start_app: StartApp, client: Client, talk: Event) -> None:
    app = await start_app(port=free_port(), address_hits=2, http_hits=2, clock=lambda: NOW)
    client.url = f"http://127.0.0.1:{app.settings.port}"
    paths = [f"/e/{talk.slug}/schedule.ics", f"/e/{talk.slug}/schedule.xml", "/calendar/x.ics"]
    answers = [await client.request("GET", path) for path in paths]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "55"
    assert (await answers[-1].text()).startswith("That was too often.")


async def as_it_stands(client: Client, path: str) -> aiohttp.ClientResponse:
    """The answer to a path that the client does not mend."""
    async with client.session.get(URL(client.url + path, encoded=True), allow_redirects=False) as answer:
        await answer.read()
        return answer
