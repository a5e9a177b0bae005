"""Calls in the graph, and from another process."""

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette

from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.rpc import expose, remote
from hallway.services.video.api import Peer, Video
from tests.conftest import Client, MakeUser, Server, free_port
from tests.video.factories import CallFactories

FIELDS = "id callerId caller { name } event { id slug name } invitedIds invited { name } startedAt endedAt cameraOff"
START = f"""mutation ($id: ID!, $event: ID!, $people: [ID!]!) {{
  startCall(id: $id, eventId: $event, personIds: $people) {{ {FIELDS} }} }}"""
CALL = f"query ($id: ID!) {{ call(id: $id) {{ {FIELDS} }} }}"
RINGING = "{ ringingCalls { id caller { name } event { slug } } }"
DECLINE = "mutation ($id: ID!) { declineCall(callId: $id) }"


async def test_starting_reading_and_declining(factories: CallFactories, client: Client, make_user: MakeUser) -> None:
    ada, ben, eve = [await make_user(name) for name in ("Ada Example", "Ben Example", "Eve Example")]
    event_id = await factories.met(ada.caller, ben.caller)
    variables = {"id": uuid7(), "event": event_id, "people": [ben.id]}
    started = (await client.graphql(START, variables, ada))["data"]["startCall"]
    assert (started["caller"]["name"], started["invited"]) == ("Ada Example", [{"name": "Ben Example"}])
    assert (started["event"]["name"], started["cameraOff"], started["endedAt"]) == ("Small Conf", True, None)
    assert started["startedAt"].endswith("Z")
    assert (await client.graphql(CALL, {"id": started["id"]}, ben))["data"]["call"] == started
    [ringing] = (await client.graphql(RINGING, {}, ben))["data"]["ringingCalls"]
    assert (ringing["id"], ringing["caller"]["name"]) == (started["id"], "Ada Example")
    assert (await client.graphql(RINGING, {}, ada))["data"]["ringingCalls"] == []
    for somebody, code in ((eve, "not_found"), (None, "unauthenticated")):
        refused = await client.graphql(CALL, {"id": started["id"]}, somebody)
        assert refused["errors"][0]["extensions"]["code"] == code
        refused = await client.graphql(DECLINE, {"id": started["id"]}, somebody)
        assert refused["errors"][0]["extensions"]["code"] == code
    assert (await client.graphql(DECLINE, {"id": started["id"]}, ben))["data"]["declineCall"]
    assert (await client.graphql(CALL, {"id": started["id"]}, ada))["data"]["call"]["endedAt"]


INVITE = """mutation ($id: ID!, $people: [ID!]!) {
  inviteToCall(callId: $id, personIds: $people) { invited { name } rings { personId callerId nth state } revision } }"""


async def test_adding_people(factories: CallFactories, client: Client, make_user: MakeUser) -> None:
    ada, ben, cat, eve = [await make_user(name) for name in ("Ada Example", "Ben Example", "Cat Example", "Eve")]
    event_id = await factories.met(ada.caller, ben.caller, cat.caller)
    call = await factories.ring(ada.caller, event_id, ben.caller)
    variables = {"id": call.id, "people": [cat.id]}
    for somebody, code in ((ada, "forbidden"), (eve, "not_found"), (None, "unauthenticated")):
        refused = await client.graphql(INVITE, variables, somebody)
        assert refused["errors"][0]["extensions"]["code"] == code
    await factories.video.join(ada.caller, call.id, "pa")
    answer = (await client.graphql(INVITE, variables, ada))["data"]["inviteToCall"]
    assert [person["name"] for person in answer["invited"]] == ["Ben Example", "Cat Example"]
    ring = {"personId": str(cat.id), "callerId": str(ada.id), "nth": 1, "state": "ringing"}
    assert (answer["rings"][-1], answer["revision"]) == (ring, 2)
    [ringing] = (await client.graphql(RINGING, {}, cat))["data"]["ringingCalls"]
    assert ringing["id"] == str(call.id)


@pytest.mark.parametrize("people", [[], ["x"], [str(uuid7())] * 300])
async def test_hostile_invitations(
    factories: CallFactories, client: Client, make_user: MakeUser, people: list[str]
) -> None:
    ada = await make_user("Ada Example")
    event_id = await factories.event(ada.caller)
    answer = await client.graphql(START, {"id": uuid7(), "event": event_id, "people": people}, ada)
    assert answer["errors"][0]["extensions"]["code"] in ("invalid", "forbidden")


async def test_ice_servers_are_for_people_signed_in(client: Client, make_user: MakeUser) -> None:
    ada = await make_user("Ada Example")
    query = "{ iceServers { servers { urls } expiresAt } }"
    assert (await client.graphql(query, {}, ada))["data"]["iceServers"]["servers"] == []
    assert (await client.graphql(query))["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_another_process_cannot_tell(factories: CallFactories) -> None:
    ada, ben = await factories.people(2)
    event_id, port, secret = await factories.met(ada, ben), free_port(), b"between processes"
    app = Starlette(routes=expose(Video, factories.video, [secret], 100_000))
    config = uvicorn.Config(app, "127.0.0.1", port, lifespan="off", log_config=None)
    async with aiohttp.ClientSession() as session, Server(config).running():
        video = remote(Video, f"http://127.0.0.1:{port}", secret, session, 5)
        call = await video.ring(ada, uuid7(), event_id, [ben.require_user()])
        assert await video.call(ben, call.id) == call
        assert await video.ringing(ben) == [call]
        joined = await video.join(ada, call.id, "pa")
        assert (joined.call, joined.peers) == (call, [Peer(peer_id="pa", user_id=ada.require_user())])
        await video.join(ben, call.id, "pb", again=False)
        with pytest.raises(Problem) as caught:
            await video.join(ben, call.id, "pa")
        assert caught.value.code == "conflict"
        assert await video.invite(ada, call.id, [ben.require_user()]) == await video.call(ada, call.id)
        await video.lost(ada, call.id, "pa", closing=True)
        await video.leave(ada, call.id, "pa")
        await video.leave(ben, call.id, "pb")
        assert (await video.call(ada, call.id)).ended_at is not None
