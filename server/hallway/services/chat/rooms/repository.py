"""All SQL about rooms, members and reading; `messages.py` has that about messages. Functions of a connection."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from hallway.services.chat.api import Mute, Room

COUNTED: Final = 1_000
"""Unread messages are counted among this many latest ones: more than anybody reads, few enough to count."""
CONVERSATIONS: Final = 200
MUTES: Final = 1_000
"""More people than any team mutes by hand."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A room as one person finds it. `member` is False for somebody who has not been let in (yet)."""

    room: Room
    blocked: bool
    member: bool
    staff: bool
    read_seq: int
    muted_until: datetime | None


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A direct room in a person's list."""

    room: Room
    blocked: bool
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
        head=row["head"],
    )


async def put_room(connection: asyncpg.Connection, room: Room, now: datetime) -> bool:
    """Make the room if there is none of this id, and give it this title. Answers whether it was made."""
    first, second = room.member_ids or (None, None)
    made: bool | None = await connection.fetchval(
        """
        INSERT INTO rooms (id, kind, event_id, session_id, first_id, second_id, title, active_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title WHERE rooms.title <> excluded.title
        RETURNING xmax = 0
        """,
        *(room.id, room.kind, room.event_id, room.session_id, first, second, room.title, now),
    )
    return bool(made)


async def seat(connection: asyncpg.Connection, room_id: UUID, user_id: UUID, now: datetime) -> Seat | None:
    """The room and what this person is in it; None when there is no such room."""
    row = await connection.fetchrow(
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
    return Seat(
        room=room_of(row),
        blocked=row["blocked"],
        member=row["member"],
        staff=row["staff"],
        read_seq=row["read_seq"],
        muted_until=None if row["staff"] else row["until"],
    )


async def add_member(
    connection: asyncpg.Connection, room_id: UUID, user_id: UUID, *, staff: bool = False, opened: bool = False
) -> None:
    """Let a person in; one who is in already keeps the read marker."""
    await connection.execute(
        """
        INSERT INTO members AS m (room_id, user_id, staff, opened) VALUES ($1, $2, $3, $4)
        ON CONFLICT (room_id, user_id) DO UPDATE SET staff = excluded.staff, opened = m.opened OR excluded.opened
        """,
        *(room_id, user_id, staff, opened),
    )


async def set_staff(connection: asyncpg.Connection, event_id: UUID, user_id: UUID, staff: bool) -> None:
    """In all rooms of the event that the person is in."""
    await connection.execute(
        """
        UPDATE members m SET staff = $3 FROM rooms r
        WHERE r.id = m.room_id AND r.event_id = $1 AND m.user_id = $2 AND m.staff <> $3
        """,
        *(event_id, user_id, staff),
    )


async def drop_member(connection: asyncpg.Connection, event_id: UUID, user_id: UUID) -> list[UUID]:
    """Out of all rooms of the event; answers those the person was in."""
    rows = await connection.fetch(
        """
        DELETE FROM members m USING rooms r
        WHERE r.id = m.room_id AND r.event_id = $1 AND m.user_id = $2 RETURNING m.room_id
        """,
        *(event_id, user_id),
    )
    return [row["room_id"] for row in rows]


async def set_blocked(connection: asyncpg.Connection, room_id: UUID, blocked: bool) -> bool:
    """Answers whether there is such a room."""
    status = await connection.execute("UPDATE rooms SET blocked = $2 WHERE id = $1", room_id, blocked)
    return status != "UPDATE 0"


async def set_mute(
    connection: asyncpg.Connection, event_id: UUID, user_id: UUID, until: datetime | None, by: UUID, now: datetime
) -> None:
    """Until None lifts it."""
    if until is None:
        await connection.execute("DELETE FROM mutes WHERE event_id = $1 AND user_id = $2", event_id, user_id)
        return
    await connection.execute(
        """
        INSERT INTO mutes (event_id, user_id, until, by_id, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (event_id, user_id) DO UPDATE SET until = excluded.until, by_id = excluded.by_id, at = excluded.at
        """,
        *(event_id, user_id, until, by, now),
    )


async def mutes(connection: asyncpg.Connection, event_id: UUID, now: datetime) -> list[Mute]:
    """Those that still hold, the longest first."""
    rows = await connection.fetch(
        "SELECT user_id, until FROM mutes WHERE event_id = $1 AND until > $2 ORDER BY until DESC, user_id LIMIT $3",
        *(event_id, now, MUTES),
    )
    return [Mute(user_id=row["user_id"], until=row["until"]) for row in rows]


async def set_read(connection: asyncpg.Connection, room_id: UUID, user_id: UUID, seq: int) -> int | None:
    """Move the read marker forward, at most to the last message; None when it did not move."""
    return await connection.fetchval(
        """
        UPDATE members m SET read_seq = least($3, r.last_seq) FROM rooms r
        WHERE r.id = m.room_id AND m.room_id = $1 AND m.user_id = $2 AND m.read_seq < least($3, r.last_seq)
        RETURNING m.read_seq
        """,
        *(room_id, user_id, seq),
    )


async def unread(connection: asyncpg.Connection, room_id: UUID, user_id: UUID) -> int:
    """Messages of others, not removed, after this person's read marker, among the latest 1,000."""
    count: int | None = await connection.fetchval(
        """
        SELECT count(x.id) FROM members m JOIN rooms r ON r.id = m.room_id
        JOIN messages x ON x.room_id = r.id AND x.seq > greatest(m.read_seq, r.last_seq - $3)
        WHERE m.room_id = $1 AND m.user_id = $2 AND x.sender_id <> $2 AND NOT x.removed
        """,
        *(room_id, user_id, COUNTED),
    )
    return count or 0


async def talks(connection: asyncpg.Connection, user_id: UUID) -> list[Talk]:
    """Direct rooms of a person with a message in them or opened by the person, latest first."""
    rows = await connection.fetch(
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
    return [Talk(room=room_of(row), blocked=row["blocked"], unread=row["unread"]) for row in rows]
