"""What can be asked of profiles: people, topics, blocks, recommendations and matches."""

from datetime import datetime
from typing import Annotated, Final, Literal, Protocol
from uuid import UUID

import msgspec

from hallway.kernel.apis import idempotent
from hallway.kernel.caller import Caller
from hallway.kernel.roles import RoleGrant
from hallway.kernel.text import Items, Line, Paragraphs
from hallway.kernel.words import Sentence

NAME_LENGTH: Final = 80
ReasonKind = Literal["offer", "need", "shared", "session", "language"]
Answer = Literal["accept", "pass"]
TypedTopics = Annotated[list[str], Items(12, Line(40))]
"""What the person typed or picked: ids, aliases, or names in any language of curated topics; anything else becomes a
free topic."""


class Topic(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Curated (`id` is its slug, by which pages name it in their language) or free text (`id` starts with `~`)."""

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
    """What a person says of themselves. Links begin with https://; languages are names or tags such as pt-BR."""

    name: Annotated[str, Line(NAME_LENGTH, required=True)]
    headline: Annotated[str, Line(120)] = ""
    bio: Annotated[str, Paragraphs(2_000)] = ""
    location: Annotated[str, Line(120)] = ""
    links: Annotated[list[str], Items(5, Line(300))] = []
    interests: TypedTopics = []
    offers: TypedTopics = []
    needs: TypedTopics = []
    languages: Annotated[list[str], Items(12, Line(40))] = []
    time_zone: str = ""


class Reason(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One true sentence on why these two should meet: `text` in English, and `said` for pages to put into words, which
    reasons that were kept before have not."""

    kind: ReasonKind
    text: str
    said: Sentence | None = None


class Recommendation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody to meet, with why."""

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


class RoleInvitation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody asks me to be at an event. The event may be a draft: its name is all there is to see of it."""

    event_id: UUID
    event_name: str
    invited_by: UUID
    invited_at: datetime
    roles: list[RoleGrant]


class People(Protocol):
    """Profiles. One exists for each account from the first time anybody asks for it."""

    @idempotent
    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        """By id, in no order, up to 1,000; unknown ids are left out. Of each as much as `policy.shown_of` says: name
        and headline of everybody; the rest of people of an event that the caller shares, never across a block; what
        they look for only of those who are open to meet there."""
        ...

    async def update(self, caller: Caller, input: ProfileInput) -> Person:
        """Replace my profile."""
        ...

    @idempotent
    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None = None) -> list[Person]:
        """People registered for the event, 60 at a time by id, for people of the event; never across a block."""
        ...

    @idempotent
    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[Person]:
        """People registered for the event by name, headline or topic, as far as these are shown to the caller; for
        people of the event, never across a block."""
        ...


class Topics(Protocol):
    """What people can say they are interested in, offer and need."""

    @idempotent
    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        """Curated topics that fit what was typed so far, by name, alias, and meaning."""
        ...

    @idempotent
    async def event_topics(self, caller: Caller, event_id: UUID) -> list[Topic]:
        """Up to 15 curated topics to pick from, for who is registered: what the agenda is about, and what those open
        to meet there name most."""
        ...


class Blocks(Protocol):
    """Who does not want to see whom. A block holds both ways."""

    async def block(self, caller: Caller, person_id: UUID, blocked: bool) -> None:
        """Block the person, or lift my block."""
        ...

    @idempotent
    async def blocks(self, caller: Caller) -> list[UUID]:
        """Whom I blocked."""
        ...

    @idempotent
    async def blocked_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        """For services only: which of the others are blocked by, or block, this person."""
        ...

    @idempotent
    async def blocks_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        """For services only: which of the others this person blocks; what this person may be told, and nobody else."""
        ...

    @idempotent
    async def hidden_from(self, caller: Caller, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """For services only: by each of these people those across a block, either way; who has none is left out."""
        ...


class Recommendations(Protocol):
    """Whom to meet at an event."""

    @idempotent
    async def recommendations(self, caller: Caller, event_id: UUID, limit: int = 15) -> list[Recommendation]:
        """Best first; empty unless the caller is open to meet. Only people open to meet in the same event."""
        ...

    @idempotent
    async def people_open_to_meet(self, caller: Caller, event_id: UUID) -> list[UUID]:
        """Up to 12 people open to meet at the event whom the caller has not answered, for who is registered and open to
        meet there as well; those who are here now first. Not picked for the caller: for when nobody could be."""
        ...


class Matchmaking(Protocol):
    """Who is open to meet people at an event, what two people answered, and who matched."""

    async def set_open_to_meet(self, caller: Caller, event_id: UUID, open_to_meet: bool) -> None:
        """Whether others at the event may be recommended to me, and I to them; only for who is registered there."""
        ...

    async def close_unless_registered(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        """For services only: somebody who is not registered any more is not open to meet there any more."""
        ...

    @idempotent
    async def matches(self, caller: Caller, event_id: UUID) -> Matches:
        """My side of it: whether I am open to meet, whom I asked, and whom I matched with."""
        ...

    async def answer(self, caller: Caller, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        """Say yes or not now to a person, or take that back (None) while it is not mutual; answers the match if this
        made one. Idempotent."""
        ...

    @idempotent
    async def matched(self, caller: Caller, first_id: UUID, second_id: UUID) -> datetime | None:
        """For services only: when the two first matched, in any event."""
        ...


class InvitationsToRoles(Protocol):
    """Roles that the caller is invited to. Taking and declining them is asked of auth."""

    @idempotent
    async def role_invitations(self, caller: Caller) -> list[RoleInvitation]:
        """Mine, the latest first; not those of people across a block."""
        ...


class Profiles(InvitationsToRoles, People, Topics, Blocks, Recommendations, Matchmaking, Protocol):
    """The whole API of the service."""
