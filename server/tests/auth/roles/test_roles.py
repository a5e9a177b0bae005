"""Roles in an event: who has them, who gives them, who would like to."""

import asyncio
from uuid import UUID

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole
from tests.auth.house import House, fault_of

EVENTS = service_caller("events")


async def person(house: House, event: UUID, role: EventRole | None) -> Caller:
    found = await house.person()
    if role:
        await house.auth.grant_event_role(EVENTS, event, found.require_user(), role)
    return found


async def role_of(house: House, event: UUID, caller: Caller) -> EventRole | None:
    return (await house.auth.event_roles(EVENTS, event, [caller.require_user()])).get(caller.require_user())


async def test_roles_are_per_event_and_announced(house: House) -> None:
    event, other = uuid7(), uuid7()
    ada = await person(house, event, "owner")
    bo = await person(house, event, None)
    await house.auth.grant_event_role(ada, event, bo.require_user(), "speaker")
    await house.auth.grant_event_role(ada, event, bo.require_user(), "speaker")  # changes nothing, says nothing
    await house.auth.grant_event_role(ada, event, bo.require_user(), "moderator")
    assert await house.auth.event_roles(EVENTS, event, [ada.require_user(), bo.require_user(), uuid7()]) == {
        ada.require_user(): "owner",
        bo.require_user(): "moderator",
    }
    assert await house.auth.event_roles(EVENTS, other, [ada.require_user(), bo.require_user()]) == {}
    await house.auth.revoke_event_role(ada, event, bo.require_user())
    await house.auth.revoke_event_role(ada, event, bo.require_user())
    assert await role_of(house, event, bo) is None
    facts = [(f["user_id"], f["role"]) for name, f in await house.facts() if name == "EventRoleChanged"]
    mine, his = str(ada.require_user()), str(bo.require_user())
    assert facts == [(mine, "owner"), (his, "speaker"), (his, "moderator"), (his, None)]


async def test_the_team_is_for_those_who_lead_it(house: House) -> None:
    event = uuid7()
    judge, owner = await person(house, event, "judge"), await person(house, event, "owner")
    organiser, stranger = await person(house, event, "organiser"), await person(house, uuid7(), "owner")
    expected = [
        (owner.require_user(), "owner"),
        (organiser.require_user(), "organiser"),
        (judge.require_user(), "judge"),
    ]
    for caller in (owner, organiser, EVENTS):
        team = await house.auth.event_team(caller, event)
        assert [(member.user_id, member.role) for member in team] == expected
    for caller in (judge, stranger):
        assert (await fault_of(house.auth.event_team(caller, event)))[0] == "forbidden"
    assert (await fault_of(house.auth.event_team(ANONYMOUS, event)))[0] == "unauthenticated"


@pytest.mark.parametrize("role", [None, "moderator", "speaker", "mentor", "judge", "sponsor", "attendee"])
async def test_only_owners_and_organisers_give_roles(house: House, role: EventRole | None) -> None:
    event = uuid7()
    owner, pushy = await person(house, event, "owner"), await person(house, event, role)
    elsewhere = uuid7()
    await house.auth.grant_event_role(EVENTS, elsewhere, pushy.require_user(), "owner")  # that counts there, not here
    forged = Caller(pushy.user_id, pushy.session_id, frozenset({"admin", "organiser", "owner", "events"}))
    for caller in (pushy, forged):
        for wanted in ("owner", "organiser", "attendee"):
            assert (await fault_of(house.auth.grant_event_role(caller, event, pushy.require_user(), wanted)))[
                0
            ] == "forbidden"
        assert (await fault_of(house.auth.revoke_event_role(caller, event, owner.require_user())))[0] == "forbidden"
    assert (await fault_of(house.auth.grant_event_role(ANONYMOUS, event, pushy.require_user(), "judge")))[
        0
    ] == "unauthenticated"
    assert await role_of(house, event, pushy) == role


async def test_an_organiser_makes_no_owners_and_unmakes_none(house: House) -> None:
    event = uuid7()
    owner, organiser = await person(house, event, "owner"), await person(house, event, "organiser")
    bo = await person(house, event, None)
    await house.auth.grant_event_role(organiser, event, bo.require_user(), "organiser")
    for user in (organiser, bo):
        assert (await fault_of(house.auth.grant_event_role(organiser, event, user.require_user(), "owner")))[
            0
        ] == "forbidden"
    assert (await fault_of(house.auth.grant_event_role(organiser, event, owner.require_user(), "attendee")))[
        0
    ] == "forbidden"
    assert (await fault_of(house.auth.revoke_event_role(organiser, event, owner.require_user())))[0] == "forbidden"
    await house.auth.grant_event_role(owner, event, bo.require_user(), "owner")
    await house.auth.revoke_event_role(bo, event, owner.require_user())
    assert [await role_of(house, event, user) for user in (owner, bo)] == [None, "owner"]


async def test_an_event_keeps_an_owner(house: House) -> None:
    event = uuid7()
    owner = await person(house, event, "owner")
    assert (await fault_of(house.auth.revoke_event_role(owner, event, owner.require_user())))[0] == "conflict"
    assert (await fault_of(house.auth.grant_event_role(owner, event, owner.require_user(), "judge")))[0] == "conflict"
    await house.auth.grant_event_role(owner, event, owner.require_user(), "owner")
    assert await role_of(house, event, owner) == "owner"


async def test_two_owners_who_dismiss_each_other_leave_one(house: House) -> None:
    for _ in range(5):
        event = uuid7()
        ada, bo = await person(house, event, "owner"), await person(house, event, "owner")
        await asyncio.gather(
            house.auth.revoke_event_role(ada, event, bo.require_user()),
            house.auth.revoke_event_role(bo, event, ada.require_user()),
            return_exceptions=True,
        )
        assert len(await house.auth.event_roles(EVENTS, event, [ada.require_user(), bo.require_user()])) == 1


async def test_nobody_has_no_role(house: House) -> None:
    event = uuid7()
    owner = await person(house, event, "owner")
    assert (await fault_of(house.auth.grant_event_role(owner, event, uuid7(), "judge")))[0] == "not_found"
    assert (await fault_of(house.auth.grant_event_role(EVENTS, event, uuid7(), "judge")))[0] == "not_found"
