"""Chat in the graph: rooms, history, conversations and moderation. Sending is a socket message."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from hallway.kernel.graph import Context, Graph
from hallway.services.chat.api import FORMER, Chat, Conversation, Message, Mute, Room
from hallway.services.profiles.api import Person, Profiles

graph = Graph()


@graph.query("eventRoom")
async def event_room(ctx: Context, event_id: UUID) -> Room:
    """The event's lobby."""
    return await ctx.apis.get(Chat).event_room(ctx.caller, event_id)


@graph.query("sessionRoom")
async def session_room(ctx: Context, session_id: UUID) -> Room:
    """The room beside a session."""
    return await ctx.apis.get(Chat).session_room(ctx.caller, session_id)


@graph.query("messages")
async def messages(ctx: Context, room_id: UUID, before: int | None = None, limit: int = 50) -> list[Message]:
    """Older messages, oldest first."""
    return await ctx.apis.get(Chat).history(ctx.caller, room_id, before, limit)


@graph.query("conversations")
async def conversations(ctx: Context) -> list[Conversation]:
    """My direct rooms, latest first."""
    return await ctx.apis.get(Chat).conversations(ctx.caller)


@graph.query("mutes")
async def mutes(ctx: Context, event_id: UUID) -> list[Mute]:
    """Who may only read at this moment."""
    return await ctx.apis.get(Chat).mutes(ctx.caller, event_id)


@graph.mutation("directRoom")
async def direct_room(ctx: Context, person_id: UUID) -> Room:
    """The room of this person and me."""
    return await ctx.apis.get(Chat).direct_room(ctx.caller, person_id)


@graph.mutation("removeMessage")
async def remove_message(ctx: Context, message_id: UUID) -> Message:
    """Empty a message."""
    return await ctx.apis.get(Chat).remove(ctx.caller, message_id)


@graph.mutation("mutePerson")
async def mute_person(ctx: Context, event_id: UUID, person_id: UUID, minutes: int | None = None) -> datetime | None:
    """Reading only, for a while."""
    return await ctx.apis.get(Chat).mute(ctx.caller, event_id, person_id, minutes)


@graph.batched("Message.sender")
async def senders(ctx: Context, parents: list[Message]) -> list[Person]:
    """Who wrote each message."""
    return await _people(ctx, [message.sender_id for message in parents])


@graph.batched("Conversation.with")
async def partners(ctx: Context, parents: list[Conversation]) -> list[Person]:
    """The other one in each conversation."""
    return await _people(ctx, [conversation.with_id for conversation in parents])


async def _people(ctx: Context, ids: list[UUID]) -> list[Person]:
    found = await ctx.apis.get(Profiles).people(ctx.caller, list(dict.fromkeys(ids)))
    known = {person.id: person for person in found}
    known.update(_former(set(ids) - known.keys()))
    return [known[id] for id in ids]


def _former(ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Shown in place of people whose accounts are deleted."""
    return {
        id: Person(
            id=id,
            name=FORMER,
            headline="",
            bio="",
            location="",
            links=[],
            interests=[],
            offers=[],
            needs=[],
            languages=[],
            time_zone="",
        )
        for id in ids
    }
