"""Auth through the gateway's graph, and called from another process."""

import aiohttp
import pytest

from hallway.bootstrap.process import App
from hallway.bootstrap.registry import PARTS
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, service_caller
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import RoleGrant
from hallway.services.auth.api import Auth
from hallway.services.auth.demo_api import DemoAuth, NewUser
from tests.auth.factories import DEVICE, PASSWORD, as_user
from tests.conftest import Client, MakeUser, StartApp, free_port
from tests.support.factories import problem_of

AUTH = [part for part in PARTS if part.name == "auth"]
EVENTS = service_caller("events")
DEVICES = "{ sessions { id label address createdAt lastSeenAt current } }"
GRANT = "mutation ($e: ID!, $u: ID!, $r: EventRole!) { grantEventRole(eventId: $e, userId: $u, role: $r) }"


@pytest.fixture
async def hallway(start_app: StartApp) -> App:
    """The gateway and auth in one process, and nothing else."""
    return await start_app({"gateway", "auth"}, parts=AUTH)


def code(answer: dict[str, list[dict[str, dict[str, str]]]]) -> str:
    """The code of the one error."""
    [error] = answer["errors"]
    return error["extensions"]["code"]


async def test_who_i_am(client: Client, make_user: MakeUser) -> None:
    assert (await client.graphql("{ me { id } }"))["data"] == {"me": None}
    ada = await make_user("Ada Quist")
    answer = await client.graphql("{ me { id name email roles createdAt } }", as_=ada)
    me = answer["data"]["me"]
    assert (me["id"], me["name"], me["email"], me["roles"]) == (str(ada.id), ada.name, ada.email, [])
    assert me["createdAt"].endswith("Z")


async def test_my_devices(client: Client, make_user: MakeUser) -> None:
    ada, bo = await make_user("Ada"), await make_user("Bo")
    assert code(await client.graphql(DEVICES)) == "unauthenticated"
    [device] = (await client.graphql(DEVICES, as_=ada))["data"]["sessions"]
    assert (device["id"], device["current"]) == (str(ada.caller.session_id), True)
    end = "mutation ($s: ID!) { endSession(sessionId: $s) }"
    theirs = {"s": bo.caller.session_id}
    assert code(await client.graphql(end, theirs, as_=ada)) == "not_found"
    assert code(await client.graphql(end, {"s": "' OR true --"}, as_=ada)) == "invalid"
    assert (await client.graphql("mutation { endOtherSessions }", as_=ada))["data"] == {"endOtherSessions": 0}
    assert (await client.graphql(end, theirs, as_=bo))["data"] == {"endSession": True}


async def test_demo_people(client: Client, hallway: App) -> None:
    person = NewUser(id=uuid7(), email="grace@demo.example", name="Grace", persona="judge", persona_role="Judge")
    await hallway.apis.get(DemoAuth).create_users(EVENTS, [person])
    answer = await client.graphql("{ personas { key name role userId } }")
    assert answer["data"]["personas"] == [{"key": "judge", "name": "Grace", "role": "Judge", "userId": str(person.id)}]


async def test_outside_of_a_demo_nobody_is_a_persona(start_app: StartApp) -> None:
    demo = await start_app({"gateway", "auth"}, parts=AUTH)
    person = NewUser(id=uuid7(), email="grace@demo.example", name="Grace", persona="judge")
    await demo.apis.get(DemoAuth).create_users(EVENTS, [person])
    real = await start_app({"gateway", "auth"}, parts=AUTH, demo=False, free_queries=True, port=free_port())
    assert real.apis.find(DemoAuth) is None
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        client = Client(session, f"http://127.0.0.1:{real.settings.port}")
        assert (await client.graphql("{ personas { key } }"))["data"] == {"personas": []}
        answer = await client.request("POST", "/session/demo", json={"persona": "judge"})
        assert (answer.status, answer.headers.getall("set-cookie", [])) == (405, [])
        client = Client(session, f"http://127.0.0.1:{demo.settings.port}")
        answer = await client.request("POST", "/session/demo", json={"persona": "judge"})
        assert (answer.status, len(answer.headers.getall("set-cookie"))) == (200, 2)


async def test_giving_and_taking_roles(client: Client, hallway: App, make_user: MakeUser) -> None:
    ada, bo, event = await make_user("Ada"), await make_user("Bo"), uuid7()
    await hallway.apis.get(Auth).grant_event_role(EVENTS, event, ada.id, "owner")
    wish = {"e": event, "u": bo.id, "r": "moderator"}
    assert code(await client.graphql(GRANT, wish, as_=bo)) == "forbidden"
    assert code(await client.graphql(GRANT, wish)) == "unauthenticated"
    assert (await client.graphql(GRANT, wish, as_=ada))["data"] == {"grantEventRole": True}
    auth = hallway.apis.get(Auth)
    assert await auth.event_roles(EVENTS, event, [bo.id]) == {}
    for name in ("acceptEventRole", "declineEventRole"):
        answer = await client.graphql(f"mutation ($e: ID!) {{ {name}(eventId: $e) }}", {"e": event}, as_=ada)
        assert code(answer) == "not_found" if name == "declineEventRole" else answer["data"] == {name: True}
    accept = "mutation ($e: ID!) { acceptEventRole(eventId: $e) }"
    assert (await client.graphql(accept, {"e": event}, as_=bo))["data"] == {"acceptEventRole": True}
    assert await auth.event_roles(EVENTS, event, [bo.id]) == {bo.id: [RoleGrant(role="moderator")]}
    revoke = "mutation ($e: ID!, $u: ID!) { revokeEventRole(eventId: $e, userId: $u) }"
    assert (await client.graphql(revoke, {"e": event, "u": bo.id}, as_=ada))["data"] == {"revokeEventRole": True}


@pytest.fixture
async def elsewhere(start_app: StartApp) -> Apis:
    """Auth's APIs, called from another process."""
    app = await start_app({"auth"}, parts=AUTH)
    gateway = await start_app({"gateway"}, parts=AUTH, service_urls=app.settings.service_urls)
    return gateway.apis


async def test_called_from_another_process(elsewhere: Apis) -> None:
    auth, demo, event = elsewhere.get(Auth), elsewhere.get(DemoAuth), uuid7()
    grace = NewUser(id=uuid7(), email="grace@demo.example", name="Grace", roles=frozenset({"admin"}), persona="admin")
    await demo.create_users(EVENTS, [grace])
    assert [persona.user_id for persona in await demo.personas(ANONYMOUS)] == [grace.id]
    assert (await demo.log_in_as_persona(ANONYMOUS, "admin", DEVICE)).user.roles == {"admin"}
    ada = await auth.register(ANONYMOUS, "ada@example.org", "Ada", PASSWORD, DEVICE)
    again = await auth.refresh(ANONYMOUS, ada.refresh_token, DEVICE)
    assert again.user == await auth.me(as_user(ada)) == (await auth.users(EVENTS, [ada.user.id]))[0]
    await auth.grant_event_role(EVENTS, event, ada.user.id, "owner")
    assert await auth.event_roles(EVENTS, event, [ada.user.id, uuid7()]) == {ada.user.id: [RoleGrant(role="owner")]}
    assert [device.current for device in await auth.sessions(as_user(ada))] == [True]
    assert len((await auth.jwks(ANONYMOUS))["keys"]) == 1
    assert (await problem_of(auth.revoke_event_role(as_user(ada), event, ada.user.id))).code == "conflict"
    assert (await problem_of(auth.log_in(ANONYMOUS, "ada@example.org", "wrong one", DEVICE))).code == "unauthenticated"
    await auth.log_out(ANONYMOUS, again.refresh_token)
    assert not await auth.session_alive(EVENTS, ada.session_id)
