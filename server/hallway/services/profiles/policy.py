"""Who may do what with profiles, blocks, recommendations and matches."""

from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, CallerKind, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, holds_any
from hallway.kernel.service import Service, ServiceContext
from hallway.services.events.api import Events
from hallway.services.events.values import Membership

AS_PROFILES: Final = service_caller("profiles")
"""Profiles itself, where it asks other services."""
Verb = Literal[
    "see_names",
    "edit_profile",
    "see_invitations",
    "find_topics",
    "block",
    "see_matches",
    "withdraw",
    "list_attendees",
    "search_people",
    "meet_people",
    "ask_as_service",
]
"""`withdraw` is to close the switch or take an answer back; `ask_as_service` is all that only services may ask."""
Shown = Literal["card", "profile", "whole"]
"""What of a profile is shown: the card that stands beside what people do (name and headline); also what they say of
themselves to the people of an event; or that and what they look for."""


class Acquaintance(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody stands to the person whose profile they ask for."""

    shares_event: bool
    """Both belong to one published event: registered, or of its team."""
    open_to_meet: bool
    """The person wants to meet people at an event that both are at."""
    blocked: bool
    """One of the two blocks the other."""


STRANGERS: Final = Acquaintance(shares_event=False, open_to_meet=False, blocked=False)
_PERSON: Final = frozenset[CallerKind]({"person"})
_SERVICE: Final = frozenset[CallerKind]({"service"})
_KINDS: Final[dict[Verb, frozenset[CallerKind]]] = {
    "see_names": frozenset({"anonymous", "person", "service"}),
    "ask_as_service": _SERVICE,
}
"""Which kinds of callers may do it at all; everything else is for people who are signed in."""
_AT_EVENT: Final[dict[Verb, str]] = {
    "list_attendees": "registerToSeePeople",
    "search_people": "registerFirst",
    "meet_people": "registerFirst",
}
"""What is done at an event, and what people who are not there are told."""


def shown_of(caller: Caller, person_id: UUID, acquaintance: Acquaintance = STRANGERS) -> Shown:
    """What the caller sees of a person's profile, wherever it leaves the service. Across a block it is what strangers
    see, to the letter: nobody can tell a block from somebody who is not at their events."""
    if caller.kind == "service" or (caller.kind == "person" and caller.user_id == person_id):
        return "whole"
    if caller.kind != "person" or caller.user_id is None or acquaintance.blocked or not acquaintance.shares_event:
        return "card"
    return "whole" if acquaintance.open_to_meet else "profile"


class ProfilesPolicy:
    """Decides by the kind of caller, and at an event by what events knows of the person there."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    async def may(self, caller: Caller, verb: Verb, event_id: UUID | None = None) -> bool:
        """Whether the caller may do this, at the event if it is done at one."""
        try:
            await self.require(caller, verb, event_id)
        except Problem as problem:
            if problem.code in ("unauthenticated", "forbidden", "not_found"):
                return False
            raise
        return True

    async def require(self, caller: Caller, verb: Verb, event_id: UUID | None = None) -> None:
        """A Problem unless the caller may do this: `unauthenticated`, `forbidden`, or `not_found` for an event that
        does not exist or is a draft of others."""
        kinds = _KINDS.get(verb, _PERSON)
        if _kind(caller) not in kinds:
            if kinds == _SERVICE:
                caller.require_service()
            caller.require_user()
            raise Problem("forbidden", "onlyPeople")
        if verb in _AT_EVENT:
            assert event_id, f"{verb} is done at an event"
            membership = await self._membership(caller, verb, event_id)
            if membership.status == "draft" and not _sees_draft(caller, membership):
                raise _no_event()
            if not _is_enough(caller, verb, membership):
                raise Problem("forbidden", _AT_EVENT[verb])

    async def _membership(self, caller: Caller, verb: Verb, event_id: UUID) -> Membership:
        events = self._apis.get(Events)
        if verb != "list_attendees":
            return await events.membership(AS_PROFILES, event_id, caller.require_user())
        mine = await events.my_memberships(caller, [event_id])  # which knows that administrators see drafts
        if not mine:
            raise _no_event()
        return mine[0]


class WithPolicy(Service):
    """The base of the subjects' services: each asks the policy before it does anything."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        self.policy = ProfilesPolicy(context.apis)


def _kind(caller: Caller) -> CallerKind:
    return caller.kind if caller.user_id or caller.service else "anonymous"


def _is_enough(caller: Caller, verb: Verb, membership: Membership) -> bool:
    if membership.registered and membership.status != "draft":  # which an event is that was taken down
        return True
    if verb == "meet_people":
        return False
    return bool(membership.roles) or (verb == "list_attendees" and "admin" in caller.roles)


def _sees_draft(caller: Caller, membership: Membership) -> bool:
    """As events decides it: drafts are there for those who make them."""
    return "admin" in caller.roles or holds_any(membership.roles, ORGANISERS)


def _no_event() -> Problem:
    return Problem("not_found", "noSuchEvent")
