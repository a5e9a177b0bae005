"""Stars belong to one person, on all their devices."""

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from tests.conftest import ConnectSocket, MakeUser
from tests.events.factories import published, put_now, remove_now, session_input
from tests.support.factories import TEST


async def test_stars_are_in_step_on_all_devices_and_nobody_elses(
    events: Events, apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event, id = await published(apis, host), uuid7()
    await put_now(events, host, event.id, id, session_input())
    hers, his = await connect_socket(ada), await connect_socket(ben)
    stars: set[str] = set()
    for starred in (True, True, False, False, True):
        await events.star(ada.caller, id, starred)
    for _ in range(3):
        push = await hers.until("agenda.starred")
        (stars.add if push["starred"] else stars.discard)(push["sessionId"])
    assert stars == {str(one) for one in await events.stars(ada.caller, event.id)} == {str(id)}
    assert await events.stars(ben.caller, event.id) == []
    assert await events.stars_of(TEST, event.id, [ada.id, ben.id]) == {ada.id: [id]}
    [due] = await events.stars_due(TEST, event.starts_at, event.ends_at)
    assert (due.session.id, due.user_ids, due.event_slug) == (id, [ada.id], event.slug)
    await remove_now(events, host, event.id, id)
    assert await events.stars(ada.caller, event.id) == []
    assert his.pushes == []
