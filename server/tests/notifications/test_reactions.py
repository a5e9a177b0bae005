"""What people are told of calls, in step with the call itself."""

from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.notifications.api import Notification, Notifications
from hallway.services.video.api import Video
from tests.support.factories import Factories
from tests.support.waiting import eventually


async def call_notification(apis: Apis, person: Caller, detail: str, *, read: bool = False) -> Notification:
    """Wait for this person's notification of a call; all that they have of calls is one."""

    async def of_calls() -> list[Notification]:
        return [item for item in (await apis.get(Notifications).notifications(person)).items if item.kind == "call"]

    def wanted(found: list[Notification]) -> bool:
        return [(one.detail, one.read_at is not None) for one in found] == [(detail, read)]

    return (await eventually(of_calls, wanted))[0]


async def test_who_is_added_to_a_call_is_told_as_who_is_rung_first(apis: Apis) -> None:
    factories, video = Factories(apis), apis.get(Video)
    ada, ben, cat = await factories.people(3)
    event_id = await factories.open_event(ada, ben, cat)
    for one, other in ((ada, ben), (ben, cat)):
        await factories.match(event_id, one, other)
    call = await video.ring(ada, uuid7(), event_id, [ben.require_user()])
    await call_notification(apis, ben, "ringing")
    await video.join(ada, call.id, "pa")
    await video.join(ben, call.id, "pb")
    await call_notification(apis, ben, "ringing", read=True)

    await video.invite(ben, call.id, [cat.require_user()])
    ringing = await call_notification(apis, cat, "ringing")
    assert (ringing.actor_id, ringing.link.endswith(f"/call/{call.id}")) == (ben.require_user(), True)
    await video.decline(cat, call.id)
    await call_notification(apis, cat, "ringing", read=True)

    await video.invite(ben, call.id, [cat.require_user()])
    await call_notification(apis, cat, "ringing")
    await video.leave(ben, call.id, "pb")
    await video.leave(ada, call.id, "pa")
    missed = await call_notification(apis, cat, "missed")
    assert (missed.actor_id, UUID(missed.link.rsplit("/", 1)[1])) == (ben.require_user(), ben.require_user())
    await call_notification(apis, ben, "ringing", read=True)
