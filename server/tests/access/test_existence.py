"""What somebody may not know of is answered like what does not exist, in every operation that takes an id.

Each operation of the contract with an id among its arguments has a row here: how to ask, and what hidden things its id
may be of. A test asks with the hidden id and with one that nobody has ever used, and compares the whole answers."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest
from graphql import FieldDefinitionNode, ObjectTypeExtensionNode, TypeNode, parse

from hallway.kernel.apis import Apis
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.notifications.api import Notifications
from hallway.services.video.api import Video
from tests.conftest import Client, ConnectSocket, MakeUser, User
from tests.events.factories import draft, imported, published, read_file, session_input
from tests.events.imports.schedule_files import FILES
from tests.notifications.factories import about
from tests.support.factories import TEST, Factories

CONTRACT: Final = Path(__file__).parents[3] / "contract"
EVENT_INPUT: Final = (
    '{name: "Mine", kind: meetup, startsAt: "2027-01-01T09:00:00Z", endsAt: "2027-01-01T17:00:00Z", timeZone: "UTC"}'
)
SESSION_INPUT: Final = '{title: "Mine", startsAt: "2027-01-01T09:00:00Z", endsAt: "2027-01-01T10:00:00Z"}'
EVERYBODY: Final = "what it answers of an id, everybody may know"
MADE: Final = "the client makes the id; a taken one is refused, in the same words whoever took it and for what"

GRAPHQL: Final[dict[str, str | list[tuple[str, str]]]] = {
    "eventTeam": [("draft", "query { eventTeam(eventId: $ID) { userId } }")],
    "endSession": [("device", "mutation { endSession(sessionId: $ID) }")],
    "grantEventRole": [("draft", "mutation { grantEventRole(eventId: $ID, userId: $OTHER, role: attendee) }")],
    "revokeEventRole": [("draft", "mutation { revokeEventRole(eventId: $ID, userId: $OTHER) }")],
    "acceptEventRole": [("offer", "mutation { acceptEventRole(eventId: $ID) }")],
    "declineEventRole": [("offer", "mutation { declineEventRole(eventId: $ID) }")],
    "leaveEventTeam": [("offer", "mutation { leaveEventTeam(eventId: $ID) }")],
    "publishers": [("person", "query { publishers(userIds: [$ID]) }")],
    "setPlatformRole": [("person", "mutation { setPlatformRole(userId: $ID, role: organiser, held: true) }")],
    "takeDownEvent": [("draft", 'mutation { takeDownEvent(eventId: $ID, reason: "No") { id } }')],
    "giveBackEvent": [("draft", "mutation { giveBackEvent(eventId: $ID) { id } }")],
    "event": [("slug", "query { event(slug: $ID) { id name } }")],
    "session": [("session", "query { session(id: $ID) { title } }")],
    "searchEvent": [("draft", 'query { searchEvent(eventId: $ID, text: "secret") { title } }')],
    "importReport": [
        ("draft import", "query { importReport(id: $ID) { state } }"),
        ("import", "query { importReport(id: $ID) { state } }"),
    ],
    "importPreview": [
        ("draft import", "query { importPreview(id: $ID) { title } }"),
        ("import", "query { importPreview(id: $ID) { title } }"),
    ],
    "readImport": [("import", "mutation { readImport(id: $ID, reading: {}) { state } }")],
    "applyImport": [("import", "mutation { applyImport(id: $ID, revision: 1, choice: {}) { state } }")],
    "discardImport": [("import", "mutation { discardImport(id: $ID) }")],
    "importAddress": [("draft", 'mutation { importAddress(eventId: $ID, url: "https://example.org/") { state } }')],
    "agendaDraft": [("draft", "query { agendaDraft(eventId: $ID) { revision } }")],
    "draftSession": [
        ("draft", "query { draftSession(eventId: $ID, sessionId: $NEW) { title } }"),
        ("session", "query { draftSession(eventId: $OPEN, sessionId: $ID) { title } }"),
    ],
    "agendaRevisions": [("draft", "query { agendaRevisions(eventId: $ID) { number } }")],
    "agendaChanges": [("draft", "query { agendaChanges(eventId: $ID, since: 0) { title } }")],
    "publishAgenda": [("draft", "mutation { publishAgenda(eventId: $ID) }")],
    "undoRevision": [("draft", "mutation { undoRevision(eventId: $ID, number: 1) }")],
    "myCalendar": [("draft", "query { myCalendar(eventId: $ID) { url } }")],
    "makeCalendar": [("draft", "mutation { makeCalendar(eventId: $ID) { url } }")],
    "revokeCalendar": [("draft", "mutation { revokeCalendar(eventId: $ID) { url } }")],
    "createEvent": MADE,
    "updateEvent": [("draft", f"mutation {{ updateEvent(eventId: $ID, version: 1, input: {EVENT_INPUT}) {{ id }} }}")],
    "publishEvent": [("draft", "mutation { publishEvent(eventId: $ID) { id } }")],
    "cancelEvent": [("draft", "mutation { cancelEvent(eventId: $ID) { id } }")],
    "putSession": [("draft", f"mutation {{ putSession(eventId: $ID, id: $NEW, input: {SESSION_INPUT}) {{ id }} }}")],
    "removeSession": [
        ("draft", "mutation { removeSession(eventId: $ID, sessionId: $NEW) }"),
        ("session", "mutation { removeSession(eventId: $OPEN, sessionId: $ID) }"),
    ],
    "registerForEvent": [("draft", "mutation { registerForEvent(eventId: $ID) { id } }")],
    "cancelRegistration": [("draft", "mutation { cancelRegistration(eventId: $ID) { id } }")],
    "starSession": [("session", "mutation { starSession(sessionId: $ID, starred: true) }")],
    "person": EVERYBODY,
    "people": EVERYBODY,
    "recommendations": [("draft", "query { recommendations(eventId: $ID) { personId } }")],
    "eventTopics": [("draft", "query { eventTopics(eventId: $ID) { id } }")],
    "peopleOpenToMeet": [("draft", "query { peopleOpenToMeet(eventId: $ID) { id } }")],
    "matches": [("draft", "query { matches(eventId: $ID) { openToMeet asked { personId } mutual { personId } } }")],
    "attendees": [("draft", "query { attendees(eventId: $ID) { id } }")],
    "searchPeople": [("draft", 'query { searchPeople(eventId: $ID, text: "ada") { id } }')],
    "setOpenToMeet": [("draft", "mutation { setOpenToMeet(eventId: $ID, openToMeet: true) }")],
    "answerMatch": [
        ("draft", "mutation { answerMatch(eventId: $ID, personId: $OTHER, answer: accept) { personId } }"),
        ("person", "mutation { answerMatch(eventId: $OPEN, personId: $ID, answer: accept) { personId } }"),
        ("person", "mutation { answerMatch(eventId: $OPEN, personId: $ID) { personId } }"),
    ],
    "blockPerson": EVERYBODY,
    "eventRoom": [("draft", "query { eventRoom(eventId: $ID) { id } }")],
    "sessionRoom": [("session", "query { sessionRoom(sessionId: $ID) { id } }")],
    "messages": [("room", "query { messages(roomId: $ID) { body } }")],
    "mutes": [("draft", "query { mutes(eventId: $ID) { userId } }")],
    "directRoom": [("person", "mutation { directRoom(personId: $ID) { id } }")],
    "removeMessage": [("message", "mutation { removeMessage(messageId: $ID) { body } }")],
    "mutePerson": [("draft", "mutation { mutePerson(eventId: $ID, personId: $OTHER, minutes: 5) }")],
    "call": [("call", "query { call(id: $ID) { endedAt } }")],
    "startCall": [
        ("draft", "mutation { startCall(id: $NEW, eventId: $ID, personIds: [$OTHER]) { startedAt } }"),
        ("person", "mutation { startCall(id: $NEW, eventId: $OPEN, personIds: [$ID]) { startedAt } }"),
    ],
    "inviteToCall": [("call", "mutation { inviteToCall(callId: $ID, personIds: [$OTHER]) { startedAt } }")],
    "declineCall": [("call", "mutation { declineCall(callId: $ID) }")],
    "notifications": [("notification", "query { notifications(after: $ID) { items { subject } unread } }")],
    "markNotificationsRead": [("notification", "mutation { markNotificationsRead(ids: [$ID]) }")],
}
SOCKETS: Final[dict[str, list[tuple[str, dict[str, object]]]]] = {
    "chat.join": [("room", {"roomId": "$ID", "after": None})],
    "chat.leave": [("room", {"roomId": "$ID"})],
    "chat.send": [
        ("room", {"roomId": "$ID", "id": "$NEW", "body": "Hello"}),
        ("message", {"roomId": "$LOBBY", "id": "$ID", "body": "Hello"}),
    ],
    "chat.send_all": [("room", {"roomId": "$ID", "messages": [{"id": "$NEW", "body": "Hello"}]})],
    "chat.read": [("room", {"roomId": "$ID", "seq": 1})],
    "chat.typing": [("room", {"roomId": "$ID"})],
    "call.join": [("call", {"callId": "$ID", "peerId": "p1"})],
    "call.leave": [("call", {"callId": "$ID", "peerId": "p1"})],
    "call.signal": [("call", {"callId": "$ID", "toPeer": "p2", "data": "hello"})],
    "event.watch": [("draft", {"eventId": "$ID"})],
    "event.unwatch": [("draft", {"eventId": "$ID"})],
    "event.enter": [("draft", {"eventId": "$ID"})],
    "event.exit": [("draft", {"eventId": "$ID"})],
}


class World:
    """Things that others have, by kind, and what an outsider may use to ask about them."""

    def __init__(self) -> None:
        self.hidden: dict[str, str] = {}
        self.known: dict[str, str] = {}

    def ids(self, asked: str) -> dict[str, str]:
        """What stands for what; `asked` is the hidden id, or one that nobody has used."""
        return {**self.known, "$ID": asked, "$NEW": str(uuid7())}

    def document(self, text: str, asked: str) -> str:
        """A document with its ids."""
        ids = self.ids(asked)
        return re.sub(r"\$[A-Z]+", lambda found: f'"{ids[found[0]]}"', text)

    def filled(self, fields: dict[str, object], asked: str) -> dict[str, object]:
        """A message with its ids."""
        ids = self.ids(asked)
        return {name: ids.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}


@pytest.fixture
async def world(apis: Apis, make_user: MakeUser) -> World:
    """Ada makes a draft with a session and imports, talks to Ben and calls him; none of it is for others."""
    made, factories = World(), Factories(apis)
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    events, secret = apis.get(Events), await draft(apis, ada.caller, name="Secret keynote")
    session_id = uuid7()
    await events.put_session(ada.caller, secret.id, session_id, session_input("Secret keynote"))
    public = await published(apis, ada.caller, name="Known to all")
    drafts = await imported(apis, ada.caller, secret.id, FILES["frab.json"])
    report = await read_file(events, ada.caller, public.id, FILES["frab.json"])
    event_id = await factories.open_event(ada.caller, ben.caller)
    await factories.match(event_id, ada.caller, ben.caller)
    room = await apis.get(Chat).direct_room(ada.caller, ben.id)
    message = await apis.get(Chat).send(ada.caller, room.id, uuid7(), "For Ben only")
    call = await apis.get(Video).ring(ada.caller, uuid7(), event_id, [ben.id])
    notifications = apis.get(Notifications)
    await notifications.notify(TEST, about(ada.caller))
    [first, *_] = (await notifications.notifications(ada.caller)).items
    assert ada.caller.session_id
    hidden: dict[str, object] = {
        "draft": secret.id,
        "offer": secret.id,
        "slug": secret.slug,
        "session": session_id,
        "draft import": drafts.id,
        "import": report.id,
        "room": room.id,
        "message": message.id,
        "call": call.id,
        "device": ada.caller.session_id,
        "notification": first.id,
        "person": ada.id,
    }
    made.hidden = {kind: str(id) for kind, id in hidden.items()}
    made.known = {"$OTHER": str(ben.id), "$OPEN": str(public.id), "$DRAFT": str(secret.id)}
    return made


async def outsider(apis: Apis, world: World, make_user: MakeUser, role: str) -> User | None:
    """Somebody who may not know of it: a stranger, somebody whom the draft has as a speaker only, or nobody."""
    if role == "anonymous":
        return None
    user = await make_user("Eve Example")
    factories, draft_id = Factories(apis), UUID(world.known["$DRAFT"])
    if role == "speaker":
        await apis.get(Auth).grant_event_role(TEST, draft_id, user.id, "speaker")
    event_id = await factories.event(user.caller)
    world.known["$LOBBY"] = str((await apis.get(Chat).event_room(user.caller, event_id)).id)
    return user


def without_own(answer: object, asked: str) -> str:
    """The answer as text, without what differs from one time to the next: the id asked for, and numbers and times."""
    text = msgspec.json.encode(answer).decode().replace(asked, "<id>")
    return re.sub(r'"(seq|revision)":\d+|"sentAt":"[^"]*"', "", text)


async def difference(world: World, kind: str, ask: Callable[[str], Awaitable[object]]) -> str:
    """Ask of the hidden thing and of nothing: what is answered differently, empty if it is the same."""
    hidden, nothing = world.hidden[kind], "no-such-thing" if kind == "slug" else str(uuid7())
    answers = [without_own(await ask(id), id) for id in (hidden, nothing, hidden)]
    assert "internal" not in answers[0]
    return "" if len({*answers}) == 1 else f"{kind}: {answers}"


@pytest.mark.parametrize("role", ["stranger", "speaker", "anonymous"])
async def test_no_query_or_mutation_tells_that_something_exists(
    client: Client, apis: Apis, world: World, make_user: MakeUser, role: str
) -> None:
    who = await outsider(apis, world, make_user, role)
    wrong: list[str] = []
    for name, rows in GRAPHQL.items():
        for kind, document in [] if isinstance(rows, str) else rows:
            if role == "speaker" and kind == "offer":  # who has a role knows of that role, and nothing else
                continue

            async def ask(id: str, document: str = document) -> object:
                answer = await client.graphql(world.document(document, id), as_=who)
                assert "Syntax" not in str(answer), answer
                return answer

            if told := await difference(world, kind, ask):
                wrong.append(f"{name}, {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["stranger", "speaker", "anonymous"])
async def test_no_socket_message_tells_that_something_exists(
    apis: Apis, world: World, make_user: MakeUser, connect_socket: ConnectSocket, role: str
) -> None:
    who = await outsider(apis, world, make_user, role)
    page, wrong = await connect_socket(who), list[str]()
    for name, rows in SOCKETS.items():
        for kind, fields in rows:
            if who is None and "$LOBBY" in fields.values():
                continue

            async def ask(id: str, name: str = name, fields: dict[str, object] = fields) -> object:
                return await page.call(name, world.filled(fields, id))

            if told := await difference(world, kind, ask):
                wrong.append(f"{name}, {told}")
    assert not wrong, "\n".join(wrong)


async def test_an_upload_tells_no_more(client: Client, apis: Apis, world: World, make_user: MakeUser) -> None:
    for role in ("stranger", "speaker", "anonymous"):
        who = await outsider(apis, world, make_user, role)

        async def ask(id: str, who: User | None = who) -> object:
            answer = await client.request("POST", f"/upload/schedule/{id}?filename=a.json", as_=who, data=b"{}")
            return [answer.status, await answer.text()]

        assert await difference(world, "draft", ask) == ""


def takes_id(field: FieldDefinitionNode) -> bool:
    """Whether an argument is an id, or several."""
    return any(named(argument.type) == "ID" for argument in field.arguments or ())


def named(kind: TypeNode) -> str:
    """The name of a type without its list and null marks."""
    inner = getattr(kind, "type", None)
    return named(inner) if inner else kind.name.value  # type: ignore[attr-defined]


def test_every_operation_with_an_id_has_a_row() -> None:
    schema = parse((CONTRACT / "schema.graphql").read_text())
    roots = [
        node
        for node in schema.definitions
        if isinstance(node, ObjectTypeExtensionNode) and node.name.value in ("Query", "Mutation")
    ]
    wanted = {field.name.value for root in roots for field in root.fields or () if takes_id(field)} | {"event"}
    assert set(GRAPHQL) == wanted
    requests: dict[str, Any] = msgspec.json.decode((CONTRACT / "sockets.json").read_bytes())["requests"]
    assert set(SOCKETS) == set(requests), "a message without an id has an empty row"
