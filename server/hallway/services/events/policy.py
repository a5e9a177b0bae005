"""Who may see and who may edit an event. Drafts exist for those who make them, and for nobody else."""

from uuid import UUID

from hallway.kernel.apis import Apis
from hallway.kernel.cache import Cache
from hallway.kernel.caller import ANONYMOUS, Caller, service_caller
from hallway.kernel.db.transaction import Database
from hallway.kernel.errors import Problem
from hallway.kernel.roles import ORGANISERS, RoleGrant, holds_any
from hallway.services.auth.api import Auth
from hallway.services.events import store
from hallway.services.events.api import Event

EVENTS = service_caller("events")


def no_event() -> Problem:
    """What is said of events that do not exist, and of those that somebody may not see."""
    return Problem("not_found", "There is no such event.")


def _anonymous(caller: Caller) -> bool:
    """Somebody who is nobody in particular: all of them see the same, and made none of the changes they may miss for
    half a second."""
    return caller.user_id is None and caller.service is None and not caller.roles


class Access:
    """Decides by the event's status and the caller's role, which auth knows."""

    def __init__(self, db: Database, apis: Apis, cache: Cache) -> None:
        self._db = db
        self._apis = apis
        self._public = cache.values("event", Event)

    async def by_id(self, caller: Caller, event_id: UUID) -> Event:
        """The event, if the caller may see it; `not_found` otherwise."""
        found = await self.by_ids(caller, [event_id])
        if not found:
            raise no_event()
        return found[0]

    async def by_slug(self, caller: Caller, slug: str) -> Event:
        """As `by_id`; for those who are not signed in, as it was at most half a second ago."""
        if _anonymous(caller):
            event = await self._public.recent(slug, lambda: self._by_slug(ANONYMOUS, slug))
        else:
            event = await self._by_slug(caller, slug)
        if event is None:
            raise no_event()
        return event

    async def _by_slug(self, caller: Caller, slug: str) -> Event | None:
        async with self._db.transaction(readonly=True) as tx:
            event = await store.by_slug(tx.connection, slug)
        return next(iter(await self.visible(caller, [event] if event else [])), None)

    async def by_ids(self, caller: Caller, event_ids: list[UUID]) -> list[Event]:
        """Those of these events that the caller may see, in no order."""
        async with self._db.transaction(readonly=True) as tx:
            events = await store.by_ids(tx.connection, event_ids)
        return await self.visible(caller, events)

    async def edited(self, caller: Caller, event_id: UUID) -> Event:
        """The event, if the caller may edit it; `forbidden` or `not_found` otherwise."""
        event = await self.by_id(caller, event_id)
        if caller.service or "admin" in caller.roles:
            return event
        if not holds_any(await self.roles(event_id, caller.require_user()), ORGANISERS):
            raise Problem("forbidden", "Only organisers of this event may do that.")
        return event

    async def roles(self, event_id: UUID, user_id: UUID) -> list[RoleGrant]:
        """The person's roles in the event."""
        return (await self._apis.get(Auth).event_roles(EVENTS, event_id, [user_id])).get(user_id, [])

    async def roles_of(self, user_id: UUID) -> dict[UUID, list[RoleGrant]]:
        """The person's roles, by event."""
        return await self._apis.get(Auth).events_of(EVENTS, user_id)

    async def visible(self, caller: Caller, events: list[Event]) -> list[Event]:
        """Those of these events that the caller may see, in the same order."""
        if caller.service or "admin" in caller.roles or all(event.status != "draft" for event in events):
            return events
        roles = await self.roles_of(caller.user_id) if caller.user_id else {}
        return [event for event in events if event.status != "draft" or holds_any(roles.get(event.id, ()), ORGANISERS)]
