"""What the first view of a page weighs, at an event of 1,105 sessions in each of its hours: only the agenda's own page
asks for the agenda."""

import gzip
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import msgspec
import pytest

from hallway.bootstrap.process import App
from hallway.gateway.documents import MANIFEST
from hallway.services.events.api import Events
from hallway.services.events.values import Event
from tests.conftest import Client, MakeUser, StartApp, User, free_port
from tests.events.factories import dates_of, imported, published
from tests.events.imports.schedule_files import FOSDEM
from tests.support.clock import Clock

TEXTS: list[str] = list(msgspec.json.decode(MANIFEST.read_bytes(), type=dict[str, str]).values())
FIRST: Final = {"LiveEvent": 15_000, "PublicEvent": 15_000, "MyEvent": 6_000}
"""Bytes of JSON, compressed: of the 25,000 of a whole view, these leave room for its chat, people and matches."""
DAY: Final = 100_000


def document(name: str) -> str:
    """A page's document, as browsers ask it."""
    return max((text for text in TEXTS if text.startswith(f"query {name}(")), key=len)


class Venue:
    """A large event, and somebody who comes to it."""

    def __init__(self, app: App, clock: Clock, event: Event, me: User, client: Client) -> None:
        self.app, self.clock, self.event, self.me, self.client = app, clock, event, me, client

    async def weight(self, name: str, as_: User | None = None, **variables: Any) -> int:
        """Of the answer to one of the pages' documents, at the clock's time."""
        answer = await self.client.graphql(document(name), {"slug": self.event.slug, **variables}, as_)
        assert "errors" not in answer, answer["errors"]
        return len(gzip.compress(msgspec.json.encode(answer), 6))


@pytest.fixture
async def venue(start_app: StartApp, make_user: MakeUser) -> AsyncIterator[Venue]:
    """The morning of the event's first day."""
    dates = dates_of(FOSDEM)
    clock = Clock(dates["starts_at"])
    app = await start_app(clock=clock, port=free_port())
    me = await make_user("Ada Example", apis=app.apis)
    event = await published(app.apis, me.caller, name="A large one", **dates)
    await imported(app.apis, me.caller, event.id, FOSDEM)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Venue(app, clock, event, me, Client(session, f"http://127.0.0.1:{app.settings.port}"))


def hours(event: Event) -> list[datetime]:
    """From two days before it until it is over."""
    count = int((event.ends_at - event.starts_at) / timedelta(hours=1)) + 1
    return [event.starts_at - timedelta(days=2), *(event.starts_at + timedelta(hours=hour) for hour in range(count))]


async def test_a_first_view_is_light_at_any_time(venue: Venue) -> None:
    for hour in hours(venue.event):
        venue.clock.now = hour
        for name in ("LiveEvent", "PublicEvent"):
            assert await venue.weight(name) < FIRST[name], (name, hour)


async def test_what_is_mine_is_light(venue: Venue) -> None:
    events = venue.app.apis.get(Events)
    for session in (await events.agenda(venue.me.caller, venue.event.id)).sessions[::40]:
        await events.star(venue.me.caller, session.id, True)
    assert await venue.weight("MyEvent", venue.me) < FIRST["MyEvent"]


async def test_the_agenda_comes_by_days(venue: Venue) -> None:
    """Which together are all of it; a day is no first view of anything but the agenda."""
    [summary] = await venue.app.apis.get(Events).agenda_summaries(venue.me.caller, [venue.event.id])
    assert sum(day.sessions for day in summary.days) == summary.sessions == 1105
    for day in summary.days:
        assert await venue.weight("AgendaDays", days=[day.day]) < DAY
