"""SQL of signing keys."""

from datetime import datetime

import asyncpg
import msgspec


class SigningKey(msgspec.Struct, frozen=True, kw_only=True):
    """The key that signs now; the private part is encrypted."""

    kid: str
    private_key: str
    created_at: datetime


async def lock(db: asyncpg.Connection) -> None:
    """One process at a time makes keys, until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('hallway auth signing keys'))")


async def current_key(db: asyncpg.Connection) -> SigningKey | None:
    """The one that is not retired."""
    row = await db.fetchrow("SELECT kid, private_key, created_at FROM signing_keys WHERE retired_at IS NULL")
    return SigningKey(**dict(row)) if row else None


async def encrypt_again(db: asyncpg.Connection, kid: str, private_key: str) -> None:
    """The same key, its private part encrypted with another secret."""
    await db.execute("UPDATE signing_keys SET private_key = $2 WHERE kid = $1", kid, private_key)


async def replace_key(
    db: asyncpg.Connection, key: SigningKey, public_key: dict[str, str], forget_before: datetime
) -> None:
    """From now on this key signs; the one before it stays to be verified with, those retired before `forget_before`
    go."""
    await db.execute("DELETE FROM signing_keys WHERE retired_at < $1", forget_before)
    await db.execute("UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL", key.created_at)
    await db.execute(
        "INSERT INTO signing_keys (kid, public_key, private_key, created_at) VALUES ($1, $2, $3, $4)",
        key.kid,
        public_key,
        key.private_key,
        key.created_at,
    )


async def public_keys(db: asyncpg.Connection, retired_after: datetime) -> list[dict[str, str]]:
    """The public keys in use and those retired since, the newest first."""
    rows = await db.fetch(
        "SELECT public_key FROM signing_keys WHERE retired_at IS NULL OR retired_at >= $1"
        " ORDER BY retired_at DESC NULLS FIRST",
        retired_after,
    )
    return [row["public_key"] for row in rows]
