"""The switch, answers and matches: exactly one match however people race, and nobody learns who passed."""

import asyncio
from datetime import datetime
from uuid import uuid4

import pytest

from hallway.kernel.caller import ANONYMOUS
from hallway.kernel.errors import Problem
from tests.support.factories import TEST, Factories, problem_code
from tests.support.recorder import FactRecorder
from tests.support.waiting import eventually


async def test_nobody_is_open_to_meet_who_has_not_said_so(world: Factories) -> None:
    ada = await world.person(interests=["rust"])
    ben = await world.person(interests=["rust"])
    event = await world.event(ada, ben)
    assert not (await world.profiles.matches(ada, event)).open_to_meet
    await world.profiles.set_open_to_meet(ada, event, True)
    assert (await world.profiles.matches(ada, event)).open_to_meet
    assert await world.profiles.recommendations(ada, event) == []
    assert await problem_code(world.profiles.answer(ada, event, ben.require_user(), "accept")) == "not_found"


async def test_only_who_registered_can_open_the_switch(world: Factories) -> None:
    ada, event = await world.person(), await world.event()
    draft = await world.event(publish=False)
    assert await problem_code(world.profiles.set_open_to_meet(ada, event, True)) == "forbidden"
    assert await problem_code(world.profiles.set_open_to_meet(ada, draft, True)) == "not_found"
    assert await problem_code(world.profiles.set_open_to_meet(ada, uuid4(), True)) == "not_found"
    assert await problem_code(world.profiles.set_open_to_meet(ANONYMOUS, event, True)) == "unauthenticated"
    await world.profiles.set_open_to_meet(ada, event, False)


async def test_two_yeses_make_a_match_with_reasons_for_each(world: Factories, facts: FactRecorder) -> None:
    ada = await world.person("Ada Example", needs=["kubernetes"])
    ben = await world.person("Ben Example", offers=["kubernetes"])
    event = await world.open_event(ada, ben)
    assert await world.profiles.answer(ada, event, ben.require_user(), "accept") is None
    asked = (await world.profiles.matches(ada, event)).asked
    assert [one.person_id for one in asked] == [ben.require_user()]
    assert (await world.profiles.matches(ben, event)).asked == []
    match = await world.profiles.answer(ben, event, ada.require_user(), "accept")
    assert match
    assert match.person_id == ada.require_user()
    mine, theirs = await world.profiles.matches(ada, event), await world.profiles.matches(ben, event)
    assert (mine.asked, theirs.asked) == ([], [])
    assert theirs.mutual == [match]
    assert mine.mutual[0].matched_at == match.matched_at
    assert [reason.text for reason in mine.mutual[0].reasons] == ["You look for Kubernetes; Ben offers it"]
    assert [reason.text for reason in match.reasons] == ["Ada looks for Kubernetes, which you offer"]
    assert await world.profiles.matched(TEST, ada.require_user(), ben.require_user()) == match.matched_at
    assert len(await facts.of("MatchMade")) == 1


async def test_answering_again_changes_nothing(world: Factories, facts: FactRecorder) -> None:
    ada, ben = await world.people(2)
    event = await world.open_event(ada, ben)
    for _ in range(3):
        assert await world.profiles.answer(ada, event, ben.require_user(), "accept") is None
    first = await world.profiles.answer(ben, event, ada.require_user(), "accept")
    again = [await world.profiles.answer(ben, event, ada.require_user(), "accept") for _ in range(3)]
    assert again == [first] * 3
    assert len(await facts.of("MatchMade")) == 1


async def test_both_say_yes_at_the_same_moment(world: Factories, facts: FactRecorder) -> None:
    """Forty pairs at once, each side three times: one match each, with one moment."""
    people = await world.people(80)
    event = await world.open_event(*people)
    couples = list(zip(people[::2], people[1::2], strict=True))
    calls = [
        world.profiles.answer(one, event, other.require_user(), "accept")
        for first, second in couples
        for one, other in [(first, second), (second, first)] * 3
    ]
    answers = await asyncio.gather(*calls)
    recorded = await facts.of("MatchMade")
    assert len(recorded) == len({(fact["first_id"], fact["second_id"]) for fact in recorded}) == len(couples)
    for number, (first, second) in enumerate(couples):
        moments: set[datetime] = {answer.matched_at for answer in answers[6 * number : 6 * number + 6] if answer}
        mine, theirs = await world.profiles.matches(first, event), await world.profiles.matches(second, event)
        assert len(moments) == 1
        assert {match.matched_at for match in (*mine.mutual, *theirs.mutual)} == moments
        assert (len(mine.mutual), len(theirs.mutual)) == (1, 1)


async def test_yes_races_with_taking_it_back(world: Factories, facts: FactRecorder) -> None:
    """Whatever comes first: either a match for both, or a match for neither."""
    people = await world.people(60)
    event = await world.open_event(*people)
    couples = list(zip(people[::2], people[1::2], strict=True))
    await asyncio.gather(*(world.profiles.answer(one, event, other.require_user(), "accept") for one, other in couples))
    calls = []
    for one, other in couples:
        calls += [
            world.profiles.answer(one, event, other.require_user(), None),
            world.profiles.answer(other, event, one.require_user(), "accept"),
        ]
    await asyncio.gather(*calls, return_exceptions=True)
    made = {fact["first_id"] for fact in await facts.of("MatchMade")}
    for one, other in couples:
        mine, theirs = await world.profiles.matches(one, event), await world.profiles.matches(other, event)
        matched = str(min(one.require_user(), other.require_user())) in made
        assert (len(mine.mutual), len(theirs.mutual)) == ((1, 1) if matched else (0, 0))
        assert (len(mine.asked), len(theirs.asked)) == ((0, 0) if matched else (0, 1))


async def test_yes_races_with_a_block(world: Factories, facts: FactRecorder) -> None:
    """Nobody is matched with somebody who had blocked them before."""
    people = await world.people(40)
    event = await world.open_event(*people)
    couples = list(zip(people[::2], people[1::2], strict=True))
    await asyncio.gather(*(world.profiles.answer(one, event, other.require_user(), "accept") for one, other in couples))
    calls = []
    for one, other in couples:
        calls += [
            world.profiles.answer(other, event, one.require_user(), "accept"),
            world.profiles.block(one, other.require_user(), True),
        ]
    await asyncio.gather(*calls, return_exceptions=True)
    for one, other in couples:
        for side in (one, other):
            seen = await world.profiles.matches(side, event)
            assert (seen.asked, seen.mutual) == ([], [])
        assert await world.profiles.matched(TEST, one.require_user(), other.require_user()) is None


async def test_a_pass_is_never_seen(world: Factories) -> None:
    ada = await world.person("Ada Example", interests=["rust"])
    ben = await world.person("Ben Example", interests=["rust"])
    event = await world.open_event(ada, ben)
    before = await world.profiles.recommendations(ada, event)
    assert [one.person_id for one in before] == [ben.require_user()]
    await world.profiles.answer(ben, event, ada.require_user(), "pass")
    assert await world.profiles.recommendations(ada, event) == before
    assert await world.profiles.answer(ada, event, ben.require_user(), "accept") is None
    assert [one.person_id for one in (await world.profiles.matches(ada, event)).asked] == [ben.require_user()]
    assert (await world.profiles.matches(ben, event)).asked == []
    assert await world.profiles.recommendations(ben, event) == []


async def test_an_answer_can_be_changed_until_it_is_mutual(world: Factories) -> None:
    ada, ben = await world.people(2)
    event = await world.open_event(ada, ben)
    for answer, asked in (("pass", 0), ("accept", 1), ("pass", 0), ("accept", 1), (None, 0), ("accept", 1)):
        await world.profiles.answer(ada, event, ben.require_user(), answer)
        assert len((await world.profiles.matches(ada, event)).asked) == asked
    await world.profiles.answer(ben, event, ada.require_user(), "accept")
    for answer in ("pass", None):
        assert await problem_code(world.profiles.answer(ada, event, ben.require_user(), answer)) == "conflict"
    assert len((await world.profiles.matches(ada, event)).mutual) == 1


async def test_yes_to_somebody_who_cannot_be_met_says_the_same_whatever_the_reason(world: Factories) -> None:
    ada, closed, blocking, elsewhere, gone = await world.people(5)
    event = await world.event(ada, closed, blocking, gone)
    await world.event(elsewhere)
    for person in (ada, blocking, gone):
        await world.profiles.set_open_to_meet(person, event, True)
    await world.profiles.block(blocking, ada.require_user(), True)
    await world.events.cancel_registration(gone, event)
    ids = [closed.require_user(), blocking.require_user(), elsewhere.require_user(), gone.require_user(), uuid4()]
    problems: set[tuple[str, str]] = set()
    for id in ids:
        with pytest.raises(Problem) as problem:
            await world.profiles.answer(ada, event, id, "accept")
        problems.add((problem.value.code, problem.value.message))
    assert len(problems) == 1
    assert problems.pop()[0] == "not_found"


async def test_answers_ask_for_the_right_to_answer(world: Factories) -> None:
    ada, ben, outsider = await world.people(3)
    event = await world.open_event(ada, ben)
    for caller, code in ((outsider, "forbidden"), (ANONYMOUS, "unauthenticated"), (ada, "invalid")):
        assert await problem_code(world.profiles.answer(caller, event, ada.require_user(), "accept")) == code
    assert await problem_code(world.profiles.answer(ada, uuid4(), ben.require_user(), "accept")) == "not_found"
    assert await problem_code(world.profiles.matched(ada, ada.require_user(), ben.require_user())) == "forbidden"
    await world.profiles.set_open_to_meet(ada, event, False)
    assert await problem_code(world.profiles.answer(ada, event, ben.require_user(), "accept")) == "conflict"
    assert (await world.profiles.matches(outsider, event)).mutual == []


async def test_who_leaves_the_event_is_not_open_to_meet_any_more(world: Factories) -> None:
    ada, ben = await world.person(interests=["rust"]), await world.person(interests=["rust"])
    event = await world.open_event(ada, ben)
    assert len(await world.profiles.recommendations(ada, event)) == 1
    await world.events.cancel_registration(ben, event)
    await eventually(lambda: world.profiles.recommendations(ada, event), lambda found: not found)
    assert not (await world.profiles.matches(ben, event)).open_to_meet
