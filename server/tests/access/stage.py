"""Who and what the access table is about: people of every relation, and an event with one of everything in it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from redis.asyncio import Redis

from hallway.bootstrap.process import App
from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.ids import uuid7
from hallway.kernel.roles import EventRole
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.values import Event
from hallway.services.profiles.api import ProfileInput, Profiles
from hallway.services.video.api import Video
from tests.conftest import DEVICE, MakeUser, User
from tests.events.factories import START, event_input, import_ended, session_input
from tests.events.imports.schedule_files import event_xml, schedule_xml
from tests.support.factories import TEST

TEAM: Final[dict[str, EventRole]] = {
    "speaker": "speaker",
    "moderator": "moderator",
    "organiser": "organiser",
    "former": "organiser",
}
GUESTS: Final = ("attendee", "blocked", "match", "moderator", "subject", "spare")
"""Who registers for the event, once it is published."""
SCHEDULE: Final = schedule_xml(event_xml(date=START.isoformat()), day=f'date="{START.date()}"')
"""With a session on the day of the event."""


class Cast:
    """People, by their relation to a stage: `subject` is the attendee whom questions about a person are about, who
    blocks `blocked` and has matched `match`; `former` was an organiser and is dismissed, `invited` is asked to become
    one; `spare` stands by."""

    def __init__(self, app: App, redis: Redis, users: dict[str, User]) -> None:
        self.apis = app.apis
        self.database_url = app.settings.database_url
        self.redis = redis
        self.users = users

    def __getitem__(self, role: str) -> User | None:
        return None if role == "anonymous" else self.users[role]

    def caller(self, role: str) -> Caller:
        """Of somebody who is signed in."""
        return self.users[role].caller

    def id(self, role: str) -> UUID:
        """The person's."""
        return self.users[role].id


async def make_cast(app: App, redis: Redis, make_user: MakeUser) -> Cast:
    """All of them, with profiles; the administrator is one in the database, as there is no other way to become one."""
    names = ["stranger", *GUESTS, "speaker", "organiser", "owner", "admin", "former", "invited"]
    users = {name: await make_user(f"Person {name.title()}") for name in dict.fromkeys(names)}
    connection = await asyncpg.connect(app.settings.database_url)
    await connection.execute("UPDATE auth.users SET roles = '{admin}' WHERE id = $1", users["admin"].id)
    await connection.close()
    grant = await app.apis.get(Auth).refresh(Caller(), users["admin"].refresh_token, DEVICE)
    admin = users["admin"]
    caller = msgspec.structs.replace(admin.caller, roles=frozenset({"admin"}))
    users["admin"] = msgspec.structs.replace(admin, token=grant.access_token, caller=caller)
    cast = Cast(app, redis, users)
    await _write_profiles(cast)
    await app.apis.get(Profiles).block(cast.caller("subject"), cast.id("blocked"), True)
    return cast


async def _write_profiles(cast: Cast) -> None:
    for name, user in cast.users.items():
        profile = ProfileInput(name=user.name, bio=f"The life of {name}", needs=["Rust"], offers=["Python"])
        await cast.apis.get(Profiles).update(user.caller, profile)


class Stage(msgspec.Struct, frozen=True):
    """An event of the owner's, and the ids that operations are asked with."""

    event: Event
    ids: dict[str, str]


@asynccontextmanager
async def stage_for(cast: Cast, kind: str) -> AsyncGenerator[Stage]:
    """A stage for as long as the block lasts. Everybody leaves it then, and what people did to their `own` is undone:
    the next one's rights come of itself alone."""
    stage = await make_stage(cast, kind)
    yield stage
    if call := stage.ids.get("call"):
        with suppress(Problem):
            await cast.apis.get(Video).decline(cast.caller("match"), UUID(call))
    for user in cast.users.values():
        with suppress(Problem):
            await cast.apis.get(Events).cancel_registration(user.caller, stage.event.id)
        await cast.apis.get(Auth).revoke_event_role(TEST, stage.event.id, user.id)
    await cast.apis.get(Profiles).block(cast.caller("subject"), cast.id("blocked"), True)
    if kind == "own":
        await _write_profiles(cast)
    await _forget_limits(cast)


async def _forget_limits(cast: Cast) -> None:
    """What the cast has used of its limits."""
    if used := await cast.redis.keys("limit:*"):
        await cast.redis.delete(*used)
    connection = await asyncpg.connect(cast.database_url)
    await connection.execute("DELETE FROM auth.invitation_log")
    await connection.close()


async def make_stage(cast: Cast, kind: str) -> Stage:
    """A `draft`, or a published event with rooms, messages, a match and a call, which cannot be in a draft."""
    events, owner = cast.apis.get(Events), cast.caller("owner")
    event = await events.create(owner, uuid7(), event_input(name=f"A {kind} conf"))
    session = await events.put_session(owner, event.id, uuid7(), session_input("A talk", speakers=["Sam Speaker"]))
    for name, role in TEAM.items():
        await cast.apis.get(Auth).grant_event_role(TEST, event.id, cast.id(name), role)
    await cast.apis.get(Auth).revoke_event_role(TEST, event.id, cast.id("former"))
    await cast.apis.get(Auth).grant_event_role(owner, event.id, cast.id("invited"), "organiser")
    report = await events.import_schedule(owner, event.id, SCHEDULE, "schedule.xml")
    await import_ended(events, owner, report)
    event = await events.event_by_id(owner, event.id)  # the import has changed it
    ids = {"event": event.id, "session": session.id, "report": report.id, "slug": event.slug}
    if kind != "draft":
        event = await events.publish(owner, event.id)
        ids |= await _life(cast, event.id, session.id)
    ids |= {name: user.id for name, user in cast.users.items()}
    return Stage(event, {name: str(value) for name, value in ids.items()})


async def _life(cast: Cast, event_id: UUID, session_id: UUID) -> dict[str, Any]:
    """People come, meet and talk."""
    chat, profiles, subject = cast.apis.get(Chat), cast.apis.get(Profiles), cast.caller("subject")
    await cast.apis.get(DemoEvents).register_people(TEST, event_id, [cast.id(name) for name in GUESTS])
    for name in ("subject", "match", "attendee", "blocked"):
        await profiles.set_open_to_meet(cast.caller(name), event_id, True)
    await profiles.answer(subject, event_id, cast.id("match"), "accept")
    await profiles.answer(cast.caller("match"), event_id, cast.id("subject"), "accept")
    lobby, talk = await chat.event_room(subject, event_id), await chat.session_room(subject, session_id)
    message = await chat.send(subject, lobby.id, uuid7(), "A word in the lobby")
    direct = await chat.direct_room(subject, cast.id("match"))
    secret = await chat.send(subject, direct.id, uuid7(), "A word between two")
    call = await cast.apis.get(Video).ring(subject, uuid7(), event_id, [cast.id("match")])
    return {
        "lobby": lobby.id,
        "talk": talk.id,
        "message": message.id,
        "direct": direct.id,
        "secret": secret.id,
        "call": call.id,
    }
