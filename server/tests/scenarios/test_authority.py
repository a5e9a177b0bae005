"""What somebody may do to others by an event that they made themselves: nothing, until these come of their own will."""

from typing import Any
from uuid import UUID

import pytest

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.notifications.api import Notification, Notifications
from hallway.services.profiles.api import Profiles
from hallway.services.video.api import Video
from tests.conftest import Client, ConnectSocket, MakeUser, User
from tests.events.factories import draft, published
from tests.support.factories import TEST, problem_code
from tests.support.recorder import facts_heard
from tests.support.waiting import eventually

ROLES: tuple[EventRole, ...] = ("owner", "organiser", "moderator", "speaker", "attendee")
INVITATIONS = "{ myRoleInvitations { eventId eventName inviter { name } roles { role } } }"


async def doors(apis: Apis, host: User, event_id: UUID, victim: User) -> list[str]:
    """How each way that staff have toward people of their event is answered: its code, or what came of it."""
    found = await apis.get(Profiles).search(host.caller, event_id, victim.name)
    return [
        await problem_or_done(apis.get(Chat).direct_room(host.caller, victim.id)),
        await problem_or_done(apis.get(Video).ring(host.caller, uuid7(), event_id, [victim.id])),
        await problem_or_done(apis.get(Chat).mute(host.caller, event_id, victim.id, 5)),
        "found" if found else "not found",
    ]


async def problem_or_done(work: Any) -> str:
    try:
        await work
    except Exception as problem:
        return str(getattr(problem, "code", problem))
    return "done"


CLOSED = ["forbidden", "forbidden", "not_found", "not found"]


async def told(apis: Apis, person: User) -> list[Notification]:
    return (await apis.get(Notifications).notifications(person.caller)).items


@pytest.mark.parametrize("role", ROLES)
async def test_an_invitation_opens_no_door(hallway: App, apis: Apis, make_user: MakeUser, role: EventRole) -> None:
    eve, vic = await make_user("Eve Maker"), await make_user("Vic Tim")
    auth, event = apis.get(Auth), await draft(apis, eve.caller)
    await auth.grant_event_role(eve.caller, event.id, vic.id, role)
    await facts_heard(hallway.settings.database_url)
    assert await doors(apis, eve, event.id, vic) == CLOSED
    membership = await apis.get(Events).membership(TEST, event.id, vic.id)
    assert (membership.registered, membership.roles) == (False, [])
    await auth.accept_event_role(vic.caller, event.id)
    staff = role in ("owner", "organiser", "moderator")
    muted = "forbidden" if staff else "done"
    assert await doors(apis, eve, event.id, vic) == ["done", "done", muted, "not found"]
    if role != "owner":
        await auth.leave_event_team(vic.caller, event.id)
        assert (await doors(apis, eve, event.id, vic))[1:] == CLOSED[1:]


async def test_a_published_event_opens_doors_to_who_registered(apis: Apis, make_user: MakeUser) -> None:
    eve, vic = await make_user("Eve Maker"), await make_user("Vic Tim")
    event = await published(apis, eve.caller)
    assert await doors(apis, eve, event.id, vic) == CLOSED
    await apis.get(Events).register(vic.caller, event.id)
    assert (await doors(apis, eve, event.id, vic))[:3] == ["done"] * 3
    assert (await doors(apis, vic, event.id, eve))[:3] == ["done", "forbidden", "forbidden"]


async def test_an_invitation_shows_no_draft(
    apis: Apis, client: Client, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    eve, vic = await make_user("Eve Maker"), await make_user("Vic Tim")
    event = await draft(apis, eve.caller, name="Secret Conf", tagline="Top secret")
    await apis.get(Auth).grant_event_role(eve.caller, event.id, vic.id, "organiser")
    found = (await client.graphql(INVITATIONS, as_=vic))["data"]["myRoleInvitations"]
    assert found == [
        {
            "eventId": str(event.id),
            "eventName": "Secret Conf",
            "inviter": {"name": "Eve Maker"},
            "roles": [{"role": "organiser"}],
        }
    ]
    assert (await client.graphql(INVITATIONS, as_=eve))["data"] == {"myRoleInvitations": []}
    assert (await client.graphql(INVITATIONS))["errors"][0]["extensions"]["code"] == "unauthenticated"
    assert await problem_code(apis.get(Events).event(vic.caller, event.slug)) == "not_found"
    assert event.id not in {one.id for one in await apis.get(Events).my_events(vic.caller)}
    page = await connect_socket(vic)
    for name in ("event.watch", "event.enter"):
        assert (await page.call(name, {"eventId": event.id}))["error"]["code"] == "not_found"


async def test_the_invited_person_is_told_and_answers(hallway: App, apis: Apis, make_user: MakeUser) -> None:
    eve, vic = await make_user("Eve Maker"), await make_user("Vic Tim")
    auth, event = apis.get(Auth), await draft(apis, eve.caller, name="Small Conf")
    await auth.grant_event_role(eve.caller, event.id, vic.id, "speaker")
    await auth.grant_event_role(eve.caller, event.id, vic.id, "judge")
    await facts_heard(hallway.settings.database_url)
    [one] = await eventually(lambda: told(apis, vic), bool)
    assert (one.kind, one.subject, one.detail, one.actor_id) == ("invitation", "Small Conf", "speaker", eve.id)
    assert (one.link, one.read_at) == ("/invitations", None)
    await auth.revoke_event_role(eve.caller, event.id, vic.id)
    await eventually(lambda: told(apis, vic), lambda found: found[0].read_at is not None)
    await auth.grant_event_role(eve.caller, event.id, vic.id, "judge")
    await eventually(lambda: told(apis, vic), lambda found: [one.read_at for one in found] == [None])
    await auth.decline_event_role(vic.caller, event.id)
    await eventually(lambda: told(apis, vic), lambda found: found[0].read_at is not None)


@pytest.mark.parametrize("blocker", ["invited", "inviter"])
async def test_across_a_block_nobody_is_invited_and_nobody_can_tell(
    hallway: App, apis: Apis, client: Client, make_user: MakeUser, blocker: str
) -> None:
    eve, vic, ann = await make_user("Eve Maker"), await make_user("Vic Tim"), await make_user("Ann Other")
    first, second = (vic, eve) if blocker == "invited" else (eve, vic)
    await apis.get(Profiles).block(first.caller, second.id, True)
    auth, event = apis.get(Auth), await draft(apis, eve.caller)
    for one in (vic, ann):
        await auth.grant_event_role(eve.caller, event.id, one.id, "speaker")
    await facts_heard(hallway.settings.database_url)
    await eventually(lambda: told(apis, ann), bool)
    assert await told(apis, vic) == []
    assert (await client.graphql(INVITATIONS, as_=vic))["data"] == {"myRoleInvitations": []}
    team = await auth.event_team(eve.caller, event.id)
    assert [(len(one.roles), len(one.invited)) for one in team] == [(1, 0), (0, 1), (0, 1)]


async def test_what_was_taken_down_invites_nobody(hallway: App, apis: Apis, make_user: MakeUser) -> None:
    eve, vic = await make_user("Eve Maker"), await make_user("Vic Tim")
    auth, event = apis.get(Auth), await published(apis, eve.caller, name="Cheap tickets here")
    await apis.get(Events).take_down(TEST, event.id, "Spam")
    await auth.grant_event_role(eve.caller, event.id, vic.id, "speaker")
    await facts_heard(hallway.settings.database_url)
    assert await apis.get(Profiles).role_invitations(vic.caller) == []
    assert await told(apis, vic) == []


async def test_who_leaves_the_team_leaves_every_channel(
    apis: Apis, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    """And who is of the team is seen by all who are there, as it changes."""
    host, mod, ada = await make_user("Hanna Host"), await make_user("Mo Derator"), await make_user("Ada Example")
    auth, event = apis.get(Auth), await published(apis, host.caller)
    await apis.get(Events).register(ada.caller, event.id)
    page, hers = await connect_socket(mod), await connect_socket(ada)
    await hers.value("event.enter", {"eventId": event.id})
    await auth.grant_event_role(host.caller, event.id, mod.id, "moderator")
    assert (await page.call("event.enter", {"eventId": event.id}))["error"]["code"] == "forbidden"
    await auth.accept_event_role(mod.caller, event.id)
    team = [{"userId": str(host.id), "role": "owner"}, {"userId": str(mod.id), "role": "moderator"}]
    assert (await hers.until("event.staff", lambda push: len(push["staff"]) > 1))["staff"] == team
    await page.value("event.enter", {"eventId": event.id})
    await hers.until("presence", lambda push: push["count"] == 2)
    room = await apis.get(Chat).event_room(mod.caller, event.id)
    await page.value("chat.join", {"roomId": room.id, "after": None})
    await auth.leave_event_team(mod.caller, event.id)
    assert (await hers.until("event.staff", lambda push: len(push["staff"]) < 2))["staff"] == team[:1]
    await hers.until("presence", lambda push: push["count"] == 1)
    for name, fields in (
        ("event.enter", {"eventId": event.id}),
        ("chat.join", {"roomId": room.id, "after": None}),
        ("chat.send", {"roomId": room.id, "id": uuid7(), "body": "still here?"}),
    ):
        assert (await page.call(name, fields))["error"]["code"] == "forbidden", name


async def test_who_is_of_the_team_is_told_to_people_of_the_event(
    apis: Apis, client: Client, make_user: MakeUser
) -> None:
    host, ada, eve = await make_user("Hanna Host"), await make_user("Ada Example"), await make_user("Eve Other")
    event = await published(apis, host.caller)
    await apis.get(Events).register(ada.caller, event.id)
    await apis.get(Auth).grant_event_role(host.caller, event.id, eve.id, "moderator")
    query = "query ($s: String!) { event(slug: $s) { staff { userId role } } }"
    for who, seen in ((ada, [{"userId": str(host.id), "role": "owner"}]), (eve, []), (None, [])):
        assert (await client.graphql(query, {"s": event.slug}, as_=who))["data"]["event"]["staff"] == seen
    call = await apis.get(Video).ring(host.caller, uuid7(), event.id, [ada.id])
    query = "query ($c: ID!) { call(id: $c) { staffIds } }"
    assert (await client.graphql(query, {"c": call.id}, as_=ada))["data"]["call"]["staffIds"] == [str(host.id)]


async def test_a_mention_is_by_the_name_that_the_server_knows(
    apis: Apis, client: Client, make_user: MakeUser, connect_socket: ConnectSocket
) -> None:
    host, ada, eve = await make_user("Hanna Host"), await make_user("Ada Example"), await make_user("Eve Example")
    event = await published(apis, host.caller)
    for one in (ada, eve):
        await apis.get(Events).register(one.caller, event.id)
    room = await apis.get(Chat).event_room(eve.caller, event.id)
    page, nobody = await connect_socket(ada), uuid7()
    await page.value("chat.join", {"roomId": room.id, "after": None})
    false = f"@[Hanna Host (Organiser)]({ada.id}) asks @[Hanna Host]({nobody}) for your card"
    true = f"@[Ada Example]({ada.id}) asks @Hanna Host for your card"
    sent = await apis.get(Chat).send(eve.caller, room.id, uuid7(), false)
    assert (sent.body, sent.mentions) == (true, [ada.id])
    pushed = await page.until("chat.message")
    assert pushed["message"]["body"] == true
    query = "query ($r: ID!) { messages(roomId: $r) { body } }"
    assert (await client.graphql(query, {"r": room.id}, as_=ada))["data"]["messages"] == [{"body": true}]
    [one] = await eventually(lambda: told(apis, ada), bool)
    assert one.subject == "@Ada Example asks @Hanna Host for your card"
    query = "{ notifications { items { actorInTeam } } }"
    items = (await client.graphql(query, as_=ada))["data"]["notifications"]["items"]
    assert items == [{"actorInTeam": False}]
    await apis.get(Chat).send(host.caller, room.id, uuid7(), f"@[x]({ada.id}) hello")
    await eventually(lambda: told(apis, ada), lambda found: len(found) == 2)
    items = (await client.graphql(query, as_=ada))["data"]["notifications"]["items"]
    assert items == [{"actorInTeam": True}, {"actorInTeam": False}]
