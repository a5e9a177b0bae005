"""Who may do what with calls."""

from typing import Final, Literal, TypeVar
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.services.events.api import Events
from hallway.services.events.values import is_staff, may_be_reached
from hallway.services.profiles.api import Profiles
from hallway.services.video.api import Call

Verb = Literal["see", "join", "leave", "invite", "ring", "list_ringing", "use_relays"]
VIDEO: Final = service_caller("video")


class OngoingCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call that goes on: who may be in it, who is in it now, and who is being rung."""

    call: Call
    members: frozenset[UUID]
    present: frozenset[UUID]
    ringing: frozenset[UUID]


class RingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """People whom the caller wants to ring: in which event, which of them the caller has matched, and with whom they
    would be in a call that goes on."""

    event_id: UUID
    people: list[UUID]
    matched: frozenset[UUID]
    company: frozenset[UUID]


Object = Call | OngoingCall | RingRequest | UUID
Asked = TypeVar("Asked", bound=Object)


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Two people one of whom has blocked the other."""

    blocker_id: UUID
    blocked_id: UUID


class VideoPolicy:
    """Calls are for people who are signed in. Whoever began a call or was invited may `see` and `join` it, and who is
    in it may `invite`. To `ring` takes a match, or staff of the event and people who belong to it, and no block. To
    `leave`, `list_ringing` and `use_relays` people may for themselves: the object is their id."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    async def may(self, caller: Caller, verb: Verb, object: Object | None) -> bool:
        """Whether the caller may."""
        return await self._refusal(caller, verb, object) is None

    async def require(self, caller: Caller, verb: Verb, object: Asked | None) -> Asked:
        """The object. `not_found` if the caller may not know of it, or it is None."""
        refusal = await self._refusal(caller, verb, object)
        if refusal or object is None:
            raise refusal or _no_call()
        return object

    async def _refusal(self, caller: Caller, verb: Verb, object: Object | None) -> Problem | None:
        if caller.user_id is None:
            return Problem("unauthenticated", "signInFirst")
        if caller.kind != "person":
            return Problem("forbidden", "onlyPeople")
        match verb, object:
            case "see" | "join", Call():
                return None if caller.user_id in (object.caller_id, *object.invited_ids) else _no_call()
            case "invite", OngoingCall():
                present = caller.user_id in object.present
                return None if present else Problem("forbidden", "joinToAdd")
            case "ring", RingRequest():
                return await self._ring_refusal(caller.user_id, object)
            case "leave" | "list_ringing" | "use_relays", caller.user_id:
                return None
            case _:
                return _no_call()

    async def _ring_refusal(self, user_id: UUID, request: RingRequest) -> Problem | None:
        if await self._any_block(user_id, request.people):
            return _not_acquainted()  # as strangers are told: nobody can tell that they are blocked
        unmatched = [person for person in request.people if person not in request.matched]
        if unmatched and not await self._is_staff_for(user_id, request.event_id, unmatched):
            return _not_acquainted()
        for person in request.people:
            others = request.company - {person, user_id}
            if others and await self._any_block(person, list(others)):
                return _not_acquainted()
        return None

    async def blocks(self, block: Block) -> bool:
        """Whether there is a block between these two now."""
        return await self._any_block(block.blocker_id, [block.blocked_id])

    async def blocked_among(self, user_id: UUID, others: list[UUID]) -> frozenset[UUID]:
        """Those of the others with a block between them and this person now."""
        return frozenset(await self._apis.get(Profiles).blocked_among(VIDEO, user_id, others))

    async def _any_block(self, user_id: UUID, others: list[UUID]) -> bool:
        """Whether this person and one of the others block each other, either way."""
        return bool(await self.blocked_among(user_id, others))

    async def _is_staff_for(self, user_id: UUID, event_id: UUID, people: list[UUID]) -> bool:
        """Whether this person is staff of an event to which all of these people have come of their own will."""
        membership = self._apis.get(Events).membership
        if not is_staff(await membership(VIDEO, event_id, user_id)):
            return False
        return all([may_be_reached(await membership(VIDEO, event_id, person)) for person in people])


def _no_call() -> Problem:
    return Problem("not_found", "noSuchCall")


def _not_acquainted() -> Problem:
    return Problem("forbidden", "callMatches")
