"""Who wants to meet whom: the switch, the answers, the matches."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.apis import Apis
from hallway.kernel.caller import service_caller
from hallway.kernel.db.transaction import Database, Tx
from hallway.kernel.errors import Problem
from hallway.kernel.rate_limiter import RateLimiter
from hallway.services.events.api import Events, Membership
from hallway.services.profiles import pairs, store
from hallway.services.profiles.api import Answer, Match, Matches, Reason, Recommendation
from hallway.services.profiles.facts import MatchMade
from hallway.services.profiles.pairs import Pair
from hallway.services.profiles.pushes import AnswerPush, MatchPush, OpenToMeetPush
from hallway.services.profiles.recommending import Recommending

ME: Final = service_caller("profiles")
MOST_PAIRS: Final = 1_000
"""Yeses of one person at one event that are listed, newest matches first."""
MINUTE: Final = timedelta(minutes=1)
ANSWERS: Final = 240
"""A minute. Nobody reads four cards a second; a program that answers for everybody would."""


class Meeting:
    """The part of `Profiles` that is between two people at an event."""

    def __init__(
        self,
        db: Database,
        apis: Apis,
        rate_limiter: RateLimiter,
        recommending: Recommending,
        clock: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._apis = apis
        self._rate_limiter = rate_limiter
        self._recommending = recommending
        self._clock = clock

    async def matches(self, user_id: UUID, event_id: UUID) -> Matches:
        async with self._db.transaction(readonly=True) as tx:
            open_to_meet = await store.is_open(tx.connection, event_id, user_id)
            mine = await pairs.accepted(tx.connection, event_id, user_id, MOST_PAIRS)
        return Matches(
            event_id=event_id,
            open_to_meet=open_to_meet,
            asked=[Recommendation(person_id=p.other_id, reasons=p.my_reasons) for p in mine if not p.matched_at],
            mutual=[_match(event_id, pair) for pair in mine if pair.matched_at],
        )

    async def set_open_to_meet(self, user_id: UUID, event_id: UUID, open_to_meet: bool) -> None:
        if open_to_meet:
            await self._registered(event_id, user_id)
        async with self._db.transaction() as tx:
            await _switch(tx, event_id, user_id, open_to_meet, self._clock())

    async def recheck(self, event_id: UUID, user_id: UUID) -> None:
        if not (await self._apis.get(Events).membership(ME, event_id, user_id)).registered:
            async with self._db.transaction() as tx:
                await _switch(tx, event_id, user_id, False, self._clock())

    async def answer(self, user_id: UUID, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        if person_id == user_id:
            raise Problem("invalid", "You have met yourself already.")
        await self._rate_limiter.hit(f"profiles:answer:{user_id}", ANSWERS, MINUTE)
        if answer:
            await self._both_registered(event_id, user_id, person_id)
        reasons = await self._reasons(event_id, user_id, person_id) if answer == "accept" else []
        async with self._db.transaction() as tx:
            await store.lock_pair(tx.connection, user_id, person_id)
            pair = await pairs.get(tx.connection, event_id, user_id, person_id)
            if pair.matched_at or pair.mine == answer:
                return await _unchanged(tx, event_id, user_id, pair, answer)
            if answer == "accept":
                await _meetable(tx, event_id, user_id, person_id)
            pair = await pairs.put_answer(tx.connection, event_id, user_id, person_id, answer, reasons, self._clock())
            return _announce(tx, event_id, user_id, pair)

    async def _reasons(self, event_id: UUID, user_id: UUID, person_id: UUID) -> list[Reason]:
        """What is told to somebody about to say yes; nothing is worked out about people they cannot meet."""
        async with self._db.transaction() as tx:
            pair = await pairs.get(tx.connection, event_id, user_id, person_id)
            if pair.mine == "accept":
                return pair.my_reasons
            await _meetable(tx, event_id, user_id, person_id)
        return await self._recommending.reasons(event_id, user_id, person_id)

    async def _registered(self, event_id: UUID, user_id: UUID) -> None:
        membership = await self._apis.get(Events).membership(ME, event_id, user_id)
        if not membership.registered:
            raise outside(membership)

    async def _both_registered(self, event_id: UUID, user_id: UUID, person_id: UUID) -> None:
        events = self._apis.get(Events)
        mine, theirs = await asyncio.gather(*(events.membership(ME, event_id, one) for one in (user_id, person_id)))
        if not mine.registered:
            raise outside(mine)
        if not theirs.registered:
            raise _not_here()


async def _switch(tx: Tx, event_id: UUID, user_id: UUID, open_to_meet: bool, now: datetime) -> None:
    if await store.set_open(tx.connection, event_id, user_id, open_to_meet, now):
        tx.push(channels.user(user_id), OpenToMeetPush(event_id=event_id, open_to_meet=open_to_meet))


async def _meetable(tx: Tx, event_id: UUID, user_id: UUID, person_id: UUID) -> None:
    """Both want to meet people here and neither blocked the other, now and until the end of the transaction."""
    are_open = await store.hold_open(tx.connection, event_id, [user_id, person_id])
    if user_id not in are_open:
        raise Problem("conflict", "Say first that you are open to meet people at this event.")
    if person_id not in are_open or await store.blocked_among(tx.connection, user_id, [person_id]):
        raise _not_here()


async def _unchanged(tx: Tx, event_id: UUID, user_id: UUID, pair: Pair, answer: Answer | None) -> Match | None:
    if not pair.matched_at:
        return None
    if await store.blocked_among(tx.connection, user_id, [pair.other_id]):
        raise _not_here()
    if answer != "accept":
        raise Problem("conflict", "You two matched. If you do not want to hear from them any more, block them.")
    return _match(event_id, pair)


def _announce(tx: Tx, event_id: UUID, user_id: UUID, pair: Pair) -> Match | None:
    """Tells my devices what I answered, and both people if that made a match."""
    tx.push(channels.user(user_id), AnswerPush(event_id=event_id, person_id=pair.other_id, answer=pair.mine))
    if not pair.matched_at:
        return None
    mine = _match(event_id, pair)
    theirs = Match(event_id=event_id, person_id=user_id, matched_at=pair.matched_at, reasons=pair.their_reasons)
    low, high = sorted((user_id, pair.other_id))
    tx.record(MatchMade(event_id=event_id, first_id=low, second_id=high))
    tx.push(channels.user(user_id), MatchPush(match=mine))
    tx.push(channels.user(pair.other_id), MatchPush(match=theirs))
    return mine


def _match(event_id: UUID, pair: Pair) -> Match:
    assert pair.matched_at
    return Match(event_id=event_id, person_id=pair.other_id, matched_at=pair.matched_at, reasons=pair.my_reasons)


def _not_here() -> Problem:
    """The same whether the person is not at the event, not open to meet, behind a block, or does not exist."""
    return Problem("not_found", "This person cannot be met here any more.")


def outside(membership: Membership) -> Problem:
    """Why somebody who is not registered may not do this; a draft is not there for them."""
    if membership.status == "draft" and not membership.roles:
        return Problem("not_found", "There is no such event.")
    return Problem("forbidden", "Register for this event first.")
