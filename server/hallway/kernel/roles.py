"""Roles that people hold in an event: what policies ask about. Granted and kept by auth."""

from collections.abc import Collection, Iterable
from typing import Final, Literal
from uuid import UUID

import msgspec

EventRole = Literal["owner", "organiser", "moderator", "speaker", "mentor", "judge", "sponsor", "attendee"]
ScopeKind = Literal["event", "stage", "track", "team"]
STAFF: Final[frozenset[EventRole]] = frozenset({"owner", "organiser", "moderator"})
"""May remove messages, mute people and see who is here."""
ORGANISERS: Final[frozenset[EventRole]] = frozenset({"owner", "organiser"})
"""May edit the event and its agenda."""


class RoleScope(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a role holds for: the whole event (without an `id`), or one stage, track or team of it."""

    kind: ScopeKind = "event"
    id: UUID | None = None


WHOLE_EVENT: Final = RoleScope()


class RoleGrant(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A role that somebody holds. A person may hold several in one event."""

    role: EventRole
    scope: RoleScope = WHOLE_EVENT


def holds_any(grants: Iterable[RoleGrant], roles: Collection[EventRole], scope: RoleScope = WHOLE_EVENT) -> bool:
    """Whether one of these roles is held for this scope; a role held for the whole event holds everywhere in it."""
    return any(grant.role in roles and grant.scope in (WHOLE_EVENT, scope) for grant in grants)
