"""What is kept for everybody: never old, never somebody else's, computed once, and never missed when Redis is away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import msgspec
import pytest
from redis.asyncio import Redis

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.redis_client import open_redis
from hallway.kernel.service import ServiceContext
from hallway.services.auth.api import Auth
from hallway.services.events.agenda import repository
from hallway.services.events.api import Events
from hallway.services.events.service import EventsService
from hallway.services.events.values import Agenda, Event
from tests.conftest import PassTime, free_port
from tests.events.factories import draft, event_input, imported, published, put_now, remove_now, session_input
from tests.events.imports.schedule_files import event_xml, schedule_xml
from tests.support.contexts import service_context
from tests.support.factories import TEST, refused
from tests.support.waiting import PATIENCE, turns

Another = Callable[[], EventsService]
Change = Callable[[Events, Apis, Caller, Event], Awaitable[object]]


@pytest.fixture
async def context(hallway: App) -> AsyncIterator[ServiceContext]:
    """What further processes of events would get."""
    async with service_context("events", hallway.settings, hallway.apis) as made:
        yield made


@pytest.fixture
def another(context: ServiceContext, redis: Redis) -> Another:
    """`another()`: one more process of events on the same database and Redis, as far as it can tell."""
    return lambda: EventsService(msgspec.structs.replace(context, cache=Cache("events", redis)))


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The versions of whole agendas that were read from the database."""
    versions: list[int] = []
    read = repository.agenda

    async def agenda(db: asyncpg.Connection, event_id: object, version: int, *some: object) -> Agenda:
        if not some:
            versions.append(version)
            await turns(100)  # long enough for others to come
        return await read(db, event_id, version, *some)  # type: ignore[arg-type]

    monkeypatch.setattr(repository, "agenda", agenda)
    return versions


async def with_session(events: Events, apis: Apis, host: Caller) -> Event:
    """A published event that has one session."""
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("First", stage="Main", speakers=["Zoe Example"]))
    return await events.event_by_id(host, event.id)


async def _put(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    await put_now(events, host, event.id, uuid7(), session_input("Second", 30, stage="Side"))


async def _change(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    [session] = (await events.agenda(host, event.id)).sessions
    await put_now(events, host, event.id, session.id, session_input("Other", 10, speakers=["Ali Example"]))


async def _remove(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    [session] = (await events.agenda(host, event.id)).sessions
    await remove_now(events, host, event.id, session.id)


async def _import(events: Events, apis: Apis, host: Caller, event: Event) -> None:
    assert (await imported(apis, host, event.id, schedule_xml(event_xml()))).state == "done"


CHANGES: dict[str, Change] = {"put": _put, "change": _change, "remove": _remove, "import": _import}


@pytest.mark.parametrize("name", CHANGES)
async def test_an_agenda_is_never_old(events: Events, apis: Apis, host: Caller, another: Another, name: str) -> None:
    """Not by a moment, in no process, whoever asks: its version is asked first."""
    event = await with_session(events, apis, host)
    others: list[Events] = [events, another(), another()]
    before = [await process.agenda(ANONYMOUS, event.id) for process in others]
    assert before[0] == before[1] == before[2]
    await CHANGES[name](others[1], apis, host, event)
    for who in (ANONYMOUS, host):
        after = [await process.agenda(who, event.id) for process in others]
        assert after[0] == after[1] == after[2] == await another().agenda(TEST, event.id)
        assert after[0].version > before[0].version
        assert after[0].sessions != before[0].sessions


async def test_a_public_page_is_at_most_a_second_old(
    events: Events, apis: Apis, host: Caller, another: Another, pass_time: PassTime
) -> None:
    """Renamed, registered for, cancelled: strangers see it within a second everywhere, those signed in at once."""
    event, elsewhere = await with_session(events, apis, host), another()
    changes = (
        lambda: events.update(host, event.id, event.version, event_input(name="Large Conf")),
        lambda: events.register(host, event.id),
        lambda: events.cancel(host, event.id),
    )
    for change in changes:
        old = await elsewhere.event(ANONYMOUS, event.slug)
        await change()
        fresh = await elsewhere.event(host, event.slug)
        assert fresh != old
        assert fresh == await elsewhere.event_by_id(ANONYMOUS, event.id), "who begins to watch misses nothing"
        await pass_time(0.9)
        assert await elsewhere.event(ANONYMOUS, event.slug) == fresh


async def test_a_draft_is_for_its_makers_also_when_it_is_kept(
    events: Events, apis: Apis, host: Caller, outsider: Caller
) -> None:
    event = await draft(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("Secret"))
    assert (await events.event(host, event.slug)).status == "draft"
    assert (await events.agenda(host, event.id)).sessions[0].title == "Secret"
    for who in (outsider, ANONYMOUS):
        async with refused("not_found"):
            await events.agenda(who, event.id)
        async with refused("not_found"):
            await events.event(who, event.slug)
    await events.publish(host, event.id)
    for who in (outsider, ANONYMOUS):
        assert (await events.event(who, event.slug)).status == "published", "that there was none is not kept"
        assert (await events.agenda(who, event.id)).sessions[0].title == "Secret"


async def test_who_loses_the_right_loses_it_at_once(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await draft(apis, host)
    await apis.get(Auth).grant_event_role(TEST, event.id, outsider.require_user(), "organiser")
    await events.agenda(outsider, event.id)
    await apis.get(Auth).revoke_event_role(TEST, event.id, outsider.require_user())
    async with refused("not_found"):
        await events.agenda(outsider, event.id)


async def test_what_is_one_persons_own_is_not_in_it(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await with_session(events, apis, host)
    [session] = (await events.agenda(host, event.id)).sessions
    await events.register(host, event.id)
    await events.star(host, session.id, True)
    assert await events.agenda(outsider, event.id) == await events.agenda(host, event.id)
    assert (await events.stars(host, event.id), await events.stars(outsider, event.id)) == ([session.id], [])
    [mine], [theirs] = [await events.my_memberships(who, [event.id]) for who in (host, outsider)]
    assert (mine.registered, theirs.registered) == (True, False)


async def test_a_herd_computes_once(
    events: Events, apis: Apis, host: Caller, another: Another, computed: list[int]
) -> None:
    """Hundreds at once, one of whom goes away, and another process after them."""
    event = await with_session(events, apis, host)
    herd = [asyncio.create_task(events.agenda(who, event.id)) for who in (ANONYMOUS, host, TEST) for _ in range(100)]
    while not computed:
        await asyncio.sleep(0)
    herd[0].cancel()
    found = await asyncio.gather(*herd, return_exceptions=True)
    assert isinstance(found[0], asyncio.CancelledError)
    assert len({id(agenda) for agenda in found[1:]}) == 1
    assert await another().agenda(host, event.id) == found[1]
    assert computed == [event.version]
    await put_now(events, host, event.id, uuid7(), session_input("Second", 30))
    assert len((await events.agenda(host, event.id)).sessions) == 2
    assert computed == [event.version, event.version + 1]


async def test_a_failure_is_not_kept(events: Events, apis: Apis, host: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    event = await with_session(events, apis, host)

    async def fails(*_: object) -> Agenda:
        raise ConnectionError("no database")

    with monkeypatch.context() as patch:
        patch.setattr(repository, "agenda", fails)
        found = await asyncio.gather(*(events.agenda(host, event.id) for _ in range(3)), return_exceptions=True)
        assert [type(error) for error in found] == [ConnectionError] * 3
    assert len((await events.agenda(host, event.id)).sessions) == 1


async def test_flushall_only_costs_time(
    events: Events, apis: Apis, host: Caller, another: Another, redis: Redis, computed: list[int]
) -> None:
    event = await with_session(events, apis, host)
    agenda = await events.agenda(host, event.id)
    await redis.flushall()
    assert await events.agenda(host, event.id) == await another().agenda(host, event.id) == agenda
    assert computed == [event.version] * 2


async def test_what_cannot_be_read_is_computed(
    events: Events, apis: Apis, host: Caller, another: Another, redis: Redis, computed: list[int]
) -> None:
    """Not ours, of another version, of another kind: Redis is not believed."""
    event = await with_session(events, apis, host)
    agenda = await events.agenda(host, event.id)
    [key] = await redis.keys("cache:events:agenda:*")
    older = msgspec.structs.replace(agenda, sessions=[])
    for bad in (
        b"",
        b"\xc1",
        msgspec.msgpack.encode((event.version, 7)),
        msgspec.msgpack.encode((event.version - 1, older)),
    ):
        await redis.set(key, bad)
        assert await another().agenda(host, event.id) == agenda
    assert computed == [event.version] * 5


async def _says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def test_without_redis_everything_is_computed_here(
    events: Events, apis: Apis, host: Caller, context: ServiceContext, computed: list[int]
) -> None:
    """Nobody listens there; and somebody who never answers."""
    event = await with_session(events, apis, host)
    silent = await asyncio.start_server(_says_nothing, "127.0.0.1", 0)
    ports = [free_port(), silent.sockets[0].getsockname()[1]]
    for port in ports:
        away = open_redis(f"redis://127.0.0.1:{port}")
        alone = EventsService(msgspec.structs.replace(context, cache=Cache("events", away)))
        async with asyncio.timeout(PATIENCE):
            for _ in range(3):
                assert len((await alone.agenda(host, event.id)).sessions) == 1
        await away.aclose()
    assert computed == [event.version] * 2
    silent.close()


async def test_little_is_kept() -> None:
    """Neither many values nor many bytes; what is used stays longest."""
    cache = Cache("test", None, most=3, most_bytes=1_000)
    values = cache.values("text", str)
    made: list[str] = []

    async def ask(key: str, size: int = 10) -> None:
        async def make() -> tuple[int, str]:
            made.append(key)
            return 1, "x" * size

        assert len(await values.at(key, 1, make)) == size

    for key in ("a", "b", "c", "a", "d", "a", "b"):
        await ask(key)
    assert "".join(made) == "abcdb"
    await ask("large", 900)
    await ask("larger", 2_000)
    await ask("a")
    assert made[5:] == ["large", "larger", "a"]
