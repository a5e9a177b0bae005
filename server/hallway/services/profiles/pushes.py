"""What profiles sends to open pages."""

from uuid import UUID

from hallway.kernel.pushes.message import Push
from hallway.services.profiles.api import Answer, Match


class MatchPush(Push, frozen=True, kw_only=True, name="match.made"):
    """To `user:<id>` of both."""

    match: Match


class AnswerPush(Push, frozen=True, kw_only=True, name="match.answered"):
    """To `user:<id>` of who answered: their other devices take the card away (`answer` None: it is back)."""

    event_id: UUID
    person_id: UUID
    answer: Answer | None


class OpenToMeetPush(Push, frozen=True, kw_only=True, name="match.open"):
    """To `user:<id>`: the switch was moved on another device."""

    event_id: UUID
    open_to_meet: bool


class BlockPush(Push, frozen=True, kw_only=True, name="person.blocked"):
    """To `user:<id>` of who blocked somebody or lifted it, never to the blocked person."""

    person_id: UUID
    blocked: bool
