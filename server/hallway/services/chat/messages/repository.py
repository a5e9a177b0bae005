"""SQL of messages: where they are inserted and read. Whoever changes a room locks its row first, so its numbers have no
gaps and become visible in order."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from hallway.kernel.db.transaction import Tx
from hallway.services.chat.api import Message, Room
from hallway.services.chat.rooms.repository import COUNTED, LARGEST, message_of, room_of

DATABASE_AWAY: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.LockNotAvailableError,
)
"""Errors of the database as a whole, not of one message: trying each message alone would only wait as many times."""
SAME_ID: Final = 20
"""Messages of one id that are looked at; honest clients never make an id twice."""
IdTaken = asyncpg.UniqueViolationError
"""Another process has just used one of these ids in the same room."""
MOVE_ROOMS_ON: Final = """
    moved AS (
        UPDATE rooms r SET last_seq = h.last_seq, head = h.head, active_at = h.at
        FROM unnest($8::uuid[], $9::bigint[], $10::bigint[], $11::timestamptz[]) AS h (id, last_seq, head, at)
        WHERE r.id = h.id
    )"""
"""The part of `insert` that moves the rooms' last seq and revision on."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be saved; `body` is clean and `mentions` are checked."""

    id: UUID
    room_id: UUID
    sender_id: UUID
    body: str
    mentions: list[UUID]


class LockedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room that nobody else can change until this transaction ends."""

    room: Room
    blocked: bool


class SenderState(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender of a draft is in its room, and what is saved already under its id."""

    member: bool
    muted_until: datetime | None
    saved: Message | None


async def lock_rooms(db: asyncpg.Connection, room_ids: Iterable[UUID]) -> dict[UUID, LockedRoom]:
    """Those that exist, locked in the order of their ids, so that no two batches wait for each other."""
    rows = await db.fetch(
        "SELECT * FROM rooms WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE", list(set(room_ids))
    )
    return {row["id"]: LockedRoom(room=room_of(row), blocked=row["blocked"]) for row in rows}


async def sender_states(
    db: asyncpg.Connection, drafts: Sequence[Draft], rooms: dict[UUID, LockedRoom], now: datetime
) -> list[SenderState]:
    """The state of each draft's sender, in the order of the drafts; asked after the rooms are locked."""
    event_ids = [rooms[draft.room_id].room.event_id if draft.room_id in rooms else None for draft in drafts]
    rows = await db.fetch(
        # OFFSET 0: one look into an index for each draft, also under a plan made while the tables were small.
        """
        SELECT m.staff, u.until, x.id
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY
             AS s (message_id, in_room, user_id, event_id, n)
        LEFT JOIN LATERAL (
            SELECT staff FROM members WHERE room_id = s.in_room AND user_id = s.user_id OFFSET 0
        ) m ON true
        LEFT JOIN LATERAL (
            SELECT until FROM mutes WHERE event_id = s.event_id AND user_id = s.user_id AND until > $5 OFFSET 0
        ) u ON true
        LEFT JOIN LATERAL (
            SELECT id FROM messages WHERE room_id = s.in_room AND id = s.message_id OFFSET 0
        ) x ON true
        ORDER BY s.n
        """,
        [draft.id for draft in drafts],
        [draft.room_id for draft in drafts],
        [draft.sender_id for draft in drafts],
        event_ids,
        now,
    )
    return [
        SenderState(
            member=staff is not None,
            muted_until=None if staff else until,
            saved=await find(db, draft.room_id, id) if id else None,
        )
        for draft, (staff, until, id) in zip(drafts, rows, strict=True)
    ]


async def insert(tx: Tx, fresh: Sequence[Message]) -> None:
    """Save numbered messages of locked rooms, move the rooms on, and write the facts, in one statement."""
    last = {message.room_id: message for message in fresh}
    await tx.execute(
        """
        INSERT INTO messages (id, room_id, seq, revision, sender_id, body, mentions, sent_at)
        SELECT n.id, n.room_id, n.seq, n.revision, n.sender_id, n.body, n.mentions::uuid[], $12
        FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[], $7::text[])
             AS n (id, room_id, seq, revision, sender_id, body, mentions)
        """,
        [message.id for message in fresh],
        [message.room_id for message in fresh],
        [message.seq for message in fresh],
        [message.revision for message in fresh],
        [message.sender_id for message in fresh],
        [message.body for message in fresh],
        ["{" + ",".join(map(str, message.mentions)) + "}" for message in fresh],  # unnest would flatten real arrays
        list(last),
        [message.seq for message in last.values()],
        [message.revision for message in last.values()],
        [message.sent_at for message in last.values()],
        fresh[0].sent_at,
        common_tables=[MOVE_ROOMS_ON],
    )


async def find(db: asyncpg.Connection, room_id: UUID, message_id: UUID) -> Message | None:
    """One message, removed or not."""
    row = await db.fetchrow("SELECT * FROM messages WHERE room_id = $1 AND id = $2", room_id, message_id)
    return message_of(row) if row else None


async def find_all(db: asyncpg.Connection, message_id: UUID) -> list[Message]:
    """Those of this id, in whatever rooms; ids are made by clients, so that several rooms may have the same."""
    rows = await db.fetch("SELECT * FROM messages WHERE id = $1 ORDER BY sent_at LIMIT $2", message_id, SAME_ID)
    return [message_of(row) for row in rows]


async def waiting(db: asyncpg.Connection, room_id: UUID, user_id: UUID, first: int, last: int) -> list[Message]:
    """What others said from seq `first` to `last`, without what was removed, the latest 1,000, newest first."""
    rows = await db.fetch(
        """
        SELECT * FROM messages WHERE room_id = $1 AND sender_id <> $2 AND seq BETWEEN $3 AND $4 AND NOT removed
        ORDER BY seq DESC LIMIT $5
        """,
        *(room_id, user_id, first, last, COUNTED),
    )
    return [message_of(row) for row in rows]


async def before(db: asyncpg.Connection, room_id: UUID, seq: int | None, limit: int) -> list[Message]:
    """The last `limit` messages with a seq below `seq` (None: the latest), oldest first."""
    rows = await db.fetch(
        "SELECT * FROM messages WHERE room_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        *(room_id, LARGEST if seq is None else min(max(seq, 0), LARGEST), limit),
    )
    return [message_of(row) for row in reversed(rows)]


async def changed_after(db: asyncpg.Connection, room_id: UUID, revision: int, limit: int) -> list[Message]:
    """The first `limit` messages that changed after `revision`, in the order of their changes."""
    rows = await db.fetch(
        "SELECT * FROM messages WHERE room_id = $1 AND revision > $2 ORDER BY revision LIMIT $3",
        *(room_id, revision, limit),
    )
    return [message_of(row) for row in rows]
