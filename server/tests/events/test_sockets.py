"""Watching an event and being at its venue, over real sockets."""

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from tests.conftest import ConnectSocket, MakeUser, Socket
from tests.events.factories import draft, event_input, published, session_input
from tests.support.factories import TEST
from tests.support.recorder import facts_heard


async def code(page: Socket, name: str, event_id: object) -> str:
    """The code a message is refused with."""
    answer = await page.call(name, {"eventId": event_id})
    assert not answer["ok"], answer
    return answer["error"]["code"]


async def test_watching_starts_with_what_is(
    events: Events, apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    event, id = await published(apis, host), uuid7()
    await events.put_session(host, event.id, id, session_input(minutes=120))
    page = await connect_socket(await make_user("Ada Example"))
    watched = await page.value("event.watch", {"eventId": event.id})
    assert (watched["event"]["version"], watched["nowNext"]["now"]) == (event.version + 1, [str(id)])
    await events.update(host, event.id, event.version + 1, event_input(name="Renamed", capacity=2))
    assert (await page.until("event.changed"))["event"]["name"] == "Renamed"
    await events.cancel(host, event.id)
    assert (await page.until("event.changed"))["event"]["status"] == "cancelled"
    await page.value("event.unwatch", {"eventId": event.id})
    await events.publish(host, event.id)
    await page.value("event.watch", {"eventId": event.id})
    assert [name for name, _ in page.pushes if name == "event.changed"] == []


async def test_a_rush_is_told_once_a_second(
    events: Events, apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    event = await published(apis, host)
    page, user = await connect_socket(await make_user("Ada Example")), await make_user("Ben Example")
    await page.value("event.watch", {"eventId": event.id})
    for _ in range(20):
        await events.register(user.caller, event.id)
        await events.cancel_registration(user.caller, event.id)
    await events.register(user.caller, event.id)
    await page.until("event.changed", lambda push: push["event"]["registeredCount"] == 1)
    assert [name for name, _ in page.pushes].count("event.changed") < 6


async def test_people_without_an_account_watch_and_no_more(
    events: Events, apis: Apis, host: Caller, connect_socket: ConnectSocket
) -> None:
    event, hidden = await published(apis, host), await draft(apis, host)
    page = await connect_socket(None)
    await page.value("event.watch", {"eventId": event.id})
    await events.update(host, event.id, event.version, event_input(name="Renamed"))
    assert (await page.until("event.changed"))["event"]["name"] == "Renamed"
    assert await code(page, "event.watch", hidden.id) == "not_found"
    assert await code(page, "event.enter", event.id) == "unauthenticated"
    room = await page.call("chat.join", {"roomId": uuid7(), "after": None})
    assert room["error"]["code"] == "unauthenticated"


async def test_nobody_watches_or_enters_what_they_may_not_see(
    apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    event, open_ = await draft(apis, host), await published(apis, host)
    page = await connect_socket(await make_user("Ada Example"))
    for name in ("event.watch", "event.enter"):
        assert await code(page, name, event.id) == "not_found"
        assert await code(page, name, uuid7()) == "not_found"
        assert await code(page, name, "watch:*") == "invalid"
        assert await code(page, name, 2**70) == "invalid"
    assert await code(page, "event.enter", open_.id) == "forbidden"


async def test_who_loses_the_right_is_out_at_once(
    events: Events, apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    ada, ben = await make_user("Ada Example"), await make_user("Ben Example")
    event, auth = await published(apis, host), apis.get(Auth)
    for who in (ada, ben):
        await events.register(who.caller, event.id)
    hers, his = await connect_socket(ada), await connect_socket(ben)
    for page in (hers, his):
        await page.value("event.enter", {"eventId": event.id})
    await seen(his, 2)
    await events.cancel_registration(ada.caller, event.id)
    await seen(his, 1)
    assert await code(hers, "event.enter", event.id) == "forbidden"
    await auth.grant_event_role(TEST, event.id, ada.id, "speaker")
    await hers.value("event.enter", {"eventId": event.id})
    await seen(his, 2)
    await auth.grant_event_role(TEST, event.id, ben.id, "judge")
    await auth.revoke_event_role(TEST, event.id, ada.id)
    await seen(his, 1)
    await events.cancel_registration(ben.caller, event.id)  # stays, being a judge
    await hers.value("event.watch", {"eventId": event.id})
    assert await code(hers, "event.enter", event.id) == "forbidden"
    await his.value("event.enter", {"eventId": event.id})


async def test_a_former_organiser_stops_seeing_the_draft(
    hallway: App, events: Events, apis: Apis, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    user = await make_user("Ada Example")
    event, auth = await draft(apis, host), apis.get(Auth)
    await auth.grant_event_role(TEST, event.id, user.id, "organiser")
    page = await connect_socket(user)
    await page.value("event.watch", {"eventId": event.id})
    await auth.revoke_event_role(TEST, event.id, user.id)
    await facts_heard(hallway.settings.database_url)
    public = await published(apis, host)
    await page.value("event.watch", {"eventId": public.id})
    await events.update(host, event.id, event.version, event_input(name="Secret"))
    await events.update(host, public.id, public.version, event_input(name="Known to all"))
    pushed = await page.until("event.changed")
    assert pushed["event"]["name"] == "Known to all"


async def seen(page: Socket, count: int) -> None:
    """Wait until presence says that so many people are there."""
    await page.until("presence", lambda push: push["count"] == count)
