"""Whoever is blocked cannot tell: of who blocked them they are answered what they are answered of a stranger."""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
import pytest

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.profiles.api import ProfileInput, Profiles
from hallway.services.video.api import Video
from tests.conftest import Client, ConnectSocket, MakeUser, PassTime, Socket, User
from tests.support.factories import TEST, Factories
from tests.support.recorder import facts_heard
from tests.support.waiting import eventually

WHOLE = "{ id name headline bio location links languages timeZone interests { name } offers { name } needs { name } }"
ABOUT = [
    f"query {{ person(id: $PERSON) {WHOLE} }}",
    f"query {{ people(ids: [$PERSON]) {WHOLE} }}",
    "mutation { directRoom(personId: $PERSON) { id } }",
    "mutation { startCall(id: $NEW, eventId: $EVENT, personIds: [$PERSON]) { id } }",
    "mutation { answerMatch(eventId: $EVENT, personId: $PERSON, answer: accept) { personId } }",
    "mutation { answerMatch(eventId: $EVENT, personId: $PERSON) { personId } }",
]
LISTS = [
    f'query {{ searchPeople(eventId: $EVENT, text: "ada") {WHOLE} }}',
    f'query {{ searchPeople(eventId: $EVENT, text: "beekeeping") {WHOLE} }}',
    "query { recommendations(eventId: $EVENT) { personId } }",
    f"query {{ peopleOpenToMeet(eventId: $EVENT) {WHOLE} }}",
    "query { matches(eventId: $EVENT) { asked { personId } mutual { personId } } }",
    "query { attendees(eventId: $EVENT) { id } }",
    "query { ringingCalls { id } }",
    "query { blockedPeople { id } }",
]


class Two:
    """Ada has blocked Ben; Stranger has Ada's name and words, and was never at an event with Ben."""

    def __init__(self, ada: User, ben: User, stranger: User, event_id: UUID) -> None:
        self.ada, self.ben, self.stranger, self.event_id = ada, ben, stranger, event_id

    def document(self, text: str, person: User) -> str:
        """A document about this person."""
        ids = {"$PERSON": person.id, "$EVENT": self.event_id, "$NEW": uuid7()}
        return re.sub(r"\$[A-Z]+", lambda found: f'"{ids[found[0]]}"', text)


@pytest.fixture
async def two(apis: Apis, make_user: MakeUser) -> Two:
    """They matched, talked and rang each other before."""
    factories, profiles = Factories(apis), apis.get(Profiles)
    ada, ben, stranger = await make_user("Ada Example"), await make_user("Ben Example"), await make_user("Ada Example")
    for user in (ada, stranger):
        words = ProfileInput(name="Ada Example", headline="Keeps bees", bio="Secret", needs=["Beekeeping"])
        await profiles.update(user.caller, words)
    event_id = await factories.open_event(ada.caller, ben.caller)
    await factories.match(event_id, ada.caller, ben.caller)
    return Two(ada, ben, stranger, event_id)


async def test_answers_about_who_blocked_me_are_those_about_a_stranger(
    client: Client, apis: Apis, hallway: App, two: Two
) -> None:
    before = await client.graphql(two.document(ABOUT[0], two.ada), as_=two.ben)
    assert before["data"]["person"]["bio"] == "Secret"
    await apis.get(Profiles).block(two.ada.caller, two.ben.id, True)
    await facts_heard(hallway.settings.database_url)
    for text in ABOUT:
        answers = [
            str(await client.graphql(two.document(text, person), as_=two.ben)).replace(str(person.id), "<id>")
            for person in (two.ada, two.stranger)
        ]
        assert answers[0] == answers[1]
        assert "Secret" not in answers[0]
    for text in LISTS:
        assert str(two.ada.id) not in str(await client.graphql(two.document(text, two.ada), as_=two.ben)), text


async def test_a_conversation_is_closed_for_the_blocker_and_says_nothing_to_the_other(
    client: Client, apis: Apis, hallway: App, two: Two, connect_socket: ConnectSocket
) -> None:
    chat, ben = apis.get(Chat), await connect_socket(two.ben)
    room = await chat.direct_room(two.ada.caller, two.ben.id)
    await chat.send(two.ada.caller, room.id, uuid7(), "Hello")
    query = "query { conversations { blocked unread with { id name bio } last { body } room { id } } }"
    answers = [await client.graphql(query, as_=two.ben)]
    await apis.get(Profiles).block(two.ada.caller, two.ben.id, True)
    await facts_heard(hallway.settings.database_url)
    answers.append(await client.graphql(query, as_=two.ben))
    for answer in answers:
        answer["data"]["conversations"][0]["with"].pop("bio")
    assert answers[0] == answers[1]
    mine = await client.graphql(query, as_=two.ada)
    assert [one["blocked"] for one in mine["data"]["conversations"]] == [True]
    unknown = await client.graphql(two.document(ABOUT[2], two.stranger), as_=two.ben)
    strangers = unknown["errors"][0]["message"]
    for name, fields in (
        ("chat.send", {"roomId": room.id, "id": uuid7(), "body": "Why?"}),
        ("chat.join", {"roomId": room.id, "after": None}),
    ):
        refused = await ben.call(name, fields)
        assert (refused["error"]["code"], refused["error"]["message"]) == ("forbidden", strangers)
    assert [name for name, _ in ben.pushes if name in ("chat.closed", "person.blocked")] == []


async def test_each_of_two_is_told_of_their_own_block_only(
    client: Client, apis: Apis, hallway: App, two: Two, connect_socket: ConnectSocket
) -> None:
    chat, profiles, ada = apis.get(Chat), apis.get(Profiles), await connect_socket(two.ada)
    room = await chat.direct_room(two.ada.caller, two.ben.id)
    await chat.send(two.ada.caller, room.id, uuid7(), "Hello")
    for user, other in ((two.ada, two.ben), (two.ben, two.ada)):
        await profiles.block(user.caller, other.id, True)
    assert (await ada.until("chat.closed"))["closed"]
    await profiles.block(two.ada.caller, two.ben.id, False)
    assert not (await ada.until("chat.closed"))["closed"], "that the other one blocks is not told"
    await facts_heard(hallway.settings.database_url)
    query = "query { conversations { blocked } }"
    told = [(await client.graphql(query, as_=one))["data"]["conversations"][0]["blocked"] for one in (two.ada, two.ben)]
    assert told == [False, True]


async def test_neither_is_mentioned_rung_or_told_of_the_other(apis: Apis, hallway: App, two: Two) -> None:
    chat = apis.get(Chat)
    await apis.get(Profiles).block(two.ada.caller, two.ben.id, True)
    lobby = await chat.event_room(two.ben.caller, two.event_id)
    said = await chat.send(two.ben.caller, lobby.id, uuid7(), f"@[Ada]({two.ada.id}) @[Ada]({two.stranger.id})")
    assert said.mentions == []
    await facts_heard(hallway.settings.database_url)
    assert await apis.get(Video).ringing(two.ada.caller) == []


Settle = Callable[[], Awaitable[None]]


async def enter(page: Socket, event_id: UUID) -> dict[str, object]:
    """Come to the venue; who is said to be there."""
    await page.value("event.enter", {"eventId": event_id})
    return await page.until("presence.state")


async def test_the_two_are_not_there_for_each_other(
    apis: Apis, two: Two, make_user: MakeUser, connect_socket: ConnectSocket, pass_time: PassTime
) -> None:
    """Ada and Ben are at the venue when one blocks the other; Cat sees both all the time."""
    cat, profiles = await make_user("Cat Example"), apis.get(Profiles)
    await apis.get(Auth).grant_event_role(TEST, two.event_id, cat.id, "moderator")
    of_cat = await connect_socket(cat)
    await enter(of_cat, two.event_id)
    of_ada, of_ben = await connect_socket(two.ada), await connect_socket(two.ben)
    await enter(of_ada, two.event_id)
    await enter(of_ben, two.event_id)
    ids = {str(two.ada.id), str(two.ben.id)}
    seen: set[str] = set()

    async def all_seen() -> bool:
        await pass_time(2)
        seen.update(id for name, push in of_cat.pushes if name == "presence" for id in push["joined"])
        return ids <= seen

    await eventually(all_seen)
    await profiles.block(two.ada.caller, two.ben.id, True)
    for page, other in ((of_ada, two.ben), (of_ben, two.ada)):
        gone = await page.until("presence", lambda push: bool(push["left"]))
        assert (gone["left"], gone["joined"], gone["count"]) == ([str(other.id)], [], 2)
    again = await connect_socket(two.ben)
    state = await enter(again, two.event_id)
    assert (set(state["here"]), state["count"]) == ({str(two.ben.id), str(cat.id)}, 2)  # type: ignore[call-overload]
    for page in (of_ada, of_ben, of_cat):
        page.pushes.clear()
    dan = await make_user("Dan Example")
    await apis.get(Auth).grant_event_role(TEST, two.event_id, dan.id, "moderator")
    await enter(await connect_socket(dan), two.event_id)

    async def told(page: Socket) -> list[dict[str, object]]:
        await pass_time(2)
        return [push for name, push in page.pushes if name == "presence"]

    counts = [(await eventually(lambda page=page: told(page)))[-1]["count"] for page in (of_ada, of_ben, of_cat)]
    assert counts == [3, 3, 4]
    named = str([push for page in (of_ada, of_ben) for push in page.pushes])
    assert not any(id in named for id in ids)
    await profiles.block(two.ada.caller, two.ben.id, False)
    back = await of_ben.until("presence", lambda push: str(two.ada.id) in push["joined"])
    assert back["count"] == 4


def test_the_documents_ask_for_all_of_a_person() -> None:
    assert set(msgspec.structs.asdict(ProfileInput(name="x"))) <= set(
        re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), WHOLE).split(" ")
    )
