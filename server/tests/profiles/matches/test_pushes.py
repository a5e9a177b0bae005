"""State before + pushes = state after: an open page needs no reload."""

import asyncio
import random
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.services.profiles.api import Matches
from tests.conftest import ConnectSocket, MakeUser, Socket, User
from tests.support.factories import TEST, Factories
from tests.support.waiting import eventually


class Page:
    """What a page holds of one person's matches, changed by pushes only."""

    def __init__(self, matches: Matches) -> None:
        self.open = matches.open_to_meet
        self.asked = {str(one.person_id) for one in matches.asked}
        self.mutual = {str(one.person_id): msgspec.to_builtins(one) for one in matches.mutual}

    def take(self, name: str, fields: dict[str, Any]) -> None:
        """Merge one push."""
        if name == "match.open":
            self.open = fields["openToMeet"]
        elif name == "match.answered" and fields["personId"] not in self.mutual:  # a match is not answered again
            self.asked.discard(fields["personId"])
            if fields["answer"] == "accept":
                self.asked.add(fields["personId"])
        elif name == "match.made":
            self.asked.discard(fields["match"]["personId"])
            self.mutual[fields["match"]["personId"]] = fields["match"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"Page({vars(self)})"


async def arrived(world: Factories, socket: Socket, user: User, event: UUID, page: Page) -> None:
    """Merge what comes until the page is as the state is."""
    wanted = Page(await world.profiles.matches(user.caller, event))

    def merged() -> Page:
        while socket.pushes:
            page.take(*socket.pushes.pop(0))
        return page

    await eventually(merged, lambda page: page == wanted)


@pytest.mark.parametrize("seed", range(4))
async def test_any_story_told_by_pushes_is_the_state(
    world: Factories, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket, seed: int
) -> None:
    chance = random.Random(seed)
    users = [await make_user(f"Person {letter}") for letter in "ABC"]
    others: list[Caller] = [*(user.caller for user in users), *await world.people(3)]
    event = await world.event(*others)
    for other in others[3:]:
        await world.profiles.set_open_to_meet(other, event, True)
    sockets = [await connect_socket(user) for user in users]
    pages = [Page(await world.profiles.matches(user.caller, event)) for user in users]
    for _ in range(12):
        actors = chance.sample(others, 4)
        await asyncio.gather(*(_something(world, chance, event, one, others) for one in actors))
        for user, socket, page in zip(users, sockets, pages, strict=True):
            await arrived(world, socket, user, event, page)


async def _something(world: Factories, chance: random.Random, event: UUID, one: Caller, people: list[Caller]) -> None:
    """One person does something, which may be refused."""
    other = chance.choice([person for person in people if person != one])
    with suppress(Problem):
        if chance.random() < 0.25:
            await world.profiles.set_open_to_meet(one, event, chance.random() < 0.8)
        else:
            answer = chance.choice(["accept", "accept", "accept", "pass", None])
            await world.profiles.answer(one, event, other.require_user(), answer)


async def test_pushes_reach_nobody_else(world: Factories, make_user: MakeUser, connect_socket: ConnectSocket) -> None:
    """What I answer is told to my own devices; that somebody asked or passed is told to nobody."""
    ada, ben = await make_user("Ada"), await make_user("Ben")
    event = await world.event(ada.caller, ben.caller)
    mine, other_device, theirs = [await connect_socket(user) for user in (ada, ada, ben)]
    for user in (ada, ben):
        await world.profiles.set_open_to_meet(user.caller, event, True)
    for answer in ("accept", "pass", None, "accept"):
        await world.profiles.answer(ada.caller, event, ben.id, answer)
        pushed = [await socket.until("match.answered") for socket in (mine, other_device)]
        assert [fields["answer"] for fields in pushed] == [answer, answer]
    await world.profiles.answer(ben.caller, event, ada.id, "accept")
    made = [(await socket.until("match.made"))["match"] for socket in (mine, other_device, theirs)]
    assert [match["personId"] for match in made] == [str(ben.id), str(ben.id), str(ada.id)]
    names = [(name, fields["personId"]) for name, fields in theirs.pushes if name == "match.answered"]
    assert names == [("match.answered", str(ada.id))]
    await world.profiles.block(ada.caller, ben.id, True)
    assert await world.profiles.matched(TEST, ada.id, ben.id) is None
