"""Who gets an agenda as a file, and what: the whole, a track, or the sessions behind a secret address."""

from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest

from hallway.bootstrap.process import App
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.feeds.compose import color_of
from hallway.services.events.imports.formats import read_schedule
from hallway.services.events.values import Feed
from tests.conftest import StartApp, free_port
from tests.events.factories import START, draft, event_input, published, put_now, remove_now, session_input
from tests.support.factories import TEST, Factories

FORMATS = ("frab", "schedule", "icalendar")


async def refused(asked: Awaitable[object]) -> str:
    """The code of the refusal."""
    with pytest.raises(Problem) as caught:
        await asked
    return caught.value.code


def titles(feed: Feed) -> list[str]:
    """Of the sessions in a file, as the reader of imports has them; it takes none without a session."""
    if b"BEGIN:VCALENDAR" in feed.content and b"BEGIN:VEVENT" not in feed.content:
        return []
    return sorted(session.title for session in read_schedule(feed.content).sessions)


def token_in(url: str | None) -> str:
    """The secret in an address."""
    assert url
    return url.rpartition("/")[2].removesuffix(".ics")


async def starred_talks(apis: Apis, host: Caller, *names: str) -> tuple[UUID, list[UUID]]:
    """A published event with these talks, which the host starred."""
    events, event = apis.get(Events), await published(apis, host)
    ids = [uuid7() for _ in names]
    for minute, (id, name) in enumerate(zip(ids, names, strict=True)):
        await put_now(events, host, event.id, id, session_input(name, minute))
        await events.star(host, id, True)
    return event.id, ids


@pytest.mark.parametrize("format", FORMATS)
async def test_a_draft_is_for_who_makes_it_and_an_unlisted_event_for_who_knows_it(
    events: Events, apis: Apis, host: Caller, outsider: Caller, format: str
) -> None:
    hidden = await draft(apis, host, name="Hidden")
    assert not (await events.feed(host, hidden.slug, format)).public  # type: ignore[arg-type]
    for caller in (outsider, ANONYMOUS):
        assert await refused(events.feed(caller, hidden.slug, format)) == "not_found"  # type: ignore[arg-type]
    unlisted = await published(apis, host, name="Unlisted", visibility="unlisted")
    assert (await events.feed(ANONYMOUS, unlisted.slug, format)).public  # type: ignore[arg-type]
    for slug in ("no-such", "", "../x", "a\x00b", "ü", "%2e%2e", "a" * 10_000, "' OR 1=1 --"):
        assert await refused(events.feed(ANONYMOUS, slug, format)) == "not_found"  # type: ignore[arg-type]


async def test_what_is_in_the_draft_of_a_published_event_is_not_in_its_files(
    events: Events, apis: Apis, host: Caller
) -> None:
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("Said"))
    before = await events.feed(ANONYMOUS, event.slug, "schedule")
    await events.put_session(host, event.id, uuid7(), session_input("Unsaid"))
    assert titles(await events.feed(host, event.slug, "schedule")) == ["Said"]
    await events.publish_agenda(host, event.id)
    after = await events.feed(ANONYMOUS, event.slug, "schedule")
    assert titles(after) == ["Said", "Unsaid"]
    assert after.tag != before.tag
    assert after.modified_at > before.modified_at


async def test_a_track_has_its_own_sessions_and_rooms(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    for name, track in (("One", "Rust & co"), ("Two", "Python"), ("Three", "Rust & co"), ("Four", "")):
        await put_now(events, host, event.id, uuid7(), session_input(name, track=track, stage=f"Hall {name}"))
    [rust] = [one for one in (await events.agenda(host, event.id)).tracks if one.name == "Rust & co"]
    for format in FORMATS:
        feed = await events.feed(ANONYMOUS, event.slug, format, rust.id)
        assert titles(feed) == ["One", "Three"]
        assert feed.filename.startswith(f"{event.slug}-rust-co.")
    schedule = read_schedule((await events.feed(ANONYMOUS, event.slug, "schedule", rust.id)).content)
    assert schedule.title == "Small Conf: Rust & co"
    assert [one.name for one in schedule.rooms] == ["Hall One", "Hall Three"]
    assert [(one.name, one.color) for one in schedule.tracks] == [("Rust & co", color_of(rust.hue))]
    other = await published(apis, host, name="Another")
    for unknown in (rust.id, uuid7()):
        assert await refused(events.feed(ANONYMOUS, other.slug, "icalendar", unknown)) == "not_found"


async def test_a_cancelled_event_says_so_in_its_calendar(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("Off"))
    assert b"STATUS:CONFIRMED" in (await events.feed(ANONYMOUS, event.slug, "icalendar")).content
    await events.cancel(host, event.id)
    content = (await events.feed(ANONYMOUS, event.slug, "icalendar")).content
    assert b"STATUS:CANCELLED" in content
    assert b"STATUS:CONFIRMED" not in content


async def test_a_calendar_follows_the_stars_of_one_person(
    events: Events, apis: Apis, host: Caller, outsider: Caller
) -> None:
    event_id, [one, two] = await starred_talks(apis, host, "One", "Two")
    await events.star(host, two, False)
    mine = await events.make_calendar(host, event_id)
    assert await events.make_calendar(host, event_id) == await events.calendar(host, event_id) == mine
    theirs = await events.make_calendar(outsider, event_id)
    assert token_in(mine.url) != token_in(theirs.url)
    token = token_in(mine.url)
    assert titles(await events.starred_feed(ANONYMOUS, token)) == ["One"]
    assert titles(await events.starred_feed(ANONYMOUS, token_in(theirs.url))) == []
    await events.star(host, two, True)
    feed = await events.starred_feed(ANONYMOUS, token)
    assert titles(feed) == ["One", "Two"]
    await put_now(events, host, event_id, two, session_input("Two, later", minute=90))
    assert titles(await events.starred_feed(ANONYMOUS, token)) == ["One", "Two, later"]
    await remove_now(events, host, event_id, one)
    assert titles(await events.starred_feed(ANONYMOUS, token)) == ["Two, later"]


async def test_a_revoked_address_is_no_good_at_once_and_the_next_is_another(
    events: Events, apis: Apis, host: Caller, outsider: Caller
) -> None:
    event_id, _ = await starred_talks(apis, host, "One")
    first = token_in((await events.make_calendar(host, event_id)).url)
    await events.revoke_calendar(outsider, event_id)  # their own, of which there is none
    assert titles(await events.starred_feed(ANONYMOUS, first)) == ["One"]
    assert (await events.revoke_calendar(host, event_id)).url is None
    assert (await events.calendar(host, event_id)).url is None
    assert await refused(events.starred_feed(ANONYMOUS, first)) == "not_found"
    await events.revoke_calendar(host, event_id)
    second = token_in((await events.make_calendar(host, event_id)).url)
    assert second != first
    assert await refused(events.starred_feed(ANONYMOUS, first)) == "not_found"
    assert titles(await events.starred_feed(ANONYMOUS, second)) == ["One"]


async def test_no_other_text_is_an_address(events: Events, apis: Apis, host: Caller) -> None:
    event_id, _ = await starred_talks(apis, host, "One")
    token = token_in((await events.make_calendar(host, event_id)).url)
    wrong = "A" if token[5] != "A" else "B"
    for other in (
        *(token[:5] + wrong + token[6:], token + "=", token[:-1], f"../{token}", token.swapcase(), f"{token}\n"),
        *("", "x" * 43, "é" * 43, "a\x00" + token[2:], "x" * 1_000_000, str(event_id), str(host.user_id)),
    ):
        assert await refused(events.starred_feed(ANONYMOUS, other)) == "not_found"


async def test_the_database_holds_no_secret(hallway: App, events: Events, apis: Apis, host: Caller) -> None:
    event_id, _ = await starred_talks(apis, host, "One")
    token = token_in((await events.make_calendar(host, event_id)).url)
    connection = await asyncpg.connect(hallway.settings.database_url)
    [row] = await connection.fetch("SELECT * FROM events.calendar_tokens")
    await connection.close()
    assert token not in str(dict(row))
    assert token.encode() not in row["digest"] + row["nonce"]


async def test_a_calendar_is_away_while_its_event_is_taken_down(
    hallway: App, events: Events, apis: Apis, host: Caller
) -> None:
    event_id, _ = await starred_talks(apis, host, "One")
    token = token_in((await events.make_calendar(host, event_id)).url)
    [admin] = await Factories(apis).people(1)
    connection = await asyncpg.connect(hallway.settings.database_url)
    await connection.execute("UPDATE auth.users SET roles = '{admin}' WHERE id = $1", admin.user_id)
    admin = msgspec.structs.replace(admin, roles=frozenset({"admin"}))
    await events.take_down(admin, event_id, "Spam")
    slug = (await events.event_by_id(host, event_id)).slug
    assert await refused(events.starred_feed(ANONYMOUS, token)) == "not_found"
    assert await refused(events.feed(ANONYMOUS, slug, "icalendar")) == "not_found"
    assert await refused(events.make_calendar(host, event_id)) == "conflict"
    await events.give_back(admin, event_id)
    assert titles(await events.starred_feed(ANONYMOUS, token)) == ["One"]
    await connection.execute("DELETE FROM auth.users WHERE id = $1", host.user_id)
    await connection.close()
    assert await refused(events.starred_feed(ANONYMOUS, token)) == "not_found"


async def test_who_may_have_an_address(events: Events, apis: Apis, host: Caller, outsider: Caller) -> None:
    hidden = await draft(apis, host)
    assert await refused(events.make_calendar(host, hidden.id)) == "conflict"
    for unseen in (hidden.id, uuid7()):
        assert await refused(events.make_calendar(outsider, unseen)) == "not_found"
        assert (await events.calendar(outsider, unseen)).url is None
        assert (await events.revoke_calendar(outsider, unseen)).url is None
    for asked in (events.calendar, events.make_calendar, events.revoke_calendar):
        assert await refused(asked(ANONYMOUS, hidden.id)) == "unauthenticated"
        assert await refused(asked(TEST, hidden.id)) in ("unauthenticated", "forbidden")


async def test_another_secret_of_the_installation_ends_addresses(start_app: StartApp) -> None:
    old, new = "an old secret that is long enough for a test", "a new secret that is long enough for a test"
    first = (await start_app(secret=old)).apis
    [host] = await Factories(first).people(1)
    event_id, _ = await starred_talks(first, host, "One")
    token = token_in((await first.get(Events).make_calendar(host, event_id)).url)
    both = (await start_app(secret=new, secret_also=old, port=free_port())).apis.get(Events)
    assert titles(await both.starred_feed(ANONYMOUS, token)) == ["One"]
    assert token_in((await both.make_calendar(host, event_id)).url) == token
    alone = (await start_app(secret=new, port=free_port())).apis.get(Events)
    assert await refused(alone.starred_feed(ANONYMOUS, token)) == "not_found"
    assert (await alone.calendar(host, event_id)).url is None
    again = token_in((await alone.make_calendar(host, event_id)).url)
    assert titles(await alone.starred_feed(ANONYMOUS, again)) == ["One"]
    assert await refused(alone.starred_feed(ANONYMOUS, token)) == "not_found"


async def test_a_file_is_of_the_event_as_it_is_now(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("A talk"))
    assert (await events.feed(ANONYMOUS, event.slug, "frab")).tag == (await events.feed(host, event.slug, "frab")).tag
    event = await events.event_by_id(host, event.id)
    await events.update(host, event.id, event.version, event_input(name="Renamed", time_zone="Asia/Tokyo"))
    schedule = read_schedule((await events.feed(ANONYMOUS, event.slug, "frab")).content)
    assert (schedule.title, schedule.time_zone) == ("Renamed", "Asia/Tokyo")
    [session] = schedule.sessions
    assert (session.starts_at, session.duration) == (START, timedelta(minutes=30))


def test_colours_are_those_of_the_pages() -> None:
    # As Chromium computes oklch(0.66 0.12 <hue>).
    assert [color_of(hue) for hue in (20, 140, 255)] == ["#d17273", "#69a45c", "#5d94da"]
