"""Makes the event of venue.py: accounts, sessions with access tokens, registrations, profiles, a lobby with history.

All of it goes through the services, in this process and before Hallway is started; only passwords are left out."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from uuid import UUID

import asyncpg
import msgspec
from tools import ROOT, Trouble

from hallway.bootstrap.process import build
from hallway.bootstrap.registry import SERVICES
from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.ids import uuid7
from hallway.kernel.settings import Settings
from hallway.services.auth.api import Device, SessionGrant
from hallway.services.auth.demo_api import DemoAuth, NewUser
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.values import EventInput
from hallway.services.profiles.api import ProfileInput
from hallway.services.profiles.demo_api import DemoProfiles, SeedProfile
from hallway.services.profiles.recommendations.repository import profiles_without_vectors

BENCH = service_caller("bench")
AT_ONCE = 500
SPEAKERS_BEFORE = 20
LINES_BEFORE = 60
SETTLE_SECONDS = 900
TOPICS = ("Rust", "Python", "Databases", "Networks", "Accessibility", "Design", "Hardware", "Teaching")
DOCUMENTS = ROOT / "contract" / "documents.json"


@dataclass(frozen=True)
class Stage:
    """What the client needs. Token number i is of the user `user_id(i)`."""

    event_id: UUID
    slug: str
    room_id: UUID
    tokens: list[str]


def user_id(number: int) -> UUID:
    """The id of a user, from which the client reads the number again."""
    return UUID(f"00000000-0000-7000-8000-{number:012x}")


def now() -> datetime:
    return datetime.now(UTC)


async def prepare_event(settings: Settings, people: int) -> Stage:
    """Make everything for so many people; tokens are good for ten minutes from now."""
    async with build(msgspec.structs.replace(settings, demo=True), frozenset(SERVICES)) as app:
        await make_people(app.apis, people)
        host = Caller(user_id=user_id(0), roles=frozenset({"organiser"}))
        start = now() - timedelta(hours=1)
        event = await app.apis.get(Events).create(
            host,
            uuid7(),
            EventInput(
                name="A day of everything",
                kind="conference",
                starts_at=start,
                ends_at=start + timedelta(hours=9),
                time_zone="Europe/Lisbon",
                tagline="Talks, and the hallway between them.",
            ),
        )
        event = await app.apis.get(Events).publish(BENCH, event.id)
        await app.apis.get(DemoEvents).register_people(BENCH, event.id, [user_id(i) for i in range(people)])
        room = await app.apis.get(Chat).event_room(host, event.id)
        await _history(app.apis, room.id, people)
        await settled(settings)
        tokens = [(await signed_in(app.apis, number)).access_token for number in range(people)]
    return Stage(event.id, event.slug, room.id, tokens)


async def make_people(apis: Apis, people: int) -> None:
    """Accounts and profiles; the first is an organiser."""
    for first in range(0, people, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, people))
        users = [
            NewUser(
                id=user_id(i),
                email=f"person{i}@example.org",
                name=f"Person Number {i}",
                roles=frozenset({"organiser"} if i == 0 else ()),
                persona=str(i),
            )
            for i in numbers
        ]
        await apis.get(DemoAuth).create_users(BENCH, users)
        await apis.get(DemoProfiles).seed(
            BENCH, [SeedProfile(user_id=user_id(i), profile=_profile(i)) for i in numbers]
        )


def _profile(number: int) -> ProfileInput:
    return ProfileInput(
        name=f"Person Number {number}",
        headline=f"Works on {TOPICS[number % len(TOPICS)]} somewhere",
        bio="Came for the talks, stayed for the people between them.",
        location="Lisbon",
        languages=["en"],
    )


async def _history(apis: Apis, room_id: UUID, people: int) -> None:
    chat = apis.get(Chat)
    speakers = [Caller(user_id=user_id(people - 1 - i)) for i in range(min(SPEAKERS_BEFORE, people))]
    for speaker in speakers:
        await chat.join(speaker, room_id, None)
    for number in range(LINES_BEFORE):
        speaker = speakers[number % len(speakers)]
        await chat.send(speaker, room_id, uuid7(), f"Line {number}: has anybody seen where the coffee went?")


async def settled(settings: Settings) -> None:
    """Wait until all services have heard of everything, and profiles has read what people wrote, so that nothing of it
    is left for the measurement."""
    left = [f"SELECT 1 FROM {name}.outbox" for name in SERVICES]
    connection = await asyncpg.connect(settings.database_url, server_settings={"search_path": "profiles,public"})
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            while await connection.fetchval(f"SELECT EXISTS ({' UNION ALL '.join(left)})"):
                await asyncio.sleep(0.1)
            while await profiles_without_vectors(connection, 1):
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise Trouble(f"The services were not done with the new people after {SETTLE_SECONDS} s.") from error
    finally:
        await connection.close()


async def signed_in(apis: Apis, number: int) -> SessionGrant:
    """A new session, from an address of its own: one address may sign in so often only."""
    device = Device(user_agent="bench", address=str(IPv4Address(number + int(IPv4Address("10.0.0.0")))))
    return await apis.get(DemoAuth).log_in_as_persona(ANONYMOUS, str(number), device)


def bodies(stage: Stage) -> list[str]:
    """The requests of a page, as the web makes them, and last the one for names, with %s where the ids go."""
    page = (
        ("LiveEvent", {"slug": stage.slug}),
        ("EventRoom", {"eventId": str(stage.event_id)}),
        ("EventPeople", {"eventId": str(stage.event_id)}),
    )
    names = _body("ChatPeople", {"ids": "IDS"}).replace('"IDS"', "[%s]")
    return [*(_body(*each) for each in page), names]


def _body(operation: str, variables: Mapping[str, object]) -> str:
    """One operation of the web's: Hallway answers known texts only."""
    known: dict[str, str] = json.loads(DOCUMENTS.read_text())
    found = [text for text in known.values() if re.match(rf"query {operation}\b", text)]
    if len(found) != 1:
        raise Trouble(f"{DOCUMENTS.name} has {len(found)} queries {operation}, not one.")
    return json.dumps({"operationName": operation, "query": found[0], "variables": variables})
