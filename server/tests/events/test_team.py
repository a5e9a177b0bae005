"""The team of an event through GraphQL."""

from hallway.kernel.ids import uuid7
from tests.conftest import Client, MakeUser

CREATE = "mutation($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { id } }"
GRANT = "mutation($e: ID!, $u: ID!, $r: EventRole!) { grantEventRole(eventId: $e, userId: $u, role: $r) }"
TEAM = "query($e: ID!) { eventTeam(eventId: $e) { userId roles { role } person { name } } }"
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
    answer = await client.graphql(TEAM, {"e": event}, as_=ada)
    assert answer["data"]["eventTeam"] == [
        {"userId": str(ada.id), "roles": [{"role": "owner"}], "person": {"name": "Ada Example"}},
        {"userId": str(ben.id), "roles": [{"role": "judge"}], "person": {"name": "Ben Example"}},
    ]
    still = await client.graphql(TEAM, {"e": event}, as_=ben)
    assert still["errors"][0]["extensions"]["code"] == "forbidden"
