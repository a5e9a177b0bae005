"""GraphiQL is there in development, and nowhere else."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest
from starlette.applications import Starlette
from uvicorn import Config

from hallway.gateway.dev.graphiql import MISSING, STATIC, graphiql_routes
from tests.conftest import Client, Server, StartApp, free_port

PATHS = ("/graphiql", "/graphiql/static/ruru.js")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_without_dev_it_is_a_page_like_any_other(start_app: StartApp, session: aiohttp.ClientSession) -> None:
    app = await start_app(dev=False)
    client = Client(session, f"http://127.0.0.1:{app.settings.port}")
    for path in PATHS:  # asked of the web server, which is not up in these tests
        answer = await client.request("GET", path)
        assert answer.status == 502
        assert "The pages are not up yet" in await answer.text()


async def test_with_dev_it_is_ours(start_app: StartApp, session: aiohttp.ClientSession) -> None:
    app = await start_app(dev=True)
    client = Client(session, f"http://127.0.0.1:{app.settings.port}")
    installed = STATIC.is_dir()
    for path in PATHS:
        answer = await client.request("GET", path)
        assert answer.status == (200 if installed else 404)
        assert (await answer.text() == MISSING) is not installed
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_page_runs_its_own_script_and_files_and_no_others(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    (tmp_path / "secret").write_text("not for anybody")
    static = tmp_path / "static"
    static.mkdir()
    (static / "ruru.js").write_text("export const Ruru = 1")
    port = free_port()
    client = Client(session, f"http://127.0.0.1:{port}")
    app = Starlette(routes=graphiql_routes(static))
    async with Server(Config(app, "127.0.0.1", port, lifespan="off", log_config=None)).running():
        page = await client.request("GET", "/graphiql")
        text, policy = await page.text(), page.headers["content-security-policy"]
        file = await client.request("GET", "/graphiql/static/ruru.js")
        absent = [await client.request("GET", f"/graphiql/static/{name}") for name in ("none.js", "%2e%2e/secret")]
    assert (file.status, await file.text()) == (200, "export const Ruru = 1")
    assert [answer.status for answer in absent] == [404, 404]
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)
    assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert "http" not in text + policy


async def test_a_sentence_says_how_to_install_it(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    port = free_port()
    app = Starlette(routes=graphiql_routes(tmp_path / "none"))
    async with Server(Config(app, "127.0.0.1", port, lifespan="off", log_config=None)).running():
        for path in PATHS:
            answer = await Client(session, f"http://127.0.0.1:{port}").request("GET", path)
            assert (answer.status, await answer.text()) == (404, MISSING)
