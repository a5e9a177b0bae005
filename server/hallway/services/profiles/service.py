"""The rules of profiles."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.kernel.service import Service, ServiceContext
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events
from hallway.services.profiles import inputs, pairs, store
from hallway.services.profiles.api import (
    Answer,
    Match,
    Matches,
    Person,
    ProfileInput,
    Profiles,
    Recommendation,
    SeedProfile,
    Topic,
)
from hallway.services.profiles.attendance import Attendance
from hallway.services.profiles.facts import PersonBlocked
from hallway.services.profiles.inputs import Details
from hallway.services.profiles.meeting import Meeting, outside
from hallway.services.profiles.pushes import BlockPush
from hallway.services.profiles.recommending import Recommending
from hallway.services.profiles.representing import Representing
from hallway.services.profiles.subjects import Subjects, subjects

ME: Final = service_caller("profiles")
ATTENDEES_PAGE: Final = 60
MOST_PEOPLE: Final = 1_000
MOST_BLOCKS: Final = 5_000
MOST_FOUND: Final = 50
MOST_WORDS: Final = 6
LONGEST_SEARCH: Final = 100
MINUTE: Final = timedelta(minutes=1)
CHANGES: Final = 60
SEARCHES: Final = 180


class ProfilesService(Profiles, Service):
    """Fulfils `Profiles`; also keeps people's vectors up to date."""

    def __init__(self, context: ServiceContext) -> None:
        super().__init__(context)
        db, apis, clock = context.db, context.apis, context.clock
        self._db = db
        self._apis = apis
        self._rate_limiter = context.rate_limiter
        self._clock = clock
        self._subjects: Subjects = subjects()
        self._attendance = Attendance(apis, clock)
        self._recommending = Recommending(db, apis, self._attendance, self._subjects, clock)
        self._meeting = Meeting(db, apis, context.rate_limiter, self._recommending, clock)
        self._representing = Representing(db, self._subjects.vectors, clock, self._recommending.forget)

    async def start(self) -> None:
        await self._representing.start()

    async def stop(self) -> None:
        await self._representing.stop()
        await self._recommending.stop()

    async def people(self, caller: Caller, ids: list[UUID]) -> list[Person]:
        if len(ids) > MOST_PEOPLE:
            raise Problem("too_large", f"Ask for at most {MOST_PEOPLE} people at once.")
        wanted = list(dict.fromkeys(ids))
        async with self._db.transaction(readonly=True) as tx:
            found = await store.people(tx.connection, wanted)
        if missing := [id for id in wanted if id not in found]:
            found |= await self._fill(missing)
        if caller.user_id is None and caller.service is None:
            return [_public(id, one) for id, one in found.items()]
        return [self._person(id, one) for id, one in found.items()]

    async def _fill(self, missing: list[UUID]) -> dict[UUID, Details]:
        """Profiles for accounts that have none yet; ids that are no account's are left out."""
        users = await self._apis.get(Auth).users(ME, missing)
        if not users:
            return {}
        async with self._db.transaction() as tx:
            await store.add_placeholders(tx.connection, {user.id: inputs.placeholder(user.name) for user in users})
            return await store.people(tx.connection, [user.id for user in users])

    async def update(self, caller: Caller, input: ProfileInput) -> Person:
        user_id = caller.require_user()
        await self._rate_limiter.hit(f"profiles:update:{user_id}", CHANGES, MINUTE)
        async with self._db.transaction() as tx:
            details = await self._put(tx, user_id, input)
        self._recommending.forget([user_id])
        return self._person(user_id, details)

    async def seed(self, caller: Caller, profiles: list[SeedProfile]) -> None:
        caller.require_service()
        if len(profiles) > MOST_PEOPLE:
            raise Problem("too_large", f"Seed at most {MOST_PEOPLE} profiles at once.")
        async with self._db.transaction() as tx:
            for one in sorted(profiles, key=lambda one: one.user_id):  # two at once lock rows in one order
                await self._put(tx, one.user_id, one.profile)
        self._recommending.forget([one.user_id for one in profiles])

    async def _put(self, tx: Tx, user_id: UUID, input: ProfileInput) -> Details:
        before = (await store.people(tx.connection, [user_id])).get(user_id)
        details = inputs.details(input, self._subjects.catalogue, before.spellings if before else {})
        await store.put(tx.connection, user_id, details)
        return details

    async def attendees(self, caller: Caller, event_id: UUID, after: UUID | None = None) -> list[Person]:
        user_id, events = caller.require_user(), self._apis.get(Events)
        mine = await events.my_memberships(caller, [event_id])
        if not mine:
            raise Problem("not_found", "There is no such event.")
        if not (mine[0].registered or mine[0].roles or "admin" in caller.roles):
            raise Problem("forbidden", "Register to see who comes.")
        found: list[UUID] = []
        while len(found) < ATTENDEES_PAGE:  # a page is filled whoever is left out
            ids = await events.attendees(ME, event_id, after, ATTENDEES_PAGE)
            async with self._db.transaction(readonly=True) as tx:
                blocked = set(await store.blocked_among(tx.connection, user_id, ids))
            found += [id for id in ids if id not in blocked]
            if len(ids) < ATTENDEES_PAGE:
                break
            after = ids[-1]
        people = {person.id: person for person in await self.people(caller, found[:ATTENDEES_PAGE])}
        return [people[id] for id in found[:ATTENDEES_PAGE] if id in people]

    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        caller.require_user()
        return await self._subjects.suggest(text, limit)

    async def recommendations(self, caller: Caller, event_id: UUID, limit: int = 15) -> list[Recommendation]:
        user_id = caller.require_user()
        async with self._db.transaction(readonly=True) as tx:
            open_to_meet = await store.is_open(tx.connection, event_id, user_id)
        return await self._recommending.recommend(event_id, user_id, limit) if open_to_meet else []

    async def matches(self, caller: Caller, event_id: UUID) -> Matches:
        return await self._meeting.matches(caller.require_user(), event_id)

    async def set_open_to_meet(self, caller: Caller, event_id: UUID, open_to_meet: bool) -> None:
        if open_to_meet:
            await self.people(caller, [caller.require_user()])
        await self._meeting.set_open_to_meet(caller.require_user(), event_id, open_to_meet)

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        caller.require_service()
        await self._meeting.recheck(event_id, user_id)

    async def answer(self, caller: Caller, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        return await self._meeting.answer(caller.require_user(), event_id, person_id, answer)

    async def matched(self, caller: Caller, first_id: UUID, second_id: UUID) -> datetime | None:
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await pairs.first_matched(tx.connection, first_id, second_id)

    async def block(self, caller: Caller, person_id: UUID, blocked: bool) -> None:
        user_id = caller.require_user()
        if person_id == user_id:
            raise Problem("invalid", "You cannot block yourself.")
        await self._rate_limiter.hit(f"profiles:block:{user_id}", CHANGES, MINUTE)
        if blocked and not await self.people(caller, [person_id]):
            raise Problem("not_found", "There is nobody here by this link.")
        async with self._db.transaction() as tx:
            await store.lock_pair(tx.connection, user_id, person_id)
            if not blocked:
                changed = await store.unblock(tx.connection, user_id, person_id)
            elif await store.count_blocks(tx.connection, user_id) >= MOST_BLOCKS:
                raise Problem("full", f"You blocked {MOST_BLOCKS} people. Lift a block before you add another.")
            else:
                changed = await store.block(tx.connection, user_id, person_id, self._clock())
            if changed:
                tx.record(PersonBlocked(blocker_id=user_id, blocked_id=person_id, blocked=blocked))
                tx.push(channels.user(user_id), BlockPush(person_id=person_id, blocked=blocked))

    async def blocks(self, caller: Caller) -> list[UUID]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.blocks(tx.connection, caller.require_user())

    async def blocked_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        caller.require_service()
        async with self._db.transaction(readonly=True) as tx:
            return await store.blocked_among(tx.connection, user_id, others)

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[Person]:
        user_id = caller.require_user()
        await self._rate_limiter.hit(f"profiles:search:{user_id}", SEARCHES, MINUTE)
        membership = await self._apis.get(Events).membership(ME, event_id, user_id)
        if not (membership.registered or membership.roles):
            raise outside(membership)
        wanted = inputs.words(text[:LONGEST_SEARCH])[:MOST_WORDS]
        if not wanted:
            return []
        among = await self._attendance.of(event_id)
        async with self._db.transaction(readonly=True) as tx:
            limit = max(1, min(limit, MOST_FOUND))
            found = await store.search(tx.connection, user_id, among, wanted, limit)
        return [self._person(id, one) for id, one in found.items()]

    def _person(self, id: UUID, details: Details) -> Person:
        def topics(keys: Sequence[str]) -> list[Topic]:
            return [self._subjects.topic(key, details.spellings) for key in keys]

        return Person(
            id=id,
            name=details.name,
            headline=details.headline,
            bio=details.bio,
            location=details.location,
            links=details.links,
            interests=topics(details.interests),
            offers=topics(details.offers),
            needs=topics(details.needs),
            languages=details.languages,
            time_zone=details.time_zone,
        )


def _public(id: UUID, details: Details) -> Person:
    """What somebody who is not signed in sees, say of an event's host."""
    return Person(
        id=id,
        name=details.name,
        headline=details.headline,
        bio="",
        location="",
        links=[],
        interests=[],
        offers=[],
        needs=[],
        languages=[],
        time_zone="",
    )
