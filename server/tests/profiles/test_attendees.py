"""Who comes to an event, as its people see it."""

from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.profiles.api import Profiles
from tests.events.factories import published
from tests.support.factories import TEST, Factories, refused


async def test_people_of_the_event_see_who_comes(apis: Apis) -> None:
    events, profiles = apis.get(Events), apis.get(Profiles)
    host, outsider = await Factories(apis).people(2)
    event = await published(apis, host)
    crowd = sorted(who.require_user() for who in await Factories(apis).people(130))
    await apis.get(DemoEvents).register_people(TEST, event.id, crowd)
    async with refused("forbidden"):
        await profiles.attendees(outsider, event.id)
    async with refused("forbidden"):
        await events.attendees(host, event.id, None, 60)
    for nobody in (profiles.attendees(ANONYMOUS, event.id), profiles.attendees(outsider, uuid7())):
        async with refused("unauthenticated", "not_found"):
            await nobody
    assert await events.attendees(TEST, event.id, None, 100_000) == crowd
    pages: list[list[UUID]] = []
    while not pages or pages[-1]:
        after = pages[-1][-1] if pages else None
        pages.append([person.id for person in await profiles.attendees(host, event.id, after)])
    assert [len(page) for page in pages] == [60, 60, 10, 0]
    assert [id for page in pages for id in page] == crowd
    await events.register(outsider, event.id)
    assert len(await profiles.attendees(outsider, event.id)) == 60


async def test_people_who_blocked_each_other_are_not_listed_to_each_other(apis: Apis) -> None:
    events, profiles = apis.get(Events), apis.get(Profiles)
    crowd = await Factories(apis).people(75)
    event = await published(apis, crowd[0])
    for person in crowd:
        await events.register(person, event.id)
    ada, *others = by_id = sorted(crowd, key=Caller.require_user)
    for person in others[:20]:
        await profiles.block(ada, person.require_user(), True)
    hidden = {person.require_user() for person in others[:20]}
    seen = await profiles.attendees(ada, event.id)
    assert [person.id for person in seen] == [
        person.require_user() for person in by_id if person.require_user() not in hidden
    ]
    assert ada.require_user() not in [person.id for person in await profiles.attendees(others[0], event.id)]
    assert len(await profiles.attendees(others[30], event.id)) == 60, "a page is filled whoever is left out"
