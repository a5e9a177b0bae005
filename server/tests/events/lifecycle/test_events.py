"""Who sees, makes, changes, publishes and cancels events."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole, RoleGrant
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from tests.events.factories import draft, event_input, published, put_now, remove_now, session_input
from tests.support.factories import TEST, Factories, refused

ADMIN = Caller(user_id=uuid7(), roles=frozenset({"admin"}))
Ask = Callable[[Events, Caller, Event, UUID], Awaitable[Any]]

ASKED: dict[str, Ask] = {
    "event": lambda api, who, event, _: api.event(who, event.slug),
    "event_by_id": lambda api, who, event, _: api.event_by_id(who, event.id),
    "update": lambda api, who, event, _: api.update(who, event.id, event.version, event_input()),
    "publish": lambda api, who, event, _: api.publish(who, event.id),
    "cancel": lambda api, who, event, _: api.cancel(who, event.id),
    "agenda": lambda api, who, event, _: api.agenda(who, event.id),
    "now_next": lambda api, who, event, _: api.now_next(who, [event.id]),
    "search": lambda api, who, event, _: api.search(who, event.id, "talk"),
    "put_session": lambda api, who, event, talk: put_now(api, who, event.id, talk, session_input()),
    "remove_session": lambda api, who, event, talk: remove_now(api, who, event.id, talk),
    "register": lambda api, who, event, _: api.register(who, event.id),
    "star": lambda api, who, _, talk: api.star(who, talk, True),
    "import": lambda api, who, event, _: api.import_schedule(who, event.id, b"<schedule/>", "x.xml"),
}
EDITS = ("update", "publish", "cancel", "put_session", "remove_session", "import")


async def with_session(api: Events, host: Caller, event: Event) -> UUID:
    session_id = uuid7()
    await put_now(api, host, event.id, session_id, session_input(speakers=["Zoe Example"]))
    return session_id


async def test_a_draft_does_not_exist_for_others(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await draft(apis, host)
    session_id = await with_session(events, host, event)
    for role in (None, "attendee", "moderator", "speaker"):
        if role:
            await apis.get(Auth).grant_event_role(TEST, event.id, outsider.require_user(), role)
        for ask in ASKED.values():
            async with refused("not_found"):
                await ask(events, outsider, event, session_id)
    for ask in ASKED.values():
        async with refused("not_found", "unauthenticated"):
            await ask(events, ANONYMOUS, event, session_id)
    assert (await events.agenda(host, event.id)).sessions[0].id == session_id, "and nothing was done to it"


async def test_a_draft_is_in_no_list_of_others(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await draft(apis, host)
    session_id = await with_session(events, host, event)
    for who in (outsider, ANONYMOUS):
        assert await events.sessions(who, [session_id]) == []
        assert await events.my_memberships(who, [event.id]) == []
        assert await events.events(who) == []
    assert await events.events(host) == []
    assert await events.my_events(outsider) == []
    for who in (host, ADMIN, TEST):
        assert [session.id for session in await events.sessions(who, [session_id])] == [session_id]
    assert [mine.id for mine in await events.my_events(host)] == [event.id]


async def test_only_organisers_edit(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    event = await published(apis, host)
    session_id = await with_session(events, host, event)
    event = await events.event_by_id(host, event.id)
    await events.register(outsider, event.id)
    for role in (None, "moderator", "speaker", "judge", "attendee"):
        if role:
            await apis.get(Auth).grant_event_role(TEST, event.id, outsider.require_user(), role)
        for name in EDITS:
            async with refused("forbidden"):
                await ASKED[name](events, outsider, event, session_id)
    for name in EDITS:
        async with refused("unauthenticated"):
            await ASKED[name](events, ANONYMOUS, event, session_id)
    assert await events.event_by_id(host, event.id) == msgspec.structs.replace(event, registered_count=1)
    await apis.get(Auth).grant_event_role(TEST, event.id, outsider.require_user(), "organiser")
    for name in EDITS:
        now = await events.event_by_id(outsider, event.id)
        await ASKED[name](events, outsider, now, session_id)


async def test_what_is_for_services_is_refused_to_people(events: Events, host: Caller) -> None:
    id = uuid7()
    calls = [
        lambda: events.membership(host, id, host.require_user()),
        lambda: events.registered_events(host, host.require_user()),
        lambda: events.stars_of(host, id, [host.require_user()]),
        lambda: events.stars_due(host, datetime.now(UTC), datetime.now(UTC)),
        lambda: events.attendees(host, id, None, 10),
        lambda: events.event_of_schedule(host, b"", ""),
        lambda: events.revalidate_membership(host, id, host.require_user()),
    ]
    for call in calls:
        async with refused("forbidden"):
            await call()


async def test_creating_again_makes_one(events: Events, host: Caller, outsider: Caller) -> None:
    id = uuid7()
    made = await asyncio.gather(*(events.create(host, id, event_input()) for _ in range(5)))
    assert all(event == made[0] for event in made)
    assert len(await events.my_events(host)) == 1
    async with refused("conflict"):
        await events.create(outsider, id, event_input())
    assert await events.my_events(outsider) == []


async def test_events_of_one_name_get_slugs_of_their_own(events: Events, apis: Apis, host: Caller) -> None:
    others = await Factories(apis).people(10)
    made = await asyncio.gather(*(draft(apis, who, name="Été à Köln!") for who in [host, *others]))
    assert {event.slug for event in made} == {"ete-a-koln", *(f"ete-a-koln-{n}" for n in range(2, 12))}
    assert (await draft(apis, host, name="日本")).slug == "event"


async def test_events_a_day_are_bounded(apis: Apis, host: Caller) -> None:
    for _ in range(20):
        await draft(apis, host)
    async with refused("too_many"):
        await draft(apis, host)


async def test_my_events_are_those_i_host_help_or_registered_for(
    events: Events, apis: Apis, host: Caller, outsider: Caller
) -> None:
    helped, hidden, open_ = await draft(apis, host), await draft(apis, host), await published(apis, host)
    auth = apis.get(Auth)
    await auth.grant_event_role(TEST, helped.id, outsider.require_user(), "organiser")
    await auth.grant_event_role(TEST, hidden.id, outsider.require_user(), "speaker")
    assert [event.id for event in await events.my_events(outsider)] == [helped.id]
    await events.register(outsider, open_.id)
    assert {event.id for event in await events.my_events(outsider)} == {helped.id, open_.id}
    memberships = await events.my_memberships(outsider, [open_.id, helped.id])
    mine = {one.event_id: (one.registered, [grant.role for grant in one.roles]) for one in memberships}
    assert mine == {open_.id: (True, []), helped.id: (False, ["organiser"])}
    async with refused("unauthenticated"):
        await events.my_events(ANONYMOUS)


async def test_the_second_of_two_editors_is_told(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    changed = await events.update(host, event.id, event.version, event_input(name="Other"))
    assert (changed.version, changed.name, changed.slug) == (event.version + 1, "Other", "small-conf")
    async with refused("conflict") as refusal:
        await events.update(host, event.id, event.version, event_input(name="Third"))
    current = msgspec.convert(refusal.problem.data.current, Event)
    assert current == changed


async def test_capacity_cannot_go_below_those_who_come(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host, capacity=5)
    for person in await Factories(apis).people(3):
        await events.register(person, event.id)
    async with refused("invalid"):
        await events.update(host, event.id, event.version, event_input(capacity=2))
    assert (await events.update(host, event.id, event.version, event_input(capacity=3))).capacity == 3


async def test_published_and_cancelled_once(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    async with refused("conflict"):
        await events.cancel(host, event.id)
    public = await events.publish(host, event.id)
    assert await events.publish(host, event.id) == public
    assert [one.id for one in await events.events(ANONYMOUS)] == [event.id]
    gone = await events.cancel(host, event.id)
    assert await events.cancel(host, event.id) == gone
    assert [one.status for one in await events.events(ANONYMOUS)] == ["cancelled"]


async def test_lists_show_public_events_to_come(events: Events, apis: Apis, host: Caller) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=9)
    await published(apis, host, starts_at=long_ago, ends_at=long_ago + timedelta(days=1))
    hidden = await published(apis, host, visibility="unlisted")
    later = await published(apis, host, starts_at=datetime.now(UTC) + timedelta(hours=1))
    sooner = await published(apis, host)
    assert [event.id for event in await events.events(ANONYMOUS, 10**9)] == [sooner.id, later.id]
    assert [event.id for event in await events.events(ANONYMOUS, -5)] == [sooner.id]
    assert (await events.event(ANONYMOUS, hidden.slug)).id == hidden.id, "unlisted is not secret"


FAR = timezone(timedelta(hours=-14))
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("name", {"name": " \x00\t"}),
    ("name", {"name": "x" * 121}),
    ("tagline", {"tagline": "x" * 201}),
    ("description", {"description": "x" * 20_001}),
    ("codeOfConduct", {"code_of_conduct": "x" * 20_001}),
    ("timeZone", {"time_zone": "../../etc/passwd"}),
    ("timeZone", {"time_zone": "Europe/\x00"}),
    ("capacity", {"capacity": 0}),
    ("capacity", {"capacity": 2**63}),
    ("startsAt", {"starts_at": datetime(2026, 1, 1)}),  # noqa: DTZ001
    ("startsAt", {"starts_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))}),
    ("endsAt", {"ends_at": datetime(9999, 12, 31, 23, tzinfo=FAR)}),
    ("endsAt", {"ends_at": datetime(2000, 1, 1, tzinfo=UTC)}),
    ("endsAt", {"ends_at": datetime.now(UTC) + timedelta(days=61)}),
]


async def test_what_cannot_be_is_said_by_field(events: Events, apis: Apis, host: Caller) -> None:
    for field, changes in WRONG:
        async with refused("invalid") as refusal:
            await draft(apis, host, **changes)
        assert refusal.problem.data.field == field, changes
    assert await events.my_events(host) == []


async def test_text_is_kept_as_text(events: Events, apis: Apis, host: Caller) -> None:
    nasty = "<script>alert(1)</script>\u202e\x07 ' \" {{x}}"
    event = await draft(apis, host, name=nasty, tagline="two\nlines", description="a\r\n\r\nb", location=nasty)
    assert event.name == event.location == "<script>alert(1)</script> ' \" {{x}}"
    assert (event.tagline, event.description) == ("two lines", "a\n\nb")
    assert event.slug == "script-alert-1-script-x"


async def test_odd_slugs_are_not_found(events: Events) -> None:
    for slug in ("", "\x00", "x" * 100_000, "'; DROP TABLE events", "%", "../etc", "é"):
        async with refused("not_found"):
            await events.event(ANONYMOUS, slug)


async def test_sessions_asked_at_once_are_bounded(events: Events) -> None:
    assert await events.sessions(ANONYMOUS, [uuid7() for _ in range(1000)]) == []
    async with refused("too_large"):
        await events.sessions(ANONYMOUS, [uuid7() for _ in range(1001)])


async def test_roles_that_exist(apis: Apis, host: Caller, outsider: Caller) -> None:
    event, auth = await draft(apis, host), apis.get(Auth)
    assert await auth.events_of(TEST, host.require_user()) == {event.id: [RoleGrant(role="owner")]}
    role: EventRole = "mentor"
    await auth.grant_event_role(TEST, event.id, outsider.require_user(), role)
    assert await auth.events_of(TEST, outsider.require_user()) == {event.id: [RoleGrant(role="mentor")]}
    async with refused("forbidden"):
        await auth.events_of(host, outsider.require_user())
