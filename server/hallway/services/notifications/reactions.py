"""What notifications does when something happened elsewhere. Each notification has a key, so a fact may come twice."""

from collections import defaultdict
from datetime import UTC
from typing import Final
from uuid import UUID

from hallway.kernel.facts.reactions import ReactionContext, Reactions
from hallway.kernel.roles import ORGANISERS, holds_any
from hallway.services.auth.api import Auth
from hallway.services.auth.facts import RoleOffered, RoleOfferEnded
from hallway.services.chat.api import Chat
from hallway.services.chat.facts import MessageRemoved, MessageSent, RoomRead
from hallway.services.events.api import Events
from hallway.services.events.facts import AgendaPublished, EventStatusChanged, MovedSession
from hallway.services.notifications.api import (
    MAX_RECIPIENTS,
    NewNotification,
    Notifications,
    RemovedMessage,
    direct_key,
    mention_key,
)
from hallway.services.profiles.facts import MatchMade, PersonBlocked
from hallway.services.video.facts import CallStarted, PersonRung, RingEnded

reactions = Reactions("notifications")
LAST_STEP: Final = 2**31 - 1
"""Whatever there was to say is read."""


@reactions.on(MatchMade)
async def match_made(ctx: ReactionContext, fact: MatchMade) -> None:
    event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
    for user_id, other_id in ((fact.first_id, fact.second_id), (fact.second_id, fact.first_id)):
        new = NewNotification(
            user_ids=[user_id],
            kind="match",
            key=f"match:{fact.event_id}:{other_id}",
            event_id=fact.event_id,
            actor_id=other_id,
            subject=event.name,
            link=f"/e/{event.slug}/matches",
        )
        await ctx.apis.get(Notifications).notify(ctx.caller, new)


@reactions.on(MessageSent)
async def message_sent(ctx: ReactionContext, fact: MessageSent) -> None:
    """Tells the other person of a direct message, or whoever is mentioned in a room."""
    people = fact.recipient_ids if fact.kind == "direct" else fact.mentions
    people = [person for person in people if person != fact.sender_id]
    if people:
        new = _direct(fact, people) if fact.kind == "direct" else await _mention(ctx, fact, people)
        await ctx.apis.get(Notifications).notify(ctx.caller, new)
        # Told first and asked then: or a removal in between is heard of before there is anything to withdraw.
        if await ctx.apis.get(Chat).is_removed(ctx.caller, fact.room_id, fact.message_id):
            await _withdraw(ctx, fact, people)


@reactions.on(MessageRemoved)
async def message_removed(ctx: ReactionContext, fact: MessageRemoved) -> None:
    """Whoever was told of the message is told no more what it said."""
    people = fact.recipient_ids if fact.kind == "direct" else fact.mentions
    await _withdraw(ctx, fact, [person for person in people if person != fact.sender_id])


@reactions.on(PersonBlocked)
async def person_blocked(ctx: ReactionContext, fact: PersonBlocked) -> None:
    """The blocker has nothing of the other one in the inbox any more. The other one's stays as it was: they are not to
    notice."""
    if fact.blocked:
        await ctx.apis.get(Notifications).withdraw_actor(ctx.caller, fact.blocker_id, fact.blocked_id)


async def _withdraw(ctx: ReactionContext, fact: MessageSent | MessageRemoved, people: list[UUID]) -> None:
    if people:
        message = RemovedMessage(
            room_id=fact.room_id,
            message_id=fact.message_id,
            seq=fact.seq,
            sender_id=fact.sender_id,
            user_ids=people,
        )
        await ctx.apis.get(Notifications).withdraw_message(ctx.caller, message)


def _direct(fact: MessageSent, people: list[UUID]) -> NewNotification:
    return NewNotification(
        user_ids=people,
        kind="direct",
        key=direct_key(fact.room_id),
        actor_id=fact.sender_id,
        subject=fact.excerpt,
        link=f"/messages/{fact.room_id}",
        merge=True,
        step=fact.seq,
    )


async def _mention(ctx: ReactionContext, fact: MessageSent, people: list[UUID]) -> NewNotification:
    assert fact.event_id, "every room but a direct one belongs to an event"
    event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
    place = f"sessions/{fact.session_id}" if fact.session_id else "lobby"
    return NewNotification(
        user_ids=people,
        kind="mention",
        key=mention_key(fact.room_id, fact.message_id),
        event_id=fact.event_id,
        actor_id=fact.sender_id,
        subject=fact.excerpt,
        detail=event.name,
        # The page has the room beside it, and the room opens at the message.
        link=f"/e/{event.slug}/{place}?message={fact.seq}",
    )


@reactions.on(RoomRead)
async def room_read(ctx: ReactionContext, fact: RoomRead) -> None:
    await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.user_id, direct_key(fact.room_id), fact.seq)


@reactions.on(EventStatusChanged)
async def event_status_changed(ctx: ReactionContext, fact: EventStatusChanged) -> None:
    if fact.reason == "published":
        return
    if fact.reason in ("taken_down", "restored"):
        await _tell_team(ctx, fact)
    people = await ctx.apis.get(Events).attendees(ctx.caller, fact.event_id, None, 100_000)
    for first in range(0, len(people), MAX_RECIPIENTS):
        new = NewNotification(
            user_ids=people[first : first + MAX_RECIPIENTS],
            kind="event_status",
            key=f"status:{ctx.fact_id}",
            event_id=fact.event_id,
            subject=fact.name,
            detail=fact.reason,
            link="/" if fact.reason == "taken_down" else f"/e/{fact.slug}",
        )
        await ctx.apis.get(Notifications).notify(ctx.caller, new)


async def _tell_team(ctx: ReactionContext, fact: EventStatusChanged) -> None:
    """Who organises an event that administrators took down, or gave back, reads why where they look after it."""
    team = await ctx.apis.get(Auth).event_team(ctx.caller, fact.event_id)
    people = [one.user_id for one in team if holds_any(one.roles, ORGANISERS)]
    new = NewNotification(
        user_ids=people[:MAX_RECIPIENTS],
        kind="event_status",
        key=f"status:{ctx.fact_id}",
        event_id=fact.event_id,
        subject=fact.name,
        detail=fact.reason,
        link=f"/e/{fact.slug}/manage",
    )
    await ctx.apis.get(Notifications).notify(ctx.caller, new)


@reactions.on(AgendaPublished)
async def agenda_published(ctx: ReactionContext, fact: AgendaPublished) -> None:
    """Tells everybody whose starred sessions are elsewhere or gone, once for each version."""
    found = await ctx.apis.get(Events).events_by_id(ctx.caller, [fact.event_id])
    if not found or found[0].status != "published":
        return
    moved = {one.session_id: one for one in fact.moved}
    for (one, count), people in (await _affected(ctx, fact.event_id, list(moved))).items():
        for first in range(0, len(people), MAX_RECIPIENTS):
            new = NewNotification(
                user_ids=people[first : first + MAX_RECIPIENTS],
                kind="session_moved",
                key=f"agenda:{fact.event_id}:{fact.version}",
                event_id=fact.event_id,
                subject=moved[one].title if one else fact.name,
                detail=_whereabouts(moved[one], fact.time_zone) if one else f"several {count}",
                link=f"/e/{fact.slug}/{_place(moved[one]) if one else 'agenda?view=mine'}",
            )
            await ctx.apis.get(Notifications).notify(ctx.caller, new)


async def _affected(
    ctx: ReactionContext, event_id: UUID, session_ids: list[UUID]
) -> dict[tuple[UUID | None, int], list[UUID]]:
    """The people who starred these sessions: by the session, if it is one, else by how many there are."""
    affected: defaultdict[tuple[UUID | None, int], list[UUID]] = defaultdict(list)
    after: UUID | None = None
    while some := await ctx.apis.get(Events).starred_by(ctx.caller, event_id, session_ids, after, MAX_RECIPIENTS):
        for user_id, sessions in some.items():
            affected[sessions[0] if len(sessions) == 1 else None, len(sessions)].append(user_id)
        after = max(some)
    return affected


def _place(session: MovedSession) -> str:
    """The page that shows it; of one that is gone, where it was."""
    return f"sessions/{session.session_id}" if session.starts_at else "agenda"


def _whereabouts(session: MovedSession, time_zone: str) -> str:
    """For the web to put in words; the stage comes last, as its name may have blanks."""
    if session.starts_at is None:
        return "gone"
    at = session.starts_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"moved {at} {time_zone} {session.stage}".rstrip()


@reactions.on(RoleOffered)
async def role_offered(ctx: ReactionContext, fact: RoleOffered) -> None:
    """Asks the person; once for each time that they are asked, so that taking back and asking again says no more."""
    found = await ctx.apis.get(Events).events_by_id(ctx.caller, [fact.event_id])
    if not found or found[0].taken_down is not None:
        return
    new = NewNotification(
        user_ids=[fact.user_id],
        kind="invitation",
        key=f"invitation:{fact.event_id}",
        event_id=fact.event_id,
        actor_id=fact.invited_by,
        subject=found[0].name,
        detail=fact.role,
        link="/invitations",
        merge=True,
        step=fact.nth,
    )
    await ctx.apis.get(Notifications).notify(ctx.caller, new)


@reactions.on(RoleOfferEnded)
async def role_offer_ended(ctx: ReactionContext, fact: RoleOfferEnded) -> None:
    key = f"invitation:{fact.event_id}"
    await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.user_id, key, LAST_STEP)


@reactions.on(CallStarted)
async def call_started(ctx: ReactionContext, fact: CallStarted) -> None:
    link = f"/e/{fact.event_slug}/call/{fact.call_id}"
    await _notify_of_call(ctx, fact, fact.invited_ids, link, "ringing", _ringing_step(1))


@reactions.on(PersonRung)
async def person_rung(ctx: ReactionContext, fact: PersonRung) -> None:
    link = f"/e/{fact.event_slug}/call/{fact.call_id}"
    await _notify_of_call(ctx, fact, [fact.person_id], link, "ringing", _ringing_step(fact.nth))


@reactions.on(RingEnded)
async def ring_ended(ctx: ReactionContext, fact: RingEnded) -> None:
    """Whoever answered or declined knows of it; whoever did neither is told of a missed call."""
    step = _ringing_step(fact.nth) + 1
    if fact.missed:
        event = await ctx.apis.get(Events).event_by_id(ctx.caller, fact.event_id)
        await _notify_of_call(ctx, fact, [fact.person_id], f"/e/{event.slug}/people/{fact.caller_id}", "missed", step)
    else:
        await ctx.apis.get(Notifications).mark_key_read(ctx.caller, fact.person_id, f"call:{fact.call_id}", step)


def _ringing_step(nth: int) -> int:
    """The step of a call's notification while it rings for the `nth` time; the next one is that this ring has ended."""
    return 2 * nth - 1


async def _notify_of_call(
    ctx: ReactionContext,
    fact: CallStarted | PersonRung | RingEnded,
    people: list[UUID],
    link: str,
    detail: str,
    step: int,
) -> None:
    new = NewNotification(
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
    await ctx.apis.get(Notifications).notify(ctx.caller, new)
