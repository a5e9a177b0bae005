"""What people say of themselves, and who may read it."""

import asyncio
from typing import Any, Final
from uuid import uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem, camel_case
from hallway.services.profiles.api import ProfileInput
from tests.support.factories import TEST, Factories


async def one(world: Factories, caller: Caller, person: Caller):
    return (await world.profiles.people(caller, [person.require_user()]))[0]


async def test_a_profile_is_there_for_each_account(world: Factories) -> None:
    ada, ben = await world.person("Ada Example"), await world.person("Ben Example")
    found = await world.profiles.people(ada, [ada.require_user(), ben.require_user(), ada.require_user(), uuid4()])
    assert sorted(person.name for person in found) == ["Ada Example", "Ben Example"]
    assert found == await world.profiles.people(ada, [person.id for person in found])


async def test_many_ask_for_the_same_new_people_at_once(world: Factories) -> None:
    people = await world.people(40)
    ids = [person.require_user() for person in people]
    answers = await asyncio.gather(*(world.profiles.people(people[0], ids) for _ in range(8)))
    assert all({person.id for person in answer} == set(ids) for answer in answers)


async def test_too_many_ids_are_refused(world: Factories) -> None:
    with pytest.raises(Problem, match="at most 1,000"):
        await world.profiles.people(TEST, [uuid4() for _ in range(1_001)])


async def test_update_keeps_and_cleans_what_was_typed(world: Factories) -> None:
    ada = await world.person()
    await world.update(
        ada,
        name="  Ada\u202e   Example\x00 ",
        headline="Builds\nthings",
        bio="One.\r\n\r\n\r\n\r\nTwo.  \x07\ud800",
        location="Porto",
        links=["https://example.org/ada", "https://example.org/ada"],
        interests=["k8s", "Kubernetes", "Bee keeping", "bee  KEEPING"],
        offers=["kubernetes"],
        needs=["~Glass blowing"],
        languages=["Portuguese", "en-gb", "EN"],
        time_zone="Europe/Lisbon",
    )
    person = await one(world, ada, ada)
    assert person.name == "Ada Example"
    assert (person.headline, person.bio) == ("Builds things", "One.\n\nTwo.")
    assert person.links == ["https://example.org/ada"]
    assert [(topic.id, topic.name) for topic in person.interests] == [
        ("kubernetes", "Kubernetes"),
        ("~bee keeping", "Bee keeping"),
    ]
    assert [topic.name for topic in person.needs] == ["Glass blowing"]
    assert person.languages == ["pt", "en-GB", "en"]
    assert person.time_zone == "Europe/Lisbon"


async def test_a_free_topic_keeps_its_spelling_when_it_comes_back_by_id(world: Factories) -> None:
    ada = await world.person(interests=["Żużel Racing"])
    before = (await one(world, ada, ada)).interests
    assert before[0].name == "Żużel Racing"
    await world.update(ada, needs=[before[0].id])
    assert (await one(world, ada, ada)).needs == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " \u200d \x00 "),
        ("name", "x" * 81),
        ("name", "x" * 1_000_000),
        ("headline", "x" * 121),
        ("bio", "x" * 2_001),
        ("links", ["http://example.org"]),
        ("links", ["javascript:alert(1)"]),
        ("links", ["https://localhost"]),
        ("links", ["https://ada:secret@example.org"]),
        ("links", ["https://example.org/<script>"]),
        ("links", ["https://[::1"]),
        ("links", ["https://example.org/\u202e"]),
        ("links", [f"https://example.org/{n}" for n in range(6)]),
        ("interests", ["x" * 41]),
        ("interests", [""]),
        ("interests", ["~"]),
        ("interests", ["x" * 1_000_000]),
        ("offers", [f"topic {n}" for n in range(13)]),
        ("languages", ["no such tongue"]),
        ("languages", ["x" * 1_000_000]),
        ("languages", [""]),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_field(world: Factories, field: str, value: object) -> None:
    ada = await world.person(headline="As before")
    with pytest.raises(Problem) as refused:
        await world.update(ada, **{field: value})
    assert (refused.value.code, refused.value.data.field) == ("invalid", camel_case(field))
    assert (await one(world, ada, ada)).headline == "As before"


async def test_who_is_not_signed_in_has_no_profile_to_write(world: Factories) -> None:
    with pytest.raises(Problem, match="sign in"):
        await world.profiles.update(ANONYMOUS, ProfileInput(name="Nobody"))


async def test_who_is_not_signed_in_sees_name_and_headline_only(world: Factories) -> None:
    ada = await world.person(headline="Hosts", bio="Secret", location="Porto", interests=["rust"], languages=["pt"])
    person = await one(world, ANONYMOUS, ada)
    assert (person.name, person.headline) == ("Ada Example", "Hosts")
    assert not any((person.bio, person.location, person.interests, person.languages, person.links))


SAID: Final[dict[str, Any]] = {
    "headline": "Hosts",
    "bio": "Secret",
    "location": "Porto",
    "links": ["https://example.org/ada"],
    "interests": ["rust"],
    "offers": ["go"],
    "needs": ["sql"],
    "languages": ["pt"],
    "time_zone": "Europe/Lisbon",
}


async def shown(world: Factories, caller: Caller, person: Caller) -> str:
    """How much of the person the caller is shown, on every way."""
    one_by_one = await one(world, caller, person)
    lists = [one_by_one, *await world.profiles.people(caller, [person.require_user(), caller.require_user()])]
    assert [them for them in lists if them.id == one_by_one.id] == [one_by_one, one_by_one]
    assert (one_by_one.name, one_by_one.headline) == ("Ada Example", "Hosts")
    about = [one_by_one.bio, one_by_one.location, one_by_one.links, one_by_one.interests, one_by_one.offers]
    about += [one_by_one.languages, one_by_one.time_zone]
    assert all(about) or not any(about)
    assert all(about) or not one_by_one.needs
    return "whole" if one_by_one.needs else "profile" if all(about) else "card"


async def test_a_profile_is_for_people_of_an_event_that_both_are_at(world: Factories) -> None:
    ada, ben, cat = await world.person(**SAID), await world.person("Ben Example"), await world.person("Cat Example")
    assert await shown(world, ada, ada) == "whole"
    assert await shown(world, ben, ada) == "card"
    event = await world.event(ada, ben)
    host = world.host
    await world.event(ada, cat)
    assert [await shown(world, who, ada) for who in (ben, cat, host)] == ["profile"] * 3
    await world.leave(event, ben)
    assert await shown(world, ben, ada) == "card"
    await world.role(event, ben, "speaker")
    assert await shown(world, ben, ada) == "profile"
    assert (await one(world, host, ben)).name == "Ben Example"
    await world.update(host, name="Hanna Host", bio="Hello")
    assert (await one(world, ben, host)).bio == "Hello", "two of one team"
    await world.events.cancel(host, event)
    assert [await shown(world, who, ada) for who in (ben, host)] == ["card"] * 2


async def test_a_draft_is_no_event_to_share(world: Factories) -> None:
    ada = await world.person(**SAID)
    draft = await world.event(publish=False)
    await world.role(draft, ada, "speaker")
    assert await shown(world, world.host, ada) == "card"


async def test_what_somebody_looks_for_is_shown_while_they_want_to_meet_people(world: Factories) -> None:
    ada, ben, cat = await world.person(**SAID), await world.person("Ben Example"), await world.person("Cat Example")
    event, other = await world.event(ada, ben), await world.event(ada, cat)
    await world.profiles.set_open_to_meet(ada, event, True)
    assert [await shown(world, who, ada) for who in (ben, cat)] == ["whole", "profile"]
    listed = [person for person in await world.profiles.attendees(ben, event) if person.id == ada.user_id]
    assert [bool(person.needs) for person in listed] == [True]
    listed = [person for person in await world.profiles.attendees(cat, other) if person.id == ada.user_id]
    assert [bool(person.needs) for person in listed] == [False]
    await world.profiles.set_open_to_meet(ada, event, False)
    assert await shown(world, ben, ada) == "profile"


async def test_across_a_block_both_see_what_strangers_see(world: Factories) -> None:
    ada, ben = await world.person(**SAID), await world.person("Ada Example", **SAID)
    stranger = await world.person("Cat Example")
    await world.open_event(ada, ben)
    assert await shown(world, ben, ada) == "whole"
    await world.block(ada, ben)
    assert await one(world, ben, ada) == await one(world, stranger, ada)
    assert await one(world, ada, ben) == await one(world, stranger, ben)
    await world.block(ada, ben, False)
    assert await shown(world, ben, ada) == "whole"
