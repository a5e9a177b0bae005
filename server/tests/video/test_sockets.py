"""Calls as pages have them: through the gateway, over Socket.IO."""

import asyncio
from uuid import UUID, uuid4

import pytest

from hallway.kernel.ids import uuid7
from hallway.services.video.api import Call, Video
from tests.conftest import ConnectSocket, MakeUser, Socket, User
from tests.support.waiting import eventually
from tests.video.factories import CallFactories


class Story:
    """Ada rings Ben; each has a connected page."""

    def __init__(self, ada: User, ben: User, call: Call, of_ada: Socket, of_ben: Socket) -> None:
        self.ada, self.ben, self.call = ada, ben, call
        self.of_ada, self.of_ben = of_ada, of_ben

    async def join(self, socket: Socket, peer_id: str, again: bool = False) -> list[str]:
        """Join; the peer ids in the call."""
        value = await socket.value("call.join", {"callId": self.call.id, "peerId": peer_id, "again": again})
        return sorted(peer["peerId"] for peer in value["peers"])

    async def refused(self, socket: Socket, name: str, **fields: object) -> str:
        """Send what must be refused; the code."""
        answer = await socket.call(name, {"callId": self.call.id, **fields})
        assert not answer["ok"], answer
        return answer["error"]["code"]


@pytest.fixture
async def story(factories: CallFactories, make_user: MakeUser, connect_socket: ConnectSocket) -> Story:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event_id = await factories.met(ada.caller, ben.caller)
    of_ada, of_ben = await connect_socket(ada), await connect_socket(ben)
    call = await factories.apis.get(Video).ring(ada.caller, uuid7(), event_id, [ben.id])
    return Story(ada, ben, call, of_ada, of_ben)


async def test_a_call_from_ringing_to_the_end(story: Story, connect_socket: ConnectSocket) -> None:
    other_device = await connect_socket(story.ben)
    ring = await story.of_ben.until("call.ringing")
    assert (ring["call"]["id"], ring["call"]["callerId"]) == (str(story.call.id), str(story.ada.id))
    assert await story.join(story.of_ada, "pa") == ["pa"]
    assert await story.join(story.of_ben, "pb") == ["pa", "pb"]
    assert (await story.of_ada.until("call.peer_joined", lambda push: push["peerId"] == "pb"))["userId"] == str(
        story.ben.id
    )
    assert (await other_device.until("call.ring_ended"))["callId"] == str(story.call.id)
    signal = {"callId": story.call.id, "toPeer": "pa", "data": '{"a":"é"}'}
    await story.of_ben.value("call.signal", signal)
    heard = await story.of_ada.until("call.signal")
    assert heard == {"callId": str(story.call.id), "fromPeer": "pb", "data": '{"a":"é"}'}
    assert not [push for push in story.of_ben.pushes + other_device.pushes if push[0] == "call.signal"]
    await story.of_ben.value("call.leave", {"callId": story.call.id, "peerId": "pb"})
    assert (await story.of_ada.until("call.peer_left"))["peerId"] == "pb"
    await story.of_ada.value("call.leave", {"callId": story.call.id, "peerId": "pa"})
    for socket in (story.of_ada, story.of_ben, other_device):
        assert (await socket.until("call.ended"))["reason"] == "left"


async def test_joining_together_nobody_is_overlooked(story: Story) -> None:
    for _ in range(10):
        answers = await asyncio.gather(story.join(story.of_ada, "pa"), story.join(story.of_ben, "pb"))
        for socket, peers, other in ((story.of_ada, answers[0], "pb"), (story.of_ben, answers[1], "pa")):
            if other not in peers:
                await socket.until("call.peer_joined", lambda push, other=other: push["peerId"] == other)
        for socket, mine in ((story.of_ada, "pa"), (story.of_ben, "pb")):
            fields = {"callId": story.call.id, "peerId": mine, "closing": True}
            await socket.value("call.leave", fields)
            socket.pushes.clear()


async def test_a_second_page_takes_the_place_of_the_first(story: Story, connect_socket: ConnectSocket) -> None:
    await story.join(story.of_ben, "pb")
    await story.join(story.of_ada, "first")
    second = await connect_socket(story.ada)
    assert await story.join(second, "second") == ["pb", "second"]
    assert (await story.of_ada.until("call.peer_left"))["peerId"] == "first"
    assert (await story.of_ben.until("call.peer_left"))["peerId"] == "first"
    assert await story.refused(story.of_ada, "call.join", peerId="first", again=True) == "conflict"
    assert await story.refused(story.of_ada, "call.signal", toPeer="pb", data="x") == "forbidden"
    await story.of_ben.value("call.signal", {"callId": story.call.id, "toPeer": "second", "data": "x"})
    assert (await second.until("call.signal"))["fromPeer"] == "pb"


async def test_a_stolen_peer_id_receives_nothing(story: Story) -> None:
    await story.join(story.of_ada, "pa")
    await story.join(story.of_ben, "pb")
    assert await story.refused(story.of_ben, "call.join", peerId="pa") == "conflict"
    await story.join(story.of_ben, "pb")
    await story.of_ben.value("call.signal", {"callId": story.call.id, "toPeer": "pa", "data": "to ada"})
    assert (await story.of_ada.until("call.signal"))["fromPeer"] == "pb"
    assert not [push for push in story.of_ben.pushes if push[0] == "call.signal"]
    # A page that takes another id speaks by that one only.
    await story.join(story.of_ben, "pc")
    await story.of_ben.value("call.signal", {"callId": story.call.id, "toPeer": "pa", "data": "again"})
    assert (await story.of_ada.until("call.signal"))["fromPeer"] == "pc"


async def test_strangers_are_refused_everywhere(
    story: Story, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    stranger = await connect_socket(await make_user("Eve Example"))
    await story.join(story.of_ada, "pa")
    assert await story.refused(stranger, "call.join", peerId="pe") == "not_found"
    assert await story.refused(stranger, "call.join", peerId="pa", again=True) == "not_found"
    assert await story.refused(stranger, "call.signal", toPeer="pa", data="x") == "forbidden"
    await stranger.value("call.leave", {"callId": story.call.id, "peerId": "pa"})
    await story.join(story.of_ben, "pb")
    await story.of_ada.until("call.peer_joined", lambda push: push["peerId"] == "pb")
    assert not [push for push in stranger.pushes if push[0].startswith("call.")]


HOSTILE: list[tuple[str, dict[str, object]]] = [
    ("call.signal", {"toPeer": "pb", "data": "x" * 60_001}),
    ("call.signal", {"toPeer": "pb", "data": {"not": "text"}}),
    ("call.signal", {"toPeer": "pb:x", "data": ""}),
    ("call.signal", {"toPeer": "pb"}),
    ("call.signal", {"toPeer": "pb", "data": "", "fromPeer": "pb"}),
    ("call.join", {"peerId": "p" * 65}),
    ("call.join", {"peerId": "../x"}),
    ("call.join", {"peerId": ["pa"]}),
    ("call.join", {"peerId": "pa", "again": "yes"}),
    ("call.leave", {"peerId": ""}),
    ("call.join", {"peerId": "pa", "callId": "not-an-id"}),
]


@pytest.mark.parametrize(("name", "fields"), HOSTILE)
async def test_what_does_not_fit_is_refused(story: Story, name: str, fields: dict[str, object]) -> None:
    await story.join(story.of_ada, "pa")
    await story.join(story.of_ben, "pb")
    assert await story.refused(story.of_ada, name, **fields) == "invalid"
    assert await story.join(story.of_ada, "pa", again=True) == ["pa", "pb"]


async def test_a_signal_as_large_as_they_come(story: Story) -> None:
    await story.join(story.of_ada, "pa")
    await story.join(story.of_ben, "pb")
    await story.of_ada.value("call.signal", {"callId": story.call.id, "toPeer": "pb", "data": "x" * 60_000})
    assert len((await story.of_ben.until("call.signal"))["data"]) == 60_000


async def test_a_signal_to_nobody_and_into_another_call(story: Story, factories: CallFactories) -> None:
    await story.join(story.of_ada, "pa")
    await story.of_ada.value("call.signal", {"callId": story.call.id, "toPeer": "nobody", "data": "x"})
    answer = await story.of_ada.call("call.signal", {"callId": uuid4(), "toPeer": "pa", "data": "x"})
    assert answer["error"]["code"] == "forbidden"
    assert (await factories.video.call(story.ada.caller, UUID(str(story.call.id)))).ended_at is None


@pytest.mark.parametrize("closing", [True, False])
async def test_whoever_waits_is_told_when_the_other_does_not_come_back(
    story: Story, factories: CallFactories, connect_socket: ConnectSocket, closing: bool
) -> None:
    await story.join(story.of_ada, "pa")
    await story.join(story.of_ben, "pb")
    back = await connect_socket(story.ada)
    for gone, returns in ((story.of_ada, True), (back, False)):
        if closing:
            await gone.value("call.leave", {"callId": story.call.id, "peerId": "pa", "closing": True})
        await gone.client.disconnect()
        if returns:  # a reload
            assert await story.join(back, "pa") == ["pa", "pb"]
    factories.wait(21)

    async def left() -> list[str]:
        await factories.video.sweep()
        return [push["peerId"] for name, push in story.of_ben.pushes if name == "call.peer_left"]

    await eventually(left, lambda peers: peers == ["pa"])
    assert not await factories.ended(story.call)


async def test_a_caller_whose_page_is_gone_without_a_word_does_not_ring_on(story: Story) -> None:
    await story.join(story.of_ada, "pa")
    await story.of_ada.client.disconnect()
    ended = await story.of_ben.until("call.ended", timeout=20)
    assert (ended["callId"], ended["reason"]) == (str(story.call.id), "cancelled")
