"""SQL about profiles."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from asyncpg import Connection, Record

from hallway.services.profiles.people.profile import StoredProfile

_FIELDS = StoredProfile.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)


def _profile(row: Record) -> StoredProfile:
    return StoredProfile(**{name: row[name] for name in _FIELDS})


async def profiles(db: Connection, ids: Sequence[UUID]) -> dict[UUID, StoredProfile]:
    """Those of these people who have one."""
    rows = await db.fetch(f"SELECT user_id, {_COLUMNS} FROM people WHERE user_id = ANY($1)", ids)
    return {row["user_id"]: _profile(row) for row in rows}


async def put_profile(db: Connection, user_id: UUID, profile: StoredProfile) -> None:
    """Make or replace a profile; its vectors are out of date from now on."""
    values = [getattr(profile, name) for name in _FIELDS]
    places = ", ".join(f"${n}" for n in range(2, len(values) + 2))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS)
    await db.execute(
        f"INSERT INTO people AS p (user_id, {_COLUMNS}) VALUES ($1, {places})"
        f" ON CONFLICT (user_id) DO UPDATE SET {renewed}, version = p.version + 1",
        user_id,
        *values,
    )


async def add_placeholders(db: Connection, profiles: Mapping[UUID, StoredProfile]) -> None:
    """Profiles of a name only, for those who have none; they need no vectors."""
    await db.execute(
        "INSERT INTO people (user_id, name, findable, vector_version)"
        " SELECT *, 1 FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
        list(profiles),
        [profile.name for profile in profiles.values()],
        [profile.findable for profile in profiles.values()],
    )


def _one_of(word: str, others: Iterable[Sequence[str]]) -> str:
    whole = ("(" + " & ".join(f"'{one}'" for one in words) + ")" for words in others)
    return "(" + " | ".join([f"'{word}':*", *whole]) + ")"


async def search(
    db: Connection,
    user_id: UUID,
    among: Sequence[UUID],
    wanted: Mapping[str, Iterable[Sequence[str]]],
    first: int,
    limit: int,
) -> dict[UUID, StoredProfile]:
    """People among these who have for each of the wanted a word beginning with it, or all of some others that may stand
    for it; names that begin so come first. Those from the `first`, at most `limit`."""
    query = " & ".join(_one_of(word, others) for word, others in wanted.items())
    rows = await db.fetch(
        f"""
        SELECT user_id, {_COLUMNS} FROM people
        WHERE words @@ $1::tsquery AND user_id = ANY($2) AND user_id <> $3 AND NOT blocked(user_id, $3)
        ORDER BY starts_with(findable, $4) DESC, name, user_id OFFSET $5 LIMIT $6
        """,
        query,
        among,
        user_id,
        " ".join(wanted),
        first,
        limit,
    )
    return {row["user_id"]: _profile(row) for row in rows}
