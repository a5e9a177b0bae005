"""Who may do what with calls; the rules of ringing are tested where people ring."""

import pytest

from hallway.kernel.caller import Caller, CallerKind
from hallway.kernel.ids import uuid7
from hallway.services.video.policy import VideoPolicy
from tests.support.factories import refused
from tests.video.factories import CallFactories


@pytest.mark.parametrize("kind", ["guest", "token", "bot"])
async def test_calls_are_for_people_only(factories: CallFactories, kind: CallerKind) -> None:
    ada, ben = await factories.people(2)
    call = await factories.running(ada, ben)
    other, video = Caller(user_id=ada.require_user(), kind=kind), factories.video
    policy = VideoPolicy(factories.apis)
    assert await policy.may(ada, "see", call)
    assert not await policy.may(other, "see", call)
    for work in (
        video.call(other, call.id),
        video.ringing(other),
        video.ring(other, uuid7(), call.event_id, [ben.require_user()]),
        video.invite(other, call.id, [uuid7()]),
        video.join(other, call.id, "p0"),
        video.leave(other, call.id, "p0"),
        video.decline(other, call.id),
        video.ice_servers(other),
    ):
        async with refused("forbidden"):
            await work
    assert len((await video.join(ada, call.id, "p0", again=True)).peers) == 2
