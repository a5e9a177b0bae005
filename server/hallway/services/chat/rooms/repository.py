"""SQL of rooms, their members, conversations and reading positions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from hallway.services.chat.api import Message, Room
from hallway.services.chat.policy import RoomMembership

COUNTED: Final = 1_000
"""Unread messages are counted among this many latest ones: more than anybody reads, few enough to count."""
CONVERSATIONS: Final = 200
LARGEST: Final = 2**63 - 1
"""What a bigint can hold."""


class ConversationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A direct room in a person's list of conversations."""

    room: Room
    unread: int


def room_of(row: asyncpg.Record) -> Room:
    """A row of `rooms` as the value that others see."""
    direct = row["kind"] == "direct"
    return Room(
        id=row["id"],
        kind=row["kind"],
        event_id=row["event_id"],
        session_id=row["session_id"],
        title=row["title"],
        member_ids=[row["first_id"], row["second_id"]] if direct else [],
        last_seq=row["last_seq"],
        revision=row["head"],
    )


def message_of(row: asyncpg.Record) -> Message:
    """A row of `messages` as the value that others see."""
    return Message(
        id=row["id"],
        room_id=row["room_id"],
        seq=row["seq"],
        revision=row["revision"],
        sender_id=row["sender_id"],
        body=row["body"],
        mentions=row["mentions"],
        sent_at=row["sent_at"],
        removed=row["removed"],
    )


async def put_room(db: asyncpg.Connection, room: Room, now: datetime) -> None:
    """Make the room if there is none of this id, and give it this title."""
    first, second = room.member_ids or (None, None)
    await db.execute(
        """
        INSERT INTO rooms (id, kind, event_id, session_id, first_id, second_id, title, active_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title WHERE rooms.title <> excluded.title
        """,
        *(room.id, room.kind, room.event_id, room.session_id, first, second, room.title, now),
    )


async def membership(db: asyncpg.Connection, room_id: UUID, user_id: UUID, now: datetime) -> RoomMembership | None:
    """The room as this person finds it; None when there is no such room."""
    row = await db.fetchrow(
        """
        SELECT r.*, m.user_id IS NOT NULL AS member, coalesce(m.staff, false) AS staff,
               coalesce(m.read_seq, 0) AS read_seq, u.until
        FROM rooms r
        LEFT JOIN members m ON m.room_id = r.id AND m.user_id = $2
        LEFT JOIN mutes u ON u.event_id = r.event_id AND u.user_id = $2 AND u.until > $3
        WHERE r.id = $1
        """,
        *(room_id, user_id, now),
    )
    if row is None:
        return None
    return RoomMembership(
        room=room_of(row),
        blocked=row["blocked"],
        member=row["member"],
        staff=row["staff"],
        read_seq=row["read_seq"],
        muted_until=None if row["staff"] else row["until"],
    )


async def add_member(
    db: asyncpg.Connection, room_id: UUID, user_id: UUID, *, staff: bool = False, opened: bool = False
) -> None:
    """Let a person in; one who is in already keeps the reading position."""
    await db.execute(
        """
        INSERT INTO members AS m (room_id, user_id, staff, opened) VALUES ($1, $2, $3, $4)
        ON CONFLICT (room_id, user_id) DO UPDATE SET staff = excluded.staff, opened = m.opened OR excluded.opened
        """,
        *(room_id, user_id, staff, opened),
    )


async def set_staff(db: asyncpg.Connection, event_id: UUID, user_id: UUID, staff: bool) -> None:
    """Note whether the person is of the team, in all rooms of the event that the person is in."""
    await db.execute(
        """
        UPDATE members m SET staff = $3 FROM rooms r
        WHERE r.id = m.room_id AND r.event_id = $1 AND m.user_id = $2 AND m.staff <> $3
        """,
        *(event_id, user_id, staff),
    )


async def drop_member(db: asyncpg.Connection, event_id: UUID, user_id: UUID) -> list[UUID]:
    """Take the person out of all rooms of the event; answers those the person was in."""
    rows = await db.fetch(
        """
        DELETE FROM members m USING rooms r
        WHERE r.id = m.room_id AND r.event_id = $1 AND m.user_id = $2 RETURNING m.room_id
        """,
        *(event_id, user_id),
    )
    return [row["room_id"] for row in rows]


async def drop_members(db: asyncpg.Connection, event_id: UUID) -> list[UUID]:
    """Take everybody out of all rooms of the event; answers these rooms."""
    await db.execute("DELETE FROM members m USING rooms r WHERE r.id = m.room_id AND r.event_id = $1", event_id)
    return [row["id"] for row in await db.fetch("SELECT id FROM rooms WHERE event_id = $1", event_id)]


async def set_blocked(db: asyncpg.Connection, room_id: UUID, blocked: bool) -> bool:
    """Close the room, or open it again; answers whether there is such a room."""
    status = await db.execute("UPDATE rooms SET blocked = $2 WHERE id = $1", room_id, blocked)
    return status != "UPDATE 0"


async def set_read(db: asyncpg.Connection, room_id: UUID, user_id: UUID, seq: int) -> int | None:
    """Move the reading position forward, at most to the last message; None when it did not move."""
    return await db.fetchval(
        """
        UPDATE members m SET read_seq = least($3, r.last_seq) FROM rooms r
        WHERE r.id = m.room_id AND m.room_id = $1 AND m.user_id = $2 AND m.read_seq < least($3, r.last_seq)
        RETURNING m.read_seq
        """,
        *(room_id, user_id, min(max(seq, 0), LARGEST)),
    )


async def unread(db: asyncpg.Connection, room_id: UUID, user_id: UUID) -> int:
    """Messages of others, not removed, after this person's reading position, among the latest 1,000."""
    count: int | None = await db.fetchval(
        """
        SELECT count(x.id) FROM members m JOIN rooms r ON r.id = m.room_id
        JOIN messages x ON x.room_id = r.id AND x.seq > greatest(m.read_seq, r.last_seq - $3)
        WHERE m.room_id = $1 AND m.user_id = $2 AND x.sender_id <> $2 AND NOT x.removed
        """,
        *(room_id, user_id, COUNTED),
    )
    return count or 0


async def conversations(db: asyncpg.Connection, user_id: UUID) -> list[ConversationRow]:
    """Direct rooms of a person with a message in them or opened by the person, latest first."""
    rows = await db.fetch(
        """
        SELECT r.*, n.unread FROM members m JOIN rooms r ON r.id = m.room_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS unread FROM messages x
            WHERE x.room_id = r.id AND x.seq > greatest(m.read_seq, r.last_seq - $2)
              AND x.sender_id <> m.user_id AND NOT x.removed
        ) n
        WHERE m.user_id = $1 AND r.kind = 'direct' AND (r.last_seq > 0 OR m.opened)
        ORDER BY r.active_at DESC, r.id LIMIT $3
        """,
        *(user_id, COUNTED, CONVERSATIONS),
    )
    return [ConversationRow(room=room_of(row), unread=row["unread"]) for row in rows]


async def last_messages(db: asyncpg.Connection, rooms: Sequence[Room]) -> dict[UUID, Message]:
    """The last message of each room that has one, by the room's id."""
    rows = await db.fetch(
        """
        SELECT x.* FROM unnest($1::uuid[], $2::bigint[]) AS r (id, seq)
        JOIN messages x ON x.room_id = r.id AND x.seq = r.seq
        """,
        [room.id for room in rooms],
        [room.last_seq for room in rooms],
    )
    return {row["room_id"]: message_of(row) for row in rows}
