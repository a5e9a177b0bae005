"""Who comes to an event, as its people see it."""

from uuid import UUID

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.demo_api import DemoEvents
from tests.support.factories import TEST, Factories, problem_code


async def test_people_of_the_event_see_who_comes(world: Factories) -> None:
    events, profiles = world.events, world.profiles
    (outsider,) = await world.people(1)
    event = await world.event()
    crowd = sorted(who.require_user() for who in await world.people(130))
    await world.apis.get(DemoEvents).register_people(TEST, event, crowd)
    assert await problem_code(profiles.attendees(outsider, event)) == "forbidden"
    assert await problem_code(events.attendees(world.host, event, None, 60)) == "forbidden"
    assert await problem_code(profiles.attendees(ANONYMOUS, event)) == "unauthenticated"
    assert await problem_code(profiles.attendees(outsider, uuid7())) == "not_found"
    assert await events.attendees(TEST, event, None, 100_000) == crowd
    pages: list[list[UUID]] = []
    while not pages or pages[-1]:
        after = pages[-1][-1] if pages else None
        pages.append([person.id for person in await profiles.attendees(world.host, event, after)])
    assert [len(page) for page in pages] == [60, 60, 10, 0]
    assert [id for page in pages for id in page] == crowd
    await events.register(outsider, event)
    assert len(await profiles.attendees(outsider, event)) == 60


async def test_people_who_blocked_each_other_are_not_listed_to_each_other(world: Factories) -> None:
    profiles, crowd = world.profiles, await world.people(75)
    event = await world.event(*crowd)
    ada, *others = by_id = sorted(crowd, key=Caller.require_user)
    for person in others[:20]:
        await profiles.block(ada, person.require_user(), True)
    hidden = {person.require_user() for person in others[:20]}
    seen = await profiles.attendees(ada, event)
    assert [person.id for person in seen] == [
        person.require_user() for person in by_id if person.require_user() not in hidden
    ]
    assert ada.require_user() not in [person.id for person in await profiles.attendees(others[0], event)]
    assert len(await profiles.attendees(others[30], event)) == 60, "a page is filled whoever is left out"
