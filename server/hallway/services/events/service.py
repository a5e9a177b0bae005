"""The rules of events: who sees, edits, publishes, registers and stars."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.limits import Limits
from hallway.kernel.periodic import Periodic
from hallway.kernel.rpc import Apis
from hallway.services.auth.api import ORGANISERS, Auth
from hallway.services.events import inputs, programme, store
from hallway.services.events.api import (
    Agenda,
    Event,
    EventChanged,
    EventInput,
    EventPublished,
    EventPush,
    EventStatusChanged,
    Membership,
    NowNext,
    NowNextPush,
    PersonRegistered,
    Registration,
    RegistrationCancelled,
    Session,
    SessionStarred,
    StarPush,
    StarsDue,
)

MOST_EVENTS: Final = 200
EVENTS_PER_DAY: Final = 20
"""Events one person may create in a day."""
TURN_EVERY: Final = 5.0
"""Seconds between looks at which sessions began or ended: pages show that at most this late."""
PEOPLE_PAGE: Final = 60
MOST_PEOPLE: Final = 100_000
NOT_HERE: Final = "There is no such event."
Reason = Literal["cancelled", "rescheduled", "published"]


class EventsService:
    """Fulfils `Events`; also tells open pages what is on now."""

    def __init__(self, *, db: Database, apis: Apis, limits: Limits, clock: Callable[[], datetime], **_: object) -> None:
        self._db = db
        self._apis = apis
        self._limits = limits
        self._clock = clock
        self._turned = clock()
        self._turner = Periodic("now and next", TURN_EVERY, self.turn)

    async def start(self) -> None:
        self._turner.start()

    async def stop(self) -> None:
        await self._turner.stop()

    # Reading

    async def events(self, caller: Caller, limit: int = 50) -> list[Event]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.upcoming(tx.connection, self._clock(), max(1, min(limit, MOST_EVENTS)))

    async def my_events(self, caller: Caller) -> list[Event]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.of_person(tx.connection, caller.user(), [], MOST_EVENTS)

    async def event(self, caller: Caller, slug: str) -> Event:
        async with self._db.transaction(readonly=True) as tx:
            event = await store.by_slug(tx.connection, slug)
        return await self._visible(caller, event)

    async def event_by_id(self, caller: Caller, event_id: UUID) -> Event:
        async with self._db.transaction(readonly=True) as tx:
            event = await store.by_id(tx.connection, event_id)
        return await self._visible(caller, event)

    async def agenda(self, caller: Caller, event_id: UUID) -> Agenda:
        event = await self.event_by_id(caller, event_id)
        async with self._db.transaction(readonly=True) as tx:
            return await programme.agenda(tx.connection, event_id, event.version)

    async def sessions(self, caller: Caller, session_ids: list[UUID]) -> list[Session]:
        async with self._db.transaction(readonly=True) as tx:
            found = await programme.sessions(tx.connection, session_ids[:MOST_EVENTS])
        seen: dict[UUID, bool] = {}
        for event_id in {session.event_id for session in found}:
            seen[event_id] = await self._sees(caller, event_id)
        return [session for session in found if seen[session.event_id]]

    async def now_next(self, caller: Caller, event_id: UUID) -> NowNext:
        await self.event_by_id(caller, event_id)
        async with self._db.transaction(readonly=True) as tx:
            return await programme.now_next(tx.connection, event_id, self._clock())

    async def turn(self) -> None:
        """Tell the pages of every event in which a session began or ended since the last look."""
        now = self._clock()
        async with self._db.transaction(readonly=True) as tx:
            for event_id in await programme.turning(tx.connection, self._turned, now):
                now_next = await programme.now_next(tx.connection, event_id, now)
                tx.live(f"watch:{event_id}", NowNextPush(now_next=now_next))
        self._turned = now

    # Editing

    async def create(self, caller: Caller, id: UUID, input: EventInput) -> Event:
        user_id, input = caller.user(), inputs.checked(input)
        if before := await self._own(id, user_id):
            return before
        await self._limits.hit(f"events:create:{user_id}", EVENTS_PER_DAY, timedelta(days=1))
        async with self._db.transaction() as tx:
            wanted = inputs.slug_of(input.name)
            slug = inputs.free_slug(wanted, await store.slugs_like(tx.connection, wanted))
            await store.insert(tx.connection, id, slug, user_id, input, "")
        await self._apis.get(Auth).grant_event_role(service_caller("events"), id, user_id, "owner")
        return await self.event_by_id(service_caller("events"), id)

    async def _own(self, event_id: UUID, user_id: UUID) -> Event | None:
        async with self._db.transaction(readonly=True) as tx:
            event = await store.by_id(tx.connection, event_id)
        if event and event.host_id != user_id:
            raise Problem("conflict", "This id is taken. Please try again.")
        if event:
            await self._apis.get(Auth).grant_event_role(service_caller("events"), event_id, user_id, "owner")
        return event

    async def update(self, caller: Caller, event_id: UUID, version: int, input: EventInput) -> Event:
        await self._edits(caller, event_id)
        input = inputs.checked(input)
        async with self._db.transaction() as tx:
            before = await self._locked(tx, event_id)
            if before.version != version:
                current = msgspec.to_builtins(before)
                raise Problem("conflict", "Somebody changed this event while you did. Look again.", event=current)
            if input.capacity is not None and input.capacity < before.registered_count:
                raise Problem("invalid", f"{before.registered_count} people have registered already.")
            event = await store.update(tx.connection, event_id, input)
            self._changed(tx, event)
            if event.status == "published" and (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at):
                self._status(tx, event, "rescheduled")
            return event

    async def publish(self, caller: Caller, event_id: UUID) -> Event:
        await self._edits(caller, event_id)
        async with self._db.transaction() as tx:
            event = await self._locked(tx, event_id)
            if event.status == "published":
                return event
            event = await store.set_status(tx.connection, event_id, "published")
            self._changed(tx, event)
            self._status(tx, event, "published")
            tx.announce(EventPublished(event_id=event_id, name=event.name, slug=event.slug))
            return event

    async def cancel(self, caller: Caller, event_id: UUID) -> Event:
        await self._edits(caller, event_id)
        async with self._db.transaction() as tx:
            event = await self._locked(tx, event_id)
            if event.status == "cancelled":
                return event
            told = event.status == "published"
            event = await store.set_status(tx.connection, event_id, "cancelled")
            self._changed(tx, event)
            if told:
                self._status(tx, event, "cancelled")
            return event

    def _changed(self, tx: Tx, event: Event) -> None:
        tx.announce(EventChanged(event_id=event.id, version=event.version))
        tx.live(f"watch:{event.id}", EventPush(event=event))

    def _status(self, tx: Tx, event: Event, reason: Reason) -> None:
        fact = EventStatusChanged(
            event_id=event.id, name=event.name, slug=event.slug, status=event.status, reason=reason
        )
        tx.announce(fact)

    # Registering and starring

    async def register(self, caller: Caller, event_id: UUID) -> Registration:
        user_id = caller.user()
        event = await self.event_by_id(caller, event_id)
        now = self._clock()
        if event.status != "published" or event.ends_at <= now:
            raise Problem("conflict", "This event does not take registrations.")
        async with self._db.transaction() as tx:
            if before := await store.registration(tx.connection, event_id, user_id):
                return before
            event = await store.take_place(tx.connection, event_id)
            if event is None:
                raise Problem("full", "Every place is taken.")
            if not await store.register(tx.connection, event_id, user_id, now):
                await store.free_place(tx.connection, event_id)
            else:
                tx.live(f"watch:{event_id}", EventPush(event=event))
                tx.announce(PersonRegistered(event_id=event_id, user_id=user_id))
        return Registration(event_id=event_id, user_id=user_id, registered_at=now)

    async def register_people(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> None:
        caller.trusted()
        for user_id in user_ids:
            await self.register(Caller(user_id=user_id), event_id)

    async def cancel_registration(self, caller: Caller, event_id: UUID) -> None:
        user_id = caller.user()
        async with self._db.transaction() as tx:
            if await store.unregister(tx.connection, event_id, user_id):
                event = await store.free_place(tx.connection, event_id)
                tx.live(f"watch:{event_id}", EventPush(event=event))
                tx.announce(RegistrationCancelled(event_id=event_id, user_id=user_id))

    async def star(self, caller: Caller, session_id: UUID, starred: bool) -> None:
        user_id = caller.user()
        found = await self.sessions(caller, [session_id])
        if not found:
            raise Problem("not_found", "There is no such session.")
        async with self._db.transaction() as tx:
            if await store.set_star(tx.connection, user_id, found[0], starred):
                event_id = found[0].event_id
                push = StarPush(event_id=event_id, session_id=session_id, starred=starred)
                tx.live(f"user:{user_id}", push)
                tx.announce(SessionStarred(event_id=event_id, session_id=session_id, user_id=user_id, starred=starred))

    async def stars(self, caller: Caller, event_id: UUID) -> list[UUID]:
        user_id = caller.user()
        return (await self._stars(event_id, [user_id])).get(user_id, [])

    async def stars_of(self, caller: Caller, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        caller.trusted()
        return await self._stars(event_id, user_ids)

    async def _stars(self, event_id: UUID, user_ids: list[UUID]) -> dict[UUID, list[UUID]]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.stars_of(tx.connection, event_id, user_ids)

    async def stars_due(self, caller: Caller, starting_from: datetime, starting_before: datetime) -> list[StarsDue]:
        caller.trusted()
        async with self._db.transaction(readonly=True) as tx:
            return await store.stars_due(tx.connection, starting_from, starting_before)

    # People

    async def membership(self, caller: Caller, event_id: UUID, user_id: UUID) -> Membership:
        caller.trusted()
        async with self._db.transaction(readonly=True) as tx:
            found = await store.membership(tx.connection, event_id, user_id)
        if found is None:
            raise Problem("not_found", NOT_HERE)
        return msgspec.structs.replace(found, role=await self._role(event_id, user_id))

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None = None, limit: int = 60) -> list[UUID]:
        most = MOST_PEOPLE if caller.service else PEOPLE_PAGE
        if not caller.service:
            mine = await self.membership(service_caller("events"), event_id, caller.user())
            if not (mine.registered or mine.role):
                raise Problem("forbidden", "Register to see who comes.")
        async with self._db.transaction(readonly=True) as tx:
            return await store.attendees(tx.connection, event_id, after, max(1, min(limit, most)))

    async def registered_events(self, caller: Caller, user_id: UUID) -> list[UUID]:
        caller.trusted()
        async with self._db.transaction(readonly=True) as tx:
            return await store.registered_events(tx.connection, user_id)

    # Who may

    async def _role(self, event_id: UUID, user_id: UUID) -> str | None:
        roles = await self._apis.get(Auth).event_roles(service_caller("events"), event_id, [user_id])
        return roles.get(user_id)

    async def _sees(self, caller: Caller, event_id: UUID) -> bool:
        try:
            await self.event_by_id(caller, event_id)
        except Problem:
            return False
        return True

    async def _visible(self, caller: Caller, event: Event | None) -> Event:
        """Drafts exist for those who make them."""
        if event is None:
            raise Problem("not_found", NOT_HERE)
        if event.status != "draft" or caller.service or "admin" in caller.roles:
            return event
        if caller.user_id and await self._role(event.id, caller.user_id) in ORGANISERS:
            return event
        raise Problem("not_found", NOT_HERE)

    async def _edits(self, caller: Caller, event_id: UUID) -> None:
        if caller.service or "admin" in caller.roles:
            return
        await self.event_by_id(caller, event_id)
        if await self._role(event_id, caller.user()) not in ORGANISERS:
            raise Problem("forbidden", "Only organisers of this event may do that.")

    async def _locked(self, tx: Tx, event_id: UUID) -> Event:
        event = await store.by_id(tx.connection, event_id, lock=True)
        if event is None:
            raise Problem("not_found", NOT_HERE)
        return event
