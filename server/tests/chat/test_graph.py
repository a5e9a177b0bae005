"""Chat in the graph."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.graph import Context
from hallway.services.chat.api import Message
from hallway.services.chat.graph import senders
from hallway.services.profiles.api import Person, Profiles
from tests.chat.factories import ChatFactories
from tests.conftest import Client, MakeUser

LOBBY = """query ($id: ID!) { eventRoom(eventId: $id) { id kind eventId sessionId title lastSeq revision } }"""
MESSAGES = """query ($room: ID!, $before: Int, $limit: Int) {
  messages(roomId: $room, before: $before, limit: $limit) {
    id roomId seq revision senderId sender { id name } body mentions sentAt removed } }"""
CONVERSATIONS = (
    """{ conversations { room { id kind } withId with { id name } last { body sender { name } } unread blocked } }"""
)


class Counted:
    """The real Profiles, and how often it was asked."""

    def __init__(self, profiles: Profiles) -> None:
        self.calls = 0
        self._profiles = profiles

    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        self.calls += 1
        return await self._profiles.people(caller, ids)


async def test_a_lobby_read_and_moderated(factories: ChatFactories, client: Client, make_user: MakeUser) -> None:
    ada, ben, eve = [await make_user(name) for name in ("Ada Example", "Ben Example", "Eve Example")]
    event_id = await factories.event(ada.caller, ben.caller)
    await factories.role(event_id, ben.caller, "moderator")
    room = (await client.graphql(LOBBY, {"id": event_id}, ada))["data"]["eventRoom"]
    assert (room["kind"], room["eventId"], room["sessionId"], room["lastSeq"]) == ("lobby", str(event_id), None, 0)
    said = [await factories.say(ada.caller, UUID(room["id"]), f"<i>{n}</i>") for n in range(3)]
    answer = await client.graphql(MESSAGES, {"room": room["id"], "before": 3, "limit": 1}, ben)
    [message] = answer["data"]["messages"]
    assert (message["id"], message["body"], message["sender"]["name"]) == (str(said[1].id), "<i>1</i>", "Ada Example")
    assert message["sentAt"].endswith("Z")
    refused = await client.graphql(MESSAGES, {"room": room["id"]}, eve)
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
    refused = await client.graphql(MESSAGES, {"room": room["id"]})
    assert refused["errors"][0]["extensions"]["code"] == "unauthenticated"
    remove = "mutation ($id: ID!) { removeMessage(messageId: $id) { removed body revision sender { name } } }"
    answer = await client.graphql(remove, {"id": said[0].id}, ben)
    removed = answer["data"]["removeMessage"]
    assert (removed["removed"], removed["body"], removed["revision"]) == (True, "", 4)
    mute = """mutation ($event: ID!, $id: ID!, $minutes: Int) {
      mutePerson(eventId: $event, personId: $id, minutes: $minutes) }"""
    answer = await client.graphql(mute, {"event": event_id, "id": ada.id, "minutes": 5}, ben)
    assert datetime.fromisoformat(answer["data"]["mutePerson"]) > datetime.now(UTC)
    listed = "query ($event: ID!) { mutes(eventId: $event) { userId until } }"
    answer = await client.graphql(listed, {"event": event_id}, ben)
    assert [one["userId"] for one in answer["data"]["mutes"]] == [str(ada.id)]
    refused = await client.graphql(listed, {"event": event_id}, ada)
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
    answer = await client.graphql(mute, {"event": event_id, "id": ada.id}, ben)
    assert answer["data"] == {"mutePerson": None}
    assert "errors" not in answer


async def test_conversations_say_with_whom(factories: ChatFactories, client: Client, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    open_room = "mutation ($id: ID!) { directRoom(personId: $id) { id kind title } }"
    refused = await client.graphql(open_room, {"id": ben.id}, ada)
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
    await factories.match_anew(ada.caller, ben.caller)
    room = (await client.graphql(open_room, {"id": ben.id}, ada))["data"]["directRoom"]
    await factories.say(ada.caller, UUID(room["id"]), "Coffee?")
    [conversation] = (await client.graphql(CONVERSATIONS, as_=ben))["data"]["conversations"]
    assert conversation == {
        "room": {"id": room["id"], "kind": "direct"},
        "withId": str(ada.id),
        "with": {"id": str(ada.id), "name": "Ada Example"},
        "last": {"body": "Coffee?", "sender": {"name": "Ada Example"}},
        "unread": 1,
        "blocked": False,
    }


async def test_senders_take_one_call_and_the_gone_have_a_neutral_name(factories: ChatFactories) -> None:
    people = await factories.people(5)
    room = await factories.lobby(*people)
    said = [await factories.say(person, room.id) for person in people for _ in range(3)]
    gone = Message(
        **{**{field: getattr(said[0], field) for field in said[0].__struct_fields__}, "sender_id": uuid4()},
    )
    profiles = Counted(factories.apis.get(Profiles))
    apis = Apis()
    apis.add(Profiles, profiles)
    found = await senders(Context(people[0], apis, "test", datetime.now(UTC)), [*said, gone])
    assert [person.id for person in found] == [message.sender_id for message in [*said, gone]]
    assert {person.name for person in found[:-1]} == {"Ben Example"}
    assert found[-1].name == "Former attendee"
    assert profiles.calls == 1
