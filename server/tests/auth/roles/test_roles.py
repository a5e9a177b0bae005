"""Roles in an event: who has them, who gives them, who would like to."""

import asyncio
from uuid import UUID

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import STAFF, EventRole, RoleGrant, RoleScope, ScopeKind, holds_any
from tests.auth.factories import AuthFactories
from tests.support.factories import problem_of

EVENTS = service_caller("events")


async def grants_of(factories: AuthFactories, event: UUID, caller: Caller) -> list[RoleGrant]:
    user_id = caller.require_user()
    return (await factories.auth.event_roles(EVENTS, event, [user_id])).get(user_id, [])


async def roles_of(factories: AuthFactories, event: UUID, caller: Caller) -> set[EventRole]:
    return {grant.role for grant in await grants_of(factories, event, caller)}


async def test_roles_are_per_event_and_announced(factories: AuthFactories) -> None:
    auth, event, other = factories.auth, uuid7(), uuid7()
    ada, bo = await factories.person(event, "owner"), await factories.person()
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "speaker")
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "speaker")  # changes nothing, says nothing
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "moderator")
    assert await auth.event_roles(EVENTS, event, [ada.require_user(), bo.require_user(), uuid7()]) == {
        ada.require_user(): [RoleGrant(role="owner")],
        bo.require_user(): [RoleGrant(role="moderator"), RoleGrant(role="speaker")],
    }
    assert await auth.event_roles(EVENTS, other, [ada.require_user(), bo.require_user()]) == {}
    await auth.revoke_event_role(ada, event, bo.require_user())
    await auth.revoke_event_role(ada, event, bo.require_user())
    assert await roles_of(factories, event, bo) == set()
    facts = [fact for name, fact in await factories.facts() if name == "EventRoleChanged"]
    mine, his = str(ada.require_user()), str(bo.require_user())
    assert facts == [{"event_id": str(event), "user_id": user} for user in (mine, his, his, his)]


async def test_taking_one_role_leaves_the_others(factories: AuthFactories) -> None:
    auth, event, track = factories.auth, uuid7(), RoleScope(kind="track", id=uuid7())
    owner, bo = await factories.person(event, "owner"), await factories.person(event, "judge", "speaker", "moderator")
    await auth.grant_event_role(owner, event, bo.require_user(), "judge", track)
    told = len(await factories.facts())
    await auth.revoke_event_role(owner, event, bo.require_user(), "judge")
    await auth.revoke_event_role(owner, event, bo.require_user(), "mentor")  # changes nothing, says nothing
    await auth.revoke_event_role(owner, event, bo.require_user(), "speaker", track)  # that one is of the whole event
    left = [RoleGrant(role="judge", scope=track), RoleGrant(role="moderator"), RoleGrant(role="speaker")]
    assert await grants_of(factories, event, bo) == left
    assert len(await factories.facts()) == told + 1
    await auth.revoke_event_role(owner, event, bo.require_user(), "judge", track)
    assert await roles_of(factories, event, bo) == {"moderator", "speaker"}


async def test_taking_all_roles_takes_those_of_every_scope(factories: AuthFactories) -> None:
    event, stage = uuid7(), RoleScope(kind="stage", id=uuid7())
    owner, bo = await factories.person(event, "owner"), await factories.person(event, "speaker")
    await factories.auth.grant_event_role(owner, event, bo.require_user(), "moderator", stage)
    await factories.auth.revoke_event_role(owner, event, bo.require_user())
    assert await factories.auth.events_of(EVENTS, bo.require_user()) == {}


@pytest.mark.parametrize("kind", ["stage", "track", "team"])
async def test_a_role_holds_for_its_scope(factories: AuthFactories, kind: ScopeKind) -> None:
    event, here, elsewhere = uuid7(), RoleScope(kind=kind, id=uuid7()), RoleScope(kind=kind, id=uuid7())
    bo = await factories.person(event, "moderator", scope=here)
    held = await grants_of(factories, event, bo)
    assert held == [RoleGrant(role="moderator", scope=here)]
    assert await factories.auth.events_of(EVENTS, bo.require_user()) == {event: held}
    assert [holds_any(held, STAFF, scope) for scope in (here, elsewhere, RoleScope())] == [True, False, False]
    [member] = await factories.auth.event_team(EVENTS, event)
    assert (member.user_id, member.roles) == (bo.require_user(), held)


async def test_a_judge_of_one_track_is_not_staff(factories: AuthFactories) -> None:
    event, track = uuid7(), RoleScope(kind="track", id=uuid7())
    judge = await factories.person(event, "judge", scope=track)
    held = await grants_of(factories, event, judge)
    assert holds_any(held, {"judge"}, track)
    assert not holds_any(held, {"judge"})
    assert not holds_any(held, STAFF)
    assert not holds_any(held, STAFF, track)


async def test_who_organises_one_track_does_not_lead_the_event(factories: AuthFactories) -> None:
    event, track = uuid7(), RoleScope(kind="track", id=uuid7())
    bo = await factories.person(event, "owner", "organiser", scope=track)
    for work in (
        factories.auth.event_team(bo, event),
        factories.auth.grant_event_role(bo, event, bo.require_user(), "organiser"),
        factories.auth.revoke_event_role(bo, event, bo.require_user(), "organiser", track),
    ):
        assert (await problem_of(work)).code == "forbidden"


@pytest.mark.parametrize(
    "scope", [RoleScope(id=uuid7()), RoleScope(kind="stage"), RoleScope(kind="track"), RoleScope(kind="team")]
)
async def test_a_scope_has_a_kind_and_an_id_or_neither(factories: AuthFactories, scope: RoleScope) -> None:
    event, bo = uuid7(), await factories.person()
    for caller in (EVENTS, await factories.person(event, "owner")):
        for change in (factories.auth.grant_event_role, factories.auth.revoke_event_role):
            refused = await problem_of(change(caller, event, bo.require_user(), "judge", scope))
            assert (refused.code, refused.data.field) == ("invalid", "scope")
    assert await roles_of(factories, event, bo) == set()


async def test_the_team_is_for_those_who_lead_it(factories: AuthFactories) -> None:
    event = uuid7()
    judge, owner = await factories.person(event, "judge"), await factories.person(event, "owner")
    organiser, stranger = await factories.person(event, "organiser"), await factories.person(uuid7(), "owner")
    await factories.auth.grant_event_role(owner, event, organiser.require_user(), "speaker")
    expected = [
        (owner.require_user(), [RoleGrant(role="owner")]),
        (organiser.require_user(), [RoleGrant(role="organiser"), RoleGrant(role="speaker")]),
        (judge.require_user(), [RoleGrant(role="judge")]),
    ]
    for caller in (owner, organiser, EVENTS):
        team = await factories.auth.event_team(caller, event)
        assert [(member.user_id, member.roles) for member in team] == expected
    for caller in (judge, stranger):
        assert (await problem_of(factories.auth.event_team(caller, event))).code == "forbidden"
    assert (await problem_of(factories.auth.event_team(ANONYMOUS, event))).code == "unauthenticated"


@pytest.mark.parametrize("role", [None, "moderator", "speaker", "mentor", "judge", "sponsor", "attendee"])
async def test_only_owners_and_organisers_give_roles(factories: AuthFactories, role: EventRole | None) -> None:
    auth, event, elsewhere = factories.auth, uuid7(), uuid7()
    owner, pushy = await factories.person(event, "owner"), await factories.person(event, *([role] if role else []))
    await auth.grant_event_role(EVENTS, elsewhere, pushy.require_user(), "owner")  # that counts there, not here
    forged = Caller(pushy.user_id, pushy.session_id, frozenset({"admin", "organiser", "owner", "events"}))
    wanted: tuple[EventRole, ...] = ("owner", "organiser", "attendee")
    for caller in (pushy, forged):
        for work in (
            *(auth.grant_event_role(caller, event, pushy.require_user(), role) for role in wanted),
            auth.revoke_event_role(caller, event, owner.require_user()),
            auth.revoke_event_role(caller, event, owner.require_user(), "owner"),
        ):
            assert (await problem_of(work)).code == "forbidden"
    by_nobody = auth.grant_event_role(ANONYMOUS, event, pushy.require_user(), "judge")
    assert (await problem_of(by_nobody)).code == "unauthenticated"
    assert await roles_of(factories, event, pushy) == ({role} if role else set())


async def test_an_organiser_makes_no_owners_and_unmakes_none(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner, organiser = await factories.person(event, "owner"), await factories.person(event, "organiser")
    bo = await factories.person()
    await auth.grant_event_role(organiser, event, bo.require_user(), "organiser")
    await auth.accept_event_role(bo, event)
    for work in (
        auth.grant_event_role(organiser, event, organiser.require_user(), "owner"),
        auth.grant_event_role(organiser, event, bo.require_user(), "owner"),
        auth.revoke_event_role(organiser, event, owner.require_user()),
        auth.revoke_event_role(organiser, event, owner.require_user(), "owner"),
    ):
        assert (await problem_of(work)).code == "forbidden"
    await auth.grant_event_role(organiser, event, owner.require_user(), "attendee")  # which leaves them the owner
    assert await roles_of(factories, event, owner) == {"owner", "attendee"}
    await auth.revoke_event_role(organiser, event, owner.require_user(), "attendee")
    await auth.grant_event_role(owner, event, bo.require_user(), "owner")
    await auth.accept_event_role(bo, event)
    await auth.revoke_event_role(bo, event, owner.require_user())
    assert await roles_of(factories, event, owner) == set()
    assert await roles_of(factories, event, bo) == {"organiser", "owner"}


async def test_an_event_keeps_an_owner(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner = await factories.person(event, "owner")
    user_id = owner.require_user()
    for role in (None, "owner"):
        assert (await problem_of(auth.revoke_event_role(owner, event, user_id, role))).code == "conflict"
    await auth.grant_event_role(owner, event, user_id, "judge")
    assert (await problem_of(auth.revoke_event_role(owner, event, user_id))).code == "conflict"
    await auth.revoke_event_role(owner, event, user_id, "judge")
    await auth.grant_event_role(owner, event, user_id, "owner")
    assert await roles_of(factories, event, owner) == {"owner"}


@pytest.mark.parametrize("role", [None, "owner"])
async def test_two_owners_who_dismiss_each_other_leave_one(factories: AuthFactories, role: EventRole | None) -> None:
    for _ in range(5):
        event = uuid7()
        ada, bo = await factories.person(event, "owner"), await factories.person(event, "owner")
        await asyncio.gather(
            factories.auth.revoke_event_role(ada, event, bo.require_user(), role),
            factories.auth.revoke_event_role(bo, event, ada.require_user(), role),
            return_exceptions=True,
        )
        assert len(await factories.auth.event_roles(EVENTS, event, [ada.require_user(), bo.require_user()])) == 1


async def test_nobody_has_no_role(factories: AuthFactories) -> None:
    event = uuid7()
    owner = await factories.person(event, "owner")
    for caller in (owner, EVENTS):
        work = factories.auth.grant_event_role(caller, event, uuid7(), "judge")
        assert (await problem_of(work)).code == "not_found"
