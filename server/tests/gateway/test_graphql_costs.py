"""What an answer could hold is counted before anything is asked of a service."""

from typing import Any, cast

import msgspec
import pytest
from graphql import build_schema

from hallway.bootstrap.registry import PARTS, SERVICES
from hallway.commands.contract import schema
from hallway.gateway.documents import MANIFEST
from hallway.gateway.graphql import GraphEndpoint, schema_of
from hallway.kernel.settings import Settings
from quickgraph import Engine, Limits, Request, Schema, Trusted
from tests.conftest import Client, MakeUser

SETTINGS = Settings.from_env(
    {"DATABASE_URL": "postgresql://x", "REDIS_URL": "redis://x", "HALLWAY_SECRET": "s" * 32}, SERVICES
)
LARGEST_PAGE = {"limit": 100}
"""More than any of our pages asks for at a time."""

SESSION = "id title subtitle abstract languages kind url startsAt endsAt stageId trackId speakerIds"
TOO_MUCH = {
    "agendas of one event": '{ event(slug: "x") { '
    + " ".join(f"a{n}: agenda {{ sessions {{ {SESSION} }} }}" for n in range(19))
    + " } }",
    "agendas of many events": "{ events { agenda { sessions { id title } } } }",
    "speakers of everything": "{ myEvents { agenda { sessions { speakers { id } } } } }",
    "matches, again and again": "{ "
    + " ".join(
        f'm{n}: matches(eventId: "1") {{ mutual {{ person {{ name bio }} reasons {{ text }} }} }}' for n in range(15)
    )
    + " }",
    "everybody's topics": "{ people(ids: []) { interests { id name } offers { id name } needs { id name } } "
    + "other: people(ids: []) { interests { id name } offers { id name } needs { id name } } }",
    "a page of any size": '{ messages(roomId: "1", limit: 2000000000) { id sender { name } } }',
    "notifications of any size": "{ notifications(limit: 1000000) { items { actor { name } } } }",
}


def whole() -> Schema:
    """The graph of all services."""
    parts = [(part.folder / "schema.graphql").read_text() for part in PARTS]
    return schema_of(parts, [part.graph for part in PARTS if part.graph])


@pytest.mark.parametrize("name", TOO_MUCH)
async def test_too_much_at_once_is_refused_before_anything_is_asked(name: str) -> None:
    endpoint = GraphEndpoint(whole(), SETTINGS, *[cast(Any, None)] * 4)
    result = await endpoint.execute(Request(query=TOO_MUCH[name]), cast(Any, None), free=True)
    assert result.state == "refused"
    [error] = msgspec.json.decode(result.body)["errors"]
    assert "The answer could hold" in error["message"]
    assert error["extensions"]["code"] == "invalid"
    assert endpoint.engine.counters.executed == 0


async def test_a_size_in_the_variables_counts(client: Client, make_user: MakeUser) -> None:
    ada = await make_user("Ada Lindqvist")
    query = "query ($limit: Int) { notifications(limit: $limit) { items { id actor { name } } unread } }"
    assert (await client.graphql(query, {"limit": 50}, ada))["data"]["notifications"]["unread"] == 0
    refused = await client.graphql(query, {"limit": 50_000}, ada)
    assert "The answer could hold" in refused["errors"][0]["message"]


def test_our_heaviest_page_asks_for_less_than_half_of_what_may_be_asked() -> None:
    trusted = Trusted.read(MANIFEST.read_bytes())
    engine = Engine(whole(), trusted=trusted, limits=Limits(cost=SETTINGS.graphql_cost // 2))
    assert trusted.documents
    for key in trusted.documents:
        engine.documents.prepare(Request(document_id=key, variables=dict(LARGEST_PAGE)))  # raises when it costs more


def test_any_tool_can_read_the_contract() -> None:
    """Directives without a definition are an error to it."""
    assert build_schema(schema()).get_directive("cost")
