"""The files of pages: which one is answered, in which coding, whole or in part; and that nothing else is."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from hallway.gateway.http.answering import part_of
from hallway.gateway.http.files import FOLDER, PREFIX
from tests.conftest import StartApp

SCRIPT = b"const words = 'as long as a script may be';\n" * 50
NO_WEB = 502
"""What the gateway says when the web server does not answer: then it was asked."""


@pytest.fixture
async def web(start_app: StartApp, tmp_path: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """A gateway in front of a build with three files, and of no web server."""
    folder = tmp_path / FOLDER / "chunks"
    folder.mkdir(parents=True)
    (folder / "a.js").write_bytes(SCRIPT)
    (folder / "a.js.br").write_bytes(b"as brotli")
    (folder / "a.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (folder / "small.css").write_bytes(b"a{}")
    (folder / "face.woff2").write_bytes(b"glyphs")
    (tmp_path / FOLDER.parent / "secret.json").write_text("{}")
    app = await start_app(web_dir=tmp_path)
    base = f"http://127.0.0.1:{app.settings.port}"
    async with aiohttp.ClientSession(base, auto_decompress=False) as session:
        yield session


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
async def test_each_gets_the_best_that_it_reads(web: aiohttp.ClientSession, accepted: str, coding: str | None) -> None:
    for _ in range(2):  # read from disk, then from memory
        async with web.get(f"{PREFIX}chunks/a.js", headers={"accept-encoding": accepted}) as answer:
            assert answer.status == 200
            assert answer.headers.get("content-encoding") == coding
            body = await answer.read()
            assert body == {"br": b"as brotli", "gzip": gzip.compress(SCRIPT, mtime=0)}.get(coding or "", SCRIPT)
            assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["vary"] == "accept-encoding"
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_is_not_compressed_is_answered_as_it_is(web: aiohttp.ClientSession) -> None:
    for name, kind, body in (("small.css", "text/css; charset=utf-8", b"a{}"), ("face.woff2", "font/woff2", b"glyphs")):
        async with web.get(f"{PREFIX}chunks/{name}", headers={"accept-encoding": "br, gzip"}) as answer:
            assert (answer.status, await answer.read()) == (200, body)
            assert answer.headers["content-type"] == kind
            assert "content-encoding" not in answer.headers


async def test_who_has_it_is_not_sent_it_again(web: aiohttp.ClientSession) -> None:
    tags: set[str] = set()
    for coding in ("br", "gzip", "identity"):
        asked = {"accept-encoding": coding}
        async with web.head(f"{PREFIX}chunks/a.js", headers=asked) as answer:
            assert (answer.status, await answer.read()) == (200, b"")
            assert int(answer.headers["content-length"]) > 0
        tags.add(answer.headers["etag"])
        for known in (answer.headers["etag"], f'"other", W/{answer.headers["etag"]}', "*"):
            async with web.get(f"{PREFIX}chunks/a.js", headers={**asked, "if-none-match": known}) as again:
                assert (again.status, await again.read()) == (304, b"")
                assert again.headers["etag"] == answer.headers["etag"]
        async with web.get(f"{PREFIX}chunks/a.js", headers={**asked, "if-none-match": '"other"'}) as other:
            assert other.status == 200
    assert len(tags) == 3  # each coding is another representation


@pytest.mark.parametrize(
    ("asked", "status", "body", "where"),
    [
        ("bytes=0-4", 206, SCRIPT[:5], f"bytes 0-4/{len(SCRIPT)}"),
        ("bytes=-7", 206, SCRIPT[-7:], f"bytes {len(SCRIPT) - 7}-{len(SCRIPT) - 1}/{len(SCRIPT)}"),
        ("bytes=10-", 206, SCRIPT[10:], f"bytes 10-{len(SCRIPT) - 1}/{len(SCRIPT)}"),
        ("bytes=10-99999999", 206, SCRIPT[10:], f"bytes 10-{len(SCRIPT) - 1}/{len(SCRIPT)}"),
        ("bytes=99999999-", 416, b"", f"bytes */{len(SCRIPT)}"),
        *(
            (one, 200, SCRIPT, None)
            for one in ("bytes=5-1", "bytes=0-1,4-5", "items=0-1", "bytes=-", "bytes", "bytes=٣-")
        ),
        (f"bytes={'9' * 400}-", 200, SCRIPT, None),
    ],
)
async def test_a_part_of_it(
    web: aiohttp.ClientSession, asked: str, status: int, body: bytes, where: str | None
) -> None:
    headers = {"accept-encoding": "identity", "range": asked}
    async with web.get(f"{PREFIX}chunks/a.js", headers=headers) as answer:
        assert (answer.status, await answer.read(), answer.headers.get("content-range")) == (status, body, where)
        assert ("immutable" in answer.headers.get("cache-control", "")) == (status != 416)
    changed = {**headers, "if-range": '"what it was before"'}
    async with web.get(f"{PREFIX}chunks/a.js", headers=changed) as answer:
        assert (answer.status, await answer.read()) == (200, SCRIPT)


def test_no_part_is_outside() -> None:
    for size in (0, 1, 7):
        for asked in ("bytes=0-", "bytes=-9", "bytes=-0", "bytes=6-9", "bytes=7-", "bytes=0-0"):
            part = part_of(asked, size)
            assert part is not None
            assert all(0 <= at < size for at in part)


@pytest.mark.parametrize(
    "path",
    [
        "chunks/a.js.br",
        "chunks/none.js",
        "../secret.json",
        "chunks/%2e%2e/%2e%2e/secret.json",
        "",
        "chunks",
        "chunks/a.js/",
    ],
)
async def test_all_else_is_the_web_servers(web: aiohttp.ClientSession, path: str) -> None:
    async with web.get(f"{PREFIX}{path}") as answer:
        assert answer.status == NO_WEB


async def test_files_are_only_read(web: aiohttp.ClientSession) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        async with web.request(method, f"{PREFIX}chunks/a.js", data=b"x" * 9) as answer:
            assert (answer.status, answer.headers["allow"], await answer.read()) == (405, "GET, HEAD", b"")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "cache-control" not in answer.headers
    async with web.head(f"{PREFIX}chunks/face.woff2", headers={"range": "bytes=0-1"}) as answer:
        assert (answer.status, answer.headers["content-length"]) == (200, "6")


async def test_a_file_that_has_gone_is_the_web_servers(web: aiohttp.ClientSession, tmp_path: Path) -> None:
    (tmp_path / FOLDER / "chunks" / "small.css").unlink()
    async with web.get(f"{PREFIX}chunks/small.css") as answer:
        assert answer.status == NO_WEB
