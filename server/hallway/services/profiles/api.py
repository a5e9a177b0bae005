"""What can be asked of profiles: people, recommendations, matches and blocks."""

from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller

ReasonKind = Literal["offer", "need", "shared", "session", "language"]
Answer = Literal["accept", "pass"]


class Topic(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Curated (`id` is its slug) or free text (`id` starts with `~`)."""

    id: str
    name: str


class Person(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What people see of each other."""

    id: UUID
    name: str
    headline: str
    bio: str
    location: str
    links: list[str]
    interests: list[Topic]
    offers: list[Topic]
    needs: list[Topic]
    languages: list[str]
    time_zone: str


class ProfileInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Topics are what the person typed or picked: names, aliases or ids; unknown ones become free topics.
    At most 12 per list; name 80, headline 120, bio 2,000 characters, 5 links (https)."""

    name: str
    headline: str = ""
    bio: str = ""
    location: str = ""
    links: list[str] = []
    interests: list[str] = []
    offers: list[str] = []
    needs: list[str] = []
    languages: list[str] = []
    time_zone: str = ""


class SeedProfile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A profile made by an operator's command (the demo)."""

    user_id: UUID
    profile: ProfileInput


class Reason(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One true sentence on why these two should meet."""

    kind: ReasonKind
    text: str


class Recommendation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    person_id: UUID
    reasons: list[Reason]


class Match(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Two people who both said yes; `person_id` is the other one."""

    event_id: UUID
    person_id: UUID
    matched_at: datetime
    reasons: list[Reason]


class Matches(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """My side of the matching in one event. Nobody ever learns who passed."""

    event_id: UUID
    open_to_meet: bool
    asked: list[Recommendation]
    mutual: list[Match]


class Profiles(Protocol):
    """People. A profile exists for each account from the first time anybody asks for it."""

    @idempotent
    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        """By id, in no order, up to 1,000; unknown ids are left out. Who is not signed in sees name and headline only.
        People who blocked the caller or were blocked look like deleted accounts only where they are listed or
        recommended, not in what they said in rooms."""
        ...

    @idempotent
    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None = None) -> list[Person]:
        """People registered for the event, 60 at a time by id, for people of the event; never across a block."""
        ...

    async def update(self, caller: Caller, input: ProfileInput) -> Person: ...

    async def seed(self, caller: Caller, profiles: list[SeedProfile]) -> None:
        """For services only."""
        ...

    @idempotent
    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        """Curated topics that fit what was typed so far, by name, alias, and meaning."""
        ...

    @idempotent
    async def recommendations(self, caller: Caller, event_id: UUID, limit: int = 15) -> list[Recommendation]:
        """Best first; empty unless the caller is open to meet. Only people open to meet in the same event."""
        ...

    @idempotent
    async def matches(self, caller: Caller, event_id: UUID) -> Matches: ...

    async def set_open_to_meet(self, caller: Caller, event_id: UUID, open_to_meet: bool) -> None: ...

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        """For services only: somebody who is not registered any more is not open to meet there any more."""
        ...

    async def answer(self, caller: Caller, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        """Say yes or not now to a person, or take that back (None) while it is not mutual; answers the match if this
        made one. Idempotent."""
        ...

    @idempotent
    async def matched(self, caller: Caller, first_id: UUID, second_id: UUID) -> datetime | None:
        """For services only: when the two first matched, in any event."""
        ...

    async def block(self, caller: Caller, person_id: UUID, blocked: bool) -> None: ...

    @idempotent
    async def blocks(self, caller: Caller) -> list[UUID]:
        """Whom I blocked."""
        ...

    @idempotent
    async def blocked_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        """For services only: which of the others are blocked by, or block, this person."""
        ...

    @idempotent
    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[Person]:
        """People registered for the event by name, headline or topic, for people of the event; never across a block."""
        ...
