"""What notifications does when something happened elsewhere. Each notice has a key, so a fact may come twice."""

import msgspec

from hallway.kernel.facts import Reacting, Reactions
from hallway.services.chat.api import MessageSent, RoomRead
from hallway.services.events.api import Events, EventStatusChanged
from hallway.services.notifications.api import NewNotice, Notifications
from hallway.services.profiles.api import MatchMade, Profiles
from hallway.services.video.api import CallEnded, CallStarted

reactions = Reactions("notifications")
CHUNK = 1_000
"""People told in one call."""


@reactions.on(MatchMade)
async def tell_both(ctx: Reacting, fact: MatchMade) -> None:
    event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
    for user_id, other_id in ((fact.first_id, fact.second_id), (fact.second_id, fact.first_id)):
        notice = NewNotice(
            user_ids=[user_id],
            kind="match",
            key=f"match:{fact.event_id}:{other_id}",
            event_id=fact.event_id,
            actor_id=other_id,
            subject=event.name,
            link=f"/e/{event.slug}/matches",
        )
        await ctx.apis.get(Notifications).notify(ctx.caller, notice)


@reactions.on(MessageSent)
async def tell_who_is_meant(ctx: Reacting, fact: MessageSent) -> None:
    """The other one of a direct message; those mentioned in a room."""
    people = fact.recipient_ids if fact.kind == "direct" else fact.mentions
    people = [person for person in people if person != fact.sender_id]
    if not people:
        return
    blocked = set(await ctx.apis.get(Profiles).blocked_among(ctx.caller, fact.sender_id, people))
    notice = _direct(fact) if fact.kind == "direct" else await _mention(ctx, fact)
    told = msgspec.structs.replace(notice, user_ids=[person for person in people if person not in blocked])
    await ctx.apis.get(Notifications).notify(ctx.caller, told)


def _direct(fact: MessageSent) -> NewNotice:
    return NewNotice(
        user_ids=[],
        kind="direct",
        key=f"direct:{fact.room_id}",
        actor_id=fact.sender_id,
        subject=fact.excerpt,
        link=f"/messages/{fact.room_id}",
        merge=True,
        step=fact.seq,
    )


async def _mention(ctx: Reacting, fact: MessageSent) -> NewNotice:
    assert fact.event_id, "every room but a direct one belongs to an event"
    event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
    place = f"sessions/{fact.session_id}" if fact.session_id else "lobby"
    return NewNotice(
        user_ids=[],
        kind="mention",
        key=f"mention:{fact.message_id}",
        event_id=fact.event_id,
        actor_id=fact.sender_id,
        subject=fact.excerpt,
        detail=event.name,
        link=f"/e/{event.slug}/{place}",
    )


@reactions.on(RoomRead)
async def read_where_it_happened(ctx: Reacting, fact: RoomRead) -> None:
    await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.user_id, f"direct:{fact.room_id}", fact.seq)


@reactions.on(EventStatusChanged)
async def tell_the_registered(ctx: Reacting, fact: EventStatusChanged) -> None:
    if fact.reason == "published":
        return
    people = await ctx.apis.get(Events).attendees(ctx.caller, fact.event_id, limit=100_000)
    for first in range(0, len(people), CHUNK):
        notice = NewNotice(
            user_ids=people[first : first + CHUNK],
            kind="event_status",
            key=f"status:{ctx.fact_id}",
            event_id=fact.event_id,
            subject=fact.name,
            detail=fact.reason,
            link=f"/e/{fact.slug}",
        )
        await ctx.apis.get(Notifications).notify(ctx.caller, notice)


@reactions.on(CallStarted)
async def somebody_rings(ctx: Reacting, fact: CallStarted) -> None:
    await _tell_of_call(ctx, fact, f"/e/{fact.event_slug}/call/{fact.call_id}", "ringing", 1)


@reactions.on(CallEnded)
async def call_is_over(ctx: Reacting, fact: CallEnded) -> None:
    """Who was in it need not be told any more; who was not has missed it."""
    if fact.answered:
        for person in fact.invited_ids:
            await ctx.apis.get(Notifications).mark_key_read(ctx.caller, person, f"call:{fact.call_id}", 1)
    else:
        event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
        await _tell_of_call(ctx, fact, f"/e/{event.slug}/people/{fact.caller_id}", "missed", 2)


async def _tell_of_call(ctx: Reacting, fact: CallStarted | CallEnded, link: str, detail: str, step: int) -> None:
    notice = NewNotice(
        user_ids=fact.invited_ids,
        kind="call",
        key=f"call:{fact.call_id}",
        event_id=fact.event_id,
        actor_id=fact.caller_id,
        detail=detail,
        link=link,
        merge=True,
        step=step,
    )
    await ctx.apis.get(Notifications).notify(ctx.caller, notice)
