"""An installation that others can come to: cookies that browsers guard, HSTS, security.txt, no demo by accident."""

import sys
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest

from hallway.bootstrap.process import App
from hallway.bootstrap.registry import SERVICES
from hallway.kernel.caller import Caller
from hallway.kernel.errors import OperatorError
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Auth
from tests.conftest import DEVICE, Client, StartApp

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "scripts"))

import setup

PUBLIC = "https://hallway.example"
GOOD = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x", "HALLWAY_SECRET": "s" * 32}
ELSEWHERE = [
    {"HALLWAY_PUBLIC_URL": PUBLIC},
    {"HALLWAY_PUBLIC_URL": "http://192.168.1.7:3000"},
    {"HALLWAY_PUBLIC_URL": "http://localhost.evil.example"},
    {"HALLWAY_HOST": "0.0.0.0"},
    {"HALLWAY_HOST": "::"},
    {"HALLWAY_HOST": "192.168.1.7"},
]
HERE = [{}, {"HALLWAY_HOST": "::1"}, {"HALLWAY_HOST": "localhost"}, {"HALLWAY_PUBLIC_URL": "http://127.0.0.1:3000"}]
CONTACT = "security@hallway.example"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("name", ["HALLWAY_DEMO", "HALLWAY_DEV"])
def test_no_demo_where_others_can_come(place: dict[str, str], name: str) -> None:
    with pytest.raises(OperatorError, match=f"{name}=1 .*HALLWAY_DEMO_PUBLIC=1") as caught:
        Settings.from_env({**GOOD, **place, name: "1"}, SERVICES)
    assert str(caught.value).count("\n- ") == 1
    assert Settings.from_env({**GOOD, **place, name: "1", "HALLWAY_DEMO_PUBLIC": "1"}, SERVICES)
    assert not Settings.from_env({**GOOD, **place}, SERVICES).is_local
    assert not setup.only_this_computer(place), "make run leaves it away"


@pytest.mark.parametrize("place", HERE)
def test_the_demo_is_there_on_this_computer(place: dict[str, str]) -> None:
    assert Settings.from_env({**GOOD, **place, "HALLWAY_DEMO": "1"}, SERVICES).is_local
    assert setup.only_this_computer(place)


@pytest.mark.parametrize("contact", ["nobody", "javascript:alert(1)", "a@b\r\nX: y", "http://x.example", "@", "a@"])
def test_a_contact_that_is_none(contact: str) -> None:
    with pytest.raises(OperatorError, match="HALLWAY_SECURITY_CONTACT"):
        Settings.from_env({**GOOD, "HALLWAY_SECURITY_CONTACT": contact}, SERVICES)


async def ask(app: App, method: str, path: str, **headers: str) -> aiohttp.ClientResponse:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        answer = await session.request(method, f"http://127.0.0.1:{app.settings.port}{path}", headers=headers)
        await answer.read()
        return answer


def cookies(answer: aiohttp.ClientResponse) -> dict[str, tuple[str, str, bool, str]]:
    """Of an answer, by name: path, domain, whether Secure, value."""
    found: dict[str, tuple[str, str, bool, str]] = {}
    for line in answer.headers.getall("set-cookie", []):
        for name, morsel in SimpleCookie(line).items():
            found[name] = (morsel["path"], morsel["domain"], bool(morsel["secure"]), morsel.value)
    return found


async def test_cookies_and_headers_of_https(start_app: StartApp) -> None:
    app = await start_app(public_url=PUBLIC, security_contact=CONTACT, clock=lambda: NOW, free_queries=True)
    auth = app.apis.get(Auth)
    grant = await auth.register(Caller(), "ada@example.org", "Ada", "a long and unlikely password", DEVICE)
    # Signed in before the names had prefixes:
    answer = await ask(app, "POST", "/session/refresh", cookie=f"hallway_refresh={grant.refresh_token}")
    assert answer.status == 200
    given = cookies(answer)
    assert given["__Host-hallway_access"][:3] == ("/", "", True)
    assert given["__Secure-hallway_refresh"][:3] == ("/session", "", True)
    assert given["hallway_refresh"] == ("/session", "", True, ""), "the former one is taken away"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    access, refresh = given["__Host-hallway_access"][3], given["__Secure-hallway_refresh"][3]
    query = "/graphql?query={me{id}}"
    # Another host of the domain can set a cookie without prefix: it is nobody's sign-in.
    planted = await ask(app, "GET", query, cookie=f"hallway_access={access}")
    assert (await planted.json(content_type=None))["data"] == {"me": None}
    mine = await ask(app, "GET", query, cookie=f"__Host-hallway_access={access}")
    assert (await mine.json(content_type=None))["data"] == {"me": {"id": str(grant.user.id)}}
    out = await ask(app, "POST", "/session/logout", cookie=f"__Secure-hallway_refresh={refresh}")
    assert (await out.json())["ended"]
    assert all(cookie[3] == "" for cookie in cookies(out).values())
    text = await (await ask(app, "GET", "/.well-known/security.txt")).text()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:security@hallway.example"
    assert fields["Canonical"] == f"{PUBLIC}/.well-known/security.txt"
    assert NOW < datetime.fromisoformat(fields["Expires"]) < NOW + timedelta(days=365)


async def test_plain_http_on_this_computer(client: Client) -> None:
    answer = await client.request("POST", "/session/refresh")
    assert "strict-transport-security" not in answer.headers
    assert (await client.request("GET", "/.well-known/security.txt")).status in (404, 502), "the pages answer it"


async def test_a_public_showcase_has_no_open_introspection(start_app: StartApp) -> None:
    app = await start_app(public_url=PUBLIC, demo_public=True)
    assert app.settings.demo
    newer = "application/graphql-response+json"
    answer = await ask(app, "GET", "/graphql?query={__schema{types{name}}}", accept=newer)
    assert answer.status == 403
