"""Several messages sent together, as a page does with what waited while it was away."""

from datetime import timedelta

import pytest

from hallway.kernel.clock import now
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.chat.api import MAX_TOGETHER, Message, NewMessage, Outcomes
from hallway.services.chat.messages.token_bucket import BURST
from tests.chat.factories import ChatFactories
from tests.conftest import MakeUser


def some(count: int, text: str = "m") -> list[NewMessage]:
    return [NewMessage(id=uuid7(), body=f"{text} {n}") for n in range(count)]


def saved(answer: Outcomes) -> list[Message]:
    return [one.message for one in answer.outcomes if one.message]


async def test_are_saved_in_their_order_and_once(factories: ChatFactories, make_user: MakeUser) -> None:
    ada = (await make_user("Ada Example")).caller
    room = await factories.lobby(ada)
    several = some(MAX_TOGETHER)
    first = saved(await factories.chat.send_all(ada, room.id, several))
    assert [(one.id, one.seq) for one in first] == [(one.id, n) for n, one in enumerate(several, 1)]
    again = await factories.chat.send_all(ada, room.id, several[-3:])
    assert saved(again) == first[-3:]
    assert [one.body for one in await factories.chat.history(ada, room.id, None)] == [one.body for one in several]


async def test_go_on_after_one_that_is_refused(factories: ChatFactories, make_user: MakeUser) -> None:
    ada = (await make_user("Ada Example")).caller
    room = await factories.lobby(ada)
    several = [*some(1), NewMessage(id=uuid7(), body="\u3164"), *some(1)]
    answer = await factories.chat.send_all(ada, room.id, several)
    assert [one.problem.code if one.problem else None for one in answer.outcomes] == [None, "invalid", None]


async def test_stop_at_one_that_must_wait_so_that_none_overtakes_it(
    factories: ChatFactories, make_user: MakeUser
) -> None:
    """47 messages of a break go in a handful of requests: the burst at once, and then as many as a person may."""
    ada = (await make_user("Ada Example")).caller
    room = await factories.lobby(ada)
    clock = [now()]
    chat = factories.another(lambda: clock[0])
    several, requests = some(47), 0
    left = several
    while left and requests < 47:
        requests += 1
        outcomes = (await chat.send_all(ada, room.id, left[:MAX_TOGETHER])).outcomes
        done = [one for one in outcomes if one.message]
        left = left[len(done) :]
        if problem := outcomes[-1].problem:
            assert (problem.code, len(outcomes)) == ("too_many", len(done) + 1)
            clock[0] += timedelta(seconds=problem.data.retry_after or 0)
    assert requests <= 2 + (47 - BURST) // 3 + 1
    history = await factories.chat.history(ada, room.id, None, 100)
    assert [one.id for one in history] == [one.id for one in several]


async def test_are_of_members_and_not_too_many(factories: ChatFactories, make_user: MakeUser) -> None:
    ada, eve = (await make_user("Ada Example")).caller, (await make_user("Eve Example")).caller
    room = await factories.lobby(ada)
    with pytest.raises(Problem, match="Register for it"):
        await factories.chat.send_all(eve, room.id, some(1))
    for several in ([], some(MAX_TOGETHER + 1)):
        with pytest.raises(Problem, match="Send 1 to 20"):
            await factories.chat.send_all(ada, room.id, several)
