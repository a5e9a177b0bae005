"""Pages of the build before: what they ask is answered in production while it can be; what is older is told so."""

import hashlib
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from hallway.gateway.documents import FORMER, MANIFEST, PageDocuments
from tests.conftest import StartApp

FORMER_STILL_GOOD = "query FormerEvents { events { id slug } }"
FORMER_GONE = "query FormerGone { events { id aFieldOfLastYear } }"
TWO_BACK = "query TwoBack { events { slug } }"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def built(folder: Path, *documents: str) -> Path:
    """A web's folder, as a build leaves it when these are the documents of the one before."""
    (folder / FORMER).parent.mkdir()
    (folder / FORMER).write_bytes(msgspec.json.encode({sha(text): text for text in documents}))
    return folder


async def ask(url: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    accept = {"accept": "application/graphql-response+json"}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/graphql", json=body, headers=accept) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_pages_ask_by_the_hash_where_anything_may_be_asked_too(start_app: StartApp, tmp_path: Path) -> None:
    app = await start_app(demo=False, free_queries=True, web_dir=built(tmp_path, FORMER_STILL_GOOD))
    url = f"http://127.0.0.1:{app.settings.port}"
    for body in ({"query": TWO_BACK}, {"documentId": sha(FORMER_STILL_GOOD)}):
        assert await ask(url, body) == (200, {"data": {"events": []}}), body
    status, answer = await ask(url, {"documentId": sha("query NeverSeen { events { id } }")})
    assert (status, answer["errors"][0]["extensions"]["code"]) == (403, "outdated")


async def test_one_build_back_is_answered_and_two_back_is_told_to_reload(start_app: StartApp, tmp_path: Path) -> None:
    app = await start_app(demo=False, web_dir=built(tmp_path, FORMER_STILL_GOOD, FORMER_GONE))
    url = f"http://127.0.0.1:{app.settings.port}"
    ours = min(msgspec.json.decode(MANIFEST.read_bytes(), type=dict[str, str]).values(), key=len)
    former_hash = {"persistedQuery": {"version": 1, "sha256Hash": sha(FORMER_STILL_GOOD)}}
    for body in ({"query": FORMER_STILL_GOOD}, {"documentId": sha(FORMER_STILL_GOOD)}, {"extensions": former_hash}):
        assert await ask(url, body) == (200, {"data": {"events": []}}), body
    for body in (
        {"query": TWO_BACK},
        {"documentId": sha(TWO_BACK)},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha(TWO_BACK)}}},
        {"query": FORMER_GONE},
        {"documentId": sha(FORMER_GONE)},
    ):
        status, answer = await ask(url, body)
        [error] = answer["errors"]
        wanted = {"code": "outdated", "key": "outdated", "values": {}, "data": {}}
        assert (status, error["extensions"]) == (403, wanted), body
        assert "reload" in error["message"]
        assert "data" not in answer
    # What is wrong with a document of today is not the page's age.
    assert (await ask(url, {"query": ours, "operationName": "NoSuchName"}))[1]["errors"][0]["extensions"]["code"] == (
        "invalid"
    )
    assert (await ask(url, {"documentId": "no hash"}))[1]["errors"][0]["extensions"]["code"] == "invalid"


async def test_old_clients_that_want_200_get_the_same_words(start_app: StartApp, tmp_path: Path) -> None:
    app = await start_app(demo=False, web_dir=tmp_path)
    async with aiohttp.ClientSession() as session:
        sent = session.post(
            f"http://127.0.0.1:{app.settings.port}/graphql",
            json={"query": TWO_BACK},
            headers={"accept": "application/json"},
        )
        async with sent as answer:
            assert answer.status == 200
            assert (await answer.json())["errors"][0]["extensions"]["code"] == "outdated"


@pytest.mark.parametrize("left", [b"", b"[]", b'{"00": "{ me { id } }"}', b'{"a": 1}', b"\xff"])
def test_a_former_list_that_is_no_good_is_as_none(tmp_path: Path, left: bytes) -> None:
    (built(tmp_path) / FORMER).write_bytes(left)
    ours = msgspec.json.decode(MANIFEST.read_bytes(), type=dict[str, str])
    assert PageDocuments.read(tmp_path).trusted.documents == ours
