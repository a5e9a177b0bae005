"""The graph: what is answered, what is refused, and what does not fit together."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import msgspec
import pytest

from hallway.bootstrap.registry import PARTS, SERVICES
from hallway.gateway.documents import MANIFEST
from hallway.gateway.graphql import GraphEndpoint, schema_of
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.kernel.graph import Context, Graph
from hallway.kernel.settings import Settings
from quickgraph import Engine, Request, SchemaError, Trusted
from tests.conftest import Client, MakeUser

SDL = """
type Person {
  id: ID!  fullName: String!  bornAt: DateTime!  tags: [String!]!
  friend: Person  hello(again: Int): String
}
input PersonInput { fullName: String!  bornAt: DateTime!  nick: String }
extend type Query { people(limit: Int = 2): [Person!]!  person(personId: ID!): Person }
extend type Mutation { putPerson(input: PersonInput!): Person! }
"""
SETTINGS = Settings.from_env(
    {"DATABASE_URL": "postgresql://x", "REDIS_URL": "redis://x", "HALLWAY_SECRET": "s" * 32}, SERVICES
)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Person(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: UUID
    full_name: str
    born_at: datetime
    tags: frozenset[str] = frozenset()


class PersonInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    full_name: str
    born_at: datetime
    nick: str = "none"


class World:
    """A graph, and how often friends were asked for."""

    def __init__(self, **limits: int) -> None:
        self.graph = Graph()
        self.batches: list[int] = []
        self.inputs: list[PersonInput] = []
        graph = self.graph

        @graph.query("people")
        async def people(ctx: Context, limit: int) -> list[Person]:
            return [make(str(number)) for number in range(limit)]

        @graph.query("person")
        async def person(ctx: Context, person_id: UUID) -> Person | None:
            raise Problem("not_found", "nobodyByEmail", email=f"{person_id.version}@ada.example")

        @graph.mutation("putPerson")
        async def put(ctx: Context, input: PersonInput) -> Person:
            self.inputs.append(input)
            return make(input.full_name)

        @graph.batched("Person.friend")
        async def friend(ctx: Context, parents: list[Person]) -> list[Person | Problem | None]:
            self.batches.append(len(parents))
            return [
                Problem("forbidden", "forbidden") if parent.full_name == "1" else make("friend") for parent in parents
            ]

        @graph.field("Person.hello")
        def hello(ctx: Context, parent: Person, again: int | None) -> str:
            return f"Hello {parent.full_name} {again}"

        settings = msgspec.structs.replace(SETTINGS, **limits)
        self.endpoint = GraphEndpoint(schema_of([SDL], [graph]), settings, *[cast(Any, None)] * 4)

    async def run(self, query: str, **variables: Any) -> Any:
        """The response, decoded."""
        context = Context(ANONYMOUS, Apis(), "", NOW)
        result = await self.endpoint.execute(Request(query=query, variables=variables), context, free=True)
        return msgspec.json.decode(result.body)


def code_of(response: Any) -> str:
    """The code of the one error."""
    [error] = response["errors"]
    return error["extensions"]["code"]


def make(name: str) -> Person:
    return Person(id=uuid4(), full_name=name, born_at=NOW, tags=frozenset({"x"}))


async def test_values_are_read_by_their_python_names() -> None:
    result = await World().run("{ people(limit: 1) { fullName bornAt tags hello(again: 3) } }")
    assert result["data"] == {
        "people": [{"fullName": "0", "bornAt": "2026-11-22T09:30:00Z", "tags": ["x"], "hello": "Hello 0 3"}]
    }


async def test_one_call_for_all_parents_and_a_problem_for_one() -> None:
    world = World()
    result = await world.run("{ people(limit: 50) { fullName friend { fullName } } }")
    assert world.batches == [50]
    assert [p["friend"] is None for p in result["data"]["people"]].count(True) == 1
    assert code_of(result) == "forbidden"


async def test_inputs_become_values() -> None:
    world = World()
    query = "mutation($i: PersonInput!) { putPerson(input: $i) { fullName } }"
    result = await world.run(query, i={"fullName": "Ada", "bornAt": "2026-11-22T10:30:00+01:00", "nick": None})
    assert "errors" not in result
    assert world.inputs == [PersonInput(full_name="Ada", born_at=NOW)]


async def test_a_wrong_id_is_invalid() -> None:
    result = await World().run('{ person(personId: "../etc") { id } }')
    assert code_of(result) == "invalid"


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-22T09:30:00", 3, ["x"]])
async def test_a_wrong_time_is_refused(moment: object) -> None:
    query = "mutation($i: PersonInput!) { putPerson(input: $i) { fullName } }"
    assert (await World().run(query, i={"fullName": "A", "bornAt": moment}))["errors"]


def test_all_that_does_not_fit_is_said_at_once() -> None:
    graph = Graph()

    @graph.query("people")
    async def people(ctx: Context) -> list[Person]:
        return []

    @graph.query("nothing")
    async def nothing(ctx: Context) -> None: ...

    with pytest.raises(SchemaError, match=r"Query\.nothing"):
        schema_of([SDL], [graph])
    del graph.fields["Query.nothing"]
    with pytest.raises(SchemaError) as caught:
        schema_of([SDL], [graph])
    for fault in ("Query.person", "Mutation.putPerson", "Person.friend", "Person.hello", "argument limit"):
        assert fault in str(caught.value)


REFUSED = {
    "deep": "{ people " + "{ friend " * 12 + "{ id }" + " }" * 12 + " }",
    "deep by fragments": "{ people { ...f0 } } "
    + " ".join(f"fragment f{n} on Person {{ friend {{ ...f{n + 1} }} }}" for n in range(12))
    + " fragment f12 on Person { id }",
    "aliases": "{ " + " ".join(f"a{n}: people {{ id }}" for n in range(21)) + " }",
    "root fields": "{ " + "people { id } " * 21 + " }",
    "wide": "{ people { " + "id " * 101 + "} }",
    "tokens": "{ people { " + "id " * 3_000 + "} }",
    "laughs": "{ people { ...f0 } } "
    + " ".join(f"fragment f{n} on Person {{ {f'...f{n + 1} ' * 10} }}" for n in range(9))
    + " fragment f9 on Person { id }",
    "circle": "{ people { ...f } } fragment f on Person { friend { ...g } } fragment g on Person { friend { ...f } }",
    "introspection": "{ __schema { types { name } } }",
    "introspection of a type": '{ __type(name: "Person") { name } }',
    "subscription": "subscription { people { id } }",
    "unknown": "{ peopl { id } }",
    "nothing": "",
    "not a query": "{",
    "deep values": "{ people(limit: " + "[" * 900 + "]" * 900 + ") { id } }",
}


@pytest.mark.parametrize("name", REFUSED)
async def test_limits(name: str) -> None:
    world = World()
    response = await world.run(REFUSED[name])
    assert response["errors"][0]["extensions"]["code"] == "invalid"
    assert "data" not in response
    assert "Did you mean" not in str(response)
    assert world.endpoint.engine.counters.executed == 0


async def test_only_documents_of_our_pages_are_answered_in_production() -> None:
    world = World()
    context = Context(ANONYMOUS, Apis(), "", NOW)
    result = await world.endpoint.execute(Request(query="{ people { id } }"), context)
    assert (result.status, code_of(msgspec.json.decode(result.body))) == (403, "outdated")


def test_all_documents_of_our_pages_are_answered_in_production() -> None:
    parts = [(part.folder / "schema.graphql").read_text() for part in PARTS]
    trusted = Trusted.read(MANIFEST.read_bytes())
    assert len(trusted.documents) > 50
    engine = Engine(schema_of(parts, [part.graph for part in PARTS if part.graph]), trusted=trusted)
    assert engine.documents.faults() == []


async def test_over_http(client: Client, make_user: MakeUser) -> None:
    """Bodies that are no requests, and requests from elsewhere."""
    json = {"content-type": "application/json"}
    for body, status in [
        (b"", 400), (b"[]", 400), (b"{", 400), (b'[{"query":"{me{id}}"}]', 400), (b'{"query":1}', 400),
        (b'{"query":"' + b" " * 300_000 + b'"}', 413), (b"[" * 100_000, 400), (b'{"query":"\xff"}', 400),
    ]:  # fmt: skip
        answer = await client.request("POST", "/graphql", data=body, headers=json)
        assert answer.status == status, body[:30]
        assert (await answer.json(content_type=None))["errors"][0]["extensions"]["code"] in ("invalid", "too_large")
    good = b'{"query":"{__typename}"}'
    for form in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert (await client.request("POST", "/graphql", data=good, headers={"content-type": form})).status == 415
    assert (await client.request("PUT", "/graphql", data=good, headers=json)).status == 405
    asked = await client.request("GET", "/graphql?query={__typename}")
    assert (asked.status, await asked.json(content_type=None)) == (200, {"data": {"__typename": "Query"}})
    newer = {"accept": "application/graphql-response+json"}
    asked = await client.request("GET", "/graphql?query=mutation{markAllRead}", headers=newer)
    assert asked.status in (400, 405)
    answer = await client.request("POST", "/graphql", data=good, headers=json)
    assert await answer.json(content_type=None) == {"data": {"__typename": "Query"}}
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "origin", ["https://attacker.example", "null", "http://localhost:1", "http://localhost.attacker.example"]
)
async def test_foreign_pages_are_refused(client: Client, origin: str) -> None:
    for path in ("/graphql", "/session/login", "/session/refresh", "/socket.io/?EIO=4&transport=polling", "/some/form"):
        answer = await client.request(
            "POST", path, data=b"{}", headers={"origin": origin, "content-type": "application/json"}
        )
        assert answer.status == 403, path


async def test_forged_tokens_are_refused(client: Client) -> None:
    for headers in ({"authorization": "Bearer x.y.z"}, {"cookie": "hallway_access=x.y.z"}):
        data = b'{"query":"{__typename}"}'
        answer = await client.request(
            "POST", "/graphql", data=data, headers={**headers, "content-type": "application/json"}
        )
        assert answer.status == 401
        assert (await answer.json())["errors"][0]["extensions"]["code"] == "unauthenticated"
