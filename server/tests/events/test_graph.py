"""Events through GraphQL over HTTP, as pages ask for them."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from hallway.bootstrap.process import App
from hallway.gateway import answers
from hallway.kernel.apis import Apis
from hallway.kernel.db.transaction import Database
from hallway.kernel.ids import uuid7
from hallway.kernel.logging import request_id
from hallway.services.events.api import Events
from tests.conftest import Client, MakeUser, User
from tests.events.factories import START, draft, event_input, imported, published, session_input
from tests.events.imports.schedule_files import FOSDEM, event_json, schedule_json
from tests.support.waiting import eventually
from tests.support.work import computes_within

EVENT = """
fragment Shown on Event {
id slug name kind tagline description status visibility startsAt endsAt timeZone location capacity registeredCount
codeOfConduct credit version host { id name } membership { registered roles { role } } stars
nowNext { eventId now next } }
"""
AGENDA = """
fragment WholeAgenda on Event { agenda { eventId version published
stages { id name position } tracks { id name hue position } speakers { id name bio userId }
sessions { id eventId stageId trackId title subtitle abstract languages kind url startsAt endsAt day speakerIds } } }
"""


async def ask(client: Client, query: str, as_: User | None = None, **variables: Any) -> dict[str, Any]:
    """The data of an answer without errors."""
    answer = await client.graphql(query, variables, as_=as_)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def code(client: Client, query: str, as_: User | None = None, **variables: Any) -> str:
    """The code of an answer's error."""
    answer = await client.graphql(query, variables, as_=as_)
    return answer["errors"][0]["extensions"]["code"]


async def test_the_whole_story(client: Client, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    wanted = {
        "name": "Small Conf",
        "kind": "meetup",
        "startsAt": event_input().starts_at,
        "endsAt": event_input().ends_at,
        "timeZone": "Europe/Lisbon",
        "capacity": 1,
    }
    create = "mutation($id: ID!, $input: EventInput!) { createEvent(id: $id, input: $input) { ...Shown } }" + EVENT
    made = (await ask(client, create, ada, id=uuid7(), input=wanted))["createEvent"]
    assert (made["status"], made["kind"], made["membership"]["roles"]) == ("draft", "meetup", [{"role": "owner"}])
    assert made["host"] == {"id": str(ada.id), "name": "Ada Example"}
    id, slug = made["id"], made["slug"]
    read = "query($slug: String!) { event(slug: $slug) { ...Shown ...WholeAgenda } }" + EVENT + AGENDA
    assert await code(client, read, ben, slug=slug) == await code(client, read, slug=slug) == "not_found"
    await ask(client, "mutation($id: ID!) { publishEvent(eventId: $id) { status } }", ada, id=id)
    put = (
        "mutation($e: ID!, $id: ID!, $i: SessionInput!) { putSession(eventId: $e, id: $id, input: $i) { id abstract } }"
    )
    one = session_input()
    talk = {"title": "A talk", "startsAt": one.starts_at, "endsAt": one.ends_at, "stage": "Main", "speakers": ["Zoe"]}
    session_id = uuid7()
    await ask(client, put, ada, e=id, id=session_id, i={**talk, "abstract": "Words"})
    assert (await ask(client, read, ben, slug=slug))["event"]["agenda"]["sessions"] == [], "in the draft alone"
    publish = "mutation($id: ID!) { publishAgenda(eventId: $id) }"
    assert await code(client, publish, ben, id=id) == "forbidden"
    assert (await ask(client, publish, ada, id=id))["publishAgenda"] == 2
    assert await code(client, put, ben, e=id, id=uuid7(), i=talk) == "forbidden"
    shown = "registeredCount membership { registered roles { role } }"
    register = f"mutation($id: ID!) {{ registerForEvent(eventId: $id) {{ {shown} }} }}"
    mine = (await ask(client, register, ben, id=id))["registerForEvent"]
    assert mine == {"registeredCount": 1, "membership": {"registered": True, "roles": []}}
    assert await code(client, register, ada, id=id) == "full"
    assert await code(client, register, id=id) == "unauthenticated"
    star = "mutation($id: ID!) { starSession(sessionId: $id, starred: true) }"
    await ask(client, star, ben, id=session_id)
    event = (await ask(client, read, ben, slug=slug))["event"]
    assert event["stars"] == [str(session_id)]
    assert [session["abstract"] for session in event["agenda"]["sessions"]] == [""]
    public = (await ask(client, read, slug=slug))["event"]
    assert (public["membership"], public["stars"], public["host"]["name"]) == (None, [], "Ada Example")
    assert public["agenda"] == event["agenda"]
    one = await ask(client, "query($id: ID!) { session(id: $id) { title abstract } }", id=session_id)
    assert one["session"] == {"title": "A talk", "abstract": "Words"}
    people = "query($id: ID!) { attendees(eventId: $id) { id name } }"
    assert (await ask(client, people, ada, id=id))["attendees"] == [{"id": str(ben.id), "name": "Ben Example"}]
    assert await code(client, people, await make_user("Eve Example"), id=id) == "forbidden"
    found = await ask(client, 'query($id: ID!) { searchEvent(eventId: $id, text: "zo") { kind title detail } }', id=id)
    assert found["searchEvent"] == [{"kind": "speaker", "title": "Zoe", "detail": "A talk"}]
    cancelled = await ask(
        client, "mutation($id: ID!) { cancelRegistration(eventId: $id) { registeredCount } }", ben, id=id
    )
    assert cancelled["cancelRegistration"]["registeredCount"] == 0
    remove = "mutation($e: ID!, $id: ID!) { removeSession(eventId: $e, sessionId: $id) }"
    assert await code(client, remove, ben, e=id, id=session_id) == "forbidden"
    assert (await ask(client, remove, ada, e=id, id=session_id))["removeSession"] is True
    update = (
        "mutation($id: ID!, $v: Int!, $i: EventInput!) { updateEvent(eventId: $id, version: $v, input: $i) { name } }"
    )
    assert await code(client, update, ada, id=id, v=1, i=wanted) == "conflict"
    assert await code(client, update, ada, id=id, v=2**40, i=wanted) == "invalid"
    mine = (await ask(client, "{ myEvents { slug membership { roles { role scope { kind id } } } } }", ada))["myEvents"]
    assert mine == [
        {"slug": slug, "membership": {"roles": [{"role": "owner", "scope": {"kind": "event", "id": None}}]}}
    ]
    cancel = "mutation($id: ID!) { cancelEvent(eventId: $id) { status } }"
    assert (await ask(client, cancel, ada, id=id))["cancelEvent"] == {"status": "cancelled"}


async def test_everybody_reads_a_published_session_and_nobody_a_drafts(
    client: Client, apis: Apis, make_user: MakeUser
) -> None:
    ada = await make_user("Ada Example")
    event = await draft(apis, ada.caller)
    persons = [{"id": 7, "public_name": "Zoe", "biography": "<p>Keeps bees.</p>"}, {"id": 8, "public_name": "Ali"}]
    file = schedule_json(
        event_json(persons=persons, abstract="What bees say."),
        event_json(guid="g2", start="11:00", date="2025-02-01T11:00:00+01:00"),
    )
    await imported(apis, ada.caller, event.id, file)
    first, second = (session.id for session in (await apis.get(Events).agenda(ada.caller, event.id)).sessions)
    read = "query($id: ID!) { session(id: $id) { abstract speakers { name bio userId } } }"
    both = "query($a: ID!, $b: ID!) { a: session(id: $a) { ...S } b: session(id: $b) { ...S } } fragment S on Session"
    ben = await make_user("Ben Example")
    assert await code(client, read, id=first) == await code(client, read, ben, id=first) == "not_found"
    assert (await ask(client, read, ada, id=first))["session"]["abstract"] == "What bees say."
    await apis.get(Events).publish(ada.caller, event.id)
    zoe, ali = {"name": "Zoe", "bio": "Keeps bees.", "userId": None}, {"name": "Ali", "bio": "", "userId": None}
    for reader in (None, ben):
        seen = (await ask(client, read, reader, id=first))["session"]
        assert seen == {"abstract": "What bees say.", "speakers": [zoe, ali]}
    seen = await ask(client, both + " { speakers { name } }", a=first, b=second)
    assert seen == {"a": {"speakers": [{"name": "Zoe"}, {"name": "Ali"}]}, "b": {"speakers": []}}


async def test_what_is_shown_of_an_abstract_is_made_by_the_server(
    client: Client, apis: Apis, make_user: MakeUser
) -> None:
    ada = await make_user("Ada Example")
    event = await draft(apis, ada.caller)
    persons = [{"id": 7, "public_name": "Zoe", "biography": "<p>Keeps <b>bees</b>.</p>"}]
    said = "A **bold** claim, a [link](https://slides.example/1) and https://bare.example/x."
    long = said + "\n\n" + "[word](javascript:x) " * 600
    file = schedule_json(
        event_json(persons=persons, abstract=said),
        event_json(guid="g2", start="11:00", date="2025-02-01T11:00:00+01:00", abstract=long),
    )
    await imported(apis, ada.caller, event.id, file)
    first, second = (session.id for session in (await apis.get(Events).agenda(ada.caller, event.id)).sessions)
    read = "query($id: ID!) { session(id: $id) { summary abstractBlocks speakers { bioBlocks } } }"
    seen = (await ask(client, read, ada, id=first))["session"]
    of = [
        *("A ", {"is": "bold", "of": ["bold"]}, " claim, a "),
        *({"is": "link", "url": "https://slides.example/1", "of": ["link"]}, " and "),
        *({"is": "link", "url": "https://bare.example/x", "of": ["https://bare.example/x"]}, "."),
    ]
    assert seen["abstractBlocks"] == [{"is": "paragraph", "of": of}]
    assert seen["summary"] == "A bold claim, a link and https://bare.example/x."
    bio = ["Keeps ", {"is": "bold", "of": ["bees"]}, "."]
    assert seen["speakers"] == [{"bioBlocks": [{"is": "paragraph", "of": bio}]}]
    seen = (await ask(client, read, ada, id=second))["session"]
    assert seen["abstractBlocks"][0] == {"is": "paragraph", "of": of}
    assert seen["abstractBlocks"][1] == {"is": "paragraph", "of": [("word " * 600).strip()]}
    assert seen["summary"].endswith(" word…")
    assert len(seen["summary"]) <= 300
    agenda = "query($slug: String!) { event(slug: $slug) { agenda { sessions { summary abstractBlocks } } } }"
    sessions = (await ask(client, agenda, ada, slug=event.slug))["event"]["agenda"]["sessions"]
    assert sessions == [{"summary": "", "abstractBlocks": []}] * 2, "an agenda does not have them"


async def test_a_list_costs_as_much_as_one(
    client: Client, apis: Apis, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await make_user("Ada Example")
    counted: Counter[str] = Counter()
    transaction = Database.transaction

    def counting(db: Database, **options: bool) -> Any:
        counted[request_id()] += 1  # reactions to what was made before run beside it, under ids of their own
        return transaction(db, **options)

    monkeypatch.setattr(Database, "transaction", counting)
    monkeypatch.setattr(answers, "KEPT_SECONDS", 0)
    costs: list[int] = []
    for events in (1, 9):
        while len((await ask(client, "{ events { id } }"))["events"]) < events:
            await published(apis, ada.caller)
        await ask(client, "{ events { ...Shown } }" + EVENT, ada)  # whatever is made on first sight, is made
        json, body = {"content-type": "application/json"}, {"query": "{ events { ...Shown } }" + EVENT}
        answer = await client.request("POST", "/graphql", ada, data=msgspec.json.encode(body), headers=json)
        assert len((await answer.json(content_type=None))["data"]["events"]) == events
        costs.append(counted[answer.headers["x-request-id"]])
    assert costs[0] == costs[1] > 0
    agendas = "{ events { agenda { version } } }"
    assert await code(client, agendas) == "too_large"


async def test_an_upload_with_its_report(client: Client, apis: Apis, make_user: MakeUser) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event = await draft(apis, ada.caller)
    path = f"/upload/schedule/{event.id}?filename=fosdem.xml"
    assert (await client.request("POST", path, as_=ben, data=FOSDEM)).status == 404
    assert (await client.request("POST", path, data=FOSDEM)).status == 401
    answer = await client.request("POST", path, as_=ada, data=FOSDEM)
    assert answer.status == 202
    started = await answer.json()
    read = (
        "query($id: ID!) { importReport(id: $id) { state done total added skipped { where reason } error finishedAt } }"
    )
    assert await code(client, read, ben, id=started["id"]) == "not_found"
    answer = await eventually(
        lambda: ask(client, read, ada, id=started["id"]), lambda data: data["importReport"]["state"] != "reading"
    )
    report = answer["importReport"]
    assert (report["state"], report["total"], report["error"]) == ("ready", 1105, None)


async def test_a_large_agenda_over_http(client: Client, apis: Apis, make_user: MakeUser) -> None:
    ada = await make_user("Ada Example")
    event = await published(apis, ada.caller)
    await imported(apis, ada.caller, event.id, FOSDEM)
    with computes_within(3):
        found = await ask(client, "query($s: String!) { event(slug: $s) { ...WholeAgenda } }" + AGENDA, s=event.slug)
    assert len(found["event"]["agenda"]["sessions"]) == 1105


async def test_hostile_input(client: Client, hallway: App, apis: Apis, make_user: MakeUser) -> None:
    ada = await make_user("Ada Example")
    event = await published(apis, ada.caller)
    search = "query($id: ID!, $t: String!) { searchEvent(eventId: $id, text: $t) { id } }"
    for text in ("\x00", "' OR 1=1 --", "x" * 10_000):
        assert (await ask(client, search, id=event.id, t=text))["searchEvent"] == []
    for odd in ("", "1", "\x00", "' OR 1=1", "x" * 1000, str(event.id) + "'"):
        assert await code(client, search, id=odd, t="x") == "invalid"
        assert await code(client, "query($s: String!) { event(slug: $s) { id } }", s=f"{odd} ") == "not_found"
    put = "mutation($e: ID!, $id: ID!, $i: SessionInput!) { putSession(eventId: $e, id: $id, input: $i) { title } }"
    for wrong in (
        {"startsAt": "0001-01-01T00:00:00+14:00"},
        {"startsAt": "now"},
        {"title": "\x00"},
        {"speakers": [str(n) for n in range(51)]},
    ):
        talk = {"title": "T", "startsAt": START, "endsAt": session_input().ends_at, **wrong}
        assert await code(client, put, ada, e=event.id, id=uuid7(), i=talk) in ("invalid", "BAD_USER_INPUT")
    agenda = await apis.get(Events).agenda(ada.caller, event.id)
    assert agenda.sessions == []
