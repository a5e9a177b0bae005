"""Who may do what: a kind of caller that the policy does not name has no right at all."""

from typing import get_args
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.services.profiles.policy import ProfilesPolicy, Verb
from tests.support.factories import TEST, Factories

VERBS: tuple[Verb, ...] = get_args(Verb)
PEOPLE: set[Verb] = {verb for verb in VERBS if verb != "ask_as_service"}


async def allowed(policy: ProfilesPolicy, caller: Caller, event_id: UUID) -> set[Verb]:
    """All that this caller may do at this event."""
    return {verb for verb in VERBS if await policy.may(caller, verb, event_id)}


async def test_what_each_kind_of_caller_may_do(world: Factories) -> None:
    policy, ada, outsider = ProfilesPolicy(world.apis), await world.person(), await world.person()
    event = await world.event(ada)
    at_event: set[Verb] = {"list_attendees", "search_people", "meet_people"}
    away = PEOPLE - at_event
    assert await allowed(policy, ada, event) == PEOPLE
    assert await allowed(policy, outsider, event) == away
    assert await allowed(policy, world.host, event) == PEOPLE - {"meet_people"}
    admin = msgspec.structs.replace(outsider, roles=frozenset({"admin"}))
    assert await allowed(policy, admin, event) == away | {"list_attendees"}
    assert await allowed(policy, ANONYMOUS, event) == await allowed(policy, Caller(), event) == {"see_names"}
    assert await allowed(policy, TEST, event) == {"see_names", "ask_as_service"}
    for kind in ("guest", "token", "bot"):
        assert await allowed(policy, msgspec.structs.replace(ada, kind=kind), event) == set()


async def test_a_draft_is_not_there_for_others(world: Factories) -> None:
    policy, outsider = ProfilesPolicy(world.apis), await world.person()
    draft = await world.event(publish=False)
    for verb in ("list_attendees", "search_people", "meet_people"):
        with pytest.raises(Problem, match="no such event"):
            await policy.require(outsider, verb, draft)
