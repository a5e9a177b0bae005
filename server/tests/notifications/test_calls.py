"""What people are told of calls, in step with the call itself."""

import asyncio
from uuid import UUID

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.notifications.api import Notice, Notifications
from hallway.services.video.api import Video
from tests.support.factories import Factories


async def call_notice(apis: Apis, person: Caller, detail: str, *, read: bool = False) -> Notice:
    """Wait for this person's notice of a call; all that they have of calls is one."""
    found: list[Notice] = []
    try:
        async with asyncio.timeout(10):
            while True:
                items = (await apis.get(Notifications).notices(person)).items
                found = [item for item in items if item.kind == "call"]
                if len(found) == 1 and (found[0].detail, found[0].read_at is not None) == (detail, read):
                    return found[0]
                await asyncio.sleep(0.05)
    except TimeoutError:
        pytest.fail(f"wanted {detail}, there is {found}")


async def test_who_is_added_to_a_call_is_told_as_who_is_rung_first(apis: Apis) -> None:
    world, video = Factories(apis), apis.get(Video)
    ada, ben, cat = await world.people(3)
    event_id = await world.open_event(ada, ben, cat)
    for one, other in ((ada, ben), (ben, cat)):
        await world.match(event_id, one, other)
    call = await video.ring(ada, uuid7(), event_id, [ben.require_user()])
    await call_notice(apis, ben, "ringing")
    await video.join(ada, call.id, "pa")
    await video.join(ben, call.id, "pb")
    await call_notice(apis, ben, "ringing", read=True)

    await video.invite(ben, call.id, [cat.require_user()])
    notice = await call_notice(apis, cat, "ringing")
    assert (notice.actor_id, notice.link.endswith(f"/call/{call.id}")) == (ben.require_user(), True)
    await video.decline(cat, call.id)
    await call_notice(apis, cat, "ringing", read=True)

    await video.invite(ben, call.id, [cat.require_user()])
    await call_notice(apis, cat, "ringing")
    await video.leave(ben, call.id, "pb")
    await video.leave(ada, call.id, "pa")
    missed = await call_notice(apis, cat, "missed")
    assert (missed.actor_id, UUID(missed.link.rsplit("/", 1)[1])) == (ben.require_user(), ben.require_user())
    await call_notice(apis, ben, "ringing", read=True)
