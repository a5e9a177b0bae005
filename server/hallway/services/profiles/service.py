"""The rules of profiles."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel.caller import Caller, service_caller
from hallway.kernel.db import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.limits import Limits
from hallway.kernel.rpc import Apis
from hallway.services.auth.api import Auth
from hallway.services.events.api import Events, Membership
from hallway.services.profiles import inputs, pairs, store
from hallway.services.profiles.api import (
    Answer,
    AnswerPush,
    Match,
    Matches,
    MatchMade,
    MatchPush,
    OpenToMeetPush,
    Person,
    PersonBlocked,
    ProfileInput,
    Recommendation,
    SeedProfile,
    Topic,
)
from hallway.services.profiles.attendance import Attendance
from hallway.services.profiles.inputs import Details
from hallway.services.profiles.pairs import Pair
from hallway.services.profiles.subjects import Subjects, subjects

ME: Final = service_caller("profiles")
MOST_PEOPLE: Final = 1_000
MOST_PAIRS: Final = 1_000
"""Yeses of one person at one event that are listed, newest matches first."""
MOST_BLOCKS: Final = 5_000
MOST_FOUND: Final = 50
MOST_WORDS: Final = 6
LONGEST_SEARCH: Final = 100
MINUTE: Final = timedelta(minutes=1)
ANSWERS: Final = 240
"""A minute. Nobody reads four cards a second; a program that answers for everybody would."""
CHANGES: Final = 60
SEARCHES: Final = 180


class ProfilesService:
    """Fulfils `Profiles`."""

    def __init__(self, *, db: Database, apis: Apis, limits: Limits, clock: Callable[[], datetime], **_: object) -> None:
        self._db = db
        self._apis = apis
        self._limits = limits
        self._clock = clock
        self._subjects: Subjects = subjects()
        self._attendance = Attendance(apis, clock)

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
        user_id = caller.user()
        await self._limits.hit(f"profiles:update:{user_id}", CHANGES, MINUTE)
        async with self._db.transaction() as tx:
            details = await self._put(tx, user_id, input)
        return self._person(user_id, details)

    async def seed(self, caller: Caller, profiles: list[SeedProfile]) -> None:
        caller.trusted()
        if len(profiles) > MOST_PEOPLE:
            raise Problem("too_large", f"Seed at most {MOST_PEOPLE} profiles at once.")
        async with self._db.transaction() as tx:
            for one in profiles:
                await self._put(tx, one.user_id, one.profile)

    async def _put(self, tx: Tx, user_id: UUID, input: ProfileInput) -> Details:
        before = (await store.people(tx.connection, [user_id])).get(user_id)
        details = inputs.details(input, self._subjects.catalogue, before.spellings if before else {})
        await store.put(tx.connection, user_id, details)
        return details

    async def topics(self, caller: Caller, text: str, limit: int = 8) -> list[Topic]:
        caller.user()
        return await self._subjects.suggest(text, limit)

    async def matches(self, caller: Caller, event_id: UUID) -> Matches:
        user_id = caller.user()
        async with self._db.transaction(readonly=True) as tx:
            open_to_meet = await store.is_open(tx.connection, event_id, user_id)
            mine = await pairs.accepted(tx.connection, event_id, user_id, MOST_PAIRS)
        return Matches(
            event_id=event_id,
            open_to_meet=open_to_meet,
            asked=[Recommendation(person_id=p.other_id, reasons=p.my_reasons) for p in mine if not p.matched_at],
            mutual=[_match(event_id, pair) for pair in mine if pair.matched_at],
        )

    async def set_open_to_meet(self, caller: Caller, event_id: UUID, open_to_meet: bool) -> None:
        user_id = caller.user()
        if open_to_meet:
            await self._registered(event_id, user_id)
            await self.people(caller, [user_id])
        async with self._db.transaction() as tx:
            await _switch(tx, event_id, user_id, open_to_meet, self._clock())

    async def recheck(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        caller.trusted()
        if not (await self._apis.get(Events).membership(ME, event_id, user_id)).registered:
            async with self._db.transaction() as tx:
                await _switch(tx, event_id, user_id, False, self._clock())

    async def answer(self, caller: Caller, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        user_id = caller.user()
        if person_id == user_id:
            raise Problem("invalid", "You have met yourself already.")
        await self._limits.hit(f"profiles:answer:{user_id}", ANSWERS, MINUTE)
        if answer:
            await self._both_registered(event_id, user_id, person_id)
        async with self._db.transaction() as tx:
            await store.lock_pair(tx.connection, user_id, person_id)
            pair = await pairs.get(tx.connection, event_id, user_id, person_id)
            if answer == "accept" and not pair.matched_at:
                await _meetable(tx, event_id, user_id, person_id)
            if pair.matched_at or pair.mine == answer:
                return _unchanged(event_id, pair, answer)
            pair = await pairs.put_answer(tx.connection, event_id, user_id, person_id, answer, [], self._clock())
            return _announce(tx, event_id, user_id, pair)

    async def matched(self, caller: Caller, first_id: UUID, second_id: UUID) -> datetime | None:
        caller.trusted()
        async with self._db.transaction(readonly=True) as tx:
            return await pairs.first_matched(tx.connection, first_id, second_id)

    async def block(self, caller: Caller, person_id: UUID, blocked: bool) -> None:
        user_id = caller.user()
        if person_id == user_id:
            raise Problem("invalid", "You cannot block yourself.")
        await self._limits.hit(f"profiles:block:{user_id}", CHANGES, MINUTE)
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
                tx.announce(PersonBlocked(blocker_id=user_id, blocked_id=person_id, blocked=blocked))

    async def blocks(self, caller: Caller) -> list[UUID]:
        async with self._db.transaction(readonly=True) as tx:
            return await store.blocks(tx.connection, caller.user())

    async def blocked_among(self, caller: Caller, user_id: UUID, others: list[UUID]) -> list[UUID]:
        caller.trusted()
        async with self._db.transaction(readonly=True) as tx:
            return await store.blocked_among(tx.connection, user_id, others)

    async def search(self, caller: Caller, event_id: UUID, text: str, limit: int = 20) -> list[Person]:
        user_id = caller.user()
        await self._limits.hit(f"profiles:search:{user_id}", SEARCHES, MINUTE)
        membership = await self._apis.get(Events).membership(ME, event_id, user_id)
        if not (membership.registered or membership.role):
            raise _outside(membership)
        wanted = inputs.words(text[:LONGEST_SEARCH])[:MOST_WORDS]
        if not wanted:
            return []
        among = await self._attendance.of(event_id)
        async with self._db.transaction(readonly=True) as tx:
            limit = max(1, min(limit, MOST_FOUND))
            found = await store.search(tx.connection, user_id, among, wanted, limit)
        return [self._person(id, one) for id, one in found.items()]

    async def _registered(self, event_id: UUID, user_id: UUID) -> None:
        membership = await self._apis.get(Events).membership(ME, event_id, user_id)
        if not membership.registered:
            raise _outside(membership)

    async def _both_registered(self, event_id: UUID, user_id: UUID, person_id: UUID) -> None:
        events = self._apis.get(Events)
        mine, theirs = await asyncio.gather(*(events.membership(ME, event_id, one) for one in (user_id, person_id)))
        if not mine.registered:
            raise _outside(mine)
        if not theirs.registered:
            raise _not_here()

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


async def _switch(tx: Tx, event_id: UUID, user_id: UUID, open_to_meet: bool, now: datetime) -> None:
    if await store.set_open(tx.connection, event_id, user_id, open_to_meet, now):
        tx.live(f"user:{user_id}", OpenToMeetPush(event_id=event_id, open_to_meet=open_to_meet))


async def _meetable(tx: Tx, event_id: UUID, user_id: UUID, person_id: UUID) -> None:
    """Both want to meet people here and neither blocked the other, now and until the end of the transaction."""
    are_open = await store.hold_open(tx.connection, event_id, [user_id, person_id])
    if user_id not in are_open:
        raise Problem("conflict", "Say first that you are open to meet people at this event.")
    if person_id not in are_open or await store.blocked_among(tx.connection, user_id, [person_id]):
        raise _not_here()


def _unchanged(event_id: UUID, pair: Pair, answer: Answer | None) -> Match | None:
    if pair.matched_at and answer != "accept":
        raise Problem("conflict", "You two matched. If you do not want to hear from them any more, block them.")
    return _match(event_id, pair) if pair.matched_at else None


def _announce(tx: Tx, event_id: UUID, user_id: UUID, pair: Pair) -> Match | None:
    """Tells my devices what I answered, and both people if that made a match."""
    tx.live(f"user:{user_id}", AnswerPush(event_id=event_id, person_id=pair.other_id, answer=pair.mine))
    if not pair.matched_at:
        return None
    mine = _match(event_id, pair)
    theirs = Match(event_id=event_id, person_id=user_id, matched_at=pair.matched_at, reasons=pair.their_reasons)
    low, high = sorted((user_id, pair.other_id))
    tx.announce(MatchMade(event_id=event_id, first_id=low, second_id=high))
    tx.live(f"user:{user_id}", MatchPush(match=mine))
    tx.live(f"user:{pair.other_id}", MatchPush(match=theirs))
    return mine


def _match(event_id: UUID, pair: Pair) -> Match:
    assert pair.matched_at
    return Match(event_id=event_id, person_id=pair.other_id, matched_at=pair.matched_at, reasons=pair.my_reasons)


def _not_here() -> Problem:
    """The same whether the person is not at the event, not open to meet, behind a block, or does not exist."""
    return Problem("not_found", "This person cannot be met here any more.")


def _outside(membership: Membership) -> Problem:
    if membership.status == "draft" and not membership.role:
        return Problem("not_found", "There is no such event.")
    return Problem("forbidden", "Register for this event first.")
