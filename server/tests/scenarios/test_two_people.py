"""The story of the first paragraph: two people come to an event, chat, match, are told, and call each other."""

from typing import Any

from hallway.kernel.ids import uuid7
from tests.scenarios.installation import Installation
from tests.scenarios.page import Page
from tests.scenarios.person import Person, host_event, people

PROFILE = "mutation ($input: ProfileInput!) { updateProfile(input: $input) { interests { name } } }"
PICKED = "query ($id: ID!) { recommendations(eventId: $id) { person { name } reasons { kind text } } }"
ANSWER = "mutation ($id: ID!, $who: ID!) { answerMatch(eventId: $id, personId: $who, answer: accept) { personId } }"
RING = "mutation ($id: ID!, $e: ID!, $who: [ID!]!) { startCall(id: $id, eventId: $e, personIds: $who) { cameraOff } }"


async def test_two_people_meet(installation: Installation) -> None:
    async with people(installation.url, "Hanna Host", "Ada Example", "Ben Example") as (host, ada, ben):
        event = await host_event(host, ada, ben)
        await chat(event, ada, ben)
        await match(event, ada, ben)
        room_id = await direct(ada, ben)
        assert room_id
        await call(event, ada, ben)


async def chat(event: dict[str, Any], ada: Person, ben: Person) -> None:
    """Both ways, in one order on both pages."""
    room = (await ada.ask("query ($id: ID!) { eventRoom(eventId: $id) { id kind } }", id=event["id"]))["eventRoom"]
    pages = [Page(person, room["id"]) for person in (ada, ben)]
    for page in pages:
        await page.catch_up()
    for number in range(6):
        await pages[number % 2].send(f"line {number}")
    for page in pages:
        await page.settled(6)
        assert [(seq, body) for seq, _, body in page.in_order()] == [(n + 1, f"line {n}") for n in range(6)]
        page.close()
    await ada.tell("chat.typing", roomId=room["id"])
    assert (await ben.until("chat.typing"))["userId"] == ada.id
    await ben.tell("chat.send", roomId=room["id"], id=str(uuid7()), body=f"@[Ada Example]({ada.id}) look")
    told = (await ada.until("notification.new", lambda push: push["notification"]["kind"] == "mention"))["notification"]
    assert (told["actorId"], told["link"]) == (ben.id, f"/e/{event['slug']}/lobby?message=7")


async def match(event: dict[str, Any], ada: Person, ben: Person) -> None:
    """Each sees the other with a true reason; both say yes; both are told."""
    await ada.ask(PROFILE, input={"name": "Ada Example", "interests": ["rust"], "needs": ["postgresql"]})
    await ben.ask(PROFILE, input={"name": "Ben Example", "interests": ["rust"], "offers": ["postgresql"]})
    picked = (await ada.ask(PICKED, id=event["id"]))["recommendations"]
    assert [each["person"]["name"] for each in picked] == ["Ben Example"]
    words = " ".join(reason["text"] for reason in picked[0]["reasons"])
    assert "Ben" in words
    assert "PostgreSQL" in words
    assert (await ada.ask(ANSWER, id=event["id"], who=ben.id))["answerMatch"] is None
    assert (await ben.ask(ANSWER, id=event["id"], who=ada.id))["answerMatch"] == {"personId": ada.id}
    for one, other in ((ada, ben), (ben, ada)):
        assert (await one.until("match.made"))["match"]["personId"] == other.id
        told = (await one.until("notification.new", lambda push: push["notification"]["kind"] == "match"))[
            "notification"
        ]
        assert told["actorId"] == other.id


async def direct(ada: Person, ben: Person) -> str:
    """A match opens a room of the two; who is away is told, and reading it there reads the notification."""
    room_id = (await ada.ask("mutation ($id: ID!) { directRoom(personId: $id) { id } }", id=ben.id))["directRoom"]["id"]
    await ada.tell("chat.join", roomId=room_id, after=None)
    await ada.tell("chat.send", roomId=room_id, id=str(uuid7()), body="coffee?")
    assert (await ben.until("chat.direct"))["message"]["body"] == "coffee?"
    told = await ben.until("notification.new", lambda push: push["notification"]["kind"] == "direct")
    assert told["notification"]["subject"] == "coffee?"
    await ben.tell("chat.join", roomId=room_id, after=None)
    await ben.tell("chat.read", roomId=room_id, seq=1)
    read = await ben.until("notification.read", lambda push: told["notification"]["id"] in push["ids"])
    assert read["unread"] == told["unread"] - 1
    return room_id


async def call(event: dict[str, Any], ada: Person, ben: Person) -> None:
    """Ring, answer, signal, leave; the camera starts off, since they have just met."""
    call_id = str(uuid7())
    ring = await ada.ask(RING, id=call_id, e=event["id"], who=[ben.id])
    assert ring["startCall"]["cameraOff"] is True
    assert (await ben.until("call.ringing"))["call"]["callerId"] == ada.id
    await ada.tell("call.join", callId=call_id, peerId="a1")
    joined = await ben.tell("call.join", callId=call_id, peerId="b1")
    assert {(peer["peerId"], peer["userId"]) for peer in joined["peers"]} == {("a1", ada.id), ("b1", ben.id)}
    assert (await ada.until("call.peer_joined", lambda push: push["peerId"] == "b1"))["userId"] == ben.id
    await ada.tell("call.signal", callId=call_id, toPeer="b1", data="an offer")
    signal = await ben.until("call.signal")
    assert (signal["fromPeer"], signal["data"]) == ("a1", "an offer")
    await ada.tell("call.leave", callId=call_id, peerId="a1")
    assert (await ben.until("call.peer_left"))["peerId"] == "a1"
    await ben.tell("call.leave", callId=call_id, peerId="b1")
    assert (await ada.until("call.ended"))["callId"] == call_id
