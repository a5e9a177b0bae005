"""Watching an event and being at its venue, over real sockets."""

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.profiles.api import Profiles
from tests.conftest import ConnectSocket, MakeUser, Socket
from tests.events.factories import draft, event_input, imported, published, put_now, remove_now, session_input
from tests.events.imports.schedule_files import FILES
from tests.support.factories import TEST, problem_code
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
    await put_now(events, host, event.id, id, session_input(minutes=120))
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


async def test_who_does_not_make_a_draft_any_more_hears_no_more_of_it(
    events: Events, apis: Apis, host: Caller, hallway: App, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    """Made a speaker of an organiser: the draft is not there for them, on no way."""
    event, ada = await draft(apis, host), await make_user("Ada Example")
    auth = apis.get(Auth)
    await auth.grant_event_role(TEST, event.id, ada.id, "organiser")
    page = await connect_socket(ada)
    await page.value("event.watch", {"eventId": event.id})
    await page.value("event.enter", {"eventId": event.id})
    session_id = uuid7()
    await put_now(events, ada.caller, event.id, session_id, session_input("Mine"))
    await events.star(ada.caller, session_id, True)
    report = await imported(apis, ada.caller, event.id, FILES["frab.json"])
    assert await events.my_stars(ada.caller, [event.id]) == {event.id: [session_id]}
    await auth.grant_event_role(TEST, event.id, ada.id, "speaker")
    await auth.revoke_event_role(TEST, event.id, ada.id, "organiser")
    await facts_heard(hallway.settings.database_url)
    page.pushes.clear()
    await put_now(events, host, event.id, uuid7(), session_input("TOP SECRET keynote"))
    for name in ("event.watch", "event.enter"):
        assert await code(page, name, event.id) == "not_found"
    for work in (
        events.event_by_id(ada.caller, event.id),
        events.agenda(ada.caller, event.id),
        events.search(ada.caller, event.id, "secret"),
        put_now(events, ada.caller, event.id, uuid7(), session_input("Mine")),
        remove_now(events, ada.caller, event.id, session_id),
        events.star(ada.caller, session_id, True),
        events.import_report(ada.caller, report.id),
        events.import_schedule(ada.caller, event.id, b"{}", "a.json"),
        apis.get(Chat).mutes(ada.caller, event.id),
        apis.get(Chat).event_room(ada.caller, event.id),
        apis.get(Profiles).attendees(ada.caller, event.id),
    ):
        assert await problem_code(work) == "not_found"
    assert await problem_code(auth.event_team(ada.caller, event.id)) == "forbidden"
    assert await events.my_stars(ada.caller, [event.id]) == {}
    assert event.id not in [one.id for one in await events.my_events(ada.caller)]
    assert page.pushes == []


async def test_who_made_the_schedule_file_and_is_dismissed_is_not_told_of_the_import(
    events: Events, apis: Apis, host: Caller, hallway: App, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    event, ada = await published(apis, host), await make_user("Ada Example")
    auth = apis.get(Auth)
    await auth.grant_event_role(TEST, event.id, ada.id, "organiser")
    report = await imported(apis, ada.caller, event.id, FILES["frab.json"])
    await auth.revoke_event_role(TEST, event.id, ada.id)
    assert await problem_code(events.import_report(ada.caller, report.id)) == "not_found"
    assert (await events.import_report(host, report.id)).state == "done"
