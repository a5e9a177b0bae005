"""Rights in chat that do not depend on rooms: kinds of callers, and the roles and blocks that decide for a person."""

import msgspec
import pytest

from hallway.kernel.caller import ANONYMOUS, Caller, CallerKind, service_caller
from hallway.kernel.clock import now
from hallway.kernel.ids import uuid7
from hallway.services.chat.api import Room
from hallway.services.chat.policy import ChatPolicy, RoomMembership, refusal_to_write
from tests.chat.factories import ChatFactories, code_of

ROOM = Room(
    id=uuid7(), kind="lobby", event_id=uuid7(), session_id=None, title="Lobby", member_ids=[], last_seq=0, revision=0
)
INSIDE = RoomMembership(room=ROOM, blocked=False, member=True, staff=False, read_seq=0, muted_until=None)


@pytest.mark.parametrize("kind", ["guest", "token", "bot"])
async def test_kinds_of_callers_that_are_not_named_may_do_nothing(factories: ChatFactories, kind: CallerKind) -> None:
    ada, ben = await factories.people(2)
    event_id = await factories.event(ada, ben)
    room = await factories.chat.event_room(ada, event_id)
    message = await factories.say(ada, room.id)
    chat, other = factories.chat, msgspec.structs.replace(ada, kind=kind)
    for call in (
        chat.event_room(other, event_id),
        chat.session_room(other, uuid7()),
        chat.direct_room(other, ben.require_user()),
        chat.conversations(other),
        chat.read(other, room.id, 1),
        chat.revalidate_membership(other, event_id, ada.require_user()),
        chat.apply_block(other, ada.require_user(), ben.require_user()),
        chat.join(other, room.id, None),
        chat.send(other, room.id, uuid7(), "Hello"),
        chat.history(other, room.id, None),
        chat.remove(other, message.id),
        chat.mute(other, event_id, ben.require_user(), 5),
        chat.mutes(other, event_id),
    ):
        assert await code_of(call) == "forbidden"


async def test_who_is_not_a_person_is_asked_to_sign_in(factories: ChatFactories) -> None:
    policy = ChatPolicy(factories.context)
    for caller in (ANONYMOUS, service_caller("events"), Caller()):
        assert not await policy.may(caller, "read", INSIDE)
        assert await code_of(policy.require(caller, "read", INSIDE)) == "unauthenticated"


async def test_a_verb_with_an_object_that_it_is_not_for_is_refused(factories: ChatFactories) -> None:
    policy, ada = ChatPolicy(factories.context), await factories.person()
    assert await policy.may(ada, "read", INSIDE)
    assert not await policy.may(ada, "remove", INSIDE)
    assert await code_of(policy.require(ada, "mute", ROOM.id)) == "forbidden"


async def test_to_read_to_join_and_to_write_differ(factories: ChatFactories) -> None:
    policy, ada = ChatPolicy(factories.context), await factories.person()

    async def allowed(**changes: object) -> list[bool]:
        membership = msgspec.structs.replace(INSIDE, **changes)
        return [await policy.may(ada, verb, membership) for verb in ("read", "join", "write")]

    assert await allowed() == [True, True, True]
    assert await allowed(muted_until=now()) == [True, True, False]
    assert await allowed(blocked=True) == [True, False, False]
    assert await allowed(member=False) == [False, False, False]


def test_a_refusal_to_write_says_no_more_than_the_person_may_know() -> None:
    direct = msgspec.structs.replace(ROOM, kind="direct", event_id=None)
    for room, member, code in ((None, True, "not_found"), (direct, False, "not_found"), (ROOM, False, "forbidden")):
        refusal = refusal_to_write(room, member=member, blocked=True, muted_until=now())
        assert refusal is not None
        assert refusal.code == code
        assert refusal.data.until is None
