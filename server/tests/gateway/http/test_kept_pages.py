"""Pages that are the same for everybody: made once, answered from memory, never old, and nobody's but everybody's."""

import asyncio
import gzip
import hashlib
import random
from base64 import b64encode
from collections.abc import AsyncIterator, Callable

import aiohttp
import brotli
import pytest
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from hallway.bootstrap.process import App
from hallway.gateway.asking import VISITOR_HEADER
from hallway.gateway.http.kept_pages import INSIDE, INSTEAD, PUBLIC
from hallway.gateway.http.making import life_of, without_nonce
from hallway.kernel.addresses import vouched_address
from hallway.kernel.clock import now
from tests.conftest import MakeUser, PassTime, StartApp, free_port
from tests.support.page_server import NONCE, SCRIPT, PageServer, said_by
from tests.support.waiting import eventually

EVENT = "/e/an-event"
SESSION = f"{EVENT}/sessions/0192f0c4-7a52-7c2b-9d4e-0123456789ab"


@pytest.fixture
async def pages() -> AsyncIterator[PageServer]:
    """The page server, at `pages.port`."""
    pages, site = PageServer(), web.Application()
    site.router.add_route("*", "/{path:.*}", pages.page)
    runner = web.AppRunner(site)
    await runner.setup()
    pages.port = free_port()
    await web.TCPSite(runner, "127.0.0.1", pages.port).start()
    yield pages
    pages.open.set()
    await runner.cleanup()


@pytest.fixture
async def app(start_app: StartApp, pages: PageServer) -> App:
    return await start_app(web_url=f"http://127.0.0.1:{pages.port}", port=free_port(), trust_proxy=True)


@pytest.fixture
async def browser(app: App) -> AsyncIterator[aiohttp.ClientSession]:
    async with browser_of(app) as session:
        yield session


def browser_of(app: App) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        f"http://127.0.0.1:{app.settings.port}",
        cookie_jar=aiohttp.DummyCookieJar(),
        connector=aiohttp.TCPConnector(limit=500),
        auto_decompress=False,
    )


class Seen:
    """An answer."""

    def __init__(self, answer: aiohttp.ClientResponse, body: bytes) -> None:
        self.status, self.headers, self.body = answer.status, answer.headers, body

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def version(self) -> int:
        return said_by(self.text)["version"]


async def get(browser: aiohttp.ClientSession, path: str = EVENT, method: str = "GET", **headers: str) -> Seen:
    told = {"accept-encoding": "identity", **{name.replace("_", "-"): value for name, value in headers.items()}}
    async with browser.request(method, URL(path, encoded=True), headers=told, allow_redirects=False) as answer:
        return Seen(answer, await answer.read())


class TestOnceForAll:
    async def test_a_hundred_who_ask_at_once_get_one_page_that_is_made_once(
        self, pages: PageServer, browser: aiohttp.ClientSession
    ) -> None:
        pages.open.clear()
        asking = [asyncio.create_task(get(browser)) for _ in range(100)]
        await eventually(lambda: pages.waits)
        asking[0].cancel()  # who asked first goes away
        pages.open.set()
        seen = await asyncio.gather(*asking[1:])
        assert {one.status for one in seen} == {200}
        assert len({one.body for one in seen}) == 1
        for _ in range(5):
            assert (await get(browser)).body == seen[0].body
        assert len(pages.asked) == 1

    async def test_each_page_and_each_language_is_another(
        self, pages: PageServer, browser: aiohttp.ClientSession
    ) -> None:
        paths = ("/", "/login", "/register", "/host", EVENT, SESSION, f"{EVENT}/agenda", "/login?next=%2Fe%2Fx%3Fy")
        for _ in range(2):
            for path in paths:
                for language in ("en", "de"):
                    said = said_by((await get(browser, path, accept_language=f"{language};q=0.9")).text)
                    assert (said["path"], said["headers"]["accept-language"]) == (path, language)
                    assert said["headers"]["cookie"] == f"hallway_language={language}"
        chosen = await get(browser, cookie="a=b; hallway_language=de", accept_language="en")
        assert said_by(chosen.text)["headers"]["accept-language"] == "de"
        assert len(pages.asked) == 2 * len(paths)

    async def test_it_is_asked_for_as_nobody_asks(
        self, app: App, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        hostile = {"x_forwarded_host": "evil.example", "x_forwarded_for": "203.0.113.9", "user_agent": "evil"}
        more = {"host": "evil.example", "x_evil": "evil", "cookie": "theme=evil", "referer": "http://evil.example/"}
        seen = await get(browser, **hostile, **more, next_router_state_tree="evil", purpose="evil")
        assert seen.status == 200
        assert "evil" not in seen.text + str(seen.headers) + str(pages.asked)
        [asked] = pages.asked
        assert asked["host"] == asked["x-forwarded-host"] == app.settings.public_url.removeprefix("http://")
        assert "203.0.113.9" not in str(asked)
        keys = app.settings.keys("visitor")
        assert vouched_address(asked[VISITOR_HEADER], keys, now().timestamp()) == "127.0.0.1", "it is no visitor's"
        await pass_time(661)
        for path in (EVENT, "/"):
            await get(browser, path)
        known, new = (vouched_address(one[VISITOR_HEADER], keys, now().timestamp()) for one in pages.asked[1:])
        assert new == "127.0.0.1"
        assert known != new, "what has been there has turns of its own"
        assert str(known).startswith("127.0."), "and is nobody else's either"


class TestNeverOld:
    async def test_what_is_stale_is_answered_while_one_is_made_and_no_longer_than_it_may(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        assert (await get(browser)).version == 1
        pages.version = 2
        assert (await get(browser)).version == 1
        await pass_time(601)
        pages.open.clear()
        assert [(await get(browser)).version for _ in range(5)] == [1] * 5
        await eventually(lambda: pages.waits)
        assert len(pages.asked) == 2
        pages.open.set()
        await eventually(lambda: get(browser), lambda seen: seen.version == 2)
        pages.version = 3
        await pass_time(661)
        assert (await get(browser)).version == 3
        assert len(pages.asked) == 3

    async def test_who_comes_late_does_not_wait_for_what_was_begun_long_ago(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        pages.open.clear()
        first = asyncio.create_task(get(browser))
        await eventually(lambda: pages.waits == 1)
        pages.version = 2
        await pass_time(2.1)
        second = asyncio.create_task(get(browser))
        await eventually(lambda: pages.waits == 2)
        pages.open.set()
        assert ((await first).version, (await second).version) == (1, 2)

    async def test_what_is_gone_goes_and_comes_back(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        assert (await get(browser)).status == 200
        for status in (404, 200):
            pages.status = status
            await pass_time(661)
            assert [(await get(browser)).status for _ in range(3)] == [status] * 3
        assert len(pages.asked) == 3, "what is not there is kept as well"

    async def test_without_a_page_server_there_is_none_when_the_last_is_too_old(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        assert (await get(browser)).status == 200
        pages.ends = False
        await pass_time(601)
        assert [(await get(browser)).status for _ in range(3)] == [200] * 3
        await pass_time(60)
        seen = await get(browser, accept_language="de")
        assert (seen.status, seen.headers["retry-after"]) == (502, "2")
        assert 2 <= int(seen.headers["refresh"]) <= 7
        assert "Diese Seite versucht es gleich von selbst" in seen.text
        pages.ends = True
        assert (await get(browser)).status == 200


class TestAnswers:
    async def test_each_gets_the_best_that_it_reads(self, browser: aiohttp.ClientSession) -> None:
        plain = await get(browser)
        codings: list[tuple[str, str | None, Callable[[bytes], bytes]]] = [
            ("gzip, deflate, br, zstd", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("br;q=0, gzip;q=0", None, bytes),
        ]
        for _ in range(2):
            for accepted, coding, read in codings:
                seen = await get(browser, accept_encoding=accepted)
                assert seen.headers.get("content-encoding") == coding
                assert read(seen.body) == plain.body
                assert int(seen.headers["content-length"]) == len(seen.body)
                assert seen.headers["cache-control"] == "public, no-cache"
                assert seen.headers["vary"] == "accept-encoding, accept-language, cookie, rsc, sec-fetch-dest"
                assert seen.headers["content-type"] == "text/html; charset=utf-8"
                assert seen.headers["x-frame-options"] == "DENY"
                assert "surrogate-control" not in seen.headers

    async def test_who_has_it_is_not_sent_it_again(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime
    ) -> None:
        etags = {(await get(browser, accept_encoding=coding)).headers["etag"] for coding in ("br", "gzip", "identity")}
        assert len(etags) == 3
        first = await get(browser)
        head = await get(browser, method="HEAD")
        assert (head.status, head.body, head.headers["etag"]) == (200, b"", first.headers["etag"])
        assert int(head.headers["content-length"]) == len(first.body)
        again = await get(browser, if_none_match=first.headers["etag"], range="bytes=0-3")
        assert (again.status, again.body) == (304, b"")
        assert (await get(browser, range="bytes=0-3")).body == first.body
        pages.status = 404
        await pass_time(661)
        assert (await get(browser, if_none_match=first.headers["etag"])).status == 404

    async def test_scripts_of_the_page_server_are_allowed_by_what_they_say_and_no_others(
        self, browser: aiohttp.ClientSession
    ) -> None:
        seen = await get(browser)
        mine = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
        policy = seen.headers["content-security-policy"]
        assert f"script-src 'self' 'sha256-{mine}'; connect-src" in policy
        assert NONCE not in seen.text + str(seen.headers)
        assert f"<script>{SCRIPT}</script>" in seen.text
        assert seen.headers["link"] == '</a.css>; rel=preload; as="style"'


def test_scripts_without_the_nonce_are_none_of_ours() -> None:
    strange = b'<script>b</script><script nonce="other">c</script>'
    body = b'<script nonce="1234">a</script>' + strange + b'<script src=x nonce="1234"></script>'
    left, hashes = without_nonce(body, b"1234")
    assert left == b"<script>a</script>" + strange + b"<script src=x></script>"
    assert hashes == [f"'sha256-{b64encode(hashlib.sha256(b'a').digest()).decode()}'"]


@pytest.mark.parametrize(
    ("marked", "life"),
    [
        ("max-age=1, stale-while-revalidate=1", (1.0, 1.0)),
        ("max-age=2", (2.0, 0.0)),
        ("", None),
        ("no-store", None),
        ("max-age=1000", None),
        ("max-age=1, no-store", None),
    ],
)
def test_how_long_a_page_may_be_kept(marked: str, life: tuple[float, float] | None) -> None:
    headers = CIMultiDict({"surrogate-control": marked, "content-type": "text/html"})
    assert life_of(headers) == life
    assert life_of(CIMultiDict({**headers, "set-cookie": "a=b"})) is None
    assert life_of(CIMultiDict({**headers, "content-type": "text/x-component"})) is None


class TestNotKept:
    @pytest.mark.parametrize(
        "headers",
        [
            {"cookie": "hallway_access=x"},
            {"cookie": "a=b; __Host-hallway_access=x"},
            {"cookie": "hallway_somebody=1"},
            {"cookie": "hallway_language=ar-XB"},
            {"cookie": "hallway_language=de; hallway_language=en"},
            {"authorization": "Bearer x"},
            {"rsc": "1"},
            {"sec_fetch_dest": "empty"},
            {"sec_fetch_dest": "iframe"},
        ],
    )
    async def test_what_is_somebodys_or_no_document(
        self, pages: PageServer, browser: aiohttp.ClientSession, headers: dict[str, str]
    ) -> None:
        await get(browser)
        for version in (2, 3):
            pages.version = version
            seen = await get(browser, **headers)
            assert seen.version == version
            assert "surrogate-control" not in seen.headers

    @pytest.mark.parametrize(
        "path",
        [
            *(f"{EVENT}?utm=1", f"{EVENT}/lobby", f"{EVENT}/sessions/x", "/e/An%20Event", "/e/x/", "/e//agenda"),
            *("/login?next=x", "/login?next=/a&b=c", "/login?x=y", "/profile", "/messages", "/e/..%2Fx"),
        ],
    )
    async def test_other_addresses(self, pages: PageServer, browser: aiohttp.ClientSession, path: str) -> None:
        for version in (1, 2):
            pages.version = version
            assert (await get(browser, path)).version == version
        assert len(pages.asked) == 2

    @pytest.mark.parametrize(
        ("status", "marked", "more"),
        [
            (200, "", {}),
            (200, "no-store", {}),
            (500, "max-age=600", {}),
            (307, "max-age=600", {"location": "/login"}),
            (200, "max-age=600", {"set-cookie": "a=b"}),
            (200, "max-age=600", {"content-security-policy": "default-src 'self'"}),
        ],
    )
    async def test_what_the_page_server_does_not_mark(
        self, pages: PageServer, browser: aiohttp.ClientSession, status: int, marked: str, more: dict[str, str]
    ) -> None:
        pages.status, pages.marked, pages.more = status, marked, more
        versions: list[int] = []
        for version in range(3):
            pages.version = version
            seen = await get(browser, user_agent=f"mine {version}")
            assert seen.status == status
            assert f"mine {version}" in seen.text, "each gets their own"
            assert seen.headers.get("set-cookie") == more.get("set-cookie")
            versions.append(seen.version)
        assert versions == [0, 1, 2]

    async def test_what_is_too_large(self, pages: PageServer, browser: aiohttp.ClientSession) -> None:
        pages.filling = "x" * (4 * 1024 * 1024)
        for version in (1, 2):
            pages.version = version
            assert (await get(browser)).version == version

    async def test_anything_where_pages_are_developed(self, start_app: StartApp, pages: PageServer) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", dev=True)
        async with browser_of(app) as browser:
            for version in (1, 2):
                pages.version = version
                assert (await get(browser)).version == version


class TestBounds:
    async def test_making_counts_and_what_is_kept_is_free(self, start_app: StartApp, pages: PageServer) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", trust_proxy=True, address_hits=3, http_hits=3)
        async with browser_of(app) as browser:
            assert [(await get(browser)).status for _ in range(20)] == [200] * 20
            asked = [await get(browser, f"/e/random-{number}") for number in range(5)]
            assert [one.status for one in asked] == [200, 200, 429, 429, 429]
            assert "again by itself" in asked[-1].text
            assert int(asked[-1].headers["refresh"]) >= int(asked[-1].headers["retry-after"])
            assert (await get(browser)).status == 200
            other = await get(browser, "/e/random-4", x_forwarded_for="203.0.113.8")
            assert other.status == 200
        assert len(pages.asked) == 4

    async def test_who_may_ask_no_more_refuses_nobody_who_waits_with_them(
        self, start_app: StartApp, pages: PageServer
    ) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", trust_proxy=True, address_hits=1, http_hits=1)
        async with browser_of(app) as browser:
            assert (await get(browser, "/host")).status == 200
            crowd = [get(browser), get(browser), get(browser, x_forwarded_for="203.0.113.8")]
            assert [one.status for one in await asyncio.gather(*crowd)] in ([429, 429, 200], [200, 200, 200])
            assert (await get(browser, x_forwarded_for="203.0.113.9")).status == 200
        assert len(pages.asked) == 2

    async def test_memory_is_bounded(self, start_app: StartApp, pages: PageServer) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", kept_pages_bytes=200_000)
        pages.filling = random.Random(1).randbytes(10_000).hex()
        assert app.gateway
        kept = app.gateway.pages.kept
        async with browser_of(app) as browser:
            for number in range(30):
                await get(browser, f"/e/random-{number}")
                assert (await get(browser)).status == 200
                assert 0 < kept.size <= 200_000
            assert len(pages.asked) == 31, "what is asked for again and again stays"
            await get(browser, "/e/random-0")
        assert len(pages.asked) == 32

    async def test_who_would_wait_for_too_long_is_told_so_and_kept_pages_go_on(
        self, start_app: StartApp, pages: PageServer, pass_time: PassTime
    ) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", pages_running=2, pages_waiting=3)
        async with browser_of(app) as browser:
            assert (await get(browser)).status == 200
            pages.open.clear()
            asking = [asyncio.create_task(get(browser, f"/e/x/lobby?{number}")) for number in range(8)]
            refused = list((await asyncio.wait(asking, return_when="FIRST_COMPLETED"))[0])
            assert {task.result().status for task in refused} == {503}
            assert (await get(browser)).status == 200
            await eventually(lambda: pages.waits == 1)  # half of what there is, for one address
            await eventually(lambda: sum(task.done() for task in asking) == 4)
            await pass_time(5.1)
            await eventually(lambda: sum(task.done() for task in asking) == 7)
            pages.open.set()
            statuses = sorted([(await task).status for task in asking])
            assert statuses == [200] + [503] * 7
            seen = refused[0].result()
            assert (seen.headers["retry-after"], seen.headers["cache-control"]) == ("3", "no-store")
            assert 3 <= int(seen.headers["refresh"]) <= 8
            assert "tries again by itself" in seen.text
            assert (await get(browser, "/e/x/lobby")).status == 200

    @pytest.mark.parametrize("path", [EVENT, f"{EVENT}/lobby?x"])
    async def test_a_page_that_did_not_get_its_data_in_time_comes_back_by_itself(
        self, pages: PageServer, browser: aiohttp.ClientSession, pass_time: PassTime, path: str
    ) -> None:
        pages.status = 500
        assert (await get(browser, path)).status == 500, "a fault is told as one"
        await pass_time(1.1)
        pages.open.clear()
        asking = asyncio.create_task(get(browser, path))
        await eventually(lambda: pages.waits == 1)
        await pass_time(5.1)
        pages.open.set()
        seen = await asking
        assert (seen.status, seen.headers["retry-after"]) == (503, "3")
        assert "tries again by itself" in seen.text

    async def test_who_is_signed_in_gets_everybodys_event_while_many_pages_are_made(
        self, start_app: StartApp, pages: PageServer, make_user: MakeUser
    ) -> None:
        app = await start_app(web_url=f"http://127.0.0.1:{pages.port}", port=free_port(), pages_running=4)
        user, other = [await make_user(name, app.apis) for name in ("Attendee", "Speaker")]
        mine, theirs = ({"cookie": f"hallway_somebody=1; hallway_access={one.token}"} for one in (user, other))
        async with browser_of(app) as browser:
            assert user.token in (await get(browser, **mine)).text
            pages.open.clear()
            others = [asyncio.create_task(get(browser, f"{EVENT}/manage?{number}", **theirs)) for number in (1, 2)]
            await eventually(lambda: pages.waits == 2)
            asking = asyncio.create_task(get(browser, **mine))
            await eventually(lambda: pages.waits == 3)
            pages.open.set()
            assert user.token not in (await asking).text
            await asyncio.gather(*others)
            assert user.token in (await get(browser, **mine)).text


class TestMixing:
    async def test_nobody_gets_a_byte_that_is_anothers(
        self, app: App, pages: PageServer, browser: aiohttp.ClientSession, make_user: MakeUser, pass_time: PassTime
    ) -> None:
        """The page server of these tests writes into a page all that it was told with the question."""
        chance = random.Random(12)
        people = [await make_user(name, app.apis) for name in ("Admin", "Organiser", "Attendee")]
        mine: dict[str, dict[str, str]] = {
            f"mark-of-{user.name}": {"cookie": f"hallway_access={user.token}; hallway_somebody=1"} for user in people
        }
        mine["mark-of-nobody-1"] = {"accept_language": "de-AT, en;q=0.3"}
        mine["mark-of-nobody-2"] = {"cookie": "theme=mark-of-nobody-2", "accept_language": "fr, en"}
        mine["mark-of-token"] = {"authorization": f"Bearer {people[0].token}"}
        paths = ("/", "/login", EVENT, SESSION, f"{EVENT}/agenda", f"{EVENT}/lobby", f"{EVENT}?mark-of-query")

        async def ask(mark: str, path: str) -> None:
            seen = await get(browser, path, user_agent=mark, x_mine=mark, **mine[mark])
            said = said_by(seen.text)
            others = [one for one in mine if one != mark and one in seen.text]
            assert not others, f"{mark} is shown what is of {others}"
            assert ("mark-of-query" in seen.text) == ("mark-of-query" in path)
            everybodys = PUBLIC if "nobody" in mark else INSIDE
            personal = mark == "mark-of-token" or not everybodys.fullmatch(path)
            if "nobody" not in mark and personal and INSTEAD.fullmatch(path):
                personal = mark in seen.text  # many are made at once here
            assert (mark in seen.text) == personal, f"{path} for {mark}"
            tokens = [user.name for user in people if user.token in seen.text]
            assert tokens == [name for name in (mark.removeprefix("mark-of-"),) if personal and name in names] or (
                mark == "mark-of-token" and tokens == ["Admin"]
            )
            assert said["path"] == path
            if not personal:
                assert said["headers"]["accept-language"] == ("de" if mark.endswith("nobody-1") else "en")
                assert ("hallway_somebody=1" in said["headers"]["cookie"]) == ("nobody" not in mark)

        names = [user.name for user in people]
        for _ in range(10):
            wanted = [(mark, path) for mark in mine for path in paths]
            chance.shuffle(wanted)
            pages.version += 1
            await asyncio.gather(*(ask(mark, path) for mark, path in wanted))
            await pass_time(chance.choice([0.0, 1.5, 601.0, 661.0]))
