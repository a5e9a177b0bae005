"""All SQL of inboxes."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from asyncpg import Connection, Record

from hallway.services.chat.api import Waiting
from hallway.services.notifications.api import NewNotification, Notification

COLUMNS: Final = "id, kind, event_id, actor_id, subject, detail, link, count, created_at, read_at"


class Unread(msgspec.Struct, frozen=True):
    """How many notifications a person has not read, as of one revision."""

    unread: int
    revision: int


class Span(msgspec.Struct, frozen=True):
    """The first and the last occurrence that one notification tells of, as far as is known."""

    first: int
    last: int


def _notification(row: Record) -> Notification:
    return Notification(**{name: row[name] for name in Notification.__struct_fields__})


async def lock_inboxes(db: Connection, user_ids: list[UUID]) -> None:
    """From here to the end of the transaction nobody else changes these people's notifications."""
    await db.execute(
        "INSERT INTO readers (user_id) SELECT DISTINCT * FROM unnest($1::uuid[]) ORDER BY 1 ON CONFLICT DO NOTHING",
        user_ids,
    )
    await db.execute("SELECT 1 FROM readers WHERE user_id = ANY($1) ORDER BY user_id FOR UPDATE", user_ids)


async def count_unread(db: Connection, user_ids: list[UUID]) -> dict[UUID, Unread]:
    """Count again after a change, and say so with the next revision."""
    rows = await db.fetch(
        """
        UPDATE readers SET revision = revision + 1, unread = (
            SELECT count(*) FROM notices WHERE notices.user_id = readers.user_id AND read_at IS NULL)
        WHERE user_id = ANY($1) RETURNING user_id, unread, revision
        """,
        user_ids,
    )
    return {row["user_id"]: Unread(row["unread"], row["revision"]) for row in rows}


async def unread_of(db: Connection, user_id: UUID) -> Unread:
    row = await db.fetchrow("SELECT unread, revision FROM readers WHERE user_id = $1", user_id)
    return Unread(row["unread"], row["revision"]) if row else Unread(0, 0)


async def upsert(
    db: Connection, new: NewNotification, user_ids: list[UUID], ids: list[UUID], now: datetime
) -> dict[UUID, Notification]:
    """Write the notification for each person, or renew theirs; those for whom nothing changed are left out."""
    rows = await db.fetch(
        """
        INSERT INTO notices AS n
            (id, user_id, kind, key, event_id, actor_id, subject, detail, link, count, step, first_step, created_at)
        SELECT id, user_id, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $11
        FROM unnest($1::uuid[], $2::uuid[]) AS person (id, user_id)
        ON CONFLICT (user_id, key) DO UPDATE SET
            actor_id = excluded.actor_id, subject = excluded.subject, detail = excluded.detail, link = excluded.link,
            count = CASE WHEN n.read_at IS NULL THEN n.count + 1 ELSE 1 END,
            first_step = CASE WHEN n.read_at IS NULL THEN n.first_step ELSE excluded.step END,
            step = excluded.step, created_at = excluded.created_at, read_at = NULL
        WHERE $12 AND excluded.step > n.step
        RETURNING user_id, id, kind, event_id, actor_id, subject, detail, link, count, created_at, read_at
        """,
        ids,
        user_ids,
        new.kind,
        new.key,
        new.event_id,
        new.actor_id,
        new.subject,
        new.detail,
        new.link,
        new.step,
        now,
        new.merge,
    )
    return {row["user_id"]: _notification(row) for row in rows}


async def span(db: Connection, user_id: UUID, key: str) -> Span | None:
    """Of what this person's notification of the key tells; None if there is none."""
    row = await db.fetchrow("SELECT first_step, step FROM notices WHERE user_id = $1 AND key = $2", user_id, key)
    return Span(row["first_step"], row["step"]) if row else None


async def revise(
    db: Connection, user_id: UUID, key: str, told: Span, left: Waiting, read_at: datetime | None
) -> Notification | None:
    """The notification now tells what is left, which is read if there is a time; None if it tells of something else
    than `told` meanwhile."""
    row = await db.fetchrow(
        f"""
        UPDATE notices SET subject = $5, count = least(count, $6), step = $7, read_at = coalesce(read_at, $8)
        WHERE user_id = $1 AND key = $2 AND first_step = $3 AND step = $4 RETURNING {COLUMNS}
        """,
        *(user_id, key, told.first, told.last, left.excerpt, left.count, left.seq, read_at),
    )
    return _notification(row) if row else None


async def remove(
    db: Connection, user_ids: list[UUID], actor_id: UUID, keys: list[str] | None = None, told: Span | None = None
) -> dict[UUID, list[UUID]]:
    """Take away what these people were told of the actor, under these keys (None: all), and if it tells of `told`;
    by person the ids that are gone."""
    rows = await db.fetch(
        """
        DELETE FROM notices WHERE user_id = ANY($1) AND actor_id = $2 AND ($3::text[] IS NULL OR key = ANY($3))
            AND ($4::int IS NULL OR (first_step, step) = ($4, $5))
        RETURNING user_id, id
        """,
        *(user_ids, actor_id, keys, told.first if told else None, told.last if told else None),
    )
    gone: dict[UUID, list[UUID]] = {}
    for row in rows:
        gone.setdefault(row["user_id"], []).append(row["id"])
    return gone


async def page(db: Connection, user_id: UUID, after: UUID | None, limit: int) -> list[Notification]:
    """Newest first, those older than the notification `after`."""
    rows = await db.fetch(
        f"""
        SELECT {COLUMNS} FROM notices
        WHERE user_id = $1 AND ($2::uuid IS NULL OR (created_at, id) <
            (SELECT created_at, id FROM notices WHERE id = $2 AND user_id = $1))
        ORDER BY created_at DESC, id DESC LIMIT $3
        """,
        user_id,
        after,
        limit,
    )
    return [_notification(row) for row in rows]


async def mark_read(db: Connection, user_id: UUID, ids: list[UUID], now: datetime) -> list[UUID]:
    """Answers which ones were unread until now. No `ids` means all."""
    rows = await db.fetch(
        """
        UPDATE notices SET read_at = $3
        WHERE user_id = $1 AND read_at IS NULL AND ($2::uuid[] = '{}' OR id = ANY($2)) RETURNING id
        """,
        user_id,
        ids,
        now,
    )
    return [row["id"] for row in rows]


async def mark_key_read(db: Connection, user_id: UUID, key: str, step: int, now: datetime) -> list[UUID]:
    rows = await db.fetch(
        "UPDATE notices SET read_at = $4"
        " WHERE user_id = $1 AND key = $2 AND step <= $3 AND read_at IS NULL RETURNING id",
        user_id,
        key,
        step,
        now,
    )
    return [row["id"] for row in rows]
