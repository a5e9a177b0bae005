"""SQL of accounts."""

from typing import Final
from uuid import UUID

import asyncpg

from hallway.services.auth.api import PlatformRole, User

USER: Final = "id, name, email, roles, created_at, language"


def user_of(row: asyncpg.Record) -> User:
    """The account in a row that has the columns of `USER`."""
    plain = {name: row[name] for name in ("id", "name", "email", "created_at", "language")}
    return User(**plain, roles=frozenset(row["roles"]))


async def add_user(db: asyncpg.Connection, user: User, password_hash: str) -> bool:
    """Whether the account was added: false if its e-mail has one already."""
    status = await db.execute(
        "INSERT INTO users (id, name, email, roles, created_at, password_hash, language)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (email) DO NOTHING",
        user.id,
        user.name,
        user.email,
        sorted(user.roles),
        user.created_at,
        password_hash,
        user.language,
    )
    return status == "INSERT 0 1"


async def users(db: asyncpg.Connection, ids: list[UUID]) -> list[User]:
    """Those of these accounts that there are."""
    return [user_of(row) for row in await db.fetch(f"SELECT {USER} FROM users WHERE id = ANY($1)", ids)]


async def user_with_email(db: asyncpg.Connection, email: str) -> User | None:
    """The account with this address, which is written as `normal_email` does."""
    row = await db.fetchrow(f"SELECT {USER} FROM users WHERE email = $1", email)
    return user_of(row) if row else None


async def set_language(db: asyncpg.Connection, user_id: UUID, language: str | None) -> User | None:
    """The account as it is with this language; None if there is no such account."""
    row = await db.fetchrow(f"UPDATE users SET language = $2 WHERE id = $1 RETURNING {USER}", user_id, language)
    return user_of(row) if row else None


async def set_role(db: asyncpg.Connection, user_id: UUID, role: PlatformRole, held: bool) -> bool:
    """Give the account a role in the installation, or take it; whether there is such an account."""
    status = await db.execute(
        "UPDATE users SET roles = array_remove(roles, $2) || CASE WHEN $3 THEN ARRAY[$2] ELSE '{}' END WHERE id = $1",
        *(user_id, role, held),
    )
    return status == "UPDATE 1"
