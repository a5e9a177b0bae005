"""SQL about people, blocks, and who is open to meet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from hallway.services.profiles.inputs import Details

_DETAILS = Details.__struct_fields__
_COLUMNS = ", ".join(_DETAILS)


def _details(row: Record) -> Details:
    return Details(**{name: row[name] for name in _DETAILS})


async def people(db: Connection, ids: Sequence[UUID]) -> dict[UUID, Details]:
    rows = await db.fetch(f"SELECT user_id, {_COLUMNS} FROM people WHERE user_id = ANY($1)", ids)
    return {row["user_id"]: _details(row) for row in rows}


async def put(db: Connection, user_id: UUID, details: Details) -> None:
    """Make or replace a profile; its vectors are out of date from now on."""
    values = [getattr(details, name) for name in _DETAILS]
    places = ", ".join(f"${n}" for n in range(2, len(values) + 2))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in _DETAILS)
    await db.execute(
        f"INSERT INTO people AS p (user_id, {_COLUMNS}) VALUES ($1, {places})"
        f" ON CONFLICT (user_id) DO UPDATE SET {renewed}, version = p.version + 1",
        user_id,
        *values,
    )


async def add_placeholders(db: Connection, found: dict[UUID, Details]) -> None:
    """Profiles of a name only, for those who have none; they need no vectors."""
    await db.execute(
        "INSERT INTO people (user_id, name, findable, vector_version)"
        " SELECT *, 1 FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
        list(found),
        [details.name for details in found.values()],
        [details.findable for details in found.values()],
    )


async def search(
    db: Connection, user_id: UUID, among: Sequence[UUID], wanted: Sequence[str], limit: int
) -> dict[UUID, Details]:
    """People among these who have a word beginning with each of the wanted ones; names that begin so come first."""
    query = " & ".join(f"'{word}':*" for word in wanted)
    rows = await db.fetch(
        f"""
        SELECT user_id, {_COLUMNS} FROM people
        WHERE words @@ $1::tsquery AND user_id = ANY($2) AND user_id <> $3 AND NOT blocked(user_id, $3)
        ORDER BY starts_with(findable, $4) DESC, name, user_id LIMIT $5
        """,
        query,
        among,
        user_id,
        " ".join(wanted),
        limit,
    )
    return {row["user_id"]: _details(row) for row in rows}


async def lock_pair(db: Connection, first_id: UUID, second_id: UUID) -> None:
    """From here to the end of the transaction nobody else answers or blocks between these two."""
    low, high = sorted((first_id, second_id))
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"profiles:{low}:{high}")


async def block(db: Connection, blocker_id: UUID, blocked_id: UUID, now: datetime) -> bool:
    """False if it was so already."""
    done = await db.execute(
        "INSERT INTO blocks VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", blocker_id, blocked_id, now
    )
    return bool(done == "INSERT 0 1")


async def unblock(db: Connection, blocker_id: UUID, blocked_id: UUID) -> bool:
    done = await db.execute("DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2", blocker_id, blocked_id)
    return bool(done == "DELETE 1")


async def count_blocks(db: Connection, blocker_id: UUID) -> int:
    return int(await db.fetchval("SELECT count(*) FROM blocks WHERE blocker_id = $1", blocker_id))


async def blocks(db: Connection, blocker_id: UUID) -> list[UUID]:
    rows = await db.fetch("SELECT blocked_id FROM blocks WHERE blocker_id = $1 ORDER BY since DESC", blocker_id)
    return [row["blocked_id"] for row in rows]


async def blocked_among(db: Connection, user_id: UUID, others: Sequence[UUID]) -> list[UUID]:
    """Those of the others between whom and this person there is a block, in either direction."""
    rows = await db.fetch(
        """
        SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 AND blocked_id = ANY($2)
        UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1 AND blocker_id = ANY($2)
        """,
        user_id,
        others,
    )
    return [row["id"] for row in rows]


async def is_open(db: Connection, event_id: UUID, user_id: UUID) -> bool:
    row = await db.fetchrow("SELECT FROM open_to_meet WHERE event_id = $1 AND user_id = $2", event_id, user_id)
    return row is not None


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
