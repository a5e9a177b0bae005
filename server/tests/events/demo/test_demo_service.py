"""What only the demo may do, in this process and from another."""

from collections.abc import AsyncIterator

import aiohttp
import msgspec
import pytest
import uvicorn
from starlette.applications import Starlette

from hallway.demo.schedule import demo_schedule
from hallway.demo.shift import shift
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.rpc import expose, remote
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from tests.conftest import ConnectSocket, MakeUser, Server, StartApp, free_port
from tests.events.factories import START, event_input, published
from tests.support.factories import TEST, Factories, refused

SECRET = b"between processes"
LARGEST = 4 * 1024 * 1024


@pytest.fixture
def demo(apis: Apis) -> DemoEvents:
    """The service under test, in this process."""
    return apis.get(DemoEvents)


@pytest.fixture
async def elsewhere(demo: DemoEvents) -> AsyncIterator[str]:
    """Where other processes find it."""
    app, port = Starlette(routes=expose(DemoEvents, demo, [SECRET], LARGEST)), free_port()
    async with Server(uvicorn.Config(app, "127.0.0.1", port, lifespan="off", log_config=None)).running():
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("split", [False, True])
async def test_a_schedule_is_put_as_a_value(
    events: Events, apis: Apis, host: Caller, demo: DemoEvents, elsewhere: str, split: bool
) -> None:
    schedule = shift(demo_schedule(), START)
    event = await published(apis, host, starts_at=schedule.start, ends_at=schedule.end, time_zone=schedule.time_zone)
    async with aiohttp.ClientSession() as session:
        if split:
            demo = remote(DemoEvents, elsewhere, SECRET, session, 20)
        assert await demo.put_schedule(TEST, event.id, schedule, "From FOSDEM") == 1105
        assert await demo.put_schedule(TEST, event.id, schedule, "From FOSDEM") == 0
    assert len((await events.agenda(host, event.id)).sessions) == 1105
    assert (await events.event_by_id(host, event.id)).credit == "From FOSDEM"
    [now_next] = await events.now_next(host, [event.id])
    assert len(now_next.now) > 5


async def test_a_schedule_that_is_none_is_refused(elsewhere: str) -> None:
    headers = {"authorization": f"Hallway {SECRET.hex()}"}
    arguments = {"caller": TEST, "event_id": uuid7(), "schedule": b"\xc1", "credit": ""}
    body = msgspec.msgpack.encode(arguments)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{elsewhere}/rpc/events/put_schedule", data=body, headers=headers) as answer,
    ):
        assert answer.status == 400
        assert msgspec.msgpack.decode(await answer.read())["code"] == "invalid"


async def test_people_are_registered_all_or_none(
    events: Events, apis: Apis, host: Caller, demo: DemoEvents, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    event = await published(apis, host, capacity=3)
    ids = [person.require_user() for person in await Factories(apis).people(4)]
    page = await connect_socket(await make_user("Ada Example"))
    await page.value("event.watch", {"eventId": event.id})
    async with refused("full"):
        await demo.register_people(TEST, event.id, ids)
    assert await events.attendees(TEST, event.id, None, 10) == []
    for _ in range(2):
        await demo.register_people(TEST, event.id, ids[:3])
    assert await events.attendees(TEST, event.id, None, 10) == sorted(ids[:3])
    assert (await events.event_by_id(host, event.id)).registered_count == 3
    await page.until("event.changed", lambda push: push["event"]["registeredCount"] == 3)
    await events.cancel_registration(Caller(user_id=ids[0]), event.id)
    await demo.register_people(TEST, event.id, ids[:3])
    assert (await events.event_by_id(host, event.id)).registered_count == 3
    draft = await events.create(host, uuid7(), event_input())
    async with refused("conflict"):
        await demo.register_people(TEST, draft.id, ids)
    async with refused("not_found"):
        await demo.register_people(TEST, uuid7(), ids)


async def test_it_is_for_services_and_the_demo_only(demo: DemoEvents, host: Caller, start_app: StartApp) -> None:
    async with refused("forbidden"):
        await demo.register_people(host, uuid7(), [host.require_user()])
    async with refused("forbidden"):
        await demo.put_schedule(host, uuid7(), demo_schedule(), "")
    assert (await start_app(demo=False, port=0)).apis.find(DemoEvents) is None
