"""Who may publish, who may take down, and that an event is owned by who made it only once."""

import asyncio

import pytest

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth, PlatformRole
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.notifications.api import Notifications
from hallway.services.profiles.api import Profiles
from hallway.services.video.api import Video
from tests.conftest import Client, ConnectSocket, MakeUser, StartApp, User, free_port
from tests.events.factories import draft, event_input, published
from tests.support.factories import TEST, Factories, problem_code, refused
from tests.support.waiting import eventually


async def user_with(apis: Apis, make_user: MakeUser, name: str, *roles: PlatformRole) -> User:
    user = await make_user(name, apis)
    for role in roles:
        await apis.get(Auth).set_platform_role(TEST, user.id, role, True)
    return user


async def test_a_dismissed_host_does_not_own_the_event_again(events: Events, apis: Apis, host: Caller) -> None:
    event, auth, [ada] = await draft(apis, host), apis.get(Auth), await Factories(apis).people(1)
    assert await events.create(host, event.id, event_input(name="Again")) == event
    await auth.grant_event_role(TEST, event.id, ada.require_user(), "owner")
    await auth.revoke_event_role(TEST, event.id, host.require_user())
    async with refused("conflict"):
        await events.create(host, event.id, event_input())
    assert await auth.events_of(TEST, host.require_user()) == {}
    await auth.grant_event_role(TEST, event.id, host.require_user(), "speaker")
    async with refused("conflict"):
        await events.create(host, event.id, event_input())


async def test_an_id_that_is_taken_says_no_more_than_that(events: Events, apis: Apis, host: Caller) -> None:
    """Of a draft, a public event and one that its maker lost: the same words, and each costs as much as a new event."""
    [eve], seen = await Factories(apis).people(1), set[tuple[str, str]]()
    for event in (await draft(apis, host), await published(apis, host)):
        async with refused("conflict") as refusal:
            await events.create(eve, event.id, event_input())
        seen.add((refusal.problem.code, refusal.problem.message))
    assert len(seen) == 1


async def test_one_who_tries_twice_at_once_has_one_event(events: Events, apis: Apis, host: Caller) -> None:
    id = uuid7()
    made = await asyncio.gather(*(events.create(host, id, event_input()) for _ in range(4)))
    assert made == [made[0]] * 4
    assert list(await apis.get(Auth).events_of(TEST, host.require_user())) == [id]


@pytest.mark.parametrize(
    ("setting", "role", "may"),
    [
        (None, None, True),  # the tests are a demo
        ("everybody", None, True),
        ("invited", None, False),
        ("invited", "organiser", True),
        ("invited", "admin", True),
    ],
)
async def test_who_may_publish(
    start_app: StartApp, make_user: MakeUser, setting: str | None, role: PlatformRole | None, may: bool
) -> None:
    app = await start_app(organisers=setting, port=free_port())
    host = await user_with(app.apis, make_user, "Hanna Host", *([role] if role else []))
    event = await draft(app.apis, host.caller)
    assert (await app.apis.get(Auth).publishers(host.caller, [host.id]) == [host.id]) is may
    if may:
        assert (await app.apis.get(Events).publish(host.caller, event.id)).status == "published"
        return
    forged = Caller(host.id, host.caller.session_id, frozenset({"organiser"}))
    for caller in (host.caller, forged):
        async with refused("forbidden") as refusal:
            await app.apis.get(Events).publish(caller, event.id)
        assert "administrator" in refusal.problem.message
    assert await app.apis.get(Events).events(host.caller) == []


async def test_outside_of_the_demo_organisers_are_invited(start_app: StartApp, make_user: MakeUser) -> None:
    app = await start_app(demo=False, port=free_port())
    host = await user_with(app.apis, make_user, "Hanna Host")
    event = await draft(app.apis, host.caller)
    assert await problem_code(app.apis.get(Events).publish(host.caller, event.id)) == "forbidden"
    await app.apis.get(Auth).set_platform_role(TEST, host.id, "organiser", True)  # which holds at once
    await app.apis.get(Events).publish(host.caller, event.id)
    await app.apis.get(Events).cancel(host.caller, event.id)
    await app.apis.get(Auth).set_platform_role(TEST, host.id, "organiser", False)
    assert await problem_code(app.apis.get(Events).publish(host.caller, event.id)) == "forbidden"


async def test_an_organiser_of_the_installation_publishes_no_event_of_others(
    start_app: StartApp, make_user: MakeUser
) -> None:
    app = await start_app(organisers="invited", port=free_port())
    host, known = [await user_with(app.apis, make_user, name) for name in ("Hanna Host", "Olga Organiser")]
    await app.apis.get(Auth).set_platform_role(TEST, known.id, "organiser", True)
    event = await draft(app.apis, host.caller)
    assert await problem_code(app.apis.get(Events).publish(known.caller, event.id)) == "not_found"
    await app.apis.get(Auth).grant_event_role(TEST, event.id, known.id, "organiser")
    assert (await app.apis.get(Events).publish(known.caller, event.id)).status == "published"


async def test_administrators_make_organisers(apis: Apis, make_user: MakeUser, client: Client) -> None:
    admin, ada = await user_with(apis, make_user, "Anna Admin", "admin"), await make_user("Ada Example")
    change = "mutation ($u: ID!, $r: PlatformRole!) { setPlatformRole(userId: $u, role: $r, held: true) }"
    for who, role, code in (
        (ada, "organiser", "forbidden"),
        (ada, "admin", "forbidden"),
        (admin, "admin", "forbidden"),
        (None, "organiser", "unauthenticated"),
    ):
        answer = await client.graphql(change, {"u": ada.id, "r": role}, as_=who)
        assert answer["errors"][0]["extensions"]["code"] == code
    assert "errors" not in await client.graphql(change, {"u": ada.id, "r": "organiser"}, as_=admin)
    [user] = await apis.get(Auth).users(TEST, [ada.id])
    assert user.roles == {"organiser"}
    forged = Caller(ada.id, ada.caller.session_id, frozenset({"admin"}))
    assert await problem_code(apis.get(Auth).set_platform_role(forged, ada.id, "organiser", True)) == "forbidden"
    assert await problem_code(apis.get(Auth).publishers(ada.caller, [admin.id])) == "forbidden"
    assert await problem_code(apis.get(Auth).set_platform_role(admin.caller, uuid7(), "organiser", True)) == "not_found"


async def test_only_administrators_take_down(apis: Apis, events: Events, host: Caller, make_user: MakeUser) -> None:
    event, other = await published(apis, host), await draft(apis, host)
    admin, ada = await user_with(apis, make_user, "Anna Admin", "admin"), await make_user("Ada Example")
    forged = Caller(ada.id, ada.caller.session_id, frozenset({"admin"}))
    for caller in (host, ada.caller, forged):
        for work in (events.take_down(caller, event.id, "no"), events.give_back(caller, event.id)):
            assert await problem_code(work) == "forbidden"
    assert await problem_code(events.take_down(ada.caller, other.id, "no")) == "not_found"
    assert await problem_code(events.take_down(Caller(kind="anonymous"), event.id, "no")) == "unauthenticated"
    assert await problem_code(events.take_down(admin.caller, other.id, "nobody sees it")) == "conflict"
    assert await problem_code(events.take_down(admin.caller, event.id, " ")) == "invalid"
    assert (await events.give_back(admin.caller, event.id)).status == "published"


async def test_what_is_taken_down_is_gone_for_all_but_its_organisers(
    hallway: App, apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    factories, events, chat = Factories(apis), apis.get(Events), apis.get(Chat)
    admin, ada = await user_with(apis, make_user, "Anna Admin", "admin"), await make_user("Ada Example")
    event_id = await factories.event(ada.caller)
    host, event = factories.host, await events.event_by_id(TEST, event_id)
    room = await chat.event_room(ada.caller, event_id)
    page = await connect_socket(ada)
    await page.value("event.watch", {"eventId": event_id})
    await page.value("event.enter", {"eventId": event_id})
    await page.value("chat.join", {"roomId": room.id, "after": None})
    down = await events.take_down(admin.caller, event_id, "Sells tickets that are none")
    assert (down.status, down.taken_down) == ("draft", "Sells tickets that are none")
    assert await events.take_down(admin.caller, event_id, "again") == down
    pushed = await page.until("event.changed")
    assert (pushed["event"]["status"], pushed["event"]["takenDown"]) == ("draft", "")
    assert await events.events(ada.caller) == []
    for work in (events.event(ada.caller, event.slug), events.register((await make_user("Ben")).caller, event_id)):
        assert await problem_code(work) == "not_found"
    await eventually(lambda: _is_out(chat, ada.caller, room.id))
    for name in ("event.enter", "event.watch"):
        assert (await page.call(name, {"eventId": event_id}))["error"]["code"] == "not_found"
    for work in (
        chat.send(ada.caller, room.id, uuid7(), "hello?"),
        chat.direct_room(host, ada.id),
        apis.get(Profiles).search(ada.caller, event_id, "ada"),
    ):
        assert await problem_code(work) in ("forbidden", "not_found"), work
    assert await problem_code(apis.get(Video).ring(host, uuid7(), event_id, [ada.id])) == "forbidden"
    assert (await events.event_by_id(host, event_id)).taken_down == "Sells tickets that are none"
    assert await problem_code(events.publish(host, event_id)) == "conflict"
    assert await problem_code(events.cancel_registration(ada.caller, event_id)) == "not_found"
    back = await events.give_back(admin.caller, event_id)
    assert (back.status, back.taken_down) == ("published", None)
    assert back.registered_count == event.registered_count
    await page.value("event.enter", {"eventId": event_id})
    await page.value("chat.join", {"roomId": room.id, "after": None})


async def _is_out(chat: Chat, person: Caller, room_id: object) -> bool:
    try:
        await chat.join(person, room_id, None)  # type: ignore[arg-type]
    except Problem as problem:
        return problem.code in ("forbidden", "not_found")
    return False


async def test_who_is_told_of_it(apis: Apis, make_user: MakeUser) -> None:
    factories, events = Factories(apis), apis.get(Events)
    admin, ada = await user_with(apis, make_user, "Anna Admin", "admin"), await factories.person()
    event_id = await factories.event(ada)
    slug = (await events.event_by_id(TEST, event_id)).slug

    async def told(person: Caller) -> list[tuple[str, str]]:
        items = (await apis.get(Notifications).notifications(person)).items
        return [(one.detail, one.link) for one in items]

    await events.take_down(admin.caller, event_id, "Sells tickets that are none")
    await eventually(lambda: told(ada), lambda found: found == [("taken_down", "/")])
    await eventually(lambda: told(factories.host), lambda found: found == [("taken_down", f"/e/{slug}/manage")])
    await events.give_back(admin.caller, event_id)
    await eventually(lambda: told(ada), lambda found: found[:1] == [("restored", f"/e/{slug}")])
