"""What notifications does when something happened elsewhere. Each notice has a key, so a fact may come twice."""

from uuid import UUID

import msgspec

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.services.chat.facts import MessageSent, RoomRead
from hallway.services.events.api import Events
from hallway.services.events.facts import EventStatusChanged
from hallway.services.notifications.api import NewNotice, Notifications
from hallway.services.profiles.api import Profiles
from hallway.services.profiles.facts import MatchMade
from hallway.services.video.facts import CallStarted, PersonRung, RingOver

reactions = Reactions("notifications")
CHUNK = 1_000
"""People told in one call."""


@reactions.on(MatchMade)
async def tell_both(ctx: ReactionContext, fact: MatchMade) -> None:
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
async def tell_who_is_meant(ctx: ReactionContext, fact: MessageSent) -> None:
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


async def _mention(ctx: ReactionContext, fact: MessageSent) -> NewNotice:
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
async def read_where_it_happened(ctx: ReactionContext, fact: RoomRead) -> None:
    await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.user_id, f"direct:{fact.room_id}", fact.seq)


@reactions.on(EventStatusChanged)
async def tell_the_registered(ctx: ReactionContext, fact: EventStatusChanged) -> None:
    if fact.reason == "published":
        return
    people = await ctx.apis.get(Events).attendees(ctx.caller, fact.event_id, None, 100_000)
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
async def somebody_rings(ctx: ReactionContext, fact: CallStarted) -> None:
    link = f"/e/{fact.event_slug}/call/{fact.call_id}"
    await _tell_of_call(ctx, fact, fact.invited_ids, link, "ringing", _ringing(1))


@reactions.on(PersonRung)
async def somebody_rings_one_more(ctx: ReactionContext, fact: PersonRung) -> None:
    link = f"/e/{fact.event_slug}/call/{fact.call_id}"
    await _tell_of_call(ctx, fact, [fact.person_id], link, "ringing", _ringing(fact.nth))


@reactions.on(RingOver)
async def ring_is_over(ctx: ReactionContext, fact: RingOver) -> None:
    """Who answered or declined need not be told any more; who did neither has missed it."""
    step = _ringing(fact.nth) + 1
    if fact.missed:
        event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
        await _tell_of_call(ctx, fact, [fact.person_id], f"/e/{event.slug}/people/{fact.caller_id}", "missed", step)
    else:
        await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.person_id, f"call:{fact.call_id}", step)


def _ringing(nth: int) -> int:
    """The step of a call's notice while it rings for the `nth` time; the next one is that this ring is over."""
    return 2 * nth - 1


async def _tell_of_call(
    ctx: ReactionContext,
    fact: CallStarted | PersonRung | RingOver,
    people: list[UUID],
    link: str,
    detail: str,
    step: int,
) -> None:
    notice = NewNotice(
        user_ids=people,
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
