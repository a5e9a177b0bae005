"""Documents are made ready once, kept within bounds, and refused cheaply."""

import hashlib
import json
from typing import Any

import pytest
from graphql import DocumentNode, OperationDefinitionNode, build_schema

from quickgraph import COST_SDL, Limits, Request, Trusted
from quickgraph.request.documents import DocumentCache
from quickgraph.request.errors import RequestError

SCHEMA = build_schema(
    COST_SDL
    + """
    type Query { a(x: Int): Query  b: String  many(first: Int): [Query] @cost(sizedBy: "first") }
    type Mutation { change: String }
    """
)


class Counted:
    """Documents over `SCHEMA` whose plans are the operations' names, with the names compiled so far."""

    def __init__(self, limits: Limits | None = None, **options: Any) -> None:
        self.compiled: list[str] = []
        self.documents = DocumentCache(SCHEMA, limits or Limits(), self._compile, **options)

    def _compile(self, document: DocumentNode, operation: OperationDefinitionNode) -> str:
        self.compiled.append(operation.name.value if operation.name else "")
        return self.compiled[-1]

    def prepare(self, query: str | None, free: bool = False, queries_only: bool = False, **request: Any) -> str:
        prepared = self.documents.prepare(Request(query=query, **request), free=free, queries_only=queries_only)
        return prepared.compiled

    def refusal(self, query: str | None, **request: Any) -> RequestError:
        with pytest.raises(RequestError) as caught:
            self.prepare(query, **request)
        return caught.value


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_operation_is_compiled_once() -> None:
    counted = Counted()
    query = "query One { b } query Two { a { b } }"
    for name in ("One", "Two", "One", "Two"):
        assert counted.prepare(query, operation_name=name) == name
    assert counted.compiled == ["One", "Two"]


def test_which_operation() -> None:
    counted = Counted()
    assert "Must provide operation name" in str(counted.refusal("query A { b } query B { b }"))
    assert "Unknown operation named 'C'" in str(counted.refusal("query A { b }", operation_name="C"))
    assert counted.refusal("fragment F on Query { b }", operation_name="F").status == 400
    assert len(str(counted.refusal("query A { b }", operation_name="C" * 5_000))) <= 300
    assert counted.prepare("query A { b }") == "A"
    assert counted.compiled == ["A"]


def test_a_mutation_is_not_a_query() -> None:
    counted = Counted()
    query = "query A { b } mutation B { change }"
    assert counted.prepare(query, operation_name="A", queries_only=True) == "A"
    assert counted.refusal(query, operation_name="B", queries_only=True).status == 405
    assert counted.compiled == ["A"]


def test_what_is_refused_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted()
    first = counted.refusal("{ nothing }")
    monkeypatch.setattr("quickgraph.request.documents.validate", None)
    monkeypatch.setattr("quickgraph.request.documents.parse_document", None)
    again = counted.refusal("{ nothing }")
    assert again.errors == first.errors
    assert again is not first
    assert counted.compiled == []


def test_memory_of_refusals_is_bounded() -> None:
    counted = Counted(Limits(documents=3))
    for number in range(10):
        counted.refusal(f"{{ nothing{number} }}")
    assert len(counted.documents._refused) == 3  # pyright: ignore[reportPrivateUsage]


def test_documents_are_bounded_by_count_and_the_last_used_stay() -> None:
    counted = Counted(Limits(documents=2))
    for name in ("A", "B", "A", "C", "A", "B"):
        counted.prepare(f"query {name} {{ b }}")
    assert counted.compiled == ["A", "B", "C", "B"]


def test_documents_are_bounded_by_bytes() -> None:
    counted = Counted(Limits(documents_bytes=200_000))
    for number in range(50):
        counted.prepare(f"query N{number} {{ {' ' * 200} b }}")
    assert 100_000 < counted.documents.bytes <= 200_000
    counted.prepare("query N49 { " + " " * 200 + " b }")
    assert len(counted.compiled) == 50


def test_a_document_larger_than_the_whole_cache_is_answered_but_not_kept() -> None:
    counted = Counted(Limits(documents_bytes=100))
    assert counted.prepare("query A { b }") == "A"
    assert counted.documents.bytes == 0


def test_the_public_is_told_little() -> None:
    public, open_book = Counted(public=True), Counted(public=False)
    assert "Did you mean" not in str(public.refusal("{ bb }"))
    assert "Did you mean" in str(open_book.refusal("{ bb }"))
    assert "introspection" in str(public.refusal("{ __schema { types { name } } }"))
    assert open_book.prepare("{ __schema { types { name } } }") == ""
    assert public.prepare("query T { __typename }") == "T"


def test_few_errors_of_bounded_length() -> None:
    refused = Counted(Limits(errors=3)).refusal("{ " + " ".join(f"{'x' * 500}{i}" for i in range(20)) + " }")
    assert len(refused.errors) == 3
    assert all(len(error["message"]) <= 301 for error in refused.errors)


def test_cost_is_checked_before_compiling() -> None:
    counted = Counted(Limits(cost=100))
    query = "query Q($n: Int) { many(first: $n) { b } }"
    assert "could hold" in str(counted.refusal(query, variables={"n": 100}))
    assert counted.compiled == []
    assert counted.prepare(query, variables={"n": 99}) == "Q"
    assert "could hold" in str(counted.refusal("{ many { many { many { b } } } }"))


def test_variables_are_checked_first() -> None:
    counted = Counted(Limits(variables=3))
    assert "3 values" in str(counted.refusal("{ b }", variables={"x": [1, 2, 3, 4]}))
    assert counted.compiled == []


def test_a_document_by_its_hash() -> None:
    counted = Counted()
    query = "query A { b }"
    by_apollo: dict[str, Any] = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha(query)}}}
    missing = counted.refusal(None, **by_apollo)
    assert missing.errors == [
        {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
    ]
    assert counted.prepare(query, **by_apollo) == "A"
    assert counted.prepare(None, **by_apollo) == "A"
    assert counted.prepare(None, document_id="sha256:" + sha(query)) == "A"
    assert counted.prepare(None, document_id=sha(query)) == "A"
    assert "not the hash" in str(counted.refusal("{ b }", **by_apollo))
    assert counted.compiled == ["A"]


@pytest.mark.parametrize(
    "request_fields",
    [
        {"document_id": ""},
        {"document_id": "sha256:"},
        {"document_id": "md5:" + "0" * 64},
        {"document_id": "A" * 64},
        {"document_id": "0" * 64 + "\n"},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": {}}},
        {"extensions": {"persistedQuery": {"sha256Hash": 7}}},
        {"extensions": {"persistedQuery": {"sha256Hash": ["0" * 64]}}},
        {},
    ],
)
def test_bad_names_of_documents(request_fields: dict[str, Any]) -> None:
    assert Counted().refusal(None, **request_fields).status == 400


def test_trusted_documents_and_no_others() -> None:
    known, other = "query Known { b }", "query Other { b }"
    counted = Counted(trusted=Trusted.read(json.dumps({sha(known): known}).encode()))
    assert counted.documents.faults() == []
    assert counted.prepare(known) == "Known"
    assert counted.prepare(None, document_id=sha(known)) == "Known"
    refused = counted.refusal(other)
    assert (refused.status, refused.errors[0].get("extensions")) == (403, {"code": "UNTRUSTED_DOCUMENT"})
    assert counted.prepare(other, free=True) == "Other"
    assert counted.refusal(other).status == 403  # although it is kept now
    assert "NotFound" in str(counted.refusal(None, document_id=sha(other)))
    assert "NotFound" in str(counted.refusal(None, document_id=sha(other), free=True))


def test_trusted_documents_stay_whatever_else_is_asked() -> None:
    known = "query Known { b }"
    counted = Counted(Limits(documents=1), trusted=Trusted({sha(known): known}))
    for query in (known, "query X { b }", "query Y { b }", known):
        counted.prepare(query, free=True)
    assert counted.compiled == ["Known", "X", "Y"]


def test_a_wrong_manifest_is_noticed_at_start() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Trusted({"0" * 64: "{ b }"})
    with pytest.raises(ValueError):  # noqa: PT011
        Trusted.read(b'["{ b }"]')
    bad = "{ nothing }"
    assert Counted(trusted=Trusted({sha(bad): bad})).documents.faults() == [
        f"{sha(bad)}: Cannot query field 'nothing' on type 'Query'."
    ]
