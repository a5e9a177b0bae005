"""What each page asks of the services and of the database: the same for ten times as many of everything."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import Context, ContextVar
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
import pytest
from structlog.contextvars import bind_contextvars

from hallway.bootstrap.process import App
from hallway.bootstrap.registry import PARTS
from hallway.gateway import answers
from hallway.gateway.documents import MANIFEST
from hallway.kernel import cache
from hallway.kernel.db import pool
from hallway.kernel.logging import request_id
from hallway.services.profiles.recommendations import attendance_cache, recommender
from tests.conftest import Client, MakeUser, User
from tests.gateway.busy_events import Busy, busy

FEW, MANY = 3, 30
NEVER, ALWAYS = timedelta(0), timedelta(days=1)
DRIVERS = ("typeinfo_tree", "set_config('jit'")
"""In what a new connection asks about types, once."""
TEXTS: list[str] = list(msgspec.json.decode(MANIFEST.read_bytes(), type=dict[str, str]).values())
"""Each as the server asks it, and as the browser does, with the names of types."""

LISTS = {
    "AgendaDays": "Events.event Events.agenda",
    "AgendaChanges": "Events.agenda_changes",
    "AgendaDraft": "Events.draft",
    "AgendaRevisions": "Events.revisions",
    "BlockedPeople": "Profiles.blocks Profiles.people",
    "CallContacts": "Video.call Events.events_by_id Events.my_memberships Profiles.matches Profiles.people",
    "ChatMentionable": "Profiles.search",
    "ChatPeople": "Profiles.people",
    "Conversations": "Chat.conversations Profiles.people",
    "EventCards": "Events.events Events.now_next",
    "EventPages": "Events.event Events.agenda",
    "EventPeople": "Profiles.attendees",
    "EventTeam": "Auth.event_team Profiles.people",
    "FindPeople": "Profiles.search",
    "FindRegistered": "Profiles.search",
    "FindToCall": "Profiles.search",
    "JoinedEvents": "Events.my_events",
    "LiveEvent": "Events.event Events.agenda_near Events.agenda_summaries",
    "Matching": "Profiles.matches Profiles.recommendations Profiles.people Profiles.people",
    "MyEvent": "Events.event Events.agenda_coming Events.my_memberships Events.my_stars Events.my_stars Events.staff",
    "MyEvents": "Events.my_events Events.my_memberships",
    "MyInvitations": "Profiles.role_invitations Profiles.people",
    "Notifications": "Notifications.notifications Profiles.people Events.staff",
    "PeopleOpenToMeet": "Profiles.people_open_to_meet Profiles.people",
    "Personas": "DemoAuth.personas",
    "PersonDetail": "Profiles.people Profiles.blocks Profiles.people",
    "PlainAgenda": "Events.event Events.agenda",
    "PlainSession": "Events.event Events.agenda Events.sessions Events.speakers",
    "Registered": "Profiles.attendees",
    "RevisionMakers": "Profiles.people",
    "RingingCalls": "Video.ringing Events.events_by_id Events.staff Profiles.people Profiles.people",
    "RoomHistory": "Chat.history Profiles.people",
    "TeamMutes": "Chat.mutes",
}
"""What the resolvers of each query with a list call, in no order: each batched field once for all of a level."""
OTHERS = {
    "AgendaAround": "Events.event Events.agenda_around",
    "AgendaHead": "Events.event",
    "CallById": "Video.call Events.events_by_id Events.staff Profiles.people Profiles.people",
    "CallIceServers": "Video.ice_servers",
    "Devices": "Auth.sessions",
    "DraftSession": "Events.draft_session",
    "EventHost": "Events.event Profiles.people",
    "EventRoom": "Chat.event_room",
    "EventSpeaking": "Events.event Events.speaking",
    "EventThere": "Events.event",
    "MeetPerson": "Profiles.people",
    "MyCalendar": "Events.calendar",
    "MyProfile": "Profiles.people",
    "NotificationActor": "Profiles.people",
    "NotificationPreferences": "Notifications.preferences",
    "PersonName": "Profiles.people",
    "Publishers": "Auth.publishers",
    "PublicEvent": "Events.event Events.agenda_front Events.agenda_summaries Events.now_next Profiles.people",
    "SessionDetail": "Events.sessions Events.speakers",
    "SessionRoom": "Chat.session_room",
    "SessionPlace": "Events.sessions",
    "SessionThere": "Events.event Events.sessions Events.speakers",
    "Topics": "Profiles.topics",
    "Welcome": "Profiles.people Profiles.event_topics",
}
"""Those whose answers do not grow with what there is."""
TESTED_ELSEWHERE = {"EventCover", "ImportPreview", "ImportReport"}
"""One day as a picture (`events/agenda/test_parts.py`), and one file that was imported, by its id."""
MADE_BESIDE = "Matching"
"""Its lists are made beside the requests, so a first one may find more or less of them ready."""
FOR_ALL = ("AgendaAround", "AgendaDays", "EventCards", "LiveEvent", "PublicEvent")
"""Also asked by people who are not signed in."""


class Record:
    """What is done for each request: what the resolvers call, and all statements, also of caches that fill."""

    def __init__(self) -> None:
        self.calls: dict[str, Counter[str]] = {}
        self.statements: dict[str, Counter[str]] = {}
        self._within: ContextVar[bool] = ContextVar("within", default=False)

    def called(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """`method`, noted when a resolver calls it, and not when another service does."""

        async def call(*args: Any, **named: Any) -> Any:
            if not self._within.get():
                self.calls.setdefault(request_id(), Counter())[name] += 1
            token = self._within.set(True)
            try:
                return await method(*args, **named)
            finally:
                self._within.reset(token)

        return call

    def stated(self, query: asyncpg.connection.LoggedQuery) -> None:
        """Note a statement."""
        if not any(part in query.query for part in DRIVERS):
            self.statements.setdefault(request_id(), Counter())[query.query] += 1


class Service:
    """A service whose calls are noted."""

    def __init__(self, record: Record, name: str, service: object) -> None:
        self._record, self._name, self._service = record, name, service

    def __getattr__(self, name: str) -> Any:
        return self._record.called(f"{self._name}.{name}", getattr(self._service, name))


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch) -> Record:
    """Connections opened from now on note their statements."""
    record = Record()
    prepare: Callable[[Any], Awaitable[None]] = vars(pool)["_prepare"]

    async def prepared(connection: Any) -> None:
        await prepare(connection)
        connection.add_query_logger(record.stated)

    def context() -> Context:
        made = Context()
        made.run(bind_contextvars, request_id=request_id())
        return made

    monkeypatch.setattr(pool, "_prepare", prepared)
    monkeypatch.setattr(cache, "Context", context)  # what fills a cache belongs to the request that found it empty
    monkeypatch.setattr(answers, "KEPT_SECONDS", 0)
    monkeypatch.setattr(attendance_cache, "FRESH", NEVER)  # what is kept for seconds would make this a matter of time
    monkeypatch.setattr(recommender, "FRESH", ALWAYS)
    monkeypatch.setattr(recommender, "REFILL_PAUSE", ALWAYS)
    return record


class Asked(msgspec.Struct, frozen=True):
    """What one request has led to."""

    calls: Counter[str]
    statements: Counter[str]
    size: int
    """Bytes of the answer."""


async def ask(client: Client, record: Record, text: str, who: Busy, user: User | None) -> Asked:
    """Ask as the web does."""
    body = msgspec.json.encode({"query": text, "variables": who.asking(name_of(text))})
    answer = await client.request("POST", "/graphql", user, data=body, headers={"content-type": "application/json"})
    content = await answer.read()
    assert b'"errors"' not in content, content
    id = answer.headers["x-request-id"]
    return Asked(record.calls.get(id, Counter()), record.statements.get(id, Counter()), len(content))


async def ask_all(client: Client, record: Record, who: Busy) -> dict[tuple[str, bool, int], Asked]:
    """Every query of our pages by text, whether signed in, and how often it was asked before."""
    await ask(client, record, "query Personas { personas { key } }", who, who.me)  # the gateway meets this session
    asked: dict[tuple[str, bool, int], Asked] = {}
    for text in queries():
        for user in (who.me, None) if name_of(text) in FOR_ALL else (who.me,):
            for time in range(2):
                asked[text, user is not None, time] = await ask(client, record, text, who, user)
    return asked


async def test_no_page_asks_more_when_there_is_more(
    hallway: App, client: Client, make_user: MakeUser, record: Record, subtests: pytest.Subtests
) -> None:
    for api in (api for part in PARTS for api in (part.api, part.demo_api) if api):
        hallway.apis.add(api, Service(record, api.__name__, hallway.apis.get(api)))
    few = await ask_all(client, record, await busy(hallway.apis, make_user, hallway.settings.database_url, FEW))
    many = await ask_all(client, record, await busy(hallway.apis, make_user, hallway.settings.database_url, MANY))
    for (text, signed_in, time), less in few.items():
        more, name = many[text, signed_in, time], name_of(text)
        with subtests.test(name, signed_in=signed_in, time=time):
            assert less.calls == more.calls
            if time or name != MADE_BESIDE:
                assert less.statements == more.statements
            if signed_in:
                assert more.calls == Counter((LISTS | OTHERS)[name].split())
            assert (more.size > 2 * less.size) == (name in LISTS)
            assert more.statements or name not in LISTS


async def test_no_page_needs_more_than_compiled_code(
    hallway: App, client: Client, make_user: MakeUser, record: Record
) -> None:
    await ask_all(client, record, await busy(hallway.apis, make_user, hallway.settings.database_url, 1))
    assert hallway.gateway
    counters = hallway.gateway.graph.engine.counters
    assert counters.compiled >= len(queries()) > 50
    assert (counters.fallbacks, counters.slow_path, counters.refused) == (0, 0, 0)


def test_every_query_of_our_pages_is_here() -> None:
    assert {name_of(text) for text in queries()} == LISTS.keys() | OTHERS.keys()


def queries() -> list[str]:
    """Those of our pages."""
    return [text for text in TEXTS if text.startswith("query") and name_of(text) not in TESTED_ELSEWHERE]


def name_of(text: str) -> str:
    """Its operation's."""
    found = re.match(r"\w+ (\w+)", text)
    assert found
    return found[1]
