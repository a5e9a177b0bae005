"""Who may do what in auth. Decided from values that the caller of `require` has read: this module reads nothing."""

from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, RoleGrant, holds_any
from hallway.services.auth.api import PlatformRole

Verb = Literal[
    "look_up",
    "create_users",
    "use_account",
    "end_session",
    "see_team",
    "grant",
    "revoke",
    "see_publishers",
    "set_platform_role",
]
OWNERSHIP: Final = RoleGrant(role="owner")


class EventRoles(msgspec.Struct, frozen=True, kw_only=True):
    """What "see_team", "grant" and "revoke" are decided by."""

    held: list[RoleGrant]
    """The caller's own roles in the event."""
    about_owner: bool = False
    """Whether it decides who owns the event."""


class OwnedSession(msgspec.Struct, frozen=True, kw_only=True):
    """What "end_session" is decided by."""

    user_id: UUID


class Publishers(msgspec.Struct, frozen=True, kw_only=True):
    """What "see_publishers" is decided by: about whom it is asked, and whether an administrator asks."""

    user_ids: frozenset[UUID]
    by_admin: bool


class PlatformRoleChange(msgspec.Struct, frozen=True, kw_only=True):
    """What "set_platform_role" is decided by. Whether an administrator asks is what the database says, not a token."""

    role: PlatformRole
    by_admin: bool


Object = EventRoles | OwnedSession | Publishers | PlatformRoleChange | None


def may(caller: Caller, verb: Verb, object: Object = None) -> bool:
    """Whether the caller may do this. A service may do everything but use an account; a person may use their own, and
    what their roles in the event allow; every other kind of caller may do nothing."""
    if caller.kind == "service":
        return verb != "use_account"
    if caller.kind != "person" or caller.user_id is None:
        return False
    match verb, object:
        case "use_account", _:
            return True
        case "end_session", OwnedSession():
            return object.user_id == caller.user_id
        case (("see_team" | "grant" | "revoke"), EventRoles()):
            return holds_any(object.held, ORGANISERS) and (not object.about_owner or OWNERSHIP in object.held)
        case "see_publishers", Publishers():
            return object.by_admin or object.user_ids <= {caller.user_id}
        case "set_platform_role", PlatformRoleChange():
            return object.by_admin and object.role == "organiser"
        case _:
            return False


def require(caller: Caller, verb: Verb, object: Object = None) -> None:
    """Pass if `may`; otherwise `unauthenticated` when nobody is signed in, `not_found` for what the caller may not even
    know of, else `forbidden`."""
    if may(caller, verb, object):
        return
    if verb in ("look_up", "create_users"):
        caller.require_service()
    caller.require_user()
    if verb == "end_session":
        raise Problem("not_found", "deviceSignedOut")
    raise _refusal(verb, object)


def _refusal(verb: Verb, object: Object) -> Problem:
    """What a caller who may not do this is told."""
    if verb in ("see_publishers", "set_platform_role"):
        return Problem("forbidden", "onlyAdminsDecide")
    if verb == "see_team":
        return Problem("forbidden", "onlyTeamSeesTeam")
    if isinstance(object, EventRoles) and holds_any(object.held, ORGANISERS):
        return Problem("forbidden", "onlyOwners")
    if isinstance(object, EventRoles):
        return Problem("forbidden", "onlyTeamGivesRoles")
    return Problem("forbidden", "onlyPeople")
