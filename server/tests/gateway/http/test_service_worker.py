"""The service worker's switch: off, browsers are given one that takes itself away."""

import aiohttp
import pytest

from tests.conftest import StartApp


@pytest.mark.parametrize(("on", "status"), [(True, 502), (False, 200)])
async def test_the_switch_works_while_no_web_answers(start_app: StartApp, on: bool, status: int) -> None:
    """The worker itself is a file of the web, which is not there in this test."""
    app = await start_app(service_worker=on)
    url = f"http://127.0.0.1:{app.settings.port}/sw.js"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == status
        if not on:
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.content_type == "text/javascript"
            assert "unregister()" in await answer.text()
