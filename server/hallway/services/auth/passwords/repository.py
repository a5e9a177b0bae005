"""SQL of passwords; their hashes are a column of the accounts."""

from uuid import UUID

import asyncpg
import msgspec

from hallway.services.auth.api import User
from hallway.services.auth.users.repository import USER, user_of


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """An account and the hash of its password; without a hash, it has none and cannot be signed in to by one."""

    user: User
    password_hash: str | None


async def credentials(db: asyncpg.Connection, email: str) -> Credentials | None:
    """Of the account with this address."""
    row = await db.fetchrow(f"SELECT {USER}, password_hash FROM users WHERE email = $1", email)
    return Credentials(user=user_of(row), password_hash=row["password_hash"]) if row else None


async def renew_hash(db: asyncpg.Connection, user_id: UUID, old: str, new: str) -> None:
    """Replaces the password's hash, unless it has changed meanwhile."""
    await db.execute("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2", user_id, old, new)
