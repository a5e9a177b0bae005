"""Who is open to meet people at an event, what they answer, and who matches."""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hallway.kernel import channels
from hallway.kernel.caller import Caller
from hallway.kernel.db.transaction import Tx
from hallway.kernel.errors import Problem
from hallway.services.events.api import Events
from hallway.services.profiles.api import (
    Answer,
    Match,
    Matches,
    Matchmaking,
    Profiles,
    Reason,
    Recommendation,
)
from hallway.services.profiles.blocks.repository import blocked_among, lock_pair
from hallway.services.profiles.facts import MatchMade
from hallway.services.profiles.matches import repository
from hallway.services.profiles.matches.repository import Pair
from hallway.services.profiles.policy import AS_PROFILES
from hallway.services.profiles.pushes import AnswerPush, MatchPush, OpenToMeetPush
from hallway.services.profiles.recommendations.recommender import WithRecommender
from hallway.services.profiles.recommendations.repository import is_open

MOST_PAIRS: Final = 1_000
"""Yeses of one person at one event that are listed, newest matches first."""
MINUTE: Final = timedelta(minutes=1)
ANSWERS_PER_MINUTE: Final = 240
"""Nobody reads four cards a second; a program that answers for everybody would."""


class MatchesService(WithRecommender, Matchmaking):
    """Fulfils `Matchmaking`."""

    async def matches(self, caller: Caller, event_id: UUID) -> Matches:
        await self.policy.require(caller, "see_matches")
        user_id = caller.require_user()
        async with self.context.db.transaction(readonly=True) as tx:
            open_to_meet = await is_open(tx.connection, event_id, user_id)
            pairs = await repository.accepted_pairs(tx.connection, event_id, user_id, MOST_PAIRS)
        return Matches(
            event_id=event_id,
            open_to_meet=open_to_meet,
            asked=[Recommendation(person_id=p.other_id, reasons=p.my_reasons) for p in pairs if not p.matched_at],
            mutual=[_match(event_id, pair) for pair in pairs if pair.matched_at],
        )

    async def set_open_to_meet(self, caller: Caller, event_id: UUID, open_to_meet: bool) -> None:
        await self.policy.require(caller, "withdraw")
        user_id = caller.require_user()
        if open_to_meet:
            await self.context.apis.get(Profiles).people(caller, [user_id])  # so that there is a profile
            await self.policy.require(caller, "meet_people", event_id)
        async with self.context.db.transaction() as tx:
            await _set_open(tx, event_id, user_id, open_to_meet, self.context.clock())

    async def close_unless_registered(self, caller: Caller, event_id: UUID, user_id: UUID) -> None:
        await self.policy.require(caller, "ask_as_service")
        membership = await self.context.apis.get(Events).membership(AS_PROFILES, event_id, user_id)
        if not membership.registered:
            async with self.context.db.transaction() as tx:
                await _set_open(tx, event_id, user_id, False, self.context.clock())

    async def answer(self, caller: Caller, event_id: UUID, person_id: UUID, answer: Answer | None) -> Match | None:
        await self.policy.require(caller, "withdraw")
        user_id, context = caller.require_user(), self.context
        if person_id == user_id:
            raise Problem("invalid", "meetYourself")
        await context.rate_limiter.hit(f"profiles:answer:{user_id}", ANSWERS_PER_MINUTE, MINUTE)
        if answer:
            await self._require_both_registered(caller, event_id, person_id)
        reasons = await self._reasons(event_id, user_id, person_id) if answer == "accept" else []
        async with context.db.transaction() as tx:
            await lock_pair(tx.connection, user_id, person_id)
            pair = await repository.get_pair(tx.connection, event_id, user_id, person_id)
            if pair.matched_at or pair.mine == answer:
                return await _unchanged(tx, event_id, user_id, pair, answer)
            if answer == "accept":
                await _require_meetable(tx, event_id, user_id, person_id)
            pair = await repository.put_answer(
                tx.connection, event_id, user_id, person_id, answer, reasons, context.clock()
            )
            return _notify(tx, event_id, user_id, pair)

    async def _reasons(self, event_id: UUID, user_id: UUID, person_id: UUID) -> list[Reason]:
        """What is told to somebody about to say yes; nothing is worked out about people they cannot meet."""
        async with self.context.db.transaction() as tx:
            pair = await repository.get_pair(tx.connection, event_id, user_id, person_id)
            if pair.mine == "accept":
                return pair.my_reasons
            await _require_meetable(tx, event_id, user_id, person_id)
        return await self.recommender.reasons(event_id, user_id, person_id)

    async def matched(self, caller: Caller, first_id: UUID, second_id: UUID) -> datetime | None:
        await self.policy.require(caller, "ask_as_service")
        async with self.context.db.transaction(readonly=True) as tx:
            return await repository.first_matched(tx.connection, first_id, second_id)

    async def _require_both_registered(self, caller: Caller, event_id: UUID, person_id: UUID) -> None:
        _, theirs = await asyncio.gather(
            self.policy.require(caller, "meet_people", event_id),
            self.context.apis.get(Events).membership(AS_PROFILES, event_id, person_id),
        )
        if not theirs.registered:
            raise _cannot_be_met()


async def _set_open(tx: Tx, event_id: UUID, user_id: UUID, open_to_meet: bool, now: datetime) -> None:
    if await repository.set_open(tx.connection, event_id, user_id, open_to_meet, now):
        tx.push(channels.user(user_id), OpenToMeetPush(event_id=event_id, open_to_meet=open_to_meet))


async def _require_meetable(tx: Tx, event_id: UUID, user_id: UUID, person_id: UUID) -> None:
    """Both want to meet people here and neither blocked the other, now and until the end of the transaction."""
    are_open = await repository.hold_open(tx.connection, event_id, [user_id, person_id])
    if user_id not in are_open:
        raise Problem("conflict", "openToMeetFirst")
    if person_id not in are_open or await blocked_among(tx.connection, user_id, [person_id]):
        raise _cannot_be_met()


async def _unchanged(tx: Tx, event_id: UUID, user_id: UUID, pair: Pair, answer: Answer | None) -> Match | None:
    """What is answered to an answer that was given before, or comes after a match."""
    if not pair.matched_at:
        return None
    if await blocked_among(tx.connection, user_id, [pair.other_id]):
        if answer is None:  # as with somebody who was never answered
            return None
        raise _cannot_be_met()
    if answer != "accept":
        raise Problem("conflict", "matchedAlready")
    return _match(event_id, pair)


def _notify(tx: Tx, event_id: UUID, user_id: UUID, pair: Pair) -> Match | None:
    """Tell this person's devices what they answered, and both people if that made a match, which is returned."""
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


def _cannot_be_met() -> Problem:
    """The same whether the person is not at the event, not open to meet, behind a block, or does not exist."""
    return Problem("not_found", "notToBeMet")
