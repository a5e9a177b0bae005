"""One process, or seven: nobody outside can tell."""

import aiohttp
import msgspec

from hallway.bootstrap.process import App
from hallway.bootstrap.registry import GATEWAY, PARTS
from hallway.kernel.caller import ANONYMOUS
from hallway.services.auth.api import Auth
from tests.conftest import DEVICE, Client, StartApp

QUERY = b'{"query":"{ me { name } personas { key } }"}'


async def split(start_app: StartApp) -> App:
    for part in PARTS:
        await start_app({part.name})
    return await start_app({GATEWAY}, database_url="")


async def test_split(start_app: StartApp) -> None:
    gateway = await split(start_app)
    url = f"http://localhost:{gateway.settings.port}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar()) as session:
        client = Client(session, url)
        ready = await client.request("GET", "/readyz")
        assert ready.status == 200, await ready.text()
        assert set((await ready.json())["parts"]) == {"redis", "live", *(part.name for part in PARTS)}
        body = {"email": "ada@example.org", "name": "Ada Lindqvist", "password": "a long and unlikely password"}
        assert (await client.request("POST", "/session/register", json=body)).status == 200
        answer = await client.request("POST", "/graphql", data=QUERY, headers={"content-type": "application/json"})
        assert (await answer.json())["data"]["me"] == {"name": "Ada Lindqvist"}
        assert (await client.request("POST", "/session/refresh")).status == 200
        assert (await client.request("POST", "/session/logout")).status == 200
        answer = await client.request("POST", "/graphql", data=QUERY, headers={"content-type": "application/json"})
        assert (await answer.json())["data"]["me"] is None


async def test_services_are_not_on_the_public_port(hallway: App, client: Client) -> None:
    assert [listener.port for listener in hallway.listeners] == [hallway.settings.port]
    answer = await client.request("POST", "/rpc/auth/jwks", data=b"\x80")
    assert answer.status == 502  # passed on as a page would be


async def test_nobody_is_no_error(client: Client) -> None:
    answer = await client.request("POST", "/session/refresh")
    assert (answer.status, await answer.json()) == (200, {"user": None, "expiresAt": None, "expiresIn": None})


async def test_cookies(client: Client, hallway: App) -> None:
    grant = await hallway.apis.get(Auth).register(
        ANONYMOUS, "b@example.org", "Ben", "a long and unlikely password", DEVICE
    )
    answer = await client.request(
        "POST", "/session/refresh", headers={"cookie": f"hallway_refresh={grant.refresh_token}"}
    )
    cookies = answer.headers.getall("set-cookie")
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert [cookie.partition("=")[0] for cookie in cookies] == ["hallway_access", "hallway_refresh"]
    assert "Path=/session" in cookies[1]
    body = await answer.read()
    assert set(msgspec.json.decode(body)) == {"user", "expiresAt", "expiresIn"}
    assert grant.refresh_token.encode() not in body
