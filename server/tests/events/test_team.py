"""The team of an event through GraphQL."""

from hallway.kernel.ids import uuid7
from tests.conftest import Client, MakeUser

CREATE = "mutation($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id } }"
GRANT = "mutation($e: ID!, $u: ID!, $r: EventRole!) { grantEventRole(eventId: $e, userId: $u, role: $r) }"
ACCEPT = "mutation($e: ID!) { acceptEventRole(eventId: $e) }"
LEAVE = "mutation($e: ID!) { leaveEventTeam(eventId: $e) }"
TEAM = "query($e: ID!) { eventTeam(eventId: $e) { userId roles { role } invited { role } person { name } } }"
INPUT = {
    "name": "Small Conf",
    "kind": "meetup",
    "startsAt": "2026-11-28T09:00:00Z",
    "endsAt": "2026-11-28T17:00:00Z",
    "timeZone": "Europe/Lisbon",
}


async def test_who_leads_the_event(client: Client, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event = str(uuid7())
    assert "errors" not in await client.graphql(CREATE, {"id": event, "input": INPUT}, as_=ada)
    refused = await client.graphql(TEAM, {"e": event}, as_=ben)
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
    await client.graphql(GRANT, {"e": event, "u": str(ben.id), "r": "judge"}, as_=ada)
    owner = {"userId": str(ada.id), "roles": [{"role": "owner"}], "invited": [], "person": {"name": "Ada Example"}}
    judge = {"userId": str(ben.id), "person": {"name": "Ben Example"}}

    async def team() -> object:
        return (await client.graphql(TEAM, {"e": event}, as_=ada))["data"]["eventTeam"]

    assert await team() == [owner, {**judge, "roles": [], "invited": [{"role": "judge"}]}]
    assert (await client.graphql(ACCEPT, {"e": event}, as_=ben))["data"] == {"acceptEventRole": True}
    assert await team() == [owner, {**judge, "roles": [{"role": "judge"}], "invited": []}]
    still = await client.graphql(TEAM, {"e": event}, as_=ben)
    assert still["errors"][0]["extensions"]["code"] == "forbidden"
    assert (await client.graphql(LEAVE, {"e": event}, as_=ben))["data"] == {"leaveEventTeam": True}
    assert await team() == [owner]
