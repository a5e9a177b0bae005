"""Who may do what with events and imports. Drafts exist for those who make them, and for nobody else."""

from typing import Final, Literal
from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, RoleGrant, holds_any
from hallway.services.auth.api import Auth
from hallway.services.events.values import Event

EVENTS: Final = service_caller("events")
Verb = Literal["create", "attend", "see", "edit", "publish", "take_down"]
Object = Event | None


class Policy:
    """Decides by the event's status and the caller's roles, which auth knows. Everybody may `see` an event that is no
    draft. A person may also `create` events and `attend` them (register, star, read what is their own); organisers and
    administrators may `see` and `edit` drafts too, as long as they are that. To `publish` takes the right
    to edit and, where that is not everybody's, the installation's; only administrators may `take_down` what is
    published, and give it back. Services may do all but what is a person's own. No other kind of caller may do more
    than see."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    async def may(self, caller: Caller, verb: Verb, object: Object = None) -> bool:
        """Whether the caller may."""
        match caller.kind, verb, object:
            case _, "see", Event():
                return bool(await self.visible(caller, [object]))
            case "service", ("edit" | "publish" | "take_down"), _:
                return True
            case "person", "publish", Event():
                return await self._organises(caller, object.id) and await self._publishes(caller.require_user())
            case "person", "take_down", Event():
                return await self._administrates(caller.require_user())
            case "person", ("create" | "attend"), _:
                return caller.user_id is not None
            case "person", "edit", Event():
                return await self._organises(caller, object.id)
            case _:
                return False

    async def require(self, caller: Caller, verb: Verb, object: Object = None) -> None:
        """Pass if the caller may. Otherwise `not_found` for an event that they may not even see, `unauthenticated` when
        nobody is signed in, else `forbidden`."""
        if await self.may(caller, verb, object):
            return
        if isinstance(object, Event) and not await self.may(caller, "see", object):
            raise no_event()
        caller.require_user()
        if verb in ("create", "attend"):
            raise Problem("forbidden", "onlyPeople")
        if verb == "publish" and await self.may(caller, "edit", object):
            raise Problem("forbidden", "notAPublisher")
        if verb == "take_down":
            raise Problem("forbidden", "onlyAdminsTakeDown")
        raise Problem("forbidden", "onlyOrganisers")

    async def visible(self, caller: Caller, events: list[Event]) -> list[Event]:
        """Those of these events that the caller may see, in the same order."""
        if caller.kind == "service" or all(event.status != "draft" for event in events):
            return events
        if caller.kind == "person" and "admin" in caller.roles:
            return events
        roles = await self.roles_of(caller.user_id) if caller.kind == "person" and caller.user_id else {}
        return [event for event in events if event.status != "draft" or holds_any(roles.get(event.id, ()), ORGANISERS)]

    async def roles(self, event_id: UUID, user_id: UUID) -> list[RoleGrant]:
        """The person's roles in the event."""
        return (await self._apis.get(Auth).event_roles(EVENTS, event_id, [user_id])).get(user_id, [])

    async def organisers(self, event_id: UUID) -> list[UUID]:
        """Who may edit the event by a role in it."""
        team = await self._apis.get(Auth).event_team(EVENTS, event_id)
        return [one.user_id for one in team if holds_any(one.roles, ORGANISERS)]

    async def team_events(self, event_ids: list[UUID], user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        """In which of these events each of these people has a role; who has none is left out."""
        return await self._apis.get(Auth).team_events(EVENTS, event_ids, user_ids)

    async def roles_of(self, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        """The person's roles, by event."""
        return await self._apis.get(Auth).events_of(EVENTS, user_id)

    async def _organises(self, caller: Caller, event_id: UUID) -> bool:
        if "admin" in caller.roles:
            return True
        return caller.user_id is not None and holds_any(await self.roles(event_id, caller.user_id), ORGANISERS)

    async def _publishes(self, user_id: UUID) -> bool:
        return bool(await self._apis.get(Auth).publishers(EVENTS, [user_id]))

    async def _administrates(self, user_id: UUID) -> bool:
        """As auth has it now: a token remembers for ten minutes what somebody was."""
        return any("admin" in user.roles for user in await self._apis.get(Auth).users(EVENTS, [user_id]))


def no_event() -> Problem:
    """What is said of events that do not exist, and of those that somebody may not see."""
    return Problem("not_found", "noSuchEvent")
