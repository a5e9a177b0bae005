"""Profiles through the gateway, as the pages ask."""

from typing import Any
from uuid import uuid4

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.services.profiles.api import Profiles
from tests.conftest import Client, MakeUser
from tests.support.factories import Factories

PERSON = "id name headline bio location links interests { id name } offers { id name } needs { id name }"
PERSON = f"{PERSON} languages timeZone"


def code(answer: dict[str, Any]) -> str:
    return answer["errors"][0]["extensions"]["code"]


async def test_a_profile_is_written_and_read(client: Client, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    assert (await client.graphql("{ myProfile { id } }"))["data"] == {"myProfile": None}
    written = await client.graphql(
        f"mutation ($input: ProfileInput!) {{ updateProfile(input: $input) {{ {PERSON} }} }}",
        {"input": {"name": "Ada B.", "offers": ["k8s"], "bio": None, "timeZone": "Europe/Lisbon"}},
        as_=ada,
    )
    person = written["data"]["updateProfile"]
    assert (person["name"], person["offers"], person["timeZone"]) == (
        "Ada B.",
        [{"id": "kubernetes", "name": "Kubernetes"}],
        "Europe/Lisbon",
    )
    query = f"query ($id: ID!) {{ person(id: $id) {{ {PERSON} }} }}"
    assert (await client.graphql(query, {"id": ada.id}, as_=ada))["data"]["person"] == person
    card = (await client.graphql(query, {"id": ada.id}, as_=ben))["data"]["person"]
    assert (card["name"], card["offers"], card["timeZone"]) == ("Ada B.", [], ""), "they share no event"
    assert code(await client.graphql(query, {"id": uuid4()}, as_=ben)) == "not_found"
    assert (await client.graphql('{ topics(text: "kube") { id name } }', as_=ada))["data"]["topics"][0] == {
        "id": "kubernetes",
        "name": "Kubernetes",
    }


async def test_what_is_too_much_is_refused_without_a_trace(client: Client, make_user: MakeUser) -> None:
    ada = await make_user("Ada Example")
    mutation = "mutation ($input: ProfileInput!) { updateProfile(input: $input) { id } }"
    offers = [f"topic {n}" for n in range(13)]
    for wrong in ({"name": "x" * 81}, {"name": "A", "links": ["javascript:1"]}, {"name": "A", "offers": offers}):
        answer = await client.graphql(mutation, {"input": wrong}, as_=ada)
        assert code(answer) == "invalid"
        assert "Traceback" not in str(answer)
    assert code(await client.graphql(mutation, {"input": {"name": "A"}})) == "unauthenticated"


async def test_meeting_asks_for_all_people_in_one_call(
    client: Client, make_user: MakeUser, apis: Apis, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Factories(apis)
    ada, ben, cleo = [await make_user(f"{name} Example") for name in ("Ada", "Ben", "Cleo")]
    for user in (ada, ben, cleo):
        await world.update(user.caller, name=user.name, interests=["rust"])
    event = await world.event(ada.caller, ben.caller, cleo.caller)
    for user in (ada, ben, cleo):
        mutation = "mutation ($event: ID!) { setOpenToMeet(eventId: $event, openToMeet: true) }"
        assert (await client.graphql(mutation, {"event": event}, as_=user))["data"]["setOpenToMeet"]
    service, asked = apis.get(Profiles), []
    people = service.people

    async def counted(caller: Caller, ids: list[Any]):
        asked.append(len(ids))
        return await people(caller, ids)

    monkeypatch.setattr(service, "people", counted)
    query = (
        "query ($event: ID!) { recommendations(eventId: $event) { personId person { id name } reasons { kind text } } }"
    )
    found = (await client.graphql(query, {"event": event}, as_=ada))["data"]["recommendations"]
    assert {one["person"]["name"] for one in found} == {"Ben Example", "Cleo Example"}
    assert found[0]["reasons"] == [{"kind": "shared", "text": "You are both into Rust"}]
    assert asked == [2]
    answer = "mutation ($event: ID!, $id: ID!, $answer: MatchAnswer) {"
    answer += " answerMatch(eventId: $event, personId: $id, answer: $answer) { person { name } matchedAt } }"
    for other in (ben, cleo):
        said = {"event": event, "answer": "accept"}
        assert (await client.graphql(answer, {**said, "id": other.id}, as_=ada))["data"] == {"answerMatch": None}
        made = await client.graphql(answer, {**said, "id": ada.id}, as_=other)
        assert made["data"]["answerMatch"]["person"] == {"name": "Ada Example"}
    asked.clear()
    query = (
        "query ($event: ID!) { matches(eventId: $event) { openToMeet asked { personId } mutual { person { name } } } }"
    )
    matches = (await client.graphql(query, {"event": event}, as_=ada))["data"]["matches"]
    assert (matches["openToMeet"], matches["asked"], len(matches["mutual"])) == (True, [], 2)
    assert asked == [2]
    assert code(await client.graphql(answer, {"event": event, "id": ben.id, "answer": None}, as_=ada)) == "conflict"


async def test_blocks_and_search(client: Client, make_user: MakeUser, apis: Apis) -> None:
    world = Factories(apis)
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event = await world.event(ada.caller, ben.caller)
    await apis.get(Profiles).people(ada.caller, [ada.id, ben.id])
    query = 'query ($event: ID!) { searchPeople(eventId: $event, text: "ben") { name } }'
    assert (await client.graphql(query, {"event": event}, as_=ada))["data"]["searchPeople"] == [{"name": "Ben Example"}]
    mutation = "mutation ($id: ID!, $blocked: Boolean!) { blockPerson(personId: $id, blocked: $blocked) }"
    assert (await client.graphql(mutation, {"id": ben.id, "blocked": True}, as_=ada))["data"]["blockPerson"]
    assert (await client.graphql("{ blockedPeople { name } }", as_=ada))["data"]["blockedPeople"] == [
        {"name": "Ben Example"}
    ]
    assert (await client.graphql("{ blockedPeople { name } }", as_=ben))["data"]["blockedPeople"] == []
    for user in (ada, ben):
        assert (await client.graphql(query.replace("ben", "example"), {"event": event}, as_=user))["data"] == {
            "searchPeople": []
        }
    for query in ("{ blockedPeople { id } }", '{ topics(text: "a") { id } }'):
        assert code(await client.graphql(query)) == "unauthenticated"
