"""What each kind of caller may do in auth."""

from typing import get_args
from uuid import UUID

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS, Caller, CallerKind, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole, RoleGrant
from hallway.services.auth.policy import EventRoles, Object, OwnedSession, Verb, may, require
from tests.auth.factories import AuthFactories
from tests.support.factories import problem_of

ADA = uuid7()
OWNERSHIP = RoleGrant(role="owner")
LEAD = EventRoles(held=[OWNERSHIP], about_owner=True)
OF_A_PERSON: list[tuple[Verb, Object]] = [
    ("use_account", None),
    ("end_session", OwnedSession(user_id=ADA)),
    ("see_team", LEAD),
    ("grant", LEAD),
    ("revoke", LEAD),
]
OF_A_SERVICE: tuple[Verb, ...] = ("look_up", "create_users")


@pytest.mark.parametrize("kind", get_args(CallerKind))
@pytest.mark.parametrize(("verb", "object"), OF_A_PERSON)
def test_what_a_person_may_no_other_kind_may(kind: CallerKind, verb: Verb, object: Object) -> None:
    caller = Caller(ADA, uuid7(), frozenset({"admin", "organiser"}), kind=kind)
    assert may(caller, verb, object) == (kind == "person" or (kind == "service" and verb != "use_account"))


@pytest.mark.parametrize("kind", get_args(CallerKind))
@pytest.mark.parametrize("verb", OF_A_SERVICE)
def test_what_a_service_may_no_other_kind_may(kind: CallerKind, verb: Verb) -> None:
    assert may(Caller(ADA, uuid7(), frozenset({"admin"}), kind=kind), verb) == (kind == "service")


@pytest.mark.parametrize("role", get_args(EventRole))
def test_which_roles_lead_an_event(role: EventRole) -> None:
    held, caller = [RoleGrant(role=role)], Caller(ADA)
    assert may(caller, "grant", EventRoles(held=held)) == (role in ("owner", "organiser"))
    assert may(caller, "grant", EventRoles(held=held, about_owner=True)) == (role == "owner")


def test_nothing_is_allowed_without_what_it_is_decided_by() -> None:
    for verb in get_args(Verb):
        assert may(Caller(ADA), verb) == (verb == "use_account")
        assert not may(Caller(), verb, LEAD)


@pytest.mark.parametrize(
    ("caller", "verb", "object", "code"),
    [
        (ANONYMOUS, "look_up", None, "forbidden"),
        (Caller(ADA), "create_users", None, "forbidden"),
        (ANONYMOUS, "use_account", None, "unauthenticated"),
        (service_caller("chat"), "use_account", None, "unauthenticated"),
        (Caller(ADA, kind="guest"), "use_account", None, "forbidden"),
        (ANONYMOUS, "end_session", OwnedSession(user_id=ADA), "unauthenticated"),
        (Caller(uuid7()), "end_session", OwnedSession(user_id=ADA), "not_found"),
        (Caller(ADA), "end_session", None, "not_found"),
        (ANONYMOUS, "see_team", LEAD, "unauthenticated"),
        (Caller(ADA, kind="bot"), "revoke", LEAD, "forbidden"),
    ],
)
def test_how_it_is_refused(caller: Caller, verb: Verb, object: Object, code: str) -> None:
    with pytest.raises(Problem) as refused:
        require(caller, verb, object)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["guest", "token", "bot"])
async def test_only_a_person_uses_a_session(factories: AuthFactories, kind: CallerKind) -> None:
    event: UUID = uuid7()
    owner = await factories.person(event, "owner")
    other = msgspec.structs.replace(owner, kind=kind)
    for work in (
        factories.auth.me(other),
        factories.auth.sessions(other),
        factories.auth.end_other_sessions(other),
        factories.auth.event_team(other, event),
        factories.auth.grant_event_role(other, event, owner.require_user(), "judge"),
    ):
        assert (await problem_of(work)).code == "forbidden"
