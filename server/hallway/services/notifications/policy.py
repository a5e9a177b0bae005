"""Who may do what with people's inboxes and preferences."""

from collections.abc import Sequence
from typing import Final, Literal
from uuid import UUID

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem

Verb = Literal["notify", "withdraw", "mark_key_read", "read", "mark_read", "see_preferences", "set_preference"]
SERVICE_VERBS: Final[frozenset[Verb]] = frozenset({"notify", "withdraw", "mark_key_read"})


class NotificationPolicy:
    """Services write into everybody's inbox; what is in it, and the preferences, are for the person alone."""

    async def may(self, caller: Caller, verb: Verb, people: Sequence[UUID | None]) -> bool:
        """Whether the caller may do this with what these people have."""
        if verb in SERVICE_VERBS:
            return caller.kind == "service"
        return caller.kind == "person" and caller.user_id is not None and {*people} == {caller.user_id}

    async def require(self, caller: Caller, verb: Verb, people: Sequence[UUID | None]) -> None:
        """A Problem unless the caller may."""
        if await self.may(caller, verb, people):
            return
        if verb in SERVICE_VERBS:
            caller.require_service()
        caller.require_user()
        raise Problem("forbidden", "onlyPeople")
