"""Drafts, versions, what lies between them, and undoing."""

import asyncio

import asyncpg
import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from tests.conftest import ConnectSocket, MakeUser
from tests.events.factories import draft, published, put_now, session_input
from tests.support.factories import refused


@pytest.fixture
async def event(apis: Apis, host: Caller) -> Event:
    """A published one, without sessions."""
    return await published(apis, host)


async def titles(events: Events, caller: Caller, event: Event) -> list[str]:
    """What everybody sees."""
    return [session.title for session in (await events.agenda(caller, event.id)).sessions]


async def test_nobody_sees_a_draft_until_it_is_published(
    events: Events, host: Caller, outsider: Caller, event: Event
) -> None:
    id = uuid7()
    made = await events.put_session(host, event.id, id, session_input("Secret", stage="Main", speakers=["Zoe Example"]))
    assert await titles(events, ANONYMOUS, event) == []
    assert await events.sessions(host, [id]) == []
    assert await events.search(ANONYMOUS, event.id, "secret") == []
    for caller in (ANONYMOUS, outsider):
        for ask in (
            events.draft(caller, event.id),
            events.draft_session(caller, event.id, id),
            events.revisions(caller, event.id, None, 10),
            events.publish_agenda(caller, event.id),
            events.undo_revision(caller, event.id, 1),
        ):
            async with refused("forbidden", "unauthenticated"):
                await ask
    found = await events.draft(host, event.id)
    assert (found.revision, found.total) == (1, 1)
    assert [(change.kind, change.title) for change in found.changes] == [("added", "Secret")]
    assert [session.title for session in found.agenda.sessions] == ["Secret"]
    assert await events.draft_session(host, event.id, id) == made
    assert await events.publish_agenda(host, event.id, found.revision) == 2, "publishing the event was the first"
    assert await titles(events, ANONYMOUS, event) == ["Secret"]
    assert (await events.draft(host, event.id)).total == 0
    assert (await events.agenda(ANONYMOUS, event.id)).published == 2


async def test_publishing_again_is_nothing(events: Events, host: Caller, event: Event) -> None:
    await put_now(events, host, event.id, uuid7(), session_input())
    version = (await events.event_by_id(host, event.id)).version
    assert await events.publish_agenda(host, event.id) == await events.publish_agenda(host, event.id) == 2
    assert (await events.event_by_id(host, event.id)).version == version


async def test_who_publishes_has_seen_what(events: Events, host: Caller, event: Event) -> None:
    await events.put_session(host, event.id, uuid7(), session_input("One"))
    seen = (await events.draft(host, event.id)).revision
    await events.put_session(host, event.id, uuid7(), session_input("Two"))
    async with refused("conflict"):
        await events.publish_agenda(host, event.id, seen)
    assert await titles(events, host, event) == []


async def test_the_agenda_of_a_draft_is_seen_as_it_is_typed(events: Events, apis: Apis, host: Caller) -> None:
    event = await draft(apis, host)
    await events.put_session(host, event.id, uuid7(), session_input("Typed"))
    assert await titles(events, host, event) == ["Typed"]
    async with refused("conflict"):
        await events.publish_agenda(host, event.id)
    await events.publish(host, event.id)
    assert (await events.agenda(ANONYMOUS, event.id)).published == 1
    assert await titles(events, ANONYMOUS, event) == ["Typed"]


async def test_what_changed_since_a_version(events: Events, host: Caller, event: Event) -> None:
    one, two = uuid7(), uuid7()
    await put_now(events, host, event.id, one, session_input("One", 0, stage="Main"))
    await put_now(events, host, event.id, two, session_input("Two", 30, stage="Main"))
    await events.put_session(host, event.id, one, session_input("One", 60, stage="Side"))
    await put_now(events, host, event.id, two, session_input("Two, longer", 30, stage="Main"))
    await events.put_session(host, event.id, uuid7(), session_input("Not yet"))
    kinds = {change.title: change.kind for change in await events.agenda_changes(ANONYMOUS, event.id, 2)}
    assert kinds == {"One": "moved", "Two, longer": "added"}
    [moved] = [change for change in await events.agenda_changes(ANONYMOUS, event.id, 3) if change.kind == "moved"]
    assert moved.before
    assert moved.after
    assert (moved.before.stage, moved.after.stage) == ("Main", "Side")
    assert [field.field for field in moved.fields] == ["time", "stage"]
    assert [change.title for change in await events.agenda_changes(ANONYMOUS, event.id, 2, 3)] == ["Two"]
    assert await events.agenda_changes(ANONYMOUS, event.id, 4) == []
    assert len(await events.agenda_changes(ANONYMOUS, event.id, 0)) == 2
    for since, until in ((5, None), (2, 9), (-1, None)):
        async with refused("not_found"):
            await events.agenda_changes(ANONYMOUS, event.id, since, until)


async def test_undoing_brings_sessions_and_their_stars_back(
    events: Events, host: Caller, outsider: Caller, event: Event
) -> None:
    id = uuid7()
    input = session_input("Starred", stage="Main", track="Web", speakers=["Zoe Example"])
    await put_now(events, host, event.id, id, input)
    before = await events.agenda(host, event.id)
    await events.star(outsider, id, True)
    await events.remove_session(host, event.id, id)
    await events.publish_agenda(host, event.id)
    assert await titles(events, host, event) == []
    assert await events.stars(outsider, event.id) == []
    [last, *_] = await events.revisions(host, event.id, None, 10)
    assert (last.kind, last.removed, last.titles, last.made_by) == ("edited", 1, ["Starred"], host.user_id)
    back = await events.undo_revision(host, event.id, last.number)
    assert await titles(events, host, event) == [], "not before it is published"
    await events.publish_agenda(host, event.id)
    after = await events.agenda(host, event.id)
    assert (after.sessions, after.stages, after.tracks) == (before.sessions, before.stages, before.tracks)
    assert await events.stars(outsider, event.id) == [id]
    [undo, undone, *_] = await events.revisions(host, event.id, None, 10)
    assert (undo.number, undo.kind, undo.undoes, undone.undone) == (back, "undone", last.number, True)
    async with refused("conflict"):
        await events.undo_revision(host, event.id, last.number)
    await events.undo_revision(host, event.id, back)
    assert (await events.draft(host, event.id)).agenda.sessions == [], "an undo can be undone"


async def test_what_changed_again_since_is_not_undone(events: Events, host: Caller, event: Event) -> None:
    one, two = uuid7(), uuid7()
    await events.put_session(host, event.id, one, session_input("One"))
    await events.put_session(host, event.id, two, session_input("Two"))
    await events.put_session(host, event.id, one, session_input("One, again"))
    async with refused("conflict"):
        await events.undo_revision(host, event.id, 1)
    await events.undo_revision(host, event.id, 2)
    assert [session.title for session in (await events.draft(host, event.id)).agenda.sessions] == ["One, again"]
    for number in (99, 0, -1):
        async with refused("not_found"):
            await events.undo_revision(host, event.id, number)


async def test_the_team_is_told_of_drafts_and_nobody_else(
    events: Events, host: Caller, make_user: MakeUser, connect_socket: ConnectSocket, apis: Apis
) -> None:
    owner, visitor = await make_user("Olga Owner"), await make_user("Vera Visitor")
    event = await published(apis, owner.caller)
    theirs, others = await connect_socket(owner), await connect_socket(visitor)
    for page in (theirs, others):
        await page.value("event.watch", {"eventId": event.id})
    await put_now(events, owner.caller, event.id, uuid7(), session_input())
    assert (await theirs.until("agenda.draft"))["revision"] == 1
    await others.until("agenda.changed")
    assert "agenda.draft" not in [name for name, _ in others.pushes]


async def test_a_session_of_another_event_is_never_overwritten(
    events: Events, apis: Apis, host: Caller, outsider: Caller, event: Event
) -> None:
    """Not even when both were drafts at first, and the other was shown before."""
    theirs, id = await published(apis, outsider), uuid7()
    await events.put_session(outsider, theirs.id, id, session_input("Theirs"))
    await put_now(events, host, event.id, id, session_input("Ours"))
    async with refused("conflict"):
        await events.publish_agenda(outsider, theirs.id)
    [session] = await events.sessions(ANONYMOUS, [id])
    assert (session.title, session.event_id) == ("Ours", event.id)


async def test_a_stage_that_is_made_anew_before_anybody_saw_it_gone(events: Events, host: Caller, event: Event) -> None:
    first, second = uuid7(), uuid7()
    await put_now(events, host, event.id, first, session_input("One", stage="Main", track="Web"))
    await events.remove_session(host, event.id, first)
    await put_now(events, host, event.id, second, session_input("Two", stage="Main", track="Web"))
    agenda = await events.agenda(ANONYMOUS, event.id)
    [session] = agenda.sessions
    assert [(stage.id, stage.name) for stage in agenda.stages] == [(session.stage_id, "Main")]
    assert [(track.id, track.name) for track in agenda.tracks] == [(session.track_id, "Web")]


async def test_undoing_an_older_change_brings_back_who_left_later(events: Events, host: Caller, event: Event) -> None:
    first, second = uuid7(), uuid7()
    await put_now(events, host, event.id, first, session_input("One", stage="Main", speakers=["Zoe Example"]))
    await put_now(events, host, event.id, second, session_input("Two", 30, stage="Main", speakers=["Zoe Example"]))
    await events.remove_session(host, event.id, second)
    [removal] = await events.revisions(host, event.id, None, 1)
    await events.remove_session(host, event.id, first)
    await events.publish_agenda(host, event.id)
    await events.undo_revision(host, event.id, removal.number)
    await events.publish_agenda(host, event.id)
    agenda = await events.agenda(ANONYMOUS, event.id)
    [session] = agenda.sessions
    assert [(stage.id, stage.name) for stage in agenda.stages] == [(session.stage_id, "Main")]
    assert [(one.id, one.name) for one in agenda.speakers] == [(session.speaker_ids[0], "Zoe Example")]


async def test_what_things_were_called_is_known_between_old_versions(
    events: Events, host: Caller, event: Event
) -> None:
    id = uuid7()
    await put_now(events, host, event.id, id, session_input("One", stage="Main", speakers=["Zoe Example"]))
    first = (await events.agenda(ANONYMOUS, event.id)).published
    await put_now(events, host, event.id, id, session_input("Won", stage="Main", speakers=["Zoe Example"]))
    await put_now(events, host, event.id, id, session_input("Won", stage="Other", speakers=["Bob Example"]))
    [change] = await events.agenda_changes(ANONYMOUS, event.id, first, first + 1)
    for facts in (change.before, change.after):
        assert facts
        assert (facts.stage, facts.speakers) == ("Main", ["Zoe Example"])


async def test_the_id_of_a_session_that_is_gone_leads_nobody_to_what_it_named(
    apis: Apis, events: Events, host: Caller, outsider: Caller, event: Event
) -> None:
    id = uuid7()
    named = {"stage": "Main", "track": "Web", "speakers": ["Zoe Example"]}
    await put_now(events, host, event.id, id, session_input("One", **named))
    await put_now(events, host, event.id, uuid7(), session_input("Two", 30, **named))
    await events.remove_session(host, event.id, id)
    await events.publish_agenda(host, event.id)
    before = await events.agenda(ANONYMOUS, event.id)
    other = await published(apis, outsider)
    await put_now(events, outsider, other.id, id, session_input("Mine", **named))
    mine, after = await events.agenda(ANONYMOUS, other.id), await events.agenda(ANONYMOUS, event.id)
    assert (after.stages, after.tracks, after.speakers) == (before.stages, before.tracks, before.speakers)
    assert [stage.name for stage in mine.stages] == ["Main"]
    assert [track.name for track in mine.tracks] == ["Web"]
    assert [speaker.name for speaker in mine.speakers] == ["Zoe Example"]


async def test_what_is_typed_while_an_event_is_published_is_a_version_or_a_draft(
    apis: Apis, events: Events, host: Caller
) -> None:
    for _ in range(5):
        event = await draft(apis, host)
        typed = [events.put_session(host, event.id, uuid7(), session_input(f"Talk {n}")) for n in range(4)]
        await asyncio.gather(typed[0], events.publish(host, event.id), *typed[1:])
        first = (await events.agenda(ANONYMOUS, event.id)).published
        seen = {session.title for session in (await events.agenda(ANONYMOUS, event.id)).sessions}
        assert {change.title for change in await events.agenda_changes(ANONYMOUS, event.id, 0, first)} == seen
        assert (await events.draft(host, event.id)).total == 4 - len(seen)


async def test_what_is_taken_down_keeps_its_draft_apart(
    events: Events, host: Caller, make_user: MakeUser, event: Event, settings: Settings
) -> None:
    """Giving it back shows what was shown, and not what was typed meanwhile."""
    await put_now(events, host, event.id, uuid7(), session_input("Shown"))
    await events.put_session(host, event.id, uuid7(), session_input("Not yet"))
    database = await asyncpg.connect(settings.database_url)
    await database.execute(
        "UPDATE events.events SET status = 'draft', taken_down = 'Why', taken_down_from = 'published' WHERE id = $1",
        event.id,
    )
    await events.put_session(host, event.id, uuid7(), session_input("Typed meanwhile"))
    assert await titles(events, host, event) == ["Shown"]
    await database.execute(
        "UPDATE events.events SET status = 'published', taken_down = NULL, taken_down_from = NULL WHERE id = $1",
        event.id,
    )
    await database.close()
    assert await titles(events, ANONYMOUS, event) == ["Shown"]
    assert (await events.draft(host, event.id)).total == 2
