"""What is done on a stage so that pushes come of it: one function by name for each object in the table's pushes."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

import msgspec

from hallway.kernel.ids import uuid7
from hallway.services.auth.api import Auth
from hallway.services.chat.api import Chat
from hallway.services.events.api import Events
from hallway.services.notifications.api import Notifications
from hallway.services.profiles.api import Profiles
from hallway.services.video.api import Video
from tests.access.stage import SCHEDULE, Cast, Stage
from tests.conftest import Socket
from tests.events.factories import event_input, import_ended, put_now, session_input
from tests.support.waiting import eventually


class Scene(msgspec.Struct, frozen=True):
    """A stage with everybody's open page: it watches the event, is at the venue, and has joined the rooms, as far as
    it may."""

    cast: Cast
    stage: Stage
    sockets: dict[str, Socket]

    def id(self, name: str) -> UUID:
        """One of the stage's ids."""
        return UUID(self.stage.ids[name])

    async def heard(self, role: str, push: str) -> None:
        """Wait until this push has come to somebody's page."""
        await eventually(lambda: push in {name for name, _ in self.sockets[role].pushes})


async def edits(scene: Scene) -> None:
    """The event and its agenda are changed."""
    events, owner = scene.cast.apis.get(Events), scene.cast.caller("owner")
    event = await events.event_by_id(owner, scene.id("event"))
    await events.update(owner, event.id, event.version, event_input(name="Another name"))
    await put_now(events, owner, event.id, uuid7(), session_input("TOP SECRET keynote", minute=60))
    await import_ended(events, owner, await events.import_schedule(owner, event.id, SCHEDULE, "schedule.xml"))
    await events.star(owner, scene.id("session"), True)


async def talk(scene: Scene) -> None:
    """Something is said in the lobby, read, and somebody muted for it."""
    chat, subject = scene.cast.apis.get(Chat), scene.cast.caller("subject")
    await scene.sockets["subject"].value("chat.typing", {"roomId": scene.id("lobby")})
    mention = f"Hello @[Person Match]({scene.id('match')})"
    message = await chat.send(subject, scene.id("lobby"), uuid7(), mention)
    await chat.read(subject, scene.id("lobby"), message.seq)
    await chat.mute(scene.cast.caller("moderator"), scene.id("event"), scene.id("spare"), 5)


async def staff(scene: Scene) -> None:
    """The owner dismisses the moderator."""
    auth, owner = scene.cast.apis.get(Auth), scene.cast.caller("owner")
    await auth.revoke_event_role(owner, scene.id("event"), scene.id("moderator"), "moderator")


async def removal(scene: Scene) -> None:
    """A message in the lobby that mentions the match is taken back."""
    chat, subject = scene.cast.apis.get(Chat), scene.cast.caller("subject")
    mention = f"A mistake, @[Person Match]({scene.id('match')})"
    message = await chat.send(subject, scene.id("lobby"), uuid7(), mention)
    await scene.heard("match", "notification.new")
    await chat.remove(subject, message.id)


async def whisper(scene: Scene) -> None:
    """The subject writes to their match alone."""
    chat, subject = scene.cast.apis.get(Chat), scene.cast.caller("subject")
    await chat.send(subject, scene.id("direct"), uuid7(), "Between us")


async def news(scene: Scene) -> None:
    """The match hears of it, and reads the notice."""
    await whisper(scene)
    await scene.heard("match", "notification.new")
    await scene.cast.apis.get(Notifications).mark_read(scene.cast.caller("match"), [])


async def meets(scene: Scene) -> None:
    """The subject and an attendee say yes to each other."""
    profiles, event_id = scene.cast.apis.get(Profiles), scene.id("event")
    await profiles.set_open_to_meet(scene.cast.caller("spare"), event_id, True)
    await profiles.answer(scene.cast.caller("attendee"), event_id, scene.id("subject"), "accept")
    await profiles.answer(scene.cast.caller("subject"), event_id, scene.id("attendee"), "accept")


async def blocks(scene: Scene) -> None:
    """The subject blocks their match."""
    await scene.cast.apis.get(Profiles).block(scene.cast.caller("subject"), scene.id("match"), True)
    await scene.heard("subject", "chat.closed")
    await scene.cast.apis.get(Profiles).block(scene.cast.caller("subject"), scene.id("match"), False)


async def calls(scene: Scene) -> None:
    """Subject and match talk in the call that rings, with a word between their pages, and hang up."""
    call = scene.stage.ids["call"]
    for name in ("subject", "match"):
        await scene.sockets[name].value("call.join", {"callId": call, "peerId": name})
    await scene.sockets["match"].value("call.signal", {"callId": call, "toPeer": "subject", "data": "sdp"})
    await scene.heard("subject", "call.signal")
    await scene.sockets["match"].value("call.leave", {"callId": call, "peerId": "match"})
    await scene.heard("subject", "call.peer_left")
    await scene.sockets["subject"].value("call.leave", {"callId": call, "peerId": "subject"})


async def rings(scene: Scene) -> None:
    """The moderator rings an attendee."""
    moderator = scene.cast.caller("moderator")
    await scene.cast.apis.get(Video).ring(moderator, uuid7(), scene.id("event"), [scene.id("attendee")])


async def comes(scene: Scene) -> None:
    """Somebody leaves the venue and comes back."""
    await scene.sockets["attendee"].value("event.exit", {"eventId": scene.id("event")})
    await scene.heard("match", "presence")
    await scene.sockets["attendee"].value("event.enter", {"eventId": scene.id("event")})
    await scene.heard("attendee", "presence")


TRIGGERS: Final[dict[str, Callable[[Scene], Awaitable[Any]]]] = {
    act.__name__: act for act in (edits, talk, staff, removal, whisper, news, meets, blocks, calls, rings, comes)
}
