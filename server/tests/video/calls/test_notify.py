"""State before + pushes = state after: a page in a call knows whom it rings, whoever does what."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import msgspec
import pytest

from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.video.api import Call, Video
from tests.conftest import ConnectSocket, MakeUser, Socket, User
from tests.support.waiting import eventually
from tests.video.factories import CallFactories


class Page:
    """What a page in the call holds of it, changed by pushes only."""

    def __init__(self, socket: Socket, call: dict[str, Any]) -> None:
        self.socket = socket
        self.call = call

    def take(self) -> dict[str, Any]:
        """Merge what has come: a higher revision replaces a lower."""
        for name, fields in self.socket.pushes:
            if name == "call.changed" and fields["call"]["revision"] > self.call["revision"]:
                self.call = fields["call"]
        self.socket.pushes.clear()
        return self.call


async def arrived(video: Video, ada: User, call: Call, pages: list[Page]) -> None:
    """Wait until every page is as the state is."""
    wanted = msgspec.to_builtins(await video.call(ada.caller, call.id))
    for page in pages:
        await eventually(page.take, lambda shown: shown == wanted)


@pytest.mark.parametrize("seed", range(3))
async def test_any_story_told_by_pushes_is_the_state(
    factories: CallFactories, make_user: MakeUser, connect_socket: ConnectSocket, seed: int
) -> None:
    chance, video = random.Random(seed), factories.apis.get(Video)
    ada, ben, *others = [await make_user(f"Person {letter}") for letter in "ABCDE"]
    event_id = await factories.met(ada.caller, ben.caller, *(other.caller for other in others))
    call = await video.ring(ada.caller, uuid7(), event_id, [ben.id])
    pages: list[Page] = []
    for number, user in enumerate((ada, ben)):
        socket = await connect_socket(user)
        joined = await socket.value("call.join", {"callId": call.id, "peerId": f"p{number}"})
        pages.append(Page(socket, joined["call"]))
    for _ in range(20):
        await asyncio.gather(*(_something(video, chance, call, (ada, ben), other) for other in others))
        await arrived(video, ada, call, pages)
    assert pages[0].call["revision"] > 5


async def _something(video: Video, chance: random.Random, call: Call, inside: tuple[User, User], other: User) -> None:
    """One of those outside is rung, or does something, which may be refused."""
    what = chance.choice(["invite", "invite", "decline", "join", "leave"])
    with suppress(Problem):
        if what == "invite":
            await video.invite(chance.choice(inside).caller, call.id, [other.id])
        elif what == "decline":
            await video.decline(other.caller, call.id)
        elif what == "join":
            await video.join(other.caller, call.id, other.id.hex)
        else:
            await video.leave(other.caller, call.id, other.id.hex)


async def test_who_is_not_in_the_call_is_sent_nothing_of_it(
    factories: CallFactories, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    video = factories.apis.get(Video)
    ada, ben, cat = [await make_user(name) for name in ("Ada", "Ben", "Cat")]
    call = await video.ring(ada.caller, uuid7(), await factories.met(ada.caller, ben.caller, cat.caller), [ben.id])
    of_ada, of_ben, of_cat = [await connect_socket(user) for user in (ada, ben, cat)]
    await of_ada.value("call.join", {"callId": call.id, "peerId": "pa"})
    await video.invite(ada.caller, call.id, [cat.id])
    ring = await of_cat.until("call.ringing")
    assert [(one["personId"], one["callerId"]) for one in ring["call"]["rings"]] == [
        (str(ben.id), str(ada.id)),
        (str(cat.id), str(ada.id)),
    ]
    await of_ada.until("call.changed", lambda push: len(push["call"]["invitedIds"]) == 2)
    await video.decline(cat.caller, call.id)
    assert (await of_cat.until("call.ring_ended"))["nth"] == 1
    await of_ada.until("call.changed", lambda push: push["call"]["rings"][1]["state"] == "declined")
    assert not [push for push in of_ben.pushes + of_cat.pushes if push[0] == "call.changed"]
