"""How much one caller may ask: by person, by the visitor's address, by cost, and at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from hallway.gateway.asking import VISITOR_HEADER
from hallway.kernel.addresses import VISITOR_SECONDS, vouched, vouched_address
from hallway.kernel.clock import now
from tests.conftest import ConnectSocket, MakeUser, StartApp, free_port

NOW = datetime(2026, 11, 22, 9, 30, 5, tzinfo=UTC)
KEYS = (b"k" * 32, b"o" * 32)
BODY = {"query": "{ __typename }"}


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def pages() -> AsyncIterator[tuple[int, list[dict[str, str]]]]:
    """A page server: the headers of each page that it was asked for."""
    seen: list[dict[str, str]] = []

    async def page(request: web.Request) -> web.Response:
        seen.append({name.lower(): value for name, value in request.headers.items()})
        return web.Response(text="a page")

    site, port = web.Application(), free_port()
    site.router.add_route("*", "/{path:.*}", page)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield port, seen
    await runner.cleanup()


def test_an_address_is_vouched_for_by_who_has_the_key_and_for_a_minute() -> None:
    said = vouched("2001:db8::1", KEYS[1], 1_000.0)
    assert vouched_address(said, KEYS, 1_000.0 + VISITOR_SECONDS) == "2001:db8::1"
    assert vouched_address(said, KEYS, 1_001.0 + VISITOR_SECONDS) is None
    assert vouched_address(said, KEYS[:1], 1_000.0) is None
    time, address, mark = said.split(" ")
    for forged in (
        f"{time} 9.9.9.9 {mark}", f"1001 {address} {mark}", f"{time} {address} ", said[:-1], "", " ", "  ", "1000",
        f"{time} {address} {mark} {mark}", f"²{time} {address} {mark}", "1" * 5_000, f"{time} {address} é",
    ):  # fmt: skip
        assert vouched_address(forged, KEYS, 1_000.0) is None, forged


async def ask(session: aiohttp.ClientSession, port: int, body: Any = None, **headers: str) -> tuple[int, Any]:
    url = f"http://127.0.0.1:{port}/graphql"
    async with session.post(url, json=body or BODY, headers=headers) as answer:
        return answer.status, {**await answer.json(content_type=None), "retry": answer.headers.get("retry-after")}


async def test_what_a_page_asks_is_the_visitors(
    start_app: StartApp, pages: tuple[int, list[dict[str, str]]], session: aiohttp.ClientSession
) -> None:
    port, seen = pages
    app = await start_app(
        web_url=f"http://127.0.0.1:{port}", address_hits=3, http_hits=3, trust_proxy=True, clock=lambda: NOW
    )
    url = f"http://127.0.0.1:{app.settings.port}"
    mine = {"x-forwarded-for": "203.0.113.7", VISITOR_HEADER: "1 9.9.9.9 forged"}
    async with session.get(f"{url}/e/x", headers=mine) as answer:
        assert answer.status == 200
    said = seen[-1][VISITOR_HEADER]
    assert said.split(" ")[1] == "203.0.113.7", "and nothing of what the visitor wrote there"
    for _ in range(10):  # all from one address, as the page server's questions are
        assert (await ask(session, app.settings.port, **{VISITOR_HEADER: said}))[0] == 200
    for _ in range(3):
        assert (await ask(session, app.settings.port, **{VISITOR_HEADER: "1 9.9.9.9 forged"}))[0] == 200
    status, answer = await ask(session, app.settings.port, **{VISITOR_HEADER: "1 9.9.9.8 forged"})
    assert (status, answer["errors"][0]["extensions"]["code"], answer["retry"]) == (429, "too_many", "55")
    assert (await ask(session, app.settings.port, **{VISITOR_HEADER: said}))[0] == 200


async def test_too_many_pages_are_refused_kindly_and_others_still_get_theirs(
    start_app: StartApp, pages: tuple[int, list[dict[str, str]]], session: aiohttp.ClientSession
) -> None:
    app = await start_app(
        web_url=f"http://127.0.0.1:{pages[0]}", address_hits=4, http_hits=4, trust_proxy=True, clock=lambda: NOW
    )
    url = f"http://127.0.0.1:{app.settings.port}"
    statuses: list[int] = []
    with capture_logs() as logs:
        for number in range(8):
            async with session.get(f"{url}/?{number}", headers={"x-forwarded-for": "203.0.113.7"}) as answer:
                statuses.append(answer.status)
                text, retry = await answer.text(), answer.headers.get("retry-after")
    assert statuses == [200] * 4 + [429] * 4
    assert retry == "55"
    assert "again by itself in 55 seconds" in text
    lines = [log for log in logs if log["event"] == "audit"]
    assert [(line["what"], line["on"], line["address"]) for line in lines] == [
        ("limit", "pages:203.0.113.7", "203.0.113.7")
    ], "one line, not one for each"
    async with session.get(f"{url}/_next/static/x.js", headers={"x-forwarded-for": "203.0.113.7"}) as answer:
        assert answer.status == 200
    async with session.get(f"{url}/", headers={"x-forwarded-for": "203.0.113.8"}) as answer:
        assert answer.status == 200


async def test_cost_counts_and_not_requests_alone(
    start_app: StartApp, make_user: MakeUser, session: aiohttp.ClientSession
) -> None:
    app = await start_app(port=free_port(), graphql_minute_cost=4_000, clock=lambda: NOW + timedelta(days=1))
    one = {"query": "query ($limit: Int) { notifications(limit: $limit) { items { id actor { name } } } }"}
    ada, bob = await make_user("Ada", app.apis), await make_user("Bob", app.apis)

    async def asked(token: str, limit: int) -> int:
        body = {**one, "variables": {"limit": limit}}
        return (await ask(session, app.settings.port, body, authorization=f"Bearer {token}"))[0]

    assert [await asked(ada.token, 400) for _ in range(4)] == [200, 200, 429, 429]
    assert await asked(bob.token, 1) == 200
    assert [await asked(bob.token, 1) for _ in range(20)] == [200] * 20, "cheap ones are as many as before"


async def test_one_person_does_not_get_more_by_more_sockets(
    start_app: StartApp, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    app = await start_app(port=free_port(), person_socket_events=30, socket_events=20, socket_window=3_600.0, clock=now)
    ada, bob = await make_user("Ada", app.apis), await make_user("Bob", app.apis)
    sockets = [await connect_socket(ada, app) for _ in range(10)]
    with capture_logs() as logs:
        answers = [await socket.call("no.such") for _ in range(6) for socket in sockets]
    codes = [answer["error"]["code"] for answer in answers]
    assert codes == ["invalid"] * 30 + ["too_many"] * 30
    assert [log["on"] for log in logs if log.get("what") == "limit"] == [f"sockets:{ada.id}"]
    other = await connect_socket(bob, app)
    assert (await other.call("no.such"))["error"]["code"] == "invalid"


async def test_who_is_not_signed_in_shares_what_is_being_answered(
    start_app: StartApp, session: aiohttp.ClientSession
) -> None:
    app = await start_app(address_hits=20, http_hits=20, graphql_running=4, clock=lambda: NOW)
    assert app.gateway
    before = app.gateway.graph.engine.counters.executed
    asked = {"query": "{ events { id name agenda { sessions { id } } } }"}
    answers = await asyncio.gather(*(ask(session, app.settings.port, asked) for _ in range(200)))
    good = [answer for status, answer in answers if status == 200]
    assert all(answer == good[0] for answer in good)
    executed = app.gateway.graph.engine.counters.executed - before
    assert executed <= 20, "each that was executed was counted"
    assert len(good) > executed, "and others were told the same"
