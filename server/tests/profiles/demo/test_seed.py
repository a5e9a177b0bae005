"""Profiles that the demo makes for its invented people."""

import pytest

from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.demo_api import DemoAuth, NewUser
from hallway.services.profiles.api import ProfileInput
from hallway.services.profiles.demo_api import DemoProfiles, SeedProfile
from tests.support.factories import TEST, Factories


async def test_only_services_may_write_the_profiles_of_others(world: Factories) -> None:
    ada = await world.person()
    seeds = [SeedProfile(user_id=ada.require_user(), profile=ProfileInput(name="Eve"))]
    with pytest.raises(Problem, match="Hallway itself"):
        await world.apis.get(DemoProfiles).seed(ada, seeds)


async def test_seeding_again_changes_nothing_but_what_is_new(world: Factories) -> None:
    id = uuid7()
    await world.apis.get(DemoAuth).create_users(TEST, [NewUser(id=id, email="zoe@example.org", name="Zoe Account")])
    for _ in range(2):
        profile = ProfileInput(name="Zoe Seeded", interests=["rust"])
        await world.apis.get(DemoProfiles).seed(TEST, [SeedProfile(user_id=id, profile=profile)])
    found = await world.profiles.people(TEST, [id])
    assert [(person.name, person.interests[0].id) for person in found] == [("Zoe Seeded", "rust")]
