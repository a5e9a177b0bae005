"""All SQL of video."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from hallway.services.video.api import Call, Peer


def _call(row: Record) -> Call:
    return Call(**{name: row[name] for name in Call.__struct_fields__})


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
    """With `lock`, joining and leaving wait for each other."""
    row = await db.fetchrow("SELECT * FROM calls WHERE id = $1" + (" FOR UPDATE" if lock else ""), call_id)
    return _call(row) if row else None


async def peers(db: Connection, call_id: UUID) -> list[Peer]:
    rows = await db.fetch("SELECT peer_id, user_id FROM peers WHERE call_id = $1 ORDER BY user_id", call_id)
    return [Peer(peer_id=row["peer_id"], user_id=row["user_id"]) for row in rows]


async def lock_people(db: Connection, people: list[UUID]) -> None:
    """Until the end of the transaction: rings among exactly these people wait for each other."""
    key = " ".join(sorted(str(person) for person in people))
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)


async def rings_back(db: Connection, user_id: UUID, person_id: UUID) -> Call | None:
    """The call by which this person rings that user, and nobody else, just now."""
    row = await db.fetchrow(
        """
        SELECT * FROM calls WHERE ended_at IS NULL AND NOT answered AND caller_id = $2 AND invited_ids = ARRAY[$1::uuid]
            AND empty_since IS NULL
        ORDER BY started_at LIMIT 1
        """,
        user_id,
        person_id,
    )
    return _call(row) if row else None


async def ringing_for(db: Connection, user_id: UUID, started_after: datetime) -> list[Call]:
    """Calls that wait for an answer of this person, latest first."""
    rows = await db.fetch(
        """
        SELECT * FROM calls WHERE ended_at IS NULL AND started_at > $2 AND $1 = ANY(invited_ids)
            AND $1 <> ALL(declined_by) AND NOT EXISTS (SELECT 1 FROM peers WHERE call_id = id AND user_id = $1)
        ORDER BY started_at DESC LIMIT 20
        """,
        user_id,
        started_after,
    )
    return [_call(row) for row in rows]


async def decline(db: Connection, call_id: UUID, user_id: UUID) -> bool:
    """Answers whether everybody invited has declined now."""
    return await db.fetchval(
        """
        UPDATE calls SET declined_by = CASE WHEN $2 = ANY(declined_by) THEN declined_by ELSE declined_by || $2 END
        WHERE id = $1 RETURNING declined_by @> invited_ids
        """,
        call_id,
        user_id,
    )


async def put_peer(db: Connection, call_id: UUID, peer: Peer, now: datetime) -> None:
    await db.execute("UPDATE calls SET empty_since = NULL WHERE id = $1 AND empty_since IS NOT NULL", call_id)
    await db.execute(
        "INSERT INTO peers VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (call_id, user_id) DO UPDATE SET peer_id = $3, seen_at = $4",
        call_id,
        peer.user_id,
        peer.peer_id,
        now,
    )


async def remove_peer(db: Connection, call_id: UUID, peer: Peer, seen_before: datetime | None) -> bool:
    """Answers whether it was there; with `seen_before`, only if it was not heard of since."""
    status = await db.execute(
        """
        DELETE FROM peers WHERE call_id = $1 AND peer_id = $2 AND user_id = $3
            AND ($4::timestamptz IS NULL OR seen_at < $4)
        """,
        call_id,
        peer.peer_id,
        peer.user_id,
        seen_before,
    )
    return status == "DELETE 1"


async def set_empty(db: Connection, call_id: UUID, now: datetime) -> None:
    await db.execute("UPDATE calls SET empty_since = $2 WHERE id = $1", call_id, now)


async def set_answered(db: Connection, call_id: UUID) -> None:
    await db.execute("UPDATE calls SET answered = true WHERE id = $1", call_id)


async def end(db: Connection, call_id: UUID, now: datetime) -> bool:
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


async def ringing(db: Connection, caller_id: UUID) -> int:
    """How many calls of this person wait for an answer."""
    return await db.fetchval(
        "SELECT count(*) FROM calls WHERE caller_id = $1 AND ended_at IS NULL AND NOT answered", caller_id
    )


async def stale_peers(db: Connection, seen_before: datetime) -> list[tuple[UUID, Peer]]:
    """Pages that were not heard of since."""
    rows = await db.fetch("SELECT call_id, peer_id, user_id FROM peers WHERE seen_at < $1 LIMIT 500", seen_before)
    return [(row["call_id"], Peer(peer_id=row["peer_id"], user_id=row["user_id"])) for row in rows]


async def over(db: Connection, started_before: datetime, empty_before: datetime) -> list[UUID]:
    """Calls that have rung for too long, and those that nobody came back to."""
    rows = await db.fetch(
        """
        SELECT id FROM calls WHERE ended_at IS NULL
            AND (NOT answered AND started_at < $1 OR empty_since < $2) LIMIT 500
        """,
        started_before,
        empty_before,
    )
    return [row["id"] for row in rows]
