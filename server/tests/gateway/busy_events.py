"""Events with much or little going on, made through the real services."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth, Device
from hallway.services.auth.demo_api import DemoAuth, NewUser
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.events.demo_api import DemoEvents
from hallway.services.events.values import Event
from hallway.services.notifications.api import NewNotification, Notifications
from hallway.services.profiles.api import ProfileInput, Profiles
from hallway.services.video.api import Video
from tests.conftest import MakeUser, User
from tests.events.factories import START, published, put_now, session_input
from tests.support.factories import TEST, Factories
from tests.support.recorder import facts_heard


class Busy(msgspec.Struct, frozen=True):
    """An event, and one of its hosts, who has met people there."""

    me: User
    event: Event
    session_id: UUID
    room_id: UUID
    call_id: UUID
    people: list[UUID]

    def asking(self, operation: str) -> dict[str, Any]:
        """The variables of one of our pages' operations."""
        session = dict.fromkeys(("PlainSession", "SessionDetail", "SessionPlace", "SessionThere"), self.session_id)
        ids = {**session, "CallById": self.call_id}
        return {
            "slug": self.event.slug,
            "eventId": self.event.id,
            "sessionId": self.session_id,
            "callId": self.call_id,
            "roomId": self.room_id,
            "id": ids.get(operation, self.people[0]),
            "ids": self.people,
            "userIds": [self.me.id],
            "days": [START.astimezone(ZoneInfo(self.event.time_zone)).date()],
            "limit": 100,
            "since": 0,
            "until": None,
            "before": None,
            "text": "Ben",
        }


async def busy(apis: Apis, make_user: MakeUser, database_url: str, count: int) -> Busy:
    """`count` of everything: sessions, people, messages, conversations, matches, notifications; as many events."""
    me = await make_user("Hanna Host")
    host = msgspec.structs.replace(me.caller, roles=frozenset({"organiser"}))
    event, others = await published(apis, host, name=f"The conf of {count}"), await Factories(apis).people(3 * count)
    for number, other_host in enumerate(await Factories(apis).people(count)):
        organiser = msgspec.structs.replace(other_host, roles=frozenset({"organiser"}))
        another = await published(apis, organiser, name=f"Conf {number} of {count}")
        await apis.get(Events).register(host, another.id)
        await _invite(apis, host, another)
    met, asked, rest = others[:count], others[count : 2 * count], others[2 * count :]
    await apis.get(DemoEvents).register_people(TEST, event.id, [one.require_user() for one in [host, *others]])
    sessions = await _sessions(apis, host, event, count)
    for person in [host, *others]:
        await apis.get(Profiles).update(person, ProfileInput(name="Ben Example", offers=["Python"], needs=["Rust"]))
        await apis.get(Profiles).set_open_to_meet(person, event.id, True)
    for person in [*met, *asked]:
        await apis.get(Profiles).answer(host, event.id, person.require_user(), "accept")
    for person in met:
        await apis.get(Profiles).answer(person, event.id, host.require_user(), "accept")
    lobby = await apis.get(Chat).event_room(host, event.id)
    for person in others:
        await apis.get(Chat).send(person, lobby.id, uuid7(), "Hello")
    calls = [await _meet(apis, person, host, event) for person in met]
    for person in rest:
        await apis.get(Auth).grant_event_role(TEST, event.id, person.require_user(), "speaker")
        await apis.get(Chat).mute(host, event.id, person.require_user(), 30)
    for person in await Factories(apis).people(count):
        await apis.get(Profiles).block(host, person.require_user(), True)
    await _notifications(apis, host, event, met)
    await facts_heard(database_url)  # and what reactions to all this have to say
    return Busy(me, event, sessions[0], lobby.id, calls[0], [person.require_user() for person in others])


async def _invite(apis: Apis, host: Caller, event: Event) -> None:
    """Somebody new of another event's team asks the host to be a judge there."""
    id = uuid7()
    new = NewUser(id=id, email=f"{id.hex}@example.org", name="Ivy Inviter", persona=id.hex)
    await apis.get(DemoAuth).create_users(TEST, [new])
    await apis.get(Auth).grant_event_role(TEST, event.id, id, "organiser")
    device = Device(user_agent="", address="127.0.0.1")
    session = await apis.get(DemoAuth).log_in_as_persona(ANONYMOUS, id.hex, device)
    inviter = Caller(id, session.session_id)
    await apis.get(Auth).grant_event_role(inviter, event.id, host.require_user(), "judge")


async def _sessions(apis: Apis, host: Caller, event: Event, count: int) -> list[UUID]:
    ids = [uuid7() for _ in range(count)]
    for number, id in enumerate(ids):
        speakers = [f"Speaker {number}", f"Speaker {number + 1}"]
        talk = session_input(
            f"Talk {number}", number, stage=f"Stage {number}", track=f"Track {number}", speakers=speakers
        )
        await put_now(apis.get(Events), host, event.id, id, talk)
        await apis.get(Events).star(host, id, True)
    return ids


async def _meet(apis: Apis, person: Caller, host: Caller, event: Event) -> UUID:
    """They write to the host, and ring."""
    room = await apis.get(Chat).direct_room(person, host.require_user())
    await apis.get(Chat).send(person, room.id, uuid7(), "Shall we talk?")
    return (await apis.get(Video).ring(person, uuid7(), event.id, [host.require_user()])).id


async def _notifications(apis: Apis, host: Caller, event: Event, actors: Sequence[Caller]) -> None:
    """One from each of them."""
    for actor in actors:
        new = NewNotification(
            user_ids=[host.require_user()],
            kind="mention",
            key=f"m {actor.require_user()}",
            event_id=event.id,
            actor_id=actor.require_user(),
        )
        await apis.get(Notifications).notify(TEST, new)
