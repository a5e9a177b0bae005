"""GraphQL over HTTP: which status, which media type, what is not answered at all."""

import hashlib
import itertools
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from quickgraph import Engine, ErrorBody, HttpResponse, Limits, Trusted, build, respond

RESPONSE, JSON = "application/graphql-response+json", "application/json"
SDL = """
type Query { hello(to: String = "you", times: Int): String  sad: String  must: String! }
type Mutation { grow: Int! }
"""


class Site:
    """A served schema. `grown` counts what mutations have done."""

    def __init__(self, **options: Any) -> None:
        self.grown = 0
        fields = {"Query.hello": self.hello, "Query.sad": self.sad, "Query.must": self.sad, "Mutation.grow": self.grow}
        self.engine = Engine(build([SDL], fields), describe=lambda error: ErrorBody(str(error)), **options)

    async def hello(self, ctx: str, to: str | None, times: int | None) -> str:
        return f"hello {to} from {ctx}"

    async def sad(self, ctx: str) -> str:
        raise ValueError("sad")

    async def grow(self, ctx: str) -> int:
        self.grown += 1
        return self.grown

    async def send(
        self, method: str, body: bytes = b"", query: str = "", accept: str | None = None, **more: Any
    ) -> HttpResponse:
        headers = {"content-type": more.pop("content_type", JSON)}
        headers |= {"accept": accept} if accept is not None else {}
        return await respond(self.engine, method, headers, query, body, "here", **more)

    async def post(self, value: object, **more: Any) -> HttpResponse:
        return await self.send("POST", json.dumps(value).encode(), **more)

    async def get(self, **given: str) -> HttpResponse:
        return await self.send("GET", query=urlencode(given))


@pytest.fixture
def site() -> Site:
    return Site()


def data(response: HttpResponse) -> Any:
    return json.loads(response.body)


async def test_a_query_by_post(site: Site) -> None:
    response = await site.post({"query": "query($to: String) { hello(to: $to) }", "variables": {"to": "Ada"}})
    assert response.status == 200
    assert response.headers["content-type"] == f"{JSON}; charset=utf-8"
    assert data(response) == {"data": {"hello": "hello Ada from here"}}


async def test_nulls_and_unknown_members_are_let_through(site: Site) -> None:
    asked = {"query": "{ hello }", "variables": None, "operationName": None, "extensions": None, "later": [1]}
    assert (await site.post(asked)).status == 200
    assert (await site.post({"query": "{ hello }", "operationName": ""})).status == 200
    assert (await site.post({"query": "query A { hello }", "operationName": "A", "extensions": {"x": 1}})).status == 200


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{RESPONSE}, */*", RESPONSE),
        ("application/*, */*;q=0.5", JSON),
        (RESPONSE, RESPONSE),
        (JSON, JSON),
        (JSON.upper(), JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON};q=0.9", JSON),
        (f"{JSON}, {RESPONSE}", RESPONSE),
        (f"{JSON}, text/plain, */*", JSON),
        (f"{RESPONSE};q=0, */*", JSON),
        ("text/html, */*;q=0.1", JSON),
        (f"nonsense;q=x, ,;, {JSON}", JSON),
    ],
)
async def test_the_media_type_is_what_was_asked_for(site: Site, accept: str | None, kind: str) -> None:
    response = await site.post({"query": "{ hello }"}, accept=accept)
    assert (response.status, response.headers["content-type"]) == (200, f"{kind}; charset=utf-8")
    assert response.headers["vary"] == "accept"


@pytest.mark.parametrize(
    "accept", ["text/html", f"{JSON};q=0", f"{JSON}; charset=latin-1", "image/*", f"*/*;q=0, {RESPONSE};q=0"]
)
async def test_nothing_acceptable(site: Site, accept: str) -> None:
    response = await site.post({"query": "mutation { grow }"}, accept=accept)
    assert (response.status, site.grown) == (406, 0)
    assert data(response)["errors"]


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{"},
        {"query": "{ nothing }"},
        {"query": "query($n: Int!) { hello(times: $n) }"},
        {"query": "query($n: Int!) { hello(times: $n) }", "variables": {"n": "x"}},
        {"query": "query A { hello } query B { hello }"},
        {"query": "query A { hello }", "operationName": "B"},
        {"query": ""},
        {"documentId": "sha256:" + "0" * 64},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
        {"query": "{ __schema { types { name } } }"},
        {"query": "{ hello }", "variables": {"n": list(range(20_000))}},
    ],
)
async def test_a_request_that_cannot_be_executed(site: Site, asked: dict[str, Any]) -> None:
    response = await site.post(asked, accept=RESPONSE)
    assert response.status == 400
    assert "data" not in data(response)
    assert all(error["message"] for error in data(response)["errors"])
    old = await site.post(asked, accept=JSON)
    assert (old.status, data(old)) == (200, data(response))


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
async def test_errors_of_fields_are_part_of_an_answer(site: Site, accept: str) -> None:
    response = await site.post({"query": "{ hello sad }"}, accept=accept)
    assert response.status == 200
    assert data(response)["data"] == {"hello": "hello you from here", "sad": None}
    assert data(response)["errors"][0]["path"] == ["sad"]
    response = await site.post({"query": "{ hello must }"}, accept=accept)
    assert (response.status, data(response)["data"]) == (200, None)


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b'{"query":',
        b"{}",
        b"null",
        b'"{ hello }"',
        b'{"qeury": "{ hello }"}',
        b'{"query": null}',
        b'{"query": 7}',
        b'{"query": ["{ hello }"]}',
        b'{"query": "{ hello }", "variables": [7]}',
        b'{"query": "{ hello }", "variables": "{}"}',
        b'{"query": "{ hello }", "operationName": 7}',
        b'{"query": "{ hello }", "extensions": []}',
        b'{"query": "{ hello }", "documentId": 7}',
        b'[{"query": "{ hello }"}]',
        b" \n[]",
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ hello }", "variables": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b'{"query": "{ hello }", "variables": {"a": ' + b"9" * 10_000 + b"}}",
        b"\xef\xbb\xbf{}",
    ],
)
async def test_what_is_no_request(site: Site, body: bytes, accept: str) -> None:
    response = await site.send("POST", body, accept=accept, most_bytes=10**7)
    assert response.status == 400
    assert response.headers["content-type"].startswith(accept)
    (error,) = data(response)["errors"]
    assert 0 < len(error["message"]) <= 300


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=latin-1",
        "application/jsonx",
        "text/plain; application/json",
    ],
)
async def test_no_form_can_post(site: Site, content_type: str) -> None:
    response = await site.post({"query": "mutation { grow }"}, content_type=content_type)
    assert (response.status, site.grown) == (415, 0)


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON", 'application/json; charset="UTF-8"'])
async def test_json_can(site: Site, content_type: str) -> None:
    response = await site.post({"query": "mutation { grow }"}, content_type=content_type)
    assert (response.status, site.grown) == (200, 1)


async def test_a_query_by_get(site: Site) -> None:
    query = "query A($to: String) { hello(to: $to) }"
    response = await site.get(query=query, variables='{"to": "Ä+&"}', operationName="A", extensions="{}", other="1")
    assert (response.status, data(response)["data"]) == (200, {"hello": "hello Ä+& from here"})
    response = await site.get(query="{ hello }", variables="", operationName="", extensions="null")
    assert response.status == 200


@pytest.mark.parametrize("accept", [RESPONSE, JSON])
async def test_no_mutation_by_get(site: Site, accept: str) -> None:
    query = urlencode({"query": "query A { hello } mutation B { grow }", "operationName": "B"})
    for method in ("GET", "HEAD"):
        response = await site.send(method, query=query, accept=accept)
        assert (response.status, response.headers["allow"], site.grown) == (405, "POST", 0)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "variables={}",
        "query=%7Bhello%7D&query=%7Bsad%7D",
        "query=%FF",
        "query=%7Bhello%7D&variables=x",
        "query=%7Bhello%7D&variables=[]",
        "query=%7Bhello%7D&extensions=1",
        "query=%7Bhello%7D&variables=" + "%7B%22a%22:" * 50_000,
        "&".join(f"a{n}=1" for n in range(100)),
    ],
)
async def test_a_bad_address(site: Site, query: str) -> None:
    response = await site.send("GET", query=query, most_bytes=10**7)
    assert response.status == 400
    assert data(response)["errors"]


async def test_head_and_options(site: Site) -> None:
    full = await site.get(query="{ hello }")
    head = await site.send("HEAD", query=urlencode({"query": "{ hello }"}))
    assert (head.status, head.headers.keys(), head.body) == (200, full.headers.keys(), b"")
    options = await site.send("OPTIONS", extra={"x-request-id": "r1"})
    assert (options.status, options.body) == (204, b"")
    assert options.headers == {"allow": "GET, HEAD, POST, OPTIONS", "x-request-id": "r1"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "post", ""])
async def test_other_methods(site: Site, method: str) -> None:
    response = await site.send(method, b'{"query": "mutation { grow }"}')
    assert (response.status, response.headers["allow"], site.grown) == (405, "GET, HEAD, POST, OPTIONS", 0)


async def test_large_requests(site: Site) -> None:
    asked = {"query": "{ hello }", "extensions": {"x": "y" * 1_000}}
    assert (await site.post(asked, most_bytes=1_000)).status == 413
    assert (await site.post(asked, most_bytes=2_000)).status == 200
    assert (await site.send("GET", query="query=%7Bhello%7D&x=" + "y" * 1_000, most_bytes=1_000)).status == 413


async def test_headers_for_whoever_looks(site: Site) -> None:
    ticks = itertools.count()
    for asked in ({"query": "{ hello }"}, {"query": "{"}, []):
        response = await site.post(asked, extra={"x-request-id": "r1"}, clock=lambda: next(ticks) * 0.5)
        assert response.headers["server-timing"] == "graphql;dur=500.00"
        assert response.headers["x-request-id"] == "r1"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
    response = await site.post({"query": "{ hello }"}, extra={"cache-control": "max-age=1"})
    assert response.headers["cache-control"] == "max-age=1"


async def test_trusted_documents_over_http() -> None:
    known = "query Known { hello }"
    key = hashlib.sha256(known.encode()).hexdigest()
    site = Site(trusted=Trusted({key: known}))
    assert (await site.get(documentId=f"sha256:{key}")).status == 200
    assert (await site.get(extensions=json.dumps({"persistedQuery": {"version": 1, "sha256Hash": key}}))).status == 200
    refused = await site.post({"query": "{ hello }"}, accept=RESPONSE)
    assert (refused.status, data(refused)["errors"][0]["extensions"]["code"]) == (403, "UNTRUSTED_DOCUMENT")
    assert (await site.post({"query": "{ hello }"}, free=True)).status == 200
    assert (await site.post({"query": "{ hello }"}, accept=JSON)).status == 200


async def test_automatic_persisted_queries() -> None:
    site = Site()
    query = "query Apq { hello }"
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}
    first = await site.post({"extensions": extensions}, accept=JSON)
    assert data(first)["errors"][0]["message"] == "PersistedQueryNotFound"
    assert (await site.post({"query": query, "extensions": extensions})).status == 200
    assert data(await site.post({"extensions": extensions}))["data"] == {"hello": "hello you from here"}


async def test_limits_hold_over_http() -> None:
    site = Site(limits=Limits(aliases=2))
    response = await site.post({"query": "{ a: hello b: hello c: hello }"}, accept=RESPONSE)
    assert (response.status, "2 aliases" in data(response)["errors"][0]["message"]) == (400, True)
