"""Answers that are kept for everybody: the same for all who may have them, and nothing of them for anybody else."""

import asyncio
import gzip
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

import aiohttp
import asyncpg
import brotli
import msgspec
import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from hallway.bootstrap.process import App
from hallway.gateway import answers
from hallway.gateway.answers import KEPT_SECONDS, KeptAnswer, KeptAnswers
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.graph import Context
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.values import Event, EventInput, SessionInput
from hallway.services.profiles.api import ProfileInput, Profiles
from quickgraph import Request, Result, Schema
from tests.conftest import DEVICE, Client, MakeUser, PassTime, StartApp, User, free_port
from tests.support.factories import TEST
from tests.support.waiting import eventually

LEVELS: Final = 6
ADA: Final = uuid7()
BOB: Final = uuid7()


def result(body: bytes, errors: int = 0) -> Result:
    return Result(body, "executed", 200, errors=errors)


class Asked:
    """What is answered, and how often."""

    def __init__(self) -> None:
        self.times = 0
        self.gate: asyncio.Event | None = None

    async def __call__(self) -> Result:
        self.times += 1
        mine = self.times
        if self.gate:
            await self.gate.wait()
        return result(b"%d" % mine)


async def body(kept: KeptAnswers, asked: Callable[[], Awaitable[Result]], who: UUID | None = None) -> bytes:
    return (await kept.get("key", who, asked, keep=True)).body


async def test_an_answer_is_kept_for_a_second(pass_time: PassTime) -> None:
    kept, asked = KeptAnswers(), Asked()
    assert await body(kept, asked) == await body(kept, asked, ADA) == b"1"
    await pass_time(KEPT_SECONDS + 0.01)
    assert await body(kept, asked, ADA) == b"2"


async def test_after_a_change_nobody_is_told_what_was_before() -> None:
    kept, asked = KeptAnswers(), Asked()
    assert await body(kept, asked) == b"1"
    kept.changed()
    assert await body(kept, asked) == b"2"
    asked.gate = asyncio.Event()
    kept.changed()
    under_way = asyncio.create_task(body(kept, asked))
    await eventually(lambda: asked.times == 3)
    kept.changed()
    after = asyncio.create_task(body(kept, asked))
    await eventually(lambda: asked.times == 4)
    asked.gate.set()
    assert [await under_way, await after] == [b"3", b"4"], "what was begun before is not for who asks after it"
    assert await body(kept, asked) == b"4"


async def test_who_has_changed_something_is_told_no_less_than_they_know() -> None:
    kept, asked = KeptAnswers(), Asked()
    assert await body(kept, asked, ADA) == await body(kept, asked, BOB) == b"1"
    kept.wrote(ADA)
    assert await body(kept, asked, BOB) == b"1"
    assert await body(kept, asked, ADA) == b"2"
    assert await body(kept, asked, BOB) == b"2"


async def test_it_is_asked_once_for_all_who_want_it_and_goes_on_without_the_first() -> None:
    kept, asked = KeptAnswers(), Asked()
    asked.gate = asyncio.Event()
    crowd = [asyncio.create_task(body(kept, asked)) for _ in range(50)]
    await eventually(lambda: asked.times == 1)
    crowd[0].cancel()
    asked.gate.set()
    assert await asyncio.gather(*crowd[1:]) == [b"1"] * 49


async def test_errors_and_what_is_not_to_be_kept_are_not() -> None:
    kept, times = KeptAnswers(), [0, 0]

    async def fails() -> Result:
        times[0] += 1
        return result(b"", errors=1)

    async def personal() -> Result:
        times[1] += 1
        return result(b"")

    for _ in range(3):
        assert not isinstance(await kept.get("a", None, fails, keep=True), KeptAnswer)
        assert not isinstance(await kept.get("b", None, personal, keep=False), KeptAnswer)
    assert times == [3, 3]


async def test_what_is_kept_is_bounded() -> None:
    kept, times = KeptAnswers(), 0

    async def large() -> Result:
        nonlocal times
        times += 1
        return result(bytes(2**20))

    most = answers.MOST_BYTES // (answers.OVERHEAD * 2**20)
    for number in range(most + 1):
        await kept.get(str(number), None, large, keep=True)
    await kept.get(str(most), None, large, keep=True)
    assert times == most + 1
    await kept.get("0", None, large, keep=True)
    assert times == most + 2, "the one that was not asked for longest has gone"


async def test_an_answer_that_has_not_changed_keeps_its_compressed_forms(pass_time: PassTime) -> None:
    kept = KeptAnswers()

    async def same() -> Result:
        return result(b"words and " * 1_000)

    first = await kept.get("key", None, same, keep=True)
    await pass_time(KEPT_SECONDS + 0.01)
    assert await kept.get("key", None, same, keep=True) is first


# Through the whole gateway.

EVENT: Final = "query ($slug: String!) { event(slug: $slug) { name description agenda { sessions { id title } } } }"


def details(name: str, **more: Any) -> EventInput:
    return EventInput(
        name=name,
        kind="conference",
        starts_at=datetime(2030, 5, 1, 8, tzinfo=UTC),
        ends_at=datetime(2030, 5, 2, 18, tzinfo=UTC),
        time_zone="Europe/Brussels",
        **more,
    )


async def published(apis: Apis, host: Caller, name: str) -> Event:
    event_id, events = uuid7(), apis.get(Events)
    await events.create(host, event_id, details(name, description="words " * 1_000))
    return await events.publish(host, event_id)


async def raw(
    client: Client, method: str, event: Event, user: User | None = None, headers: dict[str, str] | None = None
) -> tuple[aiohttp.ClientResponse, bytes]:
    """An answer as it comes over the wire, with its header."""
    asked: dict[str, Any] = {"query": EVENT, "variables": {"slug": event.slug}}
    options: dict[str, Any] = {"data": msgspec.json.encode(asked)}
    if method != "POST":
        options = {"params": {"query": EVENT, "variables": msgspec.json.encode({"slug": event.slug}).decode()}}
    given = {"content-type": "application/json", "accept-encoding": "identity", **(headers or {})}
    given |= {"authorization": f"Bearer {user.token}"} if user else {}
    request = client.session.request(method, f"{client.url}/graphql", headers=given, **options)
    async with request as answer:
        return answer, await answer.read()


@pytest.fixture
async def plain(client: Client) -> AsyncIterator[Client]:
    """Leaves what comes compressed as it is."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False) as session:
        yield Client(session, client.url)


async def test_it_is_sent_in_the_best_form_that_is_accepted(plain: Client, apis: Apis, make_user: MakeUser) -> None:
    ada = await make_user("Ada")
    event = await published(apis, ada.caller, "Kept")
    _, whole = await raw(plain, "POST", event)
    answer, zipped = await raw(plain, "POST", event, ada, {"accept-encoding": "gzip"})
    assert (answer.headers["content-encoding"], gzip.decompress(zipped)) == ("gzip", whole)

    async def by_brotli() -> bool:
        answer, coded = await raw(plain, "POST", event, None, {"accept-encoding": "gzip, deflate, br"})
        assert "accept-encoding" in answer.headers["vary"]
        return answer.headers["content-encoding"] == "br" and cast(bytes, brotli.decompress(coded)) == whole

    await eventually(by_brotli)


async def test_by_get_a_browser_learns_that_it_has_it_and_nobody_stores_what_is_personal(
    plain: Client, apis: Apis, make_user: MakeUser
) -> None:
    ada = await make_user("Ada")
    event = await published(apis, ada.caller, "Kept")
    answer, whole = await raw(plain, "GET", event)
    assert answer.headers["cache-control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    known = {"if-none-match": answer.headers["etag"]}
    unchanged, nothing = await raw(plain, "GET", event, ada, known)
    assert (unchanged.status, nothing, unchanged.headers["etag"]) == (304, b"", answer.headers["etag"])
    head, nothing = await raw(plain, "HEAD", event)
    assert (head.status, nothing, head.headers["etag"]) == (200, b"", answer.headers["etag"])
    posted, same = await raw(plain, "POST", event)
    assert (posted.headers["cache-control"], same) == ("no-store", whole)
    await apis.get(Events).update(ada.caller, event.id, event.version, details("Changed"))
    again, _ = await raw(plain, "GET", event, None, known)
    assert again.status == 200
    draft = await apis.get(Events).create(ada.caller, uuid7(), details("Draft"))
    for user in (ada, None):
        personal, _ = await raw(plain, "GET", draft, user)
        assert personal.headers["cache-control"] == "no-store"
        assert "etag" not in personal.headers


async def test_who_has_it_made_is_counted_and_who_is_given_it_is_not(
    start_app: StartApp, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "KEPT_SECONDS", 3_600.0)
    app = await start_app(port=free_port(), address_hits=5, http_hits=5, clock=lambda: datetime(2030, 5, 1, tzinfo=UTC))
    asking = Client(client.session, f"http://127.0.0.1:{app.settings.port}")
    assert app.gateway
    before = app.gateway.graph.engine.counters.executed
    for _ in range(40):
        assert "errors" not in await asking.graphql("{ events { id name } }")
    assert app.gateway.graph.engine.counters.executed - before == 1
    many = [await asking.graphql(f"{{ events {{ id name a{number}: name }} }}") for number in range(10)]
    assert many[-1]["errors"][0]["extensions"]["code"] == "too_many", "each other question is a question"


async def test_what_is_ready_is_refused_to_whom_it_would_be_refused(
    start_app: StartApp, plain: Client, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "KEPT_SECONDS", 3_600.0)
    minute = datetime.now(UTC).replace(second=5)  # in which all of this happens
    app = await start_app(port=free_port(), address_hits=3, http_hits=3, clock=lambda: minute)
    asking = Client(plain.session, f"http://127.0.0.1:{app.settings.port}")
    ada = await make_user("Ada", app.apis)
    event = await published(app.apis, ada.caller, "Kept")
    first, whole = await raw(asking, "POST", event, ada)
    ready, same = await raw(asking, "POST", event, ada)
    assert same == whole
    assert ready.headers.get("x-request-id") is None, "it came before anything was made for it"
    of_each = {"x-request-id", "server-timing", "date"}
    told = {name.lower(): value for name, value in first.headers.items()}
    again = {name.lower(): value for name, value in ready.headers.items()}
    assert {name: told[name] for name in told.keys() - of_each} == {
        name: again[name] for name in again.keys() - of_each
    }
    for headers in ({"origin": "https://evil.example"}, {"host": "evil example"}, {"content-type": "text/plain"}):
        refused, _ = await raw(asking, "POST", event, ada, headers)
        assert refused.status >= 400, headers
    forged, _ = await raw(asking, "POST", event, None, {"authorization": "Bearer forged"})
    assert forged.status == 401
    for number in range(5):
        await asking.graphql(f"{{ me {{ a{number}: id }} }}", None, ada)
    assert (await raw(asking, "POST", event, ada))[0].status == 429, "who has asked too much is told so"
    bob = await make_user("Bob", app.apis)
    assert (await raw(asking, "POST", event, bob))[1] == (await raw(asking, "POST", event, bob))[1] == whole
    await app.apis.get(Auth).end_session(bob.caller, cast(UUID, bob.caller.session_id))

    async def signed_out() -> bool:
        return (await raw(asking, "POST", event, bob))[0].status == 401

    await eventually(signed_out)


async def test_a_change_reaches_what_another_process_keeps(
    start_app: StartApp, hallway: App, client: Client, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "KEPT_SECONDS", 3_600.0)
    ada = await make_user("Ada")
    event = await published(hallway.apis, ada.caller, "Before")
    other = await start_app(port=free_port())
    there = Client(client.session, f"http://127.0.0.1:{other.settings.port}")

    async def name() -> str:
        return (await there.graphql(EVENT, {"slug": event.slug}))["data"]["event"]["name"]

    assert await name() == "Before"
    event = await hallway.apis.get(Events).update(ada.caller, event.id, event.version, details("After"))

    async def changed() -> bool:
        return await name() == "After"

    await eventually(changed)
    await hallway.apis.get(Events).put_session(ada.caller, event.id, uuid7(), session("A talk"))
    await hallway.apis.get(Events).publish_agenda(ada.caller, event.id)

    async def listed() -> bool:
        found = await there.graphql(EVENT, {"slug": event.slug})
        return bool(found["data"]["event"]["agenda"]["sessions"])

    await eventually(listed)


def session(title: str) -> SessionInput:
    at = datetime(2030, 5, 1, 10, tzinfo=UTC)
    return SessionInput(title=title, starts_at=at, ends_at=at.replace(hour=11), abstract="*Words*", speakers=["Carla"])


def everything_public(schema: Schema) -> dict[str, str]:
    """For each root field that is `@public`, the largest document of what is public below it: what a field that is
    wrongly called so would be in."""

    def selected(type_: GraphQLObjectType, only: frozenset[str] | None, level: int) -> str:
        parts: list[str] = []
        for name, field in cast(dict[str, GraphQLField], type_.fields).items():
            path = f"{type_.name}.{name}"
            public = path not in schema.bindings or path in schema.public
            if not public or (only is not None and name not in only):
                continue
            if any(is_required_argument(argument) for argument in field.args.values()):
                continue
            given = cast(object, get_named_type(cast(Any, field.type)))
            if is_leaf_type(given):
                parts.append(name)
            elif level and isinstance(given, GraphQLObjectType):
                parts.append(f"{name} {selected(given, schema.public.get(path), level - 1)}")
        return f"{{ {' '.join(parts)} }}"

    documents: dict[str, str] = {}
    root = schema.graphql.query_type
    assert root
    for name, field in cast(dict[str, GraphQLField], root.fields).items():
        if f"Query.{name}" not in schema.public:
            continue
        given = cast(object, get_named_type(cast(Any, field.type)))
        variables = ", ".join(f"${one}: {argument.type}" for one, argument in field.args.items())
        arguments = ", ".join(f"{one}: ${one}" for one in field.args)
        head = f"query ({variables}) {{ {name}({arguments})" if variables else f"{{ {name}"
        inside = selected(cast(GraphQLObjectType, given), schema.public[f"Query.{name}"], LEVELS)
        if name == "events":  # only one agenda at a time
            inside = inside.replace(inside[inside.index("agenda {") : inside.index("nowNext {")], "")
        documents[name] = f"{head} {inside} }}"
    return documents


class Crowd:
    """People who stand differently to three events, and what each of them is told without anything kept."""

    def __init__(self, app: App, client: Client) -> None:
        assert app.gateway
        self.app, self.client, self.graph = app, client, app.gateway.graph
        self.apis, self.events = app.apis, app.apis.get(Events)
        self.people: dict[str, User | None] = {"nobody": None}
        self.shown: dict[str, Event] = {}
        self.sessions: dict[str, UUID] = {}
        self.documents = everything_public(self.graph.engine.schema)

    async def gather(self, make_user: MakeUser) -> None:
        for name in ("host", "admin", "attendee", "blocked", "former", "stranger"):
            self.people[name] = await make_user(f"{name} person")
        host, attendee, blocked, former = (self.caller(name) for name in ("host", "attendee", "blocked", "former"))
        for name in ("published", "draft", "taken"):
            event = await self.events.create(host, uuid7(), details(f"the {name} one"))
            self.sessions[name] = uuid7()
            await self.events.put_session(host, event.id, self.sessions[name], session(f"a talk at the {name} one"))
            self.shown[name] = event
        for name in ("published", "taken"):
            await self.events.publish(host, self.shown[name].id)
            ids = [one.require_user() for one in (attendee, blocked, former)]
            await self.apis.get(DemoEvents).register_people(TEST, self.shown[name].id, ids)
        await self.events.cancel_registration(former, self.shown["published"].id)
        profile = ProfileInput(name="host person", headline="hosts", bio="a bio that not everybody sees")
        await self.apis.get(Profiles).update(host, profile)
        await self.apis.get(Profiles).block(host, blocked.require_user(), True)
        await self._promote()

    async def _promote(self) -> None:
        admin = self.people["admin"]
        assert admin
        connection = await asyncpg.connect(self.app.settings.database_url)
        await connection.execute("UPDATE auth.users SET roles = '{admin}' WHERE id = $1", admin.id)
        await connection.close()
        grant = await self.apis.get(Auth).refresh(Caller(), admin.refresh_token, DEVICE)
        caller = msgspec.structs.replace(admin.caller, roles=frozenset({"admin"}))
        self.people["admin"] = msgspec.structs.replace(admin, token=grant.access_token, caller=caller)

    def caller(self, name: str) -> Caller:
        user = self.people[name]
        return user.caller if user else ANONYMOUS

    def questions(self) -> list[tuple[str, dict[str, Any]]]:
        """Every document with every event's variables."""
        found = [(self.documents["events"], dict[str, Any]())]
        for name, event in self.shown.items():
            found.append((self.documents["event"], {"slug": event.slug}))
            found.append((self.documents["session"], {"id": str(self.sessions[name])}))
        return found

    async def fresh(self, name: str, query: str, variables: dict[str, Any]) -> Any:
        """What the engine says to this person, past all that is kept."""
        context = Context(self.caller(name), self.apis, "", datetime.now(UTC))
        request = Request(query=query, variables=variables)
        return msgspec.json.decode((await self.graph.execute(request, context, free=True)).body)

    async def asked(self, name: str, query: str, variables: dict[str, Any]) -> Any:
        return await self.client.graphql(query, variables, self.people[name])

    async def change(self, number: int) -> None:
        """One of many: of the name, the agenda, whether it is there at all, and of people."""
        host, admin, event = self.caller("host"), self.caller("admin"), self.shown["published"]
        taken = self.shown["taken"]
        match number % 6:
            case 0:
                now = await self.events.event_by_id(host, event.id)
                await self.events.update(host, event.id, now.version, details(f"called {number}"))
            case 1:
                await self.events.put_session(host, event.id, self.sessions["published"], session(f"talk {number}"))
                await self.events.publish_agenda(host, event.id)
            case 2:
                await self.events.take_down(admin, taken.id, "because")
            case 3:
                await self.events.give_back(admin, taken.id)
            case 4:
                draft = await self.events.event_by_id(host, self.shown["draft"].id)
                await self.events.update(host, draft.id, draft.version, details(f"a secret {number}"))
            case _:
                await self.events.cancel_registration(self.caller("attendee"), event.id)


def leaves(answer: Any) -> set[str]:
    """All that is said in it."""
    if isinstance(answer, dict):
        return {leaf for value in cast(dict[str, Any], answer).values() for leaf in leaves(value)}
    if isinstance(answer, list):
        return {leaf for value in cast(list[Any], answer) for leaf in leaves(value)}
    return {str(answer)}


def but_counts(answer: Any) -> Any:
    """Without how many have registered, of which pages are told at most once a second."""
    if isinstance(answer, dict):
        given = cast(dict[str, Any], answer)
        return {name: but_counts(value) for name, value in given.items() if name != "registeredCount"}
    return [but_counts(value) for value in cast(list[Any], answer)] if isinstance(answer, list) else answer


async def test_nobody_is_given_what_is_not_theirs_whoever_asks_when(
    hallway: App, client: Client, make_user: MakeUser
) -> None:
    crowd, dice = Crowd(hallway, client), random.Random(20_260_512)
    await crowd.gather(make_user)
    names, questions = list(crowd.people), crowd.questions()
    for number in range(12):
        asked = [(dice.choice(names), *dice.choice(questions)) for _ in range(20)]
        before = {str(one): await crowd.fresh(*one) for one in asked}
        told = asyncio.gather(*(crowd.asked(*one) for one in asked))
        await crowd.change(number)
        meanwhile = await told
        for one, answer in zip(asked, meanwhile, strict=True):
            after = await crowd.fresh(*one)
            said = leaves(but_counts(answer).get("data")) - {"None"}  # with an error, where something went in between
            assert said <= leaves(before[str(one)]) | leaves(after), one
        everybody = [(name, *question) for question in questions for name in dice.sample(names, len(names))]
        for one in everybody:
            assert but_counts(await crowd.asked(*one)) == but_counts(await crowd.fresh(*one)), (number, one)


async def test_what_is_kept_is_given_to_all_alike(hallway: App, client: Client, make_user: MakeUser) -> None:
    crowd = Crowd(hallway, client)
    await crowd.gather(make_user)
    before = crowd.graph.engine.counters.executed
    question = (crowd.documents["event"], {"slug": crowd.shown["published"].slug})
    told = [await crowd.asked(name, *question) for name in list(crowd.people) * 5]
    assert all(answer == told[0] for answer in told)
    assert "a bio that not everybody sees" not in str(told)
    assert crowd.graph.engine.counters.executed - before < len(told) / 2
