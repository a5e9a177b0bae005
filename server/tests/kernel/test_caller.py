"""Who asks: kinds of caller, and what each may claim to be."""

import pytest

from hallway.kernel.caller import ANONYMOUS, Caller, CallerKind, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import RoleGrant, RoleScope, holds_any


@pytest.mark.parametrize("kind", ["anonymous", "person", "guest", "token", "bot"])
def test_only_a_service_is_a_service(kind: CallerKind) -> None:
    service_caller("chat").require_service()
    for caller in (Caller(kind=kind), Caller(user_id=uuid7(), kind=kind), Caller(service="chat", kind=kind)):
        with pytest.raises(Problem) as refused:
            caller.require_service()
        assert refused.value.code == "forbidden"


def test_nobody_is_not_signed_in() -> None:
    for caller in (ANONYMOUS, Caller(), service_caller("chat")):
        with pytest.raises(Problem) as refused:
            caller.require_user()
        assert refused.value.code == "unauthenticated"


def test_a_role_for_a_part_of_the_event_is_none_for_all_of_it() -> None:
    track = RoleScope(kind="track", id=uuid7())
    grants = [RoleGrant(role="judge"), RoleGrant(role="moderator", scope=track)]
    assert holds_any(grants, {"judge"})
    assert holds_any(grants, {"judge"}, track), "who holds it everywhere holds it here"
    assert holds_any(grants, {"moderator"}, track)
    assert not holds_any(grants, {"moderator"})
    assert not holds_any(grants, {"moderator"}, RoleScope(kind="track", id=uuid7()))
    assert not holds_any([], {"owner"})
