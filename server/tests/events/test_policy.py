"""Who may do what, by the kind of caller."""

import msgspec
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller, CallerKind
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.policy import Policy
from tests.events.factories import draft, event_input, imported, published
from tests.events.imports.schedule_files import FILES
from tests.support.factories import TEST, refused

UNNAMED: list[CallerKind] = ["guest", "token", "bot"]


@pytest.mark.parametrize("kind", UNNAMED)
async def test_other_kinds_of_callers_may_only_see_what_is_public(
    events: Events, apis: Apis, host: Caller, kind: CallerKind
) -> None:
    """And nothing that the person may for whom they act."""
    event, hidden = await published(apis, host), await draft(apis, host)
    await events.register(host, event.id)
    report = await imported(apis, host, event.id, FILES["frab.json"])
    session = (await events.agenda(host, event.id)).sessions[0].id
    await events.star(host, session, True)
    other = msgspec.structs.replace(host, kind=kind, roles=frozenset({"admin"}))
    assert await events.agenda(other, event.id) == await events.agenda(ANONYMOUS, event.id)
    assert [one.id for one in await events.events_by_id(other, [event.id, hidden.id])] == [event.id]
    assert await events.my_memberships(other, [event.id]) == []
    assert await events.my_stars(other, [event.id]) == {}
    for refusal in (
        events.event(other, hidden.slug),
        events.agenda(other, hidden.id),
        events.publish(other, hidden.id),
        events.import_report(other, report.id),
    ):
        async with refused("not_found"):
            await refusal
    for refusal in (
        events.create(other, uuid7(), event_input()),
        events.cancel(other, event.id),
        events.register(other, event.id),
        events.cancel_registration(other, event.id),
        events.star(other, session, False),
        events.stars(other, event.id),
        events.my_events(other),
    ):
        async with refused("forbidden"):
            await refusal
    assert (await events.stars(host, event.id)) == [session]


async def test_may_answers_what_require_does(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    policy, public, hidden = Policy(apis), await published(apis, host), await draft(apis, host)
    admin = Caller(user_id=uuid7(), roles=frozenset({"admin"}))
    allowed = {
        "see public": (public, "see", [ANONYMOUS, Caller(), outsider, host, admin, TEST]),
        "see draft": (hidden, "see", [host, admin, TEST]),
        "edit public": (public, "edit", [host, admin, TEST]),
        "edit draft": (hidden, "edit", [host, admin, TEST]),
    }
    for name, (event, verb, those) in allowed.items():
        for who in (ANONYMOUS, Caller(), outsider, host, admin, TEST):
            assert await policy.may(who, verb, event) == (who in those), (name, who)
            if who in those:
                await policy.require(who, verb, event)
            else:
                code = "not_found" if event is hidden else "forbidden" if who is outsider else "unauthenticated"
                async with refused(code):
                    await policy.require(who, verb, event)
    create = [who for who in (ANONYMOUS, Caller(), outsider, TEST) if await policy.may(who, "create")]
    assert create == [outsider]
