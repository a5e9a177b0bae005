"""Places are never given twice, however many want them at once."""

import asyncio
from datetime import timedelta

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import RoleGrant
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from tests.conftest import StartApp
from tests.events.factories import START, draft, event_input, published
from tests.support.factories import TEST, Factories, refused


async def count(events: Events, event: Event) -> tuple[int, int]:
    """What the event says, and how many there are."""
    return (
        (await events.event_by_id(TEST, event.id)).registered_count,
        len(await events.attendees(TEST, event.id, None, 100_000)),
    )


async def test_a_thousand_at_once_for_a_hundred_places(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host, capacity=100)
    crowd = await Factories(apis).people(1000)
    answers = await asyncio.gather(*(events.register(who, event.id) for who in crowd), return_exceptions=True)
    given = [answer for answer in answers if not isinstance(answer, BaseException)]
    refusals = [answer.code for answer in answers if isinstance(answer, Problem)]
    assert (len(given), refusals) == (100, ["full"] * 900)
    assert await count(events, event) == (100, 100)


async def test_a_storm_of_comings_and_goings(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host, capacity=7)
    crowd = await Factories(apis).people(20)

    async def dither(who: Caller) -> None:
        for _ in range(6):
            [answer] = await asyncio.gather(events.register(who, event.id), return_exceptions=True)
            assert not isinstance(answer, BaseException) or (isinstance(answer, Problem) and answer.code == "full")
            seen = await events.event_by_id(ANONYMOUS, event.id)
            assert 0 <= seen.registered_count <= 7
            await events.cancel_registration(who, event.id)
        await asyncio.gather(events.register(who, event.id), return_exceptions=True)

    await asyncio.gather(*(dither(who) for who in crowd))
    assert await count(events, event) == (7, 7)


async def test_one_person_takes_one_place(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await published(apis, host, capacity=1)
    answers = await asyncio.gather(*(events.register(outsider, event.id) for _ in range(50)))
    assert all(answer == answers[0] for answer in answers), "also the last place, tried twice, is mine"
    assert await count(events, event) == (1, 1)
    async with refused("full"):
        await events.register(host, event.id)
    await asyncio.gather(*(events.cancel_registration(outsider, event.id) for _ in range(5)))
    assert await count(events, event) == (0, 0)
    await events.register(host, event.id)


async def test_two_processes_share_the_places(
    events: Events, apis: Apis, host: Caller, hallway: App, start_app: StartApp
) -> None:
    event = await published(apis, host, capacity=30)
    other = (await start_app(port=0)).apis.get(Events)
    crowd = await Factories(apis).people(100)
    tries = (api.register(who, event.id) for index, who in enumerate(crowd) for api in ((events, other)[index % 2],))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 30
    assert await count(events, event) == (30, 30)


async def test_only_for_published_events_that_are_not_over(
    events: Events, apis: Apis, host: Caller, outsider: Caller, start_app: StartApp
) -> None:
    event = await draft(apis, host)
    async with refused("conflict"):
        await events.register(host, event.id)
    event = await events.publish(host, event.id)
    async with refused("unauthenticated"):
        await events.register(ANONYMOUS, event.id)
    mine = await events.register(outsider, event.id)
    event = await events.event_by_id(host, event.id)
    await events.update(host, event.id, event.version, event_input(starts_at=START - timedelta(days=3), ends_at=START))
    async with refused("conflict"):
        await events.register(host, event.id)
    assert await events.register(outsider, event.id) == mine, "trying again is no new registration"


async def test_what_a_person_is_to_an_event(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await published(apis, host)
    await apis.get(Auth).grant_event_role(TEST, event.id, outsider.require_user(), "judge")
    await events.register(outsider, event.id)
    found = await events.membership(TEST, event.id, outsider.require_user())
    assert (found.registered, found.roles, found.status) == (True, [RoleGrant(role="judge")], "published")
    assert await events.registered_events(TEST, outsider.require_user()) == [event.id]
    async with refused("not_found"):
        await events.membership(TEST, outsider.require_user(), outsider.require_user())
