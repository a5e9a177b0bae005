"""SQL about who is open to meet, and about pairs: what two people answered at an event. A pair is seen from one of the
two, whose answer is `mine`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.profiles.api import Answer, Reason


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two people at an event, from the side of one of them."""

    other_id: UUID
    mine: Answer | None = None
    theirs: Answer | None = None
    my_reasons: list[Reason] = []
    their_reasons: list[Reason] = []
    matched_at: datetime | None = None


def _pair(row: Record, user_id: UUID) -> Pair:
    my, their = ("low", "high") if row["low_id"] == user_id else ("high", "low")
    return Pair(
        other_id=row[f"{their}_id"],
        mine=row[f"{my}_answer"],
        theirs=row[f"{their}_answer"],
        my_reasons=msgspec.convert(row[f"{my}_reasons"], list[Reason]),
        their_reasons=msgspec.convert(row[f"{their}_reasons"], list[Reason]),
        matched_at=row["matched_at"],
    )


async def get_pair(db: Connection, event_id: UUID, user_id: UUID, other_id: UUID) -> Pair:
    """The pair as it is; nobody else changes it until the end of the transaction."""
    low, high = sorted((user_id, other_id))
    row = await db.fetchrow(
        "SELECT * FROM pairs WHERE event_id = $1 AND low_id = $2 AND high_id = $3 FOR UPDATE", event_id, low, high
    )
    return _pair(row, user_id) if row else Pair(other_id=other_id)


async def put_answer(
    db: Connection,
    event_id: UUID,
    user_id: UUID,
    other_id: UUID,
    answer: Answer | None,
    reasons: list[Reason],
    now: datetime,
) -> Pair:
    """Write this person's answer; the pair is matched as soon as both sides say accept."""
    low, high = sorted((user_id, other_id))
    mine = "low" if user_id == low else "high"
    theirs = "high" if user_id == low else "low"
    row = await db.fetchrow(
        f"""
        INSERT INTO pairs AS p (event_id, low_id, high_id, {mine}_answer, {mine}_at, {mine}_reasons)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (low_id, high_id, event_id) DO UPDATE SET
            {mine}_answer = excluded.{mine}_answer, {mine}_at = excluded.{mine}_at,
            {mine}_reasons = excluded.{mine}_reasons,
            matched_at = CASE WHEN excluded.{mine}_answer = 'accept' AND p.{theirs}_answer = 'accept' THEN $5 END
        WHERE p.matched_at IS NULL
        RETURNING *
        """,
        event_id,
        low,
        high,
        answer,
        now,
        msgspec.to_builtins(reasons),
    )
    assert row is not None, "a match is not answered again"
    return _pair(row, user_id)


async def accepted_pairs(db: Connection, event_id: UUID, user_id: UUID, limit: int) -> list[Pair]:
    """Pairs that this person said yes to, newest first; none across a block."""
    rows = await db.fetch(
        """
        SELECT * FROM pairs
        WHERE event_id = $1 AND low_id = $2 AND low_answer = 'accept' AND NOT blocked(low_id, high_id)
        UNION ALL
        SELECT * FROM pairs
        WHERE event_id = $1 AND high_id = $2 AND high_answer = 'accept' AND NOT blocked(low_id, high_id)
        ORDER BY matched_at DESC NULLS LAST, low_id, high_id LIMIT $3
        """,
        event_id,
        user_id,
        limit,
    )
    return [_pair(row, user_id) for row in rows]


async def first_matched(db: Connection, first_id: UUID, second_id: UUID) -> datetime | None:
    """When these two first matched, at any event; None if they have not, or there is a block."""
    low, high = sorted((first_id, second_id))
    return await db.fetchval(
        "SELECT min(matched_at) FROM pairs WHERE low_id = $1 AND high_id = $2 AND NOT blocked($1, $2)", low, high
    )


async def hold_open(db: Connection, event_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are open to meet; they stay so until the end of the transaction."""
    rows = await db.fetch(
        "SELECT user_id FROM open_to_meet WHERE event_id = $1 AND user_id = ANY($2) ORDER BY user_id FOR SHARE",
        event_id,
        ids,
    )
    return {row["user_id"] for row in rows}


async def set_open(db: Connection, event_id: UUID, user_id: UUID, open_to_meet: bool, now: datetime) -> bool:
    """False if it was so already."""
    if open_to_meet:
        done = await db.execute(
            "INSERT INTO open_to_meet VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", event_id, user_id, now
        )
    else:
        done = await db.execute("DELETE FROM open_to_meet WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return bool(done.endswith(" 1"))
