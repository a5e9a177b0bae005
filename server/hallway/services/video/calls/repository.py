"""All SQL of calls."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.video.api import Call, Peer, Ring

CALLS: Final = """
SELECT c.*, (SELECT coalesce(json_agg(json_build_object(
        'personId', r.person_id, 'callerId', r.caller_id, 'nth', r.nth, 'state', r.state
    ) ORDER BY r.rang_at, r.person_id), '[]') FROM rings r WHERE r.call_id = c.id) AS rings
FROM calls c
"""


class SilentPage(msgspec.Struct, frozen=True):
    """A page in a call that was not heard of for a while."""

    call_id: UUID
    peer: Peer


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """Before these times a page was not heard of for too long, or went away for too long while somebody was there."""

    seen: datetime
    away: datetime


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What happened before these times has timed out: a ring without an answer, a call that nobody is in, and such a
    call in which somebody is still rung."""

    rang: datetime
    empty: datetime
    empty_ringing: datetime


def _call(row: Record) -> Call:
    fields = {name: row[name] for name in Call.__struct_fields__ if name != "rings"}
    return Call(**fields, rings=msgspec.json.decode(row["rings"], type=list[Ring]))


async def insert_call(db: Connection, call: Call, event_slug: str) -> bool:
    """Answers whether the id was new."""
    status = await db.execute(
        """
        INSERT INTO calls (id, event_id, event_slug, caller_id, invited_ids, camera_off, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING
        """,
        call.id,
        call.event_id,
        event_slug,
        call.caller_id,
        call.invited_ids,
        call.camera_off,
        call.started_at,
    )
    return status == "INSERT 0 1"


async def call(db: Connection, call_id: UUID, *, lock: bool = False) -> Call | None:
    """With `lock`, whatever changes the call waits for each other."""
    if lock:  # first, in a statement of its own: the rings are then read as they are after the wait
        await db.execute("SELECT FROM calls WHERE id = $1 FOR UPDATE", call_id)
    row = await db.fetchrow(CALLS + "WHERE c.id = $1", call_id)
    return _call(row) if row else None


async def call_seen_by(db: Connection, call_id: UUID, person_id: UUID, *, lock: bool = False) -> Call | None:
    """The call as this person sees it: for who was taken out of it, it ended then."""
    found = await call(db, call_id, lock=lock)
    seen = await db.fetchval("SELECT seen FROM removals WHERE call_id = $1 AND person_id = $2", call_id, person_id)
    return msgspec.convert(seen, Call) if seen else found


async def running_calls_of(db: Connection, first_id: UUID, second_id: UUID) -> list[UUID]:
    """Calls that go on which both began or were invited to, and neither was taken out of."""
    rows = await db.fetch(
        """
        SELECT id FROM calls WHERE ended_at IS NULL AND ARRAY[$1::uuid, $2] <@ (caller_id || invited_ids)
            AND NOT EXISTS (SELECT FROM removals WHERE call_id = id AND person_id IN ($1, $2))
        """,
        first_id,
        second_id,
    )
    return [row["id"] for row in rows]


async def put_removal(db: Connection, person_id: UUID, seen: Call) -> None:
    """From now on this is how the person sees the call."""
    await db.execute(
        "INSERT INTO removals VALUES ($1, $2, $3) ON CONFLICT (call_id, person_id) DO UPDATE SET seen = excluded.seen",
        seen.id,
        person_id,
        msgspec.to_builtins(seen),
    )


async def lift_removals(db: Connection, call_id: UUID, people: list[UUID]) -> None:
    """These people may come back."""
    await db.execute("DELETE FROM removals WHERE call_id = $1 AND person_id = ANY($2)", call_id, people)


async def removed_from(db: Connection, call_id: UUID) -> set[UUID]:
    """Who was taken out of the call."""
    rows = await db.fetch("SELECT person_id FROM removals WHERE call_id = $1", call_id)
    return {row["person_id"] for row in rows}


async def bump_revision(db: Connection, call_id: UUID) -> Call:
    """Counts one more change; the call as it is now."""
    await db.execute("UPDATE calls SET revision = revision + 1 WHERE id = $1", call_id)
    call_now = await call(db, call_id)
    assert call_now, "it was locked by who changed it"
    return call_now


async def peers(db: Connection, call_id: UUID) -> list[Peer]:
    rows = await db.fetch("SELECT peer_id, user_id FROM peers WHERE call_id = $1 ORDER BY user_id", call_id)
    return [Peer(peer_id=row["peer_id"], user_id=row["user_id"]) for row in rows]


async def lock_people(db: Connection, people: list[UUID]) -> None:
    """Until the end of the transaction: rings among exactly these people wait for each other."""
    key = " ".join(sorted(str(person) for person in people))
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)


async def call_with(db: Connection, person_id: UUID, other_id: UUID) -> Call | None:
    """The call of these two and nobody else, if the other one is in it, or one of them rings the other just now."""
    row = await db.fetchrow(
        CALLS
        + """
        WHERE ended_at IS NULL AND ARRAY[$1::uuid, $2] <@ (caller_id || invited_ids)
            AND NOT EXISTS (SELECT FROM removals WHERE call_id = c.id AND person_id IN ($1, $2))
            AND NOT EXISTS (SELECT FROM peers WHERE call_id = c.id AND user_id NOT IN ($1, $2))
            AND NOT EXISTS (SELECT FROM rings WHERE call_id = c.id AND state = 'ringing' AND person_id NOT IN ($1, $2))
            AND (EXISTS (SELECT FROM peers WHERE call_id = c.id AND user_id = $2 AND away_since IS NULL)
                OR NOT answered AND caller_id IN ($1, $2) AND (caller_id = $1 OR empty_since IS NULL))
        ORDER BY started_at LIMIT 1
        """,
        person_id,
        other_id,
    )
    return _call(row) if row else None


async def calls_ringing_for(db: Connection, user_id: UUID, rang_after: datetime) -> list[Call]:
    """Calls that wait for an answer of this person, latest first."""
    rows = await db.fetch(
        CALLS
        + """
        JOIN rings mine ON mine.call_id = c.id AND mine.person_id = $1 AND mine.state = 'ringing' AND mine.rang_at > $2
        WHERE c.ended_at IS NULL ORDER BY mine.rang_at DESC LIMIT 20
        """,
        user_id,
        rang_after,
    )
    return [_call(row) for row in rows]


async def upsert_rings(db: Connection, call_id: UUID, caller_id: UUID, people: list[UUID], now: datetime) -> None:
    """From now on these people are rung by that caller; who was rung before, once more."""
    await db.execute(
        """
        INSERT INTO rings AS r SELECT $1, person_id, $2, 1, 'ringing', $4 FROM unnest($3::uuid[]) AS person_id
        ON CONFLICT (call_id, person_id) DO UPDATE
            SET caller_id = $2, nth = r.nth + 1, state = 'ringing', rang_at = $4
        """,
        call_id,
        caller_id,
        people,
        now,
    )


async def add_invited(db: Connection, call_id: UUID, people: list[UUID], camera_off: bool) -> None:
    """These people may join from now on."""
    await db.execute(
        """
        UPDATE calls SET camera_off = $3, invited_ids = invited_ids || ARRAY(
            SELECT person_id FROM unnest($2::uuid[]) WITH ORDINALITY AS new (person_id, place)
            WHERE person_id <> ALL (caller_id || invited_ids) ORDER BY place)
        WHERE id = $1
        """,
        call_id,
        people,
        camera_off,
    )


async def set_ring_state(
    db: Connection, call_id: UUID, person_id: UUID, state: Literal["answered", "declined", "missed"]
) -> None:
    await db.execute("UPDATE rings SET state = $3 WHERE call_id = $1 AND person_id = $2", call_id, person_id, state)


async def mark_missed(db: Connection, call_id: UUID, rang_before: datetime | None = None) -> list[Ring]:
    """Whoever still rings has missed the call, with `rang_before` only those rung before; answers their rings."""
    rows = await db.fetch(
        """
        UPDATE rings SET state = 'missed' WHERE call_id = $1 AND state = 'ringing'
            AND ($2::timestamptz IS NULL OR rang_at < $2)
        RETURNING person_id, caller_id, nth, state
        """,
        call_id,
        rang_before,
    )
    return [Ring(**row) for row in rows]


async def calls_with_timed_out_rings(db: Connection, rang_before: datetime) -> list[UUID]:
    """Calls that go on, where somebody has been rung for too long."""
    rows = await db.fetch(
        """
        SELECT DISTINCT id FROM calls JOIN rings ON call_id = id
        WHERE ended_at IS NULL AND state = 'ringing' AND rang_at < $1 LIMIT 500
        """,
        rang_before,
    )
    return [row["id"] for row in rows]


async def upsert_peer(db: Connection, call_id: UUID, peer: Peer, by: str, now: datetime) -> None:
    """This page is in the call, and is heard of `by` this connection."""
    await db.execute("UPDATE calls SET empty_since = NULL WHERE id = $1 AND empty_since IS NOT NULL", call_id)
    await db.execute(
        """
        INSERT INTO peers (call_id, user_id, peer_id, heard_by, seen_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (call_id, user_id) DO UPDATE SET peer_id = $3, heard_by = $4, seen_at = $5, away_since = NULL
        """,
        call_id,
        peer.user_id,
        peer.peer_id,
        by,
        now,
    )


async def mark_away(db: Connection, call_id: UUID, peer: Peer, by: str, now: datetime) -> bool:
    """From now on this page is away; answers whether it was in the call, and last heard of by this connection."""
    status = await db.execute(
        """
        UPDATE peers SET away_since = $5
        WHERE call_id = $1 AND peer_id = $2 AND user_id = $3 AND heard_by = $4
        """,
        call_id,
        peer.peer_id,
        peer.user_id,
        by,
        now,
    )
    return status == "UPDATE 1"


async def anybody_here(db: Connection, call_id: UUID) -> bool:
    """Whether anybody is in the call who is not away."""
    return await db.fetchval("SELECT EXISTS (SELECT FROM peers WHERE call_id = $1 AND away_since IS NULL)", call_id)


async def delete_peer(db: Connection, call_id: UUID, peer: Peer, silence: Silence | None = None) -> bool:
    """Answers whether it was there; with `silence`, only if it is still silent."""
    status = await db.execute(
        """
        DELETE FROM peers WHERE call_id = $1 AND peer_id = $2 AND user_id = $3
            AND ($4::timestamptz IS NULL OR seen_at < $4 OR away_since < $5)
        """,
        call_id,
        peer.peer_id,
        peer.user_id,
        silence and silence.seen,
        silence and silence.away,
    )
    return status == "DELETE 1"


async def mark_empty(db: Connection, call_id: UUID, now: datetime) -> None:
    await db.execute("UPDATE calls SET empty_since = $2 WHERE id = $1", call_id, now)


async def mark_answered(db: Connection, call_id: UUID) -> None:
    await db.execute("UPDATE calls SET answered = true WHERE id = $1", call_id)


async def end_call(db: Connection, call_id: UUID, now: datetime) -> bool:
    """Ends the call and empties it; answers whether anybody but the caller had ever been in it."""
    await db.execute("DELETE FROM peers WHERE call_id = $1", call_id)
    return await db.fetchval("UPDATE calls SET ended_at = $2 WHERE id = $1 RETURNING answered", call_id, now)


async def talked_before(db: Connection, first_id: UUID, second_id: UUID) -> bool:
    """Whether the two have been in a call that was answered."""
    return await db.fetchval(
        """
        SELECT EXISTS (SELECT 1 FROM calls WHERE answered AND
            (caller_id = $1 AND $2 = ANY(invited_ids) OR caller_id = $2 AND $1 = ANY(invited_ids)))
        """,
        first_id,
        second_id,
    )


async def count_ringing(db: Connection, caller_id: UUID) -> int:
    """How many calls of this person wait for an answer."""
    return await db.fetchval(
        "SELECT count(*) FROM calls WHERE caller_id = $1 AND ended_at IS NULL AND NOT answered"
        " AND NOT EXISTS (SELECT FROM removals WHERE call_id = id AND person_id = $1)",
        caller_id,
    )


async def silent_pages(db: Connection, silence: Silence) -> list[SilentPage]:
    """Pages that were not heard of for too long. Those that are away are only where somebody waits for them: else what
    is broken may be our end, while their media flow."""
    rows = await db.fetch(
        """
        SELECT call_id, peer_id, user_id FROM peers p WHERE seen_at < $1 OR away_since < $2
            AND EXISTS (SELECT FROM peers WHERE call_id = p.call_id AND away_since IS NULL) LIMIT 500
        """,
        silence.seen,
        silence.away,
    )
    return [SilentPage(row["call_id"], Peer(peer_id=row["peer_id"], user_id=row["user_id"])) for row in rows]


async def timed_out_calls(db: Connection, before: Before) -> list[UUID]:
    """Calls that nobody has answered, and those that nobody came back to."""
    rows = await db.fetch(
        """
        SELECT id FROM calls, LATERAL (
            SELECT count(*) > 0 AS rings, max(rang_at) >= $1 AS rings_on
            FROM rings WHERE call_id = id AND state = 'ringing'
        ) AS still
        WHERE ended_at IS NULL AND (empty_since < $2 OR rings AND empty_since < $3
            OR NOT answered AND started_at < $1 AND rings_on IS NOT TRUE) LIMIT 500
        """,
        before.rang,
        before.empty,
        before.empty_ringing,
    )
    return [row["id"] for row in rows]
