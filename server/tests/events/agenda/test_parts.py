"""Parts of an agenda: what each holds, that none holds more than its bound, and who may see them."""

from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.events.agenda import parts
from hallway.services.events.agenda.parts import Parts
from hallway.services.events.agenda.picture import LONGEST
from hallway.services.events.api import Events
from hallway.services.events.values import Agenda, Event, Session, Speaker, Stage, Track
from tests.conftest import MakeUser
from tests.events.factories import draft, published, put_now, session_input
from tests.support.factories import TEST, refused

DAY = datetime(2026, 11, 21, 9, tzinfo=UTC)
EVENT_ID = uuid7()


def session(
    hour: float, stage: UUID | None = None, hours: float = 1, track: UUID | None = None, speakers: int = 1
) -> Session:
    starts = DAY + timedelta(hours=hour)
    return Session(
        id=uuid7(),
        event_id=EVENT_ID,
        stage_id=stage,
        track_id=track,
        title="A talk",
        subtitle="",
        abstract="",
        languages=[],
        kind="",
        url="",
        video_url="",
        links=[],
        attachments=[],
        do_not_record=False,
        starts_at=starts,
        ends_at=starts + timedelta(hours=hours),
        day=None,
        speaker_ids=[uuid7() for _ in range(speakers)],
    )


def agenda(sessions: list[Session]) -> Agenda:
    """Of these sessions; their stages and tracks are those that they name, in the order of their ids."""
    named = sorted({one.stage_id for one in sessions if one.stage_id})
    tracked = sorted({one.track_id for one in sessions if one.track_id})
    return Agenda(
        event_id=EVENT_ID,
        version=3,
        published=1,
        stages=[Stage(id=id, name=f"Stage {place}", position=place) for place, id in enumerate(named)],
        tracks=[Track(id=id, name=f"Track {place}", hue=20, position=place) for place, id in enumerate(tracked)],
        speakers=[Speaker(id=id, name="Ann", bio="", user_id=None) for one in sessions for id in one.speaker_ids],
        sessions=sorted(sessions, key=lambda one: one.starts_at),
    )


STAGES = [uuid7() for _ in range(60)]
TRACKS = [uuid7() for _ in range(60)]
LARGE = agenda(
    [
        session(24 * day + hour, stage, track=TRACKS[place])
        for day in (0, 1)
        for hour in range(8)
        for place, stage in enumerate(STAGES)
    ]
)
TIMES = [DAY + timedelta(minutes=30 * step) for step in range(-100, 100)]


def closed(part: Agenda) -> None:
    """Everything that its sessions name is in it, and no speaker besides."""
    assert {one.stage_id for one in part.sessions if one.stage_id} <= {stage.id for stage in part.stages}
    assert {one.track_id for one in part.sessions if one.track_id} <= {track.id for track in part.tracks}
    assert {id for one in part.sessions for id in one.speaker_ids} == {speaker.id for speaker in part.speakers}


def test_days_make_up_the_agenda() -> None:
    found = Parts(LARGE, "UTC")
    days = [day.day for day in found.summary(DAY).days]
    assert days == [date(2026, 11, 21), date(2026, 11, 22)]
    both = [found.days([day]) for day in days]
    assert [len(part.sessions) for part in both] == [480, 480] == [day.sessions for day in found.summary(DAY).days]
    assert both[0].sessions + both[1].sessions == LARGE.sessions == found.days(days).sessions
    assert all(part.stages == LARGE.stages and part.tracks == LARGE.tracks for part in both)
    assert found.days([]).sessions == found.days([date(1, 1, 1)]).sessions == []


def test_a_day_is_the_programmes() -> None:
    """By the event's clock, or as the file says: what is after midnight may be of the evening before."""
    late = session(14)
    found = Parts(agenda([session(0), late]), "Asia/Tokyo")
    assert [len(found.days([date(2026, 11, day)]).sessions) for day in (21, 22)] == [1, 1]


@pytest.mark.parametrize("now", TIMES)
def test_what_a_first_view_asks_is_bounded(now: datetime) -> None:
    found = Parts(LARGE, "UTC")
    near, front = found.near(now), found.front(now)
    mine = found.coming([one.id for one in LARGE.sessions], now)
    assert len(near.sessions) <= 2 * (parts.ON_SHOWN + parts.ON_LISTED + parts.NEXT_SHOWN)
    assert len(front.sessions) <= parts.FRONT_NOW + parts.FRONT_TRACKS * parts.FRONT_NEXT + parts.FRONT_FACES
    assert len(mine.sessions) <= 2 * parts.COMING_SHOWN
    for part in (near, front, mine):
        closed(part)
        assert part.version == LARGE.version


def test_near_is_what_pages_show_first() -> None:
    now = DAY + timedelta(minutes=90)
    near = Parts(LARGE, "UTC").near(now)
    places = {stage.id: stage.position for stage in LARGE.stages}
    on = [one for one in near.sessions if one.starts_at <= now < one.ends_at]
    assert sorted(places[one.stage_id] for one in on if one.stage_id) == list(range(parts.ON_SHOWN))
    after = {(one.stage_id, one.starts_at) for one in near.sessions}
    assert all((one.stage_id, one.ends_at) in after for one in on), "what follows on each stage"


def test_near_has_what_a_list_begins_with() -> None:
    """What has begun first, wherever it is, though more is on than pages show."""
    rooms = sorted(uuid7() for _ in range(4 * parts.ON_SHOWN))
    begun = [session(-1 - place / 60, room, hours=9) for place, room in enumerate(rooms)]
    near = Parts(agenda(sorted(begun, key=lambda one: one.starts_at)), "UTC").near(DAY)
    first = sorted(begun, key=lambda one: one.starts_at)[: parts.ON_LISTED]
    assert {one.id for one in first} <= {one.id for one in near.sessions}
    assert len(near.sessions) == parts.ON_SHOWN + parts.ON_LISTED


def test_a_short_agenda_comes_whole() -> None:
    short = agenda([session(hour) for hour in range(parts.FEW)])
    assert Parts(short, "UTC").near(DAY - timedelta(days=9)) is short


def test_around_a_session() -> None:
    first, other, last = session(0, STAGES[0]), session(1, STAGES[1]), session(3, STAGES[0])
    tomorrow = session(24, STAGES[0])
    found = Parts(agenda([first, other, last, tomorrow]), "UTC")
    assert found.around(first.id).sessions == [first, last]
    assert found.around(last.id).sessions == [last], "what is tomorrow does not follow"
    assert found.around(uuid7()).sessions == []


def test_the_picture_is_of_the_day_that_is_on() -> None:
    places = sorted(STAGES[:2])
    morning, side, none = session(0, places[1]), session(1, places[0], 0.5), session(3)
    next_day = session(24, places[0])
    found = Parts(agenda([morning, side, none, next_day]), "UTC")
    picture = found.summary(DAY).picture
    assert picture
    assert (picture.starts_at, picture.minutes, picture.rows) == (DAY, 240, 3)
    assert picture.marks == [1, 0, 60, 0, 60, 90, 2, 180, 240]
    days = {before: found.summary(DAY + timedelta(days=before)).picture for before in (-9, 1, 9)}
    starts = {before: shown and shown.starts_at for before, shown in days.items()}
    assert starts == {-9: DAY, 1: DAY + timedelta(days=1), 9: DAY + timedelta(days=1)}


def test_the_picture_is_no_wider_than_a_day() -> None:
    torn = Parts(agenda([session(0, hours=200)]), "UTC").summary(DAY).picture
    assert torn
    assert (torn.minutes, torn.marks) == (LONGEST, [0, 0, LONGEST])
    assert Parts(agenda([]), "UTC").summary(DAY).picture is None


def every(events: Events, who: Caller, event: Event, session_id: UUID) -> list[Awaitable[object]]:
    """All that can be asked of this event's agenda."""
    return [
        events.agenda(who, event.id, [event.starts_at.date()]),
        events.agenda_near(who, event.id),
        events.agenda_front(who, event.id),
        events.agenda_coming(who, event.id, [session_id]),
        events.agenda_around(who, event.id, session_id),
        events.agenda_summaries(who, [event.id]),
        events.speaking(who, event.id),
    ]


async def test_parts_are_for_whom_the_event_is(
    events: Events, apis: Apis, host: Caller, outsider: Caller, make_user: MakeUser
) -> None:
    """A draft's are its makers' alone, also when they are kept, and again once the event is taken down."""
    event = await draft(apis, host)
    talk = await put_now(events, host, event.id, uuid7(), session_input("Secret"))

    async def nobody_else() -> None:
        assert [await part for part in every(events, host, event, talk.id)]
        for who in (outsider, ANONYMOUS):
            for part in every(events, who, event, talk.id):
                async with refused("not_found"):
                    await part

    await nobody_else()
    await events.publish(host, event.id)
    for who in (host, outsider, ANONYMOUS):
        near = await events.agenda_near(who, event.id)
        assert [one.title for one in near.sessions] == ["Secret"]
        assert [await part for part in every(events, who, event, talk.id)]
    admin = await make_user("Anna Admin")
    await apis.get(Auth).set_platform_role(TEST, admin.id, "admin", True)
    await events.take_down(admin.caller, event.id, "Not what it says")
    await nobody_else()


async def test_parts_follow_what_is_published(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("First", stage="Main"))
    before = await events.agenda_near(ANONYMOUS, event.id)
    talk = await put_now(events, host, event.id, uuid7(), session_input("Second", 30, stage="Side"))
    after = await events.agenda_near(ANONYMOUS, event.id)
    [summary] = await events.agenda_summaries(ANONYMOUS, [event.id])
    assert after.version == summary.version > before.version
    assert [one.title for one in after.sessions] == ["First", "Second"]
    assert (summary.sessions, summary.stages) == (2, 2)
    assert (await events.agenda_around(ANONYMOUS, event.id, talk.id)).sessions[0].title == "Second"


async def test_few_summaries_at_once(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    async with refused("too_large"):
        await events.agenda_summaries(ANONYMOUS, [event.id] * 11)
    async with refused("not_found"):
        await events.agenda_summaries(ANONYMOUS, [event.id, uuid7()])
