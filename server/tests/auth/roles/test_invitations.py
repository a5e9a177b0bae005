"""Roles that are offered: what they give before they are accepted (nothing), and how often somebody may be asked."""

import asyncio
from uuid import UUID

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole, RoleGrant, RoleScope
from hallway.services.auth.roles import invitations
from tests.auth.factories import AuthFactories
from tests.auth.roles.test_roles import EVENTS, roles_of
from tests.support.factories import problem_code
from tests.support.waiting import eventually


async def offer(factories: AuthFactories, by: Caller, event: UUID, to: Caller, role: EventRole = "speaker") -> None:
    await factories.auth.grant_event_role(by, event, to.require_user(), role)


async def offered(factories: AuthFactories, to: Caller) -> list[tuple[UUID, UUID, list[RoleGrant]]]:
    found = await factories.auth.offered_roles(EVENTS, to.require_user())
    return [(one.event_id, one.invited_by, one.roles) for one in found]


async def facts_of(factories: AuthFactories, *names: str) -> list[str]:
    return [name for name, _ in await factories.facts() if name in names]


async def test_a_role_given_to_another_is_an_invitation(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    await offer(factories, owner, event, bo, "moderator")
    await offer(factories, owner, event, bo, "moderator")
    await offer(factories, owner, event, bo, "speaker")
    grants = [RoleGrant(role="moderator"), RoleGrant(role="speaker")]
    assert await offered(factories, bo) == [(event, owner.require_user(), grants)]
    assert await roles_of(factories, event, bo) == set()
    assert await auth.events_of(EVENTS, bo.require_user()) == {}
    assert await auth.event_staff(EVENTS, [event]) == {event: (await auth.event_team(owner, event))[:1]}
    assert await problem_code(auth.event_team(bo, event)) == "forbidden"
    [_, invited] = await auth.event_team(owner, event)
    assert (invited.user_id, invited.roles, invited.invited) == (bo.require_user(), [], grants)
    assert (await facts_of(factories, "RoleOffered", "EventRoleChanged")).count("RoleOffered") == 1
    await auth.accept_event_role(bo, event)
    await auth.accept_event_role(bo, event)
    assert await roles_of(factories, event, bo) == {"moderator", "speaker"}
    assert await offered(factories, bo) == []
    assert (await facts_of(factories, "EventRoleChanged", "RoleOfferEnded"))[1:] == [
        "EventRoleChanged",
        "RoleOfferEnded",
    ]


async def test_who_accepts_while_the_team_is_read_does_not_fall_out_of_it(factories: AuthFactories) -> None:
    event = uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    await offer(factories, owner, event, bo, "moderator")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with factories.db.pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE role_invitations")
        reading = asyncio.create_task(factories.auth.event_team(owner, event))
        await eventually(lambda: factories.db.pool.fetchval(waiting))
        await connection.execute(
            "WITH accepted AS (DELETE FROM role_invitations WHERE event_id = $1 RETURNING *)"
            " INSERT INTO role_grants (event_id, user_id, role, scope_kind, scope_id, granted_at)"
            " SELECT event_id, user_id, role, scope_kind, scope_id, invited_at FROM accepted",
            event,
        )
    assert {member.user_id for member in await reading} == {owner.require_user(), bo.require_user()}


async def test_an_invitation_is_for_the_invited_alone(factories: AuthFactories) -> None:
    auth, event, other = factories.auth, uuid7(), uuid7()
    owner, bo, eve = await factories.person(event, "owner"), await factories.person(), await factories.person()
    await offer(factories, owner, event, bo)
    for work in (
        auth.accept_event_role(eve, event),
        auth.decline_event_role(eve, event),
        auth.accept_event_role(bo, other),
        auth.decline_event_role(bo, other),
    ):
        assert await problem_code(work) == "not_found"
    for work in (auth.accept_event_role(ANONYMOUS, event), auth.leave_event_team(ANONYMOUS, event)):
        assert await problem_code(work) == "unauthenticated"
    assert await problem_code(auth.offered_roles(eve, bo.require_user())) == "forbidden"
    assert await roles_of(factories, event, eve) == set()


async def test_what_was_accepted_covers_what_weighs_less(factories: AuthFactories) -> None:
    auth, event, stage = factories.auth, uuid7(), RoleScope(kind="stage", id=uuid7())
    owner, bo = await factories.person(event, "owner"), await factories.person(event, "moderator")
    await offer(factories, owner, event, bo, "speaker")
    assert await roles_of(factories, event, bo) == {"moderator", "speaker"}
    await offer(factories, owner, event, bo, "organiser")
    assert await roles_of(factories, event, bo) == {"moderator", "speaker"}
    on_stage = await factories.person(event, "moderator", scope=stage)
    await offer(factories, owner, event, on_stage, "attendee")  # of the whole event is more than of one stage
    assert await roles_of(factories, event, on_stage) == {"moderator"}
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "organiser")  # by a service: at once
    assert await offered(factories, bo) == []


async def test_a_role_of_ones_own_needs_no_invitation(factories: AuthFactories) -> None:
    event = uuid7()
    organiser = await factories.person(event, "organiser")
    await offer(factories, organiser, event, organiser, "speaker")
    assert await roles_of(factories, event, organiser) == {"organiser", "speaker"}


async def test_declining_and_taking_back(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    await offer(factories, owner, event, bo)
    await auth.revoke_event_role(owner, event, bo.require_user(), "speaker")
    assert await problem_code(auth.accept_event_role(bo, event)) == "not_found"
    await offer(factories, owner, event, bo)
    await auth.decline_event_role(bo, event)
    await auth.decline_event_role(bo, event)
    assert await offered(factories, bo) == []
    assert await roles_of(factories, event, bo) == set()
    assert await problem_code(auth.accept_event_role(bo, event)) == "not_found"
    assert (await facts_of(factories, "RoleOffered", "RoleOfferEnded")) == ["RoleOffered", "RoleOfferEnded"] * 2


async def test_who_declined_twice_is_not_asked_again(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    organiser = await factories.person(event, "organiser")
    for by in (owner, organiser):
        await offer(factories, by, event, bo)
        await auth.decline_event_role(bo, event)
    for by in (owner, organiser, await factories.person(event, "owner")):
        assert await problem_code(auth.grant_event_role(by, event, bo.require_user(), "judge")) == "conflict"
    assert await offered(factories, bo) == []


async def test_one_person_asks_another_a_few_times_only(factories: AuthFactories) -> None:
    """In whichever events, and whether or not they take it back: the next event costs an attacker nothing."""
    auth, most = factories.auth, invitations.TO_ONE_PERSON[0]
    pushy, bo = await factories.person(), await factories.person()
    for _ in range(most + 1):
        event = uuid7()
        await auth.grant_event_role(EVENTS, event, pushy.require_user(), "owner")
        if len(await offered(factories, bo)) < most:
            await offer(factories, pushy, event, bo)
    assert await problem_code(auth.grant_event_role(pushy, event, bo.require_user(), "judge")) == "too_many"
    for one, _, _ in await offered(factories, bo):
        await auth.revoke_event_role(pushy, one, bo.require_user())
    assert await problem_code(auth.grant_event_role(pushy, event, bo.require_user(), "judge")) == "too_many"
    assert await offered(factories, bo) == []
    assert await facts_of(factories, "RoleOffered") == ["RoleOffered"] * most


async def test_who_accepts_was_not_pestered(factories: AuthFactories) -> None:
    auth, pushy, bo = factories.auth, await factories.person(), await factories.person()
    for _ in range(invitations.TO_ONE_PERSON[0] + 2):
        event = uuid7()
        await auth.grant_event_role(EVENTS, event, pushy.require_user(), "owner")
        await offer(factories, pushy, event, bo)
        await auth.accept_event_role(bo, event)
    assert len(await auth.events_of(EVENTS, bo.require_user())) == invitations.TO_ONE_PERSON[0] + 2


@pytest.mark.parametrize(("limit", "code"), [("PER_DAY", "too_many"), ("OPEN_PER_EVENT", "full")])
async def test_an_event_and_a_person_send_so_many(
    factories: AuthFactories, monkeypatch: pytest.MonkeyPatch, limit: str, code: str
) -> None:
    monkeypatch.setattr(invitations, limit, 3)
    event = uuid7()
    owner, people = await factories.person(event, "owner"), [await factories.person() for _ in range(4)]
    answers = await asyncio.gather(
        *(problem_or_none(factories, owner, event, one) for one in people)  # together: each would find room alone
    )
    assert sorted(map(str, answers)) == ["None", "None", "None", code]


async def problem_or_none(factories: AuthFactories, by: Caller, event: UUID, to: Caller) -> str | None:
    try:
        await offer(factories, by, event, to)
    except Exception as problem:
        return getattr(problem, "code", "no problem")
    return None


async def test_who_is_dismissed_has_invited_nobody(factories: AuthFactories) -> None:
    """Or an owner would invite another account of theirs, be dismissed, and accept."""
    auth, event = factories.auth, uuid7()
    owner, rogue = await factories.person(event, "owner"), await factories.person(event, "owner")
    other_self, bo = await factories.person(), await factories.person()
    await offer(factories, rogue, event, other_self, "owner")
    await offer(factories, rogue, event, bo, "judge")
    await auth.grant_event_role(EVENTS, event, rogue.require_user(), "organiser")
    await auth.revoke_event_role(owner, event, rogue.require_user(), "owner")
    assert await problem_code(auth.accept_event_role(other_self, event)) == "not_found"
    assert await offered(factories, bo) == [(event, rogue.require_user(), [RoleGrant(role="judge")])]
    await auth.revoke_event_role(owner, event, rogue.require_user())
    assert await problem_code(auth.accept_event_role(bo, event)) == "not_found"
    assert await roles_of(factories, event, other_self) == set()


async def test_dismissed_at_the_moment_of_accepting(factories: AuthFactories) -> None:
    for _ in range(5):
        event = uuid7()
        owner, rogue = await factories.person(event, "owner"), await factories.person(event, "organiser")
        bo = await factories.person()
        await offer(factories, rogue, event, bo, "organiser")
        await asyncio.gather(
            factories.auth.revoke_event_role(owner, event, rogue.require_user()),
            factories.auth.accept_event_role(bo, event),
            return_exceptions=True,
        )
        assert await offered(factories, bo) == []


async def test_anybody_may_drop_their_own(factories: AuthFactories) -> None:
    auth, event, track = factories.auth, uuid7(), RoleScope(kind="track", id=uuid7())
    owner, bo = await factories.person(event, "owner"), await factories.person(event, "speaker")
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "judge", track)
    await offer(factories, owner, event, bo, "organiser")
    await auth.leave_event_team(bo, event)
    await auth.leave_event_team(bo, event)
    assert await auth.events_of(EVENTS, bo.require_user()) == {}
    assert await offered(factories, bo) == []
    assert await problem_code(auth.leave_event_team(owner, event)) == "conflict"
    await auth.grant_event_role(EVENTS, event, bo.require_user(), "owner")
    await auth.leave_event_team(owner, event)
    assert await roles_of(factories, event, owner) == set()
    assert await roles_of(factories, event, bo) == {"owner"}


async def test_an_invitation_is_declined_and_not_left(factories: AuthFactories) -> None:
    event = uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    await offer(factories, owner, event, bo)
    await factories.auth.leave_event_team(bo, event)
    assert await offered(factories, bo), "gone without counting as declined: they could be asked without end"


async def test_a_session_that_has_ended_answers_nothing(factories: AuthFactories) -> None:
    auth, event = factories.auth, uuid7()
    owner, bo = await factories.person(event, "owner"), await factories.person()
    await offer(factories, owner, event, bo)
    thief = Caller(bo.user_id, uuid7())
    for work in (
        auth.accept_event_role(thief, event),
        auth.decline_event_role(thief, event),
        auth.leave_event_team(thief, event),
    ):
        assert await problem_code(work) == "unauthenticated"
