"""Who may do what in chat. Memberships, matches and blocks belong to other services, which are asked each time."""

import asyncio
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, holds_any
from hallway.kernel.service import ServiceContext
from hallway.services.chat.api import Message, Room
from hallway.services.events.api import Events
from hallway.services.events.values import Membership, belongs, is_staff, may_be_reached
from hallway.services.profiles.api import Profiles

CHAT: Final = service_caller("chat")
COMMON_EVENTS: Final = 50
"""Looked at to find an event that two people share."""

Verb = Literal["enter", "read", "join", "write", "talk_to", "remove", "mute", "see_mutes"]


class RoomMembership(msgspec.Struct, frozen=True, kw_only=True):
    """A room as one person finds it: to read, join or write in. `member` is False for somebody who has not been let in
    (yet)."""

    room: Room
    blocked: bool
    member: bool
    staff: bool
    read_seq: int
    muted_until: datetime | None


class DirectTalk(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to talk to; `talked` if the two have written to each other before."""

    person_id: UUID
    talked: bool


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """A message to remove, and its room as the caller finds it."""

    message: Message
    membership: RoomMembership


class Muting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to mute in an event, or with `lift` to let write again."""

    event_id: UUID
    person_id: UUID
    lift: bool


Object = Membership | RoomMembership | DirectTalk | Removal | Muting | UUID
"""What a verb is about: enter an event's rooms (the caller's Membership of it), see_mutes of an event (its id)."""


class NotAMember(Problem):
    """The person has not been let into the room: not yet, or no longer."""

    def __init__(self) -> None:
        super().__init__("forbidden", "notInRoom")


class ChatPolicy:
    """Decides for people. Other kinds of callers, and verbs with objects that are not named here, are refused."""

    def __init__(self, context: ServiceContext) -> None:
        self._apis = context.apis

    async def may(self, caller: Caller, verb: Verb, object: Object) -> bool:
        """Whether the caller may do this."""
        return await self._refusal(caller, verb, object) is None

    async def require(self, caller: Caller, verb: Verb, object: Object) -> None:
        """Raise the reason if the caller may not: `not_found` where they may not even know of the object."""
        if refusal := await self._refusal(caller, verb, object):
            raise refusal

    async def membership(self, event_id: UUID, user_id: UUID) -> Membership:
        """What the person is to the event now."""
        return await self._apis.get(Events).membership(CHAT, event_id, user_id)

    async def blocked(self, first_id: UUID, second_id: UUID) -> bool:
        """Whether one of the two blocks the other now."""
        return bool(await self._apis.get(Profiles).blocked_among(CHAT, first_id, [second_id]))

    async def blocks(self, first_id: UUID, others: list[UUID]) -> set[UUID]:
        """Which of the others the first one blocks: all of blocks that anybody is told."""
        return set(await self._apis.get(Profiles).blocks_among(CHAT, first_id, others))

    async def mentionable(self, room: Room, sender_id: UUID, wanted: list[UUID]) -> list[UUID]:
        """Those of `wanted` whom the sender can mention in the room, in that order."""
        if room.event_id is None:
            return [other for other in wanted if other in room.member_ids and other != sender_id]
        blocked = await self._apis.get(Profiles).blocked_among(CHAT, sender_id, wanted)
        others = [other for other in wanted if other not in blocked and other != sender_id]
        memberships = await asyncio.gather(*(self.membership(room.event_id, other) for other in others))
        return [membership.user_id for membership in memberships if belongs(membership)]

    async def _refusal(self, caller: Caller, verb: Verb, object: Object) -> Problem | None:
        try:
            user_id = require_person(caller)
        except Problem as problem:
            return problem
        match verb, object:
            case "enter", Membership():
                return _refusal_to_enter(object)
            case "read", RoomMembership():
                return _refusal_to_read(object)
            case "join", RoomMembership():
                return _refusal_to_read(object) or (_refusal_across_block() if object.blocked else None)
            case "write", RoomMembership(room=room, member=member, blocked=blocked, muted_until=until):
                return refusal_to_write(room, member=member, blocked=blocked, muted_until=until)
            case "talk_to", DirectTalk():
                return await self._refusal_to_talk(caller, object)
            case "remove", Removal():
                return await self._refusal_to_remove(user_id, object)
            case "mute", Muting():
                return await self._refusal_to_mute(user_id, object)
            case "see_mutes", UUID():
                membership = await self.membership(object, user_id)
                if is_staff(membership) and not _is_hidden(membership):
                    return None
                return _refusal_at(membership, Problem("forbidden", "onlyTeamSeesMuted"))
            case _:
                return Problem("forbidden", "forbidden")

    async def _refusal_to_talk(self, caller: Caller, talk: DirectTalk) -> Problem | None:
        blocked = await self.blocked(caller.require_user(), talk.person_id)
        if not blocked and (talk.talked or await self._acquainted(caller, talk.person_id)):
            return None
        return _not_acquainted()

    async def _acquainted(self, caller: Caller, person_id: UUID) -> bool:
        """Whether the two matched, or one of them is staff of an event to which both have come of their own will."""
        user_id = caller.require_user()
        if await self._apis.get(Profiles).matched(CHAT, user_id, person_id):
            return True
        events = self._apis.get(Events)
        shared = (await events.shared_events(CHAT, user_id, [person_id])).get(person_id, [])
        drafts = [event.id for event in await events.my_events(caller) if event.status == "draft"]
        for event_id in [*shared[:COMMON_EVENTS], *drafts[:COMMON_EVENTS]]:
            theirs = await self.membership(event_id, person_id)
            if may_be_reached(theirs):
                mine = await self.membership(event_id, user_id)
                if may_be_reached(mine) and (is_staff(mine) or is_staff(theirs)):
                    return True
        return False

    async def _refusal_to_remove(self, user_id: UUID, removal: Removal) -> Problem | None:
        event_id = removal.membership.room.event_id
        if removal.message.sender_id == user_id:
            return None
        if event_id is not None and is_staff(await self.membership(event_id, user_id)):
            return None
        if not removal.membership.member:
            return Problem("not_found", "noSuchMessage")
        return Problem("forbidden", "removeOwnMessages")

    async def _refusal_to_mute(self, user_id: UUID, muting: Muting) -> Problem | None:
        membership = await self.membership(muting.event_id, user_id)
        if _is_hidden(membership) or not is_staff(membership):
            return _refusal_at(membership, Problem("forbidden", "onlyTeamMutes"))
        if muting.lift:
            return None
        person = await self.membership(muting.event_id, muting.person_id)
        if not belongs(person):
            return Problem("not_found", "notAtEvent")
        return Problem("forbidden", "teamNotMuted") if is_staff(person) else None


def require_person(caller: Caller) -> UUID:
    """The person who asks; a Problem for every other kind of caller."""
    user_id = caller.require_user()
    if caller.kind != "person":
        raise Problem("forbidden", "onlyPeopleChat")
    return user_id


def refusal_to_write(room: Room | None, *, member: bool, blocked: bool, muted_until: datetime | None) -> Problem | None:
    """Why a person of whom this is true may not write in the room; None if they may. Asked for each message of a batch,
    so it asks nobody."""
    if room is None or (room.kind == "direct" and not member):
        return Problem("not_found", "noSuchRoom")
    if not member:
        return NotAMember()
    if blocked:
        return _refusal_across_block()
    if muted_until:
        return Problem("forbidden", "muted", until=muted_until)
    return None


def _refusal_to_enter(membership: Membership) -> Problem | None:
    if _is_hidden(membership) or not belongs(membership):
        return _refusal_at(membership, Problem("forbidden", "registerForRoom"))
    if membership.status != "published":
        return Problem("forbidden", "eventNotOpen")
    return None


def _refusal_to_read(membership: RoomMembership) -> Problem | None:
    if membership.member:
        return None
    return Problem("not_found", "noSuchRoom") if membership.room.kind == "direct" else NotAMember()


def _refusal_across_block() -> Problem:
    """In the words that strangers are told: nobody can tell that they are blocked."""
    return _not_acquainted()


def _not_acquainted() -> Problem:
    return Problem("forbidden", "writeToMatches")


def _is_hidden(membership: Membership) -> bool:
    """Whether the event is a draft of others, and so not there for this person."""
    return membership.status == "draft" and not holds_any(membership.roles, ORGANISERS)


def _refusal_at(membership: Membership, refusal: Problem) -> Problem:
    return Problem("not_found", "noSuchEvent") if _is_hidden(membership) else refusal
