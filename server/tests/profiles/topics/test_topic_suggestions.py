"""Topics for what somebody types."""

import pytest

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from hallway.services.profiles.api import Topic
from tests.support.factories import Factories


async def test_topics_are_found_by_name_alias_and_meaning(world: Factories) -> None:
    ada = await world.person()
    assert (await world.profiles.topics(ada, "kube"))[0].id == "kubernetes"
    assert (await world.profiles.topics(ada, "k8s"))[0].id == "kubernetes"
    assert "kubernetes" in [topic.id for topic in await world.profiles.topics(ada, "container orchestration")]
    assert await world.profiles.topics(ada, "Barrierefrei") == [Topic(id="accessibility", name="Accessibility")]
    assert "databases" in [topic.id for topic in await world.profiles.topics(ada, "Datenbank")]
    assert await world.profiles.topics(ada, "") == []
    assert len(await world.profiles.topics(ada, "a", 1_000_000)) <= 20
    for hostile in ["\x00", "%" * 50, "x" * 1_000_000, "\ud800", "'; DROP TABLE people"]:
        await world.profiles.topics(ada, hostile)
    with pytest.raises(Problem, match="sign in"):
        await world.profiles.topics(ANONYMOUS, "kube")
