"""All SQL of preferences."""

from uuid import UUID

from asyncpg import Connection

from hallway.services.notifications.api import NotificationKind


async def preferences(db: Connection, user_id: UUID) -> dict[NotificationKind, bool]:
    """What the person chose; kinds they never touched are left out."""
    rows = await db.fetch("SELECT kind, in_app FROM preferences WHERE user_id = $1", user_id)
    return {row["kind"]: row["in_app"] for row in rows}


async def set_preference(db: Connection, user_id: UUID, kind: NotificationKind, in_app: bool) -> None:
    await db.execute(
        "INSERT INTO preferences VALUES ($1, $2, $3) ON CONFLICT (user_id, kind) DO UPDATE SET in_app = $3",
        user_id,
        kind,
        in_app,
    )


async def without_switched_off(db: Connection, user_ids: list[UUID], kind: NotificationKind) -> list[UUID]:
    """Those who want to be told of this kind, each once."""
    rows = await db.fetch(
        """
        SELECT DISTINCT id FROM unnest($1::uuid[]) AS person (id)
        WHERE NOT EXISTS (SELECT 1 FROM preferences WHERE user_id = id AND kind = $2 AND NOT in_app)
        """,
        user_ids,
        kind,
    )
    return [row["id"] for row in rows]
