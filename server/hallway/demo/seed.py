"""Makes the demo: invented people at a real conference that is live now. Everything goes through the services' APIs.

Every id comes from a name, so that making it again finds what is there; a run that was broken off is simply finished.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from hallway.demo.people import Attendee, Persona, attendees, lines, personas
from hallway.demo.schedule import demo_schedule
from hallway.demo.shift import shift
from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import EventRole
from hallway.services.auth.api import Auth
from hallway.services.auth.demo_api import DemoAuth, NewUser
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.schedule import Schedule
from hallway.services.events.values import Event, EventInput
from hallway.services.profiles.api import ProfileInput, Profiles
from hallway.services.profiles.demo_api import DemoProfiles, SeedProfile

NAMESPACE: Final = UUID("0d9f3a52-6f0b-5c1e-9d55-0a1c8f2f7c11")
EVENT_ID: Final = uuid5(NAMESPACE, "event")
DEMO: Final = service_caller("demo")
BRUSSELS: Final = "Europe/Brussels"
CREDIT: Final = "Agenda: FOSDEM 2025, CC BY 2.0 BE, moved in time. The people are invented."
ROLES: Final[dict[str, EventRole]] = {"speaker": "speaker", "judge": "judge"}
STARS_NOW: Final = 2
STARS_LATER: Final = 2
AT_ONCE: Final = 13
"""People whose stars are written at the same time: their commits go to the disk together."""
LINES_BEFORE: Final = 26
"""Messages in the lobby before anybody comes in: enough for a screen and a half."""


def person_id(name: str) -> UUID:
    """The account of the invented person of this name."""
    return uuid5(NAMESPACE, f"person:{name}")


def caller_of(name: str) -> Caller:
    """The invented person, as services see them."""
    return Caller(user_id=person_id(name))


def message_id(number: int, salt: str) -> UUID:
    """The id of a line, the same for the same run of words."""
    return uuid5(NAMESPACE, f"line:{salt}:{number}")


async def seed(apis: Apis, now: datetime, say: Callable[[str], None]) -> Event:
    """Make what is missing of the demo and move the agenda to `now` if nothing of it is live any more. `say` is
    told of each step that takes time."""
    event = await _event(apis)
    complete = event is not None and await _complete(apis, event)
    if event and complete and await _live_sessions(apis):
        return event
    people = [*personas(), *attendees()]
    if not complete:
        say(f"{len(people)} invented people")
        await _put_people(apis, people)
    say("a real agenda, moved to be live now")
    event = await _put_event(apis, event, shift(demo_schedule(), now))
    if not complete:
        say("who comes, what they starred, and what was said so far")
        await _put_activity(apis, people)
        event = await apis.get(Events).event_by_id(DEMO, EVENT_ID)
    return event


async def _complete(apis: Apis, event: Event) -> bool:
    """Whether an earlier run came to its end: the messages in the lobby come last."""
    if event.status == "draft":
        return False
    lobby = await apis.get(Chat).event_room(caller_of(_persona("organiser").name), EVENT_ID)
    return lobby.last_seq >= LINES_BEFORE


async def _live_sessions(apis: Apis) -> list[UUID]:
    """The sessions that run now or start soon; none when the day of the demo is over."""
    (now_next,) = await apis.get(Events).now_next(DEMO, [EVENT_ID])
    return [*now_next.now, *now_next.next] if now_next.now else []


async def _event(apis: Apis) -> Event | None:
    try:
        return await apis.get(Events).event_by_id(DEMO, EVENT_ID)
    except Problem as problem:
        if problem.code != "not_found":
            raise
        return None


async def _put_people(apis: Apis, people: list[Persona | Attendee]) -> None:
    users = [
        NewUser(
            id=person_id(person.name),
            email=person.email if isinstance(person, Persona) else f"{person_id(person.name).hex}@example.org",
            name=person.name,
            roles=frozenset({"organiser"} if isinstance(person, Persona) and person.role == "organiser" else ()),
            persona=person.role if isinstance(person, Persona) else None,
            persona_role=person.role.capitalize() if isinstance(person, Persona) else None,
        )
        for person in people
    ]
    await apis.get(DemoAuth).create_users(DEMO, users)
    profiles = [SeedProfile(user_id=person_id(person.name), profile=_profile(person)) for person in people]
    await apis.get(DemoProfiles).seed(DEMO, profiles)


def _profile(person: Attendee) -> ProfileInput:
    shared = {name: getattr(person, name) for name in Attendee.__struct_fields__}
    return ProfileInput(**shared)


async def _put_event(apis: Apis, before: Event | None, schedule: Schedule) -> Event:
    """The event with its agenda, published."""
    events, host = apis.get(Events), caller_of(_persona("organiser").name)
    details = EventInput(
        name=schedule.title,
        kind="conference",
        starts_at=schedule.start,
        ends_at=schedule.end,
        time_zone=schedule.time_zone,
        tagline="Two days of free software, from kernels to people.",
        description=(
            "A real agenda with invented people: look around, talk to somebody, say yes to a stranger.\n\n"
            "Open this page in a second browser as somebody else, and the two of you can chat, match and call."
        ),
        # Where it is night in Brussels the demo is elsewhere, see `shift`: a place in another zone would be nonsense.
        location="Brussels and online" if schedule.time_zone == BRUSSELS else "",
        code_of_conduct="Be kind, listen, and leave the place better than you found it.",
    )
    if before is None:
        event = await events.create(host, EVENT_ID, details)
    else:
        event = await events.update(DEMO, EVENT_ID, before.version, details)
    await apis.get(DemoEvents).put_schedule(DEMO, EVENT_ID, schedule, CREDIT)
    if event.status != "published":
        event = await events.publish(DEMO, EVENT_ID)
    return event


async def _put_activity(apis: Apis, people: list[Persona | Attendee]) -> None:
    """Registrations, roles, stars, who is open to meet, and the first messages in the lobby."""
    events = apis.get(Events)
    await apis.get(DemoEvents).register_people(DEMO, EVENT_ID, [person_id(person.name) for person in people])
    for persona in personas():
        if role := ROLES.get(persona.role):
            await apis.get(Auth).grant_event_role(DEMO, EVENT_ID, person_id(persona.name), role)
    agenda = await events.agenda(DEMO, EVENT_ID)
    chance, live = random.Random(2025), await _live_sessions(apis)
    sessions = [session.id for session in agenda.sessions]
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        stars = [chance.sample(live, STARS_NOW) + chance.sample(sessions, STARS_LATER) for _ in some]
        await asyncio.gather(*(_put_activity_of(apis, person, ids) for person, ids in zip(some, stars, strict=True)))
    await _put_messages(apis, people)


async def _put_activity_of(apis: Apis, person: Attendee, session_ids: list[UUID]) -> None:
    """This person's stars, and whether they are open to meet: all personas are, and most of the others."""
    caller = caller_of(person.name)
    if isinstance(person, Persona) or caller.require_user().int % 8:
        await apis.get(Profiles).set_open_to_meet(caller, EVENT_ID, True)
    for session_id in session_ids:
        await apis.get(Events).star(caller, session_id, True)


async def _put_messages(apis: Apis, people: list[Persona | Attendee]) -> None:
    chat = apis.get(Chat)
    ids = {person.name: person_id(person.name) for person in people}
    room = await chat.event_room(caller_of(attendees()[0].name), EVENT_ID)
    for number, line in enumerate(lines()[:LINES_BEFORE]):
        speaker = caller_of(line.by or attendees()[number].name)
        await chat.join(speaker, room.id, None)
        await chat.send(speaker, room.id, message_id(number, "before"), with_mentions(line.text, ids))
    attendee, friend = _persona("attendee").name, attendees()[0].name
    for one, other in ((attendee, friend), (friend, attendee)):
        await apis.get(Profiles).answer(caller_of(one), EVENT_ID, person_id(other), "accept")
    direct = await chat.direct_room(caller_of(friend), person_id(attendee))
    await chat.join(caller_of(friend), direct.id, None)
    greeting = "Hello! We both said yes, so: coffee in the next break?"
    await chat.send(caller_of(friend), direct.id, message_id(0, "direct"), greeting)


def with_mentions(text: str, ids: dict[str, UUID]) -> str:
    """The text with `@Full Name` written as chat stores a mention: `@[Full Name](id)`."""
    for name in sorted(ids, key=len, reverse=True):
        text = text.replace(f"@{name}", f"@[{name}]({ids[name]})")
    return text


def _persona(role: str) -> Persona:
    return next(persona for persona in personas() if persona.role == role)
