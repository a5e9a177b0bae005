"""Who starred a session is told once that it is elsewhere, or gone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.facts.reactions import ReactionContext
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from hallway.services.events.facts import AgendaPublished, MovedSession
from hallway.services.events.values import Event, ProgrammeMove, SessionInput
from hallway.services.notifications import reactions
from hallway.services.notifications.api import Notification, Notifications
from tests.events.factories import draft, event_input, published
from tests.support.factories import TEST, Factories, refused
from tests.support.waiting import eventually

DATES = {
    "starts_at": datetime(2027, 10, 23, 9, tzinfo=ZoneInfo("Europe/Brussels")),
    "ends_at": datetime(2027, 10, 24, 18, tzinfo=ZoneInfo("Europe/Brussels")),
}


def talk(title: str, hour: int = 10, stage: str = "Main hall") -> SessionInput:
    starts_at = DATES["starts_at"].replace(hour=hour)
    return SessionInput(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), stage=stage)


class Conference:
    """A published event with three talks, all starred by Ada, the first by Ben, and one other by nobody."""

    def __init__(self, apis: Apis) -> None:
        self.apis, self.events = apis, apis.get(Events)
        self.talks = [uuid7() for _ in range(4)]

    async def opened(self) -> "Conference":
        self.host, self.ada, self.ben, self.cat = await Factories(self.apis).people(4)
        self.event = await published(self.apis, self.host, **DATES)
        for id, title in zip(self.talks, ("One", "Two", "Three", "Four"), strict=True):
            await self.events.put_session(self.host, self.event.id, id, talk(title))
        await self.publish()
        for who, talks in ((self.ada, self.talks[:3]), (self.ben, self.talks[:1]), (self.host, self.talks[:1])):
            for id in talks:
                await self.events.star(who, id, True)
        return self

    async def put(self, place: int, input: SessionInput) -> None:
        await self.events.put_session(self.host, self.event.id, self.talks[place], input)

    async def publish(self) -> None:
        await self.events.publish_agenda(self.host, self.event.id)

    async def now(self) -> Event:
        return await self.events.event_by_id(self.host, self.event.id)

    async def told(self, who: Caller, count: int) -> list[tuple[str, str, str]]:
        """What this person is told of their sessions, the latest first, once it is so many."""

        async def of_sessions() -> list[Notification]:
            page = await self.apis.get(Notifications).notifications(who)
            return [item for item in page.items if item.kind == "session_moved"]

        found = await eventually(of_sessions, lambda found: len(found) >= count)
        assert len(found) == count
        start = f"/e/{self.event.slug}/"
        return [(item.subject, item.detail, item.link.removeprefix(start)) for item in found]


@pytest.fixture
async def conference(apis: Apis) -> Conference:
    return await Conference(apis).opened()


async def test_one_session_says_where_it_is_now(conference: Conference) -> None:
    await conference.put(0, talk("One", 15, "L1 upstairs"))
    await conference.put(3, talk("Four", 16))
    await conference.publish()
    told = ("One", "moved 2027-10-23T13:00:00Z Europe/Brussels L1 upstairs", f"sessions/{conference.talks[0]}")
    for who in (conference.ada, conference.ben, conference.host):
        assert await conference.told(who, 1) == [told]
    assert await conference.told(conference.cat, 0) == []


async def test_one_that_is_gone_leads_to_the_agenda_and_several_are_counted(conference: Conference) -> None:
    await conference.events.remove_session(conference.host, conference.event.id, conference.talks[0])
    await conference.put(1, talk("Two", stage=""))
    await conference.publish()
    assert await conference.told(conference.ben, 1) == [("One", "gone", "agenda")]
    assert await conference.told(conference.ada, 1) == [("Small Conf", "several 2", "agenda?view=mine")]


async def test_what_is_typed_otherwise_or_moves_back_says_nothing(conference: Conference) -> None:
    await conference.put(0, talk("One, better"))
    await conference.publish()
    await conference.put(0, talk("One", 15))
    await conference.put(0, talk("One", 10))
    await conference.publish()
    await conference.put(1, talk("Two", 17))
    await conference.publish()
    assert [subject for subject, _, _ in await conference.told(conference.ada, 1)] == ["Two"]
    assert await conference.told(conference.ben, 0) == []


async def test_each_version_says_so_once(conference: Conference) -> None:
    for hour in (15, 16):
        await conference.put(0, talk("One", hour))
        await conference.publish()
        await conference.publish()
    details = [detail for _, detail, _ in await conference.told(conference.ben, 2)]
    assert details == [f"moved 2027-10-23T{hour}:00:00Z Europe/Brussels Main hall" for hour in (14, 13)]


async def test_the_whole_programme_moving_says_so(conference: Conference) -> None:
    event, lisbon = await conference.now(), event_input(**DATES, time_zone="Europe/Lisbon")
    await conference.events.update(conference.host, event.id, event.version, lisbon, ProgrammeMove(how="keepMoments"))
    event = await conference.now()
    week = event_input(**{name: value + timedelta(days=7) for name, value in DATES.items()}, time_zone="Europe/Lisbon")
    move = ProgrammeMove(how="shift", minutes=7 * 24 * 60)
    await conference.events.update(conference.host, event.id, event.version, week, move)
    told = ("One", "moved 2027-10-30T08:00:00Z Europe/Lisbon Main hall", f"sessions/{conference.talks[0]}")
    assert await conference.told(conference.ben, 1) == [told]
    assert [detail for _, detail, _ in await conference.told(conference.ada, 1)] == ["several 3"]


async def react(apis: Apis, event: Event, talk: UUID, version: int) -> None:
    """The session is gone in this version of the event's agenda."""
    gone = MovedSession(session_id=talk, title="One", starts_at=None, stage="")
    named = {name: getattr(event, name) for name in ("name", "slug", "time_zone")}
    fact = AgendaPublished(event_id=event.id, version=version, moved=[gone], **named)
    context = ReactionContext(fact_id=uuid7(), at=datetime.now(UTC), apis=apis, caller=service_caller("notifications"))
    await reactions.agenda_published(context, fact)


async def test_only_of_events_that_everybody_sees_and_once(apis: Apis, conference: Conference) -> None:
    hidden, one = await draft(apis, conference.host, **DATES), uuid7()
    await conference.events.put_session(conference.host, hidden.id, one, talk("One"))
    await conference.events.star(conference.host, one, True)
    await react(apis, hidden, one, 7)
    assert await conference.told(conference.host, 0) == []
    for _ in range(2):
        await react(apis, conference.event, conference.talks[0], 8)
        assert await conference.told(conference.ben, 1) == [("One", "gone", "agenda")]
    cancelled = await conference.events.cancel(conference.host, conference.event.id)
    await react(apis, cancelled, conference.talks[0], 9)
    assert await conference.told(conference.ben, 1) == [("One", "gone", "agenda")]


async def test_everybody_is_told_however_many_they_are(apis: Apis, conference: Conference) -> None:
    people: list[UUID] = []
    for person in await Factories(apis).people(30):
        await conference.events.star(person, conference.talks[3], True)
        people.append(person.require_user())
    asked: list[UUID] = []
    after: UUID | None = None
    while some := await conference.events.starred_by(TEST, conference.event.id, conference.talks[3:], after, 7):
        assert all(sessions == conference.talks[3:] for sessions in some.values())
        asked += some
        after = max(some)
    assert asked == sorted(people)
    await conference.put(3, talk("Four", 15))
    await conference.publish()
    [told] = await conference.told(Caller(user_id=people[-1], session_id=uuid7()), 1)
    assert told[0] == "Four"


async def test_who_starred_what_is_for_services(conference: Conference) -> None:
    async with refused("forbidden"):
        await conference.events.starred_by(conference.host, conference.event.id, conference.talks, None, 10)
    async with refused("too_large"):
        many = [uuid7() for _ in range(1_001)]
        await conference.events.starred_by(TEST, conference.event.id, many, None, 10)
