"""What a page asks first is answered within it: to whoever opens it, of them, and as if they asked it themselves."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import msgspec
import pytest

from hallway.bootstrap.process import App
from hallway.gateway.asking import Asker
from hallway.gateway.documents import MANIFEST
from hallway.gateway.http import first_answers
from hallway.gateway.http.first_answers import answers_of
from hallway.gateway.http.shell import MOST_QUESTIONS, Question, Shell, questions_in
from hallway.kernel.caller import Caller
from hallway.services.events.api import Event, Events
from quickgraph import Request
from tests.conftest import MakeUser, PassTime, StartApp, User, free_port
from tests.events.factories import published
from tests.gateway.http.test_kept_pages import Seen, app, browser, browser_of, get, pages
from tests.support.page_server import NONCE, PageServer

__all__ = ["app", "browser", "pages"]

DOCUMENTS: dict[str, str] = json.loads(MANIFEST.read_text())


def question(name: str, variables: dict[str, object], *needs: str) -> dict[str, object]:
    """One that a page asks, as the web writes it."""
    found = next(key for key, text in DOCUMENTS.items() if text.startswith(f"query {name}("))
    return {"documentId": found, "operationName": name, "variables": variables, "needs": list(needs)}


def answers_in(seen: Seen) -> dict[str, Any] | None:
    _, there, rest = seen.text.partition('<script id="first-answers" type="application/json">')
    return json.loads(rest.partition("</script>")[0]) if there else None


def of(user: User) -> str:
    return f"hallway_somebody=1; hallway_access={user.token}"


@pytest.fixture
async def event(app: App, make_user: MakeUser) -> Event:
    return await published(app.apis, (await make_user("Organiser", app.apis)).caller)


@pytest.fixture
async def attendee(app: App, event: Event, make_user: MakeUser) -> User:
    user = await make_user("Attendee", app.apis)
    await app.apis.get(Events).register(user.caller, event.id)
    return user


@pytest.fixture
def asks(pages: PageServer, event: Event) -> None:
    pages.questions = [
        question("MyEvent", {"slug": event.slug}, "event.membership.registered", "event.membership.roles"),
        question("EventRoom", {"eventId": str(event.id)}),
    ]


@pytest.mark.usefixtures("asks")
class TestWithin:
    async def test_each_gets_one_page_and_answers_of_their_own(
        self, pages: PageServer, browser: aiohttp.ClientSession, event: Event, attendee: User, make_user: MakeUser,
        app: App,
    ) -> None:  # fmt: skip
        other = await make_user("Speaker", app.apis)
        await app.apis.get(Events).register(other.caller, event.id)
        for user in (attendee, other, attendee):
            seen = await get(browser, f"/e/{event.slug}/lobby", cookie=of(user))
            given = answers_in(seen)
            assert given is not None
            assert given["person"] == str(user.id)
            mine, room = given["answers"]
            assert mine["data"]["event"]["membership"]["registered"] is True
            assert room["data"]["eventRoom"]["eventId"] == str(event.id)
            assert seen.headers["cache-control"] == "private, no-store"
            assert "etag" not in seen.headers
            assert NONCE not in seen.text
        assert len(pages.asked) == 1, "what is drawn is drawn once for all"

    async def test_it_is_whole_in_each_coding(
        self, browser: aiohttp.ClientSession, event: Event, attendee: User
    ) -> None:
        path = f"/e/{event.slug}/lobby"
        plain = await get(browser, path, cookie=of(attendee))
        zipped = await get(browser, path, cookie=of(attendee), accept_encoding="gzip, br")
        assert zipped.headers["content-encoding"] == "gzip"
        assert gzip.decompress(zipped.body) == plain.body
        for seen in (plain, zipped):
            assert int(seen.headers["content-length"]) == len(seen.body)
        assert (await get(browser, path, method="HEAD", cookie=of(attendee))).body == b""

    async def test_who_is_not_of_the_event_gets_the_page_as_it_is_drawn_for_them(
        self, app: App, pages: PageServer, browser: aiohttp.ClientSession, event: Event, make_user: MakeUser
    ) -> None:
        stranger = await make_user("Stranger", app.apis)
        seen = await get(browser, f"/e/{event.slug}/lobby", cookie=of(stranger), user_agent="the-stranger")
        assert answers_in(seen) is None
        assert "the-stranger" in seen.text
        assert len(pages.asked) == 2

    async def test_without_a_token_that_holds_it_has_no_answers(
        self, browser: aiohttp.ClientSession, event: Event, attendee: User
    ) -> None:
        for cookie in ("hallway_somebody=1", f"hallway_somebody=1; hallway_access={attendee.token[:-4]}AAAA"):
            seen = await get(browser, f"/e/{event.slug}/lobby", cookie=cookie)
            assert (seen.status, answers_in(seen)) == (200, None)

    async def test_a_right_that_ends_is_gone_with_the_next_page(
        self, app: App, browser: aiohttp.ClientSession, event: Event, attendee: User
    ) -> None:
        path = f"/e/{event.slug}/lobby"
        assert answers_in(await get(browser, path, cookie=of(attendee)))
        await app.apis.get(Events).cancel_registration(attendee.caller, event.id)
        assert answers_in(await get(browser, path, cookie=of(attendee))) is None

    async def test_a_page_that_is_about_to_be_too_old_is_made_anew_meanwhile(
        self, pages: PageServer, browser: aiohttp.ClientSession, event: Event, attendee: User, pass_time: PassTime
    ) -> None:
        path = f"/e/{event.slug}/lobby"
        assert (await get(browser, path, cookie=of(attendee))).version == 1
        pages.version = 2
        await pass_time(601)
        pages.open.clear()
        assert (await get(browser, path, cookie=of(attendee))).version == 1, "nobody waits for it"
        pages.open.set()


class TestWhatCannotBeAnswered:
    @pytest.mark.parametrize(
        "asked",
        [
            {"documentId": "0" * 64, "operationName": "Nothing", "variables": {}},
            question("EventRoom", {"eventId": "0192f0c4-7a52-7c2b-9d4e-0123456789ab"}),
            question("MyEvent", {"slug": "no-such-event"}),
            question("EventRoom", {}),
        ],
        ids=["a document of no page", "a room that is not there", "an event that is not there", "half a question"],
    )
    async def test_is_for_the_page_to_ask(
        self, pages: PageServer, browser: aiohttp.ClientSession, event: Event, attendee: User, asked: dict[str, object]
    ) -> None:
        pages.questions = [asked, question("EventRoom", {"eventId": str(event.id)})]
        given = answers_in(await get(browser, f"/e/{event.slug}/lobby", cookie=of(attendee)))
        assert given is not None
        assert given["answers"][0] is None
        assert given["answers"][1]["data"]["eventRoom"]

    async def test_nothing_is_done_for_a_page(
        self, pages: PageServer, browser: aiohttp.ClientSession, event: Event, attendee: User
    ) -> None:
        leave = next(key for key, text in DOCUMENTS.items() if text.startswith("mutation LeaveEvent("))
        pages.questions = [
            {"documentId": leave, "operationName": "LeaveEvent", "variables": {"eventId": str(event.id)}},
            question("MyEvent", {"slug": event.slug}),
        ]
        for _ in range(2):
            given = answers_in(await get(browser, f"/e/{event.slug}/lobby", cookie=of(attendee)))
            assert given is not None
            assert given["answers"][0] is None
            assert given["answers"][1]["data"]["event"]["membership"]["registered"] is True

    async def test_who_asks_too_much_gets_the_page_alone(
        self, start_app: StartApp, pages: PageServer, make_user: MakeUser
    ) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", port=free_port(), graphql_minute_cost=1)
        event = await published(app.apis, (await make_user("Organiser", app.apis)).caller)
        user = await make_user("Attendee", app.apis)
        pages.questions = [question("MyEvent", {"slug": event.slug})]
        async with browser_of(app) as browser:
            given = answers_in(await get(browser, f"/e/{event.slug}/lobby", cookie=of(user)))
        assert given == {"person": str(user.id), "answers": [None]}

    async def test_what_takes_long_is_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(first_answers, "ANSWER_SECONDS", 0.01)
        ended: list[str] = []

        class Graph:
            async def pay(self, asker: Asker, requests: Sequence[Request]) -> Asker:
                return asker

            async def ask(self, asker: Asker, request: Request) -> bytes | None:
                if request.operation_name == "Slow":
                    try:
                        await asyncio.Event().wait()
                    finally:
                        ended.append("Slow")
                return b'{"data":{}}'

        asked = [Question(document_id="", operation_name=name, variables={}) for name in ("Slow", "Fast")]
        found = await answers_of(asked, Asker(Caller(), "", False), Graph())
        assert found is not None
        assert msgspec.json.decode(found.encoded())["answers"] == [None, {"data": {}}]
        await asyncio.sleep(0)
        assert ended == ["Slow"], "and asked no longer"


class TestQuestions:
    def test_are_those_that_the_page_server_has_written(self) -> None:
        mine = b'<p><script id="first-questions" nonce="12/4">{"questions":[]}</script>'
        theirs = b'<script id="first-questions" nonce="0">{"questions":[1]}</script>'
        assert questions_in(theirs + mine + b"<p>", b"12/4") == ([], len(theirs + mine))
        assert questions_in(theirs, b"12/4") == ([], 0)

    def test_are_a_few(self) -> None:
        many: list[dict[str, object]] = [{"documentId": "", "operationName": "", "variables": {}}] * 50
        body = b'<script id="first-questions" nonce="1">%b</script>' % json.dumps({"questions": many}).encode()
        assert len(questions_in(body, b"1")[0]) == MOST_QUESTIONS

    def test_no_answer_ends_the_element_that_it_is_in(self) -> None:
        shell = Shell([], b"<p>", b"</p>", [])
        _, body = shell.completed(b'{"name":"</script><script>alert(1)</script>"}', False)
        assert body.count(b"</script>") == body.count(b"<script") == 1
        _, zipped = shell.completed(b'{"name":"</script>"}', True)
        assert gzip.decompress(
            zipped
        ) == b'<p><script id="first-answers" type="application/json">{"name":"\\u003c/script>"}' + (b"</script></p>")


@pytest.fixture(autouse=True)
async def _page_server_ends(pages: PageServer) -> AsyncIterator[None]:
    yield
    pages.open.set()
